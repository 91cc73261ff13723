"""Backpropagation through time, held to autograd: every gradient and every step's share of it.

The shares are checked on an untied network, which has a copy of each weight at every step: the gradient of
step t's copy is step t's share of the gradient of the weight.
"""

import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from rnn_core.bptt import LOSSES, backpropagate
from rnn_core.cells import ACTIVATIONS, RNNParams
from rnn_core.unrolling import unroll
from tests.core.cases import CASES, make_case, normal

WEIGHTS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


def make_targets(trace, loss, at_end_only, seed=11):
    targets = normal(*trace.y.shape, seed=seed)
    targets = met(targets, loss)
    return targets[-1] if at_end_only else targets


def met(y, loss):
    """Return the targets that these outputs meet exactly."""
    if loss == "squared_error":
        return y
    return torch.softmax(y, 1) if loss == "cross_entropy" else torch.sigmoid(y)


def loss_by_step_of(y, targets, loss):
    """Write the loss as torch does: nothing here is shared with the code under test."""
    if targets.dim() == 1:
        return torch.cat([y.new_zeros(len(y) - 1), loss_by_step_of(y[-1:], targets[None], loss)])
    if loss == "squared_error":
        return 0.5 * nn.functional.mse_loss(y, targets, reduction="none").sum(1)
    if loss == "binary_cross_entropy":
        return nn.functional.binary_cross_entropy_with_logits(y, targets, reduction="none").sum(1)
    return nn.functional.cross_entropy(y, targets, reduction="none")


def untied_autograd(params, trace, targets, loss):
    """Return autograd's loss by step, gradients of every step's own weights, and of y, h, a and h_0."""
    activate = {"tanh": torch.tanh, "relu": torch.relu}[params.activation]
    copies = [{name: getattr(params, name).clone().requires_grad_() for name in WEIGHTS} for _ in trace.x]
    h_0 = trace.h[0].clone().requires_grad_()
    h, seen = h_0, {"dy": [], "dh": [], "da": []}
    for w, x_t in zip(copies, trace.x, strict=True):
        a = w["W_xh"] @ x_t + w["W_hh"] @ h + w["b_h"]
        h = activate(a)
        y = w["W_hy"] @ h + w["b_y"]
        for name, value in (("da", a), ("dh", h), ("dy", y)):
            value.retain_grad()
            seen[name].append(value)
    losses = loss_by_step_of(torch.stack(seen["dy"]), targets, loss)
    losses.sum().backward()
    shares = {name: torch.stack([gradient_of(w[name]) for w in copies]) for name in WEIGHTS}
    inner = {name: torch.stack([gradient_of(value) for value in values]) for name, values in seen.items()}
    return losses.detach(), shares, inner | {"dh_0": h_0.grad}


def gradient_of(tensor):
    return torch.zeros_like(tensor) if tensor.grad is None else tensor.grad


@given(case=CASES, loss=st.sampled_from(LOSSES), at_end_only=st.booleans())
def test_every_share_and_every_inner_gradient_match_autograd(case, loss, at_end_only):
    params, trace = make_case(**case)
    targets = make_targets(trace, loss, at_end_only)
    losses, shares, inner = untied_autograd(params, trace, targets, loss)
    gradients = backpropagate(params, trace, targets, loss)
    torch.testing.assert_close(gradients.loss_by_step, losses)
    torch.testing.assert_close(gradients.loss, losses.sum())
    for name in WEIGHTS:
        torch.testing.assert_close(gradients.by_step[name], shares[name], msg=lambda m, n=name: f"{n}: {m}")
    for name, expected in inner.items():
        torch.testing.assert_close(getattr(gradients, name), expected, msg=lambda m, n=name: f"{n}: {m}")


@given(case=CASES, loss=st.sampled_from(LOSSES), at_end_only=st.booleans())
def test_totals_match_autograd_on_the_tied_network(case, loss, at_end_only):
    params, trace = make_case(**case)
    targets = make_targets(trace, loss, at_end_only)
    rnn = nn.RNN(params.input_size, params.hidden_size, nonlinearity=params.activation, dtype=torch.float64)
    head = nn.Linear(params.hidden_size, params.output_size, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        head.weight.copy_(params.W_hy)
        head.bias.copy_(params.b_y)
    loss_by_step_of(head(rnn(trace.x, trace.h[:1])[0]), targets, loss).sum().backward()
    expected = {
        "W_xh": rnn.weight_ih_l0,
        "W_hh": rnn.weight_hh_l0,
        "W_hy": head.weight,
        "b_h": rnn.bias_ih_l0,
        "b_y": head.bias,
    }
    gradients = backpropagate(params, trace, targets, loss)
    assert set(gradients.total) == set(gradients.by_step) == set(expected)
    for name, weight in expected.items():
        torch.testing.assert_close(gradients.total[name], weight.grad)
        torch.testing.assert_close(gradients.by_step[name].sum(0), weight.grad)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_small_step_downhill_lowers_the_loss_as_foretold(loss):
    params, trace = make_case()
    targets = make_targets(trace, loss, at_end_only=False)
    before = backpropagate(params, trace, targets, loss)
    rate = 1e-6
    moved = RNNParams(**{name: getattr(params, name) - rate * before.total[name] for name in WEIGHTS})
    after = backpropagate(moved, unroll(moved, trace.x, trace.h[0]), targets, loss)
    foretold = rate * sum(gradient.square().sum() for gradient in before.total.values())
    assert (before.loss - after.loss).item() == pytest.approx(foretold.item(), rel=1e-3)


def test_one_unit_over_two_steps_by_hand():
    weights = {"W_xh": [[1.0]], "W_hh": [[0.5]], "W_hy": [[2.0]], "b_h": [0.0], "b_y": [0.0]}
    params = RNNParams(**{name: torch.tensor(value) for name, value in weights.items()}, activation="relu")
    gradients = backpropagate(params, unroll(params, torch.tensor([[1.0], [1.0]])), torch.tensor([1.0]))
    # h = 0, 1, 1.5 and y_2 = 3, so the loss is (3 - 1)^2 / 2 and its slope 2.
    assert gradients.loss_by_step.tolist() == pytest.approx([0.0, 2.0])
    assert gradients.dy.flatten().tolist() == pytest.approx([0.0, 2.0])
    assert gradients.dh.flatten().tolist() == pytest.approx([2.0, 4.0])
    assert gradients.dh_0.tolist() == pytest.approx([1.0])
    assert gradients.by_step["W_hh"].flatten().tolist() == pytest.approx([0.0, 4.0])
    assert gradients.by_step["W_xh"].flatten().tolist() == pytest.approx([2.0, 4.0])
    assert gradients.by_step["W_hy"].flatten().tolist() == pytest.approx([0.0, 3.0])


@given(case=CASES)
def test_the_parts_of_a_gradient_add_up_to_it_and_the_slope_makes_it_delta(case):
    params, trace = make_case(**case)
    gradients = backpropagate(params, trace, make_targets(trace, "squared_error", at_end_only=False))
    torch.testing.assert_close(gradients.from_output + gradients.from_future, gradients.dh)
    torch.testing.assert_close(gradients.slope * gradients.dh, gradients.da)
    torch.testing.assert_close(gradients.from_output, gradients.dy @ params.W_hy)
    torch.testing.assert_close(gradients.from_future[:-1], gradients.da[1:] @ params.W_hh)
    assert gradients.from_future[-1].tolist() == [0.0] * params.hidden_size
    a = trace.a.clone().requires_grad_()
    slope = torch.autograd.grad(params.activate(a).sum(), a)[0]
    torch.testing.assert_close(gradients.slope, slope)


def test_the_binary_cross_entropy_is_that_of_two_classes_with_logits_0_and_y():
    params, trace = make_case(output_size=1)
    targets = torch.sigmoid(normal(6, 1, seed=3))
    gradients = backpropagate(params, trace, targets, "binary_cross_entropy")
    y = trace.y.clone().requires_grad_()
    two_classes = torch.cat([torch.zeros_like(y), y], 1)
    cost = nn.functional.cross_entropy(two_classes, torch.cat([1 - targets, targets], 1), reduction="sum")
    torch.testing.assert_close(gradients.loss, cost.detach())
    torch.testing.assert_close(gradients.dy, torch.autograd.grad(cost, y)[0])


def test_shares_have_one_row_a_step():
    params, trace = make_case(num_steps=5)
    by_step = backpropagate(params, trace, torch.zeros(2)).by_step
    shapes = {name: tuple(share.shape) for name, share in by_step.items()}
    assert shapes == {"W_xh": (5, 4, 3), "W_hh": (5, 4, 4), "W_hy": (5, 2, 4), "b_h": (5, 4), "b_y": (5, 2)}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_target_that_is_met_sends_nothing_back(loss):
    params, trace = make_case()
    total = backpropagate(params, trace, met(trace.y, loss), loss).total
    for gradient in total.values():
        torch.testing.assert_close(gradient, torch.zeros_like(gradient))


def test_relu_at_exactly_zero_passes_nothing_back_as_in_torch():
    zeros, ones = torch.zeros(1, 1), torch.ones(1, 1)
    params = RNNParams(
        W_xh=ones, W_hh=ones, W_hy=ones, b_h=torch.zeros(1), b_y=torch.zeros(1), activation="relu"
    )
    trace = unroll(params, torch.cat([zeros, zeros]))
    gradients = backpropagate(params, trace, torch.ones(2, 1))
    _, shares, inner = untied_autograd(params, trace, torch.ones(2, 1), "squared_error")
    assert gradients.da.tolist() == inner["da"].tolist() == [[0.0], [0.0]]
    assert gradients.total["W_xh"].tolist() == shares["W_xh"].sum(0).tolist() == [[0.0]]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_gradient_that_overflows_is_torchs_own(activation):
    # The tanh rests at 0. The first of the two ReLU units is off: an infinite gradient meets a slope of 0.
    W_hh = torch.tensor([[10.0, 10.0], [10.0, 10.0]])
    params = RNNParams(
        W_xh=torch.zeros(2, 1),
        W_hh=W_hh,
        W_hy=torch.ones(1, 2),
        b_h=torch.zeros(2) if activation == "tanh" else torch.tensor([-3e38, 0.0]),
        b_y=torch.zeros(1),
        activation=activation,
    )
    trace = unroll(params, torch.zeros(60, 1), torch.tensor([0.0, 0.0 if activation == "tanh" else 1e-30]))
    targets = torch.full((1,), 5.0)
    gradients = backpropagate(params, trace, targets)
    losses, _, inner = untied_autograd(params, trace, targets, "squared_error")
    torch.testing.assert_close(gradients.loss_by_step, losses, equal_nan=True)
    assert not inner["dh"].isfinite().all()
    for name, expected in inner.items():
        torch.testing.assert_close(getattr(gradients, name), expected, equal_nan=True)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("targets", "loss", "message"),
    [
        (torch.zeros(3), "squared_error", "targets must have shape (2,), found (3,)"),
        (torch.zeros(5, 2), "squared_error", "targets must have shape (6, 2), found (5, 2)"),
        (torch.zeros(6, 3), "squared_error", "targets must have shape (6, 2), found (6, 3)"),
        (torch.tensor(1.0), "squared_error", "targets must have shape (6, 2), found ()"),
        (
            torch.full((2,), math.nan),
            "squared_error",
            "targets must hold finite numbers only, found NaN or infinity",
        ),
        (
            torch.full((6, 2), math.inf),
            "squared_error",
            "targets must hold finite numbers only, found NaN or infinity",
        ),
        (
            torch.zeros(2, dtype=torch.int64),
            "cross_entropy",
            "targets must be a floating-point tensor of shape (2,), found torch.int64",
        ),
        (
            [0.0, 1.0],
            "squared_error",
            "targets must be a floating-point tensor of shape (6, 2), found list",
        ),
        (
            torch.tensor([0.5, 0.75]),
            "cross_entropy",
            "targets must be probabilities that add up to 1 at every step for the cross entropy, "
            "found values from 0.5 up with sums from 1.25 to 1.25",
        ),
        (
            torch.tensor([-0.5, 1.5]),
            "cross_entropy",
            "targets must be probabilities that add up to 1 at every step for the cross entropy, "
            "found values from -0.5 up with sums from 1 to 1",
        ),
        (
            torch.tensor([0.5, 1.5]),
            "binary_cross_entropy",
            "targets must be probabilities from 0 to 1 for the binary cross entropy, "
            "found values from 0.5 to 1.5",
        ),
        (
            torch.tensor([-0.5, 0.5]),
            "binary_cross_entropy",
            "targets must be probabilities from 0 to 1 for the binary cross entropy, "
            "found values from -0.5 to 0.5",
        ),
        (
            torch.zeros(2),
            "hinge",
            "loss must be one of squared_error, cross_entropy, binary_cross_entropy, found 'hinge'",
        ),
        (
            torch.zeros(2),
            None,
            "loss must be one of squared_error, cross_entropy, binary_cross_entropy, found None",
        ),
    ],
)
def test_refuses(targets, loss, message):
    params, trace = make_case()
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        backpropagate(params, trace, targets, loss)
