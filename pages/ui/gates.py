"""The component of the gates page: a cell with every gate, its arithmetic, and three cells compared."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, cast

import streamlit as st

from pages.ui.components import COMPONENTS_DIR, read_component, reporter, sendable
from pages.ui.place import place

Matrix = list[list[float]]
PLACE_FILE = COMPONENTS_DIR / "gates" / "page" / "place.css"

_gates = st.components.v2.component("gates", **read_component("gates", "network"))


@dataclass(frozen=True)
class Making:
    """How a number is made: terms that are added, and what the sum goes through.

    Attributes
    ----------
    terms
        ``["W_xf", "x", 0]`` is a row of a matrix times a vector of the same step (0) or the one before (-1);
        ``[["f", 0], ["c", -1]]`` a product of single numbers; ``["b_f"]`` a bias.
    wrap
        The function around the sum, or nothing.
    """

    terms: list[Any]
    wrap: str = ""


@dataclass(frozen=True)
class GateQuantity:
    """One named vector of a run at every step.

    Attributes
    ----------
    label
        How it is written, with its index after an underscore.
    role
        Whose colour it has: ``"input"``, ``"hidden"``, ``"gate"`` or ``"gradient"``.
    scale
        Which values share its tint.
    values
        A row for each step, the first one for time ``first``.
    making
        How it is made in the opened step, if it is.
    in_row
        How it is made from what the row shows, where that is another formula.
    held
        At each step whether it is held by hand.
    own
        What the network itself would have made of it.
    note
        What is said of one of its numbers that has no making.
    """

    label: str
    role: str
    scale: str
    values: Matrix
    first: int = 1
    making: Making | None = None
    in_row: Making | None = None
    held: list[bool] | None = None
    own: Matrix | None = None
    note: str = ""


@dataclass(frozen=True)
class GateLane:
    """One lane of the row, from the top: ``kind`` is ``"cells"``, ``"rings"`` or ``"gradient"``."""

    name: str
    kind: str
    job: str
    phase: str


@dataclass(frozen=True)
class GateControl:
    """What can be set of one gate: its biases, and where it is held open or shut.

    Attributes
    ----------
    gate, job
        Its letter, and what it does.
    bias
        The bias of each unit.
    held
        For each step the value at which it is held, or None; none at all for the candidate.
    """

    gate: str
    job: str
    bias: list[float]
    held: list[float | None] | None


@dataclass(frozen=True)
class FlowLine:
    """What is left of the gradient: its values, where they stand, and which are 0 by underflow."""

    label: str
    style: str
    values: list[float]
    places: list[float]
    below: list[bool]


@dataclass(frozen=True)
class ComparedCell:
    """One of the three cells: its name, its size, and its hidden state at every time."""

    name: str
    note: str
    h: Matrix


@dataclass(frozen=True)
class Comparison:
    """Three cells of equal units or parameters on the same input: states, and what is left of a gradient."""

    equal: str
    cells: list[ComparedCell]
    lines: list[FlowLine]
    ticks: list[tuple[float, str]]
    alt: str


@dataclass(frozen=True)
class GatesData:
    """Everything that the page's picture draws.

    Attributes
    ----------
    cell
        ``"rnn"``, ``"lstm"`` or ``"gru"``.
    tokens
        What stands under each step.
    quantities, weights
        Every vector of the run and every weight, by the name that an address has.
    lanes
        The row from the top; lanes of the gradient stand below the tokens.
    terms
        The arithmetic of one step, line by line.
    phases
        What is computed at a step, in order, with a sentence for each.
    road
        The gate that is multiplied along the road, and the state that it leads through.
    controls
        What can be set.
    sentences
        What the picture says at each step, the start included.
    scales
        The largest value of each tint.
    comparison
        The three cells side by side.
    alt
        What the picture shows, for someone who does not see it.
    step
        Where a person stands on arrival.
    is_changed
        Whether anything was set by hand.
    answered, said
        The mark of the last question that the browser asked, and what was wrong with it.
    roads, kept
        What the other roads do to the gradient, and what is kept with and without the held gates.
    """

    cell: str
    tokens: list[str]
    quantities: dict[str, GateQuantity]
    weights: dict[str, Any]
    lanes: list[GateLane]
    terms: list[dict[str, Any]]
    phases: dict[str, str]
    road: list[str]
    controls: list[GateControl]
    sentences: list[str]
    scales: dict[str, float]
    comparison: Comparison
    alt: str
    step: int = 0
    is_changed: bool = False
    answered: str = ""
    said: str = ""
    roads: str = ""
    kept: str = ""


def gates(
    data: GatesData, key: str, *, on_step: Callable[[Any], None], on_act: Callable[[Any], None]
) -> None:
    """Put the picture on the page, in a place that has its height before it is drawn.

    Parameters
    ----------
    data
        What it draws.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    on_step
        Called with the step in focus when a person has stopped moving.
    on_act
        Called with what a person wants to change: a dictionary with ``do`` and ``id``.
    """
    st.html(PLACE_FILE)
    with place(f"{key}_{data.cell}", 1080):
        _gates(
            key=key,
            data=cast(dict[str, object], sendable(asdict(data))),
            on_step_change=reporter(key, "step", on_step),
            on_act_change=reporter(key, "act", on_act),
        )
