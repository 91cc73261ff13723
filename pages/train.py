"""Lesson: train a small network and watch it learn what the order of words means."""

import streamlit as st

from pages.ui import frame, run_view, runs, trained, training
from pages.ui.lesson import load_lesson
from rnn_core.sentiment.spec import TrainSpec

lesson = load_lesson("train")
frame.begin("train")
controls, picture = st.columns([2, 5], gap="large")
with controls:
    spec = training.choices()
    view = runs.current("train", TrainSpec)
    runs.start_and_stop("train", spec, view)
with picture:
    run_view.run(view, spec.budget_s or training.MAX_SECONDS)
if view and not view.is_live:
    run_view.outcome(view)
if view and view.result:
    st.markdown("### Does it hear the order?", anchors=False)
    trained.twins(view)
    trained.own_sentence(view)
with frame.prose():
    for section in ("step", "order", "recipes"):
        st.markdown(lesson[section])
    st.markdown(f"### Things to try\n{lesson['try']}")
    st.markdown(f"### Sources\n{lesson['sources']}")
frame.end("train")
