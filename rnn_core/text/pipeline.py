"""One review on its way into a network, with every stage kept: text, tokens, numbers, a row of a batch.

Nothing is done anew here: the tokeniser, the vocabulary, `shorten`, `pad` and `buckets` are those that
training and prediction go through, and a test holds the last stage equal to what a model is fed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Int32, Int64

from rnn_core.text.batches import Batch, EncodedTexts, Side, Window, buckets, pad, shorten
from rnn_core.text.tokenizer import Token, tokenize
from rnn_core.text.vocabulary import UNKNOWN, Vocabulary

FIRST_WORD = UNKNOWN + 1
"""Number of the most frequent word: what is smaller is filler or the unknown word."""
NO_DRAW = np.random.default_rng(0)
"""For `shorten`, which draws for the random window only."""


@dataclass(frozen=True)
class Numbered:
    """A review up to its numbers.

    Attributes
    ----------
    text
        What was typed.
    tokens
        Words and marks with their spans.
    ids
        The number of each token; a review without any is one unknown word.
    """

    text: str
    tokens: tuple[Token, ...]
    ids: Int32[np.ndarray, " T"]

    @property
    def num_unknown(self) -> int:
        """Tokens that the vocabulary does not hold."""
        return int((self.ids == UNKNOWN).sum()) if self.tokens else 0


def number_review(text: str, vocabulary: Vocabulary) -> Numbered:
    """Clean a review, cut it into tokens and look their numbers up.

    Examples
    --------
    >>> vocabulary = Vocabulary.from_texts([["good", "film"]], max_size=10)
    >>> numbered = number_review("Good <br />filming", vocabulary)
    >>> [token.text for token in numbered.tokens], numbered.ids.tolist(), numbered.num_unknown
    (['good', 'filming'], [3, 1], 1)
    """
    tokens = tokenize(text)
    encoded = EncodedTexts.encode([[token.text for token in tokens]], vocabulary)
    return Numbered(text, tuple(tokens), encoded[0])


def rank(number: int) -> int | None:
    """Give a number's place among the words by frequency, from 1; None for filler and the unknown word.

    Examples
    --------
    >>> rank(2), rank(UNKNOWN)
    (1, None)
    """
    return number - UNKNOWN if number >= FIRST_WORD else None


def smaller(vocabulary: Vocabulary, size: int) -> Vocabulary:
    """Keep the most frequent words: the vocabulary that training with fewer entries would have found.

    Parameters
    ----------
    vocabulary
        With its words in order of frequency, as `Vocabulary.from_counts` leaves them.
    size
        Entries to keep, the two special ones included; from 3 to all of them.

    Raises
    ------
    ValueError
        If ``size`` is outside its range.
    """
    if not 3 <= size <= len(vocabulary):
        raise ValueError(f"size must be from 3 to {len(vocabulary)} entries, found {size}")
    return Vocabulary(vocabulary.words[:size])


def kept_places(num_tokens: int, limit: int, window: Window) -> Int64[np.ndarray, " K"]:
    """Say which tokens `shorten` keeps, by sending their places through it.

    Raises
    ------
    ValueError
        If ``limit`` or ``window`` is not allowed.

    Examples
    --------
    >>> kept_places(6, 3, "head and tail").tolist()
    [0, 1, 5]
    """
    return shorten(np.arange(num_tokens, dtype=np.int32), limit, window, NO_DRAW).astype(np.int64)


@dataclass(frozen=True)
class FilledBatch:
    """A few reviews as one rectangle; ``members[k]`` is the review in row k."""

    members: Int64[np.ndarray, " B"]
    batch: Batch

    @property
    def num_filler(self) -> int:
        """Places that hold no token."""
        return int((~self.batch.mask).sum())

    def start_of(self, row: int) -> int:
        """Give the column of a row's first token."""
        return int(self.batch.mask[row].argmax())


def filled_batches(
    rows: Sequence[Int32[np.ndarray, "..."]],
    batch_size: int,
    side: Side,
    *,
    to: int | None = None,
    in_buckets: bool = True,
) -> list[FilledBatch]:
    """Put shortened reviews into batches and fill each up.

    Parameters
    ----------
    rows
        Their numbers, already shortened.
    batch_size
        Reviews a batch, 1 or more.
    side
        Where the filler stands.
    to
        Length of every row; None fills each batch up to its own longest review.
    in_buckets
        Whether reviews of like length are put together (else they come as they stand).

    Raises
    ------
    ValueError
        If ``batch_size``, ``side`` or ``to`` is not allowed.
    """
    lengths = np.array([len(row) for row in rows], np.int64)
    if not in_buckets:
        lengths = np.zeros_like(lengths)  # a stable order by equal lengths is the order in which they came
    return [
        FilledBatch(members, pad([rows[k] for k in members], side, to))
        for members in buckets(lengths, batch_size)
    ]


def filler_share(batches: Sequence[FilledBatch]) -> float:
    """Give the share of all places that are filler, 0 to 1: work that teaches nothing."""
    places = sum(filled.batch.mask.size for filled in batches)
    return sum(filled.num_filler for filled in batches) / places if places else 0.0
