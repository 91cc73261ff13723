"""The flow of a gradient back through time, held to autograd's Jacobians; the single neuron by hand."""

import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.bptt import backpropagate
from rnn_core.cells import ACTIVATIONS, INITS, RNNParams
from rnn_core.gradients import gradient_flow, scalar_chain, scalar_sweep
from rnn_core.unrolling import step, unroll
from tests.core.cases import CASES, make_case

WEIGHTS = st.floats(-2, 2)


@given(case=CASES, data=st.data())
def test_jacobian_and_norm_match_autograd(case, data):
    params, trace = make_case(**case)
    t = data.draw(st.integers(0, trace.num_steps))

    def run_from(h_t):
        for x_k in trace.x[t:]:
            h_t = step(params, x_k, h_t)
        return h_t

    expected = torch.autograd.functional.jacobian(run_from, trace.h[t])
    flow = gradient_flow(params, trace)
    torch.testing.assert_close(flow.jacobians[t], expected)
    torch.testing.assert_close(flow.norms[t], torch.linalg.matrix_norm(expected, ord=2))


@given(case=CASES)
def test_jacobians_carry_the_gradient_that_backpropagation_finds(case):
    params, trace = make_case(**case)
    gradients = backpropagate(params, trace, torch.zeros(params.output_size))
    at_the_end = gradients.dh[-1]
    jacobians = gradient_flow(params, trace).jacobians
    carried = torch.einsum("shk,h->sk", jacobians, at_the_end)
    torch.testing.assert_close(carried, torch.cat([gradients.dh_0[None], gradients.dh]))


@pytest.mark.parametrize("init", INITS)
def test_last_jacobian_is_the_identity(init):
    params, trace = make_case(init=init)
    flow = gradient_flow(params, trace)
    assert torch.equal(flow.jacobians[-1], torch.eye(4, dtype=torch.float64))
    assert flow.jacobians.shape == (7, 4, 4)
    assert flow.norms.shape == (7,)


@given(case=CASES)
def test_largest_singular_value_bounds_what_is_left(case):
    # The claim that the lesson may make: a singular value below 1 guarantees vanishing, the radius does not.
    params, trace = make_case(**case)
    bound = torch.linalg.matrix_norm(params.W_hh, ord=2)
    steps_back = torch.arange(trace.num_steps, -1, -1)
    assert (gradient_flow(params, trace).norms <= bound**steps_back * (1 + 1e-9)).all()


def test_a_spectral_radius_below_one_does_not_shrink_at_every_step():
    W_hh = torch.tensor([[0.5, 4.0], [0.0, 0.5]], dtype=torch.float64)
    zeros = torch.zeros(2, dtype=torch.float64)
    eye = torch.eye(2, dtype=torch.float64)
    params = RNNParams(W_xh=eye, W_hh=W_hh, W_hy=eye, b_h=zeros, b_y=zeros)
    norms = gradient_flow(params, unroll(params, torch.zeros(30, 2, dtype=torch.float64))).norms
    assert norms[-2] > 1 > norms[0]


def test_relu_that_is_off_stops_the_gradient():
    params, trace = make_case(activation="relu", input_size=1, hidden_size=1, num_steps=3)
    off = RNNParams(
        params.W_xh, params.W_hh, params.W_hy, torch.tensor([-100.0]).double(), params.b_y, "relu"
    )
    assert gradient_flow(off, unroll(off, trace.x)).norms.tolist() == [0.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_long_explosion_is_infinity(activation):
    one, zero = torch.ones(1, 1), torch.zeros(1)
    params = RNNParams(W_xh=one, W_hh=10 * one, W_hy=one, b_h=zero, b_y=zero, activation=activation)
    h_0 = torch.tensor([0.0 if activation == "tanh" else 1e-30])
    flow = gradient_flow(params, unroll(params, torch.zeros(60, 1), h_0))
    assert flow.norms[0].item() == math.inf


def test_a_jacobian_that_is_no_longer_a_number_has_an_infinite_norm():
    eye, zeros = torch.eye(2), torch.zeros(2)
    params = RNNParams(W_xh=eye, W_hh=10 * eye, W_hy=eye, b_h=zeros, b_y=zeros)  # inf times 0 is NaN
    flow = gradient_flow(params, unroll(params, torch.zeros(60, 2)))
    assert flow.jacobians[0].isnan().any()
    assert flow.norms[0].item() == math.inf
    assert flow.norms[-3:].isfinite().all()


def test_five_steps_at_a_half():
    # Powers of two are exact in binary, so these five are compared as they stand.
    assert scalar_chain(0.5, 5).linear.tolist() == [1.0, 0.5, 0.25, 0.125, 0.0625]
    assert scalar_chain(-0.5, 5).linear.tolist() == [1.0, -0.5, 0.25, -0.125, 0.0625]


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize("weight", [-2, 0, 1, 2])
def test_whole_weights_are_allowed(weight):
    assert scalar_chain(weight, 4).linear.tolist() == [1, weight, weight**2, weight**3]


@given(weight=WEIGHTS, num_steps=st.integers(1, 40))
def test_linear_chain_multiplies_by_the_weight_at_each_step(weight, num_steps):
    linear = scalar_chain(weight, num_steps).linear
    assert linear.tolist() == pytest.approx([weight**back for back in range(num_steps)], rel=1e-12)


@given(weight=WEIGHTS, x=st.floats(-3, 3), b_h=st.floats(-1, 1), num_run=st.integers(1, 12), data=st.data())
def test_chain_through_tanh_matches_autograd_on_the_real_run(weight, x, b_h, num_run, data):
    num_steps = data.draw(st.integers(1, num_run + 1))
    h = [torch.zeros((), dtype=torch.float64, requires_grad=True)]
    for _ in range(num_run):
        h.append(torch.tanh(x + weight * h[-1] + b_h))
    expected = torch.stack(torch.autograd.grad(h[-1], h, allow_unused=True))
    chain = scalar_chain(weight, num_steps, x=x, b_h=b_h, num_run=num_run)
    torch.testing.assert_close(chain.h, torch.stack(h).detach())
    torch.testing.assert_close(chain.through_tanh, expected.flip(0)[:num_steps])


@given(weight=WEIGHTS, num_run=st.integers(1, 12))
def test_chain_is_the_gradient_flow_of_a_network_of_one_unit(weight, num_run):
    one, zero = torch.ones(1, 1).double(), torch.zeros(1).double()
    params = RNNParams(W_xh=one, W_hh=weight * one, W_hy=one, b_h=zero, b_y=zero)
    trace = unroll(params, torch.full((num_run, 1), 0.1).double())
    chain = scalar_chain(weight, num_run + 1, x=0.1, num_run=num_run)
    torch.testing.assert_close(chain.h, trace.h[:, 0])
    torch.testing.assert_close(chain.through_tanh, gradient_flow(params, trace).jacobians.flatten().flip(0))


@given(
    weights=st.lists(WEIGHTS, min_size=1, max_size=8),
    x=st.floats(-3, 3),
    b_h=st.floats(-1, 1),
    num_run=st.integers(4, 30),
)
def test_a_row_of_a_sweep_is_the_chain_of_its_weight(weights, x, b_h, num_run):
    sweep = scalar_sweep(torch.tensor(weights).double(), 5, x=x, b_h=b_h, num_run=num_run)
    assert sweep.linear.shape == sweep.through_tanh.shape == (len(weights), 5)
    assert sweep.h.shape == (len(weights), num_run + 1)
    for place, weight in enumerate(sweep.W_hh.tolist()):
        chain = scalar_chain(weight, 5, x=x, b_h=b_h, num_run=num_run)
        torch.testing.assert_close(sweep.linear[place], chain.linear)
        torch.testing.assert_close(sweep.through_tanh[place], chain.through_tanh)
        torch.testing.assert_close(sweep.h[place], chain.h)


@given(weight=WEIGHTS, x=st.floats(-3, 3))
def test_tanh_never_lets_more_through_than_the_weight_alone(weight, x):
    chain = scalar_chain(weight, 20, x=x)
    assert (chain.through_tanh.abs() <= chain.linear.abs() * (1 + 1e-12)).all()


def test_only_the_first_value_when_no_step_back_is_asked_for():
    chain = scalar_chain(0.5, 1)
    assert chain.linear.tolist() == chain.through_tanh.tolist() == [1.0]


def test_sweep_of_float32_weights_is_computed_in_float64():
    sweep = scalar_sweep(torch.tensor([0.5], dtype=torch.float32), 3)
    assert {sweep.W_hh.dtype, sweep.linear.dtype, sweep.through_tanh.dtype} == {torch.float64}


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W_hh": 10.5}, "W_hh must be a finite number from -10 to 10, found 10.5"),
        ({"W_hh": math.nan}, "W_hh must be a finite number from -10 to 10, found nan"),
        ({"W_hh": True}, "W_hh must be a finite number from -10 to 10, found True"),
        ({"W_hh": "0.5"}, "W_hh must be a finite number from -10 to 10, found '0.5'"),
        ({"num_steps": 0}, "num_steps must be a whole number from 1 to 101, found 0"),
        ({"num_steps": 102}, "num_steps must be a whole number from 1 to 101, found 102"),
        ({"num_steps": 2.0}, "num_steps must be a whole number from 1 to 101, found 2.0"),
        ({"num_steps": True}, "num_steps must be a whole number from 1 to 101, found True"),
        ({"num_steps": 7, "num_run": 5}, "num_steps must be a whole number from 1 to 6, found 7"),
        ({"num_run": 0}, "num_run must be a whole number from 1 to 1000, found 0"),
        ({"num_run": 1001}, "num_run must be a whole number from 1 to 1000, found 1001"),
        ({"x": 11}, "x must be a finite number from -10 to 10, found 11"),
        ({"x": math.inf}, "x must be a finite number from -10 to 10, found inf"),
        ({"b_h": -11.0}, "b_h must be a finite number from -10 to 10, found -11.0"),
        ({"b_h": False}, "b_h must be a finite number from -10 to 10, found False"),
    ],
)
def test_chain_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scalar_chain(**({"W_hh": 0.5, "num_steps": 5} | changes))


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("W_hh", "message"),
    [
        (torch.zeros(0), "W_hh must have shape (P,), found (0,)"),
        (torch.zeros(2, 2), "W_hh must have shape (P,), found (2, 2)"),
        (torch.tensor([0.5, math.nan]), "W_hh must hold finite numbers only, found NaN or infinity"),
        (torch.tensor([0, 1]), "W_hh must be a floating-point tensor of shape (P,), found torch.int64"),
        (0.5, "W_hh must be a floating-point tensor of shape (P,), found float"),
        (torch.tensor([0.5, -11.0]), "W_hh must be a finite number from -10 to 10, found -11.0"),
        (torch.tensor([0.5, 12.0]), "W_hh must be a finite number from -10 to 10, found 12.0"),
    ],
)
def test_sweep_refuses(W_hh, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scalar_sweep(W_hh, 5)
