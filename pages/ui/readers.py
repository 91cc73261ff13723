"""Who reads on the predict page: the three networks that ship, and runs that a person trained."""

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.networks import MODELS, network, run_network
from pages.ui.visitor import visitor
from rnn_core.running.owners import Owners
from rnn_core.running.store import JobStore, UnknownJobError, default_folder
from rnn_core.sentiment.recipes import NETWORKS
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.running.records import JobResult
    from rnn_core.sentiment.checkpoints import LoadedModel

RUN = "predict-run"
"""Ids of runs in the link, with commas between them."""
CHOICE = "predict-runs"
CHANGED, LEFT = f"{CHOICE}-changed", f"{CHOICE}-left"
ARRIVED = "predict-run-arrived"
MAX_RUNS = 3
LATE_S = 10
"""Seconds for which a request may still carry the address from before a choice."""
CORPORA = {"order": "order", "imdb": "IMDB"}


@dataclass(frozen=True)
class Reader:
    """A network that reads the review.

    Parameters
    ----------
    key
        A name of a shipped network, or the id of a run.
    title
        How it is called.
    result
        What came of the run; None for a shipped network and for a run that did not come to its end.
    file
        What the run left; None for a shipped network.
    settings
        Everything that was asked of the run.
    """

    key: str
    title: str
    result: "JobResult | None" = None
    file: Path | None = None
    settings: str = ""

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the app."""
        return self.key in MODELS

    @property
    def temperature(self) -> float | None:
        """What divides the logits of a run; None where that is not known."""
        return self.result.temperature if self.result else None

    @property
    def identity(self) -> str:
        """What a cache may know it by: a run that goes on leaves another file."""
        return f"{self.key} {self.file} {self.temperature}"


def readers() -> tuple[Reader, ...]:
    """Give the networks that ship and the runs that were chosen; a run that is not to be had is said."""
    shipped = [Reader(key, title) for key, title in MODELS.items()]
    runs: list[Reader] = []
    problems: list[str] = []
    for job_id in _chosen_ids():
        try:
            run = _run(job_id)
            taken = [other.title for other in (*shipped, *runs)]
            runs.append(replace(run, title=_told_apart(run.title, taken)))
        except UnknownJobError as error:
            problems.append(as_sentence(str(error)))
    for problem in dict.fromkeys(problems):
        st.warning(link.escaped(problem), icon=":material/link_off:")
    return (*shipped, *runs)


def own_runs(shown: tuple[Reader, ...]) -> None:
    """Offer the runs of this visitor; nothing is drawn where there are none.

    Parameters
    ----------
    shown
        Who reads already.
    """
    offered = {reader.key: reader.title for reader in shown if not reader.is_shipped}
    for job_id in _owners().runs(visitor()):
        with suppress(UnknownJobError):  # another kind of run, or one that is still on its way
            offered.setdefault(job_id, _offer(_run(job_id)))
    if not offered:
        return
    st.session_state[CHOICE] = [reader.key for reader in shown if not reader.is_shipped]
    st.multiselect(
        "Trained runs beside them",
        list(offered),
        format_func=lambda job_id: offered.get(job_id, "a run"),
        key=CHOICE,
        max_selections=MAX_RUNS,
        on_change=_take_choice,
    )
    if st.session_state.pop(CHANGED, False):  # the sections below read with the same networks
        st.rerun()


def _offer(run: Reader) -> str:
    """Name a run that can be chosen: as its owner calls it, else by its settings."""
    return _owners().name(run.key, visitor()) or run.settings


def _told_apart(title: str, taken: list[str]) -> str:
    """Number a title that another network has already."""
    numbered = (f"{title} ({number})" for number in range(2, len(taken) + 2))
    return title if title not in taken else next(each for each in numbered if each not in taken)


def _take_choice() -> None:
    chosen = st.session_state[CHOICE]
    st.session_state[CHANGED] = True
    left = tuple(job_id for job_id in _ids(st.session_state.get(RUN)) if job_id not in chosen)
    st.session_state[LEFT] = (left, time.monotonic() + LATE_S)
    st.session_state[RUN] = ",".join(chosen)
    link.put(RUN, st.session_state[RUN] or None)


def _ids(listed: str | None) -> list[str]:
    return list(dict.fromkeys(part for part in (listed or "").split(",") if part))[:MAX_RUNS]


def _chosen_ids() -> list[str]:
    """Read the ids off the link where it names new ones; else they stay as a person chose them.

    A request may carry the address from before the last choice: it then lacks a run, or names one that was
    left.
    """
    linked, kept = _ids(st.query_params.get(RUN)), _ids(st.session_state.get(RUN))
    left, until = st.session_state.get(LEFT, ((), 0.0))
    old = (*kept, *left) if time.monotonic() < until else kept
    new = [job_id for job_id in linked if job_id not in old]
    ids = linked if new else kept
    if new:  # whoever comes by a link to a run wants to see that one
        st.session_state[ARRIVED] = new[-1]
    st.session_state[RUN] = ",".join(ids)
    link.put(RUN, ",".join(ids) or None)
    return ids


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> JobStore:
    """Return the folder of all runs; to read them no manager, with its processes, is needed."""
    return JobStore(Path(folder))


def _owners() -> Owners:
    """Read anew whose the runs are: another page may have renamed one."""
    return Owners(_store(str(default_folder())))


def _run(job_id: str) -> Reader:
    from pages.ui.training import CELLS, run_title  # loads what the page can do without
    from rnn_core.sentiment.snapshots import kept_model

    store = _store(str(default_folder()))
    spec, end = store.spec(job_id), store.end(job_id)
    if not isinstance(spec, TrainSpec) or spec.cell not in NETWORKS:
        raise UnknownJobError("This run left no network that reads a review word by word.")
    file = kept_model(store.path(job_id))
    if file is None:
        raise UnknownJobError(
            "This run has left no network: it has only begun, or broke off before it had learned."
        )
    name = _owners().name(job_id, visitor())
    title = name or f"{CELLS[spec.cell]} on {CORPORA[spec.dataset]}"
    return Reader(job_id, title, end.result if end else None, file, run_title(spec))


def network_of(reader: Reader) -> "LoadedModel":
    """Load a network once.

    Raises
    ------
    ValueError
        If its file is missing or damaged; the message is a sentence.
    """
    if reader.file is None:
        return network(reader.key)
    return run_network(reader.file, reader.temperature)
