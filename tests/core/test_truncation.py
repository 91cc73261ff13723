"""Truncated BPTT, held to autograd on graphs that are cut where the window ends."""

import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.bptt import backpropagate
from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.truncation import truncated_shares, truncated_total
from rnn_core.unrolling import unroll
from tests.core.cases import CASES, make_case, normal


def cut_autograd(params, trace, targets, window):
    """Let each step's loss see its own graph, whose state is detached where the window begins."""
    weights = {name: getattr(params, name).clone().requires_grad_() for name in WEIGHTS}
    activate = {"tanh": torch.tanh, "relu": torch.relu}[params.activation]
    cost = 0.0
    for t in range(1, trace.num_steps + 1):
        begin = max(0, t - window)
        h = trace.h[begin].detach()
        for x_k in trace.x[begin:t]:
            h = activate(weights["W_xh"] @ x_k + weights["W_hh"] @ h + weights["b_h"])
        y = weights["W_hy"] @ h + weights["b_y"]
        cost = cost + 0.5 * (y - targets[t - 1]).square().sum()
    found = torch.autograd.grad(cost, list(weights.values()))
    return dict(zip(WEIGHTS, found, strict=True))


@given(case=CASES, window=st.integers(1, 10))
def test_a_window_gives_what_autograd_gives_on_graphs_cut_there(case, window):
    params, trace = make_case(**case)
    targets = normal(*trace.y.shape, seed=5)
    total = truncated_total(params, trace, backpropagate(params, trace, targets), window)
    for name, expected in cut_autograd(params, trace, targets, window).items():
        torch.testing.assert_close(total[name], expected, msg=lambda m, n=name: f"{n}: {m}")


@given(case=CASES)
def test_a_window_as_long_as_the_sequence_cuts_nothing(case):
    params, trace = make_case(**case)
    gradients = backpropagate(params, trace, normal(*trace.y.shape, seed=5))
    shares = truncated_shares(params, trace, gradients, window=trace.num_steps)
    for name, expected in gradients.by_step.items():
        torch.testing.assert_close(shares[name], expected)


def test_with_a_loss_at_the_end_only_the_last_steps_of_the_window_have_a_share():
    params, trace = make_case(num_steps=6)
    gradients = backpropagate(params, trace, torch.ones(2, dtype=torch.float64))
    shares = truncated_shares(params, trace, gradients, window=2)["W_hh"]
    assert [bool(share.any()) for share in shares] == [False] * 4 + [True] * 2
    torch.testing.assert_close(shares[4:], gradients.by_step["W_hh"][4:])


def test_a_window_of_one_keeps_each_loss_at_its_own_step():
    one, zero = torch.ones(1, 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    params = RNNParams(W_xh=one, W_hh=0.5 * one, W_hy=2 * one, b_h=zero, b_y=zero, activation="relu")
    trace = unroll(params, torch.ones(2, 1, dtype=torch.float64))
    gradients = backpropagate(params, trace, torch.zeros(2, 1, dtype=torch.float64))
    # h = 0, 1, 1.5 and y = 2, 3; each delta is 2 times its own y, nothing comes from the later step.
    shares = truncated_shares(params, trace, gradients, window=1)
    assert shares["b_h"].flatten().tolist() == pytest.approx([4.0, 6.0])
    assert gradients.by_step["b_h"].flatten().tolist() == pytest.approx([7.0, 6.0])


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize("window", [0, -1, 1001, 2.0, True, None])
def test_refuses_a_window(window):
    params, trace = make_case()
    gradients = backpropagate(params, trace, torch.zeros(2))
    message = f"window must be a whole number from 1 to 1000, found {window!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        truncated_shares(params, trace, gradients, window)
