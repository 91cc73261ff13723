"""A review's whole way into a batch that it shares with others, every stage kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int32, Int64

from rnn_core.text.batches import EncodedTexts, Side, Window, shorten
from rnn_core.text.pipeline import (
    NO_DRAW,
    FilledBatch,
    Numbered,
    filled_batches,
    kept_places,
    number_review,
)
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Way:
    """What became of one review among others.

    Attributes
    ----------
    numbered
        Text, tokens and numbers of the review.
    vocabulary
        What knew the words.
    kept
        Places of the tokens that the length limit keeps.
    as_they_come, in_buckets
        The review, as number 0, and its companions in batches, in two orders. What travels is ``in_buckets``.
    """

    numbered: Numbered
    vocabulary: Vocabulary
    kept: Int64[np.ndarray, " K"]
    as_they_come: tuple[FilledBatch, ...]
    in_buckets: tuple[FilledBatch, ...]

    @property
    def own(self) -> tuple[FilledBatch, int]:
        """The batch in which the review travels, and its row there."""
        return next(
            (filled, filled.members.tolist().index(0)) for filled in self.in_buckets if 0 in filled.members
        )

    @property
    def row(self) -> Int32[np.ndarray, " T"]:
        """The numbers that a network is fed for this review."""
        filled, row = self.own
        return filled.batch.ids[row]

    @property
    def mask(self) -> Bool[np.ndarray, " T"]:
        """True where that row holds a token."""
        filled, row = self.own
        return filled.batch.mask[row]

    def column_of(self, place: int) -> int | None:
        """Give the column of a token in the row; None where the limit cut it off."""
        found = np.flatnonzero(self.kept == place)
        filled, row = self.own
        return filled.start_of(row) + int(found[0]) if len(found) else None


def follow(
    text: str,
    companions: Sequence[str],
    vocabulary: Vocabulary,
    *,
    limit: int,
    window: Window,
    side: Side,
    to_the_limit: bool,
    batch_size: int,
) -> Way:
    """Send a review through every stage, in company.

    Parameters
    ----------
    text, companions
        The review, and others that share its batches.
    vocabulary
        Words with their numbers.
    limit, window
        Tokens of a review at most, and which: ``"head"``, ``"tail"`` or ``"head and tail"``.
    side
        Where the filler stands.
    to_the_limit
        Whether every row is filled up to ``limit`` (else to the longest of its batch).
    batch_size
        Reviews a batch.

    Raises
    ------
    ValueError
        If an argument is not allowed.

    Examples
    --------
    >>> vocabulary = Vocabulary.from_texts([["good", "film"]], max_size=10)
    >>> way = follow("Good!", ["Good good film"], vocabulary, limit=3, window="head", side="left",
    ...              to_the_limit=False, batch_size=2)
    >>> way.row.tolist(), way.mask.tolist(), way.column_of(0)
    ([0, 3, 1], [False, True, True], 1)
    """
    numbered = number_review(text, vocabulary)
    others = EncodedTexts.encode([words(other) for other in companions], vocabulary)
    rows = [
        shorten(ids, limit, window, NO_DRAW)
        for ids in (numbered.ids, *(others[k] for k in range(len(others))))
    ]
    to = limit if to_the_limit else None
    return Way(
        numbered=numbered,
        vocabulary=vocabulary,
        kept=kept_places(len(numbered.ids), limit, window),
        as_they_come=tuple(filled_batches(rows, batch_size, side, to=to, in_buckets=False)),
        in_buckets=tuple(filled_batches(rows, batch_size, side, to=to)),
    )
