r"""How a gradient changes on its way back through a gated cell: by every road, and on the cell's own road.

.. math:: \text{the road of the cell state:}\quad \prod_{k=t+1}^{T} f_k
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.gated.backward import gate_slopes
from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.gated.unrolling import GRUTrace, LSTMTrace, check_gated_trace


@dataclass(frozen=True)
class LSTMFlow:
    """How much of the last state's gradient is left at every earlier one.

    Attributes
    ----------
    jacobians
        ``jacobians[t]`` is the derivative of (h_T, c_T), one behind the other, by (h_t, c_t).
    h_norms
        Largest singular value of d h_T / d h_t, c_t being left as it is; infinity where it overflowed.
    c_norms
        The same for d c_T / d c_t, h_t being left as it is: by every road that there is.
    road
        The road along the cell state alone: the product of the forget gates f_{t+1} .. f_T of each unit. No
        weight stands in it and no derivative of a tanh.
    """

    jacobians: Float[Tensor, "S N N"]
    h_norms: Float[Tensor, " S"]
    c_norms: Float[Tensor, " S"]
    road: Float[Tensor, "S H"]


@dataclass(frozen=True)
class GRUFlow:
    """How much of the last hidden state's gradient is left at every earlier one.

    Attributes
    ----------
    jacobians
        ``jacobians[t]`` is d h_T / d h_t.
    norms
        Its largest singular value; infinity where it overflowed.
    road
        The road along the state itself: the product of the update gates z_{t+1} .. z_T of each unit.
    """

    jacobians: Float[Tensor, "S H H"]
    norms: Float[Tensor, " S"]
    road: Float[Tensor, "S H"]


def lstm_flow(params: LSTMParams, trace: LSTMTrace) -> LSTMFlow:
    """Multiply the step Jacobians of an LSTM backwards from (h_T, c_T) to (h_0, c_0).

    Parameters
    ----------
    params, trace
        An LSTM and the run of it that ``unroll_lstm`` returned.

    Raises
    ------
    ValueError
        If the trace is another cell's.

    References
    ----------
    Hochreiter and Schmidhuber (1997), section 4, https://doi.org/10.1162/neco.1997.9.8.1735

    Examples
    --------
    A forget gate at one half halves the road at every step back:

    >>> from rnn_core import unroll_lstm
    >>> params = LSTMParams.random(input_size=1, hidden_size=1, forget_bias=0.0)
    >>> lstm_flow(params, unroll_lstm(params, torch.zeros(3, 1))).road.flatten().tolist()
    [0.125, 0.25, 0.5, 1.0]
    """
    check_gated_trace(params, trace)
    jacobians = _products(_lstm_steps(params, trace))
    size = params.hidden_size
    return LSTMFlow(
        jacobians=jacobians,
        h_norms=_norms(jacobians[:, :size, :size]),
        c_norms=_norms(jacobians[:, size:, size:]),
        road=_road(trace.f),
    )


def gru_flow(params: GRUParams, trace: GRUTrace) -> GRUFlow:
    """Multiply the step Jacobians of a GRU backwards from h_T to h_0.

    Parameters
    ----------
    params, trace
        A GRU and the run of it that ``unroll_gru`` returned.

    Raises
    ------
    ValueError
        If the trace is another cell's.
    """
    check_gated_trace(params, trace)
    of_r, of_z, of_n = gate_slopes(params, trace).chunk(3, dim=1)
    W_r, W_z, W_n = (params.of(gate).W_hh for gate in params.gates)
    by_reset = (trace.recalled * of_r)[:, :, None] * W_r + trace.r[:, :, None] * W_n
    by_update = ((trace.h[:-1] - trace.n) * of_z)[:, :, None] * W_z
    by_candidate = ((1 - trace.z) * of_n)[:, :, None] * by_reset
    jacobians = _products(torch.diag_embed(trace.z) + by_update + by_candidate)
    return GRUFlow(jacobians=jacobians, norms=_norms(jacobians), road=_road(trace.z))


def _lstm_steps(params: LSTMParams, trace: LSTMTrace) -> Float[Tensor, "T N N"]:
    """Return the Jacobian of each step: (h_t, c_t) by (h_{t-1}, c_{t-1})."""
    of_i, of_f, of_g, of_o = gate_slopes(params, trace).chunk(4, dim=1)
    W_i, W_f, W_g, W_o = (params.of(gate).W_hh for gate in params.gates)
    c_by_h = (
        (trace.g * of_i)[:, :, None] * W_i
        + (trace.c[:-1] * of_f)[:, :, None] * W_f
        + (trace.i * of_g)[:, :, None] * W_g
    )
    c_by_c = torch.diag_embed(trace.f)
    shown = (trace.o * (1 - trace.squashed.square()))[:, :, None]
    h_by_h = (trace.squashed * of_o)[:, :, None] * W_o + shown * c_by_h
    top = torch.cat([h_by_h, shown * c_by_c], dim=2)
    return torch.cat([top, torch.cat([c_by_h, c_by_c], dim=2)], dim=1)


def _products(steps: Float[Tensor, "T N N"]) -> Float[Tensor, "S N N"]:
    backwards = [torch.eye(steps.shape[1], dtype=steps.dtype)]
    for step in steps.flip(0):
        backwards.append(backwards[-1] @ step)
    return torch.stack(backwards[::-1])


def _norms(jacobians: Float[Tensor, "S N N"]) -> Float[Tensor, " S"]:
    norms = torch.full_like(jacobians[:, 0, 0], torch.inf)
    finite = jacobians.isfinite().all(2).all(1)  # a singular value decomposition stops at anything else
    norms[finite] = torch.linalg.matrix_norm(jacobians[finite], ord=2)
    return norms


def _road(gate: Float[Tensor, "T H"]) -> Float[Tensor, "S H"]:
    return torch.cat([gate, torch.ones_like(gate[:1])]).flip(0).cumprod(0).flip(0)
