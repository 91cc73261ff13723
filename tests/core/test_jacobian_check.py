from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import RNNParams, jacobian_check
from rnn_core.jacobian_check import check_chain, check_flow, check_state_flow
from rnn_core.matrix_flow import flow_sweep, with_radius
from tests.core.cases import CASES, make_params, normal


@given(case=CASES)
def test_every_network_equals_autograd(case):
    num_steps = case["num_steps"]
    params = make_params(**{name: value for name, value in case.items() if name != "num_steps"})
    x = normal(num_steps, params.input_size, seed=case["seed"])
    found = check_flow(params, x)
    assert found.is_equal
    assert found.compared == (num_steps + 1) * (params.hidden_size**2 + 1)


@given(weight=st.floats(-2, 2), x=st.floats(-2, 2), b_h=st.floats(-2, 2))
def test_every_chain_equals_autograd(weight, x, b_h):
    found = check_chain(weight, x=x, b_h=b_h)
    assert found.is_equal
    assert found.compared == 101


def test_a_wrong_jacobian_is_seen(monkeypatch):
    real = jacobian_check.gradient_flow

    def wrong(params, trace):
        flow = real(params, trace)
        return replace(flow, jacobians=flow.jacobians * (1 + 1e-5))

    monkeypatch.setattr(jacobian_check, "gradient_flow", wrong)
    assert not check_flow(make_params(), normal(4, 3, seed=1)).is_equal


def test_a_wrong_chain_is_seen(monkeypatch):
    real = jacobian_check.scalar_chain

    def wrong(*args, **options):
        chain = real(*args, **options)
        return replace(chain, through_tanh=chain.through_tanh.roll(1))

    monkeypatch.setattr(jacobian_check, "scalar_chain", wrong)
    assert not check_chain(0.5, x=0.1, b_h=0.0).is_equal


# What the page says in words about starts and numbers.


def test_at_a_radius_of_one_an_orthogonal_start_keeps_every_direction_while_the_states_rest():
    params = RNNParams.random(input_size=8, hidden_size=16, init="orthogonal", seed=11)
    sweep = flow_sweep(params, torch.zeros(50, 8).double(), torch.ones(1).double(), at=(50,))
    torch.testing.assert_close(sweep.singular_values, torch.ones(1, 1, 16).double())


def test_at_a_radius_of_one_identity_and_relu_keep_every_unit_that_stays_on():
    params = RNNParams.random(input_size=8, hidden_size=16, init="identity", activation="relu", seed=11)
    sweep = flow_sweep(params, normal(50, 8, seed=11), torch.ones(1).double(), at=(10, 50))
    values = sweep.singular_values
    assert ((values == 0) | (values == 1)).all()
    assert 0 < values[0, 0].sum() < 16
    assert (values[0, 1] <= values[0, 0]).all()


def test_without_input_a_relu_lets_nothing_through():
    params = RNNParams.random(input_size=8, hidden_size=16, init="identity", activation="relu", seed=11)
    sweep = flow_sweep(params, torch.zeros(5, 8).double(), torch.ones(1).double())
    assert sweep.norms.tolist() == [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]


def test_a_gaussian_matrix_has_a_singular_value_well_above_its_radius():
    params = RNNParams.random(input_size=8, hidden_size=16, init="gaussian", seed=11)
    sigma = torch.linalg.matrix_norm(with_radius(params, 0.9).W_hh, ord=2).item()
    assert sigma == pytest.approx(1.62, abs=0.005)
    W_hh = params.W_hh
    assert not torch.allclose(W_hh @ W_hh.T, W_hh.T @ W_hh), "its eigenvectors are not at right angles"


def test_float32_has_the_ends_that_the_page_names():
    assert torch.finfo(torch.float32).max == pytest.approx(3.4e38, rel=1e-2)
    smallest = torch.tensor(2.0**-149, dtype=torch.float32)
    assert smallest.item() == pytest.approx(1.4e-45, rel=2e-2)
    assert (smallest / 2).item() == 0.0


@pytest.mark.parametrize("kind", jacobian_check.LAYERS)
def test_every_cell_of_torch_equals_autograd_and_a_wrong_norm_is_seen(kind, monkeypatch):
    weights = jacobian_check.LAYERS[kind](3, 5).double().state_dict()
    x = normal(7, 3, seed=1)
    found = check_state_flow(kind, weights, x)
    assert found.is_equal
    assert found.compared == 8
    real = jacobian_check.state_flow

    def wrong(*args):
        flow = real(*args)
        return replace(flow, norms=flow.norms * (1 + 1e-5))

    monkeypatch.setattr(jacobian_check, "state_flow", wrong)
    assert not check_state_flow(kind, weights, x).is_equal
