"""A training on "remember the first symbol": its curves, and what came of it."""

from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import frame, run_table, runs
from pages.ui.curve import curves
from pages.ui.lesson import load_lesson
from pages.ui.memory_choices import PLACE, spec_title
from pages.ui.memory_words import share
from pages.ui.recall_picture import recall_picture
from pages.ui.run_picture import spread
from pages.ui.run_view import ICONS, POLL_S, WORDS, figures, say_reason
from rnn_core.jobs import JobView
from rnn_core.remembering.spec import NUM_UPDATES, RecallSpec
from rnn_core.running.store import JobResult, UnknownJobError


def page(spec: RecallSpec, controls: DeltaGenerator, picture: DeltaGenerator) -> NoReturn:
    """Draw the rest of the Train page where the memory test is chosen, and end it there.

    Parameters
    ----------
    spec
        What is asked for.
    controls, picture
        The columns that the page has made.
    """
    with controls:
        view = runs.current(PLACE, RecallSpec)
        runs.start_and_stop(PLACE, spec, view)
    with picture:
        _run(view)
    st.markdown("### Your runs", anchors=False)
    run_table.run_table()
    with frame.prose():
        st.markdown(load_lesson("train")["memory"])
    frame.end("train")
    st.stop()


def _run(view: JobView | None) -> None:
    """Draw the run's curves, and what came of it once it has ended."""
    is_live = view is not None and view.is_live
    st.fragment(live, run_every=POLL_S if is_live else None)(view, f"{PLACE}-curves", "Start")
    if view is None or view.is_live:
        return
    say_reason(view)
    if view.result is not None:
        _figures(view.result)


def _figures(result: JobResult) -> None:
    figures(
        f"Right answers, {result.validation_size:,} new sequences",
        share(result.validation_accuracy),
        f"{spread(result.standard_error)}; chance 25 %",
        result,
    )
    st.page_link(
        "pages/gradients.py", label="Every cell and every T, side by side", icon=":material/trending_down:"
    )


def live(view: JobView | None, key: str, start: str) -> None:
    """Draw a training's curves; while it goes on it is read anew every second, and all once it has ended.

    Parameters
    ----------
    view
        The training, or None.
    key
        Of the curves on the page.
    start
        What the button reads that starts one.
    """
    if view is not None and view.is_live:
        try:
            view = runs.manager().read(view.job_id)
        except UnknownJobError:
            st.rerun()  # cleared away meanwhile: the page says so
        if not view.is_live:
            st.rerun()
    st.markdown(f"**{title(view)}**")
    curves(recall_picture(view, start), key=key)
    report = view.progress[-1] if view and view.progress else None
    st.progress(min(1.0, report.fraction) if report else 0.0, text=_state(view))


def title(view: JobView | None) -> str:
    """Name a training by what it was asked for."""
    if view is None or not isinstance(view.spec, RecallSpec):
        return "No run yet"
    return spec_title(view.spec)


def _state(view: JobView | None) -> str:
    if view is None:
        return "Not started"
    if view.state == "queued":
        return runs.waiting(view)
    if not view.progress:
        return "Preparing" if view.is_live else WORDS[view.state]
    report = view.progress[-1]
    done = f"{report.step:,} of {NUM_UPDATES:,} updates, {report.elapsed_s:.1f} s"
    if view.is_live:
        return f"{'Stopping' if view.is_stopping else 'Training'}: {done}"
    return f":material/{ICONS[view.state]}: {WORDS[view.state]} after {done}"
