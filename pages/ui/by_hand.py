"""What the exercise says: the question, help that rises, and what a wrong number was made of."""

import math

from pages.ui.workbench import ACTIVATION_WORDS
from rnn_core.cells import RNNParams
from rnn_core.exercise import READOUTS, Place, Term, Verdict, answer, terms
from rnn_core.figures.numbers import format_number
from rnn_core.unrolling import UnrollTrace

TOLERANCE = "Right within 0.01, or 1 % of large numbers."
FLAT = 3.0
"""From here on a tanh is 1 within the tolerance."""
_WORDS = {"new": "new", "old": "memory", "sum": "a", "state": "h", "readout": "readout", "output": "y"}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def prompt(place: Place) -> str:
    """Ask for a number by the name that the stage gives it.

    Examples
    --------
    >>> prompt(Place(step=4, quantity="old", row=0))
    'memory₄[1] = ?'
    """
    return f"{_name(place)} = ?"


def hints(params: RNNParams, trace: UnrollTrace, place: Place) -> list[str]:
    """Say how a number is computed: in words, as a formula, with its numbers, and all but the last operation.

    Parameters
    ----------
    params, trace, place
        As for ``rnn_core.exercise.answer``.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.
    """
    parts = terms(params, trace, place)
    rising = [
        _in_words(params, place, parts),
        f"{_name(place)} = {_formula(params, place, [_symbols(place, part) for part in parts])}",
        f"{_name(place)} = {_formula(params, place, [_numbers(part) for part in parts])}",
    ]
    return [*rising, *_last_hint(params, place, parts)]


def verdict_sentence(
    params: RNNParams, trace: UnrollTrace, place: Place, verdict: Verdict, given: float
) -> str:
    """Say in one sentence what a given number is.

    Parameters
    ----------
    params, trace, place
        As for ``rnn_core.exercise.judge``.
    verdict, given
        What ``judge`` returned for which number.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.
    """
    if verdict.is_right:
        return f"Right: {_name(place)} = {format_number(answer(params, trace, place))}."
    parts = terms(params, trace, place)
    if verdict.reason == "other_row":
        return _other_row(place, parts, verdict.at or 0)
    if verdict.reason == "left_out_term":
        part = parts[verdict.at or 0]
        return f"That leaves out {_symbols(place, part)} = {format_number(part.product)}."
    if verdict.reason == "last_step":
        return _last_step(place)
    return _SENTENCES[verdict.reason].format(
        given=format_number(given),
        name=_name(place),
        bias="b_y" if place.quantity in READOUTS else "b_h",
        row=place.row + 1,
        t=place.step,
        now=_at("", place.step),
        before=_at("", place.step - 1),
        a=_name(Place(place.step, "sum", place.row)),
        matrix=parts[0].matrix,
        activation=ACTIVATION_WORDS[params.activation],
        other=ACTIVATION_WORDS["relu" if params.activation == "tanh" else "tanh"],
    )


def reveal_sentence(params: RNNParams, trace: UnrollTrace, place: Place) -> str:
    """Say a number that a person did not want to compute.

    Parameters
    ----------
    params, trace, place
        As for ``rnn_core.exercise.answer``.

    Raises
    ------
    ValueError
        If the run is another network's, or the place is not in it.
    """
    return f"Shown: {_name(place)} = {format_number(answer(params, trace, place))}."


_SENTENCES = {
    "sign": "The size is right, the sign is not.",
    "no_bias": "That is the sum without its bias {bias}[{row}].",
    "with_bias": "That has the bias {bias}[{row}] in it already; it is added later.",
    "no_activation": "That is {a} itself; {activation} of it is asked for.",
    "activated": "That went through {activation}; {name} is the plain sum.",
    "other_activation": "That is {other} of {a}; this network uses {activation}.",
    "transposed": "That is column {row} of {matrix}; this is row {row}.",
    "same_step": "That uses h{now}; the memory at step {t} comes from h{before}.",
    "sum_instead_of_product": "That adds weights and numbers; multiply each pair, then add the products.",
    "rounding": "Close, but not close enough: {given} may have been rounded on the way; keep three digits.",
    "other": "Not {given}, and no common slip leads there; a hint says how to compute it.",
}


def _at(name: str, step: int | None) -> str:
    return name if step is None else name + str(step).translate(_SUBSCRIPTS)


def _name(place: Place) -> str:
    return f"{_at(_WORDS[place.quantity], place.step)}[{place.row + 1}]"


def _other_row(place: Place, parts: tuple[Term, ...], row: int) -> str:
    if parts[0].matrix:
        return f"That is row {row + 1} of {parts[0].matrix}; this is row {place.row + 1}."
    return f"That is {_name(Place(place.step, place.quantity, row))}; this is {_name(place)}."


def _last_step(place: Place) -> str:
    now, before = place.step, place.step - 1
    if place.quantity == "new":
        return f"That uses {_at('x', before)}; step {now} reads {_at('x', now)}."
    if place.quantity == "readout":
        return f"That uses {_at('h', before)}; the output at step {now} is read from {_at('h', now)}."
    return f"That is {_at('h', before)}[{place.row + 1}], the state before this step."


def _symbols(place: Place, part: Term) -> str:
    word = {"old": "memory"}.get(part.name, part.name)
    symbol = f"{_at(word, part.step)}[{part.row + 1}]"
    return f"{part.matrix}[{place.row + 1}, {part.row + 1}] · {symbol}" if part.matrix else symbol


def _numbers(part: Term) -> str:
    value = format_number(part.value)
    return f"{format_number(part.weight)} · {value}" if part.matrix else value


def _formula(params: RNNParams, place: Place, written: list[str]) -> str:
    total = " + ".join(written)
    return f"{ACTIVATION_WORDS[params.activation]}({total})" if place.quantity == "state" else total


def _in_words(params: RNNParams, place: Place, parts: tuple[Term, ...]) -> str:
    row, first = place.row + 1, parts[0]
    if first.matrix:
        vector = _at(first.name, first.step)
        return f"Multiply row {row} of {first.matrix} and {vector}, pair by pair, and add the products."
    if place.quantity == "sum":
        return f"Add the new information, the memory and the bias, each in row {row}."
    if place.quantity == "output":
        return f"Add the bias b_y[{row}] to the readout."
    effect = {
        "tanh": "tanh, which squeezes every number to between −1 and 1",
        "relu": "ReLU, which turns every number below 0 into 0 and leaves the others",
    }
    return f"Put the sum a{_at('', place.step)}[{row}] through {effect[params.activation]}."


def _last_hint(params: RNNParams, place: Place, parts: tuple[Term, ...]) -> list[str]:
    """Do all but the last operation; where there is but one, nothing is left to say."""
    if place.quantity == "state":
        return [_activation_hint(params, parts[0].value)]
    if len(parts) == 1 or place.quantity == "output":
        return []
    if parts[0].matrix:
        products = "; ".join(f"{_numbers(part)} = {format_number(part.product)}" for part in parts)
        return [f"The products, one by one: {products}. Add them."]
    *others, bias = parts
    so_far = format_number(sum(part.value for part in others))
    return [f"{' + '.join(map(_numbers, others))} = {so_far}; add the bias {_numbers(bias)}."]


def _activation_hint(params: RNNParams, a: float) -> str:
    if params.activation == "relu":
        return f"{format_number(a)} is {'above 0: it stays' if a > 0 else 'not above 0: it becomes 0'}."
    if abs(a) >= FLAT:
        return f"From ±{FLAT:g} on, tanh is within 0.01 of ±1."
    up, down = format_number(math.exp(a)), format_number(math.exp(-a))
    return f"tanh(a) = (eᵃ − e⁻ᵃ) / (eᵃ + e⁻ᵃ); here eᵃ = {up} and e⁻ᵃ = {down}."
