import re
from dataclasses import replace

import pytest
import torch

from rnn_core import RNNParams, backpropagate, unroll
from rnn_core.matrix_flow import flow_sweep, with_radius
from rnn_core.remedies import clip_scale, weight_gradient_norms, within_window
from tests.core.cases import normal


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("radius", [0.5, 1.5])
def test_the_gradient_of_the_weights_is_that_of_backpropagation(activation, radius):
    params = RNNParams.random(input_size=3, hidden_size=4, seed=2, activation=activation)
    x = normal(8, 3, seed=5)
    reads = replace(with_radius(params, radius), W_hy=torch.full((1, 4), 0.5).double())
    trace = unroll(reads, x)
    # A squared error whose target is 1 below the output has slope 1: the loss is then the output itself.
    gradients = backpropagate(reads, trace, trace.y[-1] - 1)
    found = weight_gradient_norms(params, x, torch.tensor([radius], dtype=torch.float64))
    assert found.item() == pytest.approx(gradients.total["W_hh"].norm().item(), rel=1e-8)


def test_clipping_equals_torchs():
    weights = torch.nn.Parameter(torch.zeros(6))
    for size in (0.2, 1.0, 30.0):
        gradient = size * normal(6, seed=1).float()
        weights.grad = gradient.clone()
        torch.nn.utils.clip_grad_norm_([weights], 2.5)
        scale = clip_scale(gradient.norm()[None].double(), 2.5)
        torch.testing.assert_close(weights.grad, scale.float() * gradient, rtol=1e-5, atol=1e-7)


def test_clipping_lowers_the_whole_curve_and_bends_none_of_it():
    params = RNNParams.random(input_size=8, hidden_size=16, init="gaussian", seed=11)
    x, radii = 0.1 * normal(50, 8, seed=1), torch.tensor([0.5, 2.0], dtype=torch.float64)
    norms = flow_sweep(params, x, radii).norms
    scale = clip_scale(weight_gradient_norms(params, x, radii), 1.0)
    assert scale[0] == 1
    assert scale[1] < 0.1
    clipped = scale[:, None] * norms
    torch.testing.assert_close(clipped / clipped[:, :1], norms)


def test_a_window_keeps_what_is_near_and_drops_the_rest():
    norms = torch.tensor([[1.0, 0.5, 0.25, 0.125]], dtype=torch.float64)
    assert within_window(norms, 2).tolist() == [[1.0, 0.5, 0.25, 0.0]]


@pytest.mark.parametrize(("window", "allowed"), [(0, 3), (4, 3)])
def test_a_window_out_of_range_is_refused(window, allowed):
    message = f"window must be a whole number from 1 to {allowed}, found {window}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        within_window(torch.zeros(1, 4, dtype=torch.float64), window)


@pytest.mark.usefixtures("as_users_run")
def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(
        ValueError, match=r"^threshold must be a finite number from 1e-09 to 1e\+06, found 0$"
    ):
        clip_scale(torch.ones(1, dtype=torch.float64), 0)
