"""The same review cut in four ways: what each leaves unknown."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link
from pages.ui.components import read_component
from pages.ui.lesson import load_lesson
from pages.ui.pipeline_data import vocabulary_of
from pages.ui.pipeline_words import counted
from pages.ui.wording import percent, shortened
from pages.ui.words_corpus import load_figures
from pages.ui.words_settings import WordsSetting
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.text.corpus_figures import CorpusFigures
    from rnn_core.text.variant_counts import VariantCut

MAX_SHOWN = 120
"""Tokens of a row that are shown."""
MAX_CHARACTERS = 20_000
"""Characters that are cut, so that a huge paste does not become a million tokens of one character."""
NAMES = {
    "blanks": "At blanks",
    "blanks, lower case": "At blanks, in lower case",
    "words and marks": "Words and marks, as here",
    "characters": "Characters",
}

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
    """One way to cut, with one sentence on what it does; ``more`` says how many tokens are left out."""

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


def words_cutting(text: str, setting: WordsSetting) -> None:
    """Draw what is inside the section."""
    with frame.prose():
        st.markdown(load_lesson("words")["cutting"], anchors=False)
    try:
        data = cuts_data(text, setting.vocab_size)
    except ValueError as error:
        st.warning(as_sentence(str(error)), icon=":material/info:")
        return
    _cuts(key="words-cuts", data=asdict(data))
    if len(text) > MAX_CHARACTERS:
        link.aside(f":material/content_cut: Only the first {MAX_CHARACTERS:,} characters were cut.")


@st.cache_data(max_entries=16, show_spinner=False)
def cuts_data(text: str, vocab_size: int) -> CutsData:
    """Put every way to cut into words and chips for the browser."""
    from rnn_core.text.variant_counts import cut_every_way

    figures = load_figures()
    found = cut_every_way(text[:MAX_CHARACTERS], vocabulary_of(vocab_size), frozenset(figures.alphabet))
    rows = tuple(_row(each, figures, vocab_size) for each in found)
    return CutsData(
        rows=rows,
        hint="Point at a token, tap it, or walk with the arrow keys: its characters light up in every row.",
        alt=" ".join(f"{row.name}: {row.said}" for row in rows),
    )


def _row(found: "VariantCut", figures: "CorpusFigures", vocab_size: int) -> ShownWay:
    shown = zip(found.tokens[:MAX_SHOWN], found.known[:MAX_SHOWN], strict=True)
    chips = tuple(
        ShownCut(
            text="␣" if token.text == " " else shortened(token.text),
            start=token.start,
            end=token.end,
            known=known,
            sentence=f"“\u2068{shortened(token.text)}\u2069”, {'known' if known else 'unknown'}",
        )
        for token, known in shown
    )
    left_out = len(found.tokens) - len(chips)
    return ShownWay(
        name=NAMES[found.variant],
        said=_said(found, figures, vocab_size),
        chips=chips,
        more=f"… {left_out:,} more" if left_out else "",
    )


def _said(found: "VariantCut", figures: "CorpusFigures", vocab_size: int) -> str:
    total, unknown = len(found.tokens), found.num_unknown
    share = f" ({percent(unknown / total)})" if unknown else ""
    corpus = figures.of(found.variant)
    longer = corpus.num_tokens / figures.train_size
    own = (
        f"all {len(figures.alphabet)} characters known"
        if found.variant == "characters"
        else f"a vocabulary of its own of {vocab_size:,} entries, "
        f"{percent(corpus.unknown_at(vocab_size))} unknown in other films"
    )
    return (
        f"{counted(total, 'token')}, {unknown:,} unknown{share}. In the corpus: "
        f"{longer:,.0f} tokens a review; with {own}."
    )
