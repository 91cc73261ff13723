r"""Backpropagation through time in the gated cells, with each step's own share of every gradient.

.. math::
    dc_{t-1} = f_t \odot dc_t, \qquad
    \frac{\partial L}{\partial W_{hh}} = \sum_t \delta_t h_{t-1}^\top
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import check_tensor
from rnn_core.gated.cells import GatedParams, GRUParams, LSTMParams
from rnn_core.gated.unrolling import GatedTrace, GRUTrace, LSTMTrace, check_gated_trace


@dataclass(frozen=True)
class GatedBPTT:
    """One backward pass through a gated cell.

    Attributes
    ----------
    dh
        Gradients of the loss with respect to h_0 .. h_T, by every later step too.
    dc
        The same for the cell states c_0 .. c_T of an LSTM; none for a GRU.
    da
        With respect to the pre-activations of every gate, in torch's order; 0 where a gate is held by hand.
    by_step
        For each weight, the share of every step: ``by_step["W_hh"]`` has shape (T, G, H).
    total
        For each weight, the sum of the shares over time, which is the gradient of the loss.
    """

    dh: Float[Tensor, "S H"]
    dc: Float[Tensor, "S H"] | None
    da: Float[Tensor, "T G"]
    by_step: dict[str, Tensor]
    total: dict[str, Tensor]


def backpropagate_lstm(params: LSTMParams, trace: LSTMTrace, dy: Tensor) -> GatedBPTT:
    """Send a gradient of the outputs back through every step of an LSTM's run.

    Parameters
    ----------
    params, trace
        An LSTM and the run of it that ``unroll_lstm`` returned.
    dy
        Gradient of the loss with respect to each output, shape (T, output_size): for half a squared error
        the output minus its target, and zeros at a step without a loss.

    Raises
    ------
    ValueError
        If the trace is another cell's, or ``dy`` has another shape or is not finite.

    References
    ----------
    Greff et al. (2017), section II-B, https://doi.org/10.1109/TNNLS.2016.2582924

    Examples
    --------
    >>> params = LSTMParams.random(input_size=2, hidden_size=3)
    >>> from rnn_core import unroll_lstm
    >>> trace = unroll_lstm(params, torch.ones(4, 2, dtype=torch.float64))
    >>> gradients = backpropagate_lstm(params, trace, trace.y - 1)
    >>> gradients.by_step["W_hh"].shape, gradients.total["W_hh"].shape
    (torch.Size([4, 12, 3]), torch.Size([12, 3]))
    """
    dy = _checked(params, trace, dy)
    slopes = gate_slopes(params, trace)
    dh = [torch.zeros_like(trace.h[0])]
    dc = [torch.zeros_like(trace.h[0])]
    states_h, states_c, da = [], [], []
    for t in range(trace.num_steps, 0, -1):
        at = t - 1
        states_h.append(dh[-1] + params.W_hy.T @ dy[at])
        through_output = states_h[-1] * trace.o[at] * (1 - trace.squashed[at].square())
        states_c.append(dc[-1] + through_output)
        of_gates = torch.cat(
            [
                states_c[-1] * trace.g[at],
                states_c[-1] * trace.c[at],
                states_c[-1] * trace.i[at],
                states_h[-1] * trace.squashed[at],
            ]
        )
        da.append(of_gates * slopes[at])
        dh.append(params.W_hh.T @ da[-1])
        dc.append(states_c[-1] * trace.f[at])  # the road: nothing but the forget gate
    deltas = torch.stack(da[::-1])
    shares = _shares(trace, dy, deltas, deltas)
    return GatedBPTT(
        dh=torch.stack([dh[-1], *states_h[::-1]]),
        dc=torch.stack([dc[-1], *states_c[::-1]]),
        da=deltas,
        by_step=shares,
        total={name: share.sum(0) for name, share in shares.items()},
    )


def backpropagate_gru(params: GRUParams, trace: GRUTrace, dy: Tensor) -> GatedBPTT:
    """Send a gradient of the outputs back through every step of a GRU's run.

    Parameters
    ----------
    params, trace
        A GRU and the run of it that ``unroll_gru`` returned.
    dy
        As for ``backpropagate_lstm``.

    Raises
    ------
    ValueError
        As ``backpropagate_lstm`` does.
    """
    dy = _checked(params, trace, dy)
    slopes = gate_slopes(params, trace)
    candidate = params.rows("n")
    coming = torch.zeros_like(trace.h[0])
    states_h, da, from_memory = [], [], []
    for t in range(trace.num_steps, 0, -1):
        at = t - 1
        states_h.append(coming + params.W_hy.T @ dy[at])
        da_n = states_h[-1] * (1 - trace.z[at]) * slopes[at, candidate]
        of_gates = torch.cat([da_n * trace.recalled[at], states_h[-1] * (trace.h[at] - trace.n[at])])
        da_gates = of_gates * slopes[at, : len(of_gates)]
        da.append(torch.cat([da_gates, da_n]))
        from_memory.append(torch.cat([da_gates, da_n * trace.r[at]]))
        coming = states_h[-1] * trace.z[at] + params.W_hh.T @ from_memory[-1]
    deltas, recalled = torch.stack(da[::-1]), torch.stack(from_memory[::-1])
    shares = _shares(trace, dy, deltas, recalled) | {"b_n": recalled[:, candidate]}
    return GatedBPTT(
        dh=torch.stack([coming, *states_h[::-1]]),
        dc=None,
        da=deltas,
        by_step=shares,
        total={name: share.sum(0) for name, share in shares.items()},
    )


def gate_slopes(params: GatedParams, trace: GatedTrace) -> Float[Tensor, "T G"]:
    """Return the derivative of every gate and candidate by its pre-activation; 0 where one is held."""
    slopes = trace.own * (1 - trace.own)
    rows = params.rows(params.candidate)
    slopes[:, rows] = 1 - trace.own[:, rows].square()
    return torch.where(trace.held, torch.zeros_like(slopes), slopes)


def _checked(params: GatedParams, trace: GatedTrace, dy: Tensor) -> Float[Tensor, "T C"]:
    check_gated_trace(params, trace)
    return check_tensor("dy", dy, (trace.num_steps, params.output_size)).to(trace.h.dtype)


def _shares(
    trace: GatedTrace,
    dy: Float[Tensor, "T C"],
    da: Float[Tensor, "T G"],
    from_memory: Float[Tensor, "T G"],
) -> dict[str, Tensor]:
    return {
        "W_xh": da[:, :, None] * trace.x[:, None, :],
        "W_hh": from_memory[:, :, None] * trace.h[:-1, None, :],
        "W_hy": dy[:, :, None] * trace.h[1:, None, :],
        "b_h": da,
        "b_y": dy,
    }
