"""A training as a page shows it."""

from dataclasses import dataclass
from typing import Literal

from rnn_core.running.records import JobData, JobEnd, JobResult
from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore
from rnn_core.sentiment.control import UNTOUCHED, Control
from rnn_core.sentiment.spec import TrainProgress

State = Literal["queued", "preparing", "training", "done", "stopped", "failed"]
LOST = "This training is not running any more: the server was restarted, or it could not write how it ended."


@dataclass(frozen=True)
class JobView:
    """A training as it stands.

    Parameters
    ----------
    job_id
        Its id, as it stands in the link.
    state
        ``"queued"``, ``"preparing"``, ``"training"`` (which includes pauses and the last judgement),
        ``"done"``, ``"stopped"`` or ``"failed"``.
    spec
        What was asked for.
    progress
        Every report so far, in order.
    place, wait_s
        Place in line, 1 for the next, and the seconds that it is likely to wait; None unless it waits.
    data
        What the training sees; None before that is known.
    result
        What came of it; None before the end, and where nothing did.
    reason
        One sentence that says why it was stopped or failed, or nothing.
    is_stopping
        Whether it runs still and has been asked to end.
    control
        What was changed on its way.
    """

    job_id: str
    state: State
    spec: JobSpec
    progress: tuple[TrainProgress, ...] = ()
    place: int | None = None
    data: JobData | None = None
    result: JobResult | None = None
    reason: str = ""
    is_stopping: bool = False
    control: Control = UNTOUCHED
    wait_s: float | None = None

    @property
    def is_live(self) -> bool:
        """Whether it may still change."""
        return self.state in ("queued", "preparing", "training")

    @property
    def can_retry(self) -> bool:
        """Whether it ended before its time, so that the same settings may be tried again."""
        return self.state in ("stopped", "failed")


def view_of(
    store: JobStore,
    job_id: str,
    *,
    is_running: bool = False,
    place: int | None = None,
    wait_s: float | None = None,
    unwritten: JobEnd | None = None,
) -> JobView:
    """Read a training from its folder.

    Parameters
    ----------
    store, job_id
        Where it is.
    is_running
        Whether a process is at it.
    place, wait_s
        Its place in line, and the seconds it is likely to wait; None unless it waits.
    unwritten
        How it ended, where the folder takes no more.

    Raises
    ------
    UnknownJobError
        If the id is malformed, no such training is kept, or its files are damaged.
    """
    spec, control = store.spec(job_id), store.control(job_id)
    if place is not None:
        return JobView(job_id, "queued", spec, place=place, wait_s=wait_s, control=control)
    end = store.end(job_id) or unwritten or (None if is_running else JobEnd("failed", LOST))
    progress, data = store.progress(job_id), store.data(job_id)  # after the end: all reports precede it
    is_training = bool(progress) and progress[-1].phase != "preparing"
    return JobView(
        job_id,
        end.state if end else "training" if is_training else "preparing",
        spec,
        progress,
        data=data,
        result=end.result if end else None,
        reason=end.reason if end else "",
        is_stopping=end is None and store.is_to_stop(job_id),
        control=control,
    )
