"""Whether a probability means what it says: what was said against what came true.

References
----------
Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural networks", section 2,
https://proceedings.mlr.press/v70/guo17a.html
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float64, Int, Int64

from rnn_core.checks import check_count

Numbers = Sequence[float] | Float[np.ndarray, " N"]
Labels = Sequence[int] | Int[np.ndarray, " N"] | Bool[np.ndarray, " N"]
NUM_BINS = 15
"""As in Guo and others (2017)."""


@dataclass(frozen=True)
class Bin:
    """Reviews whose probability of "positive" is alike.

    Parameters
    ----------
    low, high
        Between which probabilities they lie.
    count
        How many they are.
    mean_probability, share_positive
        What the network says on average, and how many are positive; both 0 in an empty bin.
    """

    low: float
    high: float
    count: int
    mean_probability: float
    share_positive: float

    @property
    def standard_error(self) -> float:
        """How far the share lies from the mean probability by chance, sqrt(p (1 - p) / n), were p true."""
        p = self.mean_probability
        return math.sqrt(p * (1 - p) / max(self.count, 1))


def reliability(
    probabilities: Numbers, labels: Labels, num_bins: int = NUM_BINS, equal_mass: bool = False
) -> tuple[Bin, ...]:
    """Sort reviews by their probability into bins, and count how many of each are positive.

    Parameters
    ----------
    probabilities
        Of "positive", each from 0 to 1.
    labels
        1 positive, 0 negative.
    num_bins
        1 to 1,000.
    equal_mass
        Bins of equally many reviews, rather than of equal width.

    Raises
    ------
    ValueError
        If there is no review, the two differ in number, or a value is not allowed.

    Examples
    --------
    >>> [(bin.count, bin.share_positive) for bin in reliability([0.1, 0.2, 0.9, 0.9], [0, 0, 1, 0], 2)]
    [(2, 0.0), (2, 0.5)]
    """
    p, y = check_labelled("probabilities", probabilities, labels)
    if p.min() < 0 or p.max() > 1:
        raise ValueError(f"probabilities must be between 0 and 1, found {p[(p < 0) | (p > 1)][0]}")
    check_count("num_bins", num_bins, 1, 1_000)
    place = _places(p, num_bins, equal_mass)
    counts = np.bincount(place, minlength=num_bins)
    filled = np.maximum(counts, 1)
    means = np.bincount(place, p, num_bins) / filled
    shares = np.bincount(place, y, num_bins) / filled
    lows, highs = _edges(p, place, num_bins, equal_mass)
    return tuple(map(Bin, lows, highs, counts.tolist(), means.tolist(), shares.tolist()))


def _places(p: Float64[np.ndarray, " N"], num_bins: int, equal_mass: bool) -> Int64[np.ndarray, " N"]:
    """Number the bin of each review."""
    if not equal_mass:
        return np.minimum((p * num_bins).astype(np.int64), num_bins - 1)
    rank = np.empty(len(p), np.int64)
    rank[np.argsort(p, kind="stable")] = np.arange(len(p))
    return rank * num_bins // len(p)


def _edges(
    p: Float64[np.ndarray, " N"], place: Int64[np.ndarray, " N"], num_bins: int, equal_mass: bool
) -> tuple[list[float], list[float]]:
    """Give the bounds of each bin: multiples of its width, or its smallest and largest probability."""
    if not equal_mass:
        steps = (np.arange(num_bins + 1) / num_bins).tolist()
        return steps[:-1], steps[1:]
    members = [p[place == number] for number in range(num_bins)]
    return (
        [float(member.min(initial=1)) for member in members],
        [float(member.max(initial=0)) for member in members],
    )


def expected_calibration_error(
    probabilities: Numbers, labels: Labels, num_bins: int = NUM_BINS, equal_mass: bool = False
) -> float:
    r"""Give how far, on average over the reviews, the probability of a bin lies from what came true.

    .. math:: \mathrm{ECE} = \sum_b \frac{n_b}{N} \left| \bar p_b - \bar y_b \right|

    It is never 0 on few reviews, not even for a network that says the very truth: `error_by_chance` tells how
    large it is then.

    Parameters
    ----------
    probabilities, labels, num_bins, equal_mass
        As for `reliability`. For the error of Guo and others give the probability of the chosen label, and
        whether that label was right.

    Examples
    --------
    >>> round(expected_calibration_error([0.9, 0.9, 0.9, 0.9], [1, 1, 1, 0]), 3)
    0.15
    """
    bins = reliability(probabilities, labels, num_bins, equal_mass)
    off = sum(bin.count * abs(bin.mean_probability - bin.share_positive) for bin in bins)
    return off / sum(bin.count for bin in bins)


def error_by_chance(
    probabilities: Numbers, num_bins: int = NUM_BINS, draws: int = 200, seed: int = 0
) -> float:
    """Give the mean error of a network whose probabilities are true, on as many reviews.

    Parameters
    ----------
    probabilities, num_bins
        As for `reliability`.
    draws
        How often labels are drawn from the probabilities.
    seed
        Of the draws.
    """
    p, rng = np.asarray(probabilities, np.float64), np.random.default_rng(seed)
    found = [
        expected_calibration_error(p, (rng.random(len(p)) < p).astype(np.int64), num_bins)
        for _ in range(draws)
    ]
    return float(np.mean(found))


def check_labelled(
    name: str, values: Numbers, labels: Labels
) -> tuple[Float64[np.ndarray, " N"], Float64[np.ndarray, " N"]]:
    """Return values and labels as arrays if they fit each other.

    Parameters
    ----------
    name
        The values' name, for the message.
    values, labels
        Finite numbers, and as many labels of 0 or 1.

    Raises
    ------
    ValueError
        If there is none, the two differ in number, a value is not finite, or a label is not 0 or 1.
    """
    z, y = np.asarray(values, np.float64), np.asarray(labels, np.float64)
    if not len(z):
        raise ValueError(f"{name} must hold at least one review, found none")
    if len(z) != len(y):
        raise ValueError(f"{name} and labels differ in number: {len(z)} against {len(y)}")
    if not np.isfinite(z).all():
        raise ValueError(f"{name} must hold finite numbers only, found NaN or infinity")
    wrong = y[(y != 0) & (y != 1)]
    if len(wrong):
        raise ValueError(f"labels must be 0 or 1, found {wrong[0]:g}")
    return z, y
