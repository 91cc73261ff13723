"""Results as pandas tables, for those who want every number."""

from jaxtyping import Float64, Int64
from pandas import DataFrame, Index, RangeIndex, Series
from torch import Tensor

from rnn_core.gradients import ScalarChain
from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.sentiment.close_reading import CloseReading
from rnn_core.sentiment.prediction import Prediction
from rnn_core.tasks import letter
from rnn_core.unrolling import UnrollTrace


def scalar_chain_table(chain: ScalarChain) -> DataFrame:
    """Tabulate a single neuron's gradient, one row for each step back, the nearest first.

    Parameters
    ----------
    chain
        What ``scalar_chain`` returned.

    Returns
    -------
    DataFrame
        Columns ``k`` (steps back), ``W_hh^k`` (the power of the weight alone), ``dh_T/dh_T-k`` (the product
        through tanh) and ``h_T-k`` (the state that many steps back).

    Examples
    --------
    >>> from rnn_core import scalar_chain
    >>> scalar_chain_table(scalar_chain(0.5, 5))["W_hh^k"].tolist()
    [1.0, 0.5, 0.25, 0.125, 0.0625]
    """
    num_steps = len(chain.linear)
    return DataFrame(
        {
            "k": range(num_steps),
            "W_hh^k": chain.linear.tolist(),
            "dh_T/dh_T-k": chain.through_tanh.tolist(),
            "h_T-k": chain.h.flip(0)[:num_steps].tolist(),
        }
    )


def unroll_table(trace: UnrollTrace, tokens: list[str]) -> DataFrame:
    """Tabulate every value of a run, one row for each time step.

    Parameters
    ----------
    trace
        What ``unroll`` returned.
    tokens
        What stands at each step.

    Returns
    -------
    DataFrame
        Columns ``t`` and ``token``, then one for each number of x_t, of W_xh x_t (``new``), of W_hh h_{t-1}
        (``memory``), of a_t, h_t and y_t, counted from 1.
    """
    parts = {
        "x": trace.x,
        "new": trace.from_input,
        "memory": trace.from_memory,
        "a": trace.a,
        "h": trace.h[1:],
        "y": trace.y,
    }
    columns = {
        f"{name}[{index + 1}]": values[:, index].tolist()
        for name, values in parts.items()
        for index in range(values.shape[1])
    }
    return DataFrame({"t": range(1, trace.num_steps + 1), "token": tokens, **columns})


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


def recall_table(curve: RecallCurve) -> DataFrame:
    """List the share of right answers of every network of the memory test, one row for each T.

    Parameters
    ----------
    curve
        What ``recall_curve`` returned.

    Returns
    -------
    DataFrame
        Columns ``mean``, then ``network 1`` and so on; the index is T.
    """
    networks = {f"network {n}": column.tolist() for n, column in enumerate(curve.accuracies.T, 1)}
    return DataFrame({"mean": curve.means.tolist(), **networks}, index=Index(curve.lengths, name="T"))


def answer_table(probabilities: Float64[Tensor, "T K"], symbols: Int64[Tensor, " T"]) -> DataFrame:
    """List what a network of the memory test would answer after every symbol of one sequence.

    Parameters
    ----------
    probabilities
        What ``follow`` returned.
    symbols
        What the network heard, counted from 0.

    Returns
    -------
    DataFrame
        Columns ``heard`` (a letter), then the probability of each answer, ``A`` and so on. The index counts
        steps from 1.
    """
    answers = {letter(symbol): column.tolist() for symbol, column in enumerate(probabilities.T)}
    index = RangeIndex(1, len(symbols) + 1, name="t")
    return DataFrame({"heard": [letter(symbol) for symbol in symbols.tolist()], **answers}, index=index)
