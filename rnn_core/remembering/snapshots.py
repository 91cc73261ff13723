"""The trained networks of every cell: the one file that holds them, and how often they are right."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from rnn_core.checks import check_count
from rnn_core.remembering.cell_training import JUDGE_SEED
from rnn_core.remembering.evaluation import MAX_SEED, RecallCurve
from rnn_core.remembering.models import RecallModel
from rnn_core.remembering.spec import (
    CELLS,
    LENGTHS,
    NUM_JUDGED,
    SIZES,
    SNAPSHOTS,
    MemoryCell,
    RecallSpec,
    Size,
)
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.tasks import first_symbol_task
from rnn_core.weight_files import MODELS_DIR, CheckpointError, read_weights, write_weights

FILE = MODELS_DIR / "remember_first_cells.safetensors"
SHA256 = "e3ae294a41b01f03d18f36195432cd13665bb2e35791820cf0244f699f4441e4"
"""Of the file that ships; after a new training, put in what the command prints."""


@dataclass(frozen=True)
class Snapshots:
    """Networks of every cell, size, T and seed, as they were after their training.

    Attributes
    ----------
    weights
        By cell, units and name: each weight of all its networks, stacked by T and by seed.
    """

    weights: Mapping[str, Tensor]

    def model(self, spec: RecallSpec) -> RecallModel:
        """Build one network; its seed is 0 to 4.

        Raises
        ------
        ValueError
            If none of that seed was kept.
        """
        check_count("seed", spec.seed, 0, SNAPSHOTS - 1)
        place = LENGTHS.index(spec.num_steps), spec.seed
        model = RecallModel(spec.cell, spec.hidden_size)
        model.load_state_dict({name: self.weights[_key(spec, name)][place] for name in model.state_dict()})
        return model.eval()


def snapshot_specs() -> list[RecallSpec]:
    """List every network that is kept; the vanilla RNN has 16 units in both sizes and stands there once."""
    return [
        RecallSpec(cell, num_steps, seed, size)
        for size in SIZES
        for cell in CELLS
        if (cell, size) != ("rnn", "parameters")
        for num_steps in LENGTHS
        for seed in range(SNAPSHOTS)
    ]


def save_snapshots(path: Path, models: Mapping[RecallSpec, RecallModel]) -> str:
    """Write the networks of `snapshot_specs` into one file and return its SHA-256.

    Raises
    ------
    CheckpointError
        If a weight is not finite.
    """
    stacks: dict[str, list[Tensor]] = {}
    for spec in snapshot_specs():  # by cell and size, then T, then seed: the order in which they are stacked
        for name, weight in models[spec].state_dict().items():
            stacks.setdefault(_key(spec, name), []).append(weight)
    shape = (len(LENGTHS), SNAPSHOTS)
    return write_weights(
        path, {key: torch.stack(some).reshape(*shape, *some[0].shape) for key, some in stacks.items()}
    )


def load_snapshots(path: Path, sha256: str | None = None) -> Snapshots:
    """Read a file that `save_snapshots` wrote.

    Parameters
    ----------
    path
        The file.
    sha256
        What it must hash to; None takes any file.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, or holds something else.
    """
    snapshots = Snapshots(read_weights(path, sha256))
    try:
        for spec in snapshot_specs():
            snapshots.model(spec)
    except (KeyError, IndexError, RuntimeError) as error:
        raise CheckpointError(f"the model file {path.name} holds no networks of every cell") from error
    return snapshots


def load_shipped_snapshots() -> Snapshots:
    """Read the networks that come with the app, anew at each call.

    Raises
    ------
    CheckpointError
        If the file is missing, or is not the one that was shipped.
    """
    return load_snapshots(FILE, SHA256)


def cell_curves(
    snapshots: Snapshots, size: Size, num_sequences: int = NUM_JUDGED, *, seed: int = JUDGE_SEED
) -> dict[MemoryCell, RecallCurve]:
    """Let every network of one size answer fresh sequences of the length that it was trained on.

    Parameters
    ----------
    snapshots
        The networks.
    size
        ``"units"`` or ``"parameters"``.
    num_sequences
        How many sequences each network answers; all networks of one T answer the same.
    seed
        Of the sequences, 0 to 9999; training never draws these.

    Returns
    -------
    dict
        For each cell right answers against T, a column for each seed.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    check_count("seed", seed, 0, MAX_SEED)
    tasks = {length: first_symbol_task(length, num_sequences, seed=seed) for length in LENGTHS}
    curves: dict[MemoryCell, RecallCurve] = {}
    with one_quiet_thread():
        for cell in CELLS:
            rows = [
                [snapshots.model(RecallSpec(cell, length, k, size)).accuracy(task) for k in range(SNAPSHOTS)]
                for length, task in tasks.items()
            ]
            accuracies = torch.tensor(rows, dtype=torch.float64)
            curves[cell] = RecallCurve(LENGTHS, accuracies, num_sequences, tasks[LENGTHS[0]].chance)
    return curves


def _key(spec: RecallSpec, name: str) -> str:
    return f"{spec.cell} {spec.hidden_size} {name}"
