"""Word vectors on the words page: how they are made, which words lie near a word, and a map of them."""

import streamlit as st

from pages.ui import frame
from pages.ui.components import COMPONENTS_DIR
from pages.ui.lesson import load_lesson
from pages.ui.section import lazy_section
from pages.ui.vectors_made import made
from pages.ui.vectors_map import word_map_section
from pages.ui.vectors_near import neighbours_section

PLACE_FILE = COMPONENTS_DIR / "wordplane" / "page" / "place.css"
"""Keeps the pictures' heights free on the page while they are on their way."""
SECTIONS = (
    ("made", "table_chart", "How word vectors are made: ten sentences of your own", made),
    ("near", "hub", "Neighbours of a word, before training and after", neighbours_section),
    ("map", "scatter_plot", "A map of two hundred and fifty words", word_map_section),
)


def section() -> None:
    """Draw the heading, what a word vector is, and three sections that open on demand."""
    lesson = load_lesson("words")
    st.html(PLACE_FILE)
    st.subheader("Word vectors", anchor=False)
    with frame.prose():
        st.markdown(lesson["vectors"], anchors=False)
    for key, icon, label, draw in SECTIONS:
        lazy_section(label, f":material/{icon}:", f"words-{key}", draw)
