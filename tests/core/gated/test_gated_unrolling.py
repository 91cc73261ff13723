"""The forward pass of the gated cells, held to ``nn.LSTM`` and ``nn.GRU`` with the weights copied across."""

import math
import re

import pytest
import torch
from hypothesis import given

from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.gated.forcing import HeldGate
from rnn_core.gated.unrolling import unroll_gru, unroll_lstm
from tests.core.cases import normal
from tests.core.gated.cases import GATED_CASES, KINDS, make_cell, make_run, torch_twin


@given(case=GATED_CASES)
def test_states_match_torch(case):
    kind = case["kind"]
    params, trace = make_run(**case)
    twin = torch_twin(kind, params)
    with torch.no_grad():
        if kind == "lstm":
            states, (_, c_last) = twin(trace.x, (trace.h[:1], trace.c[:1]))
            torch.testing.assert_close(trace.c[-1], c_last[0])
        else:
            states, _ = twin(trace.x, trace.h[:1])
    torch.testing.assert_close(trace.h[1:], states)
    torch.testing.assert_close(trace.y, torch.nn.functional.linear(states, params.W_hy, params.b_y))


@given(case=GATED_CASES)
def test_every_intermediate_is_what_it_says(case):
    params, trace = make_run(**case)
    torch.testing.assert_close(trace.from_input, trace.x @ params.W_xh.T)
    torch.testing.assert_close(trace.from_memory, trace.h[:-1] @ params.W_hh.T)
    torch.testing.assert_close(trace.own, torch.cat([getattr(trace, gate) for gate in params.gates], dim=1))
    assert not trace.held.any()
    if case["kind"] == "lstm":
        torch.testing.assert_close(trace.a, trace.from_input + trace.from_memory + params.b_h)
        torch.testing.assert_close(trace.c[1:], trace.f * trace.c[:-1] + trace.i * trace.g)
        torch.testing.assert_close(trace.h[1:], trace.o * torch.tanh(trace.c[1:]))
        torch.testing.assert_close(trace.squashed, torch.tanh(trace.c[1:]))
        torch.testing.assert_close(trace.kept + trace.written, trace.c[1:])
    else:
        rows = params.rows("n")
        torch.testing.assert_close(trace.recalled, trace.from_memory[:, rows] + params.b_n)
        heard = trace.from_input[:, rows] + params.b_h[rows] + trace.r * trace.recalled
        torch.testing.assert_close(trace.a[:, rows], heard)
        torch.testing.assert_close(trace.kept, trace.z * trace.h[:-1])
        torch.testing.assert_close(trace.h[1:], trace.kept + (1 - trace.z) * trace.n)
        assert torch.equal(trace.kept + trace.written, trace.h[1:])


def one_unit(cls, **biases):
    num = len(cls.gates)
    ones = torch.full((num, 1), 0.5, dtype=torch.float64)
    scalar = torch.zeros(1, dtype=torch.float64)
    b_h = torch.tensor([biases.get(gate, 0.0) for gate in cls.gates], dtype=torch.float64)
    extra = {"b_n": torch.tensor([biases.get("inner", 0.0)]).double()} if cls is GRUParams else {}
    return cls(W_xh=ones, W_hh=ones, W_hy=torch.ones(1, 1).double(), b_h=b_h, b_y=scalar, **extra)


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


def test_one_unit_of_an_lstm_by_hand():
    trace = unroll_lstm(one_unit(LSTMParams, f=1.0, o=-1.0), torch.tensor([[2.0], [0.0]]).double())
    c_1 = sigmoid(1.0) * math.tanh(1.0)
    h_1 = sigmoid(0.0) * math.tanh(c_1)
    a = 0.5 * h_1
    c_2 = sigmoid(a + 1) * c_1 + sigmoid(a) * math.tanh(a)
    assert trace.c.flatten().tolist() == pytest.approx([0.0, c_1, c_2])
    assert trace.h.flatten().tolist() == pytest.approx([0.0, h_1, sigmoid(a - 1) * math.tanh(c_2)])
    assert trace.f.flatten().tolist() == pytest.approx([sigmoid(2.0), sigmoid(a + 1)])


def test_the_reset_gate_stands_behind_the_product_as_in_torch():
    h_0 = torch.tensor([0.8]).double()
    trace = unroll_gru(one_unit(GRUParams, inner=0.3), torch.tensor([[2.0]]).double(), h_0)
    r = z = sigmoid(1.0 + 0.4)
    n = math.tanh(1.0 + r * (0.4 + 0.3))
    assert trace.n.item() == pytest.approx(n)
    assert trace.h[1].item() == pytest.approx((1 - z) * n + z * 0.8)


def test_a_forget_gate_held_open_and_an_input_gate_held_shut_keep_the_cell_state_to_the_last_digit():
    held = (HeldGate("f", 1.0, first=4), HeldGate("i", 0.0, first=4))
    _, trace = make_run("lstm", num_steps=30, held=held)
    assert torch.equal(trace.c[3:], trace.c[3].expand(28, -1))
    assert (trace.c[:4].diff(dim=0).abs() > 0).all()


def test_an_update_gate_held_open_keeps_the_hidden_state_to_the_last_digit():
    _, trace = make_run("gru", num_steps=30, held=(HeldGate("z", 1.0, first=4),))
    assert torch.equal(trace.h[3:], trace.h[3].expand(28, -1))


def test_a_forget_gate_held_shut_leaves_only_what_is_written():
    _, trace = make_run("lstm", held=(HeldGate("f", 0.0, first=3, last=3),))
    assert torch.equal(trace.c[3], trace.written[2])
    assert trace.kept[2].abs().max().item() == 0.0
    assert trace.kept[3].abs().min().item() > 0.0


def test_an_output_gate_held_shut_hides_the_cell_state_without_erasing_it():
    _, trace = make_run("lstm", held=(HeldGate("o", 0.0, first=3, last=3),))
    assert trace.h[3].abs().max().item() == 0.0
    assert trace.c[3].abs().min().item() > 0.0


def test_a_reset_gate_held_shut_lets_the_candidate_hear_only_the_input():
    params, trace = make_run("gru", held=(HeldGate("r", 0.0),))
    rows = params.rows("n")
    torch.testing.assert_close(trace.n, torch.tanh(trace.from_input[:, rows] + params.b_h[rows]))


@pytest.mark.parametrize(("kind", "gate"), [("lstm", "i"), ("lstm", "o"), ("gru", "z"), ("gru", "r")])
def test_a_held_gate_still_says_what_the_network_would_have_done(kind, gate):
    held = (HeldGate(gate, 1.0, first=2, last=3),)
    (params, free), (_, forced) = make_run(kind), make_run(kind, held=held)
    rows = params.rows(gate)
    assert forced.held[:, rows].all(1).tolist() == [False, True, True, False, False, False]
    assert getattr(forced, gate)[1:3].tolist() == [[1.0] * 4] * 2
    torch.testing.assert_close(forced.own[1, rows], free.own[1, rows])
    assert torch.equal(forced.h[1], free.h[1])
    assert not torch.allclose(forced.h[2], free.h[2])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_start_is_zero_unless_given(kind):
    params = make_cell(kind)
    trace = KINDS[kind][1](params, torch.zeros(2, 3))
    assert trace.h[0].tolist() == [0.0] * 4
    assert trace.h.dtype == torch.float64


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": torch.zeros(0, 3)}, "x must have 1 to 1000 steps, found 0"),
        ({"x": torch.zeros(5, 2)}, "x must have shape (T, 3), found (5, 2)"),
        ({"x": torch.full((5, 3), math.inf)}, "x must hold finite numbers only, found NaN or infinity"),
        ({"x": torch.zeros(5, 3), "h_0": torch.zeros(3)}, "h_0 must have shape (4,), found (3,)"),
        ({"x": torch.zeros(5, 3), "c_0": torch.zeros(3)}, "c_0 must have shape (4,), found (3,)"),
        ({"x": torch.zeros(5, 3), "held": [HeldGate("z", 1.0)]}, "gate must be one of i, f, g, o, found 'z'"),
    ],
)
def test_what_cannot_be_run_is_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        unroll_lstm(make_cell("lstm"), **arguments)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_longest_sequence_is_run(kind):
    params = make_cell(kind)
    assert KINDS[kind][1](params, normal(1000, 3, seed=1)).h.isfinite().all()
