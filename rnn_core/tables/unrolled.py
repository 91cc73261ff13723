"""A run through time as a pandas table: a single neuron's gradient, and every value of a network."""

from pandas import DataFrame

from rnn_core.gradients import ScalarChain
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
