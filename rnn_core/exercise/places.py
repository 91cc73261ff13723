"""The numbers of a forward pass in the order in which they are computed by hand, and what each is made of."""

from dataclasses import dataclass
from typing import Literal, get_args

from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_choice, check_count
from rnn_core.unrolling import UnrollTrace, check_trace

Quantity = Literal["new", "old", "sum", "state", "readout", "output"]
QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
"""W_xh x_t; W_hh h_{t-1}; new + old + b_h; its activation, h_t; W_hy h_t; readout + b_y, which is y_t."""
READOUTS: tuple[Quantity, ...] = ("readout", "output")
"""The quantities that are there only where a prediction is read off."""
PRODUCTS: dict[Quantity, tuple[str, str]] = {
    "new": ("W_xh", "x"),
    "old": ("W_hh", "h"),
    "readout": ("W_hy", "h"),
}
"""The quantities that are a matrix times a vector, and which."""
BIASES: dict[Quantity, str] = {"sum": "b_h", "output": "b_y"}
"""The quantities that have a bias added, and which."""
_PARTS: dict[Quantity, tuple[Quantity, ...]] = {
    "sum": ("new", "old"),
    "state": ("sum",),
    "output": ("readout",),
}
_LETTERS: dict[Quantity, str] = {"sum": "a"}


@dataclass(frozen=True)
class Place:
    """A number of a run: its step (from 1), what it is (one of ``QUANTITIES``), its row (from 0)."""

    step: int
    quantity: Quantity
    row: int


@dataclass(frozen=True)
class Term:
    """One thing that is added up to a number, or that goes through the activation.

    Attributes
    ----------
    name
        ``"x"``, ``"h"``, ``"new"``, ``"old"``, ``"a"``, ``"readout"``, ``"b_h"`` or ``"b_y"``.
    step
        Whose number it is, 0 for the start; none for a bias.
    row
        Its place in that vector, from 0.
    value
        The number.
    matrix
        The name of the matrix whose number multiplies it, if one does.
    weight
        That number, of the asked row and of the column ``row``; 1 if nothing multiplies it.
    """

    name: str
    step: int | None
    row: int
    value: float
    matrix: str | None = None
    weight: float = 1.0

    @property
    def product(self) -> float:
        """What it adds."""
        return self.weight * self.value


def first_place() -> Place:
    """Return the first number that is asked for."""
    return Place(step=1, quantity="new", row=0)


def next_place(params: RNNParams, num_steps: int, place: Place) -> Place | None:
    """Return the number after this one, row by row, quantity by quantity, step by step; none after the last.

    Parameters
    ----------
    params
        The network, whose sizes are the numbers of rows.
    num_steps
        Length of the sequence.
    place
        The number before.

    Raises
    ------
    ValueError
        If the place is not one of this run.
    """
    _check_place(params, num_steps, place)
    if place.row + 1 < _num_rows(params, place.quantity):
        return Place(place.step, place.quantity, place.row + 1)
    after = QUANTITIES[QUANTITIES.index(place.quantity) + 1 :]
    if after:
        return Place(place.step, after[0], 0)
    return Place(place.step + 1, QUANTITIES[0], 0) if place.step < num_steps else None


def _num_rows(params: RNNParams, quantity: Quantity) -> int:
    return params.output_size if quantity in READOUTS else params.hidden_size


def _check_place(params: RNNParams, num_steps: int, place: Place) -> None:
    check_choice("quantity", place.quantity, QUANTITIES)
    check_count("step", place.step, 1, num_steps)
    check_count("row", place.row, 0, _num_rows(params, place.quantity) - 1)


def answer(params: RNNParams, trace: UnrollTrace, place: Place) -> float:
    """Return the number at a place of a run.

    Parameters
    ----------
    params, trace
        A network and its run; of an untied network, the weights of the place's step.
    place
        Which number.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.
    """
    check_trace(params, trace)
    _check_place(params, trace.num_steps, place)
    return vector_at(params, trace, place)[place.row].item()


def vector_at(params: RNNParams, trace: UnrollTrace, place: Place) -> Tensor:
    """Return the whole vector that a number stands in."""
    t = place.step
    if place.quantity == "readout":
        return params.W_hy @ trace.h[t]
    if place.quantity == "state":
        return trace.h[t]
    named = {"new": trace.from_input, "old": trace.from_memory, "sum": trace.a, "output": trace.y}
    return named[place.quantity][t - 1]


def terms(params: RNNParams, trace: UnrollTrace, place: Place) -> tuple[Term, ...]:
    """Take a number apart: what is multiplied and added, or, for the state, the sum that is squashed.

    Parameters
    ----------
    params, trace, place
        As for ``answer``.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.

    Examples
    --------
    >>> import torch
    >>> from rnn_core import unroll
    >>> one, zero = torch.ones(1, 1), torch.zeros(1)
    >>> params = RNNParams(W_xh=2 * one, W_hh=one, W_hy=one, b_h=zero, b_y=zero)
    >>> terms(params, unroll(params, 3 * one), first_place())
    (Term(name='x', step=1, row=0, value=3.0, matrix='W_xh', weight=2.0),)
    """
    check_trace(params, trace)
    _check_place(params, trace.num_steps, place)
    t, row = place.step, place.row
    if place.quantity in PRODUCTS:
        matrix, name, at, vector = factors(trace, place)
        weights = getattr(params, matrix)[row].tolist()
        pairs = zip(weights, vector.tolist(), strict=True)
        return tuple(Term(name, at, k, value, matrix, weight) for k, (weight, value) in enumerate(pairs))
    parts = [
        Term(_LETTERS.get(quantity, quantity), t, row, answer(params, trace, Place(t, quantity, row)))
        for quantity in _PARTS[place.quantity]
    ]
    if place.quantity in BIASES:
        bias = BIASES[place.quantity]
        parts.append(Term(bias, None, row, getattr(params, bias)[row].item()))
    return tuple(parts)


def factors(trace: UnrollTrace, place: Place) -> tuple[str, str, int, Tensor]:
    """Return the matrix and the vector of a product: their names, the vector's step and its numbers."""
    matrix, name = PRODUCTS[place.quantity]
    at = place.step - 1 if place.quantity == "old" else place.step
    return matrix, name, at, trace.x[at - 1] if name == "x" else trace.h[at]
