"""Lesson: the loss of a run, sent back through every step; what each step adds, and one update."""

from dataclasses import replace

import streamlit as st

from pages.ui import backward_controls, backward_place, frame
from pages.ui.backward import backward
from pages.ui.backward_run import backward_data, run_backward
from pages.ui.backward_update import update_section
from pages.ui.lesson import load_lesson
from pages.ui.place import place
from pages.ui.textbook_example import textbook_example
from rnn_core.tables.backward import backward_table

lesson = load_lesson("backprop")
frame.begin("backprop")


@st.fragment
def experiment() -> None:
    """Controls, the backward pass, its table, and updates of the same network."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        with place("backprop_sequence", width=236):
            settings = backward_controls.network_settings()
        judged = backward_controls.loss_settings(lesson, settings.num_steps)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        judged = backward_controls.cut_settings(judged, lesson)
        with place("backprop_network", 32, width=268):
            st.page_link(
                "pages/unroll.py", label="Change the network on the unroll page", icon=":material/tune:"
            )
    if settings.untied:
        st.markdown(lesson["untied"])
    data = backward_data(settings, judged)
    data = replace(data, **backward_place.where(settings.num_steps, data.weights))
    backward(data, key="backprop_picture", **backward_place.REPORTS)
    table = st.expander("Every value as a table", icon=":material/table:", on_change="rerun")
    if table.open:
        back = run_backward(settings, judged)
        values = backward_table(back.gradients, back.tokens)
        table.dataframe(values, hide_index=True)
        table.download_button(
            "Download as CSV",
            values.to_csv(index=False),
            "backprop.csv",
            "text/csv",
            icon=":material/download:",
        )
    st.markdown(lesson["update"], anchors=False)
    update_section(settings, judged, lesson)


experiment()
st.markdown(lesson["textbook"], anchors=False)
textbook_example()
left, right = st.columns(2, gap="large")
left.markdown(lesson["sum"], anchors=False)
left.markdown(lesson["cut"], anchors=False)
right.markdown(lesson["try"], anchors=False)
right.markdown(lesson["sources"], anchors=False)
frame.end("backprop")
