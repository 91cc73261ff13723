"""Keep sentiment models on disk, each with its description at its head and its vocabulary beside it."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import MODELS_DIR, CheckpointError, read_content, weights_in, write_weights

VOCABULARY_FILE = "vocabulary.txt"
HEADER, FORMAT = "unrolled", "unrolled-sentiment-1"


@dataclass(frozen=True)
class ShippedModel:
    """A model that comes with the app: its file in ``assets/models``, its SHA-256, its temperature."""

    name: str
    file_name: str
    sha256: str
    temperature: float


@dataclass(frozen=True)
class LoadedModel:
    """A model ready for use, with the words that it knows and what divides its logit (1: not calibrated)."""

    model: SentimentModel
    vocabulary: Vocabulary
    temperature: float = 1.0


SHIPPED_VOCABULARY_SHA256 = "7de13ec2d5c70305b03f24f9549dc2d58ef8b2b7d19841af10bf119f89fb5a7b"
SHIPPED: dict[str, ShippedModel] = {
    model.name: model
    for model in (
        ShippedModel(
            "rnn",
            "rnn.safetensors",
            "c803775e921dac75c5052f4c09acd30dd6fc2aab06e724395d32c33da2b0db5f",
            temperature=0.7158,
        ),
        ShippedModel(
            "lstm",
            "lstm.safetensors",
            "097be86da1c6f9e9f2f63acd37b5625307573fdba37efa5c75c60e2dc8be1a7b",
            temperature=0.8753,
        ),
        ShippedModel(
            "gru",
            "gru.safetensors",
            "851e994cb1b0d5c331c80ffb39a89ee35c37b3c710ca5ea1e7a9d92331adc395",
            temperature=0.8545,
        ),
    )
}
"""By name. After training a new one, put in the hashes that the command prints, then measure and put in the
temperatures with ``python -m rnn_core.sentiment.calibrate``, which writes the card again."""


def save_checkpoint(path: Path, model: SentimentModel, vocabulary: Vocabulary) -> str:
    """Write a model, and ``vocabulary.txt`` beside it.

    Embeddings are rounded to half precision, which halves the file; everything else stays in single.

    Parameters
    ----------
    path
        Where the ``.safetensors`` file goes; its folder is made.
    model, vocabulary
        What to keep.

    Returns
    -------
    str
        SHA-256 of the model's file.

    Raises
    ------
    CheckpointError
        If another vocabulary stands in the folder, or a weight is not finite.
    """
    weights = {name: value.detach() for name, value in model.state_dict().items()}
    weights["embedding.weight"] = weights["embedding.weight"].half()
    check_words(path.parent, vocabulary)
    header = {"format": FORMAT, "config": asdict(model.config), "vocabulary_sha256": vocabulary.sha256}
    sha256 = write_weights(path, weights, metadata={HEADER: json.dumps(header)})
    if not (path.parent / VOCABULARY_FILE).exists():  # somebody may be reading it
        vocabulary.save(path.parent / VOCABULARY_FILE)
    return sha256


def check_folder(folder: Path) -> None:
    """Make a folder and see that it takes files, which costs less before a training than after it.

    Raises
    ------
    CheckpointError
        If no file can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CheckpointError(f"cannot write into the folder {folder}: {error.strerror}") from error


def check_words(folder: Path, vocabulary: Vocabulary) -> None:
    """See that no model of another vocabulary stands in a folder.

    Raises
    ------
    CheckpointError
        If one does.
    """
    beside = folder / VOCABULARY_FILE
    if beside.exists() and beside.read_bytes() != vocabulary.to_bytes():
        raise CheckpointError(f"{beside} holds the words of another training: choose another folder")


def load_checkpoint(path: Path) -> LoadedModel:
    """Load a ``.safetensors`` file with the ``vocabulary.txt`` beside it.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged, not finite, or does not fit the other.
    """
    return _load(path, sha256=None, vocabulary_sha256=None)


def load_shipped(name: str) -> LoadedModel:
    """Load a model from ``assets/models``, anew at each call: whoever asks often keeps the answer.

    Parameters
    ----------
    name
        A key of `SHIPPED`: ``"rnn"``, ``"lstm"`` or ``"gru"``.

    Raises
    ------
    CheckpointError
        If there is no such model, or its file is missing, or is not the one that was shipped.
    """
    shipped = shipped_model(name)
    loaded = _load(MODELS_DIR / shipped.file_name, shipped.sha256, SHIPPED_VOCABULARY_SHA256)
    return replace(loaded, temperature=shipped.temperature)


def shipped_model(name: str) -> ShippedModel:
    """Name the file and the temperature of a shipped model; argument and error as for `load_shipped`."""
    if name not in SHIPPED:
        raise CheckpointError(f"the model must be one of {', '.join(SHIPPED)}; found {name!r}")
    return SHIPPED[name]


def _load(path: Path, sha256: str | None, vocabulary_sha256: str | None) -> LoadedModel:
    content = read_content(path, sha256)
    weights = weights_in(content, path.name)
    try:
        header = _header(content)
        config = ModelConfig(**header["config"])
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointError(f"the model file {path.name} is damaged or of another kind") from error
    vocabulary = _vocabulary(
        path.parent / VOCABULARY_FILE, vocabulary_sha256 or header.get("vocabulary_sha256")
    )
    if len(vocabulary) != config.vocab_size:
        found = f"{config.vocab_size} words against {len(vocabulary)}"
        raise CheckpointError(f"the model file {path.name} and the vocabulary beside it differ: {found}")
    model = SentimentModel(config)
    try:
        model.load_state_dict({name: value.float() for name, value in weights.items()})
    except RuntimeError as error:
        raise CheckpointError(
            f"the model file {path.name} holds other weights than its description says"
        ) from error
    return LoadedModel(model.eval().requires_grad_(False), vocabulary)


def _header(content: bytes) -> dict[str, Any]:
    """Read our entry at the head of a safetensors file: 8 bytes of length, then JSON."""
    length = int.from_bytes(content[:8], "little")
    fields = json.loads(json.loads(content[8 : 8 + length])["__metadata__"][HEADER])
    if fields["format"] != FORMAT:
        raise ValueError(f"format must be {FORMAT}, found {fields['format']}")
    return dict(fields)


def _vocabulary(path: Path, sha256: str | None) -> Vocabulary:
    try:
        vocabulary = Vocabulary.load(path)
    except ValueError as error:
        raise CheckpointError(str(error)) from error
    if sha256 is not None and vocabulary.sha256 != sha256:
        raise CheckpointError(f"the vocabulary {path.name} is not the one that the model was trained with")
    return vocabulary
