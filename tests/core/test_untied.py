"""Weights of their own at every step: held to torch by a loop of cells that differ."""

import re
from dataclasses import replace
from functools import reduce

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from rnn_core.cells import ACTIVATIONS, WEIGHTS, RNNParams
from rnn_core.edits import Edit
from rnn_core.unrolling import unroll
from rnn_core.untied import UntiedRNNParams, edited_steps, unroll_untied, untie
from tests.core.cases import CASES, make_case, make_params, normal

VALUES = ("x", "from_input", "from_memory", "a", "h", "y")


def make_untied(num_steps=5, **options):
    """Return a network whose steps all have different weights."""
    return UntiedRNNParams(tuple(make_params(seed=10 * t, **options) for t in range(num_steps)))


@given(case=CASES)
def test_equal_copies_run_as_the_tied_network(case):
    params, trace = make_case(**case)
    run = unroll_untied(untie(params, trace.num_steps), trace.x, trace.h[0])
    for name in VALUES:
        torch.testing.assert_close(getattr(run, name), getattr(trace, name))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_different_copies_match_a_loop_of_torch_cells(activation):
    params, x, h_t = make_untied(activation=activation), normal(5, 3, seed=50), normal(4, seed=51)
    run = unroll_untied(params, x, h_t)
    for t, own in enumerate(params.steps, start=1):
        cell = nn.RNNCell(3, 4, nonlinearity=activation, dtype=torch.float64)
        weights = {"weight_ih": own.W_xh, "weight_hh": own.W_hh, "bias_ih": own.b_h}
        cell.load_state_dict(weights | {"bias_hh": torch.zeros(4)})
        with torch.no_grad():
            h_t = cell(x[t - 1], h_t)
        torch.testing.assert_close(run.h[t], h_t)
        torch.testing.assert_close(run.y[t - 1], nn.functional.linear(h_t, own.W_hy, own.b_y))


def test_every_intermediate_is_what_it_says():
    params, x = make_untied(), normal(5, 3, seed=50)
    run = unroll_untied(params, x)
    assert run.h[0].tolist() == [0.0] * 4
    for t, own in enumerate(params.steps, start=1):
        torch.testing.assert_close(run.from_input[t - 1], own.W_xh @ x[t - 1])
        torch.testing.assert_close(run.from_memory[t - 1], own.W_hh @ run.h[t - 1])
        total = run.from_input[t - 1] + run.from_memory[t - 1] + own.b_h
        torch.testing.assert_close(run.a[t - 1], total)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", WEIGHTS)
def test_the_gradient_of_a_shared_weight_is_the_sum_over_its_copies(name, activation):
    params, trace = make_case(activation=activation)
    shared = getattr(params, name).clone().requires_grad_()
    copies = [getattr(params, name).clone().requires_grad_() for _ in range(trace.num_steps)]
    tied = unroll(replace(params, **{name: shared}), trace.x)
    untied = unroll_untied(
        UntiedRNNParams(tuple(replace(params, **{name: copy}) for copy in copies)), trace.x
    )
    (expected,) = torch.autograd.grad(tied.y.square().sum(), shared)
    gradients = torch.autograd.grad(untied.y.square().sum(), copies)
    torch.testing.assert_close(sum(gradients), expected)
    assert not torch.allclose(gradients[0], gradients[-1])


@given(case=CASES)
def test_the_parameters_grow_with_the_steps(case):
    params, trace = make_case(**case)
    counts = [untie(params, steps).num_parameters for steps in range(1, trace.num_steps + 1)]
    assert counts == [params.num_parameters * steps for steps in range(1, trace.num_steps + 1)]
    assert untie(params, trace.num_steps).num_steps == trace.num_steps


@given(case=CASES)
def test_tying_equal_copies_gives_the_same_weights_to_the_last_digit(case):
    params, trace = make_case(**case)
    tied = untie(params, trace.num_steps).tie()
    assert all(torch.equal(getattr(tied, name), getattr(params, name)) for name in WEIGHTS)
    assert tied.activation == params.activation


def test_tying_takes_the_average_of_each_weight():
    params = make_untied()
    tied = params.tie()
    for name in WEIGHTS:
        expected = sum(getattr(own, name) for own in params.steps) / 5
        torch.testing.assert_close(getattr(tied, name), expected)


def test_a_shorter_sequence_leaves_the_last_copies_idle():
    params, x = make_untied(num_steps=5), normal(3, 3, seed=50)
    run = unroll_untied(params, x)
    assert run.num_steps == 3
    torch.testing.assert_close(run.h, unroll_untied(params, normal(5, 3, seed=50)).h[:4])


@pytest.mark.parametrize(
    ("num_steps", "message"),
    [
        (7, "weights for 7 steps and none for an 8th; tie them, or shorten the sequence to 7."),
        (1, "weights for 1 step and none for a 2nd; tie them, or shorten the sequence to 1."),
        (2, "weights for 2 steps and none for a 3rd; tie them, or shorten the sequence to 2."),
        (4, "weights for 4 steps and none for a 5th; tie them, or shorten the sequence to 4."),
        (10, "weights for 10 steps and none for an 11th; tie them, or shorten the sequence to 10."),
        (11, "weights for 11 steps and none for a 12th; tie them, or shorten the sequence to 11."),
        (12, "weights for 12 steps and none for a 13th; tie them, or shorten the sequence to 12."),
        (17, "weights for 17 steps and none for an 18th; tie them, or shorten the sequence to 17."),
        (21, "weights for 21 steps and none for a 22nd; tie them, or shorten the sequence to 21."),
        (80, "weights for 80 steps and none for an 81st; tie them, or shorten the sequence to 80."),
        (110, "weights for 110 steps and none for a 111th; tie them, or shorten the sequence to 110."),
    ],
)
def test_a_longer_sequence_has_no_weights(num_steps, message):
    params = untie(RNNParams.random(input_size=1, hidden_size=1), num_steps)
    with pytest.raises(ValueError, match=f"^{re.escape('This untied network has ' + message)}$"):
        unroll_untied(params, torch.zeros(num_steps + 1, 1))


@pytest.mark.parametrize("num_steps", [0, 1001])
def test_a_number_of_copies_is_refused(num_steps):
    with pytest.raises(
        ValueError, match=f"num_steps must be a whole number from 1 to 1000, found {num_steps}"
    ):
        untie(make_params(), num_steps)


def test_no_copies_at_all_are_refused():
    with pytest.raises(ValueError, match="num_steps must be a whole number from 1 to 1000, found 0"):
        UntiedRNNParams(())


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"hidden_size": 3}, "sizes 3, 3, 2, tanh, torch.float64"),
        ({"input_size": 2}, "sizes 2, 4, 2, tanh, torch.float64"),
        ({"output_size": 1}, "sizes 3, 4, 1, tanh, torch.float64"),
        ({"activation": "relu"}, "sizes 3, 4, 2, relu, torch.float64"),
    ],
)
def test_steps_that_differ_in_kind_are_refused(other, found):
    message = f"step 3 must be a network of sizes 3, 4, 2, tanh, torch.float64 like step 1, found {found}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        UntiedRNNParams((make_params(), make_params(), make_params(**other)))


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("x", "h_0", "message"),
    [
        (torch.zeros(3, 2), None, "x must have shape (T, 3), found (3, 2)"),
        (torch.zeros(0, 3), None, "x must have shape (T, 3), found (0, 3)"),
        ([[0.0]], None, "x must be a floating-point tensor of shape (T, 3), found list"),
        (torch.zeros(3, 3), torch.zeros(3), "h_0 must have shape (4,), found (3,)"),
    ],
)
def test_a_sequence_or_start_is_refused(x, h_0, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        unroll_untied(make_untied(), x, h_0)


def test_an_edit_of_one_step_stands_in_its_copy_alone():
    params = make_untied(num_steps=3)
    changed = edited_steps(params, [Edit("W_hh", (0, 1), 9.0, step=2)])
    assert [own.W_hh[0, 1].item() == pytest.approx(9.0) for own in changed.steps] == [False, True, False]
    assert torch.equal(changed.steps[0].W_hh, params.steps[0].W_hh)
    assert not torch.allclose(params.steps[1].W_hh, changed.steps[1].W_hh)


def test_an_edit_without_a_step_stands_in_all_copies_and_the_later_edit_wins():
    first, then = Edit("b_h", (0,), 9.0, step=2), Edit("b_h", (0,), 5.0)
    params = untie(make_params(), 3)
    for edits, expected in (([first, then], [5, 5, 5]), ([then, first], [5, 9, 5])):
        changed = edited_steps(params, edits)
        assert [own.b_h[0].item() for own in changed.steps] == pytest.approx(expected)


def test_edits_of_steps_that_are_not_there_are_left_out():
    params = untie(make_params(), 3)
    changed = edited_steps(params, [Edit("b_h", (0,), 9.0, step=4), Edit("b_h", (7,), 9.0, step=1)])
    assert all(torch.equal(own.b_h, params.steps[0].b_h) for own in changed.steps)


@given(values=st.lists(st.floats(-100, 100), min_size=1, max_size=6))
def test_tying_edited_copies_gives_the_average_of_the_edits(values):
    edits = [Edit("W_hh", (1, 0), value, step=t) for t, value in enumerate(values, start=1)]
    tied = edited_steps(untie(make_params(), len(values)), edits).tie()
    expected = reduce(lambda total, value: total + value / len(values), values, 0.0)
    assert tied.W_hh[1, 0].item() == pytest.approx(expected, abs=1e-9)


def test_steps_that_share_their_weights_still_share_them_after_an_edit_and_a_switch():
    edits = [Edit("b_h", (0,), 5.0), Edit("b_h", (1,), 9.0, step=2)]
    changed = edited_steps(untie(make_params(), 4), edits).without("W_hh")
    first, second, *others = changed.steps
    assert all(own is first for own in others)
    assert second is not first
    assert not any(own.W_hh.any() for own in changed.steps)
    assert [own.b_h[1].item() == pytest.approx(9.0) for own in changed.steps] == [False, True, False, False]
    assert [own.b_h[0].item() for own in changed.steps] == pytest.approx([5.0] * 4)
