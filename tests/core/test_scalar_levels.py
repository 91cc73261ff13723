import math
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import scalar_chain, scalar_sweep
from rnn_core.scalar_levels import level_sweep, saturation_threshold, steps_until_little, turning_weights

WEIGHTS = torch.arange(-200, 201, dtype=torch.float64) / 100


@given(
    weight=st.floats(-2, 2), levels=st.lists(st.floats(-4, 4), min_size=1, max_size=6), k=st.integers(1, 40)
)
def test_a_row_is_the_chain_of_its_level(weight, levels, k):
    sweep = level_sweep(weight, torch.tensor(levels, dtype=torch.float64), k, num_run=60)
    for row, level in enumerate(levels):
        chain = scalar_chain(weight, k, x=level, num_run=60)
        torch.testing.assert_close(sweep.through_tanh[row], chain.through_tanh)
        torch.testing.assert_close(sweep.h[row], chain.h)


@given(weight=st.floats(-2, 2), level=st.floats(0, 4))
def test_the_sign_of_the_drive_changes_nothing(weight, level):
    both = level_sweep(weight, torch.tensor([level, -level], dtype=torch.float64), 30).through_tanh
    assert torch.equal(both[0], both[1])


@given(weight=st.floats(-2, 2), x=st.floats(-2, 2), b_h=st.floats(-2, 2))
def test_only_the_sum_of_input_and_bias_counts(weight, x, b_h):
    apart = scalar_chain(weight, 20, x=x, b_h=b_h)
    together = level_sweep(weight, torch.tensor([x + b_h], dtype=torch.float64), 20)
    torch.testing.assert_close(apart.through_tanh, together.through_tanh[0], rtol=1e-6, atol=1e-12)


@given(weight=st.floats(1.01, 2), h=st.floats(-0.999, 0.999))
def test_beyond_the_threshold_one_step_shrinks_the_gradient(weight, h):
    threshold = saturation_threshold(torch.tensor([weight], dtype=torch.float64)).item()
    factor = weight * (1 - h**2)
    if abs(h) > threshold + 1e-9:
        assert factor < 1
    elif abs(h) < threshold - 1e-9:
        assert factor > 1


def test_at_one_and_a_half_the_threshold_is_0_577():
    found = saturation_threshold(torch.tensor([-1.5, 1.0, 0.5, 0.0, 1.5]).double())
    assert found.tolist() == pytest.approx(
        [0.577, math.nan, math.nan, math.nan, 0.577], abs=5e-4, nan_ok=True
    )


@pytest.mark.parametrize(
    ("x", "turning"), [(0.0, math.inf), (0.01, 0.96), (0.1, 0.84), (0.5, 0.64), (1.0, 0.55)]
)
def test_beyond_the_turning_weight_more_weight_leaves_less(x, turning):
    sweep = scalar_sweep(WEIGHTS, 101, x=x)
    found = turning_weights(sweep)
    assert found[10].item() == pytest.approx(turning)
    if math.isfinite(turning):
        beyond = sweep.through_tanh[WEIGHTS.ge(turning)][:, 10]
        assert (beyond.diff() < 0).all()
        before = sweep.through_tanh[(WEIGHTS > 0) & WEIGHTS.le(turning)][:, 10]
        assert (before.diff() > 0).all()


def test_no_step_back_has_no_turning_weight():
    assert turning_weights(scalar_sweep(WEIGHTS, 3, x=0.1))[0].item() == math.inf


def test_a_sweep_without_a_positive_weight_has_no_turning_point():
    with pytest.raises(ValueError, match=r"^sweep must hold a weight above 0, found at most -0.5$"):
        turning_weights(scalar_sweep(torch.tensor([-0.5], dtype=torch.float64), 3))


@pytest.mark.parametrize(("weight", "steps"), [(0.5, 7), (0.1, 3), (0.0, 1), (1.0, -1), (-0.5, 7), (2.0, -1)])
def test_steps_until_less_than_a_hundredth_is_left(weight, steps):
    chain = scalar_chain(weight, 101)
    assert steps_until_little(chain.linear[None]).tolist() == [steps]
    if steps > 0:
        assert abs(weight) ** steps < 0.01 <= abs(weight) ** (steps - 1)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W_hh": 11}, "W_hh must be a finite number from -10 to 10, found 11"),
        ({"levels": torch.zeros(0)}, "levels must have shape (P,), found (0,)"),
        ({"levels": torch.tensor([21.0])}, "levels must be a finite number from -20 to 20, found 21.0"),
        ({"num_steps": 102}, "num_steps must be a whole number from 1 to 101, found 102"),
        ({"num_run": 0}, "num_run must be a whole number from 1 to 1000, found 0"),
    ],
)
def test_a_level_sweep_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        level_sweep(**({"W_hh": 1.0, "levels": torch.zeros(2), "num_steps": 5} | changes))
