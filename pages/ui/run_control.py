"""What is changed while a run goes on: pause, learning rate, clipping, dropout."""

from dataclasses import asdict, replace

import streamlit as st

from pages.ui import link
from pages.ui.runs import manager, visitor
from rnn_core.jobs import JobView
from rnn_core.running.store import UnknownJobError
from rnn_core.sentiment.control import SAID, Control
from rnn_core.sentiment.recipes import NETWORKS, Recipe, recipe_of
from rnn_core.sentiment.spec import TrainSpec

LABELS = {"learning_rate": "Learning rate", "clip_norm": "Clip at norm", "dropout": "Dropout"}
HELP = {
    "learning_rate": "The largest rate of the recipe's schedule, from 1e-8 to 1e9. Try 1000.",
    "clip_norm": "Largest norm of the gradient; 0 does not clip.",
    "dropout": "Probability to silence a unit before the output, 0 to 0.95.",
}
WIDTHS = {"learning_rate": 176, "clip_norm": 136, "dropout": 136}
"""Pixels of each box: the largest rate has ten digits."""
STEPS = {"learning_rate": 0.001, "clip_norm": 0.5, "dropout": 0.1}
NOTICE = "train-steer-notice"
OTHERS = "This run is not yours alone, so it goes on as it is."


def steer(view: JobView | None, chosen: TrainSpec) -> None:
    """Draw the controls of a run; where none goes on, they only show what it used, or would use."""
    st.fragment(_steer)(view, chosen)


def _steer(view: JobView | None, chosen: TrainSpec) -> None:
    spec = view.spec if view else chosen
    recipe = recipe_of(spec) if isinstance(spec, TrainSpec) and spec.cell in NETWORKS else None
    is_live = view is not None and view.is_live and recipe is not None
    control = _control(view)
    job_id = view.job_id if view else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="train-steer"):
        st.button(
            "Go on" if control.paused else "Pause",
            key="train-pause",
            icon=":material/play_arrow:" if control.paused else ":material/pause:",
            disabled=not is_live,
            on_click=_pause,
            args=(job_id,),
        )
        for name in SAID:
            _number(name, control, recipe, job_id, disabled=not is_live)
    notice = st.session_state.pop(NOTICE, "")
    if notice:
        link.aside(f":material/info: {notice}")


def _control(view: JobView | None) -> Control:
    if view is None:
        return Control()
    try:
        return manager().read(view.job_id).control if view.is_live else view.control
    except UnknownJobError:
        return Control()


def _number(name: str, control: Control, recipe: Recipe | None, job_id: str, *, disabled: bool) -> None:
    """Draw a number box; the job itself keeps its value, so that every tab shows the same."""
    key = f"train-steer-{name}-{job_id}"
    asked = getattr(control, name)
    st.session_state[key] = float(_as_planned(name, recipe) if asked is None else asked)
    st.number_input(
        LABELS[name],
        key=key,
        step=STEPS[name],
        format="%.6g",
        help=HELP[name],
        width=WIDTHS[name],
        disabled=disabled,
        on_change=_change,
        args=(name, key, job_id),
    )


def _as_planned(name: str, recipe: Recipe | None) -> float:
    """Give what the recipe says, in the control's own terms: no clipping is 0."""
    return float((getattr(recipe, name) if recipe else None) or 0.0)


def _change(name: str, key: str, job_id: str) -> None:
    try:
        changed = Control(**asdict(manager().read(job_id).control) | {name: float(st.session_state[key])})
    except ValueError as error:  # out of range, or the run has gone
        st.session_state[NOTICE] = link.escaped(f"{error}.")
        return
    _hand_over(job_id, changed)


def _pause(job_id: str) -> None:
    try:
        control = manager().read(job_id).control
    except UnknownJobError:
        return
    _hand_over(job_id, replace(control, paused=not control.paused))


def _hand_over(job_id: str, control: Control) -> None:
    try:
        if not manager().control(job_id, visitor(), control):
            st.session_state[NOTICE] = OTHERS
    except UnknownJobError:
        return
    except OSError as error:
        st.session_state[NOTICE] = f"The change could not be written: {error.strerror}."
