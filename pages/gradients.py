"""Lesson: what one weight does to a gradient on its way back through time."""

from functools import partial

import streamlit as st

from pages.ui import frame, sweep, sweep_picture
from pages.ui.lesson import load_lesson
from pages.ui.scrub import scrub

SCRUB = "gradients_scrub"
lesson = load_lesson("gradients")
frame.begin("gradients")


@st.fragment
def experiment(start: sweep.Asked) -> None:
    """Drag the weight; what the link asked for is where it starts."""
    if start.complaints:
        st.warning("\n\n".join(start.complaints), icon=":material/link_off:")
    x = sweep_picture.input_choice(start.x)
    moved = st.session_state.get(SCRUB, {}).get("setting")
    now = sweep.after_move(moved, start, x)
    scrub(
        sweep_picture.picture(x, now.b),
        start.setting,
        sweep_picture.drive(x, now.b, now.setting.value, sweep_picture.serial()),
        key=SCRUB,
        on_setting=partial(sweep_picture.take_setting, SCRUB),
    )
    sweep.keep(now)
    with frame.prose():
        st.markdown(lesson[sweep.heard(x, now.b)], anchors=False)
    with st.expander("Every number as a table", icon=":material/table:"):
        st.caption(lesson["table"])
        sweep_picture.show_table(now.setting.value, x, now.b)


experiment(sweep.arrival())
with frame.prose():
    for section in ("product", "vanish", "explode", "try", "sources"):
        st.markdown(lesson[section], anchors=False)
frame.end("gradients")
