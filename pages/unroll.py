"""Lesson: one step of a recurrent network, then the whole sequence, with every number under the hand."""

from dataclasses import replace

import streamlit as st

from pages.ui import frame, unroll_view
from pages.ui.bench_acts import act, bench_state
from pages.ui.lesson import load_lesson
from pages.ui.stage import stage
from pages.ui.unroll_controls import controls
from pages.ui.unrolled import run_network, unrolled
from rnn_core.tables.unrolled import unroll_table

lesson = load_lesson("unroll")
frame.begin("unroll")


@st.fragment
def experiment() -> None:
    """Controls, the run, the stage and its table."""
    settings, said = controls(lesson)
    unroll_view.word(settings, said)
    data = replace(unrolled(settings), bench=bench_state(settings), **unroll_view.from_link())
    stage(data, key="unroll_stage", height=996, on_act=act, **unroll_view.REPORTS)
    st.page_link(
        "pages/backprop.py", label="Send a loss back through this run", icon=":material/keyboard_backspace:"
    )
    table = st.expander("Every value as a table", icon=":material/table:", on_change="rerun")
    if table.open:
        run = run_network(settings)
        values = unroll_table(run.trace, run.tokens)
        table.dataframe(values, hide_index=True)
        table.download_button(
            "Download as CSV",
            values.to_csv(index=False),
            "unroll.csv",
            "text/csv",
            icon=":material/download:",
        )


experiment()
left, right = st.columns(2, gap="large")
left.markdown(lesson["same weights"], anchors=False)
left.markdown(lesson["memory"], anchors=False)
right.markdown(lesson["hands"], anchors=False)
right.markdown(lesson["try"], anchors=False)
right.markdown(lesson["sources"], anchors=False)
frame.end("unroll")
