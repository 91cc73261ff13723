"""Lesson: train a small network and watch it learn what the order of words means."""

import streamlit as st

from pages.ui import (
    climb,
    frame,
    learned,
    loop_view,
    memory_run,
    run_control,
    run_table,
    run_view,
    runs,
    trained,
    training,
)
from pages.ui.lesson import load_lesson
from rnn_core.remembering.spec import RecallSpec
from rnn_core.sentiment.spec import TrainSpec

lesson = load_lesson("train")
frame.begin("train")
controls, picture = st.columns([2, 5], gap="large")
with controls:
    spec, place = training.choices()
if isinstance(spec, RecallSpec):
    memory_run.page(spec, controls, picture)
with place:
    why_not = training.why_not(spec)
    climb.start_if_asked(spec)
    view = runs.current("train", TrainSpec)
    runs.start_and_stop("train", spec, view, why_not=why_not)
budget_s = spec.budget_s or training.MAX_SECONDS
with picture:
    run_view.run(view, spec, budget_s, why_not)
    run_control.steer(view, spec)
    run_view.reason(view)
    climb.against_the_run_before(view, disabled=bool(why_not))
with st.container():  # keeps what follows in its place when a run ends
    run_view.outcome(view)
run_view.inside(view, spec, budget_s, lesson["inside"])
st.markdown("### Watch it learn", anchors=False)
learned.learned(view, spec, budget_s)
if view and view.result:
    st.markdown("### Does it hear the order?", anchors=False)
    trained.twins(view)
climb.climb(view, spec, lesson["climb"], why_not)
st.markdown("### Your runs", anchors=False)
run_table.run_table()
loop_view.first_step(lesson["simple"])
loop_view.the_step(lesson["loop"])
with frame.prose():
    for section in ("step", "order", "recipes"):
        st.markdown(lesson[section])
    st.markdown(f"### Things to try\n{lesson['try']}")
    st.markdown(f"### Sources\n{lesson['sources']}")
frame.end("train")
