"""The memory test as pandas tables: accuracies of its networks, and what one of them answers."""

from collections.abc import Mapping

from jaxtyping import Float64, Int64
from pandas import DataFrame, Index, RangeIndex
from torch import Tensor

from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.remembering.spec import NAMES, MemoryCell, Size, hidden_size, num_parameters
from rnn_core.tasks import letter


def cell_curves_table(curves: Mapping[MemoryCell, RecallCurve], size: Size) -> DataFrame:
    """List the share of right answers of every network, one row for each cell and T.

    Parameters
    ----------
    curves
        What ``cell_curves`` returned.
    size
        For which size.

    Returns
    -------
    DataFrame
        Columns ``cell``, ``units``, ``parameters``, ``T``, ``mean``, then ``seed 0`` and so on.
    """
    return DataFrame(
        [
            {
                "cell": NAMES[cell],
                "units": hidden_size(cell, size),
                "parameters": num_parameters(cell, hidden_size(cell, size)),
                "T": length,
                "mean": mean,
                **{f"seed {seed}": accuracy for seed, accuracy in enumerate(row)},
            }
            for cell, curve in curves.items()
            for length, mean, row in zip(
                curve.lengths, curve.means.tolist(), curve.accuracies.tolist(), strict=True
            )
        ]
    )


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
