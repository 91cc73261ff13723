"""Lesson: a review on its way from text to the tensor that a network reads."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import load_lesson

lesson = load_lesson("words")
frame.begin("words")
with frame.prose():
    st.markdown(lesson["same"], anchors=False)
frame.end("words")
