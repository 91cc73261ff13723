"""What a number that a person computed is: right, close, or made by a mistake that has a name."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import torch

from rnn_core.cells import RNNParams
from rnn_core.exercise.places import PRODUCTS, Place, answer, factors, terms, vector_at
from rnn_core.unrolling import UnrollTrace

Reason = Literal[
    "right",
    "sign",
    "no_bias",
    "with_bias",
    "no_activation",
    "activated",
    "other_activation",
    "transposed",
    "other_row",
    "same_step",
    "last_step",
    "sum_instead_of_product",
    "left_out_term",
    "rounding",
    "other",
]
TOLERANCE = 0.01
"""How far off is still right: so much, or such a share of a number above 1."""
CLOSE = 5.0
"""How many tolerances off is taken for a matter of rounding."""
CLEAR = 2.0
"""How many tolerances from the answer a mistake must lead before it is named."""
_SLACK = 1e-9  # 0.51 - 0.5 is a little more than 0.01


@dataclass(frozen=True)
class Verdict:
    """What a given number is.

    Attributes
    ----------
    is_right
        Whether it is within the tolerance.
    reason
        ``"right"``, or what the number was made by, where that is found; ``"rounding"`` if it is close.
    at
        The row that was taken for ``"other_row"``, the place of the term for ``"left_out_term"``, from 0.
    """

    is_right: bool
    reason: Reason
    at: int | None = None


def judge(params: RNNParams, trace: UnrollTrace, place: Place, given: float) -> Verdict:
    """Say whether a given number is right and, where a known mistake leads to it, which.

    Right is what differs by at most 0.01, or 1 % of the answer. A mistake is named only if it leads to what
    was given, within the same tolerance, and clearly to another number than the answer. Where several do,
    the one that leads closest is named.

    Parameters
    ----------
    params, trace
        A network and its run; of an untied network, the weights of the place's step.
    place
        Which number was asked for.
    given
        What the person computed.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.
    """
    wanted = answer(params, trace, place)
    if _is_near(given, wanted):
        return Verdict(is_right=True, reason="right")
    found = [
        mistake
        for mistake in _mistakes(params, trace, place)
        if _is_near(given, mistake.value) and not _is_near(mistake.value, wanted, CLEAR)
    ]
    if found:
        likeliest = min(found, key=lambda mistake: round(abs(given - mistake.value), 9))  # ties: the first
        return Verdict(is_right=False, reason=likeliest.reason, at=likeliest.at)
    return Verdict(is_right=False, reason="rounding" if _is_near(given, wanted, CLOSE) else "other")


def _is_near(given: float, wanted: float, tolerances: float = 1.0) -> bool:
    if not math.isfinite(wanted):
        return given == wanted
    return abs(given - wanted) <= tolerances * TOLERANCE * max(1.0, abs(wanted)) + _SLACK


@dataclass(frozen=True)
class _Mistake:
    reason: Reason
    value: float
    at: int | None = None


def _mistakes(params: RNNParams, trace: UnrollTrace, place: Place) -> Iterator[_Mistake]:
    """List what a person may have computed instead, the likelier first."""
    wanted = answer(params, trace, place)
    if place.quantity in PRODUCTS:
        yield from _of_product(params, trace, place)
    elif place.quantity == "state":
        yield from _of_activation(params, trace, place)
    else:
        yield from _of_sum(params, trace, place)
    yield _Mistake("sign", -wanted)
    for row, value in enumerate(vector_at(params, trace, place).tolist()):
        if row != place.row:
            yield _Mistake("other_row", value, row)


def _of_product(params: RNNParams, trace: UnrollTrace, place: Place) -> Iterator[_Mistake]:
    name, _, _, vector = factors(trace, place)
    matrix, row, wanted = getattr(params, name), place.row, answer(params, trace, place)
    if place.quantity == "old":
        yield _Mistake("same_step", (matrix[row] @ trace.h[place.step]).item())
    elif place.quantity == "readout":
        yield _Mistake("last_step", (matrix[row] @ trace.h[place.step - 1]).item())
    elif place.step > 1:
        yield _Mistake("last_step", (matrix[row] @ trace.x[place.step - 2]).item())
    if matrix.shape[0] == matrix.shape[1]:
        yield _Mistake("transposed", (matrix[:, row] @ vector).item())
    yield _Mistake("sum_instead_of_product", (matrix[row].sum() + vector.sum()).item())
    bias = params.b_y if place.quantity == "readout" else params.b_h
    yield _Mistake("with_bias", wanted + bias[row].item())
    for k, term in enumerate(terms(params, trace, place)):
        yield _Mistake("left_out_term", wanted - term.product, k)


def _of_sum(params: RNNParams, trace: UnrollTrace, place: Place) -> Iterator[_Mistake]:
    wanted = answer(params, trace, place)
    *parts, bias = terms(params, trace, place)
    yield _Mistake("no_bias", wanted - bias.value)
    yield _Mistake("activated", _activated(params, wanted))
    if len(parts) > 1:
        for k, part in enumerate(parts):
            yield _Mistake("left_out_term", wanted - part.value, k)


def _of_activation(params: RNNParams, trace: UnrollTrace, place: Place) -> Iterator[_Mistake]:
    a = trace.a[place.step - 1, place.row].item()
    yield _Mistake("no_activation", a)
    yield _Mistake("other_activation", max(a, 0.0) if params.activation == "tanh" else math.tanh(a))
    yield _Mistake("last_step", trace.h[place.step - 1, place.row].item())


def _activated(params: RNNParams, value: float) -> float:
    return params.activate(torch.tensor(value, dtype=torch.float64)).item()
