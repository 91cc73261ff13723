"""What a network says of a review as a pandas table, a row for each token."""

from pandas import DataFrame, RangeIndex, Series

from rnn_core.sentiment.close_reading import CloseReading
from rnn_core.sentiment.prediction import Prediction


def prediction_table(prediction: Prediction) -> DataFrame:
    """List every token that was read with the prediction after it.

    Parameters
    ----------
    prediction
        From `rnn_core.sentiment.prediction.predict`.

    Returns
    -------
    DataFrame
        Columns ``token`` (as the vocabulary has it), ``in the vocabulary``, ``positive`` (probability,
        0 to 1) and ``change`` (against the token before; the first has none). The index counts tokens from 1.
    """
    positive = Series([token.probability for token in prediction.tokens], dtype="float64")
    table = DataFrame(
        {
            "token": [token.text for token in prediction.tokens],
            "in the vocabulary": [token.known for token in prediction.tokens],
            "positive": positive,
            "change": positive.diff(),
        }
    )
    table.index = RangeIndex(1, len(table) + 1, name="t")
    return table


def close_reading_table(prediction: Prediction, close: CloseReading) -> DataFrame:
    """Add to `prediction_table` what each word did, and the hidden state after it.

    Parameters
    ----------
    prediction
        From `rnn_core.sentiment.prediction.predict`.
    close
        Of the same network and review.

    Returns
    -------
    DataFrame
        The columns of `prediction_table`, then ``share`` (integrated gradients) and ``left out`` (the logit
        less that of the review without the word), both in logits, and ``h[1]`` and so on.
    """
    table = prediction_table(prediction)
    table["share"] = close.gradients.shares.numpy()
    table["left out"] = close.deletion.effects.numpy()
    h = close.gradients.h
    states = DataFrame(h.numpy(), table.index, [f"h[{unit}]" for unit in range(1, h.shape[1] + 1)])
    return table.join(states)
