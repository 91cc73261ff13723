"""What a probability of "positive" decides, and whether that is what a person would say. Needs no torch."""

from typing import Literal

Said = Literal["positive", "negative", "neither"]
Mark = Literal["right", "wrong", "undecided"]
EVEN = 0.5
UNDECIDED = 0.05
"""How far from even a probability still decides nothing."""
TINY = 1e-9  # 0.55 - 0.5 is a little more than 0.05


def decides(probability: float) -> bool:
    """Return whether a probability of "positive" lies outside 45 to 55 %.

    Examples
    --------
    >>> decides(0.55), decides(0.56)
    (False, True)
    """
    return abs(probability - EVEN) > UNDECIDED + TINY


def mark(probability: float, said: Said) -> Mark:
    """Compare a network's probability of "positive" with what a person would say.

    Parameters
    ----------
    probability
        0 to 1; from 45 to 55 % it decides nothing.
    said
        Where it is "neither", deciding nothing is the right answer, the only one that a network of two labels
        has.

    Examples
    --------
    >>> mark(0.9, "positive"), mark(0.52, "positive"), mark(0.52, "neither"), mark(0.9, "neither")
    ('right', 'undecided', 'right', 'wrong')
    """
    if said == "neither":
        return "wrong" if decides(probability) else "right"
    if not decides(probability):
        return "undecided"
    return "right" if (probability > EVEN) == (said == "positive") else "wrong"
