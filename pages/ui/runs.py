"""Runs that a page starts and stops: what they share, whatever they train.

Trainings belong to the server, not to a visitor's session: one `JobManager` serves everybody, and the link
carries the id of the run, so that a reload or another tab finds it again.
"""

from pathlib import Path

import streamlit as st

from pages.ui import link
from pages.ui.visitor import visitor
from rnn_core.jobs import JobManager, JobView, LiveJobError, QueueFullError
from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore, UnknownJobError, default_folder

__all__ = ["current", "manager", "start", "start_and_stop", "visitor", "waiting"]

OTHERS = "This run is somebody else's. Start one of your own, or leave: it goes on."


@st.cache_resource(show_spinner=False, on_release=JobManager.close)
def _manager(folder: str) -> JobManager:
    return JobManager(JobStore(Path(folder)))


def manager() -> JobManager:
    """Return the one manager of trainings that this server has."""
    return _manager(str(default_folder()))


def current(place: str, kind: type[JobSpec]) -> JobView | None:
    """Return the run that the link names, or None; a link to a run that is not here is said.

    Parameters
    ----------
    place
        Where the run stands: ``<place>-job`` is its name in the link.
    kind
        What kind of training this place shows.
    """
    name = f"{place}-job"
    job_id = st.query_params.get(name) or st.session_state.get(name)
    if not job_id:
        return None
    view = _read(job_id)
    if view is None or not isinstance(view.spec, kind):
        st.warning(
            "No such run here: the link names one that was made on another machine or has been cleared away. "
            "Start one of your own.",
            icon=":material/link_off:",
        )
        return None
    st.session_state[name] = job_id
    link.put(name, job_id)
    return view


def _read(job_id: str) -> JobView | None:
    try:
        return manager().read(job_id)
    except (UnknownJobError, OSError):
        return None


def start_and_stop(
    place: str, spec: JobSpec, view: JobView | None, label: str = "Start", why_not: str = ""
) -> None:
    """Draw the two buttons, and what came of the last press where that needs a word.

    Parameters
    ----------
    place
        Where the run stands, as for `current`.
    spec
        What the first button starts.
    view
        The run that is there.
    label
        Of the first button.
    why_not
        One sentence that says why nothing can be started now; empty where it can.
    """
    is_live = view is not None and view.is_live
    is_stopping = view is not None and view.is_stopping
    is_mine = view is not None and manager().owners.has(view.job_id, visitor())
    leaves = is_live and not is_mine
    with st.container(horizontal=True):
        st.button(
            label,
            key=f"{place}-start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=(is_live and is_mine) or bool(why_not),
            on_click=start,
            args=(place, spec),
        )
        st.button(
            "Stopping" if is_stopping else "Leave" if leaves else "Stop",
            key=f"{place}-stop",
            icon=":material/logout:" if leaves else ":material/stop:",
            disabled=not is_live or is_stopping,
            on_click=_stop,
            args=(place, view.job_id if view else ""),
        )
    if view is not None and view.can_retry:
        st.button(
            "Try this run again",
            key=f"{place}-retry",
            icon=":material/replay:",
            on_click=start,
            args=(place, view.spec),
        )
    if leaves:
        link.aside(OTHERS)
    if why_not:
        link.aside(why_not)
    _say_what_came(place)


def _say_what_came(place: str) -> None:
    """Say what came of the last press where that needs a word, and offer a way out."""
    notice = st.session_state.pop(f"{place}-notice", "")
    if notice:
        link.aside(f":material/info: {notice}")
    other = st.session_state.pop(f"{place}-other", None)
    if other is not None:
        st.button(
            "Stop it and start this one",
            key=f"{place}-replace",
            icon=":material/swap_horiz:",
            on_click=_replace,
            args=(place, *other),
        )


def start(place: str, spec: JobSpec) -> None:
    """Start a run and show it where it belongs, or say why not; called before that place is drawn."""
    try:
        job_id = manager().submit(spec, visitor())
    except UnknownJobError:
        _note(place, "The run could not be started: its folder was cleared away at once.")
        return
    except LiveJobError as error:
        _note(place, str(error))
        st.session_state[f"{place}-other"] = (error.job_id, spec)
        return
    except QueueFullError as error:
        _note(place, str(error))
        return
    except OSError as error:
        _note(place, f"The run could not be started: {error.strerror}.")
        return
    if job_id == st.session_state.get(f"{place}-job"):
        _note(place, "This very run is on the page already. Change the seed to train another.")
    st.session_state[f"{place}-job"] = st.query_params[f"{place}-job"] = job_id


def _stop(place: str, job_id: str) -> None:
    try:
        stops = manager().stop(job_id, visitor())
    except UnknownJobError:
        return
    except OSError as error:
        _note(place, f"The run could not be stopped: {error.strerror}.")
        return
    if not stops:  # a class that pressed the same button: one of them leaves
        st.session_state.pop(f"{place}-job", None)
        st.query_params.pop(f"{place}-job", None)
        _note(place, "Somebody else wants this run, so it goes on without you.")


def waiting(view: JobView) -> str:
    """Say where a run stands in line, and about how long it is likely to wait."""
    about = "" if view.wait_s is None else f", about {max(1, round(view.wait_s)):,} s"
    return f"Waiting: number {view.place} in line{about}"


def _replace(place: str, other: str, spec: JobSpec) -> None:
    """Stop the visitor's other run, or leave it to those who want it too, and start this one."""
    try:
        manager().stop(other, visitor())
    except (UnknownJobError, OSError):
        _note(place, "The other run could not be stopped.")
        return
    start(place, spec)


def _note(place: str, sentence: str) -> None:
    st.session_state[f"{place}-notice"] = sentence
