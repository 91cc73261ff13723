"""The picture of the memory page: one sentence in two orders of its words, read by an MLP and by an RNN.

Python computes every number and writes every sentence; the browser draws them, and sends back the order into
which a hand has put the words.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass

import streamlit as st

from pages.ui.components import COMPONENTS_DIR, read_component
from pages.ui.place import place

PLACE_FILE = COMPONENTS_DIR / "orders" / "page" / "place.css"
"""Keeps the heights free on the page."""
ORDER = "memory-order"
"""Name of the order in the page's link."""
HINT = "Point at a cell or tap it: its number stands here."

_orders = st.components.v2.component("orders", **read_component("orders"))


@dataclass(frozen=True)
class ShownWord:
    """A word as its chip shows it, and whether the networks know it."""

    text: str
    known: bool


@dataclass(frozen=True)
class ShownReading:
    """One order of the words: hidden states and answers of the RNN after each, and the MLP's one answer."""

    words: tuple[str, ...]
    h: list[list[float]]
    probabilities: list[float]
    percents: list[str]
    mlp: float


@dataclass(frozen=True)
class Share:
    """A probability as it is written, its value, and whether every digit stands beneath it."""

    text: str
    value: float
    is_exact: bool


@dataclass(frozen=True)
class Answers:
    """What one network answers to both orders."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class ShownPlane:
    """Both paths in the plane in which hidden states vary most; ``ranges`` are those of both axes."""

    title: str
    names: tuple[str, str]
    alt: str
    ranges: list[list[float]]
    paths: list[list[list[float]]]


@dataclass(frozen=True)
class AxisMark:
    """A line across the plot, with its name."""

    value: float
    label: str


@dataclass(frozen=True)
class OrdersData:
    """Everything that the component draws.

    Attributes
    ----------
    words
        As they were typed.
    identity
        Stands for these very words, also where they are shown shortened: an order says whose order it is.
    link
        Name of the order in the page's link.
    order, suggested
        Which word stands at each place of order B, from 0; and in the order that tells most.
    readings
        Order A and order B.
    parting
        The step, from 1, at which the orders differ first; None if they are the same.
    units
        Size of the hidden state.
    answers, answers_title
        The table beside the picture.
    plane
        The paths beside the picture.
    sentence
        What there is to see.
    elements
        The sentence that points the three elements out: its pieces, each with its role or none.
    alt, picture_label, hint
        Text alternative, name of the picture's middle, and what stands where a number is read out.
    axis
        Named lines across the plot.
    """

    words: tuple[ShownWord, ...]
    identity: str
    link: str
    order: tuple[int, ...]
    suggested: tuple[int, ...]
    readings: tuple[ShownReading, ShownReading]
    parting: int | None
    units: int
    answers: tuple[Answers, ...]
    answers_title: str
    plane: ShownPlane
    sentence: str
    elements: list[tuple[str, str | None]]
    alt: str
    picture_label: str
    hint: str = HINT
    axis: tuple[AxisMark, ...] = (AxisMark(1.0, "100 %"), AxisMark(0.5, "50 %"), AxisMark(0.0, "0 %"))


def identity(tokens: Sequence[str]) -> str:
    """Give a short name to a sentence; two sentences never share it.

    Examples
    --------
    >>> identity(("not", "bad")) == identity(("notbad",))
    False
    """
    return hashlib.sha256("\n".join(tokens).encode()).hexdigest()[:16]


def reserve_place() -> None:
    """Keep the height of the controls and of the picture free while they are on their way."""
    st.html(PLACE_FILE)


def orders_place() -> AbstractContextManager[object]:
    """Return the container of the picture; its width decides on the height that `reserve_place` keeps."""
    return place("memory_orders", 603)


def orders(data: OrdersData, key: str, on_order: Callable[[str, str], None]) -> None:
    """Draw the picture.

    Parameters
    ----------
    data
        What it shows.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    on_order
        Called with the new order, such as ``"1-3-2"``, and the identity of its words, when a hand has
        changed it.
    """

    def report() -> None:
        sent = st.session_state[key]["order"]
        on_order(str(sent["order"]), str(sent["words"]))

    _orders(key=key, data=asdict(data), on_order_change=report)
