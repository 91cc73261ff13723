"""How far a measured share may lie from the true one. Needs no torch, so that pages can use it at once."""

import math


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
