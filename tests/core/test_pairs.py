import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import RNNParams, gradient_flow, unroll
from rnn_core.matrix_flow import flow_sweep, with_radius
from rnn_core.pairs import pair_map, pair_sweep
from rnn_core.unrolling import step
from tests.core.cases import CASES, make_case, normal


@given(case=CASES, data=st.data())
def test_a_pair_is_the_norm_of_autograds_jacobian(case, data):
    params, trace = make_case(**case)
    j = data.draw(st.integers(0, trace.num_steps))
    i = data.draw(st.integers(0, j))

    def run_between(h):
        for x_t in trace.x[i:j]:
            h = step(params, x_t, h)
        return h

    jacobian = torch.autograd.functional.jacobian(run_between, trace.h[i])
    expected = torch.linalg.matrix_norm(jacobian, ord=2)
    torch.testing.assert_close(pair_map(params, trace).norms[j, i], expected, rtol=1e-8, atol=1e-12)


@given(case=CASES)
def test_the_last_row_is_the_gradient_flow_and_the_diagonal_is_one(case):
    params, trace = make_case(**case)
    norms = pair_map(params, trace).norms
    torch.testing.assert_close(norms[-1], gradient_flow(params, trace).norms, rtol=1e-8, atol=1e-12)
    torch.testing.assert_close(norms.diagonal(), torch.ones(trace.num_steps + 1, dtype=torch.float64))


def test_nothing_runs_back_in_time():
    norms = pair_map(*make_case(num_steps=5)).norms
    later = torch.ones(6, 6).triu(1).bool()
    assert norms[later].isnan().all()
    assert norms[~later].isfinite().all()


@pytest.mark.parametrize("every", [2, 3, 7])
def test_a_coarse_map_holds_the_same_numbers(every):
    params, trace = make_case(num_steps=7)
    coarse = pair_map(params, trace, every=every)
    assert coarse.steps == tuple(range(0, 8, every))
    whole = pair_map(params, trace).norms[list(coarse.steps)][:, list(coarse.steps)]
    torch.testing.assert_close(coarse.norms, whole, equal_nan=True)


def test_a_sweep_holds_the_map_of_every_radius_and_agrees_with_the_flow():
    params = RNNParams.random(input_size=2, hidden_size=5, init="xavier", seed=8)
    x = normal(6, 2, seed=3)
    radii = torch.tensor([0.5, 1.5], dtype=torch.float64)
    maps = pair_sweep(params, x, radii)
    flow = flow_sweep(params, x, radii)
    for place, radius in enumerate(radii.tolist()):
        own = with_radius(params, radius)
        expected = pair_map(own, unroll(own, x)).norms
        torch.testing.assert_close(maps[place].norms, expected, equal_nan=True)
        torch.testing.assert_close(maps[place].norms[-1].flip(0), flow.norms[place])


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize("every", [0, 7, 1.5])
def test_steps_that_cannot_be_taken_are_refused(every):
    params, trace = make_case(num_steps=6)
    message = f"every must be a whole number from 1 to 6, found {every}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        pair_map(params, trace, every=every)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        pair_sweep(params, trace.x, torch.ones(1), every=every)
