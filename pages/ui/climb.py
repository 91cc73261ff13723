"""The ladder climbed rung by rung: what each was worth, a visitor's own runs beside it, and the way up."""

from typing import Literal

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from pages.ui import ladder, link, runs
from pages.ui.run_picture import share
from pages.ui.training import CELL, CELLS, RECIPE, written
from pages.ui.wording import points
from rnn_core.jobs import JobView
from rnn_core.running.store import UnknownJobError
from rnn_core.running.summary import compared, summary_of
from rnn_core.sentiment.changes import Value
from rnn_core.sentiment.climb import (
    MEASURED_S,
    RIVALS,
    Step,
    difference,
    measured,
    place_of,
    rival,
    steps,
)
from rnn_core.sentiment.ladder import BASE, BY_KEY, PRESETS
from rnn_core.sentiment.recipes import Dataset
from rnn_core.sentiment.spec import TrainSpec

NOW = "train-climb-now"
MAX_NAMED = 4
"""Changes between two runs that are named one by one."""
FASTER = 0.1
"""Share of the reviews read by which two runs of equal seconds differ before that is worth a word."""
SAME_S = 1.0
"""Seconds by which such runs differ at most."""
TABLE_SAYS = (
    "Measured before on one core, one seed, {seconds:.0f} s a step and no more for a rival: a point or two "
    "may be chance. Your own runs stand beside it, whatever their seconds."
)


def start_if_asked(spec: TrainSpec) -> None:
    """Start what the switches say, where a button has just turned them."""
    if st.session_state.pop(NOW, False):
        runs.start("train", spec)


def climb(view: JobView | None, chosen: TrainSpec, explanation: str, why_not: str) -> None:
    """Draw the steps with what each was worth, and the button that trains the next one.

    Parameters
    ----------
    view
        The run on the page, or None.
    chosen
        What is asked for: it decides the data, and where there is no run yet.
    explanation
        What stands beside the table.
    why_not
        One sentence that says why nothing can be trained; empty where it can.
    """
    text, table = st.columns([1, 2], gap="large")
    place = _place(view, chosen.dataset)
    is_busy = view is not None and view.is_live and runs.manager().owners.has(view.job_id, runs.visitor())
    disabled = bool(why_not) or is_busy
    with text:
        st.markdown(explanation)
        st.button(
            "Begin with the textbook",
            key="train-climb-bottom",
            icon=":material/vertical_align_bottom:",
            disabled=disabled,
            on_click=_go,
            args=(steps(chosen.dataset)[0],),
        )
        _next_rung(place, chosen.dataset, "train-climb-up", disabled=disabled)
    with table:
        _table(chosen.dataset, place)


def _place(view: JobView | None, dataset: Dataset) -> int | None:
    """Tell where on the climb the run stands that is on the page."""
    spec = view.spec if view else None
    return place_of(spec) if isinstance(spec, TrainSpec) and spec.dataset == dataset else None


def _next_rung(place: int | None, dataset: Dataset, key: str, *, disabled: bool) -> None:
    """Offer to train one rung further up than the run on the page, where there is one."""
    climb_up = steps(dataset)
    if place is None or place + 1 == len(climb_up):
        return
    st.button(
        f"Next: {_title(climb_up[place + 1])}",
        key=key,
        icon=":material/stairs:",
        disabled=disabled,
        on_click=_go,
        args=(climb_up[place + 1],),
    )


def _go(step: Step) -> None:
    """Turn the switches as a step has them, and ask for its training."""
    recipe = next((name for name, rungs in PRESETS.items() if rungs == step.rungs), BASE)
    st.session_state[RECIPE], st.session_state[CELL] = recipe, step.cell
    st.session_state[ladder.RUNGS_ON] = None if step.rungs == PRESETS[recipe] else step.rungs
    st.session_state[NOW] = True


def _title(step: Step) -> str:
    if step.newest:
        return BY_KEY[step.newest].title
    return CELLS[step.cell] if step.rungs else f"Textbook {CELLS[step.cell]}"


def _table(dataset: Dataset, place: int | None) -> None:
    known, mine = measured(), _own(dataset)
    climb_up = steps(dataset)
    titles = [f"{_title(step)}{' ◀' * (k == place)}" for k, step in enumerate(climb_up)]
    specs = [step.spec(dataset, MEASURED_S[dataset]) for step in climb_up]
    titles += [f"Rival: {CELLS[cell]}" for cell in RIVALS]
    specs += [rival(cell, dataset) for cell in RIVALS]
    own = [mine.get(k) for k in range(len(specs))]
    st.dataframe(
        {
            "rung, with all below it": titles,
            "measured": [
                None if (found := known.get(spec)) is None else round(100 * found, 1) for spec in specs
            ],
            "yours": [None if run is None else round(100 * _right(run), 1) for run in own],
            "seconds": [None if run is None or run.result is None else run.result.seconds for run in own],
        },
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            "measured": _bar("gray"),
            "yours": _bar("green"),
            "seconds": st.column_config.NumberColumn(width=64, format="%.1f"),
        },
        key="train-climb-table",
        alt="The ladder from the bottom up, and rivals without recurrence: share of right answers as "
        "measured before, and of your own runs.",
    )
    link.aside(TABLE_SAYS.format(seconds=MEASURED_S[dataset]))


def _bar(colour: Literal["gray", "green"]) -> ColumnConfig:
    return st.column_config.ProgressColumn(color=colour, min_value=40, max_value=100, format="%.1f %%")


def _right(run: JobView) -> float:
    return run.result.validation_accuracy if run.result else 0.0


def _own(dataset: Dataset) -> dict[int, JobView]:
    """Find the visitor's latest run of each row: of every step, and of every rival."""
    found: dict[int, JobView] = {}
    for view in _judged(dataset):
        if isinstance(view.spec, TrainSpec) and not _was_changed(view):
            row = _row(view.spec)
            if row is not None:
                found.setdefault(row, view)
    return found


def _row(spec: TrainSpec) -> int | None:
    if spec.cell in RIVALS:
        return len(steps(spec.dataset)) + RIVALS.index(spec.cell)
    return place_of(spec, by_hand=False)


def _judged(dataset: Dataset) -> list[JobView]:
    """Give the visitor's judged runs on some data, the newest first."""
    try:
        mine = runs.manager().owners.runs(runs.visitor())
    except OSError:  # the folder of jobs cannot be made: who presses Start is told
        return []
    views = [view for job_id in mine if (view := _read(job_id)) and view.result is not None]
    return [view for view in views if isinstance(view.spec, TrainSpec) and view.spec.dataset == dataset]


def _read(job_id: str) -> JobView | None:
    try:
        return runs.manager().read(job_id)
    except (UnknownJobError, OSError):
        return None


def against_the_run_before(view: JobView | None, *, disabled: bool) -> None:
    """Say in one line what was changed since the visitor's run before, what came of it, and what is next."""
    if view is None or view.result is None or not isinstance(view.spec, TrainSpec):
        return
    dataset = view.spec.dataset
    judged = _judged(dataset)
    ids = [each.job_id for each in judged]
    before = judged[ids.index(view.job_id) + 1 :] if view.job_id in ids else []
    if before:
        st.markdown(told(before[0], view))
    _next_rung(_place(view, dataset), dataset, "train-climb-next", disabled=disabled)


def told(before: JobView, after: JobView) -> str:
    """Say what was changed from one judged run to another, how far it moved the right answers, how surely."""
    what = _changes(before, after)
    named = ", ".join(what) if len(what) <= MAX_NAMED else f"with {len(what)} things changed"
    was, now = _right(before), _right(after)
    pair = compared(summary_of(after, ""), summary_of(before, ""))
    sure = "" if pair is None else ": hardly chance" if pair.is_beyond_chance else ": it may be chance"
    said = [
        f"Against your run before, {named or 'with the same settings'}: {share(was)} → {share(now)}, "
        f"**{points(now - was)}**{sure}."
    ]
    if before.result and after.result and abs(before.result.seconds - after.result.seconds) < SAME_S:
        times = after.result.num_examples / max(1, before.result.num_examples)
        if abs(times - 1) > FASTER:
            said.append(
                f"It read {times:.2g} times as many reviews in the same seconds: what was changed does that, "
                "or other work on the machine."
            )
    if len(what) > 1:
        said.append("More than one thing was changed, so none of them is shown to have done it.")
    return " ".join(said)


def _changes(before: JobView, after: JobView) -> list[str]:
    """Name what was changed, one thing after the other."""
    if not isinstance(before.spec, TrainSpec) or not isinstance(after.spec, TrainSpec):
        return []
    found = difference(before.spec, after.spec)
    return [
        *(f"with “{BY_KEY[key].title}”" for key in found.added),
        *(f"without “{BY_KEY[key].title}”" for key in found.removed),
        *(f"{_written(name, new)} in place of {_written(name, old)}" for name, old, new in found.settings),
        *(["changed on its way"] if _was_changed(before) or _was_changed(after) else []),
    ]


def _written(name: str, value: Value) -> str:
    if name == "cell":
        return next(title for cell, title in CELLS.items() if cell == value)
    if name == "budget_s":
        return f"{value:g} s" if isinstance(value, float) else "no end"
    return f"{name.replace('_', ' ')} {written(value)}"


def _was_changed(view: JobView) -> bool:
    return any(report.changed for report in view.progress)
