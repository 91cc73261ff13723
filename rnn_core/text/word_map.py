"""A few hundred words in a plane: the two directions in which their vectors differ most, and what they mean.

Vectors are brought to length 1 first, so that the map shows what the cosine does: directions, not how
frequent a word is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.checks import check_count
from rnn_core.principal import principal_axes
from rnn_core.text.neighbours import Neighbour
from rnn_core.text.shipped_vectors import WordVectors

NUM_ENDS, NUM_NEAR = 3, 6


@dataclass(frozen=True)
class MapAxis:
    """A direction: its share of the variance, 0 to 1, and the words at both ends, the outermost first."""

    share: float
    low: tuple[str, ...]
    high: tuple[str, ...]


@dataclass(frozen=True)
class WordMap:
    """Words in a plane.

    Attributes
    ----------
    words
        Each once, in the order asked for.
    places
        Across and up.
    axes
        What across and up mean.
    near
        For each word those of the map whose vectors are nearest, all their numbers counted.
    """

    words: tuple[str, ...]
    places: Float64[Tensor, "N 2"]
    axes: tuple[MapAxis, MapAxis]
    near: tuple[tuple[Neighbour, ...], ...]


def word_map(space: WordVectors, words: Sequence[str], upwards: Sequence[str] = ()) -> WordMap:
    """Lay words out in the plane in which their vectors differ most.

    Parameters
    ----------
    space
        Where the vectors come from.
    words
        Three words or more; those that the space does not have, and repetitions, are left out.
    upwards
        Some of the words: an axis may point either way, and is turned so that they lie on its higher side.

    Raises
    ------
    ValueError
        If fewer than three different words are known.
    """
    known = tuple(word for word in dict.fromkeys(words) if word in space.vocabulary)
    if len(known) < 3:
        raise ValueError(f"a map needs three different known words or more, found {len(known)}")
    units = _units(space, known)
    centre, directions, shares = principal_axes(units)
    places = (units - centre) @ directions.T
    is_upwards = torch.tensor([word in upwards for word in known])
    if is_upwards.any():
        places = places * torch.where(places[is_upwards].mean(0) < 0, -1.0, 1.0)
    across, up = (_axis(known, place, share) for place, share in zip(places.T, shares.tolist(), strict=True))
    return WordMap(known, places, (across, up), _near(known, units @ units.T))


def mean_cosine(space: WordVectors, words: Sequence[str], others: Sequence[str]) -> float:
    """Give the mean cosine of words with others; a word is not compared with itself.

    Raises
    ------
    ValueError
        If nothing is left to compare.
    """
    one, other = ([word for word in group if word in space.vocabulary] for group in (words, others))
    pairs = torch.tensor([[a != b for b in other] for a in one])
    if not pairs.any():
        raise ValueError("there must be two different known words to compare, found none")
    return float((_units(space, one) @ _units(space, other).T)[pairs].mean())


@dataclass(frozen=True)
class Moved:
    """Two words and the cosine of their vectors in one space and in another."""

    word: str
    other: str
    before: float
    after: float


def moved_apart(
    before: WordVectors, after: WordVectors, words: Sequence[str], others: Sequence[str], count: int = 5
) -> tuple[Moved, ...]:
    """Find the pairs of a word and another whose cosine fell most from one space to the other.

    Parameters
    ----------
    before, after
        The two spaces.
    words, others
        Words that both spaces have; no word stands in both groups.
    count
        Pairs at most, 1 or more.

    Raises
    ------
    ValueError
        If a word is unknown or ``count`` is below 1.
    """
    check_count("count", count, 1, len(words) * len(others))
    missing = [
        word for word in (*words, *others) for space in (before, after) if word not in space.vocabulary
    ]
    if missing:
        raise ValueError(f"words and others must be in both vocabularies, found {missing[0]!r}")
    were, are = (_units(space, words) @ _units(space, others).T for space in (before, after))
    fallen = (were - are).flatten().topk(count).indices.tolist()
    pairs = [divmod(place, len(others)) for place in fallen]
    return tuple(Moved(words[a], others[b], were[a, b].item(), are[a, b].item()) for a, b in pairs)


def _units(space: WordVectors, words: Sequence[str]) -> Float64[Tensor, "N E"]:
    return torch.nn.functional.normalize(space.rows_for(words).double(), dim=1)


def _axis(words: tuple[str, ...], places: Float64[Tensor, " N"], share: float) -> MapAxis:
    order = places.argsort().tolist()
    low, high = order[:NUM_ENDS], order[: -NUM_ENDS - 1 : -1]
    return MapAxis(share, tuple(words[k] for k in low), tuple(words[k] for k in high))


def _near(words: tuple[str, ...], cosines: Float64[Tensor, "N N"]) -> tuple[tuple[Neighbour, ...], ...]:
    others = cosines.clone().fill_diagonal_(-2)
    top = others.topk(min(NUM_NEAR, len(words) - 1))
    return tuple(
        tuple(Neighbour(words[k], value) for k, value in zip(row, values, strict=True))
        for row, values in zip(top.indices.tolist(), top.values.tolist(), strict=True)
    )
