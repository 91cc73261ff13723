r"""Word vectors of a few sentences, with every number on the way: counts, information, singular values.

The counting is that of `rnn_core.text.vectors`, which counts the corpus. So small a matrix is decomposed
exactly, :math:`M = U \Sigma V^\top`, and row a of :math:`U_k \Sigma_k^{1/2}` is the vector of word a.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.checks import check_count, check_number
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words
from rnn_core.text.vectors import CONTEXT_POWER, CoOccurrence, count_neighbours, marginals, pmi
from rnn_core.text.vocabulary import SPECIAL, Vocabulary

MAX_SENTENCES, MAX_WORDS, MAX_TOKENS, MAX_WINDOW = 30, 40, 300, 5
"""So much of it can be looked at: each word is a row and a column of a matrix."""


@dataclass(frozen=True)
class Meeting:
    """Two words within one window: the sentence, and the places of both in it, all from 0."""

    sentence: int
    first: int
    second: int


@dataclass(frozen=True)
class Company:
    """How a few sentences became word vectors; words are numbered as in ``words``.

    Attributes
    ----------
    sentences
        Numbers of the words of each.
    words
        The most frequent first; in alphabetical order where they are equally frequent.
    window
        Words to either side that count as company.
    counts
        How often word a (row) stood near word b.
    totals
        Sum of each row of ``counts``.
    context
        Share of each word among all company, after smoothing; it sums to 1.
    ratios
        (n(a, b) / n(a)) / p(b): how much more often b is near a than near anyone. 0 where they never met.
    association
        The logarithm of the ratio as it went into the decomposition; 0 where nothing did.
    left
        Left singular vectors in columns; the largest entry of each is positive.
    values
        Singular values, the largest first.
    """

    sentences: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    window: int
    counts: Float64[Tensor, "N N"]
    totals: Float64[Tensor, " N"]
    context: Float64[Tensor, " N"]
    ratios: Float64[Tensor, "N N"]
    association: Float64[Tensor, "N N"]
    left: Float64[Tensor, "N N"]
    values: Float64[Tensor, " N"]

    @property
    def kept(self) -> Float64[Tensor, " N"]:
        """Share of the squared singular values in the first one, two and so on; it ends at 1."""
        squares = self.values**2
        return squares.cumsum(0) / squares.sum().clamp_min(torch.finfo(squares.dtype).tiny)

    def vectors(self, rank: int) -> Float64[Tensor, "N K"]:
        """Give each word's vector of ``rank`` numbers, 1 to the number of words."""
        check_count("rank", rank, 1, len(self.words))
        return self.left[:, :rank] * self.values[:rank].sqrt()

    def cosines(self, rank: int) -> Float64[Tensor, "N N"]:
        """Give the cosine of each word's vector with each other's; 0 for a word without company."""
        units = torch.nn.functional.normalize(self.vectors(rank), dim=1, eps=1e-9)
        return units @ units.T

    def strangers(self, rank: int) -> tuple[int, int] | None:
        """Find the two words that never stood near each other and are most alike; None where all met."""
        alike = self.cosines(rank).clone()
        alike[(self.counts > 0) | (self.totals.outer(self.totals) == 0)] = -torch.inf
        alike[torch.ones_like(alike).tril() > 0] = -torch.inf  # each pair once, and none with itself
        best = alike.max()
        if best == -torch.inf:
            return None
        first, second = torch.nonzero(alike > best - 1e-9)[0].tolist()
        return int(first), int(second)

    def meetings(self) -> dict[tuple[int, int], tuple[Meeting, ...]]:
        """Say where the words of each pair stood near each other; as many places as ``counts`` has."""
        found: dict[tuple[int, int], list[Meeting]] = {}
        for number, ids in enumerate(self.sentences):
            for i, a in enumerate(ids):
                for j in range(max(0, i - self.window), min(len(ids), i + self.window + 1)):
                    if i != j:
                        found.setdefault((a, ids[j]), []).append(Meeting(number, i, j))
        return {pair: tuple(places) for pair, places in found.items()}


def read_sentences(text: str) -> list[list[str]]:
    r"""Cut a text into words, a sentence to each line; lines without words are left out.

    Raises
    ------
    ValueError
        If there are too many lines or words, or too few to count anything.

    Examples
    --------
    >>> read_sentences("The cat slept\n\nthe dog slept")
    [['the', 'cat', 'slept'], ['the', 'dog', 'slept']]
    """
    sentences = [tokens for line in text.splitlines() if (tokens := words(line))]
    different = len({word for sentence in sentences for word in sentence})
    length = sum(map(len, sentences))
    for name, size, most in (
        ("sentences", len(sentences), MAX_SENTENCES),
        ("different words", different, MAX_WORDS),
        ("words in all", length, MAX_TOKENS),
    ):
        if size > most:
            raise ValueError(f"the sentences must hold at most {most} {name}, found {size:,}")
    if different < 2:
        few = "one" if different else "none"
        raise ValueError(f"the sentences must hold at least two different words, found {few}")
    if all(len(sentence) == 1 for sentence in sentences):
        raise ValueError(
            "a word needs company: a sentence must hold two words or more, found only single words"
        )
    return sentences


def count_company(
    sentences: Sequence[Sequence[str]],
    *,
    window: int = 2,
    context_power: float = CONTEXT_POWER,
    positive: bool = True,
) -> Company:
    """Turn a few sentences into word vectors and keep every number on the way.

    Parameters
    ----------
    sentences
        Words of each; what `read_sentences` returns.
    window
        Words to either side that count as company, 1 to 5.
    context_power
        How the counts of contexts are smoothed: 1 leaves them as they are; above 0, at most 1.
    positive
        Whether negative mutual information is set to 0. Pairs that never met have 0 in either case, for the
        logarithm of 0 is no number.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> company = count_company([["cats", "sleep"], ["dogs", "sleep"]], window=1)
    >>> company.words, company.counts[0].tolist()
    (('sleep', 'cats', 'dogs'), [0.0, 1.0, 1.0])
    """
    check_count("window", window, 1, MAX_WINDOW)
    check_number("context_power", context_power, 0.01, 1.0)
    vocabulary = Vocabulary.from_texts(sentences, MAX_WORDS + len(SPECIAL))
    texts = EncodedTexts.encode(sentences, vocabulary)
    pairs = count_neighbours(texts, len(vocabulary), window)
    counts = _dense(pairs)
    totals, context = (torch.from_numpy(each[len(SPECIAL) :]) for each in marginals(pairs, context_power))
    expected = totals[:, None] * context
    ratios = torch.where(counts > 0, counts / torch.where(counts > 0, expected, 1.0), 0.0)
    association = _dense(pmi(pairs, context_power=context_power, positive=positive))
    left, values = exact_svd(association)
    return Company(
        sentences=tuple(tuple((texts[k] - len(SPECIAL)).tolist()) for k in range(len(texts))),
        words=vocabulary.words[len(SPECIAL) :],
        window=window,
        counts=counts,
        totals=totals,
        context=context,
        ratios=ratios,
        association=association,
        left=left,
        values=values,
    )


def exact_svd(matrix: Float64[Tensor, "N N"]) -> tuple[Float64[Tensor, "N N"], Float64[Tensor, " N"]]:
    """Give all left singular vectors, each with its largest entry positive, and the singular values."""
    left, values, _ = torch.linalg.svd(matrix)
    largest = left.gather(0, left.abs().argmax(0, keepdim=True))
    return left * largest.sign(), values


def _dense(pairs: CoOccurrence) -> Float64[Tensor, "N N"]:
    """Lay pairs out as a matrix without the two special entries of the vocabulary, which have no company."""
    matrix = np.zeros((pairs.vocab_size, pairs.vocab_size))
    matrix[pairs.first, pairs.second] = pairs.counts
    return torch.from_numpy(matrix[len(SPECIAL) :, len(SPECIAL) :].copy())
