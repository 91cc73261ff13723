"""A prediction as a table: one row a token."""

import pandas as pd

from rnn_core.sentiment.prediction import Prediction


def prediction_table(prediction: Prediction) -> pd.DataFrame:
    """List every token that was read with the prediction after it.

    Parameters
    ----------
    prediction
        From `rnn_core.sentiment.prediction.predict`.

    Returns
    -------
    DataFrame
        Columns ``token`` (as the vocabulary has it), ``in the vocabulary``, ``positive`` (probability, 0 to 1) and
        ``change`` (against the token before; the first has none). The index counts tokens from 1.
    """
    positive = pd.Series([token.probability for token in prediction.tokens], dtype="float64")
    table = pd.DataFrame(
        {
            "token": [token.text for token in prediction.tokens],
            "in the vocabulary": [token.known for token in prediction.tokens],
            "positive": positive,
            "change": positive.diff(),
        }
    )
    table.index = pd.RangeIndex(1, len(table) + 1, name="t")
    return table
