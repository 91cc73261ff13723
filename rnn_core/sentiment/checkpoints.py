"""Keep models on disk, and trust none that was not checked."""

from dataclasses import dataclass
from pathlib import Path

from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.vocabulary import Vocabulary

MODELS_DIR = Path(__file__).resolve().parents[2] / "assets" / "models"


class CheckpointError(ValueError):
    """A model file is missing, damaged or does not fit; the message is one sentence for a person."""


@dataclass(frozen=True)
class ShippedModel:
    """One model that comes with the app: its file in ``assets/models`` and the file's SHA-256."""

    name: str
    title: str
    file_name: str
    sha256: str


SHIPPED: dict[str, ShippedModel] = {}


@dataclass(frozen=True)
class LoadedModel:
    """A model ready for use, with the words that it knows."""

    model: SentimentModel
    vocabulary: Vocabulary


def load_shipped(name: str) -> LoadedModel:
    """Load ``"rnn"``, ``"lstm"`` or ``"gru"`` from ``assets/models``.

    Raises
    ------
    CheckpointError
        If there is no such model, or its file is missing, damaged or not finite.
    """
    raise NotImplementedError


def load_checkpoint(path: Path) -> LoadedModel:
    """Load a ``.safetensors`` file with the ``vocabulary.txt`` beside it.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged, not finite or does not fit.
    """
    raise NotImplementedError


def save_checkpoint(path: Path, model: SentimentModel, vocabulary: Vocabulary) -> str:
    """Write the model, and ``vocabulary.txt`` beside it; give the SHA-256 of the model's file."""
    raise NotImplementedError
