"""How far a measured share may lie from the true one. Needs no torch, so that pages can use it at once."""

import math
from dataclasses import dataclass


def standard_error(accuracy: float, n: int) -> float:
    """Give the standard error sqrt(p (1 - p) / n) of a share.

    Parameters
    ----------
    accuracy
        The share p, 0 to 1.
    n
        Number of reviews that it was measured on, 1 or more.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> standard_error(0.5, 100)
    0.05
    """
    if not 0 <= accuracy <= 1:
        raise ValueError(f"accuracy must be between 0 and 1, found {accuracy}")
    if n < 1:
        raise ValueError(f"n must be 1 review or more, found {n}")
    return math.sqrt(accuracy * (1 - accuracy) / n)


@dataclass(frozen=True)
class Difference:
    """How far one measured share lies above another, and the standard error of that.

    Parameters
    ----------
    value, standard_error
        Both as shares: 0.01 is a point.
    """

    value: float
    standard_error: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether it is at least twice its standard error, which chance alone does once in 22 times."""
        return abs(self.value) >= 2 * self.standard_error and self.value != 0


def difference(above: float, its_error: float, below: float, other_error: float) -> Difference:
    """Compare two shares, each with its standard error, as if they had been measured apart.

    Parameters
    ----------
    above, its_error
        The one that is looked at, 0 to 1, and its standard error.
    below, other_error
        What it is compared with.

    Examples
    --------
    >>> difference(0.90, 0.003, 0.85, 0.004)
    Difference(value=0.05, standard_error=0.005)
    """
    return Difference(round(above - below, 12), math.hypot(its_error, other_error))
