"""A network as it was along its training, kept in its job's folder.

A review that is typed today can be read by the network of every snapshot, so that one sees how its judgement
came about; and a run that breaks off leaves its newest snapshot as what it had learned.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from rnn_core.running.store import MODEL_FILE
from rnn_core.sentiment.checkpoints import LoadedModel, load_checkpoint, save_checkpoint
from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.vocabulary import Vocabulary

SNAPSHOTS_FOLDER = "snapshots"
MAX_SNAPSHOTS = 16
NAME = re.compile(r"([0-9]{1,9})\.safetensors")


@dataclass(frozen=True)
class Snapshot:
    """One network on its way: the steps that it had taken, and its file."""

    step: int
    path: Path

    def load(self) -> LoadedModel:
        """Load the network.

        Raises
        ------
        CheckpointError
            If the file has gone, as happens when later ones need the room, or is damaged.
        """
        return load_checkpoint(self.path)


def snapshots(job_folder: Path) -> tuple[Snapshot, ...]:
    """List what a job has kept, in the order of the steps; empty where there is nothing."""
    try:
        paths = list((job_folder / SNAPSHOTS_FOLDER).iterdir())
    except OSError:
        return ()
    found = [(NAME.fullmatch(path.name), path) for path in paths]
    return tuple(sorted((Snapshot(int(name[1]), path) for name, path in found if name), key=_step))


def keep_snapshot(job_folder: Path, step: int, model: SentimentModel, vocabulary: Vocabulary) -> None:
    """Keep a network, and let one go where there are too many; the first and the newest always stay.

    Raises
    ------
    CheckpointError
        If a weight is not finite.
    OSError
        If the file cannot be written.
    """
    path = job_folder / SNAPSHOTS_FOLDER / f"{step}.safetensors"
    part = path.with_name(f"part-{path.name}")
    save_checkpoint(part, model, vocabulary)
    part.replace(path)
    kept = snapshots(job_folder)
    while len(kept) > MAX_SNAPSHOTS:
        least = least_missed([snapshot.step for snapshot in kept])
        kept[least].path.unlink(missing_ok=True)
        kept = (*kept[:least], *kept[least + 1 :])


def kept_model(job_folder: Path) -> Path | None:
    """Give the file of what a run learned: its model, or of one that broke off its newest snapshot.

    None is given where nothing was learned: the untrained network does not count.
    """
    model = job_folder / MODEL_FILE
    if model.is_file():
        return model
    kept = [snapshot for snapshot in snapshots(job_folder) if snapshot.step > 0]
    return kept[-1].path if kept else None


def least_missed(steps: list[int]) -> int:
    """Say which of three or more steps leaves the smallest gap, never the first or the last.

    Examples
    --------
    >>> least_missed([0, 10, 20, 25, 30])
    3
    """
    inner = range(1, len(steps) - 1)
    return min(inner, key=lambda k: (steps[k + 1] - steps[k - 1], k))


def _step(snapshot: Snapshot) -> int:
    return snapshot.step
