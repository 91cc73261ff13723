import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.cliff import cliff_loss, cliff_surface, descend

START = {"w": 5.0, "b": -2.3, "rate": 0.1, "num_updates": 200}
WEIGHTS = st.floats(-8, 8)


def loss_by_autograd(w, b, num_steps=50):
    weights = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
    h = torch.tensor(0.5, dtype=torch.float64)
    for _ in range(num_steps):
        h = weights[0] * torch.sigmoid(h) + weights[1]
    loss = (torch.sigmoid(h) - 0.7) ** 2
    loss.backward()
    return loss.item(), weights.grad


@given(w=WEIGHTS, b=WEIGHTS)
def test_loss_and_gradient_match_autograd(w, b):
    found = cliff_loss(torch.tensor([w], dtype=torch.float64), torch.tensor([b], dtype=torch.float64))
    loss, gradient = loss_by_autograd(w, b)
    assert found.loss.item() == pytest.approx(loss, rel=1e-8, abs=1e-14)
    torch.testing.assert_close(torch.cat([found.dw, found.db]), gradient, rtol=1e-8, atol=1e-12)


def test_rows_of_the_surface_are_biases_and_columns_weights():
    w, b = torch.tensor([4.0, 5.0, 6.0]).double(), torch.tensor([-3.0, -2.0]).double()
    surface = cliff_surface(w, b)
    assert surface.loss.shape == (2, 3)
    assert surface.loss[1, 2].item() == pytest.approx(cliff_loss(w[2:], b[1:]).loss.item())


def test_the_surface_has_a_wall_beside_a_plain():
    # Across the wall at w = 5 the loss falls by more than 0.3 within a hundredth of the bias.
    wall = edge_of_the_wall()
    b = torch.linspace(wall - 0.005, wall + 0.005, 2001, dtype=torch.float64)
    across = cliff_loss(torch.full_like(b, 5.0), b)
    assert across.loss.max() - across.loss.min() > 0.3
    assert across.steepness.max() > 100 * across.steepness.median()


def test_one_update_is_the_rate_times_the_gradient():
    path = descend(5.0, -2.3, rate=0.1, num_updates=1)
    _, gradient = loss_by_autograd(5.0, -2.3)
    expected = torch.tensor([5.0, -2.3]).double() - 0.1 * gradient
    torch.testing.assert_close(torch.stack([path.w[1], path.b[1]]), expected, rtol=1e-6, atol=1e-12)
    assert path.clipped == (False, False)


def test_at_the_wall_plain_descent_is_thrown_far_away_and_clipped_descent_is_not():
    plain, clipped = descend(**START), descend(**START, clip_at=1.0)
    assert plain.steepness.max() > 100
    assert plain.w[-1] > 10
    assert plain.loss[-1] > 0.08
    assert plain.steepness[-1] < 1e-3
    assert clipped.w.diff().abs().max() <= 0.1 + 1e-12
    assert sum(clipped.clipped) > 5
    assert clipped.loss[-1] < 0.001


def test_a_clipped_update_keeps_its_direction_and_has_the_allowed_length():
    path = descend(**START, clip_at=1.0)
    at = path.clipped.index(True)
    moved = torch.stack([path.w[at + 1] - path.w[at], path.b[at + 1] - path.b[at]])
    here = cliff_loss(path.w[at : at + 1], path.b[at : at + 1])
    gradient = torch.cat([here.dw, here.db])
    assert moved.norm().item() == pytest.approx(0.1 * 1.0)
    torch.testing.assert_close(moved / moved.norm(), -gradient / gradient.norm())


def edge_of_the_wall(w=5.0):
    """Halve the interval around the jump of the loss until floats run out."""
    low, high = -3.0, -2.3
    for _ in range(48):
        middle = (low + high) / 2
        at = cliff_loss(torch.tensor([w]).double(), torch.tensor([middle]).double())
        low, high = (middle, high) if at.loss.item() > 0.2 else (low, middle)
    return high


def test_a_path_that_leaves_every_range_is_cut_short_and_stays_finite():
    path = descend(5.0, edge_of_the_wall(), rate=100.0, num_updates=50)
    assert path.steepness[0] > 1e3
    assert len(path.w) < 51
    assert path.w.isfinite().all()
    assert path.loss.isfinite().all()


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"w": 101.0}, "w must be a finite number from -100 to 100, found 101.0"),
        ({"b": float("nan")}, "b must be a finite number from -100 to 100, found nan"),
        ({"rate": 0.0}, "rate must be a finite number from 1e-09 to 100, found 0.0"),
        ({"num_updates": 1001}, "num_updates must be a whole number from 1 to 1000, found 1001"),
        ({"clip_at": 0.0}, "clip_at must be a finite number from 1e-09 to 1e+06, found 0.0"),
    ],
)
def test_a_descent_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        descend(**(START | changes))
