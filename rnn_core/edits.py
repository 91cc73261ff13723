"""What a person changed by hand: numbers of the weights or of a word's vector, and how a link says it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.checks import MAX_HIDDEN_SIZE, MAX_STEPS, check_choice, check_count, check_number
from rnn_core.sequences import MAX_NUMBER, parse_number

MAX_WEIGHT = MAX_NUMBER
MAX_EDITS = 400
_AXES = {"W_xh": 2, "W_hh": 2, "W_hy": 2, "b_h": 1, "b_y": 1, "x": 1}
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Edit:
    """One number that a person set.

    Attributes
    ----------
    name
        ``"x"`` for a number of a word's vector, else the weight that it stands in.
    index
        Where it stands, from 0: row and column of a matrix, the one place in a bias or in a word's vector.
    value
        The number, from -100 to 100.
    step
        The copy of which step, from 1, when every step has weights of its own; all steps if not given.
    word
        Whose vector, for ``"x"`` only: one word without blanks.

    Raises
    ------
    ValueError
        If the name is unknown, or another field is not as it says.
    """

    name: str
    index: tuple[int, ...]
    value: float
    step: int | None = None
    word: str | None = None

    def __post_init__(self) -> None:
        check_choice("name", self.name, (*WEIGHTS, "x"))
        if len(self.index) != _AXES[self.name]:
            wanted = {1: "one number", 2: "row and column"}[_AXES[self.name]]
            raise ValueError(f"index must be {wanted} for {self.name}, found {self.index}")
        for place in self.index:
            check_count("index", place, 0, MAX_HIDDEN_SIZE - 1)
        check_number("value", self.value, -MAX_WEIGHT, MAX_WEIGHT)
        if self.step is not None:
            check_count("step", self.step, 1, MAX_STEPS)
        self._check_word()

    def _check_word(self) -> None:
        if self.name != "x" and self.word is not None:
            raise ValueError(f"word must be left out for {self.name}, found {self.word!r}")
        if self.name == "x" and (self.word is None or self.word.split() != [self.word]):
            raise ValueError(f"word must be one word without blanks for x, found {self.word!r}")
        if self.name == "x" and self.step is not None:
            raise ValueError(f"step must be left out for x: a word has one vector, found {self.step}")


def edited(params: RNNParams, edits: Sequence[Edit]) -> RNNParams:
    """Return the network with the numbers that a person set; where two edits meet, the later one wins.

    Parameters
    ----------
    params
        The network before.
    edits
        What was set. An edit outside the shape, of one step's copy, or of a word's vector is left out.
    """
    weights = {name: getattr(params, name).clone() for name in WEIGHTS}
    for edit in edits:
        if edit.step is None and edit.name in weights and _is_inside(edit, weights[edit.name]):
            weights[edit.name][edit.index] = edit.value
    return replace(params, **weights)


def edited_vectors(tokens: list[str], x: Float[Tensor, "T D"], edits: Sequence[Edit]) -> Float[Tensor, "T D"]:
    """Return the inputs with a word's new numbers at every step where the word stands.

    Parameters
    ----------
    tokens
        The word at each step.
    x
        Their vectors before.
    edits
        What was set. An edit of a weight, of another word, or outside the vector is left out.

    Raises
    ------
    ValueError
        If there is not one token for each step.
    """
    if len(tokens) != len(x):
        raise ValueError(f"tokens must be {len(x)}, one for each step of x, found {len(tokens)}")
    vectors = x.clone()
    for edit in edits:
        if edit.name == "x" and edit.index[0] < x.shape[1]:
            steps = [t for t, token in enumerate(tokens) if token == edit.word]
            vectors[steps, edit.index[0]] = edit.value
    return vectors


def _is_inside(edit: Edit, weight: Tensor) -> bool:
    return all(place < size for place, size in zip(edit.index, weight.shape, strict=True))


def put_edit(edits: tuple[Edit, ...], edit: Edit) -> tuple[Edit, ...]:
    """Add an edit in place of what it overrules, so that there is one for each number.

    An edit for all steps overrules those of single steps at its place.

    Examples
    --------
    >>> edits = (Edit("b_h", (0,), 0.5), Edit("b_y", (0,), 1.0))
    >>> format_edits(put_edit(edits, Edit("b_h", (0,), -1.0)))
    'b_y:1:1 b_h:1:-1'
    """

    def is_overruled(old: Edit) -> bool:
        at_the_same_place = (old.name, old.index, old.word) == (edit.name, edit.index, edit.word)
        return at_the_same_place and edit.step in (None, old.step)

    return (*(old for old in edits if not is_overruled(old)), edit)


def format_edits(edits: Sequence[Edit]) -> str:
    """Write edits for a link: a blank between them, places from 1, every digit of the number, the word last.

    Examples
    --------
    >>> format_edits([Edit("W_hh", (0, 1), 0.5, step=3), Edit("x", (1,), -1.0, word="not")])
    'W_hh@3:1:2:0.5 x:2:-1:not'
    """
    return " ".join(map(_format_edit, edits))


def _format_edit(edit: Edit) -> str:
    at_step = "" if edit.step is None else f"@{edit.step}"
    places = [str(place + 1) for place in edit.index]
    value = repr(float(edit.value)).removesuffix(".0")
    return ":".join([edit.name + at_step, *places, value, *([] if edit.word is None else [edit.word])])


def parse_edits(text: str) -> tuple[Edit, ...]:
    """Read what ``format_edits`` wrote; of two edits at the same place the later one is kept.

    Parameters
    ----------
    text
        Up to 400 edits, as a link has them.

    Raises
    ------
    ValueError
        If there are more, naming their number, or if a part cannot be read, naming the first such part.

    Examples
    --------
    >>> parse_edits("b_h:1:-1")
    (Edit(name='b_h', index=(0,), value=-1.0, step=None, word=None),)
    """
    parts = text.split()
    if len(parts) > MAX_EDITS:
        raise ValueError(f"Found {len(parts):,} edits; at most {MAX_EDITS} are allowed.")
    edits: tuple[Edit, ...] = ()
    for part in parts:
        try:
            edit = _parse_edit(part)
        except ValueError as error:
            raise ValueError(
                f"Found {part[:40]!r}; an edit is written like W_hh:1:2:0.5, W_hh@3:1:2:0.5, b_h:1:-1 "
                f"or x:2:0.5:not, with a number from −{MAX_WEIGHT:g} to {MAX_WEIGHT:g}."
            ) from error
        edits = put_edit(edits, edit)
    return edits


def _parse_edit(part: str) -> Edit:
    head, *rest = part.split(":")
    name, *step = head.split("@")
    num_places = _AXES.get(name, 0)
    if len(step) > 1 or len(rest) <= num_places:
        raise ValueError("parts are missing, or there are too many")
    return Edit(
        name=name,
        index=tuple(_whole(place) - 1 for place in rest[:num_places]),
        value=parse_number(rest[num_places]),
        step=_whole(step[0]) if step else None,
        word=":".join(rest[num_places + 1 :]) if len(rest) > num_places + 1 else None,
    )


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError("not a whole number from 1")
    return int(text)
