"""The figures of a trained model, which stay beside its file."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Figures:
    """What a training command measured and how; accuracy as a share, loss in nats, times in seconds."""

    command: str
    cell: str
    recipe: str
    seed: int
    num_epochs: int
    training_s: float
    train_size: int
    unlabelled_size: int
    split: str
    validation_size: int
    validation_accuracy: float
    standard_error: float
    validation_loss: float
    sentence_size: int
    sentence_accuracy: float
    vocab_size: int
    embedding_size: int
    hidden_size: int
    max_tokens: int
    num_weights: int
    file_bytes: int
    sha256: str
    vocabulary_sha256: str
    torch_version: str

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps(asdict(self))

    def save(self, folder: Path) -> None:
        """Write ``{cell}.json``."""
        (folder / f"{self.cell}.json").write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Figures":
        """Read what `save` wrote.

        Raises
        ------
        ValueError
            If the file is missing or holds something else.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: values[field.name] for field in fields(cls)})
        except OSError as error:
            raise ValueError(f"the figures {path.name} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"the figures {path.name} are damaged") from error
