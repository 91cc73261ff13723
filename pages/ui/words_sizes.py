"""The same review in vocabularies of five sizes: which of its words a network hears."""

from itertools import groupby

import streamlit as st

from pages.ui import link
from pages.ui.cut_rows import CutsData, cut_rows, row, rows_data
from pages.ui.memory_words import share
from pages.ui.pipeline_data import vocabulary_of
from pages.ui.pipeline_words import counted
from pages.ui.words_figures import OURS, load_figures
from pages.ui.words_settings import SIZES, entries

MAX_TOKENS = 40
"""Tokens of the review that are shown in every row."""


def words_sizes(text: str) -> None:
    """Draw the review in every size; the figures of the corpus must be there."""
    data = sizes_data(text)
    if data.rows[0].chips:
        cut_rows(data, key="words-sizes")
    else:
        link.aside("Type a review with at least one word, and it is looked up here.")


@st.cache_data(max_entries=16, show_spinner=False)
def sizes_data(text: str) -> CutsData:
    """Look every token up in every vocabulary; sizes that know the same ones share a row."""
    from rnn_core.text.tokenizer import tokenize

    found = tokenize(text, MAX_TOKENS + 1)
    tokens = found[:MAX_TOKENS]
    of = counted(len(tokens), "token") if found == tokens else f"the first {MAX_TOKENS} tokens"
    sizes = [entries(size) for size in SIZES]
    known = {size: [token.text in vocabulary_of(size) for token in tokens] for size in sizes}
    notes = [_first_known([size for size in sizes if known[size][k]]) for k in range(len(tokens))]
    rows = []
    for heard, group in groupby(sizes, lambda size: known[size]):
        like = list(group)
        said = f"{len(tokens) - sum(heard)} of {of} unknown; {_elsewhere(like)}."
        rows.append(row(_range(like), said, tokens, heard, notes))
    return rows_data(tuple(rows))


def _range(sizes: list[int]) -> str:
    last = "" if len(sizes) == 1 else f" to {sizes[-1]:,}"
    return f"{sizes[0]:,}{last} entries"


def _elsewhere(sizes: list[int]) -> str:
    ours = load_figures().of(OURS)
    shares = [share(ours.unknown_at(size)) for size in (sizes[0], sizes[-1])]
    return f"in the reviews of other films {' to '.join(dict.fromkeys(shares))}"


def _first_known(sizes: list[int]) -> str:
    return f"known from {sizes[0]:,} entries on" if sizes else "in none of these vocabularies"
