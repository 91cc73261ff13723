"""The code that trains, as text: the very function of every run, and the smallest network that learns."""

import inspect
import re
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import widgets
from pages.ui.curve import Curve, CurvesData, Mark, curves
from rnn_core.figures.numbers import format_number

if TYPE_CHECKING:
    from rnn_core.sentiment.simple import FirstTraining

SEED = "train-simple-seed"
HEIGHT = 152
HIGH = 0.8
CHANCE_LOSS = 0.693
MAX_SEED = 9_999


def the_step(explanation: str) -> None:
    """Show the function that takes every step of a run, beside what its lines do."""
    from rnn_core.sentiment.step import train_step

    _beside(code_of(train_step), explanation)


def first_step(explanation: str) -> None:
    """Show the smallest recurrent network in PyTorch, its shapes, and how its loss falls."""
    st.fragment(_first_step)(explanation)


def _first_step(explanation: str) -> None:
    from rnn_core.sentiment.simple import SimpleRNN

    _beside(code_of(SimpleRNN), explanation)
    shapes, picture = st.columns([2, 3], gap="large")
    with shapes:
        seed = widgets.whole_number("Seed of this network", 0, MAX_SEED, 0, key=SEED, width=180)
        first = _first(seed)
        rows = [f"| `{s.name}` | {' × '.join(map(str, s.sizes))} | {s.meaning} |" for s in first.shapes]
        st.markdown("\n".join(["| tensor | shape | sizes |", "|---|---|---|", *rows]))
    with picture:
        curves(first_picture(first), key="train-simple")


def _beside(code: str, explanation: str) -> None:
    text, source = st.columns([2, 5], gap="large")
    text.markdown(explanation)
    source.code(code, language="python")


def code_of(thing: object) -> str:
    """Return the source of a function or class as it stands, without remarks for the type checker."""
    source = inspect.getsource(thing)  # type: ignore[arg-type]
    return re.sub(r"  # type: ignore.*", "", source)


@st.cache_data(max_entries=64, show_spinner=False)
def _first(seed: int) -> "FirstTraining":
    from rnn_core.sentiment.simple import train_simple

    return train_simple(seed)


def first_picture(first: "FirstTraining") -> CurvesData:
    """Put the losses of the first small training into a curve over its updates."""
    last = len(first.losses) - 1
    values = tuple(map(format_number, first.losses))
    return CurvesData(
        curves=(
            Curve(
                title="Loss on the 32 sequences",
                role="gradient",
                height=HEIGHT,
                value=values[-1],
                note=f"nats after {last} updates · right on {100 * first.accuracy:.0f} % of them",
                points=tuple(
                    (round(k / last, 4), round(min(1.0, loss / HIGH), 4))
                    for k, loss in enumerate(first.losses)
                ),
                values=values,
                notes=tuple(f"nats after {k} updates" for k in range(last + 1)),
                ticks=(Mark(0.0, "0"), Mark(0.5, f"{HIGH / 2:.1f}"), Mark(1.0, f"{HIGH:.1f}")),
                reference=Mark(CHANCE_LOSS / HIGH, f"chance {CHANCE_LOSS}"),
                message="",
                description=f"The loss falls from {values[0]} to {values[-1]} nats in {last} updates.",
            ),
        ),
        ticks=tuple(Mark(k / 3, f"{k * last // 3}{' updates' if k == 3 else ''}") for k in range(4)),
    )
