"""The two readers that come with the app, and what was found about them when they were trained.

Weights and words lie in ``assets/models``, pinned and checked; beside them, so that no visitor waits for it,
how often each is right and the plane in which the RNN's states are drawn.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.memory.accuracy import Accuracy, Examination
from rnn_core.memory.models import WordMLP, WordReaders, WordRNN
from rnn_core.memory.plane import StatePlane
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import MODELS_DIR, CheckpointError, read_content, read_weights, write_weights

MLP_FILE, RNN_FILE = "memory_mlp.safetensors", "memory_rnn.safetensors"
VOCABULARY_FILE = "memory_vocabulary.txt"
FIGURES_FILE, PLANE_FILE = "memory_figures.json", "memory_plane.json"
SHA256: dict[str, str] = {
    MLP_FILE: "01eff9c2122df5c4f9ff2d16dfe106ba3f9bfc4464584a5aacf82d1c33e8325c",
    RNN_FILE: "075f793d5ca6f607090e4d7c7741fccedba426a549f1fff6b509c58ad3acab63",
    VOCABULARY_FILE: "d590f0d5c274c2ddced449a85f5d0d705d83440f939c3112ea7bf69209082bfb",
}
"""Of the files that ship. After training anew, put in the hashes that the command prints."""


def save_readers(folder: Path, readers: WordReaders) -> dict[str, str]:
    """Write both networks in single precision, and their words.

    Parameters
    ----------
    folder
        Where the three files go; it must be there.
    readers
        What to keep.

    Returns
    -------
    dict of str to str
        SHA-256 of each file.

    Raises
    ------
    CheckpointError
        If a number is not finite.
    """
    mlp, params = readers.mlp, readers.rnn.params
    layers = {name: getattr(mlp, name) for name in ("embedding", "W_in", "b_in", "W_out", "b_out")}
    recurrent = {name: getattr(params, name) for name in WEIGHTS}
    readers.vocabulary.save(folder / VOCABULARY_FILE)
    return {
        MLP_FILE: write_weights(folder / MLP_FILE, _single(layers)),
        RNN_FILE: write_weights(
            folder / RNN_FILE, _single({"embedding": readers.rnn.embedding, **recurrent})
        ),
        VOCABULARY_FILE: readers.vocabulary.sha256,
    }


def load_readers(folder: Path = MODELS_DIR, sha256: Mapping[str, str] = SHA256) -> WordReaders:
    """Load both networks in double precision: what is computed with them is shown.

    Parameters
    ----------
    folder
        Where the three files lie.
    sha256
        What each must hash to, by name of file.

    Raises
    ------
    CheckpointError
        If a file is missing, is not the one that was shipped, or does not fit the others.
    """
    mlp, rnn = (
        {weight: value.double() for weight, value in read_weights(folder / file, sha256[file]).items()}
        for file in (MLP_FILE, RNN_FILE)
    )
    read_content(folder / VOCABULARY_FILE, sha256[VOCABULARY_FILE])
    try:
        vocabulary = Vocabulary.load(folder / VOCABULARY_FILE)
        recurrent: dict[str, Any] = {name: rnn[name] for name in WEIGHTS}
        readers = WordReaders(WordMLP(**mlp), WordRNN(rnn["embedding"], RNNParams(**recurrent)), vocabulary)
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"the files {', '.join(SHA256)} do not fit together: {error}") from error
    return readers


def _single(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: weight.float() for name, weight in weights.items()}


def save_findings(folder: Path, found: Examination, plane: StatePlane) -> None:
    """Write how often the readers are right, and the plane of their states, beside the weights."""
    _write(folder / FIGURES_FILE, asdict(found))
    _write(folder / PLANE_FILE, {name: value.tolist() for name, value in vars(plane).items()})


def load_examination(folder: Path = MODELS_DIR) -> Examination:
    """Read how often the readers are right.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    fields = _read(folder / FIGURES_FILE)
    try:
        return Examination(**{name: Accuracy(**accuracy) for name, accuracy in fields.items()})
    except (TypeError, ValueError) as error:
        raise CheckpointError(f"the file {FIGURES_FILE} is damaged: {error}") from error


def load_plane(folder: Path = MODELS_DIR) -> StatePlane:
    """Read the plane of the RNN's states.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    fields = _read(folder / PLANE_FILE)
    try:
        return StatePlane(
            **{name: torch.tensor(value, dtype=torch.float64) for name, value in fields.items()}
        )
    except (TypeError, ValueError, RuntimeError) as error:  # torch's RuntimeError: no list of numbers
        raise CheckpointError(f"the file {PLANE_FILE} is damaged: {error}") from error


def _write(path: Path, fields: dict[str, Any]) -> None:
    path.write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckpointError(f"the file {path.name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise CheckpointError(f"the file {path.name} is damaged: it is no JSON") from error
    if not isinstance(fields, dict):
        raise CheckpointError(f"the file {path.name} is damaged: it holds no named fields")
    return fields
