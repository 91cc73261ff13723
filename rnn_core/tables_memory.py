"""The memory test of every cell as a pandas table."""

from collections.abc import Mapping

from pandas import DataFrame

from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.remembering.spec import NAMES, MemoryCell, Size, hidden_size, num_parameters


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
