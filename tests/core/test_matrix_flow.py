import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import RNNParams, gradient_flow, unroll
from rnn_core.cells import INITS, spectral_radius
from rnn_core.matrix_flow import eigenvalues, flow_sweep, spectral_norms, with_radius
from tests.core.cases import SEEDS, normal

# The case of the page: 16 units, Gaussian, a spectral radius of 0.9.
HUMP = {"input_size": 8, "hidden_size": 16, "init": "gaussian", "seed": 11}


def silence(num_steps, input_size=8):
    return torch.zeros(num_steps, input_size, dtype=torch.float64)


def radii(*values):
    return torch.tensor(values, dtype=torch.float64)


@given(
    seed=SEEDS,
    init=st.sampled_from(INITS),
    activation=st.sampled_from(["tanh", "relu"]),
    level=st.sampled_from([0.0, 0.1, 1.0]),
    radius=st.floats(0.1, 2.0),
)
def test_every_row_is_the_gradient_flow_of_its_own_network(seed, init, activation, level, radius):
    params = RNNParams.random(input_size=3, hidden_size=5, init=init, seed=seed % 1000, activation=activation)
    x = level * normal(7, 3, seed=seed)
    sweep = flow_sweep(params, x, radii(0.5, radius), at=(0, 3, 7))
    own = with_radius(params, radius)
    flow = gradient_flow(own, unroll(own, x))
    torch.testing.assert_close(sweep.norms[1], flow.norms.flip(0), rtol=1e-8, atol=1e-12)
    for place, back in enumerate(sweep.at):
        expected = torch.linalg.svdvals(flow.jacobians[7 - back])
        torch.testing.assert_close(sweep.singular_values[1, place], expected, rtol=1e-8, atol=1e-10)


def test_the_norms_equal_autograd():
    params = RNNParams.random(input_size=2, hidden_size=6, init="gaussian", seed=3)
    x = normal(10, 2, seed=1)
    own = with_radius(params, 1.3)
    h_0 = torch.zeros(6, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda start: _last_state(own, x, start), h_0)
    found = flow_sweep(params, x, radii(1.3)).norms[0, 10]
    assert found.item() == pytest.approx(torch.linalg.matrix_norm(jacobian, ord=2).item(), rel=1e-8)


def _last_state(params, x, h):
    for x_t in x:
        h = torch.tanh(params.W_xh @ x_t + params.W_hh @ h + params.b_h)
    return h


@given(seed=SEEDS, init=st.sampled_from(INITS), level=st.sampled_from([0.0, 0.5]))
def test_no_norm_exceeds_the_largest_singular_value_to_its_power(seed, init, level):
    params = RNNParams.random(input_size=2, hidden_size=6, init=init, seed=seed % 1000)
    sweep = flow_sweep(params, level * normal(20, 2, seed=seed), radii(0.5, 1.0, 1.5))
    assert (sweep.norms <= sweep.upper_bound * (1 + 1e-9)).all()


@pytest.mark.parametrize("init", INITS)
def test_without_input_no_norm_falls_below_the_spectral_radius_to_its_power(init):
    params = RNNParams.random(input_size=8, hidden_size=16, init=init, seed=2)
    sweep = flow_sweep(params, silence(40), radii(0.5, 0.9, 1.1))
    assert (sweep.norms >= sweep.long_run * (1 - 1e-9)).all()


def test_in_the_long_run_the_spectral_radius_sets_the_rate():
    # Gelfand: the k-th root of the norm comes close to the radius.
    sweep = flow_sweep(RNNParams.random(**HUMP), silence(1000), radii(0.9))
    assert sweep.norms[0, 1000].item() ** (1 / 1000) == pytest.approx(0.9, abs=0.003)
    assert sweep.norms[0, 10].item() ** (1 / 10) > 0.94


def test_a_gaussian_matrix_of_radius_nine_tenths_rises_to_one_point_six_nine_before_it_falls():
    params = RNNParams.random(**HUMP)
    norms = flow_sweep(params, silence(50), radii(0.9)).norms[0]
    assert spectral_radius(with_radius(params, 0.9).W_hh) == pytest.approx(0.9)
    assert norms.max().item() == pytest.approx(1.69, abs=0.005)
    assert int(norms.argmax()) == 2
    assert norms[50] < 0.01


@pytest.mark.parametrize(("init", "peak"), [("orthogonal", 1.0), ("identity", 1.0)])
def test_an_orthogonal_matrix_of_radius_nine_tenths_falls_at_once(init, peak):
    params = RNNParams.random(input_size=8, hidden_size=16, init=init, seed=11)
    sweep = flow_sweep(params, silence(50), radii(0.9))
    assert sweep.norms.max().item() == pytest.approx(peak)
    torch.testing.assert_close(sweep.norms, sweep.long_run, rtol=1e-9, atol=0.0)
    torch.testing.assert_close(sweep.norms, sweep.upper_bound, rtol=1e-9, atol=0.0)


def test_silence_leaves_tanh_as_steep_as_it_can_be_and_noise_does_not():
    params = RNNParams.random(**HUMP)
    assert flow_sweep(params, silence(20), radii(0.9)).saturation.item() == 1.0
    assert flow_sweep(params, normal(20, 8, seed=1), radii(0.9)).saturation.item() < 0.8


def test_float32_overflows_and_underflows_where_float64_does_not():
    params = RNNParams.random(input_size=8, hidden_size=4, seed=1)
    single = flow_sweep(params, silence(100), radii(0.3, 3.0), dtype="float32").norms
    double = flow_sweep(params, silence(100), radii(0.3, 3.0)).norms
    first_overflow = int((~single[1].isfinite()).nonzero()[0])
    assert first_overflow in range(80, 84)  # 3 ** 80.8 is the largest number of float32
    assert single[1, first_overflow].item() == math.inf
    assert single[0, 100].item() == 0.0
    assert double.isfinite().all()
    assert (double > 0).all()


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_norms_are_right_at_every_size(size):
    matrix = normal(5, 5, seed=4)
    expected = torch.linalg.matrix_norm(matrix, ord=2).item()
    assert spectral_norms(size * matrix).item() == pytest.approx(size * expected, rel=1e-12)


def test_norms_of_nothing_of_overflow_and_of_no_number_are_what_they_are():
    eye = torch.eye(2, dtype=torch.float64)
    batch = torch.stack([0 * eye, torch.full_like(eye, math.inf), torch.full_like(eye, math.nan)])
    norms = spectral_norms(batch).tolist()
    assert norms[:2] == [0.0, math.inf]
    assert math.isnan(norms[2])


def test_rounding_errors_are_no_singular_values():
    sweep = flow_sweep(RNNParams.random(**HUMP), silence(50), radii(0.9), at=(50,))
    values = sweep.singular_values[0, 0]
    assert values[0] > 0
    assert (values[values < 1e-13 * values[0]] == 0).all()


def test_eigenvalues_come_largest_first_and_the_largest_has_size_one():
    found = eigenvalues(RNNParams.random(**HUMP)).abs()
    assert found[0].item() == pytest.approx(1.0)
    assert (found.diff() <= 0).all()


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": silence(3, 7)}, "x must have shape (T, 8), found (3, 7)"),
        ({"x": silence(1001)}, "x must have 1 to 1000 steps, found 1001"),
        ({"radii": radii(0.5, 11.0)}, "radii must be a finite number from 0 to 10, found 11.0"),
        ({"radii": radii(-0.5)}, "radii must be a finite number from 0 to 10, found -0.5"),
        ({"radii": torch.zeros(1, 1)}, "radii must have shape (P,), found (1, 1)"),
        ({"at": (4,)}, "at must be a whole number from 0 to 3, found 4"),
        ({"dtype": "float16"}, "dtype must be one of float64, float32, found 'float16'"),
    ],
)
def test_a_sweep_refuses(changes, message):
    arguments = {"params": RNNParams.random(**HUMP), "x": silence(3), "radii": radii(1.0)} | changes
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        flow_sweep(**arguments)
