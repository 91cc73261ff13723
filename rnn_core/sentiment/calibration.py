r"""Whether a probability means what it says: temperature scaling, and how far it is still off.

A network may be too sure of itself, or not sure enough. One number T, its temperature, is fitted on reviews
that it did not learn from, and divides its logit z:

.. math:: p = \sigma(z / T)

T above 1 makes a network less sure, below 1 surer. The label, which is the sign of z, stays.

References
----------
Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural networks", sections 2 and 4.2,
https://proceedings.mlr.press/v70/guo17a.html
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float64, Int, Int64

from rnn_core.checks import check_count, check_number

Numbers = Sequence[float] | Float[np.ndarray, " N"]
Labels = Sequence[int] | Int[np.ndarray, " N"] | Bool[np.ndarray, " N"]
NUM_BINS = 15
"""As in Guo and others (2017)."""
LOWEST, HIGHEST = 0.05, 20.0
"""The temperatures that a fit may end at: a network that is always right would want 0, one without a clue
infinity."""
BISECTIONS = 60


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


def calibrate(logit: float, temperature: float = 1.0) -> float:
    """Turn one logit into the probability of "positive".

    Parameters
    ----------
    logit
        What the network's last layer gives.
    temperature
        T, above 0; 1 changes nothing.

    Raises
    ------
    ValueError
        If ``temperature`` is not a finite number above 0.

    Examples
    --------
    >>> round(calibrate(2.0), 3), round(calibrate(2.0, temperature=2.0), 3)
    (0.881, 0.731)
    """
    return float(calibrate_all([logit], temperature)[0])


def calibrate_all(logits: Numbers, temperature: float = 1.0) -> Float64[np.ndarray, " N"]:
    """Turn logits into probabilities; arguments and errors as for `calibrate`."""
    check_number("temperature", temperature, np.finfo(float).tiny, np.finfo(float).max)
    # tanh does not overflow, where exp(-z) does
    return 0.5 * (1 + np.tanh(np.asarray(logits, np.float64) / temperature / 2))


def log_loss(logits: Numbers, labels: Labels, temperature: float = 1.0) -> float:
    """Give the mean binary cross-entropy in nats of logits divided by a temperature."""
    z, y = _checked("logits", logits, labels)
    return float(np.mean(np.logaddexp(0, z / temperature) - y * z / temperature))


def fit_temperature(logits: Numbers, labels: Labels) -> float:
    r"""Find the temperature that makes the log loss smallest.

    With beta = 1/T the loss is convex, so that its slope

    .. math:: \frac{1}{N} \sum_n z_n (\sigma(\beta z_n) - y_n)

    has one zero, which bisection finds.

    Parameters
    ----------
    logits
        Of reviews that the network did not learn from.
    labels
        1 positive, 0 negative.

    Returns
    -------
    float
        T, from 0.05 to 20.

    Raises
    ------
    ValueError
        If there is no review, the two differ in number, a logit is not finite, or a label is not 0 or 1.

    Examples
    --------
    >>> round(fit_temperature([2.0, 2.0, 2.0, -2.0], [1, 1, 0, 0]), 2)  # sure of 88 %, right in 75 %
    1.82
    """
    z, y = _checked("logits", logits, labels)
    low, high = math.log(1 / HIGHEST), math.log(1 / LOWEST)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        slope = np.mean(z * (calibrate_all(z * math.exp(middle)) - y))
        low, high = (middle, high) if slope < 0 else (low, middle)
    return math.exp(-(low + high) / 2)


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
    p, y = _checked("probabilities", probabilities, labels)
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


def _checked(
    name: str, values: Numbers, labels: Labels
) -> tuple[Float64[np.ndarray, " N"], Float64[np.ndarray, " N"]]:
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


def temperature_of(name: str) -> float:
    """Give the temperature of a shipped model, fitted on the reviews that its card was measured on.

    Parameters
    ----------
    name
        ``"rnn"``, ``"lstm"`` or ``"gru"``.

    Raises
    ------
    CheckpointError
        If there is no such model.
    """
    from rnn_core.sentiment.checkpoints import shipped_model

    return shipped_model(name).temperature
