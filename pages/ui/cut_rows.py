"""One text as rows of tokens, a row for each way to treat it; the same characters light in all of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.components import read_component
from pages.ui.wording import shortened

if TYPE_CHECKING:
    from rnn_core.text.tokenizer import Token

MAX_SHOWN = 120
"""Tokens of a row that are shown."""
HINT = "Point at a token, tap it, or walk with the arrow keys: its characters light up in every row."

_cuts = st.components.v2.component("unrolled_cuts", **read_component("cuts"))


@dataclass(frozen=True)
class ShownCut:
    """One token, the characters that it stands on, and what the readout says."""

    text: str
    start: int
    end: int
    known: bool
    sentence: str


@dataclass(frozen=True)
class ShownWay:
    """One way, with one sentence on what it does; ``more`` says how many tokens are left out."""

    name: str
    said: str
    chips: tuple[ShownCut, ...]
    more: str


@dataclass(frozen=True)
class CutsData:
    """Everything that the component draws."""

    rows: tuple[ShownWay, ...]
    hint: str
    alt: str


def row(
    name: str, said: str, tokens: "Sequence[Token]", known: Sequence[bool], notes: Sequence[str]
) -> ShownWay:
    """Make a row of tokens.

    Parameters
    ----------
    name, said
        Of the row, and one sentence on it.
    tokens, known, notes
        The tokens, whether each is known, and what the readout says of it.
    """
    each = list(zip(tokens, known, notes, strict=True))[:MAX_SHOWN]
    chips = tuple(
        ShownCut(
            text="␣" if token.text == " " else shortened(token.text),
            start=token.start,
            end=token.end,
            known=is_known,
            sentence=f"“\u2068{shortened(token.text)}\u2069”, {note}",
        )
        for token, is_known, note in each
    )
    left_out = len(tokens) - len(chips)
    return ShownWay(name, said, chips, f"… {left_out:,} more" if left_out else "")


def rows_data(rows: tuple[ShownWay, ...]) -> CutsData:
    """Put rows together, with their text alternative."""
    return CutsData(rows, HINT, " ".join(f"{each.name}: {each.said}" for each in rows))


def cut_rows(data: CutsData, key: str) -> None:
    """Draw the rows."""
    _cuts(key=key, data=asdict(data))
