"""The numbers and sentences of the memory page's picture: two readings of the same words as plain data.

torch is imported when the networks are needed, so that the page is on screen before.
"""

import re
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.lesson import load_lesson
from pages.ui.orders import (
    ORDER,
    Answers,
    OrdersData,
    Share,
    ShownPlane,
    ShownReading,
    ShownWord,
    identity,
)
from pages.ui.wording import percent, shortened

if TYPE_CHECKING:
    from rnn_core.memory.models import WordReaders
    from rnn_core.memory.orders import OrderComparison, Reading
    from rnn_core.memory.plane import StatePlane

ROLES = {"blue": "input", "orange": "hidden", "green": "output"}


@st.cache_resource(show_spinner="The networks are being loaded.")
def readers() -> "WordReaders":
    """Load both networks once."""
    from rnn_core.memory.files import load_readers

    return load_readers()


@st.cache_resource(show_spinner=False)
def state_plane() -> "StatePlane":
    """Load the plane in which the hidden states are drawn, once."""
    from rnn_core.memory.files import load_plane

    return load_plane()


@st.cache_data(max_entries=256, show_spinner=False)
def compared(tokens: tuple[str, ...], order: tuple[int, ...]) -> "OrderComparison":
    """Read both orders."""
    from rnn_core.memory.orders import compare_orders

    return compare_orders(readers(), tokens, order)


@st.cache_data(max_entries=256, show_spinner=False)
def suggested_order(tokens: tuple[str, ...]) -> tuple[int, ...]:
    """Return the order after the one swap of two words that moves the RNN's answer most."""
    from rnn_core.memory.orders import most_telling_swap

    return most_telling_swap(readers(), tokens)


def orders_data(tokens: tuple[str, ...], order: tuple[int, ...]) -> OrdersData:
    """Put two readings of the same words into numbers and sentences for the browser."""
    both = compared(tokens, order)
    first, second = both.first, both.second
    network = readers()
    rnn, mlp = (
        Answers("RNN", tuple(_share(reading.probabilities[-1].item()) for reading in (first, second))),
        Answers("MLP", tuple(_share(reading.mlp_probability, is_exact=True) for reading in (first, second))),
    )
    said = f"{_parting(both)} {_verdicts(both)}"
    return OrdersData(
        words=tuple(ShownWord(shortened(word), word in network.vocabulary) for word in tokens),
        identity=identity(tokens),
        link=ORDER,
        order=order,
        suggested=suggested_order(tokens),
        readings=(_shown(first), _shown(second)),
        parting=both.parting,
        units=first.h.shape[1],
        answers=(mlp, rnn),
        answers_title="Probability of “positive”, after the last word",
        plane=_plane(both),
        sentence=said,
        elements=_pieces(load_lesson("memory")["elements"]),
        alt=f"Order A: {' '.join(first.words)}. Order B: {' '.join(second.words)}. {said}",
        picture_label=(
            "Hidden state after every word, order A above, order B below, and between them the answer "
            "after every word. Arrow keys read single numbers out; a table of them follows."
        ),
    )


def _shown(reading: "Reading") -> ShownReading:
    shares = reading.probabilities.tolist()
    return ShownReading(
        words=tuple(map(shortened, reading.words)),
        h=reading.h[1:].tolist(),
        probabilities=shares,
        percents=[percent(share) for share in shares],
        mlp=reading.mlp_probability,
    )


def _share(value: float, *, is_exact: bool = False) -> Share:
    return Share(percent(value), value, is_exact)


def _parting(both: "OrderComparison") -> str:
    """Say where the paths part, and where words differ that sound alike to the networks."""
    sounds = _unheard(both)
    if both.parting is None and _all_sound_alike(both):
        return f"{sounds}No order of these words moves a number: all of them sound the same to the networks."
    if both.parting is None:
        begun = sounds or "Both orders are the same, and so is every number: "
        return f"{begun}{'Move' if sounds else 'move'} a word of order B."
    here, there = _words_at(both, both.parting)
    together = "" if both.parting > 1 else " They share no step."
    return f"{sounds}The paths part at word {both.parting}: “{here}” in A, “{there}” in B.{together}"


def _unheard(both: "OrderComparison") -> str:
    if both.differing == both.parting:
        return ""
    here, there = _words_at(both, both.differing or 1)
    rest = "" if both.parting else ", so that every number is the same"
    return f"“{here}” and “{there}” are both unknown words: the networks hear the same{rest}. "


def _words_at(both: "OrderComparison", t: int) -> tuple[str, str]:
    return shortened(both.first.words[t - 1]), shortened(both.second.words[t - 1])


def _all_sound_alike(both: "OrderComparison") -> bool:
    return len(set(readers().vocabulary.encode(both.first.words).tolist())) == 1


def _verdicts(both: "OrderComparison") -> str:
    a, b = (percent(reading.probabilities[-1].item()) for reading in (both.first, both.second))
    mlp = percent(both.first.mlp_probability)
    if both.parting is None:
        return f"The MLP answers {mlp} positive, the RNN {a}."
    return f"The MLP answers {mlp} positive to both; the RNN answers {a} to order A and {b} to order B."


def _pieces(text: str) -> list[tuple[str, str | None]]:
    """Cut markdown with coloured words, such as ``:blue[input]``, into texts and their roles."""
    parts = re.split(r":(blue|orange|green)\[([^\]]*)\]", " ".join(text.split()))
    plain: list[tuple[str, str | None]] = [(piece, None) for piece in parts[::3]]
    coloured: list[tuple[str, str | None]] = [
        (word, ROLES[colour]) for colour, word in zip(parts[1::3], parts[2::3], strict=True)
    ]
    woven = [piece for pair in zip(plain, coloured, strict=False) for piece in pair]
    return [piece for piece in [*woven, plain[-1]] if piece[0]]


def _plane(both: "OrderComparison") -> ShownPlane:
    plane = state_plane()
    paths = [plane.project(reading.h).tolist() for reading in (both.first, both.second)]
    across, up = (round(100 * share) for share in plane.shares.tolist())
    ranges = [
        _widened([low, high, *(spot[axis] for path in paths for spot in path)])
        for axis, (low, high) in enumerate(plane.ranges.tolist())
    ]
    return ShownPlane(
        title="Path of the hidden state in its first two principal components",
        names=(f"component 1 ({across} % of variance)", f"component 2 ({up} %)"),
        alt=f"Both paths of the hidden state in its first two principal components. {_parting(both)}",
        ranges=ranges,
        paths=paths,
    )


def _widened(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    return [low - 0.08 * (high - low), high + 0.08 * (high - low)]
