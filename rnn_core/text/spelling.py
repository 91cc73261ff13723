"""Which words of a vocabulary are spelled most like a word that it does not hold."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Int8, Int32, Int64

from rnn_core.text.vocabulary import SPECIAL, Vocabulary

LONGEST = 24
"""Letters of the words that are compared."""
FURTHEST = 2
"""Letters put in, left out or exchanged up to which two spellings are alike."""


@dataclass(frozen=True)
class Spelling:
    """A word of the vocabulary, and by how many letters it differs from what was asked for."""

    word: str
    distance: int


@dataclass(frozen=True)
class Speller:
    """A vocabulary laid out so that one word is compared with all of its words at once.

    Parameters
    ----------
    vocabulary
        Its more frequent words stand first.

    Examples
    --------
    >>> from rnn_core.text.vocabulary import Vocabulary
    >>> speller = Speller(Vocabulary(("<pad>", "<unknown>", "the", "film", "turbulent")))
    >>> speller.nearest("flim"), speller.nearest("zorbulent"), speller.nearest("blimfark")
    ((Spelling(word='film', distance=1),), (Spelling(word='turbulent', distance=2),), ())
    """

    vocabulary: Vocabulary
    _letters: Int32[np.ndarray, "V L"] = field(init=False, repr=False, compare=False)
    _lengths: Int64[np.ndarray, " V"] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = self.vocabulary.words[len(SPECIAL) :]
        lengths = np.array([len(word) for word in words], np.int64)
        letters = np.zeros((len(words), LONGEST), np.int32)
        for place, word in enumerate(words):
            letters[place, : len(word)] = [ord(letter) for letter in word[:LONGEST]]
        object.__setattr__(self, "_letters", letters)
        object.__setattr__(self, "_lengths", lengths)

    def nearest(self, word: str, count: int = 3) -> tuple[Spelling, ...]:
        """Find the words that differ by least letters, up to two; among equals the more frequent one first.

        A letter put in, left out, put for another, or two neighbours exchanged count as one each.

        Parameters
        ----------
        word
            Of 3 to 22 letters; for a shorter or a longer one nothing is found.
        count
            Words at most.

        References
        ----------
        Damerau (1964), "A technique for computer detection and correction of spelling errors",
        https://doi.org/10.1145/363958.363994
        """
        if not 3 <= len(word) <= LONGEST - FURTHEST:
            return ()
        near = np.flatnonzero((abs(self._lengths - len(word)) <= FURTHEST) & (self._lengths > 1))
        distances = _distances(word, self._letters[near], self._lengths[near])
        found = np.flatnonzero(distances <= min(FURTHEST, len(word) // 3))
        best = found[np.argsort(distances[found], kind="stable")][:count]
        words = self.vocabulary.words
        return tuple(Spelling(words[len(SPECIAL) + near[k]], int(distances[k])) for k in best)


def _distances(
    word: str, letters: Int32[np.ndarray, "N L"], lengths: Int64[np.ndarray, " N"]
) -> Int8[np.ndarray, " N"]:
    """Give how many letters each word is away: a row of the table for each letter, all words at once."""
    codes = [ord(letter) for letter in word]
    width = len(word) + FURTHEST + 1
    columns = np.ascontiguousarray(letters.T[: width - 1])
    row = np.repeat(np.arange(width, dtype=np.int8)[:, None], len(letters), 1)
    before = row
    for i, code in enumerate(codes):
        differs = (columns != code).astype(np.int8)
        following = np.empty_like(row)
        following[0] = i + 1
        for j in range(1, width):
            cheapest = np.minimum(np.minimum(row[j], following[j - 1]) + 1, row[j - 1] + differs[j - 1])
            if i and j > 1:
                swapped = (columns[j - 1] == codes[i - 1]) & (columns[j - 2] == code)
                cheapest = np.where(swapped, np.minimum(cheapest, before[j - 2] + 1), cheapest)
            following[j] = cheapest
        before, row = row, following
    return np.take_along_axis(row, lengths[None], 0)[0]
