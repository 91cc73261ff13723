"""The words that a model knows, each with its number."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from jaxtyping import Int32

PAD = 0
"""Number of the filler that makes the reviews of a batch equally long."""
UNKNOWN = 1
"""Number of every word outside the vocabulary."""
SPECIAL = ("<pad>", "<unknown>")


@dataclass(frozen=True)
class Vocabulary:
    """An ordered list of words; word ``words[k]`` has the number ``k``.

    Parameters
    ----------
    words
        The two special entries ``<pad>`` and ``<unknown>``, then distinct words without line breaks.

    Raises
    ------
    ValueError
        If the special entries are not in front, or a word is empty, repeated or holds a line break.

    Examples
    --------
    >>> vocabulary = Vocabulary.from_texts([["not", "bad"], ["bad"]], max_size=10)
    >>> vocabulary.encode(["bad", "acting"]).tolist(), "bad" in vocabulary, len(vocabulary)
    ([2, 1], True, 4)
    """

    words: tuple[str, ...]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words[:2] != SPECIAL:
            found = " and ".join(map(repr, self.words[:2])) or "nothing"
            raise ValueError(f"a vocabulary must begin with '<pad>' and '<unknown>', found {found}")
        numbers = {word: number for number, word in enumerate(self.words)}
        if len(numbers) != len(self.words):
            repeated = Counter(self.words).most_common(1)[0][0]
            raise ValueError(f"a vocabulary must hold each word once, found {repeated!r} more than once")
        for word in self.words:
            if word.splitlines() != [word]:
                raise ValueError(f"a word must be one line that is not empty, found {word!r}")
        object.__setattr__(self, "_numbers", numbers)

    @classmethod
    def from_texts(cls, texts: Iterable[Sequence[str]], max_size: int, min_count: int = 1) -> "Vocabulary":
        """Keep the most frequent words of texts that are already cut into words.

        Parameters
        ----------
        texts
            Words of each text.
        max_size
            Entries at most, the two special ones included; 3 or more.
        min_count
            Leave out words that occur less often than this.

        Raises
        ------
        ValueError
            If ``max_size`` is below 3.
        """
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(text)
        return cls.from_counts(counts, max_size, min_count)

    @classmethod
    def from_counts(cls, counts: Counter[str], max_size: int, min_count: int = 1) -> "Vocabulary":
        """Keep the most frequent words; words equally frequent stand in alphabetical order."""
        if max_size < 3:
            raise ValueError(f"max_size must be 3 or more, found {max_size}")
        kept = sorted((w for w in counts if counts[w] >= min_count), key=lambda word: (-counts[word], word))
        return cls((*SPECIAL, *kept[: max_size - 2]))

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read a plain text file in UTF-8, one word a line.

        Raises
        ------
        ValueError
            If the file is missing, is no UTF-8 text, or is no vocabulary.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"cannot read the vocabulary {path.name}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ValueError(f"the vocabulary {path.name} is not UTF-8 text: {error.reason}") from error
        try:
            return cls(tuple(text.removesuffix("\n").split("\n")))
        except ValueError as error:
            raise ValueError(f"the vocabulary {path.name} is damaged: {error}") from error

    def save(self, path: Path) -> None:
        """Write the file that `load` reads."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Give the content of the file: the words, each with a line feed."""
        return "".join(f"{word}\n" for word in self.words).encode("utf-8")

    @property
    def sha256(self) -> str:
        """Fingerprint of the words and their order; a checkpoint fits one vocabulary only."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._numbers and word not in SPECIAL

    def encode(self, tokens: Sequence[str]) -> Int32[np.ndarray, " T"]:
        """Turn words into their numbers; a word outside the vocabulary becomes `UNKNOWN`."""
        numbers = self._numbers
        return np.fromiter((numbers.get(t, UNKNOWN) for t in tokens), dtype=np.int32, count=len(tokens))
