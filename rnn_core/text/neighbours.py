"""Which words lie near a word, in one space of word vectors or another."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import check_count
from rnn_core.text.shipped_vectors import WordVectors
from rnn_core.text.vocabulary import SPECIAL


@dataclass(frozen=True)
class Neighbour:
    """A word and the cosine of its vector with that of the word asked for, -1 to 1."""

    word: str
    cosine: float


@dataclass(frozen=True)
class Relation:
    """How near a word is to another: their cosine, and its place among the other's neighbours, from 1."""

    cosine: float
    rank: int
    num_others: int


def nearest(words: WordVectors, word: str, count: int = 8) -> tuple[Neighbour, ...]:
    """Give the words whose vectors point most nearly the same way.

    Parameters
    ----------
    words
        The space.
    word
        A word of its vocabulary.
    count
        How many neighbours, 1 to 100.

    Raises
    ------
    ValueError
        If the word is not in the vocabulary, or ``count`` is out of range.
    """
    check_count("count", count, 1, 100)
    cosines = _cosines(words, word)
    top = cosines.topk(min(count, len(cosines) - len(SPECIAL) - 1))
    return tuple(
        Neighbour(words.vocabulary.words[number], value)
        for value, number in zip(top.values.tolist(), top.indices.tolist(), strict=True)
    )


def relation(words: WordVectors, word: str, other: str) -> Relation:
    """Say how near ``other`` is to ``word``.

    Raises
    ------
    ValueError
        If one of them is not in the vocabulary, or they are the same.
    """
    if word == other:
        raise ValueError(f"the two words must differ, found {word!r} twice")
    cosines = _cosines(words, word)
    value = cosines[_number(words, other)]
    return Relation(value.item(), int((cosines > value).sum()) + 1, len(cosines) - len(SPECIAL) - 1)


def _cosines(words: WordVectors, word: str) -> Float[Tensor, " V"]:
    """Cosines with every word; the word itself and the special entries get -2, which is below all."""
    number = _number(words, word)
    units = torch.nn.functional.normalize(words.vectors, dim=1)
    cosines = units @ units[number]
    cosines[: len(SPECIAL)] = -2
    cosines[number] = -2
    return cosines


def _number(words: WordVectors, word: str) -> int:
    if word not in words.vocabulary:
        raise ValueError(f"word must be in the vocabulary, found {word!r}")
    return int(words.vocabulary.encode([word])[0])
