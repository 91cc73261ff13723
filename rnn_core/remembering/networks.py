"""The trained networks of the memory test, and the one file that holds them all."""

from dataclasses import dataclass
from pathlib import Path

import torch

from rnn_core.cells import RNNParams
from rnn_core.weight_files import MODELS_DIR, CheckpointError, read_weights, write_weights

FILE = MODELS_DIR / "remember_first.safetensors"
SHA256 = "6ba7948bfe7a0c06d06a43d635d09350991eb8272956cf13df557164b0aa45b1"
"""Of the file that ships; after a new training, put in what the command prints."""
LENGTHS, WEIGHTS = "num_steps", ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


@dataclass(frozen=True)
class RecallNetworks:
    """Networks that were trained to remember the first of T symbols, several for each T.

    Attributes
    ----------
    by_length
        For each T the networks that were trained on sequences of that length, each from a start of its own.
    """

    by_length: dict[int, tuple[RNNParams, ...]]

    @property
    def lengths(self) -> tuple[int, ...]:
        """Every T that networks were trained for, from short to long."""
        return tuple(sorted(self.by_length))

    @property
    def num_networks(self) -> int:
        """Networks for each T."""
        return len(self.by_length[self.lengths[0]])

    @property
    def num_symbols(self) -> int:
        """How many different symbols they tell apart."""
        return self.by_length[self.lengths[0]][0].input_size


def save_networks(path: Path, networks: RecallNetworks) -> str:
    """Write all networks in single precision into one file and return its SHA-256.

    Raises
    ------
    CheckpointError
        If a weight is not finite.
    """
    every = [networks.by_length[num_steps] for num_steps in networks.lengths]
    stacked = {
        name: torch.stack([torch.stack([getattr(params, name) for params in some]) for some in every]).float()
        for name in WEIGHTS
    }
    return write_weights(path, {LENGTHS: torch.tensor(networks.lengths), **stacked})


def load_networks(path: Path, sha256: str | None = None) -> RecallNetworks:
    """Read networks in double precision.

    Parameters
    ----------
    path
        A file that `save_networks` wrote.
    sha256
        What it must hash to; None takes any file.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, or holds something else.
    """
    weights = read_weights(path, sha256)
    try:
        lengths: list[int] = weights[LENGTHS].tolist()
        stacked = [weights[name].double() for name in WEIGHTS]
        by_length = {
            num_steps: tuple(RNNParams(*one) for one in zip(*some, strict=True))
            for num_steps, *some in zip(lengths, *stacked, strict=True)
        }
        return RecallNetworks(by_length)
    except (KeyError, ValueError, TypeError) as error:
        raise CheckpointError(f"the model file {path.name} holds no networks of the memory test") from error


def load_shipped_networks() -> RecallNetworks:
    """Read the networks that come with the app, anew at each call.

    Raises
    ------
    CheckpointError
        If the file is missing, or is not the one that was shipped.
    """
    return load_networks(FILE, SHA256)
