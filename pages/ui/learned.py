"""A visitor's own review along a training: what the network made of it, and the hidden states behind that."""

import base64
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages.ui import link
from pages.ui.components import read_component
from pages.ui.curve import Mark
from pages.ui.run_picture import axis_length_s, second_ticks
from pages.ui.runs import manager
from pages.ui.trained import ARRIVAL, word_by_word
from pages.ui.wording import opinion, percent, shortened
from rnn_core.jobs import JobView
from rnn_core.running.store import UnknownJobError
from rnn_core.sentiment.recipes import COUNTS
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.watching import ReadingThen

REVIEW = "train-sentence"
MAX_REVIEW = 5_000
"""Characters of a review."""
POLL_S = 2.0
STATE_SCALE = 127
"""What a hidden state of 1 is sent as."""
HINT = (
    "Both maps: red is negative, blue positive, from −1 to 1. Rows are sorted by what the output makes of a "
    "unit: those that speak for positive stand at the top."
)
WAITING = "A run keeps its network every few seconds. Start one and watch how it comes to judge this review."
PREPARING = "The first network is kept as soon as the training begins."
NOTHING = "This run ended before it kept a network that could read the review."
STATELESS = (
    "This rival counts words: it has no hidden states, and no verdict that grows step by step. "
    "Its right answers are at the top, once it has counted."
)
AXIS = (Mark(1.0, "100 %"), Mark(0.5, "50 %"), Mark(0.0, "0 %"))

_learned = st.components.v2.component("unrolled_learned", **read_component("learned"))


@dataclass(frozen=True)
class Moment:
    """A network on its way: where it stands on the axis, what it says of the review, its states as base64."""

    place: float
    probability: float
    percent: str
    said: str
    when: str
    untrained: bool
    states: str


@dataclass(frozen=True)
class LearnedData:
    """Everything the component is given.

    Parameters
    ----------
    moments
        In the order of the training.
    words
        The words whose states are shown.
    units
        Numbers of the hidden units, in the order of the rows; the same in every moment.
    ticks, axis
        Marks of the seconds, and of the probability.
    message
        What stands there while there is no moment.
    hint, description
        What the colours mean, and the text alternative of the curve.
    """

    moments: tuple[Moment, ...]
    words: tuple[str, ...]
    units: tuple[int, ...]
    ticks: tuple[Mark, ...]
    axis: tuple[Mark, ...]
    message: str
    hint: str
    description: str


def learned(view: JobView | None, chosen: TrainSpec, budget_s: float) -> None:
    """Take a review, and show what a run's network made of it at every kept moment, also while it learns.

    Parameters
    ----------
    view, budget_s
        As for `pages.ui.run_view.run`.
    chosen
        What is asked for: it decides where there is no run yet.
    """
    spec = view.spec if view else chosen
    if isinstance(spec, TrainSpec) and spec.cell in COUNTS:
        link.aside(STATELESS)
        return
    is_live = view is not None and view.is_live
    st.fragment(_learned_review, run_every=POLL_S if is_live else None)(view, budget_s)


def _learned_review(view: JobView | None, budget_s: float) -> None:
    if REVIEW not in st.session_state:
        st.session_state[REVIEW] = st.query_params.get(REVIEW) or ARRIVAL
    text = st.text_input("A review of your own", key=REVIEW, max_chars=MAX_REVIEW, persist_state="session")
    link.put_text(REVIEW, text, ARRIVAL)
    if view is not None and view.is_live:
        try:
            view = manager().read(view.job_id)
        except UnknownJobError:
            return  # cleared away meanwhile: the picture above says so
    readings = _readings(view, text) if view is not None else {}
    if isinstance(readings, str):
        st.warning(readings, icon=":material/info:")
        return
    if not readings and (view is None or not view.is_live):
        link.aside(WAITING if view is None else NOTHING)
        return
    data = learned_data(view, readings, budget_s)
    _learned(data=asdict(data), key="train-learned")
    some = next(iter(readings.values()), None)
    if some is not None and some.num_read > len(some.words):
        link.aside(f"The maps show the first {len(some.words)} of {some.num_read} words and marks.")
    _table(data)
    if view is not None and not view.is_live and len(readings) > 1:
        which = "as it ended" if view.result else "that was kept last"
        st.markdown(f"**The same review by the network {which}, word by word**")
        word_by_word(view, text)


def _table(data: LearnedData) -> None:
    """Offer what stands on the curve as a table, built when it is opened."""
    with st.expander("The verdicts as a table", key="train-learned-table", on_change="rerun") as expander:
        if expander.open:
            st.dataframe(
                {
                    "moment": [moment.when for moment in data.moments],
                    "probability of positive": [moment.probability for moment in data.moments],
                    "verdict": [moment.said for moment in data.moments],
                },
                alt="For every kept moment of the training: the probability of positive for your review.",
            )


def learned_data(view: JobView | None, readings: "dict[int, ReadingThen]", budget_s: float) -> LearnedData:
    """Put what the network made of a review, by steps taken, into places and texts for the browser."""
    seconds = {report.step: report.elapsed_s for report in view.progress} if view else {}
    length_s = axis_length_s(view, budget_s)
    steps = [step for step in sorted(readings) if step in seconds or step == 0]
    order = np.argsort(-readings[steps[-1]].output_weights, kind="stable") if steps else np.arange(0)
    moments = tuple(
        _moment(readings[step], step, seconds.get(step, 0.0) if step else 0.0, length_s, order)
        for step in steps
    )
    return LearnedData(
        moments=moments,
        words=tuple(map(shortened, readings[steps[-1]].words)) if steps else (),
        units=tuple((order + 1).tolist()),
        ticks=second_ticks(length_s),
        axis=AXIS,
        message="" if moments else PREPARING,
        hint=HINT,
        description=_describe(moments),
    )


def _moment(reading: "ReadingThen", step: int, at_s: float, length_s: float, order: "np.ndarray") -> Moment:
    untrained = step == 0
    table = np.rint(reading.states.T[order] * STATE_SCALE).clip(-STATE_SCALE, STATE_SCALE).astype(np.int8)
    return Moment(
        place=round(min(1.0, at_s / length_s), 4),
        probability=round(reading.probability, 4),
        percent=f"{percent(reading.probability)} positive",
        said="Untrained: means nothing yet" if untrained else opinion(reading.probability)[0],
        when="Before the first step" if untrained else f"After {at_s:.1f} s, step {step:,}",
        untrained=untrained,
        states=base64.b64encode(table.tobytes()).decode(),
    )


def _describe(moments: tuple[Moment, ...]) -> str:
    if not moments:
        return "Probability of positive for your review along the training: no values yet."
    first, last = moments[0], moments[-1]
    return (
        f"Probability of positive for your review at {len(moments)} moments of the training: "
        f"{first.percent} {first.when.lower()}, {last.percent} {last.when.lower()}."
    )


def _readings(view: JobView, text: str) -> "dict[int, ReadingThen] | str":
    """Let every kept network read the review; a text without words is said in one sentence."""
    from rnn_core.sentiment.snapshots import snapshots
    from rnn_core.weight_files import CheckpointError

    readings = {}
    try:
        for snapshot in snapshots(manager().store.path(view.job_id)):
            try:
                readings[snapshot.step] = _read(snapshot.path, snapshot.step, text)
            except CheckpointError:  # it went meanwhile, to make room for a later one
                continue
    except ValueError as error:
        return as_sentence(str(error))
    return readings


@st.cache_data(max_entries=512, show_spinner=False)
def _read(path: Path, step: int, text: str) -> "ReadingThen":
    from rnn_core.sentiment.snapshots import Snapshot
    from rnn_core.sentiment.watching import read_then

    return read_then(Snapshot(step, path).load(), text)
