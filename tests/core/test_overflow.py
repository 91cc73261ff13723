"""An overflow is found at the step at which it happens, and told apart by where it happens."""

import math

import pytest
import torch

from rnn_core import RNNParams, backpropagate, unroll
from rnn_core.overflow import Overflow, find_overflow


def one_unit(w_hh, w_hy=1.0):
    return RNNParams(
        W_xh=torch.zeros(1, 1, dtype=torch.float64),
        W_hh=torch.tensor([[w_hh]], dtype=torch.float64),
        W_hy=torch.tensor([[w_hy]], dtype=torch.float64),
        b_h=torch.ones(1, dtype=torch.float64),
        b_y=torch.zeros(1, dtype=torch.float64),
        activation="relu",
    )


def overflow_of(params, num_steps, target=0.0):
    trace = unroll(params, torch.ones(num_steps, 1, dtype=torch.float64))
    return find_overflow(trace, backpropagate(params, trace, torch.tensor([target], dtype=torch.float64)))


@pytest.mark.parametrize("w_hh", [100.0, 1e7])
def test_the_forward_pass_overflows_where_its_powers_do(w_hh):
    expected = math.ceil(308.2547 / math.log10(w_hh)) + 1  # h_t is W_hh to the power t - 1, and a little more
    assert overflow_of(one_unit(w_hh), 200) == Overflow("forward", expected)
    assert overflow_of(one_unit(w_hh), 10) is None


def test_an_output_overflows_before_its_state_does():
    assert overflow_of(one_unit(100.0, w_hy=1e300), 20) == Overflow("forward", 6)


def test_a_square_overflows_in_the_loss():
    assert overflow_of(one_unit(0.0, w_hy=1e200), 3) == Overflow("loss", 3)


def silent_unit(w_hh, w_hy):
    """Return a network whose states and outputs are all 0, so that only the way back is large."""
    weights = {"W_xh": [[0.0]], "W_hh": [[w_hh]], "W_hy": [[w_hy]], "b_h": [0.0], "b_y": [0.0]}
    return RNNParams(**{name: torch.tensor(each, dtype=torch.float64) for name, each in weights.items()})


def test_the_way_back_overflows_where_the_gradient_does():
    assert overflow_of(silent_unit(1e5, w_hy=1e300), 5, target=1.0) == Overflow("back", 3)
    assert overflow_of(silent_unit(1.0, w_hy=1e300), 5, target=1.0) is None


def test_finite_shares_whose_sum_is_not_finite_overflow_at_the_step_added_last():
    assert overflow_of(silent_unit(1.0, w_hy=1e308), 5, target=1.0) == Overflow("back", 1)
