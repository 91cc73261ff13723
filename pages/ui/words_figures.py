"""The figures of the corpus that ship with the app."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from rnn_core.text.corpus_figures import CorpusFigures

OURS = "words and marks"
"""The way of cutting of this course's networks."""


@st.cache_data(show_spinner=False)
def load_figures() -> "CorpusFigures":
    """Read the figures that ship."""
    from rnn_core.text.corpus_figures import CorpusFigures

    return CorpusFigures.load()
