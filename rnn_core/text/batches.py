"""From reviews of many lengths to rectangular batches: shorten, group by length, pad."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from jaxtyping import Bool, Int32, Int64

from rnn_core.text.vocabulary import PAD, UNKNOWN, Vocabulary

Side = Literal["left", "right"]
Window = Literal["head", "tail", "head and tail", "random"]
POOL_BATCHES = 50
"""Batches that are cut from one pool sorted by length: more saves padding, fewer mixes better."""


@dataclass(frozen=True)
class EncodedTexts:
    """Many texts as numbers, end to end; text k is ``ids[offsets[k]:offsets[k + 1]]``."""

    ids: Int32[np.ndarray, " N"]
    offsets: Int64[np.ndarray, " S"]

    @classmethod
    def encode(cls, texts: Sequence[Sequence[str]], vocabulary: Vocabulary) -> "EncodedTexts":
        """Encode texts that are cut into words; a text without any becomes one unknown word."""
        rows = [vocabulary.encode(text) if text else np.array([UNKNOWN], np.int32) for text in texts]
        return cls.from_rows(rows)

    @classmethod
    def from_rows(cls, rows: Sequence[Int32[np.ndarray, "..."]]) -> "EncodedTexts":
        """Join encoded texts."""
        offsets = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        return cls(np.concatenate([np.empty(0, np.int32), *rows]), offsets)

    @property
    def lengths(self) -> Int64[np.ndarray, " B"]:
        """Number of tokens of each text."""
        return np.diff(self.offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int | np.integer) -> Int32[np.ndarray, " T"]:
        return self.ids[self.offsets[index] : self.offsets[index + 1]]

    def select(self, indices: Sequence[int] | Int64[np.ndarray, " K"]) -> "EncodedTexts":
        """Pick some texts, in the order asked for."""
        return self.from_rows([self[k] for k in indices])


@dataclass(frozen=True)
class Batch:
    """Reviews of one step: numbers, and a mask that is True where a token is real."""

    ids: Int32[np.ndarray, "B T"]
    mask: Bool[np.ndarray, "B T"]


def shorten(
    row: Int32[np.ndarray, " T"], limit: int, window: Window, rng: np.random.Generator
) -> Int32[np.ndarray, " K"]:
    """Keep ``limit`` tokens of a text at most.

    Parameters
    ----------
    row
        One encoded text.
    limit
        Tokens to keep at most, 1 or more.
    window
        Which: ``"head"``, ``"tail"``, ``"head and tail"`` (half of each) or ``"random"`` (a run from
        anywhere).
    rng
        Draws the random window.

    Raises
    ------
    ValueError
        If ``limit`` or ``window`` is not allowed.
    """
    if limit < 1:
        raise ValueError(f"limit must be 1 token or more, found {limit}")
    spare = len(row) - limit
    if spare <= 0:
        return row
    match window:
        case "head":
            return row[:limit]
        case "tail":
            return row[spare:]
        case "head and tail":
            head = (limit + 1) // 2
            return np.concatenate([row[:head], row[head + spare :]])
        case "random":
            start = int(rng.integers(spare + 1))
            return row[start : start + limit]
    raise ValueError(f"window must be one of {', '.join(get_args(Window))}; found {window!r}")


def pad(rows: Sequence[Int32[np.ndarray, "..."]], side: Side, to: int | None = None) -> Batch:
    """Fill texts up to one length.

    Parameters
    ----------
    rows
        Encoded texts, one or more.
    side
        Where the filler stands.
    to
        Length to fill up to; None fills up to the longest text.

    Raises
    ------
    ValueError
        If there is no text, a text is longer than ``to``, or ``side`` is not allowed.

    Examples
    --------
    >>> pad([np.array([5, 6], np.int32), np.array([7], np.int32)], side="left").ids.tolist()
    [[5, 6], [0, 7]]
    """
    if side not in get_args(Side):
        raise ValueError(f"side must be left or right, found {side!r}")
    if not rows:
        raise ValueError("rows must hold at least one text, found none")
    lengths = np.array([len(row) for row in rows])
    longest = int(lengths.max())
    width = longest if to is None else to
    if longest > width:
        raise ValueError(f"to must be at least the longest text, {longest} tokens; found {to}")
    columns = np.arange(width)
    mask = columns < lengths[:, None] if side == "right" else columns >= width - lengths[:, None]
    ids = np.full(mask.shape, PAD, np.int32)
    ids[mask] = np.concatenate(rows)
    return Batch(ids, mask)


def buckets(
    lengths: Int64[np.ndarray, " N"], batch_size: int, rng: np.random.Generator | None = None
) -> Iterator[Int64[np.ndarray, " B"]]:
    """Give the indices of batches of texts of similar length, each text once.

    Parameters
    ----------
    lengths
        Tokens of each text.
    batch_size
        Texts a batch, 1 or more.
    rng
        Shuffles the texts and then the batches. None sorts all by length, for evaluation.

    Raises
    ------
    ValueError
        If ``batch_size`` is below 1.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be 1 or more, found {batch_size}")
    if rng is None:
        order = np.argsort(lengths, kind="stable")
        yield from (order[k : k + batch_size] for k in range(0, len(order), batch_size))
        return
    order = rng.permutation(len(lengths))
    batches: list[Int64[np.ndarray, " B"]] = []
    for start in range(0, len(order), POOL_BATCHES * batch_size):
        pool = order[start : start + POOL_BATCHES * batch_size]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches += [pool[k : k + batch_size] for k in range(0, len(pool), batch_size)]
    yield from (batches[k] for k in rng.permutation(len(batches)))
