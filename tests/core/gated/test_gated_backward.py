"""Backpropagation and gradient flow in the gated cells, held to autograd within 1e-8."""

import math
import re
from dataclasses import replace

import pytest
import torch
from hypothesis import given

from rnn_core import (
    HeldGate,
    LSTMParams,
    backpropagate_gru,
    backpropagate_lstm,
    gru_flow,
    lstm_flow,
    unroll_gru,
    unroll_lstm,
)
from tests.core.cases import normal
from tests.core.gated.cases import GATED_CASES, KINDS, make_cell, make_run, torch_twin

BACK = {"lstm": backpropagate_lstm, "gru": backpropagate_gru}
FLOW = {"lstm": lstm_flow, "gru": gru_flow}
HELD = {
    "lstm": (HeldGate("f", 1.0, first=2, last=4), HeldGate("o", 0.5, first=3)),
    "gru": (HeldGate("z", 0.0, first=2, last=2), HeldGate("r", 1.0, first=3)),
}
EXACT = {"rtol": 0.0, "atol": 1e-8}


@given(case=GATED_CASES)
def test_totals_equal_torchs_own_gradients(case):
    kind = case["kind"]
    params, trace = make_run(**case)
    targets = normal(*trace.y.shape, seed=1)
    twin = torch_twin(kind, params)
    W_hy, b_y = params.W_hy.clone().requires_grad_(), params.b_y.clone().requires_grad_()
    start = trace.h[:1].clone().requires_grad_()
    start_c = trace.c[:1].clone().requires_grad_() if kind == "lstm" else None
    states, _ = twin(trace.x, (start, start_c) if kind == "lstm" else start)
    (0.5 * (states @ W_hy.T + b_y - targets).square().sum()).backward()
    found = BACK[kind](params, trace, trace.y - targets)
    expected = {
        "W_xh": twin.weight_ih_l0.grad,
        "W_hh": twin.weight_hh_l0.grad,
        "b_h": twin.bias_ih_l0.grad,
        "W_hy": W_hy.grad,
        "b_y": b_y.grad,
    }
    if kind == "gru":
        expected["b_n"] = twin.bias_hh_l0.grad[-params.hidden_size :]
    else:
        torch.testing.assert_close(found.dc[0], start_c.grad[0], **EXACT)
    assert set(found.total) == set(expected)
    for name, gradient in expected.items():
        torch.testing.assert_close(found.total[name], gradient, **EXACT)
    torch.testing.assert_close(found.dh[0], start.grad[0], **EXACT)


def rerun(kind, weights, x, held, num_hidden):
    """Run a cell, written anew, with a set of weights for every step; return its outputs and states."""
    h = c = torch.zeros(num_hidden, dtype=torch.float64)
    outputs = []
    for t, (each, x_t) in enumerate(zip(weights, x, strict=True), 1):
        now = {one.gate: one.value for one in held if one.first <= t and (one.last is None or t <= one.last)}

        def gate(letter, value, now=now):
            return torch.full_like(value, now[letter]) if letter in now else value

        from_x, from_h = each["W_xh"] @ x_t + each["b_h"], each["W_hh"] @ h
        if kind == "lstm":
            i, f, g, o = (from_x + from_h).chunk(4)
            c = gate("f", f.sigmoid()) * c + gate("i", i.sigmoid()) * g.tanh()
            h = gate("o", o.sigmoid()) * c.tanh()
        else:
            (x_r, x_z, x_n), (h_r, h_z, h_n) = from_x.chunk(3), from_h.chunk(3)
            r, z = gate("r", (x_r + h_r).sigmoid()), gate("z", (x_z + h_z).sigmoid())
            n = (x_n + r * (h_n + each["b_n"])).tanh()
            h = (1 - z) * n + z * h
        outputs.append(each["W_hy"] @ h + each["b_y"])
    return torch.stack(outputs)


@pytest.mark.parametrize("is_held", [False, True], ids=["free", "held"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_share_of_every_step_is_the_gradient_of_that_steps_own_copy(kind, is_held):
    held = HELD[kind] if is_held else ()
    params = make_cell(kind)
    x = normal(5, 3, seed=8)
    trace = KINDS[kind][1](params, x, held=held)
    targets = normal(5, 2, seed=9)
    copies = [{name: getattr(params, name).clone().requires_grad_() for name in params.weights} for _ in x]
    outputs = rerun(kind, copies, x, held, params.hidden_size)
    torch.testing.assert_close(outputs, trace.y)
    (0.5 * (outputs - targets).square().sum()).backward()
    found = BACK[kind](params, trace, trace.y - targets)
    for name in params.weights:
        expected = torch.stack([copy[name].grad for copy in copies])
        torch.testing.assert_close(found.by_step[name], expected, **EXACT)
        torch.testing.assert_close(found.by_step[name].sum(0), found.total[name])


def states_from(kind, params, trace, held, t):
    """Return a function from the state at step t to the last one, for autograd."""
    later = tuple(
        HeldGate(one.gate, one.value, max(1, one.first - t), None if one.last is None else one.last - t)
        for one in held
        if one.last is None or one.last > t
    )

    def run(state):
        size = params.hidden_size
        if kind == "gru":
            return unroll_gru(params, trace.x[t:], state, held=later).h[-1]
        ran = unroll_lstm(params, trace.x[t:], state[:size], state[size:], held=later)
        return torch.cat([ran.h[-1], ran.c[-1]])

    return run


@pytest.mark.parametrize("is_held", [False, True], ids=["free", "held"])
@pytest.mark.parametrize("t", [0, 1, 3, 5])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_flow_is_the_autograd_jacobian(kind, t, is_held):
    held = HELD[kind] if is_held else ()
    params, trace = make_run(kind, held=held)
    flow = FLOW[kind](params, trace)
    state = torch.cat([trace.h[t], trace.c[t]]) if kind == "lstm" else trace.h[t]
    expected = torch.autograd.functional.jacobian(states_from(kind, params, trace, held, t), state)
    torch.testing.assert_close(flow.jacobians[t], expected, **EXACT)
    if kind == "gru":
        torch.testing.assert_close(flow.norms[t], torch.linalg.matrix_norm(expected, ord=2))
    else:
        torch.testing.assert_close(flow.h_norms[t], torch.linalg.matrix_norm(expected[:4, :4], ord=2))
        torch.testing.assert_close(flow.c_norms[t], torch.linalg.matrix_norm(expected[4:, 4:], ord=2))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_at_the_last_step_nothing_is_lost(kind):
    params, trace = make_run(kind)
    flow = FLOW[kind](params, trace)
    assert flow.road[-1].tolist() == [1.0] * 4
    assert torch.equal(flow.jacobians[-1], torch.eye(len(flow.jacobians[-1]), dtype=torch.float64))


def test_the_road_of_the_cell_state_is_the_product_of_the_forget_gates():
    params, trace = make_run("lstm")
    road = lstm_flow(params, trace).road
    for t in range(7):
        torch.testing.assert_close(road[t], trace.f[t:].prod(0))


def test_where_no_gate_hears_the_hidden_state_the_road_is_all_there_is():
    params, trace = make_run("lstm")
    deaf = LSTMParams(
        **{name: getattr(params, name) for name in params.weights} | {"W_hh": torch.zeros_like(params.W_hh)}
    )
    run = unroll_lstm(deaf, trace.x, trace.h[0], trace.c[0])
    flow = lstm_flow(deaf, run)
    for t in range(7):
        torch.testing.assert_close(flow.jacobians[t, 4:, 4:], torch.diag(run.f[t:].prod(0)))


def test_a_forget_gate_that_is_open_hands_the_gradient_on_undiminished_over_a_thousand_steps():
    held = (HeldGate("f", 1.0), HeldGate("i", 0.0))
    params = make_cell("lstm")
    flow = lstm_flow(params, unroll_lstm(params, normal(1000, 3, seed=2), held=held))
    assert flow.road[0].tolist() == [1.0] * 4
    torch.testing.assert_close(flow.jacobians[0, 4:, 4:], torch.eye(4, dtype=torch.float64))


def test_an_update_gate_that_is_open_hands_the_gradient_on_undiminished():
    params = make_cell("gru")
    trace = unroll_gru(params, normal(1000, 3, seed=2), held=(HeldGate("z", 1.0),))
    flow = gru_flow(params, trace)
    assert flow.norms[0].item() == pytest.approx(1.0)
    assert flow.road[0].tolist() == [1.0] * 4


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_product_that_overflows_is_infinity(kind):
    params = KINDS[kind][0].random(input_size=1, hidden_size=1)
    steep = replace(params, W_hh=torch.full_like(params.W_hh, 10.0))  # at rest at 0, where tanh has slope 1
    held = (HeldGate("i", 1.0), HeldGate("o", 1.0)) if kind == "lstm" else (HeldGate("z", 0.0),)
    flow = FLOW[kind](steep, KINDS[kind][1](steep, torch.zeros(1000, 1), held=held))
    norms = flow.norms if kind == "gru" else flow.c_norms
    assert norms[0].item() == math.inf
    assert 1 < norms[900].item() < math.inf


@pytest.mark.usefixtures("as_users_run")
def test_what_does_not_belong_to_the_cell_is_named():
    params, trace = make_run("lstm")
    _, other = make_run("lstm", hidden_size=3)
    with pytest.raises(ValueError, match=re.escape("(3, 4, 16, 2); found (3, 3, 12, 2)")):
        backpropagate_lstm(params, other, other.y)
    with pytest.raises(ValueError, match=re.escape("(3, 4, 16, 2); found (3, 3, 12, 2)")):
        lstm_flow(params, other)
    with pytest.raises(ValueError, match=re.escape("dy must have shape (6, 2), found (6, 1)")):
        backpropagate_lstm(params, trace, trace.y[:, :1])
    with pytest.raises(ValueError, match="dy must hold finite numbers only"):
        backpropagate_lstm(params, trace, trace.y * math.nan)
