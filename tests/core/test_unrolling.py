"""The forward pass, held to ``nn.RNN`` with the weights copied across."""

import math
import re

import pytest
import torch
from hypothesis import given
from torch import nn

from rnn_core.bptt import backpropagate
from rnn_core.cells import ACTIVATIONS, RNNParams
from rnn_core.gradients import gradient_flow
from rnn_core.unrolling import step, unroll
from tests.core.cases import CASES, make_case, make_params, normal


def torch_twin(params):
    """Return an ``nn.RNN`` with the same weights; torch's second bias is zero."""
    rnn = nn.RNN(
        params.input_size, params.hidden_size, nonlinearity=params.activation, dtype=params.W_hh.dtype
    )
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
    return rnn


@given(case=CASES)
def test_states_match_torch(case):
    params, trace = make_case(**case)
    with torch.no_grad():
        expected, last = torch_twin(params)(trace.x, trace.h[:1])
    torch.testing.assert_close(trace.h[1:], expected)
    torch.testing.assert_close(trace.h[-1], last[0])


@given(case=CASES)
def test_outputs_match_a_linear_layer(case):
    params, trace = make_case(**case)
    torch.testing.assert_close(trace.y, nn.functional.linear(trace.h[1:], params.W_hy, params.b_y))


@given(case=CASES)
def test_every_intermediate_is_what_it_says(case):
    params, trace = make_case(**case)
    assert trace.num_steps == len(trace.x) == len(trace.h) - 1
    for t in range(1, trace.num_steps + 1):
        x_t, h_before = trace.x[t - 1], trace.h[t - 1]
        torch.testing.assert_close(trace.from_input[t - 1], params.W_xh @ x_t)
        torch.testing.assert_close(trace.from_memory[t - 1], params.W_hh @ h_before)
        total = trace.from_input[t - 1] + trace.from_memory[t - 1] + params.b_h
        torch.testing.assert_close(trace.a[t - 1], total)
        torch.testing.assert_close(trace.h[t], params.activate(trace.a[t - 1]))
        torch.testing.assert_close(trace.h[t], step(params, x_t, h_before))


@given(case=CASES)
def test_a_run_can_be_taken_up_where_it_stopped(case):
    params, trace = make_case(**case)
    rest = unroll(params, trace.x[trace.num_steps // 2 :], trace.h[trace.num_steps // 2])
    torch.testing.assert_close(rest.h[-1], trace.h[-1])
    torch.testing.assert_close(rest.y[-1], trace.y[-1])


def test_one_unit_by_hand():
    weights = {"W_xh": [[2.0]], "W_hh": [[0.5]], "W_hy": [[3.0]], "b_h": [0.1], "b_y": [-1.0]}
    params = RNNParams(**{name: torch.tensor(value) for name, value in weights.items()})
    trace = unroll(params, torch.tensor([[0.2], [-0.4]]))
    h_1 = math.tanh(2.0 * 0.2 + 0.1)
    h_2 = math.tanh(2.0 * -0.4 + 0.5 * h_1 + 0.1)
    assert trace.h.flatten().tolist() == pytest.approx([0.0, h_1, h_2])
    assert trace.y.flatten().tolist() == pytest.approx([3 * h_1 - 1, 3 * h_2 - 1])
    assert trace.from_input.flatten().tolist() == pytest.approx([0.4, -0.8])
    assert trace.from_memory.flatten().tolist() == pytest.approx([0.0, 0.5 * h_1])


def test_start_is_zero_unless_given():
    params, trace = make_case()
    assert unroll(params, trace.x).h[0].tolist() == [0.0] * 4
    h_0 = normal(4, seed=9)
    assert torch.equal(unroll(params, trace.x, h_0).h[0], h_0)


def test_weights_decide_the_dtype():
    params, trace = make_case()
    run = unroll(params, trace.x.float(), trace.h[0].float())
    for name in ("x", "from_input", "from_memory", "a", "h", "y"):
        assert getattr(run, name).dtype == torch.float64


def test_inputs_are_left_as_they_were():
    params, trace = make_case()
    x, h_0 = trace.x.clone(), trace.h[0].clone()
    unroll(params, x, h_0)
    assert torch.equal(x, trace.x)
    assert torch.equal(h_0, trace.h[0])


@pytest.mark.parametrize("num_steps", [1, 1000])
def test_shortest_and_longest_sequence(num_steps):
    assert unroll(make_params(), torch.zeros(num_steps, 3)).h.shape == (num_steps + 1, 4)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_overflow_is_torchs_own(activation):
    params = make_params(activation=activation, spectral_radius=10.0)
    x = normal(1000, 3, seed=5)
    trace = unroll(params, x)
    with torch.no_grad():
        expected, _ = torch_twin(params)(x)
    assert torch.isfinite(trace.h).all() == (activation == "tanh")
    torch.testing.assert_close(trace.h[1:].isfinite(), expected.isfinite())
    if activation == "tanh":  # a chaotic net magnifies rounding, so only its beginning can agree
        torch.testing.assert_close(trace.h[1:6], expected[:5])


def test_overflow_of_a_single_relu_is_infinity_and_not_nan():
    one, zero = torch.ones(1, 1), torch.zeros(1)
    params = RNNParams(W_xh=one, W_hh=10 * one, W_hy=one, b_h=zero, b_y=zero, activation="relu")
    trace = unroll(params, torch.ones(60, 1))
    assert trace.h[-1].item() == trace.y[-1].item() == math.inf


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("x", "message"),
    [
        (torch.zeros(0, 3), "x must have 1 to 1000 steps, found 0"),
        (torch.zeros(1001, 3), "x must have 1 to 1000 steps, found 1001"),
        (torch.zeros(5, 2), "x must have shape (T, 3), found (5, 2)"),
        (torch.zeros(3), "x must have shape (T, 3), found (3,)"),
        (torch.zeros(5, 3, 1), "x must have shape (T, 3), found (5, 3, 1)"),
        (torch.tensor(1.0), "x must have shape (T, 3), found ()"),
        (torch.full((5, 3), math.nan), "x must hold finite numbers only, found NaN or infinity"),
        (torch.full((5, 3), math.inf), "x must hold finite numbers only, found NaN or infinity"),
        (
            torch.zeros(5, 3, dtype=torch.int64),
            "x must be a floating-point tensor of shape (T, 3), found torch.int64",
        ),
        ([[0.0, 0.0, 0.0]], "x must be a floating-point tensor of shape (T, 3), found list"),
        (None, "x must be a floating-point tensor of shape (T, 3), found NoneType"),
    ],
)
def test_a_sequence_is_refused(x, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        unroll(make_params(), x)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("h_0", "message"),
    [
        (torch.zeros(3), "h_0 must have shape (4,), found (3,)"),
        (torch.zeros(1, 4), "h_0 must have shape (4,), found (1, 4)"),
        (torch.full((4,), math.nan), "h_0 must hold finite numbers only, found NaN or infinity"),
        (0.0, "h_0 must be a floating-point tensor of shape (4,), found float"),
    ],
)
def test_a_start_is_refused(h_0, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        unroll(make_params(), torch.zeros(5, 3), h_0)


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ({"input_size": 5}, "with input_size 2; found 5"),
        ({"hidden_size": 5}, "with hidden_size 3; found 5"),
        ({"output_size": 5}, "with output_size 1; found 5"),
    ],
)
def test_a_trace_of_another_network_is_named(sizes, found):
    params = RNNParams.random(input_size=2, hidden_size=3)
    other = RNNParams.random(**({"input_size": 2, "hidden_size": 3} | sizes))
    trace = unroll(other, torch.zeros(4, other.input_size, dtype=torch.float64))
    with pytest.raises(ValueError, match=f"trace must be a run of params, {found}"):
        backpropagate(params, trace, torch.ones(1, dtype=torch.float64))
    with pytest.raises(ValueError, match=f"trace must be a run of params, {found}"):
        gradient_flow(params, trace)
