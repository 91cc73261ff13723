"""Clipping, held to torch.nn.utils."""

import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from rnn_core.bptt import backpropagate
from rnn_core.clipping import CLIP_KINDS, clip, clip_factor, cosine, norm_of
from tests.core.cases import make_case, normal

LIMITS = st.floats(1e-6, 1e3)


def make_gradient(size=1.0, seed=0):
    shapes = {"W_xh": (3, 2), "W_hh": (3, 3), "b_h": (3,)}
    return {name: size * normal(*shape, seed=seed + n) for n, (name, shape) in enumerate(shapes.items())}


def torchs(gradient, kind, limit):
    parameters = {name: torch.nn.Parameter(torch.zeros_like(values)) for name, values in gradient.items()}
    for name, values in gradient.items():
        parameters[name].grad = values.clone()
    clipped = {"norm": clip_grad_norm_, "value": clip_grad_value_}[kind]
    clipped(parameters.values(), limit)
    return {name: parameter.grad for name, parameter in parameters.items()}


@pytest.mark.parametrize("kind", CLIP_KINDS)
@given(limit=LIMITS, size=st.floats(1e-9, 1e6), seed=st.integers(0, 1000))
def test_clips_as_torch_does(kind, limit, size, seed):
    gradient = make_gradient(size, seed)
    clipped = clip(gradient, kind, limit)
    for name, expected in torchs(gradient, kind, limit).items():
        torch.testing.assert_close(clipped[name], expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("bad", [math.inf, math.nan])
@pytest.mark.parametrize("kind", CLIP_KINDS)
def test_what_is_not_finite_is_torchs_own(kind, bad):
    gradient = make_gradient()
    gradient["b_h"][0] = bad
    clipped = clip(gradient, kind, 1.0)
    for name, expected in torchs(gradient, kind, 1.0).items():
        torch.testing.assert_close(clipped[name], expected, equal_nan=True)


def test_leaves_what_it_was_given():
    gradient = make_gradient(100.0)
    before = {name: values.clone() for name, values in gradient.items()}
    for kind in CLIP_KINDS:
        clip(gradient, kind, 0.5)
    for name, values in before.items():
        assert gradient[name].equal(values)


@given(limit=LIMITS, size=st.floats(1e-3, 1e3))
def test_clipping_by_norm_keeps_the_direction_and_the_limit(limit, size):
    gradient = make_gradient(size)
    clipped = clip(gradient, "norm", limit)
    assert norm_of(clipped) <= limit * (1 + 1e-12)
    assert cosine(gradient, clipped) == pytest.approx(1.0, abs=1e-12)


def test_clipping_by_value_can_turn_the_direction():
    gradient = {"b_h": torch.tensor([3.0, 0.5], dtype=torch.float64)}
    clipped = clip(gradient, "value", 1.0)
    assert clipped["b_h"].tolist() == pytest.approx([1.0, 0.5])
    assert cosine(gradient, clipped) == pytest.approx(3.25 / math.sqrt(9.25 * 1.25))


def test_a_short_gradient_is_left_as_it_is():
    gradient = make_gradient(1e-3)
    assert clip_factor(gradient, 1.0) == pytest.approx(1.0)
    for kind in CLIP_KINDS:
        for name, values in clip(gradient, kind, 1.0).items():
            assert values.equal(gradient[name])


def test_the_cosine_is_torchs():
    params, trace = make_case()
    one = backpropagate(params, trace, torch.zeros(2)).total
    other = backpropagate(params, trace, torch.ones(2)).total
    flat = [torch.cat([values.flatten() for values in each.values()]) for each in (one, other)]
    expected = torch.nn.functional.cosine_similarity(*flat, dim=0).item()
    assert cosine(one, other) == pytest.approx(expected)


def test_the_cosine_of_tiny_and_huge_gradients_is_still_one():
    tiny = {"b_h": torch.tensor([1e-160, 2e-160], dtype=torch.float64)}
    huge = {"b_h": torch.tensor([1e150, 2e150], dtype=torch.float64)}
    assert cosine(tiny, huge) == pytest.approx(1.0)


def test_there_is_no_angle_to_a_gradient_of_zero():
    zero = {"b_h": torch.zeros(2)}
    assert math.isnan(cosine(zero, {"b_h": torch.ones(2)}))


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("kind", "limit", "message"),
    [
        ("length", 1.0, "kind must be one of norm, value, found 'length'"),
        ("norm", -1.0, "limit must be a finite number from 0 to 1e+06, found -1.0"),
        ("value", math.nan, "limit must be a finite number from 0 to 1e+06, found nan"),
        ("value", math.inf, "limit must be a finite number from 0 to 1e+06, found inf"),
    ],
)
def test_refuses(kind, limit, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        clip(make_gradient(), kind, limit)
