"""The *pipeline*: a review at every stage between text and tensor, drawn by the browser.

What is sent is a `PipelineData`: every character's way, every number and every sentence that can be shown.
The browser sets what the person typed as plain text and looks the rest up.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import streamlit as st

from pages.ui.components import COMPONENTS_DIR, read_component, reporter
from pages.ui.place import place

PLACE_FILE = COMPONENTS_DIR / "pipeline" / "page" / "place.css"
"""Keeps the picture's height free on the page while the picture is still on its way."""

_pipeline = st.components.v2.component("unrolled_pipeline", **read_component("pipeline"))


@dataclass(frozen=True)
class ShownPiece:
    """A run of the typed characters.

    Attributes
    ----------
    typed
        What is shown in the raw text; a character that has no glyph by its name, as in U+0007.
    cleaned
        What the tokeniser reads in its place.
    kind
        As in `rnn_core.text.cleaning.Piece`; ``"fold"`` stands for what is left out.
    token
        Which of the tokens that are sent it belongs to, from 0, or None.
    """

    typed: str
    cleaned: str
    kind: str
    token: int | None = None


@dataclass(frozen=True)
class ShownToken:
    """One token at every stage.

    Attributes
    ----------
    place
        Its place in the review, from 1.
    text, number
        As the vocabulary has it, and its number there.
    known, kept
        Whether the vocabulary holds it, and whether the length limit keeps it.
    column
        Its column in the row of the batch, from 0; None where it is cut off.
    facts
        What the readout says besides, part by part.
    sentence
        All of it for a screen reader.
    """

    place: int
    text: str
    number: int
    known: bool
    kept: bool
    column: int | None
    facts: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class ShownStage:
    """A stage's name, what it holds, and one sentence on what happens there."""

    name: str
    shape: str
    said: str


@dataclass(frozen=True)
class ShownRow:
    """One review in a batch.

    Attributes
    ----------
    said
        Which it is, and how much of its row is filler.
    start, length
        The columns of its tokens.
    is_own
        Whether it is the person's.
    """

    said: str
    start: int
    length: int
    is_own: bool


@dataclass(frozen=True)
class ShownBatches:
    """All reviews in batches, put together in one way; ``batches`` holds the width and the rows of each."""

    title: str
    said: str
    batches: tuple[tuple[int, tuple[ShownRow, ...]], ...]


@dataclass(frozen=True)
class PipelineData:
    """Everything that the component draws.

    Attributes
    ----------
    stages
        By its key: ``text clean tokens cut row vectors batch``.
    pieces, tokens
        The review's characters and tokens; of a very long one both ends.
    fold
        Index of the token behind which some are left out, or None; ``folded`` says how many.
    numbers, mask
        The row of the batch: a number in each column, and 1 where it is a token.
    vectors
        The embedding of each number that stands in the row, by that number.
    scale
        The value that has the full colour.
    batches
        As they come and in buckets.
    chosen
        Index of the token that is read out on arrival; None where there is none.
    hint, filler, alt
        What stands where a token is read out before there is one, and while a place of filler is pointed at;
        and the text alternative.
    link
        Name of the chosen token in the page's link.
    """

    stages: dict[str, ShownStage]
    pieces: tuple[ShownPiece, ...]
    tokens: tuple[ShownToken, ...]
    fold: int | None
    folded: str
    numbers: tuple[int, ...]
    mask: tuple[int, ...]
    vectors: dict[str, tuple[float, ...]]
    scale: float
    batches: tuple[ShownBatches, ...]
    chosen: int | None
    hint: str
    filler: str
    alt: str
    link: str


def pipeline(data: PipelineData, key: str, on_token: Callable[[object], None]) -> None:
    """Draw the picture; ``on_token`` gets the place of the token that a hand has chosen, from 1."""
    st.html(PLACE_FILE)
    with place("words_pipeline", 1260):
        _pipeline(key=key, data=asdict(data), on_token_change=reporter(key, "token", on_token))
