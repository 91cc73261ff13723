"""A run on the page: its curves while it goes on, and what came of it."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import link
from pages.ui.curve import CurvesData, curves
from pages.ui.place import place
from pages.ui.run_inside import inside_picture
from pages.ui.run_picture import INVITATION, run_picture, share, spread
from pages.ui.runs import manager, waiting
from pages.ui.training import RIVALS, run_title
from rnn_core.jobs import JobView
from rnn_core.running.store import JobData, JobResult, UnknownJobError
from rnn_core.sentiment.recipes import COUNTS
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.wording import as_sentence

POLL_S = 1.0
CURVES_HEIGHT = 392  # pixels
ICONS = {"done": "check_circle", "stopped": "stop_circle", "failed": "error"}
STATELESS = (
    "This rival has no recurrent layer: no gradient travels back through the words and could vanish there."
)
WORDS = {"done": "Done", "stopped": "Stopped", "failed": "Failed"}


def run(view: JobView | None, chosen: TrainSpec, budget_s: float, why_not: str) -> None:
    """Draw a run; while it goes on it is read anew every second, and the whole page once it has ended.

    Parameters
    ----------
    view
        The run, or None before there is one.
    chosen
        What is asked for: it decides what a first press would bring.
    budget_s
        Seconds that the axis has room for where the training names no budget.
    why_not
        One sentence that says why nothing can be trained; empty where it can.
    """
    is_live = view is not None and view.is_live
    invited = why_not or invitation(chosen)
    st.fragment(_picture, run_every=POLL_S if is_live else None)(view, budget_s, invited)


def invitation(chosen: TrainSpec) -> str:
    """Say what a press on Start brings, and how long it takes."""
    lasts = "It counts for some seconds" if chosen.cell in COUNTS else "It trains"
    seconds = "" if chosen.budget_s is None else f" for {chosen.budget_s:g} s while you watch"
    return f"{INVITATION} {lasts}{seconds}."


def inside(view: JobView | None, chosen: TrainSpec, budget_s: float, explanation: str) -> None:
    """Draw what is measured inside a run's network, in the same way, beside what it means.

    Parameters
    ----------
    view, budget_s
        As for `run`.
    chosen
        What is asked for: it decides where there is no run yet.
    explanation
        What stands beside the picture.
    """
    spec = view.spec if view else chosen
    if isinstance(spec, TrainSpec) and spec.cell in RIVALS:
        link.aside(STATELESS)
        return
    is_live = view is not None and view.is_live
    seen, said = st.columns([5, 2], gap="large")
    with seen:
        st.fragment(_inside, run_every=POLL_S if is_live else None)(view, budget_s)
    said.markdown(explanation)


def _inside(view: JobView | None, budget_s: float) -> None:
    if view is not None and view.is_live:
        try:
            view = manager().read(view.job_id)
        except UnknownJobError:
            return  # cleared away meanwhile: the picture above says so
    curves(inside_picture(view, budget_s), key="train-inside")


def _picture(view: JobView | None, budget_s: float, invited: str) -> None:
    was_live = view is not None and view.is_live
    if view is not None and was_live:
        try:
            view = manager().read(view.job_id)
        except UnknownJobError:
            st.rerun()  # cleared away meanwhile: the page says so
        if not view.is_live:
            st.rerun()
    st.markdown(f"**{_title(view)}**")
    with place("train_curves", CURVES_HEIGHT):
        curves(drawn(view, budget_s, invited), key="train-curves")
    _pace(view)


def _title(view: JobView | None) -> str:
    return run_title(view.spec) if view and isinstance(view.spec, TrainSpec) else "No run yet"


def drawn(view: JobView | None, budget_s: float, invited: str = INVITATION) -> CurvesData:
    """Give the picture of a run; a class that watches one run shares it until the next report."""
    if view is None:
        return run_picture(None, budget_s, invited)
    num_reports = len(view.progress)
    return _drawn(
        view,
        view.job_id,
        view.state,
        view.place,
        num_reports,
        knows_data=view.data is not None,
        budget_s=budget_s,
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    _view: JobView,
    job_id: str,
    state: str,
    place: int | None,
    num_reports: int,
    *,
    knows_data: bool,
    budget_s: float,
) -> CurvesData:
    return run_picture(_view, budget_s)


def _pace(view: JobView | None) -> None:
    """Say how far the run is and how fast it goes, or how it ended."""
    report = view.progress[-1] if view and view.progress else None
    fraction = report.fraction if report else 0.0
    st.progress(min(1.0, fraction), text=_state_text(view))
    if report and report.elapsed_s > 0:
        speed = report.num_examples / report.elapsed_s
        seen = (
            f" ({report.num_examples / view.data.num_train:.1f} times through)" if view and view.data else ""
        )
        pace = f"{report.num_examples:,} reviews read{seen} · {speed:,.0f} reviews a second"
        link.aside(f"Step {report.step:,} · {pace}")
    else:
        link.aside("Step 0 · no reviews read")


def _state_text(view: JobView | None) -> str:
    if view is None:
        return "Not started"
    if view.state == "queued":
        return waiting(view)
    if view.state == "preparing":
        return "Stopping" if view.is_stopping else "Preparing"
    report = view.progress[-1] if view.progress else None
    if view.is_live and report:
        if view.control.paused and not view.is_stopping:
            said = "Paused" if report.phase == "paused" else "Pausing"  # it hears of the press a moment later
            return f":material/pause: {said} after {report.elapsed_s:.1f} s of training"
        if report.phase == "evaluating":
            return f"Trained {report.elapsed_s:.1f} s; reading every unseen review"
        if view.is_stopping:
            return f"Stopping after {report.elapsed_s:.1f} s of training"
        left = (
            "" if report.budget_s is None else f", {max(0.0, report.budget_s - report.elapsed_s):.1f} s left"
        )
        return f"Training: {report.elapsed_s:.1f} s{left}"
    spent = f" after {report.elapsed_s:.1f} s of training" if report and report.elapsed_s else ""
    return f":material/{ICONS[view.state]}: {WORDS[view.state]}{spent}"


def outcome(view: JobView | None) -> None:
    """Say what a run that has ended has learned."""
    if view is None or view.is_live:
        return
    if view.result is not None and view.data is not None:
        _figures(view.result, view.data)
    _table(view)


def reason(view: JobView | None) -> None:
    """Say why a run ended before its time, and what is left of it."""
    if view is None or view.is_live:
        return
    say_reason(view)
    if view.state == "failed" and view.progress:
        link.aside("Its curves stay. What it had learned when it was last judged reads the reviews below.")


def say_reason(view: JobView) -> None:
    """Say why a run was stopped or failed, where that needs a word."""
    if view.reason:
        kind = st.error if view.state == "failed" else st.info
        kind(link.escaped(as_sentence(view.reason)), icon=f":material/{ICONS[view.state]}:")


def figures(what: str, right: str, error: str, result: JobResult, *more: tuple[str, str]) -> None:
    """Draw what a run came to as large numbers.

    Parameters
    ----------
    what, right, error
        What was judged, the share of right answers, and how far chance may have moved it.
    result
        What came of the run.
    more
        Names and values of further numbers.
    """
    with st.container(horizontal=True, gap="large"):
        st.metric(what, right, error, delta_color="off", delta_arrow="off", width="content")
        st.metric("Seconds of training", f"{result.seconds:.1f}", width="content")
        for name, value in more:
            st.metric(name, value, width="content")
        st.metric("Numbers learned", f"{result.num_parameters:,}", width="content")


def _figures(result: JobResult, data: JobData) -> None:
    figures(
        "Right answers, every unseen review",
        share(result.validation_accuracy),
        f"{spread(result.standard_error)}, n = {result.validation_size:,}",
        result,
        ("Times through the reviews", f"{result.num_examples / data.num_train:.1f}"),
    )
    link.aside(
        f"It read {data.num_train:,} different reviews and knows {result.vocab_size - 2:,} words. "
        f"It was judged on {result.validation_size:,} others. {as_sentence(data.split)}"
    )


def _table(view: JobView) -> None:
    """Offer the numbers of the curves as a table, built when it is opened."""
    with st.expander("The numbers as a table", key="train-table", on_change="rerun") as expander:
        if expander.open:
            rows = [report for report in view.progress if report.phase == "training"]
            st.dataframe(
                {
                    "seconds": [round(report.elapsed_s, 2) for report in rows],
                    "step": [report.step for report in rows],
                    "reviews read": [report.num_examples for report in rows],
                    "training loss": [report.loss for report in rows],
                    "right answers": [report.validation_accuracy for report in rows],
                    "gradient at the last word": [_first(report.gradient_norms) for report in rows],
                    "at the farthest word": [_first(report.gradient_norms[::-1]) for report in rows],
                    "spectral radius": [report.spectral_radius for report in rows],
                    "saturated": [report.saturation for report in rows],
                    "words a second": [report.tokens_per_s for report in rows],
                    "learning rate": [report.learning_rate for report in rows],
                    "clip at norm": [report.clip_norm for report in rows],
                    "dropout": [report.dropout for report in rows],
                    "changed": [report.changed for report in rows],
                },
                alt="Every report of the run: seconds, step, reviews read, loss, share of right answers, and "
                "what was measured inside the network.",
            )


def _first(norms: Sequence[float | None]) -> float | None:
    return norms[0] if norms else None
