"""Lesson: a review on its way from text to the tensor that a network reads."""

from functools import partial

import streamlit as st

from pages.ui import frame, vectors, words_settings
from pages.ui.lesson import load_lesson
from pages.ui.pipeline import pipeline
from pages.ui.pipeline_data import pipeline_data
from pages.ui.pipeline_table import pipeline_table
from pages.ui.section import lazy_section
from pages.ui.words_corpus import words_corpus
from pages.ui.words_cutting import words_cutting
from pages.ui.words_padding import words_padding

lesson = load_lesson("words")
frame.begin("words")
with frame.prose():
    st.markdown(lesson["look"], anchors=False)


@st.fragment
def experiment() -> None:
    """Take a review and the choices, show every stage on its way, and what each choice does."""
    text = words_settings.review()
    above, picture, below = st.container(), st.container(), st.container()
    setting = words_settings.setting(above, below)
    with picture:
        data = pipeline_data(text, setting, words_settings.asked_token())
        pipeline(data, key="words-pipeline", on_token=words_settings.keep_token)
    pipeline_table(text, setting)
    with frame.prose():
        st.markdown(lesson["same"], anchors=False)
        st.markdown(lesson["stages"], anchors=False)
    for key, icon, label, draw in (
        (
            "corpus",
            "query_stats",
            "Vocabulary and length: what they keep",
            partial(words_corpus, text, setting),
        ),
        (
            "padding",
            "start",
            "Padding: which side, and what it does to memory",
            partial(words_padding, text, setting),
        ),
        (
            "cutting",
            "content_cut",
            "Tokens: the same text cut in four ways",
            partial(words_cutting, text, setting),
        ),
    ):
        lazy_section(label, f":material/{icon}:", f"words-{key}", draw)


experiment()
vectors.section()
with frame.prose():
    for section in ("try", "sources"):
        st.markdown(lesson[section], anchors=False)
frame.end("words")
