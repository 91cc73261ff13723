"""Files of weights: written byte for byte the same, and trusted only when checked.

A flipped bit or a NaN loads from a safetensors file without a word, so a file that ships is compared with a
pinned SHA-256, and every weight of every file must be finite.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as read_safetensors
from safetensors.torch import save as write_safetensors
from torch import Tensor

MODELS_DIR = Path(__file__).resolve().parents[1] / "assets" / "models"


class CheckpointError(ValueError):
    """A model file is missing, damaged or does not fit; the message is one sentence for a person."""


def write_weights(path: Path, weights: Mapping[str, Tensor], metadata: dict[str, str] | None = None) -> str:
    """Write tensors by name into a ``.safetensors`` file and return its SHA-256.

    Parameters
    ----------
    path
        The file; its folder is made.
    weights
        What it holds.
    metadata
        What stands at its head. One entry at most: the order of several changes from run to run, and the hash
        with it.

    Raises
    ------
    CheckpointError
        If a number is not finite.
    """
    _check_finite(f"{path.name} cannot be written", weights)
    content = write_safetensors({name: value.contiguous() for name, value in weights.items()}, metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
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
    return weights_in(read_content(path, sha256), path.name)


def read_content(path: Path, sha256: str | None = None) -> bytes:
    """Read a file of weights as it is; arguments and errors as for ``read_weights``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CheckpointError(f"the model file {path.name} cannot be read: {error.strerror}") from error
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise CheckpointError(
            f"the model file {path.name} is damaged: its SHA-256 is not the one that was shipped"
        )
    return content


def weights_in(content: bytes, file_name: str) -> dict[str, Tensor]:
    """Return the tensors of a file's content; errors as for ``read_weights``."""
    try:
        weights: dict[str, Tensor] = read_safetensors(content)
    except (SafetensorError, ValueError) as error:
        raise CheckpointError(f"the model file {file_name} is damaged or of another kind") from error
    _check_finite(f"{file_name} is damaged", weights)
    return weights


def _check_finite(verdict: str, weights: Mapping[str, Tensor]) -> None:
    for name, value in weights.items():
        if not bool(torch.isfinite(value).all()):
            raise CheckpointError(f"the model file {verdict}: {name} holds values that are not finite")
