"""Lesson: what one weight does to a gradient on its way back through time."""

from functools import partial

import streamlit as st

from pages.ui import frame, sweep, sweep_picture
from pages.ui.cells_memory import cells_memory
from pages.ui.cliff_view import cliff
from pages.ui.lesson import load_lesson
from pages.ui.matrix import matrix
from pages.ui.scrub import scrub
from pages.ui.section import lazy_section
from pages.ui.truth import truth
from pages.ui.words_reached import words_reached

SCRUB = "gradients_scrub"
SECTIONS = (
    ("matrix", "grid_on", "A real matrix: the same, for 16 units and more", matrix),
    ("words", "rate_review", "What it does to learning: the gradient that reaches each word", words_reached),
    (
        "memory",
        "psychology",
        "What it does to learning: the memory test, trained for each cell",
        cells_memory,
    ),
    ("cliff", "landscape", "A remedy at work: clipping at the edge of a cliff", cliff),
)
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


experiment(sweep.arrival())
with frame.prose():
    for section in ("product", "vanish", "explode"):
        st.markdown(lesson[section], anchors=False)
for key, icon, label, draw in SECTIONS:
    lazy_section(label, f":material/{icon}:", f"gradients-{key}", draw)
with frame.prose():
    for section in ("try", "sources"):
        st.markdown(lesson[section], anchors=False)
frame.end("gradients")
