"""What every training corpus looks like, whoever wrote its reviews."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Corpus:
    """Labelled reviews in two parts; label 1 is positive, 0 negative.

    Parameters
    ----------
    train_texts, train_labels
        What a model learns from.
    validation_texts, validation_labels
        What it is judged on and never learns from.
    name
        Short name, such as ``"imdb"`` or ``"order"``.
    split
        One sentence that says how the two parts were told apart.

    Raises
    ------
    ValueError
        If a part is empty, texts and labels differ in number, or a label is not 0 or 1.
    """

    train_texts: Sequence[str]
    train_labels: Sequence[int]
    validation_texts: Sequence[str]
    validation_labels: Sequence[int]
    name: str
    split: str = ""

    def __post_init__(self) -> None:
        for part in ("train", "validation"):
            texts, labels = getattr(self, f"{part}_texts"), getattr(self, f"{part}_labels")
            if not len(texts):
                raise ValueError(f"{part}_texts must hold at least one review, found none")
            if len(texts) != len(labels):
                raise ValueError(f"{part}_texts and {part}_labels differ: {len(texts)} against {len(labels)}")
            wrong = sorted({str(label) for label in labels if label not in (0, 1)})
            if wrong:
                raise ValueError(f"{part}_labels must be 0 or 1, found {', '.join(wrong[:3])}")

    @property
    def questions(self) -> str:
        """What names the validation part: another text, label or order gives another name."""
        digest = hashlib.sha256()
        for text, label in zip(self.validation_texts, self.validation_labels, strict=True):
            digest.update(f"{label} {len(text)} {text}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:16]


@dataclass(frozen=True)
class TaughtReviews:
    """Reviews whose labels a teacher network gave.

    Parameters
    ----------
    texts
        The reviews.
    probabilities
        The teacher's probability of "positive" for each, 0 to 1.

    Raises
    ------
    ValueError
        If texts and probabilities differ in number, or a probability is out of range.
    """

    texts: Sequence[str]
    probabilities: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.probabilities):
            found = f"{len(self.texts)} against {len(self.probabilities)}"
            raise ValueError(f"texts and probabilities differ in number: {found}")
        wrong = next((p for p in self.probabilities if not 0 <= p <= 1), None)
        if wrong is not None:
            raise ValueError(f"probabilities must be between 0 and 1, found {wrong}")
