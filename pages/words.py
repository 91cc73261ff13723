"""Lesson: a review on its way from text to the tensor that a network reads."""

import streamlit as st

from pages.ui import frame, words_settings
from pages.ui.lesson import load_lesson
from pages.ui.pipeline import pipeline
from pages.ui.pipeline_data import pipeline_data

lesson = load_lesson("words")
frame.begin("words")


@st.fragment
def experiment() -> None:
    """Take a review and the choices, and show every stage on its way."""
    text = words_settings.review()
    setting = words_settings.setting()
    data = pipeline_data(text, setting, words_settings.asked_token())
    pipeline(data, key="words-pipeline", on_token=words_settings.keep_token)


experiment()
with frame.prose():
    st.markdown(lesson["same"], anchors=False)
frame.end("words")
