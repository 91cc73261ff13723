"""Updates, held to torch.optim on torch's own network."""

import math
import re

import pytest
import torch
from torch import nn

from rnn_core.bptt import LOSSES
from rnn_core.cells import WEIGHTS
from rnn_core.descent import OPTIMISERS, Rule, descend
from rnn_core.unrolling import unroll
from tests.core.cases import make_params, normal
from tests.core.test_bptt import loss_by_step_of, met


def torchs_run(params, x, targets, loss, rule, num_updates):
    """Update torch's own network; return its losses and its weights after every update."""
    weights = {name: nn.Parameter(getattr(params, name).clone()) for name in WEIGHTS}
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[rule.optimiser]
    optimiser = kind(weights.values(), lr=rule.rate)
    losses, networks = [], []
    for _ in range(num_updates):
        h, outputs = torch.zeros(params.hidden_size, dtype=x.dtype), []
        for x_t in x:
            h = torch.tanh(weights["W_xh"] @ x_t + weights["W_hh"] @ h + weights["b_h"])
            outputs.append(weights["W_hy"] @ h + weights["b_y"])
        cost = loss_by_step_of(torch.stack(outputs), targets, loss).sum()
        optimiser.zero_grad()
        cost.backward()
        if rule.clip_kind == "norm":
            nn.utils.clip_grad_norm_(weights.values(), rule.limit)
        if rule.clip_kind == "value":
            nn.utils.clip_grad_value_(weights.values(), rule.limit)
        optimiser.step()
        losses.append(cost.item())
        networks.append({name: weight.detach().clone() for name, weight in weights.items()})
    return losses, networks


def make_task(loss="squared_error", num_steps=6):
    params = make_params()
    x = normal(num_steps, 3, seed=8)
    return params, x, met(normal(num_steps, 2, seed=9), loss)


@pytest.mark.parametrize("clip_kind", [None, "norm", "value"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_update_is_torchs(optimiser, loss, clip_kind):
    params, x, targets = make_task(loss)
    rule = Rule(optimiser, rate=0.05, clip_kind=clip_kind, limit=0.3)
    losses, networks = torchs_run(params, x, targets, loss, rule, num_updates=12)
    descent = descend(params, x, targets, loss, rule, num_updates=12)
    assert descent.losses[:-1] == pytest.approx(losses)
    assert descent.overflow_at is None
    for found, expected in zip(descent.params[1:], networks, strict=True):
        for name in WEIGHTS:
            torch.testing.assert_close(getattr(found, name), expected[name])


def test_there_is_a_loss_before_the_first_update_and_after_each_one():
    params, x, targets = make_task()
    descent = descend(params, x, targets, "squared_error", Rule(rate=0.01), num_updates=3)
    assert (len(descent.losses), len(descent.params), len(descent.gradients)) == (4, 4, 3)
    final = unroll(descent.params[-1], x).y
    expected = 0.5 * (final - targets).square().sum().item()
    assert descent.losses[-1] == pytest.approx(expected)


def test_a_window_reaches_the_update():
    params, x, targets = make_task()
    whole = descend(params, x, targets, "squared_error", Rule(), num_updates=1)
    cut = descend(params, x, targets, "squared_error", Rule(window=1), num_updates=1)
    assert not cut.gradients[0]["W_hh"].allclose(whole.gradients[0]["W_hh"])
    # The weight of the output is never met on the way back through time.
    torch.testing.assert_close(cut.gradients[0]["W_hy"], whole.gradients[0]["W_hy"])


def test_a_rate_too_high_raises_the_loss():
    params, x, targets = make_task()
    before, after = descend(params, x, targets, "squared_error", Rule(rate=10.0), num_updates=1).losses
    assert after > before


def test_a_run_that_overflows_stops_and_says_where():
    params = make_params(activation="relu", spectral_radius=2.0)
    x, targets = normal(6, 3, seed=8), torch.zeros(2, dtype=torch.float64)
    descent = descend(params, x, targets, "squared_error", Rule(rate=1000.0), num_updates=300)
    assert descent.overflow_at is not None
    assert 1 < descent.overflow_at < 300
    assert len(descent.params) - 1 in (descent.overflow_at, descent.overflow_at - 1)
    assert math.isfinite(descent.losses[descent.overflow_at - 1])
    assert all(getattr(each, name).isfinite().all() for each in descent.params for name in WEIGHTS)


def test_a_loss_that_overflows_from_the_start_moves_nothing():
    params = make_params(activation="relu", spectral_radius=10.0)
    x = torch.full((500, 3), 100.0, dtype=torch.float64)
    targets = torch.zeros(2, dtype=torch.float64)
    descent = descend(params, x, targets, "squared_error", Rule(), num_updates=5)
    assert (descent.overflow_at, len(descent.params), descent.gradients) == (0, 1, [])


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"optimiser": "lion"}, "optimiser must be one of sgd, adam, found 'lion'"),
        ({"rate": math.inf}, "rate must be a finite number from 0 to 1000, found inf"),
        ({"rate": -0.1}, "rate must be a finite number from 0 to 1000, found -0.1"),
        ({"num_updates": 0}, "num_updates must be a whole number from 1 to 1000, found 0"),
        ({"window": 0}, "window must be a whole number from 1 to 1000, found 0"),
        ({"clip_kind": "length"}, "kind must be one of norm, value, found 'length'"),
    ],
)
def test_refuses(change, message):
    params, x, targets = make_task()
    num_updates = change.pop("num_updates", 1) if "num_updates" in change else 1
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        descend(params, x, targets, "squared_error", Rule(**change), num_updates)
