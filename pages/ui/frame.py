"""The frame around every page: its title and question, the list of lessons, and the way on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.ui import warm
from pages.ui.components import read_component
from rnn_core.figures.theme import DARK, LIGHT, Palette

ICON = Path(__file__).parents[2] / "assets" / "icon.svg"
STYLE_FILE = ICON.with_name("frame.css")
PATH_COLUMNS = 4
TEXT_WIDTH = 640  # pixels: some 68 characters of the body font

_one_step = st.components.v2.component("unrolled_address", **read_component("address"))


@dataclass(frozen=True)
class Lesson:
    """One page of the course."""

    key: str
    path: str
    title: str
    question: str
    icon: str


LESSONS = (
    Lesson("home", "app.py", "Unrolled", "See a recurrent network think.", ":material/home:"),
    Lesson(
        "memory",
        "pages/memory.py",
        "Forget or remember",
        "What can a network know that hears the words in order, "
        "and one that only knows which words there are?",
        ":material/psychology:",
    ),
    Lesson(
        "unroll",
        "pages/unroll.py",
        "Unroll a network",
        "How does a network that sees one word at a time remember the words before?",
        ":material/linear_scale:",
    ),
    Lesson(
        "backprop",
        "pages/backprop.py",
        "Back through time",
        "How does a network know which step, and which weight, its error came from?",
        ":material/undo:",
    ),
    Lesson(
        "gradients",
        "pages/gradients.py",
        "Vanish or explode",
        "What does one weight, W_hh, do to a gradient on its way back through time?",
        ":material/trending_down:",
    ),
    Lesson(
        "gates",
        "pages/gates.py",
        "Open the gates",
        "How does a gate keep a memory, and the gradient that leads back to it?",
        ":material/door_sliding:",
    ),
    Lesson(
        "words",
        "pages/words.py",
        "Words to numbers",
        "How does a review become the numbers that a network reads?",
        ":material/data_array:",
    ),
    Lesson(
        "train",
        "pages/train.py",
        "Train a network",
        "Can a small network learn, while you watch, what the order of words means?",
        ":material/model_training:",
    ),
    Lesson(
        "predict",
        "pages/predict.py",
        "Judge a review",
        "What does a trained network make of your own words, one after the other?",
        ":material/rate_review:",
    ),
)


def begin(key: str) -> None:
    """Set the page's title and icon, draw the list of lessons and ask the page's question.

    Parameters
    ----------
    key
        The lesson's key in ``LESSONS``; every page calls this first.
    """
    lesson = next(lesson for lesson in LESSONS if lesson.key == key)
    title = lesson.title if key == "home" else f"{lesson.title} · Unrolled"
    st.set_page_config(page_title=title, page_icon=str(ICON), layout="wide")
    st.html(STYLE_FILE)
    warm.start()
    visited: set[str] = st.session_state.setdefault("visited_lessons", set())
    visited.add(key)
    with st.sidebar:
        for each in LESSONS:
            st.page_link(
                each.path,
                label=each.title,
                icon=each.icon
                if each.key not in visited or each.key in ("home", key)
                else ":material/check:",
            )
        _one_step(key="one_step_for_back", data={})  # shows nothing: last, where it takes no room
    st.title(lesson.title, anchor=False)
    st.markdown(f"**{lesson.question}**")


def end(key: str) -> None:
    """Draw the links to the lesson before and the lesson after; every page calls this last."""
    place = [lesson.key for lesson in LESSONS].index(key)
    st.space("medium")
    with st.container(horizontal=True, horizontal_alignment="distribute", key="way_on"):
        if place > 0:
            before = LESSONS[place - 1]
            st.page_link(before.path, label=f"Back: {before.title}", icon=":material/arrow_back:")
        if place + 1 < len(LESSONS):
            after = LESSONS[place + 1]
            st.page_link(
                after.path,
                label=f"Next: {after.title}",
                icon=":material/arrow_forward:",
                icon_position="right",
            )


def palette() -> Palette:
    """Return the colours of the theme that the visitor sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def path() -> None:
    """Draw the path through the lessons, four to a row, each with the question that it answers."""
    st.subheader("The path", anchor=False)
    numbered = list(enumerate(LESSONS[1:], 1))
    for start in range(0, len(numbered), PATH_COLUMNS):
        columns = st.columns(PATH_COLUMNS)
        for column, (number, lesson) in zip(columns, numbered[start : start + PATH_COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                st.page_link(lesson.path, label=f"**{number}. {lesson.title}**", icon=lesson.icon)
                st.markdown(lesson.question)


@contextmanager
def prose() -> Iterator[None]:
    """Set what is written inside in a column that is comfortable to read."""
    with st.container(width=TEXT_WIDTH):
        yield
