"""Gradients on their way back as pandas tables."""

from collections.abc import Mapping

from pandas import DataFrame, RangeIndex
from torch import Tensor

from rnn_core.cliff import Descent
from rnn_core.matrix_flow import FlowSweep
from rnn_core.sentiment.word_gradients import WordGradients


def flow_table(sweep: FlowSweep, row: int, others: Mapping[str, Tensor] | None = None) -> DataFrame:
    """Tabulate the norm of d h_T / d h_{T-k} with its bounds for one radius of a sweep.

    Parameters
    ----------
    sweep
        What ``flow_sweep`` returned.
    row
        The radius, counted from 0.
    others
        Further columns by their names, a number for each step back.

    Returns
    -------
    DataFrame
        Columns ``k`` (steps back), ``norm``, ``sigma^k`` (no norm is larger) and ``rho^k`` (the rate in the
        long run without input), then the others.
    """
    columns = {"norm": sweep.norms[row], "sigma^k": sweep.upper_bound[row], "rho^k": sweep.long_run[row]}
    columns |= dict(others or {})
    return DataFrame(
        {"k": range(sweep.num_steps + 1), **{name: left.tolist() for name, left in columns.items()}}
    )


def word_gradients_table(found: Mapping[str, WordGradients]) -> DataFrame:
    """List what reaches each word, one row for each word.

    Parameters
    ----------
    found
        What ``word_gradients`` returned for each network, by the network's name; all of one review.

    Returns
    -------
    DataFrame
        Column ``word``, then for each network ``reached`` (through the maximum over time), ``last state
        alone``, ``maxima`` (units whose maximum stands there) and ``dh_T/ds_t``. The index
        counts words from 1.
    """
    columns: dict[str, list[str] | list[float]] = {"word": list(next(iter(found.values())).tokens)}
    for name, each in found.items():
        columns[f"{name}: reached"] = each.reached.tolist()
        columns[f"{name}: last state alone"] = each.reached_last.tolist()
        columns[f"{name}: maxima"] = each.held.tolist()
        columns[f"{name}: dh_T/ds_t"] = each.flow[1:].tolist()
    return DataFrame(columns, index=RangeIndex(1, len(columns["word"]) + 1, name="t"))


def descent_table(paths: Mapping[str, Descent]) -> DataFrame:
    """List every point of each path of gradient descent.

    Parameters
    ----------
    paths
        The paths by their names.

    Returns
    -------
    DataFrame
        Columns ``path``, ``update``, ``w``, ``b``, ``loss``, ``gradient`` (its norm) and ``clipped``.
    """
    rows = [
        (name, update, *numbers)
        for name, path in paths.items()
        for update, numbers in enumerate(
            zip(
                path.w.tolist(),
                path.b.tolist(),
                path.loss.tolist(),
                path.steepness.tolist(),
                path.clipped,
                strict=True,
            )
        )
    ]
    return DataFrame(rows, columns=["path", "update", "w", "b", "loss", "gradient", "clipped"])
