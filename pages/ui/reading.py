"""The *reading*: a person's words in order and the prediction after each, drawn by the browser.

What is sent is a `ReadingData`: every number and every sentence that can be shown. The browser sets what the
person typed as plain text and looks the rest up.
"""

import unicodedata
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.components import COMPONENTS_DIR, Told, read_component, reporter
from pages.ui.lanes import Lanes
from pages.ui.wording import MINUS, percent, points, printable, shortened

if TYPE_CHECKING:
    from rnn_core.sentiment.prediction import PredictedToken, Prediction

MAX_NAMED = 6
"""Unknown words that the legend names."""
PLACE_FILE = COMPONENTS_DIR / "reading" / "page" / "place.css"
"""Keeps the picture's height free on the page while the picture is still on its way."""
HANDS = "Point at a word, tap it, or walk with the arrow keys."
BARS = "Bars above their line: rather positive; below it: rather negative."

_reading = st.components.v2.component("unrolled_reading", **read_component("reading"))


@dataclass(frozen=True)
class ReadWord:
    """One word as the browser shows it.

    Parameters
    ----------
    before
        What stood between the word before and this one.
    text
        The word as it was typed, shortened if it is very long.
    known
        Whether the vocabulary holds it.
    value
        Probability of "positive" after this word, 0 to 1.
    above, below
        How far the value stands above or below 0.5, each from 0 to 1.
    after, percent, change, note
        What the readout says.
    sentence
        The same for a screen reader.
    """

    before: str
    text: str
    known: bool
    value: float
    above: float
    below: float
    after: str
    percent: str
    change: str
    note: str
    sentence: str


@dataclass(frozen=True)
class AxisMark:
    """A line across the plot, with its name."""

    value: float
    label: str
    undecided: bool = False


AXIS = (
    AxisMark(1.0, "100 % positive"),
    AxisMark(0.5, "50 % undecided", undecided=True),
    AxisMark(0.0, "0 %"),
)


@dataclass(frozen=True)
class ReadingData:
    """Everything the component is given.

    Parameters
    ----------
    words
        In reading order.
    end
        What stood after the last word.
    chosen
        Index of the word read out on arrival: the one (no mark) that moved the prediction most.
    right_to_left
        Whether most words belong to a script that runs so.
    description
        Text alternative of the picture.
    words_label
        Name of the row of words for a screen reader.
    legend
        Lines beneath the picture.
    bars
        One line more where the words run as a text, each with its bar.
    axis
        Named lines across the plot.
    lanes
        What stands under the words, if anything does.
    is_edited
        Whether a word can be taken out, swapped or replaced.
    edited
        What is said of the last edit.
    starts
        Where each word starts in what was typed, for the edit.
    waiting_for
        What the browser asks for once no other data have come for a while; empty where all is there.
    """

    words: tuple[ReadWord, ...]
    end: str
    chosen: int
    right_to_left: bool
    description: str
    words_label: str
    legend: tuple[str, ...]
    bars: str = BARS
    axis: tuple[AxisMark, ...] = AXIS
    lanes: Lanes | None = None
    is_edited: bool = False
    edited: str = ""
    starts: tuple[int, ...] = ()
    waiting_for: str = ""


def reading(
    prediction: "Prediction",
    text: str,
    key: str,
    *,
    lanes: Lanes | None = None,
    notes: tuple[str, ...] = (),
    on_edit: Told | None = None,
    edited: str = "",
    on_order: Told | None = None,
    waiting_for: str = "",
    on_rest: Told | None = None,
) -> None:
    """Draw how a prediction formed, word by word.

    Parameters
    ----------
    prediction, text
        What the network says, and what was typed.
    key
        The picture's identity: with the same key it stays in place when its data change.
    lanes
        What stands under the words.
    notes
        Lines beneath the picture's own.
    on_edit
        Called with the edit of a word that a person asks for; without it no word can be edited.
    edited
        What is said beside the tools of the edit that was made last.
    on_order
        Called with the order of the hidden units.
    waiting_for, on_rest
        What the picture still lacks, and what is called with that once the typing rests.
    """
    st.html(PLACE_FILE)
    data = reading_data(prediction, text, notes)
    hands = f"{HANDS} Delete takes the chosen word out." if on_edit else HANDS
    data = replace(
        data,
        legend=(hands, *data.legend[1:]),
        lanes=lanes,
        is_edited=on_edit is not None,
        edited=edited,
        starts=tuple(token.start for token in prediction.tokens) if on_edit else (),
        waiting_for=waiting_for,
    )
    _reading(
        data=asdict(data),
        key=key,
        on_edit_change=reporter(key, "edit", on_edit),
        on_order_change=reporter(key, "order", on_order),
        on_rest_change=reporter(key, "rest", on_rest),
    )


def reading_data(prediction: "Prediction", text: str, notes: tuple[str, ...] = ()) -> ReadingData:
    """Put a prediction and the text that it read into words and numbers for the browser."""
    tokens = prediction.tokens
    changes = [None] + [b.probability - a.probability for a, b in pairwise(tokens)]
    starts = [0] + [token.end for token in tokens]
    words = tuple(
        _read_word(token, change, before=text[start : token.start], typed=text[token.start : token.end])
        for token, change, start in zip(tokens, changes, starts, strict=False)
    )
    letters = [k for k, token in enumerate(tokens) if token.text[0].isalnum()]  # a full stop teaches little
    chosen = max(letters or range(len(words)), key=lambda k: abs(changes[k] or 0.0))
    return ReadingData(
        words=words,
        end="" if prediction.truncated else printable(text[tokens[-1].end :]),
        chosen=chosen,
        right_to_left=_runs_right_to_left("".join(token.text for token in tokens)),
        description=_describe(words, chosen),
        words_label="Your words; the arrow keys move from one to the next",
        legend=(*_legend(prediction, words), *notes),
    )


def _read_word(token: "PredictedToken", change: float | None, before: str, typed: str) -> ReadWord:
    shown = shortened(typed)
    positive = f"{percent(token.probability)} positive"
    arrow = "" if change is None else {"+": "▲ ", MINUS: "▼ "}.get(points(change)[0], "")
    moved = "" if change is None else f"{arrow}{points(change)}"
    note = "" if token.known else "not in the vocabulary"
    told = (positive, *(part for part in ("" if change is None else points(change), note) if part))
    return ReadWord(
        before=printable(before),
        text=shown,
        known=token.known,
        value=token.probability,
        above=max(0.0, 2 * token.probability - 1),
        below=max(0.0, 1 - 2 * token.probability),
        after=f"after “\u2068{shown}\u2069”:",
        percent=positive,
        change=moved,
        note=note,
        sentence=f"{shown}: {', '.join(told)}",
    )


def _runs_right_to_left(text: str) -> bool:
    kinds = [unicodedata.bidirectional(character) for character in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def _describe(words: tuple[ReadWord, ...], chosen: int) -> str:
    first, last, most = words[0], words[-1], words[chosen]
    if len(words) == 1:
        return f"One word, {first.text}: {first.percent}."
    return (
        f"Probability of positive after each of {len(words)} words and marks: {first.percent} "
        f"after {first.text}, {last.percent} after the last, {last.text}; "
        f"apart from marks, the word that moved it most is {most.text}, {most.change}."
    )


def _legend(prediction: "Prediction", words: tuple[ReadWord, ...]) -> tuple[str, ...]:
    unknown = list(dict.fromkeys(word.text for word in words if not word.known))
    lines = [HANDS]
    if unknown:
        named = ", ".join(f"\u2068{word}\u2069" for word in unknown[:MAX_NAMED]) + (
            ", …" if len(unknown) > MAX_NAMED else ""
        )
        verb = "is" if prediction.num_unknown == 1 else "are"
        lines.append(
            f"{prediction.num_unknown} of {prediction.num_tokens} words and marks {verb} "
            f"not in the vocabulary (dotted): {named}"
        )
    else:
        lines.append(f"All {prediction.num_tokens} words and marks are in the vocabulary.")
    return tuple(lines)
