"""Lesson: one step of a recurrent network, then the whole sequence."""

from dataclasses import replace

import streamlit as st

from pages.ui import frame, widgets
from pages.ui.lesson import load_lesson
from pages.ui.stage import stage
from pages.ui.unrolled import run_sequence, sequence_input, step_from_link, step_to_link, unrolled
from rnn_core.figures.unrolled import hidden_state_figure
from rnn_core.tables import unroll_table

DEFAULTS = {"words": "the film was not bad at all", "numbers": "1 0 0 0 −1 0 0 0"}
ACTIVATIONS = ("tanh", "ReLU")
DEFAULT_STEP = 4

lesson = load_lesson("unroll")
frame.begin("unroll")


@st.fragment
def experiment() -> None:
    """Controls, the run, the stage."""
    with st.container(horizontal=True):
        kind = widgets.choice("Sequence of", list(DEFAULTS), "words", key="unroll-kind")
        with st.container(width=330):
            text = sequence_input(kind, DEFAULTS[kind])
        units = widgets.whole_number("Hidden units", 2, 8, 3, key="unroll-units")
        activation = widgets.choice("Activation", ACTIVATIONS, "tanh", key="unroll-activation")
        seed = widgets.whole_number("Seed", 0, 9999, 1, key="unroll-seed", help=lesson["seed"])
    data = unrolled(kind, text, units, activation, seed)
    stage(replace(data, step=step_from_link(DEFAULT_STEP)), key="unroll_stage", on_step=step_to_link)
    tokens, _, trace = run_sequence(kind, text, units, activation, seed)
    heatmap = st.expander("The hidden state over time", icon=":material/grid_on:", on_change="rerun")
    if heatmap.open:
        figure = hidden_state_figure(trace, tokens, frame.palette())
        heatmap.plotly_chart(figure, key="unroll_heatmap", config={"displayModeBar": False})
    with st.expander("Every value as a table", icon=":material/table:"):
        st.dataframe(unroll_table(trace, tokens), hide_index=True)


experiment()
left, right = st.columns(2, gap="large")
left.markdown(lesson["same weights"], anchors=False)
left.markdown(lesson["memory"], anchors=False)
right.markdown(lesson["try"], anchors=False)
right.markdown(lesson["sources"], anchors=False)
frame.end("unroll")
