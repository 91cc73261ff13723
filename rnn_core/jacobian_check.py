"""Is it true? Products of step Jacobians, held to autograd while someone watches."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from rnn_core.autograd_check import AutogradCheck
from rnn_core.cells import RNNParams
from rnn_core.gradients import DEFAULT_NUM_RUN, gradient_flow, scalar_chain
from rnn_core.matrix_flow import spectral_norms
from rnn_core.state_flow import PARAMETERS, CellKind, state_flow
from rnn_core.unrolling import unroll

LAYERS: dict[str, Callable[[int, int], nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def check_flow(params: RNNParams, x: Tensor) -> AutogradCheck:
    """Run a network under autograd and compare d h_T / d h_t for every t, entry by entry, and its norm.

    Parameters
    ----------
    params
        The network.
    x
        The sequence, shape (T, input_size); the run starts from h_0 = 0.

    Raises
    ------
    ValueError
        If the sequence does not fit the network.
    """
    trace = unroll(params, x)
    flow = gradient_flow(params, trace)
    states = [trace.h[0].clone().requires_grad_()]
    for x_t in trace.x:
        a = params.W_xh @ x_t + params.W_hh @ states[-1] + params.b_h
        states.append(torch.tanh(a) if params.activation == "tanh" else torch.relu(a))
    rows = [torch.autograd.grad(unit, states, retain_graph=True, allow_unused=True) for unit in states[-1]]
    last = torch.eye(params.hidden_size, dtype=trace.h.dtype)
    torchs = torch.stack(
        [torch.stack([row[t] for row in rows]) for t in range(trace.num_steps)] + [last]  # h_T itself
    )
    ours = torch.cat([flow.jacobians.flatten(), flow.norms])
    return compare(ours, torch.cat([torchs.flatten(), spectral_norms(torchs)]))


def check_state_flow(kind: CellKind, weights: Mapping[str, Tensor], x: Tensor) -> AutogradCheck:
    """Run torch's own layer step by step under autograd and compare the norm of d h_T / d s_t for every t.

    Parameters
    ----------
    kind
        ``"rnn"`` (tanh), ``"lstm"`` or ``"gru"``.
    weights, x
        As for ``state_flow``.

    Raises
    ------
    ValueError
        If the kind is unknown or the sequence empty or too long.
    """
    ours = state_flow(kind, weights, x).norms
    size = weights["weight_hh_l0"].shape[1]
    layer = LAYERS[kind](x.shape[1], size).double()
    layer.load_state_dict({name: weights[name].detach() for name in PARAMETERS})
    parts = 2 if kind == "lstm" else 1
    state = [torch.zeros(1, size, dtype=torch.float64, requires_grad=True) for _ in range(parts)]
    states = [*state]
    for x_t in x.detach().to(torch.float64):
        after = layer(x_t[None], tuple(state) if kind == "lstm" else state[0])[1]
        state = list(after) if kind == "lstm" else [after]
        states += state
    # h_T alone is the last state's first part; the LSTM's c_T does not reach it
    rows = [
        torch.autograd.grad(unit, states, retain_graph=True, allow_unused=True, materialize_grads=True)
        for unit in state[0][0]
    ]
    across = torch.stack([torch.cat(row).reshape(-1, parts * size) for row in rows], dim=1)
    return compare(ours, torch.linalg.matrix_norm(across, 2))


def check_chain(W_hh: float, *, x: float, b_h: float, num_run: int = DEFAULT_NUM_RUN) -> AutogradCheck:
    """Run one neuron under autograd and compare its whole chain.

    Parameters
    ----------
    W_hh, x, b_h, num_run
        As for ``scalar_chain``.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> check_chain(1.5, x=1.0, b_h=0.0).is_equal
    True
    """
    ours = scalar_chain(W_hh, num_run + 1, x=x, b_h=b_h, num_run=num_run).through_tanh
    h = [torch.zeros((), dtype=torch.float64, requires_grad=True)]
    for _ in range(num_run):
        h.append(torch.tanh(W_hh * h[-1] + x + b_h))
    found = torch.autograd.grad(h[-1], h)
    return compare(ours, torch.stack(found).flip(0))


def compare(ours: Tensor, torchs: Tensor) -> AutogradCheck:
    """Return how far two rows of numbers are apart; the same infinity, or NaN twice, is no difference."""
    off = torch.where((ours == torchs) | (ours.isnan() & torchs.isnan()), 0.0, (ours - torchs).abs())
    relative = torch.where(off == 0, off, off / torchs.abs().clamp(min=1))
    return AutogradCheck(off.max().item(), relative.nan_to_num(torch.inf).max().item(), len(ours))
