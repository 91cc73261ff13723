"""Runs of the three cells as pandas tables, for those who want every number."""

from pandas import DataFrame
from torch import Tensor

from rnn_core.gated.comparison import GRURun, LSTMRun, RNNRun


def gated_table(run: RNNRun | LSTMRun | GRURun, tokens: list[str]) -> DataFrame:
    """Tabulate a run of a cell, one row for each step: gates, states, and what is left of the gradient.

    Parameters
    ----------
    run
        One of the runs that ``compare_cells`` returned.
    tokens
        What stands at each step.

    Returns
    -------
    DataFrame
        Columns ``t`` and ``token``, then one for each number of x_t, of the gates, of the states and of the
        road (the product of the later gates), counted from 1, and the norms of the gradient's flow.
    """
    parts: dict[str, Tensor] = {"x": run.trace.x}
    norms: dict[str, Tensor] = {}
    if isinstance(run, LSTMRun):
        parts |= {name: getattr(run.trace, name) for name in "figo"}
        parts |= {"c": run.trace.c[1:], "h": run.trace.h[1:], "road": run.flow.road[1:]}
        norms = {"|dc_T/dc_t|": run.flow.c_norms, "|dh_T/dh_t|": run.flow.h_norms}
    elif isinstance(run, GRURun):
        parts |= {name: getattr(run.trace, name) for name in "rzn"}
        parts |= {"h": run.trace.h[1:], "road": run.flow.road[1:]}
        norms = {"|dh_T/dh_t|": run.flow.norms}
    else:
        parts |= {"a": run.trace.a, "h": run.trace.h[1:]}
        norms = {"|dh_T/dh_t|": run.flow.norms}
    columns = {
        f"{name}[{index + 1}]": values[:, index].tolist()
        for name, values in parts.items()
        for index in range(values.shape[1])
    }
    left = {name: values[1:].tolist() for name, values in norms.items()}
    return DataFrame({"t": range(1, len(tokens) + 1), "token": tokens, **columns, **left})
