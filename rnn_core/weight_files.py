"""Files of weights that ship with the app: written byte for byte the same, and trusted only when checked."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as read_safetensors
from safetensors.torch import save as write_safetensors
from torch import Tensor

from rnn_core.sentiment.checkpoints import CheckpointError


def write_weights(path: Path, weights: Mapping[str, Tensor]) -> str:
    """Write tensors by name into a ``.safetensors`` file and return its SHA-256.

    Raises
    ------
    CheckpointError
        If a number is not finite.
    """
    _check_finite(path.name, weights)
    content = write_safetensors({name: value.contiguous() for name, value in weights.items()})
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def read_weights(path: Path, sha256: str | None = None) -> dict[str, Tensor]:
    """Read a ``.safetensors`` file.

    Parameters
    ----------
    path
        The file.
    sha256
        What it must hash to; None takes any file.

    Raises
    ------
    CheckpointError
        If the file is missing, hashes to something else, is of another kind, or holds a number that is not
        finite.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CheckpointError(f"the model file {path.name} cannot be read: {error.strerror}") from error
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise CheckpointError(
            f"the model file {path.name} is damaged: its SHA-256 is not the one that was shipped"
        )
    try:
        weights: dict[str, Tensor] = read_safetensors(content)
    except (SafetensorError, ValueError) as error:
        raise CheckpointError(f"the model file {path.name} is damaged or of another kind") from error
    _check_finite(path.name, weights)
    return weights


def _check_finite(file_name: str, weights: Mapping[str, Tensor]) -> None:
    for name, value in weights.items():
        if not bool(torch.isfinite(value).all()):
            raise CheckpointError(
                f"the model file {file_name} is damaged: {name} holds values that are not finite"
            )
