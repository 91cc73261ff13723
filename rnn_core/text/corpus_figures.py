"""Figures of a real corpus that ship with the app: how often words occur, how long reviews are; no text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rnn_core.weight_files import MODELS_DIR

CORPUS_FILE = MODELS_DIR / "corpus.json"


@dataclass(frozen=True)
class Coverage:
    """What a vocabulary of the most frequent tokens holds, for one way to cut the text.

    Attributes
    ----------
    variant
        The way, one of `rnn_core.text.variants.VARIANTS`.
    num_types, num_tokens
        Different tokens and all tokens of the training part.
    sizes
        Entries of the vocabulary, the two special ones included.
    train, held_back
        Share of the tokens that a vocabulary of each size holds, 0 to 1: in the training part, where it was
        counted, and in reviews of other films.
    """

    variant: str
    num_types: int
    num_tokens: int
    sizes: tuple[int, ...]
    train: tuple[float, ...]
    held_back: tuple[float, ...]

    def unknown_at(self, size: int) -> float:
        """Give the share of held-back tokens that a vocabulary of ``size`` entries does not hold.

        Raises
        ------
        ValueError
            If that size was not counted.
        """
        if size not in self.sizes:
            raise ValueError(f"size must be one of the sizes that were counted, found {size}")
        return 1 - self.held_back[self.sizes.index(size)]


@dataclass(frozen=True)
class Lengths:
    """How long reviews are, and what a limit leaves of them.

    Attributes
    ----------
    mean, median, longest
        In tokens.
    limits
        Tokens of a review at most.
    kept
        Share of all tokens that is kept at each limit, 0 to 1.
    whole
        Share of the reviews that lose nothing.
    """

    mean: float
    median: float
    longest: int
    limits: tuple[int, ...]
    kept: tuple[float, ...]
    whole: tuple[float, ...]


@dataclass(frozen=True)
class FillerShares:
    """Share of filler in batches of the corpus at one limit, 0 to 1.

    Attributes
    ----------
    limit, batch_size
        Tokens of a review at most, and reviews a batch.
    to_the_limit, as_they_come, in_buckets
        With every review filled up to the limit; with each batch filled up to its longest review, drawn at
        random; and the same with reviews of like length together.
    """

    limit: int
    batch_size: int
    to_the_limit: float
    as_they_come: float
    in_buckets: float


@dataclass(frozen=True)
class CorpusFigures:
    """All of it, with the command that counted and the split that it counted on.

    ``alphabet`` holds every character of the training part once, in lower case.
    """

    command: str
    split: str
    train_size: int
    held_back_size: int
    coverage: tuple[Coverage, ...]
    alphabet: str
    lengths: Lengths
    filler: tuple[FillerShares, ...]

    def of(self, variant: str) -> Coverage:
        """Give the coverage of one way to cut.

        Raises
        ------
        ValueError
            If it was not counted.
        """
        found = next((each for each in self.coverage if each.variant == variant), None)
        if found is None:
            raise ValueError(f"variant must be one that was counted, found {variant!r}")
        return found

    def save(self, path: Path = CORPUS_FILE) -> None:
        """Write the file that `load` reads."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=True) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path = CORPUS_FILE) -> "CorpusFigures":
        """Read what `save` wrote.

        Raises
        ------
        ValueError
            If the file is missing or holds something else.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            values["coverage"] = tuple(Coverage(**_tuples(each)) for each in values["coverage"])
            values["lengths"] = Lengths(**_tuples(values["lengths"]))
            values["filler"] = tuple(FillerShares(**each) for each in values["filler"])
            return cls(**values)
        except OSError as error:
            raise ValueError(f"the figures {path.name} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"the figures {path.name} are damaged") from error


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for name, value in values.items()}  # fmt: skip
