"""Lesson: the gates of an LSTM and a GRU, and the road on which they hand a gradient on."""

from dataclasses import replace

import streamlit as st

from pages.ui import frame
from pages.ui.gates import gates
from pages.ui.gates_data import gates_checks, gates_data, run_cells
from pages.ui.gates_settings import act, changes, keep_step, settings_from_widgets, step_from_link
from pages.ui.lesson import load_lesson
from pages.ui.truth import truth
from rnn_core.tables.gated import gated_table

lesson = load_lesson("gates")
frame.begin("gates")


@st.fragment
def experiment() -> None:
    """Controls, the chosen cell with every gate, the three cells side by side, and the table."""
    settings = settings_from_widgets(lesson)
    data, made = gates_data(settings), changes()
    data = replace(data, step=step_from_link(len(data.tokens)), answered=made.answered, said=made.said)
    gates(data, key="gates", on_step=keep_step, on_act=act)
    for where, check in gates_checks(settings).items():
        truth(check, where)
    table = st.expander("Every value as a table", icon=":material/table:", on_change="rerun")
    if table.open:
        tokens, runs = run_cells(replace(settings, equal="units"))
        table.caption(lesson["table"])
        table.dataframe(gated_table(getattr(runs, settings.cell), tokens), hide_index=True)


experiment()
left, right = st.columns(2, gap="large")
left.markdown(lesson["road"], anchors=False)
left.markdown(lesson["bias"], anchors=False)
left.markdown(lesson["gru"], anchors=False)
right.markdown(lesson["size"], anchors=False)
right.markdown(lesson["try"], anchors=False)
right.markdown(lesson["sources"], anchors=False)
frame.end("gates")
