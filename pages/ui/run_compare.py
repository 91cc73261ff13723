"""Runs side by side: their curves in one picture, and whether one is better or may only have been lucky."""

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.run_picture import share
from pages.ui.wording import points
from rnn_core.figures.theme import Palette
from rnn_core.running.summary import RunSummary, Task, compared
from rnn_core.sentiment.uncertainty import PairedDifference

AGAINST = {"seconds of training": "seconds", "examples read": "examples"}
TASKS: dict[Task, str] = {"reviews": "Unseen reviews", "sequences": "The memory test"}
SUBSET = (
    "The curves are of a fixed part of the unseen reviews; the table and the sentences below of all of them."
)
CHANCE = (
    "Runs that answered the same questions are compared question by question. Another seed would move the "
    "figures as well, and the best of many runs is partly the luckiest."
)


def compare(runs: Sequence[RunSummary], letters: Sequence[str]) -> None:
    """Draw the curves of some runs over one another, and say in words how they differ.

    Reviews and the memory test are other tasks with another chance, so that each has a picture of its own.
    """
    if not any(run.curve for run in runs):
        link.aside("None of these runs was judged on its way, so that there is no curve to draw.")
        return
    against = AGAINST[widgets.choice("Curves against", list(AGAINST), "seconds of training", "train-against")]
    drawn = [task for task in TASKS if any(run.task == task and run.curve for run in runs)]
    for task in drawn:
        of_task = [pair for pair in zip(runs, letters, strict=True) if pair[0].task == task]
        if len(drawn) > 1:
            st.markdown(f"**{TASKS[task]}**")
        _picture([run for run, _ in of_task], [letter for _, letter in of_task], against)
    if "reviews" in drawn:
        link.aside(SUBSET)
    if len(runs) > 1:
        st.markdown("\n".join(f"- {sentence}" for sentence in verdicts(runs, letters)))
        link.aside(CHANCE)


def _picture(runs: Sequence[RunSummary], letters: Sequence[str], against: str) -> None:
    st.plotly_chart(
        _figure(tuple(runs), tuple(letters), frame.palette(), against),
        key=f"train-compare-{runs[0].task}",
        config={"displayModeBar": False},
        alt=described(runs, letters),
    )


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
    return f"Right answers on unseen {runs[0].task} while the runs learned: {'; '.join(each)}."


def verdicts(runs: Sequence[RunSummary], letters: Sequence[str]) -> list[str]:
    """Set every run beside the best of those that answered the same questions, in a sentence each."""
    named = sorted(zip(runs, letters, strict=True), key=lambda pair: -(pair[0].accuracy or 0.0))
    said = []
    for k, (run, letter) in enumerate(named):
        for best, its_letter in named[:k]:
            found = compared(best, run)
            if found is not None:
                said.append(_verdict(found, run.task, its_letter, letter))
                break
    waiting = sorted(letter for run, letter in named if run.right is None)
    if waiting:
        said.append(f"{', '.join(waiting)}: no final judgement, so nothing to compare.")
    if len({run.right.questions for run in runs if run.right}) > 1:
        said.append("Runs on different data are not compared: their questions are not equally hard.")
    return said


def _verdict(found: PairedDifference, task: Task, best: str, other: str) -> str:
    """Say how far the better of two lies above the other, and what that is worth."""
    same = f"of the same {found.num_questions:,} {task}"
    if found.only_first == found.only_second:
        alone = f"each alone has {found.only_first:,} right" if found.only_first else "none parts them"
        return f"**{best}** and **{other}** are right equally often: {same}, {alone}."
    size = points(found.value).removeprefix("+")
    error = f"standard error {100 * found.standard_error:.1f}"
    alone = f"{best} alone has {found.only_first:,} right, {other} alone {found.only_second:,}"
    what = "Hardly chance" if found.is_beyond_chance else "It may be chance"
    return (
        f"**{best}** lies {size} above **{other}** ({error}): {same}, {alone}. "
        f"**{what}**: equally good networks would differ by as much in {_odds(found.chance)} such tests."
    )


def _odds(chance: float) -> str:
    """Write a probability as so many of a round number, or as fewer than one of many.

    Examples
    --------
    >>> _odds(0.213), _odds(0.0042), _odds(1e-9)
    ('21 of 100', '4 of 1,000', 'fewer than 1 of 1,000')
    """
    if chance < 0.001:
        return "fewer than 1 of 1,000"
    return f"{100 * chance:.0f} of 100" if chance >= 0.01 else f"{1000 * chance:.0f} of 1,000"
