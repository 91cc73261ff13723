from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import HeldGate
from rnn_core.gated.comparison import compare_cells
from rnn_core.gated.flow_check import check_gru_roads, check_lstm_roads
from rnn_core.gated.forcing import SetBias
from tests.core.cases import normal

HOLDS = [(), (HeldGate("f", 1.0, 2), HeldGate("i", 0.0, 3, 3)), (HeldGate("z", 0.0, 2), HeldGate("r", 1.0))]
CHECKS = {"lstm": check_lstm_roads, "gru": check_gru_roads}


@given(
    seed=st.integers(0, 200),
    units=st.integers(1, 4),
    num_steps=st.integers(1, 12),
    held=st.sampled_from(HOLDS),
)
def test_both_ways_back_equal_autograd_also_while_gates_are_held(seed, units, num_steps, held):
    cells = compare_cells(normal(num_steps, 3, seed=seed), units, seed=seed, held=held)
    for cell, check in CHECKS.items():
        found = check(getattr(cells, cell))
        assert found.road.is_equal
        assert found.all_roads.is_equal
        assert found.road.compared == (num_steps + 1) * units**2
        assert found.all_roads.compared == (num_steps + 1) * (units**2 + 1)


@pytest.mark.parametrize("cell", CHECKS)
def test_a_wrong_way_back_is_seen(cell):
    run = getattr(compare_cells(normal(6, 3, seed=1), 2), cell)
    wrong_road = replace(run, flow=replace(run.flow, road=run.flow.road * (1 + 1e-6)))
    found = CHECKS[cell](wrong_road)
    assert not found.road.is_equal
    assert found.all_roads.is_equal
    wrong = replace(run, flow=replace(run.flow, jacobians=run.flow.jacobians.roll(1, 0)))
    assert not CHECKS[cell](wrong).all_roads.is_equal


@pytest.mark.parametrize("cell", CHECKS)
def test_a_gradient_below_the_smallest_number_is_zero_for_both(cell):
    biases = (SetBias("f", -100.0), SetBias("z", -100.0))
    run = getattr(compare_cells(normal(60, 3, seed=1), 2, biases=biases), cell)
    assert run.flow.road[0].tolist() == [0.0, 0.0]
    assert CHECKS[cell](run).road.is_equal


@pytest.mark.parametrize("cell", CHECKS)
def test_the_other_roads_add_to_the_product_or_cancel_some_of_it(cell):
    """What the page says of all roads against the product of the gates."""
    ratios = []
    for seed in range(20):
        flow = getattr(compare_cells(normal(7, 3, seed=seed), 2, seed=seed), cell).flow
        whole = flow.c_norms if cell == "lstm" else flow.norms
        ratios.append((whole[1] / flow.road[1].max()).item())
    assert min(ratios) < 0.99
    assert max(ratios) > 1.01
    assert torch.tensor(ratios).isfinite().all()
