"""The weights: drawn as asked, checked, and the activation's slope held to autograd."""

import dataclasses
import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.cells import ACTIVATIONS, INITS, MATRICES, RNNParams, spectral_radius
from tests.core.cases import SEEDS, make_params

WEIGHTS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


def weights_of(params):
    return {name: getattr(params, name) for name in WEIGHTS}


@given(hidden_size=st.integers(1, 16), seed=SEEDS, init=st.sampled_from(INITS), radius=st.floats(1e-3, 10.0))
def test_spectral_radius_is_as_asked(hidden_size, seed, init, radius):
    params = RNNParams.random(
        input_size=2, hidden_size=hidden_size, seed=seed, init=init, spectral_radius=radius
    )
    eigenvalues = torch.linalg.eigvals(params.W_hh)
    assert eigenvalues.abs().max().item() == pytest.approx(radius, rel=1e-6)
    assert spectral_radius(params.W_hh) == pytest.approx(radius, rel=1e-6)


@pytest.mark.parametrize("init", INITS)
def test_spectral_radius_of_zero_forgets_everything(init):
    params = RNNParams.random(input_size=2, hidden_size=5, init=init, spectral_radius=0.0)
    assert params.W_hh.count_nonzero() == 0


@given(hidden_size=st.integers(1, 16), seed=SEEDS, radius=st.floats(0.1, 10.0))
def test_orthogonal_start_keeps_every_length_but_for_the_radius(hidden_size, seed, radius):
    params = RNNParams.random(input_size=1, hidden_size=hidden_size, seed=seed, spectral_radius=radius)
    expected = radius**2 * torch.eye(hidden_size, dtype=torch.float64)
    torch.testing.assert_close(params.W_hh.T @ params.W_hh, expected)


def test_orthogonal_starts_favour_no_sign():
    # Without the sign correction a QR factor has a biased diagonal (Mezzadri 2007).
    draws = [RNNParams.random(input_size=1, hidden_size=1, seed=seed).W_hh.item() for seed in range(40)]
    assert set(draws) == {-1.0, 1.0}


def test_identity_start_is_a_multiple_of_the_identity():
    params = RNNParams.random(input_size=1, hidden_size=4, init="identity", spectral_radius=0.7)
    torch.testing.assert_close(params.W_hh, 0.7 * torch.eye(4, dtype=torch.float64))


def test_inits_differ():
    drawn = [RNNParams.random(input_size=1, hidden_size=4, init=init).W_hh for init in INITS]
    for place, one in enumerate(drawn):
        assert not any(torch.allclose(one, other) for other in drawn[place + 1 :])


def test_input_and_output_weights_fill_the_xavier_range():
    params = RNNParams.random(input_size=60, hidden_size=90, output_size=30)
    for weight, bound in ((params.W_xh, math.sqrt(6 / 150)), (params.W_hy, math.sqrt(6 / 120))):
        assert 0.98 * bound < weight.max() <= bound
        assert -bound <= weight.min() < -0.98 * bound
        assert weight.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.05)


def test_biases_start_at_zero_and_all_weights_are_float64():
    params = RNNParams.random(input_size=3, hidden_size=4, output_size=2)
    assert params.b_h.tolist() == [0.0] * 4
    assert params.b_y.tolist() == [0.0] * 2
    assert {weight.dtype for weight in weights_of(params).values()} == {torch.float64}


@given(input_size=st.integers(1, 9), hidden_size=st.integers(1, 9), output_size=st.integers(1, 9), seed=SEEDS)
def test_sizes_are_as_asked(input_size, hidden_size, output_size, seed):
    sizes = {"input_size": input_size, "hidden_size": hidden_size, "output_size": output_size}
    params = RNNParams.random(**sizes, seed=seed)
    assert {name: getattr(params, name) for name in sizes} == sizes


@pytest.mark.parametrize("init", INITS)
def test_same_seed_draws_the_same_weights(init):
    sizes = {"input_size": 3, "hidden_size": 4, "init": init}
    one, same = RNNParams.random(**sizes, seed=7), RNNParams.random(**sizes, seed=7)
    for name in WEIGHTS:
        assert torch.equal(getattr(one, name), getattr(same, name))


@pytest.mark.parametrize("init", INITS)
def test_another_seed_draws_other_weights(init):
    one, other = (RNNParams.random(input_size=3, hidden_size=4, init=init, seed=seed) for seed in (7, 8))
    assert not torch.equal(one.W_xh, other.W_xh)
    assert not torch.equal(one.W_hy, other.W_hy)
    assert torch.equal(one.W_hh, other.W_hh) == (init == "identity")


def test_drawing_leaves_the_global_generator_alone():
    state = torch.random.get_rng_state()
    RNNParams.random(input_size=3, hidden_size=4)
    assert torch.equal(torch.random.get_rng_state(), state)


@given(input_size=st.integers(1, 9), hidden_size=st.integers(1, 9), output_size=st.integers(1, 9))
def test_parameters_are_counted_as_the_shapes_say(input_size, hidden_size, output_size):
    params = make_params(input_size=input_size, hidden_size=hidden_size, output_size=output_size)
    twin = (torch.nn.RNN(input_size, hidden_size), torch.nn.Linear(hidden_size, output_size))
    in_torch = sum(weight.numel() for module in twin for weight in module.parameters())
    assert params.num_parameters == in_torch - hidden_size  # torch has a second bias


@pytest.mark.parametrize("name", MATRICES)
def test_a_matrix_that_is_switched_off_is_zero_and_the_others_stay(name):
    params = make_params()
    switched = params.without(name)
    for weight in WEIGHTS:
        expected = torch.zeros_like if weight == name else torch.clone
        assert torch.equal(getattr(switched, weight), expected(getattr(params, weight)))
    assert getattr(params, name).count_nonzero() > 0


def test_several_matrices_can_be_off_or_none():
    params = make_params()
    switched = params.without("W_xh", "W_hy")
    assert switched.W_xh.count_nonzero() == switched.W_hy.count_nonzero() == 0
    assert torch.equal(switched.W_hh, params.W_hh)
    assert all(torch.equal(getattr(params.without(), name), getattr(params, name)) for name in WEIGHTS)


@pytest.mark.parametrize("name", ["b_h", "W_yh", ""])
def test_only_the_three_matrices_can_be_switched_off(name):
    message = f"names must be one of W_xh, W_hh, W_hy, found {name!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make_params().without("W_xh", name)


def test_a_network_cannot_be_changed_by_accident():
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_params().W_hh = torch.zeros(4, 4)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(values=st.lists(st.floats(-50, 50) | st.sampled_from([0.0, -0.0, math.inf, -math.inf]), min_size=1))
def test_slope_is_the_derivative_of_the_activation(activation, values):
    params = make_params(activation=activation)
    a = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    h = params.activate(a)
    (expected,) = torch.autograd.grad(h.sum(), a)
    torch.testing.assert_close(params.slope(h.detach()), expected)


def test_relu_at_exactly_zero_is_off():
    params = make_params(activation="relu")
    h = params.activate(torch.tensor([-1.0, 0.0, 1.0]))
    assert h.tolist() == [0.0, 0.0, 1.0]
    assert params.slope(h).tolist() == [0.0, 0.0, 1.0]


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"input_size": 0}, "input_size must be a whole number from 1 to 256, found 0"),
        ({"input_size": True}, "input_size must be a whole number from 1 to 256, found True"),
        ({"hidden_size": 257}, "hidden_size must be a whole number from 1 to 256, found 257"),
        ({"hidden_size": 2.5}, "hidden_size must be a whole number from 1 to 256, found 2.5"),
        ({"output_size": -1}, "output_size must be a whole number from 1 to 256, found -1"),
        ({"output_size": "3"}, "output_size must be a whole number from 1 to 256, found '3'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 2147483647, found -1"),
        ({"seed": 2**31}, "seed must be a whole number from 0 to 2147483647, found 2147483648"),
        ({"seed": False}, "seed must be a whole number from 0 to 2147483647, found False"),
        ({"init": "zeros"}, "init must be one of orthogonal, identity, xavier, gaussian, found 'zeros'"),
        ({"init": 3}, "init must be one of orthogonal, identity, xavier, gaussian, found 3"),
        ({"activation": "gelu"}, "activation must be one of tanh, relu, found 'gelu'"),
        ({"spectral_radius": -0.1}, "spectral_radius must be a finite number from 0 to 10, found -0.1"),
        ({"spectral_radius": 10.5}, "spectral_radius must be a finite number from 0 to 10, found 10.5"),
        ({"spectral_radius": math.nan}, "spectral_radius must be a finite number from 0 to 10, found nan"),
        ({"spectral_radius": math.inf}, "spectral_radius must be a finite number from 0 to 10, found inf"),
        ({"spectral_radius": True}, "spectral_radius must be a finite number from 0 to 10, found True"),
        ({"spectral_radius": "1"}, "spectral_radius must be a finite number from 0 to 10, found '1'"),
    ],
)
def test_random_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        RNNParams.random(**({"input_size": 3, "hidden_size": 4} | changes))


def holding(value, *shape):
    tensor = torch.zeros(*shape, dtype=torch.float64)
    tensor.view(-1)[-1] = value
    return tensor


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W_xh": torch.zeros(4)}, "W_xh must have shape (H, D), found (4,)"),
        ({"W_xh": torch.zeros(0, 3)}, "W_xh must have shape (H, D), found (0, 3)"),
        ({"W_xh": torch.zeros(257, 3)}, "hidden_size must be a whole number from 1 to 256, found 257"),
        ({"W_hh": torch.zeros(4, 3)}, "W_hh must have shape (4, 4), found (4, 3)"),
        ({"W_hh": holding(math.nan, 4, 4)}, "W_hh must hold finite numbers only, found NaN or infinity"),
        ({"W_hh": holding(-math.inf, 4, 4)}, "W_hh must hold finite numbers only, found NaN or infinity"),
        (
            {"W_hh": torch.zeros(4, 4, dtype=torch.int64)},
            "W_hh must be a floating-point tensor of shape (4, 4), found torch.int64",
        ),
        (
            {"W_hh": [[1.0]]},
            "W_hh must be a floating-point tensor of shape (4, 4), found list",
        ),
        ({"W_hy": torch.zeros(2, 5)}, "W_hy must have shape (C, 4), found (2, 5)"),
        ({"W_hy": torch.zeros(0, 4)}, "W_hy must have shape (C, 4), found (0, 4)"),
        ({"b_h": torch.zeros(4, 1)}, "b_h must have shape (4,), found (4, 1)"),
        ({"b_y": torch.zeros(3)}, "b_y must have shape (2,), found (3,)"),
        ({"b_y": holding(math.inf, 2)}, "b_y must hold finite numbers only, found NaN or infinity"),
        ({"activation": "sigmoid"}, "activation must be one of tanh, relu, found 'sigmoid'"),
        ({"W_hh": torch.zeros(4, 4)}, "W_hh must be torch.float64 like W_xh, found torch.float32"),
        ({"b_y": torch.zeros(2)}, "b_y must be torch.float64 like W_xh, found torch.float32"),
    ],
)
def test_a_network_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        dataclasses.replace(make_params(), **changes)


def test_with_nothing_switched_off_a_network_is_itself():
    params = make_params()
    assert params.without() is params
