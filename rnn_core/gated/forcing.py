"""What a person does to the gates: holds one open or shut, or sets its bias; and how a link says it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import MAX_HIDDEN_SIZE, MAX_STEPS, check_choice, check_count, check_number
from rnn_core.gated.cells import MAX_BIAS, GatedParams
from rnn_core.sequences import parse_number

OPEN, SHUT = 1.0, 0.0
MAX_CHANGES = 200
ALL_GATES = ("i", "f", "g", "o", "r", "z", "n")
_HELD = re.compile(r"([ifozr])=(open|shut)(?:@([1-9][0-9]{0,3})(\+)?)?")
_BIAS = re.compile(r"([ifgorzn])(?:\[([1-9][0-9]{0,2})\])?=(.+)")
C = TypeVar("C", bound=GatedParams)


@dataclass(frozen=True)
class HeldGate:
    """A gate that is held at a value, whatever the network computes for it.

    Attributes
    ----------
    gate
        ``"i"``, ``"f"`` or ``"o"`` of an LSTM, ``"r"`` or ``"z"`` of a GRU.
    value
        0 for shut, 1 for open, or anything between.
    first
        The first step at which it is held, from 1.
    last
        The last one; up to the end if not given.

    Raises
    ------
    ValueError
        If a field is outside its range.
    """

    gate: str
    value: float
    first: int = 1
    last: int | None = None

    def __post_init__(self) -> None:
        check_choice("gate", self.gate, ("i", "f", "o", "r", "z"))
        check_number("value", self.value, SHUT, OPEN)
        check_count("first", self.first, 1, MAX_STEPS)
        if self.last is not None:
            check_count("last", self.last, self.first, MAX_STEPS)


@dataclass(frozen=True)
class SetBias:
    """A bias that a person set.

    Attributes
    ----------
    gate
        Of which gate or candidate.
    value
        The bias, from -100 to 100.
    unit
        Of which hidden unit, from 0; of all of them if not given.

    Raises
    ------
    ValueError
        If a field is outside its range.
    """

    gate: str
    value: float
    unit: int | None = None

    def __post_init__(self) -> None:
        check_choice("gate", self.gate, ALL_GATES)
        check_number("value", self.value, -MAX_BIAS, MAX_BIAS)
        if self.unit is not None:
            check_count("unit", self.unit, 0, MAX_HIDDEN_SIZE - 1)


def held_values(held: Sequence[HeldGate], params: GatedParams, num_steps: int) -> Float[Tensor, "T G"]:
    """Return the value of every gate that is held, and NaN where the network decides; later ones win.

    Raises
    ------
    ValueError
        If a gate is not one of the cell's.
    """
    values = torch.full((num_steps, params.W_hh.shape[0]), torch.nan, dtype=params.W_hh.dtype)
    for each in held:
        values[each.first - 1 : each.last, params.rows(each.gate)] = each.value
    return values


def with_biases(params: C, biases: Sequence[SetBias]) -> C:
    """Return the cell with the biases that a person set; those of other cells or units are left out."""
    for each in biases:
        if each.gate in params.gates and (each.unit is None or each.unit < params.hidden_size):
            params = params.with_bias(each.gate, each.value, each.unit)
    return params


def put_held(
    held: tuple[HeldGate, ...], gate: str, value: float | None, first: int = 1, last: int | None = None
) -> tuple[HeldGate, ...]:
    """Hold a gate over some steps, or let it go there with None; what was held at other steps stays.

    Examples
    --------
    >>> held = put_held((), "f", 1.0)
    >>> format_held(put_held(held, "f", 0.0, first=4, last=4))
    'f=open f=shut@4'
    >>> format_held(put_held(held, "f", None))
    ''
    """
    kept = tuple(each for each in held if each.gate != gate or not _covers(first, last, each))
    if value is not None:
        return (*kept, HeldGate(gate, value, first, last))
    cut: list[HeldGate] = []
    for each in kept:
        cut += [each] if each.gate != gate else _without(each, first, last)
    return tuple(cut)


def _covers(first: int, last: int | None, held: HeldGate) -> bool:
    return first <= held.first and (last is None or (held.last is not None and held.last <= last))


def _without(held: HeldGate, first: int, last: int | None) -> list[HeldGate]:
    """Return what is left of a hold when some steps are let go."""
    if (held.last is not None and held.last < first) or (last is not None and held.first > last):
        return [held]
    before = [HeldGate(held.gate, held.value, held.first, first - 1)] if held.first < first else []
    goes_on = last is not None and (held.last is None or held.last > last)
    after = [HeldGate(held.gate, held.value, last + 1, held.last)] if goes_on and last is not None else []
    return [*before, *after]


def put_bias(biases: tuple[SetBias, ...], bias: SetBias) -> tuple[SetBias, ...]:
    """Add a bias in place of what it overrules."""
    kept = (old for old in biases if old.gate != bias.gate or bias.unit not in (None, old.unit))
    return (*kept, bias)


def format_held(held: Sequence[HeldGate]) -> str:
    """Write what is held open or shut for a link.

    Examples
    --------
    >>> format_held([HeldGate("f", 1.0), HeldGate("i", 0.0, first=4), HeldGate("o", 1.0, first=2, last=3)])
    'f=open i=shut@4+ o=open@2 o=open@3'
    """
    return " ".join(part for each in held for part in _parts(each))


def _parts(held: HeldGate) -> list[str]:
    word = f"{held.gate}={'open' if held.value == OPEN else 'shut'}"
    if held.last is None:
        return [word if held.first == 1 else f"{word}@{held.first}+"]
    return [f"{word}@{step}" for step in range(held.first, held.last + 1)]


def parse_held(text: str) -> tuple[HeldGate, ...]:
    """Read what ``format_held`` wrote.

    Raises
    ------
    ValueError
        If a part cannot be read, naming the first such part, or if there are more than 200.

    Examples
    --------
    >>> parse_held("i=shut@4+")
    (HeldGate(gate='i', value=0.0, first=4, last=None),)
    """
    held: tuple[HeldGate, ...] = ()
    for part in _split(text):
        match = _HELD.fullmatch(part)
        if not match or int(match[3] or 1) > MAX_STEPS:
            raise ValueError(
                f"Found {part[:40]!r}; a held gate is written like f=open, i=shut@4 (step 4 alone) "
                "or i=shut@4+ (from step 4 on)."
            )
        gate, word, step, onwards = match.groups()
        first = int(step or 1)
        held = put_held(
            held, gate, OPEN if word == "open" else SHUT, first, None if onwards or not step else first
        )
    return held


def format_biases(biases: Sequence[SetBias]) -> str:
    """Write biases for a link, every digit of the number.

    Examples
    --------
    >>> format_biases([SetBias("f", 5.0), SetBias("i", -0.5, unit=1)])
    'f=5 i[2]=-0.5'
    """

    def write(bias: SetBias) -> str:
        unit = "" if bias.unit is None else f"[{bias.unit + 1}]"
        return f"{bias.gate}{unit}={repr(float(bias.value)).removesuffix('.0')}"

    return " ".join(map(write, biases))


def parse_biases(text: str) -> tuple[SetBias, ...]:
    """Read what ``format_biases`` wrote.

    Raises
    ------
    ValueError
        If a part cannot be read, naming the first such part, or if there are more than 200.

    Examples
    --------
    >>> parse_biases("f=5")
    (SetBias(gate='f', value=5.0, unit=None),)
    """
    biases: tuple[SetBias, ...] = ()
    for part in _split(text):
        match = _BIAS.fullmatch(part)
        try:
            if not match:
                raise ValueError("not a bias")
            gate, unit, number = match.groups()
            bias = SetBias(gate, parse_number(number, MAX_BIAS), int(unit) - 1 if unit else None)
        except ValueError as error:
            raise ValueError(
                f"Found {part[:40]!r}; a bias is written like f=5 or f[2]=-1, "
                f"with a number from −{MAX_BIAS:g} to {MAX_BIAS:g}."
            ) from error
        biases = put_bias(biases, bias)
    return biases


def _split(text: str) -> list[str]:
    parts = text.split()
    if len(parts) > MAX_CHANGES:
        raise ValueError(f"Found {len(parts):,} changes; at most {MAX_CHANGES} are allowed.")
    return parts
