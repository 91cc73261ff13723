"""Lesson: a trained network reads the visitor's own review, word by word."""

import streamlit as st

from pages.ui import frame, prediction
from pages.ui.batch import batch
from pages.ui.calibrated import calibration
from pages.ui.gallery import gallery
from pages.ui.lesson import load_lesson
from pages.ui.reading import reading, table

lesson = load_lesson("predict")
frame.begin("predict")


@st.fragment
def experiment() -> None:
    """Take a review, let a network judge it, and show how the prediction formed."""
    typed, answer = st.columns([3, 2], gap="large")
    with typed:
        text = prediction.review()
    with answer:
        name = prediction.model()
        judgement = prediction.judge(name, text)
        if judgement.prediction is None:
            st.warning(judgement.problem, icon=":material/info:")
            return
        prediction.verdict(judgement.prediction, name)
    reading(judgement.prediction, text, key="predict-reading")
    table(judgement.prediction)


experiment()
gallery()
batch()
calibration()
with frame.prose():
    for section in ("how", "why", "limits"):
        st.markdown(lesson[section], anchors=False)
    st.markdown(f"### Things to try\n{lesson['try']}", anchors=False)
    st.markdown(f"### Source\n{lesson['sources']}", anchors=False)
frame.end("predict")
