"""What the backprop page's sentences claim, checked on many networks."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.bptt import backpropagate
from rnn_core.cells import WEIGHTS
from rnn_core.descent import Rule, descend
from tests.core.cases import CASES, make_case, normal


@given(case=CASES)
def test_the_norm_of_the_sum_is_never_larger_than_the_sum_of_the_norms(case):
    params, trace = make_case(**case)
    gradients = backpropagate(params, trace, normal(*trace.y.shape, seed=5))
    for shares in gradients.by_step.values():
        norms = shares.flatten(1).norm(dim=1).sum()
        assert shares.sum(0).norm() <= norms * (1 + 1e-12) + 1e-300


def test_shares_of_opposite_sign_cancel():
    params, trace = make_case(num_steps=8)
    shares = backpropagate(params, trace, normal(*trace.y.shape, seed=5)).by_step["W_hh"]
    assert shares.sum(0).norm() < 0.9 * shares.flatten(1).norm(dim=1).sum()


@given(case=CASES, rate=st.floats(1e-4, 1.0))
def test_adams_first_step_moves_every_weight_by_about_the_rate(case, rate):
    params, trace = make_case(**case)
    targets = normal(*trace.y.shape, seed=5)
    descent = descend(params, trace.x, targets, "squared_error", Rule("adam", rate), num_updates=1)
    for name in WEIGHTS:
        moved = (getattr(descent.params[1], name) - getattr(params, name)).abs()
        is_felt = descent.gradients[0][name].abs() > 1e-5
        torch.testing.assert_close(
            moved[is_felt], torch.full_like(moved[is_felt], rate), rtol=2e-3, atol=1e-12
        )


def test_a_step_without_a_target_hears_only_what_later_steps_send():
    params, trace = make_case(num_steps=5)
    gradients = backpropagate(params, trace, torch.ones(2, dtype=torch.float64))
    assert gradients.from_output[:-1].abs().max().item() == pytest.approx(0.0)
    torch.testing.assert_close(gradients.dh[:-1], gradients.from_future[:-1])
