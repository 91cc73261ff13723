"""What the gradients page says in words, held to the numbers."""

import pytest
import torch

from rnn_core import scalar_chain, scalar_sweep

WEIGHTS = torch.arange(-200, 201, dtype=torch.float64) / 100
ABOVE_ONE = WEIGHTS[WEIGHTS > 1]


def test_half_leaves_a_sixteenth_after_four_steps():
    assert scalar_chain(0.5, 5).linear.tolist() == [1.0, 0.5, 0.25, 0.125, 0.0625]


def test_half_leaves_less_than_a_millionth_after_twenty_steps():
    assert scalar_chain(0.5, 21).linear[20] < 1e-6


def test_two_explodes_to_the_hundredth_power_of_two():
    assert scalar_chain(2.0, 101).linear[100].item() == 2.0**100
    assert f"{2.0**100:.3g}" == "1.27e+30"


def test_without_input_the_state_rests_and_both_curves_are_one():
    sweep = scalar_sweep(WEIGHTS, 101, x=0.0)
    assert torch.equal(sweep.h, torch.zeros_like(sweep.h))
    torch.testing.assert_close(sweep.through_tanh, sweep.linear, rtol=1e-12, atol=0.0)


def test_without_input_a_weight_above_one_explodes():
    assert (scalar_sweep(ABOVE_ONE, 101, x=0.0).through_tanh.diff(dim=1) > 0).all()


def test_without_input_two_hundredths_from_one_leave_between_a_tenth_and_ten_after_a_hundred_steps():
    left = scalar_sweep(torch.tensor([0.97, 0.98, 1.02, 1.03], dtype=torch.float64), 101, x=0.0).through_tanh
    assert [0.1 <= amount <= 10 for amount in left[:, 100].tolist()] == [False, True, True, False]


def test_with_a_small_input_the_power_above_one_grows_while_the_product_vanishes():
    sweep = scalar_sweep(ABOVE_ONE, 21, x=0.1)
    assert (sweep.linear[:, 20] > 1).all()
    assert (sweep.through_tanh[:, 20] < 0.1).all()


def test_with_a_small_input_the_product_turns_up_where_the_neuron_has_just_started():
    left = scalar_chain(1.5, 101, x=0.1).through_tanh
    assert left[100] > left[98] > 0
    assert left[90] > left[95] > left[97]


def test_with_a_strong_input_one_and_a_half_vanishes_within_two_steps():
    left = scalar_chain(1.5, 4, x=1.0).through_tanh.tolist()
    assert left == pytest.approx([1.0, 0.0416, 0.0017, 0.0001], abs=5e-5)


def test_with_a_strong_input_tanh_is_almost_flat_from_a_weight_of_one_up():
    h = scalar_sweep(WEIGHTS[WEIGHTS >= 1], 101, x=1.0).h[:, -1]
    assert (h > 0.96).all()
    assert (1 - h**2 < 0.08).all()


def test_with_a_strong_input_a_small_positive_weight_keeps_more_than_a_third_of_the_slope():
    h = scalar_chain(0.1, 101, x=1.0).h[-1].item()
    assert (h, 1 - h**2) == (pytest.approx(0.793, abs=5e-4), pytest.approx(0.371, abs=5e-4))


@pytest.mark.parametrize("x", [0.0, 0.1, 1.0])
def test_tanh_never_leaves_more_than_the_power_alone(x):
    sweep = scalar_sweep(WEIGHTS, 101, x=x)
    assert (sweep.through_tanh.abs() <= sweep.linear.abs() * (1 + 1e-12)).all()


@pytest.mark.parametrize("x", [0.0, 0.1, 1.0])
def test_the_sign_of_a_negative_weight_turns_at_every_step(x):
    sweep = scalar_sweep(WEIGHTS[WEIGHTS < 0], 101, x=x)
    turns = (-1.0) ** torch.arange(101)
    assert (sweep.linear.sign() == turns).all()
    assert (sweep.through_tanh.sign() == turns).all()
