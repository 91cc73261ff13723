"""Sequences whose first symbol is to be named: drawn as they are said to be."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.tasks import first_symbol_batches, first_symbol_task
from tests.core.cases import SEEDS


@given(st.integers(1, 12), st.integers(1, 60), st.integers(2, 6), SEEDS)
def test_every_symbol_comes_first_equally_often(num_steps, num_sequences, num_symbols, seed):
    task = first_symbol_task(num_steps, num_sequences, seed=seed, num_symbols=num_symbols)
    assert tuple(task.symbols.shape) == (num_steps, num_sequences)
    counts = torch.bincount(task.targets, minlength=num_symbols)
    assert counts.max() - counts.min() <= 1
    assert task.symbols.min() >= 0
    assert task.symbols.max() < num_symbols
    assert task.chance == pytest.approx(1 / num_symbols)


def test_the_target_is_the_first_symbol():
    task = first_symbol_task(7, 40, seed=3)
    assert task.targets.tolist() == task.symbols[0].tolist()


def test_noise_tells_nothing_of_the_first_symbol():
    task = first_symbol_task(4, 40_000, seed=1)
    expected, spread = 2_500, (40_000 * (1 / 16) * (15 / 16)) ** 0.5
    for t in (1, 2, 3):
        pairs = torch.bincount(4 * task.targets + task.symbols[t], minlength=16)
        assert (pairs - expected).abs().max() < 5 * spread


def test_the_order_of_first_symbols_is_no_pattern():
    first = first_symbol_task(1, 40, seed=0).targets.tolist()
    assert first != sorted(first)
    assert first != [k % 4 for k in range(40)]


def test_the_same_seed_draws_the_same_sequences_and_another_one_others():
    one, same, other = (first_symbol_task(9, 20, seed=seed).symbols for seed in (5, 5, 6))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_batches_follow_one_another_and_begin_with_the_single_draw():
    batches = first_symbol_batches(6, 16, seed=2)
    first, second = next(batches), next(batches)
    assert torch.equal(first.symbols, first_symbol_task(6, 16, seed=2).symbols)
    assert not torch.equal(first.symbols, second.symbols)


def test_a_batch_of_no_sequences_is_named_by_its_own_argument():
    with pytest.raises(ValueError, match=r"^batch_size must be a whole number from 1 to 1000000, found 0$"):
        first_symbol_batches(6, 0, seed=2)


@pytest.mark.parametrize("cell", [torch.nn.RNN, torch.nn.LSTM, torch.nn.GRU])
def test_every_recurrent_layer_of_torch_reads_the_inputs(cell):
    task = first_symbol_task(100, 8, seed=0)
    x = task.inputs()
    assert torch.equal(x.argmax(dim=2), task.symbols)
    assert torch.equal(x.sum(dim=2), torch.ones(100, 8, dtype=torch.float64))
    h, _ = cell(4, 5, dtype=torch.float64)(x)
    assert tuple(h.shape) == (100, 8, 5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_steps": 0}, "num_steps must be a whole number from 1 to 1000, found 0"),
        ({"num_steps": 1001}, "num_steps must be a whole number from 1 to 1000, found 1001"),
        ({"num_sequences": 0}, "num_sequences must be a whole number from 1 to 1000000, found 0"),
        ({"num_symbols": 1}, "num_symbols must be a whole number from 2 to 26, found 1"),
        ({"seed": -1}, "seed must be a whole number from 0 to 2147483647, found -1"),
        ({"num_steps": 2.5}, "num_steps must be a whole number from 1 to 1000, found 2.5"),
    ],
)
def test_what_is_out_of_range_is_named(as_users_run, arguments, message):
    with pytest.raises(ValueError) as error:
        first_symbol_task(**({"num_steps": 5, "num_sequences": 8, "seed": 0} | arguments))
    assert str(error.value) == message
