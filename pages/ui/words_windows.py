"""The same review under a length limit: what head, tail, and head and tail leave of it."""

import streamlit as st

from pages.ui import link
from pages.ui.cut_rows import MAX_SHOWN, CutsData, cut_rows, row, rows_data
from pages.ui.pipeline_words import counted
from pages.ui.words_settings import WINDOWS


def words_windows(text: str, limit: int) -> None:
    """Draw what every window keeps of the review, or say why there is nothing to see."""
    data, count = windows_data(text, limit)
    if count > MAX_SHOWN:
        link.aside(f"Shown for reviews of up to {MAX_SHOWN} tokens; this one has {count:,}.")
    elif data is None:
        link.aside(
            f"Your review has {counted(count, 'token')}: a limit of {limit} cuts nothing off. Lower the "
            "limit, or take the long example."
        )
    else:
        cut_rows(data, key="words-windows")


@st.cache_data(max_entries=16, show_spinner=False)
def windows_data(text: str, limit: int) -> tuple[CutsData | None, int]:
    """Send the review's places through every window; None where nothing is cut off, or too much to show."""
    from rnn_core.text.pipeline import kept_places
    from rnn_core.text.tokenizer import tokenize

    tokens = tokenize(text)
    if not limit < len(tokens) <= MAX_SHOWN:
        return None, len(tokens)
    rows = []
    for window in WINDOWS:
        places = set(kept_places(len(tokens), limit, window).tolist())
        kept = [place in places for place in range(len(tokens))]
        notes = ["kept" if each else "cut off" for each in kept]
        said = f"{len(places)} of {counted(len(tokens), 'token')} kept."
        rows.append(row(window.capitalize(), said, tokens, kept, notes))
    return rows_data(tuple(rows)), len(tokens)
