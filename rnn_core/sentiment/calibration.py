r"""Make a probability mean what it says: temperature scaling.

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

import numpy as np
from jaxtyping import Float64

from rnn_core.checks import check_number
from rnn_core.sentiment.reliability import Labels, Numbers, check_labelled, expected_calibration_error

__all__ = [
    "calibrate",
    "calibrate_all",
    "expected_calibration_error",
    "fit_temperature",
    "known_temperature",
    "log_loss",
    "temperature_of",
]

LOWEST, HIGHEST = 0.05, 20.0
"""The temperatures that a fit may end at: a network that is always right would want 0, one without a clue
infinity."""
BISECTIONS = 60


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
    z, y = check_labelled("logits", logits, labels)
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
    z, y = check_labelled("logits", logits, labels)
    low, high = math.log(1 / HIGHEST), math.log(1 / LOWEST)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        slope = np.mean(z * (calibrate_all(z * math.exp(middle)) - y))
        low, high = (middle, high) if slope < 0 else (low, middle)
    return math.exp(-(low + high) / 2)


def known_temperature(logits: Numbers, labels: Labels) -> float | None:
    """Find a network's temperature if its answers tell one; arguments and errors as for `fit_temperature`.

    A network that is always right says nothing of how sure it may be, nor does one that is worse than chance:
    the fit then ends at a bound, which would only drive every probability to 0 or 1, or to one half.

    Examples
    --------
    >>> known_temperature([-1.0, 2.0], [0, 1]) is None
    True
    """
    found = fit_temperature(logits, labels)
    at_a_bound = any(math.isclose(found, bound, rel_tol=1e-6) for bound in (LOWEST, HIGHEST))
    return None if at_a_bound else found


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
