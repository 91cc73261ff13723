"""Lesson: what one weight does to a gradient on its way back through time."""

import streamlit as st

from pages.ui import frame, sweep
from pages.ui.lesson import load_lesson
from pages.ui.scrub import scrub

lesson = load_lesson("gradients")
frame.begin("gradients")


@st.fragment
def experiment(start: sweep.Asked) -> None:
    """Drag the weight; what the link asked for is where it starts."""
    if start.complaints:
        st.warning("\n\n".join(start.complaints), icon=":material/link_off:")
    x = sweep.input_choice(start.x)
    moved = scrub(sweep.picture(x), start.setting, key="gradients_scrub")
    now = sweep.after_move(moved, start, x)
    sweep.keep(now)
    with frame.prose():
        st.markdown(lesson[f"input {x:g}"], anchors=False)
    with st.expander("Every number as a table", icon=":material/table:"):
        st.caption(lesson["table"])
        sweep.show_table(now.setting.value, x)


experiment(sweep.arrival())
with frame.prose():
    for section in ("product", "vanish", "explode", "try", "sources"):
        st.markdown(lesson[section], anchors=False)
frame.end("gradients")
