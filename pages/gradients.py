"""Lesson: what one weight does to a gradient on its way back through time."""

from functools import partial

import streamlit as st

from pages.ui import frame, sweep, sweep_picture
from pages.ui.cells_memory import cells_memory
from pages.ui.cliff_view import cliff
from pages.ui.lesson import load_lesson
from pages.ui.matrix import matrix
from pages.ui.scrub import scrub
from pages.ui.truth import truth
from pages.ui.words_reached import words_reached

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
    weight = now.setting.value
    truth(sweep_picture.check(weight, x, now.b), f"through all 100 steps at W_hh = {weight:.2f}")
    with frame.prose():
        st.markdown(lesson[sweep.heard(x, now.b)], anchors=False)
    with st.expander("Every number as a table", icon=":material/table:"):
        st.caption(lesson["table"])
        sweep_picture.show_table(weight, x, now.b)


def memory() -> None:
    """Draw the memory test of every cell once it is opened."""
    with st.expander(
        "What it does to learning: the memory test, trained for each cell",
        icon=":material/psychology:",
        key="gradients-memory",
        on_change="rerun",
        bind="query-params",
    ) as section:
        if section.open:
            cells_memory()


experiment(sweep.arrival())
with frame.prose():
    for section in ("product", "vanish", "explode"):
        st.markdown(lesson[section], anchors=False)
matrix()
words_reached()
memory()
cliff()
with frame.prose():
    for section in ("try", "sources"):
        st.markdown(lesson[section], anchors=False)
frame.end("gradients")
