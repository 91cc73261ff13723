"""Which network of the memory test is to be trained: a cell, its size, the length T and a seed.

Needs no torch, so that a server can hand such a training on without loading it.
"""

import json
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from rnn_core.sentiment.spec import check_is_one_of, check_seed, read_fields

MemoryCell = Literal["rnn", "lstm", "lstm-1", "lstm-3", "gru"]
Size = Literal["units", "parameters"]
CELLS: tuple[MemoryCell, ...] = get_args(MemoryCell)
NAMES: dict[MemoryCell, str] = {
    "rnn": "RNN",
    "lstm": "LSTM",
    "lstm-1": "LSTM bias 1",
    "lstm-3": "LSTM bias 3",
    "gru": "GRU",
}
"""What a person reads; the bias is the one that the forget gate starts with."""
SIZES: tuple[Size, ...] = get_args(Size)
LENGTHS = (5, 20, 50, 100)
"""Every T that the cells are compared at."""
SNAPSHOTS = 5
"""Networks that ship for each cell, size and T; their seeds count from 0."""
MAX_NETWORKS, TRAINING_SEEDS = 1_000, 1_000_000
"""Networks for each T, and the seed from which training draws its sequences; judging draws from below it: no
network is judged on its own batches."""
MAX_SEED = MAX_NETWORKS - 1
NUM_SYMBOLS, NUM_UNITS = 4, 16
NUM_UPDATES, BATCH_SIZE, LEARNING_RATE = 2_000, 64, 0.01
"""One recipe for all: Adam at a constant rate, fresh sequences for each update, nothing clipped."""
BLOCKS: dict[MemoryCell, int] = {"rnn": 1, "lstm": 4, "lstm-1": 4, "lstm-3": 4, "gru": 3}
"""Blocks of weights: one for the new state, and one for each gate."""
FORGET_BIAS: dict[MemoryCell, float] = {"lstm-1": 1.0, "lstm-3": 3.0}
"""Where the bias of the forget gate starts; torch's own lies within 2/sqrt(H) of 0."""
NUM_JUDGED = 1_000
"""Sequences on which every network of one T is judged, the same for all."""
TASK = "first symbol"
"""What marks the JSON of such a training among those of others."""
KINDS = {"task": (str,), "cell": (str,), "num_steps": (int,), "seed": (int,), "size": (str,)}


@dataclass(frozen=True)
class RecallSpec:
    """One training on "remember the first symbol", wholly described: it comes out the same each time.

    Parameters
    ----------
    cell
        ``"rnn"``, ``"lstm"`` and ``"gru"`` start as torch draws them, all biases included; ``"lstm-1"`` and
        ``"lstm-3"`` are LSTMs that start with the bias of the forget gate at 1 and at 3.
    num_steps
        Length T of the sequences: 5, 20, 50 or 100.
    seed
        0 to 999; decides the start weights and, with T, the sequences.
    size
        ``"units"`` gives every cell 16 units; ``"parameters"`` as many units as bring it nearest to the
        number of weights that the vanilla RNN has with 16.

    Raises
    ------
    ValueError
        If a value is not allowed; the message names the argument, what was found and what is allowed.

    Examples
    --------
    >>> RecallSpec("lstm", 50, seed=3, size="parameters").hidden_size
    7
    """

    cell: MemoryCell
    num_steps: int
    seed: int = 0
    size: Size = "units"

    def __post_init__(self) -> None:
        check_is_one_of("cell", self.cell, CELLS)
        check_is_one_of("num_steps", self.num_steps, LENGTHS)
        check_seed(self.seed, MAX_SEED)
        check_is_one_of("size", self.size, SIZES)

    @property
    def hidden_size(self) -> int:
        """Units of the network."""
        return hidden_size(self.cell, self.size)

    @property
    def budget_s(self) -> None:
        """No seconds are set: every network is trained for the same number of updates."""
        return

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps({"task": TASK, **asdict(self)})

    @classmethod
    def from_json(cls, text: str) -> "RecallSpec":
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If ``text`` is no JSON object with these fields, or a value has the wrong kind or is not allowed.
        """
        values = read_fields(text, KINDS, needed=("task", "cell", "num_steps"))
        check_is_one_of("task", values.pop("task"), (TASK,))
        return cls(**values)


def sequences_seed(num_steps: int, seed: int) -> int:
    """Give the seed of the sequences that a network learns from, the same for all cells of one T and seed."""
    return TRAINING_SEEDS + MAX_NETWORKS * num_steps + seed


def num_parameters(cell: MemoryCell, hidden_size: int) -> int:
    """Count the numbers that a network learns: matrices and two biases for each block, and the readout.

    Examples
    --------
    >>> [num_parameters(cell, 16) for cell in CELLS]
    [420, 1476, 1476, 1476, 1124]
    """
    block = hidden_size * (NUM_SYMBOLS + hidden_size + 2)  # torch keeps two biases
    return BLOCKS[cell] * block + NUM_SYMBOLS * (hidden_size + 1)


def hidden_size(cell: MemoryCell, size: Size) -> int:
    """Give the units of a cell, the same for all or for a like number of parameters.

    Examples
    --------
    >>> [hidden_size(cell, "parameters") for cell in CELLS]
    [16, 7, 7, 7, 9]
    """
    if size == "units":
        return NUM_UNITS
    wanted = num_parameters("rnn", NUM_UNITS)
    return min(range(1, NUM_UNITS + 1), key=lambda units: abs(num_parameters(cell, units) - wanted))
