"""The three cells side by side, and their tables."""

import re

import pytest
import torch

from rnn_core import RNNParams, gradient_flow, unroll
from rnn_core.gated.comparison import compare_cells
from rnn_core.gated.forcing import HeldGate, SetBias
from rnn_core.tables.gated import gated_table
from tests.core.cases import normal

X = normal(7, 3, seed=4)


def test_all_three_read_the_same_input_and_are_drawn_from_the_same_seed():
    first, again, other = (compare_cells(X, 2, seed=seed) for seed in (3, 3, 4))
    for name in ("rnn", "lstm", "gru"):
        run = getattr(first, name)
        assert torch.equal(run.trace.x, X)
        assert torch.equal(run.trace.h, getattr(again, name).trace.h)
        assert not torch.allclose(run.trace.h, getattr(other, name).trace.h)


def test_the_vanilla_network_is_the_orthogonal_one_of_the_same_seed():
    params = RNNParams.random(input_size=3, hidden_size=2, seed=3)
    trace = unroll(params, X)
    rnn = compare_cells(X, 2, seed=3).rnn
    assert torch.equal(rnn.trace.h, trace.h)
    assert torch.equal(rnn.flow.norms, gradient_flow(params, trace).norms)


def test_equal_parameters_give_the_vanilla_network_more_units():
    units, parameters = (compare_cells(X, 2, equal=equal) for equal in ("units", "parameters"))
    assert [run.params.hidden_size for run in (units.rnn, units.lstm, units.gru)] == [2, 2, 2]
    assert [run.params.hidden_size for run in (parameters.rnn, parameters.lstm, parameters.gru)] == [5, 2, 2]
    assert parameters.rnn.params.num_parameters == parameters.lstm.params.num_parameters == 51
    assert units.rnn.params.num_parameters == 15


def test_what_is_set_by_hand_reaches_the_cell_that_has_the_gate():
    held = (HeldGate("f", 1.0), HeldGate("z", 0.0))
    free = compare_cells(X, 2)
    changed = compare_cells(X, 2, biases=(SetBias("i", 3.0), SetBias("r", -3.0)), held=held)
    assert changed.lstm.params.of("i").b_h.tolist() == [3.0, 3.0]
    assert changed.gru.params.of("r").b_h.tolist() == [-3.0, -3.0]
    assert changed.lstm.flow.road.min().item() == 1.0
    assert changed.gru.flow.road[:-1].max().item() == 0.0
    assert torch.equal(changed.rnn.trace.h, free.rnn.trace.h)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hidden_size": 0}, "hidden_size must be a whole number from 1 to 64, found 0"),
        ({"equal": "size"}, "equal must be one of units, parameters, found 'size'"),
        ({"x": X[0]}, "x must have shape (T, D), found (3,)"),
    ],
)
def test_what_cannot_be_compared_is_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        compare_cells(**({"x": X, "hidden_size": 2} | arguments))


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru"])
def test_a_table_holds_every_value_of_a_run(name):
    run = getattr(compare_cells(X, 2), name)
    tokens = [f"w{t}" for t in range(7)]
    table = gated_table(run, tokens)
    assert table["token"].tolist() == tokens
    assert table["h[2]"].tolist() == run.trace.h[1:, 1].tolist()
    gates = {"rnn": "a", "lstm": "figo", "gru": "rzn"}[name]
    for gate in gates:
        assert table[f"{gate}[1]"].tolist() == getattr(run.trace, gate)[:, 0].tolist()
    if name == "lstm":
        assert table["road[2]"].tolist() == run.flow.road[1:, 1].tolist()
        assert table["|dc_T/dc_t|"].tolist() == run.flow.c_norms[1:].tolist()
