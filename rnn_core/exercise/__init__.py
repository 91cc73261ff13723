"""The forward pass as an exercise: which number comes next, what it is, and what a wrong one was made of."""

from rnn_core.exercise.judging import TOLERANCE, Reason, Verdict, judge
from rnn_core.exercise.places import (
    QUANTITIES,
    READOUTS,
    Place,
    Quantity,
    Term,
    answer,
    first_place,
    next_place,
    terms,
)

__all__ = [
    "QUANTITIES",
    "READOUTS",
    "TOLERANCE",
    "Place",
    "Quantity",
    "Reason",
    "Term",
    "Verdict",
    "answer",
    "first_place",
    "judge",
    "next_place",
    "terms",
]
