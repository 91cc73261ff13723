"""Runs side by side: their curves in one picture, and whether one is better or may only have been lucky."""

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.run_picture import share
from pages.ui.wording import points
from rnn_core.figures.theme import Palette
from rnn_core.running.summary import RunSummary, compares
from rnn_core.sentiment.uncertainty import difference

AGAINST = {"seconds of training": "seconds", "reviews read": "reviews"}
CHANCE = (
    "The standard error says how much other reviews would have moved the figures; another seed may move them "
    "as well."
)


def compare(runs: Sequence[RunSummary], letters: Sequence[str]) -> None:
    """Draw the curves of some runs over one another, and say in words how they differ."""
    if not any(run.curve for run in runs):
        link.aside("None of these runs was judged on its way, so that there is no curve to draw.")
        return
    against = AGAINST[widgets.choice("Curves against", list(AGAINST), "seconds of training", "train-against")]
    st.plotly_chart(
        _figure(tuple(runs), tuple(letters), frame.palette(), against),
        key="train-compare-chart",
        config={"displayModeBar": False},
        alt=described(runs, letters),
    )
    for sentence in verdicts(runs, letters):
        st.markdown(sentence)
    if len(runs) > 1:
        link.aside(CHANCE)


@st.cache_data(max_entries=32, show_spinner=False)
def _figure(runs: tuple[RunSummary, ...], letters: tuple[str, ...], palette: Palette, against: str) -> Any:
    """Keep the picture: an unchanged chart is left alone by the browser."""
    from rnn_core.figures.runs import Axis, runs_figure

    axis = next(axis for axis in get_args(Axis) if axis == against)
    return runs_figure(runs, letters, palette, axis)


def described(runs: Sequence[RunSummary], letters: Sequence[str]) -> str:
    """Give the text alternative of the picture."""
    each = (
        f"{letter} from {share(run.curve[0].accuracy)} to {share(run.curve[-1].accuracy)} "
        f"after {run.curve[-1].seconds:.1f} s"
        for run, letter in zip(runs, letters, strict=True)
        if run.curve
    )
    return f"Right answers on unseen reviews while the runs learned: {'; '.join(each)}."


def verdicts(runs: Sequence[RunSummary], letters: Sequence[str]) -> list[str]:
    """Set every run beside the best of its data, in a sentence each."""
    named = sorted(zip(runs, letters, strict=True), key=lambda pair: -(pair[0].accuracy or 0.0))
    said = []
    for k, (run, letter) in enumerate(named):
        best = next(((one, name) for one, name in named[:k] if compares(one, run)), None)
        if best is not None:
            said.append(_verdict(best[0], best[1], run, letter))
    waiting = [letter for run, letter in named if not run.is_final]
    if waiting and len(runs) > 1:
        said.append(f"{', '.join(sorted(waiting))}: no final judgement, so nothing to compare.")
    if len({run.data for run in runs}) > 1:
        said.append("Runs on different data are not compared: their questions are not equally hard.")
    return said


def _verdict(best: RunSummary, its_letter: str, run: RunSummary, letter: str) -> str:
    found = difference(
        best.accuracy or 0.0, best.standard_error or 0.0, run.accuracy or 0.0, run.standard_error or 0.0
    )
    if found.value == 0:
        return f"**{its_letter}** and **{letter}** are right equally often."
    size = points(found.value).removeprefix("+")
    what = "hardly chance" if found.is_beyond_chance else "it may be chance"
    if not found.standard_error:
        return f"**{its_letter}** lies {size} above **{letter}**, and neither has an exception: {what}."
    times = f"{found.value / found.standard_error:.1f} times its standard error"
    error = f"{100 * found.standard_error:.1f} points"
    return f"**{its_letter}** lies {size} above **{letter}**, {times} of {error}: {what}."
