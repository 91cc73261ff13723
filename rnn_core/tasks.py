"""Tasks that are drawn from a seed, to see what a network can learn.

*Remember the first symbol*: a sequence of T symbols, each one of k. The first is to be named at the end; the
T - 1 others are noise from the same k symbols, so that nothing but its place tells the first one apart.

References
----------
Hochreiter and Schmidhuber (1997), "Long short-term memory", section 5.2 (noise between what is to be
remembered and when it is asked for), https://doi.org/10.1162/neco.1997.9.8.1735
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from jaxtyping import Float64, Int64
from torch import Tensor

from rnn_core.checks import MAX_STEPS, check_count

NUM_SYMBOLS = 4
MAX_SYMBOLS, MAX_SEQUENCES, MAX_SEED = 26, 1_000_000, 2**31 - 1


def letter(symbol: int) -> str:
    """Name a symbol that is counted from 0.

    Examples
    --------
    >>> [letter(symbol) for symbol in range(4)]
    ['A', 'B', 'C', 'D']
    """
    return chr(ord("A") + symbol)


@dataclass(frozen=True)
class FirstSymbolTask:
    """Sequences whose first symbol is to be named at their end.

    Attributes
    ----------
    symbols
        One sequence in each column, symbols counted from 0; time runs down, as ``torch.nn.RNN`` reads it.
    num_symbols
        How many different symbols there are, k.
    """

    symbols: Int64[Tensor, "T B"]
    num_symbols: int = NUM_SYMBOLS

    @property
    def targets(self) -> Int64[Tensor, " B"]:
        """What is to be named: the first symbol of each sequence."""
        return self.symbols[0]

    @property
    def chance(self) -> float:
        """Share of right answers of someone who guesses."""
        return 1 / self.num_symbols

    @property
    def num_sequences(self) -> int:
        """Number of sequences B."""
        return self.symbols.shape[1]

    def inputs(self) -> Float64[Tensor, "T B K"]:
        """Write each symbol as a vector with a 1 in its place and zeros elsewhere."""
        return torch.nn.functional.one_hot(self.symbols, self.num_symbols).double()


def first_symbol_task(
    num_steps: int, num_sequences: int, *, seed: int, num_symbols: int = NUM_SYMBOLS
) -> FirstSymbolTask:
    """Draw sequences for the task; every symbol comes first equally often, as far as the number divides.

    Parameters
    ----------
    num_steps
        Length T of every sequence, 1 to 1000.
    num_sequences
        How many, 1 to 1,000,000.
    seed
        The same seed draws the same sequences, 0 or more.
    num_symbols
        How many different symbols there are, k, from 2 to 26.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> task = first_symbol_task(5, 8, seed=0)
    >>> sorted(task.targets.tolist())
    [0, 0, 1, 1, 2, 2, 3, 3]
    >>> tuple(task.inputs().shape)
    (5, 8, 4)
    """
    check_count("num_sequences", num_sequences, 1, MAX_SEQUENCES)
    return next(first_symbol_batches(num_steps, num_sequences, seed=seed, num_symbols=num_symbols))


def first_symbol_batches(
    num_steps: int, batch_size: int, *, seed: int, num_symbols: int = NUM_SYMBOLS
) -> Iterator[FirstSymbolTask]:
    """Draw batch after batch, without end; ``batch_size`` sequences in each, else as `first_symbol_task`."""
    check_count("num_steps", num_steps, 1, MAX_STEPS)
    check_count("batch_size", batch_size, 1, MAX_SEQUENCES)
    check_count("num_symbols", num_symbols, 2, MAX_SYMBOLS)
    generator = torch.Generator().manual_seed(check_count("seed", seed, 0, MAX_SEED))
    return _batches(num_steps, batch_size, num_symbols, generator)


def _batches(
    num_steps: int, batch_size: int, num_symbols: int, generator: torch.Generator
) -> Iterator[FirstSymbolTask]:
    while True:
        first = torch.randperm(batch_size, generator=generator) % num_symbols
        noise = torch.randint(num_symbols, (num_steps - 1, batch_size), generator=generator)
        yield FirstSymbolTask(torch.cat([first[None], noise]), num_symbols)
