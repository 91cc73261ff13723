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
class PairedDifference:
    """How far one network lies above another that answered the same questions.

    Only the questions tell them apart that one had right and the other wrong. Of two equally good networks
    each would have any such question right with probability 1/2; so the difference of the shares has the
    standard error sqrt(b + c) / n, with b and c questions that only the one and only the other had right.

    Parameters
    ----------
    only_first, only_second
        Questions that the one had right and the other wrong, b and c.
    num_questions
        Number n of questions that both answered, 1 or more.

    References
    ----------
    McNemar (1947), "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12, https://doi.org/10.1007/BF02295996

    Examples
    --------
    >>> found = PairedDifference(only_first=15, only_second=5, num_questions=1_000)
    >>> found.value, round(found.standard_error, 4), round(found.chance, 3)
    (0.01, 0.0045, 0.041)
    """

    only_first: int
    only_second: int
    num_questions: int

    @property
    def value(self) -> float:
        """How far the first share lies above the second; 0.01 is a point."""
        return (self.only_first - self.only_second) / self.num_questions

    @property
    def standard_error(self) -> float:
        """Standard error of the difference between two equally good networks, as a share."""
        return math.sqrt(self.only_first + self.only_second) / self.num_questions

    @property
    def chance(self) -> float:
        """How often two equally good networks would differ by so much or more, 0 to 1, counted exactly."""
        parting, fewer = self.only_first + self.only_second, min(self.only_first, self.only_second)
        one_side = sum(math.comb(parting, k) for k in range(fewer + 1)) / 2**parting
        return min(1.0, 2 * one_side)

    @property
    def is_beyond_chance(self) -> bool:
        """Whether equally good networks would differ so much less often than once in 20 times."""
        return self.chance < 1 / 20
