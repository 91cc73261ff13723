"""The badge that says "equals autograd" must be able to say that it does not."""

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.autograd_check import LIMIT, check_against_autograd
from rnn_core.bptt import LOSSES, backpropagate
from rnn_core.cells import RNNParams
from rnn_core.unrolling import unroll
from tests.core.cases import CASES, make_case
from tests.core.test_bptt import make_targets


@given(case=CASES, loss=st.sampled_from(LOSSES), at_end_only=st.booleans())
def test_a_true_backward_pass_is_found_equal(case, loss, at_end_only):
    params, trace = make_case(**case)
    targets = make_targets(trace, loss, at_end_only)
    check = check_against_autograd(params, trace, targets, loss, backpropagate(params, trace, targets, loss))
    assert check.is_equal
    assert check.largest_relative <= check.largest
    assert check.compared == params.num_parameters * (trace.num_steps + 1)


@pytest.mark.parametrize("part", ["by_step", "total"])
@pytest.mark.parametrize("name", ["W_xh", "W_hh", "W_hy", "b_h", "b_y"])
@pytest.mark.parametrize("wrong", [1e-6, math.nan, math.inf])
def test_one_wrong_number_is_found(part, name, wrong):
    params, trace = make_case()
    targets = make_targets(trace, "squared_error", at_end_only=False)
    gradients = backpropagate(params, trace, targets)
    values = {key: each.clone() for key, each in getattr(gradients, part).items()}
    values[name].view(-1)[-1] += wrong
    check = check_against_autograd(
        params, trace, targets, "squared_error", replace(gradients, **{part: values})
    )
    assert not check.is_equal
    if wrong == pytest.approx(1e-6):
        assert check.largest == pytest.approx(wrong, rel=1e-3)
        assert check.largest > LIMIT


def test_rounding_of_a_huge_gradient_is_no_fault():
    one, zero = torch.ones(1, 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    params = RNNParams(W_xh=0.3 * one, W_hh=3.7 * one, W_hy=one, b_h=zero, b_y=zero, activation="relu")
    trace = unroll(params, torch.ones(40, 1, dtype=torch.float64))
    targets = torch.zeros(40, 1, dtype=torch.float64)
    gradients = backpropagate(params, trace, targets)
    assert gradients.total["W_hh"].abs().max() > 1e30
    check = check_against_autograd(params, trace, targets, "squared_error", gradients)
    assert check.is_equal


def test_an_overflow_that_is_torchs_too_is_no_fault():
    one, zero = torch.ones(1, 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    params = RNNParams(W_xh=one, W_hh=100 * one, W_hy=one, b_h=zero, b_y=zero, activation="relu")
    trace = unroll(params, torch.ones(200, 1, dtype=torch.float64))
    targets = torch.zeros(1, dtype=torch.float64)
    gradients = backpropagate(params, trace, targets)
    assert not gradients.total["W_hh"].isfinite().all()
    assert check_against_autograd(params, trace, targets, "squared_error", gradients).is_equal
