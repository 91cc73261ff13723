"""Is it true? What is left of a gradient in a gated cell, held to autograd while someone watches."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.autograd_check import AutogradCheck
from rnn_core.gated.comparison import GRURun, LSTMRun
from rnn_core.gated.unrolling import GatedTrace
from rnn_core.jacobian_check import compare
from rnn_core.matrix_flow import spectral_norms


@dataclass(frozen=True)
class RoadChecks:
    """How far the two ways back are from autograd's.

    Attributes
    ----------
    road
        The product of the later gates, held to a run in which no gate's hearing hands a gradient on.
    all_roads
        Every entry of d c_T / d c_t (of an LSTM) or d h_T / d h_t (of a GRU), and its largest singular value.
    """

    road: AutogradCheck
    all_roads: AutogradCheck


def check_lstm_roads(run: LSTMRun) -> RoadChecks:
    """Run an LSTM under autograd, held gates held, and compare what is left of c_T's gradient at every c_t.

    Examples
    --------
    >>> from rnn_core.gated.comparison import compare_cells
    >>> cells = compare_cells(torch.ones(5, 3, dtype=torch.float64), 2)
    >>> check_lstm_roads(cells.lstm).all_roads.is_equal
    True
    """
    size = run.params.hidden_size
    by_c = run.flow.jacobians[:, size:, size:]
    return _checks(run.flow.road, by_c, run.flow.c_norms, _lstm_states(run, is_road=True), _lstm_states(run))


def check_gru_roads(run: GRURun) -> RoadChecks:
    """Do for a GRU what ``check_lstm_roads`` does for an LSTM; its road leads along h."""
    flow = run.flow
    return _checks(flow.road, flow.jacobians, flow.norms, _gru_states(run, is_road=True), _gru_states(run))


def _lstm_states(run: LSTMRun, *, is_road: bool = False) -> list[Tensor]:
    """Return c_0 .. c_T as they are handed on: what h_t makes of c_t does not come back through them."""
    params, trace = run.params, run.trace
    h, c = trace.h[0], trace.c[0].clone().requires_grad_()
    states = [c]
    for t, x_t in enumerate(trace.x):
        a = params.W_xh @ x_t + params.W_hh @ h + params.b_h
        in_a, forget_a, new_a, out_a = a.chunk(4)
        own = torch.cat([in_a.sigmoid(), forget_a.sigmoid(), new_a.tanh(), out_a.sigmoid()])
        i, f, g, o = _held(trace, t, own, (trace.i, trace.f, trace.g, trace.o)).chunk(4)
        c = f * c + i * g
        h = o * c.tanh()
        h = h.detach() if is_road else h
        c = c.clone()
        states.append(c)
    return states


def _gru_states(run: GRURun, *, is_road: bool = False) -> list[Tensor]:
    params, trace = run.params, run.trace
    h = trace.h[0].clone().requires_grad_()
    states = [h]
    for t, x_t in enumerate(trace.x):
        heard = h.detach() if is_road else h
        by_r, by_z, by_n = (params.W_xh @ x_t + params.b_h).chunk(3)
        from_r, from_z, from_n = (params.W_hh @ heard).chunk(3)
        own = torch.cat([(by_r + from_r).sigmoid(), (by_z + from_z).sigmoid(), by_n])
        r, z, by_n = _held(trace, t, own, (trace.r, trace.z, trace.n)).chunk(3)
        n = torch.tanh(by_n + r * (from_n + params.b_n))
        h = (1 - z) * n + z * h
        states.append(h)
    return states


def _held(trace: GatedTrace, t: int, own: Tensor, used: tuple[Tensor, ...]) -> Float[Tensor, " G"]:
    """Put what a hand holds in place of what the network makes of it."""
    return torch.where(trace.held[t], torch.cat([gate[t] for gate in used]), own)


def _checks(
    road: Float[Tensor, "S H"],
    jacobians: Float[Tensor, "S H H"],
    norms: Float[Tensor, " S"],
    on_road: list[Tensor],
    by_all: list[Tensor],
) -> RoadChecks:
    torchs = _jacobians(by_all)
    ours = torch.cat([jacobians.flatten(), norms])
    return RoadChecks(
        compare(torch.diag_embed(road).flatten(), _jacobians(on_road).flatten()),
        compare(ours, torch.cat([torchs.flatten(), spectral_norms(torchs)])),
    )


def _jacobians(states: list[Tensor]) -> Float[Tensor, "S H H"]:
    """Return the derivative of the last state by every state."""
    rows = [
        torch.autograd.grad(unit, states, retain_graph=True, allow_unused=True, materialize_grads=True)
        for unit in states[-1]
    ]
    return torch.stack([torch.stack(by_state) for by_state in zip(*rows, strict=True)])
