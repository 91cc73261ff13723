"""The same review cut in four ways: what each leaves unknown."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link
from pages.ui.cut_rows import CutsData, ShownWay, cut_rows, row, rows_data
from pages.ui.lesson import load_lesson
from pages.ui.memory_words import share
from pages.ui.pipeline_data import vocabulary_of
from pages.ui.pipeline_words import counted
from pages.ui.words_figures import load_figures
from pages.ui.words_settings import WordsSetting
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.text.corpus_figures import CorpusFigures
    from rnn_core.text.variant_counts import VariantCut

MAX_CHARACTERS = 20_000
"""Characters that are cut, so that a huge paste does not become a million tokens of one character."""
NAMES = {
    "blanks": "At blanks",
    "blanks, lower case": "At blanks, in lower case",
    "words and marks": "Words and marks, as here",
    "characters": "Characters",
}


def words_cutting(text: str, setting: WordsSetting) -> None:
    """Draw what is inside the section."""
    with frame.prose():
        st.markdown(load_lesson("words")["cutting"], anchors=False)
    try:
        data = cuts_data(text, setting.vocab_size)
    except ValueError as error:
        st.warning(as_sentence(str(error)), icon=":material/info:")
        return
    cut_rows(data, key="words-cuts")
    if len(text) > MAX_CHARACTERS:
        link.aside(f":material/content_cut: Only the first {MAX_CHARACTERS:,} characters were cut.")


@st.cache_data(max_entries=16, show_spinner=False)
def cuts_data(text: str, vocab_size: int) -> CutsData:
    """Put every way to cut into words and chips for the browser."""
    from rnn_core.text.variant_counts import cut_every_way

    figures = load_figures()
    found = cut_every_way(text[:MAX_CHARACTERS], vocabulary_of(vocab_size), frozenset(figures.alphabet))
    return rows_data(tuple(_row(each, figures, vocab_size) for each in found))


def _row(found: "VariantCut", figures: "CorpusFigures", vocab_size: int) -> ShownWay:
    notes = ["known" if known else "unknown" for known in found.known]
    return row(NAMES[found.variant], _said(found, figures, vocab_size), found.tokens, found.known, notes)


def _said(found: "VariantCut", figures: "CorpusFigures", vocab_size: int) -> str:
    total, unknown = len(found.tokens), found.num_unknown
    of_all = f" ({share(unknown / total)})" if unknown else ""
    corpus = figures.of(found.variant)
    length = f"{corpus.num_tokens / figures.train_size:,.0f} tokens a review, each a step of the network"
    elsewhere = (
        f"In the corpus all {len(figures.alphabet)} characters are known"
        if found.variant == "characters"
        else f"With {vocab_size:,} entries of its own {share(corpus.unknown_at(vocab_size))} in other films"
    )
    return f"{unknown:,} of {counted(total, 'token')} unknown{of_all}. {elsewhere}; {length}."
