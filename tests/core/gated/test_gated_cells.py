"""The weights of the gated cells: their layout, their sizes, and what they refuse."""

import re
from dataclasses import replace

import pytest
import torch

from rnn_core import RNNParams
from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.gated.sizes import CELLS, count_parameters, sizes_for
from tests.core.gated.cases import make_cell

BOTH = pytest.mark.parametrize("kind", ["lstm", "gru"])


@BOTH
def test_the_rows_of_the_gates_make_up_the_stacked_weights(kind):
    params = make_cell(kind)
    for name in ("W_xh", "W_hh", "b_h"):
        stacked = torch.cat([getattr(params.of(gate), name) for gate in params.gates])
        assert torch.equal(stacked, getattr(params, name))


def test_the_order_of_the_gates_is_torchs():
    assert LSTMParams.gates == ("i", "f", "g", "o")
    assert GRUParams.gates == ("r", "z", "n")


@pytest.mark.parametrize("cell", [LSTMParams, GRUParams])
def test_the_same_seed_draws_the_same_weights_and_every_gate_its_own(cell):
    first, again, other = (cell.random(input_size=2, hidden_size=3, seed=seed) for seed in (4, 4, 5))
    assert torch.equal(first.W_hh, again.W_hh)
    assert not torch.allclose(first.W_hh, other.W_hh)
    gates = [first.of(gate).W_hh for gate in first.gates]
    assert not torch.allclose(gates[0], gates[1])
    for W_hh in gates:
        torch.testing.assert_close(W_hh @ W_hh.T, torch.eye(3, dtype=torch.float64))


def test_only_the_gate_that_keeps_starts_with_a_bias():
    lstm = LSTMParams.random(input_size=2, hidden_size=3, forget_bias=2.5)
    assert lstm.of("f").b_h.tolist() == [2.5] * 3
    assert lstm.b_h.abs().sum().item() == pytest.approx(7.5)
    gru = GRUParams.random(input_size=2, hidden_size=3, update_bias=-1.5)
    assert gru.of("z").b_h.tolist() == [-1.5] * 3
    assert gru.b_h.abs().sum().item() == pytest.approx(4.5)
    assert gru.b_n.tolist() == [0.0] * 3


def test_a_bias_is_set_for_one_unit_or_for_all():
    params = make_cell("lstm")
    one = params.with_bias("o", 5.0, unit=2)
    assert one.of("o").b_h[2].item() == 5.0
    assert (one.b_h != params.b_h).sum() == 1
    assert params.with_bias("o", 5.0).of("o").b_h.tolist() == [5.0] * 4


@pytest.mark.parametrize("cell", CELLS)
def test_parameters_are_counted_as_the_weights_have_them(cell):
    kinds = {"rnn": RNNParams, "lstm": LSTMParams, "gru": GRUParams}
    sizes = {"input_size": 3, "hidden_size": 5, "output_size": 2}
    assert kinds[cell].random(**sizes).num_parameters == count_parameters(cell, **sizes)


def test_a_gated_cell_of_as_many_units_has_about_four_or_three_times_the_recurrent_parameters():
    readout = 2 + 1
    rnn, lstm, gru = (
        count_parameters(cell, input_size=3, hidden_size=2) - readout for cell in ("rnn", "lstm", "gru")
    )
    assert lstm == 4 * rnn
    assert gru == 3 * rnn + 2  # the second bias of the candidate


@pytest.mark.parametrize("hidden_size", [1, 2, 3, 4, 16])
@pytest.mark.parametrize("input_size", [1, 3])
def test_equal_parameters_are_as_near_as_whole_units_come(hidden_size, input_size):
    sizes = sizes_for(hidden_size, input_size=input_size, equal="parameters")
    assert sizes["lstm"] == hidden_size
    wanted = count_parameters("lstm", input_size=input_size, hidden_size=hidden_size)
    for cell, size in sizes.items():
        off = abs(count_parameters(cell, input_size=input_size, hidden_size=size) - wanted)
        for other in (size - 1, size + 1):
            if other:
                assert off <= abs(count_parameters(cell, input_size=input_size, hidden_size=other) - wanted)


def test_equal_units_are_equal():
    assert set(sizes_for(3, input_size=2).values()) == {3}


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W_hh": torch.zeros(15, 4).double()}, "W_hh must have shape (16, 4), found (15, 4)"),
        ({"W_xh": torch.zeros(12, 3).double()}, "W_xh must have shape (16, D), found (12, 3)"),
        ({"b_h": torch.zeros(4).double()}, "b_h must have shape (16,), found (4,)"),
        ({"W_hy": torch.zeros(2, 3).double()}, "W_hy must have shape (C, 4), found (2, 3)"),
        ({"b_y": torch.zeros(2)}, "b_y must be torch.float64 like W_hh, found torch.float32"),
        ({"b_h": torch.full((16,), torch.nan).double()}, "b_h must hold finite numbers only, found NaN"),
    ],
)
def test_weights_that_do_not_fit_are_refused(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(make_cell("lstm"), **change)


@pytest.mark.usefixtures("as_users_run")
def test_a_second_bias_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=re.escape("b_n must have shape (4,), found (3,)")):
        replace(make_cell("gru"), b_n=torch.zeros(3).double())


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda p: p.of("r"), "gate must be one of i, f, g, o, found 'r'"),
        (
            lambda p: p.with_bias("f", 1e9),
            "value must be a finite number from -100 to 100, found 1000",
        ),
        (lambda p: p.with_bias("f", 1.0, unit=4), "unit must be a whole number from 0 to 3, found 4"),
    ],
)
def test_what_cannot_be_set_is_named(act, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        act(make_cell("lstm"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hidden_size": 0}, "hidden_size must be a whole number from 1 to 256, found 0"),
        ({"seed": -1}, "seed must be a whole number from 0"),
        ({"forget_bias": 101.0}, "value must be a finite number from -100 to 100, found 101.0"),
    ],
)
def test_what_cannot_be_drawn_is_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        LSTMParams.random(**({"input_size": 2, "hidden_size": 3} | arguments))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hidden_size": 65}, "hidden_size must be a whole number from 1 to 64, found 65"),
        ({"input_size": 0}, "input_size must be a whole number from 1 to 256, found 0"),
    ],
)
def test_sizes_that_cannot_be_compared_are_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        sizes_for(**({"hidden_size": 2, "input_size": 3} | arguments))
