"""Trainings that run beside the app: hand one in, read how it goes, stop it.

Each training has a process of its own (`rnn_core.worker`), started ahead so that torch is loaded when a job
comes. At most one fewer than the machine has cores run at a time; the others wait in line.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from rnn_core.job_spec import JobSpec
from rnn_core.job_store import Ending, JobData, JobEnd, JobResult, JobStore, UnknownJobError
from rnn_core.sentiment.spec import TrainProgress
from rnn_core.training_process import WORKER, TrainingProcess

__all__ = ["JobManager", "JobView", "QueueFullError", "UnknownJobError"]

State = Literal["queued", "preparing", "training", "done", "stopped", "failed"]
MAX_QUEUE = 16
PREPARE_S, EPOCHS_S = 240.0, 3_600.0
STOP_GRACE_S = 30.0
"""Seconds that a training has to judge what it learned before it is stopped, before its process is ended."""
OVERRUN = "It took much longer than its budget and was ended."
UNEXPECTED = "The training process ended unexpectedly (exit status {status})."
LOST = "This training is not running any more: the server was restarted, or it could not write how it ended."
FULL = "{max_queue} trainings wait already. Ask again when one of them has ended."


class QueueFullError(RuntimeError):
    """Too many trainings wait already; the message is one sentence for a person."""


@dataclass(frozen=True)
class JobView:
    """A training as a page shows it.

    Parameters
    ----------
    job_id
        Its id, as it stands in the link.
    state
        ``"queued"``, ``"preparing"``, ``"training"`` (which includes the last judgement), ``"done"``,
        ``"stopped"`` or ``"failed"``.
    spec
        What was asked for.
    progress
        Every report so far, in order.
    place
        Place in line, 1 for the next; None unless it waits.
    data
        What the training sees; None before that is known.
    result
        What came of it; None before the end, and where nothing did.
    reason
        One sentence that says why it was stopped or failed, or nothing.
    is_stopping
        Whether it runs still and has been asked to end.
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

    @property
    def is_live(self) -> bool:
        """Whether it may still change."""
        return self.state in ("queued", "preparing", "training")


def deadline_s(spec: JobSpec) -> float:
    """Give the seconds that a process may live: thrice the budget, and time to prepare and to judge."""
    return PREPARE_S + (EPOCHS_S if spec.budget_s is None else 3 * spec.budget_s)


class JobManager:
    """Run trainings in processes of their own.

    Parameters
    ----------
    store
        Where jobs are kept; None for the default folder.
    num_slots
        Trainings at a time; None for one fewer than there are cores, at least 1.
    max_queue
        Trainings that may wait.
    command
        What starts a worker.
    deadline
        Seconds that a training's process may live.
    """

    def __init__(
        self,
        store: JobStore | None = None,
        *,
        num_slots: int | None = None,
        max_queue: int = MAX_QUEUE,
        command: Sequence[str] = WORKER,
        deadline: Callable[[JobSpec], float] = deadline_s,
    ) -> None:
        self.store = store or JobStore()
        self.num_slots = max(1, _num_cores() - 1) if num_slots is None else num_slots
        self.max_queue, self.command, self.deadline = max_queue, tuple(command), deadline
        self._lock = threading.RLock()
        self._waiting: deque[str] = deque()
        self._running: dict[str, TrainingProcess] = {}
        self._warm: TrainingProcess | None = None
        self._same: dict[JobSpec, str] = {}
        self._asked: dict[
            str, dict[str, bool]
        ] = {}  # of what is on its way: by whom, and whether they still do
        self._closed = False
        self.store.clean()
        self._keep_one_warm()

    def submit(self, spec: JobSpec, visitor: str) -> str:
        """Hand in a training and give its id.

        A training with the same settings and seed that is on its way, or that this manager has seen through,
        is shared.

        Parameters
        ----------
        spec
            What to train.
        visitor
            Who asks; the same one may ask twice.

        Raises
        ------
        QueueFullError
            If too many trainings wait already.
        """
        with self._lock:
            job_id = self._same.get(spec)
            if job_id is None or not self._is_kept(job_id):
                if len(self._waiting) >= self.max_queue:
                    raise QueueFullError(FULL.format(max_queue=self.max_queue))
                self._clean()
                job_id = self._same[spec] = self.store.create(spec)
                self._waiting.append(job_id)
                self._fill_slots()
            if self._is_on_its_way(job_id):
                self._asked.setdefault(job_id, {})[visitor] = True
            return job_id

    def read(self, job_id: str) -> JobView:
        """Give a training as it stands.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        """
        spec = self.store.spec(job_id)
        with self._lock:
            place = self._waiting.index(job_id) + 1 if job_id in self._waiting else None
            is_running = job_id in self._running
        progress, data = self.store.progress(job_id), self.store.data(job_id)
        end = self.store.end(job_id)
        if end is not None:
            return JobView(job_id, end.state, spec, progress, None, data, end.result, end.reason)
        if place is not None:
            return JobView(job_id, "queued", spec, place=place)
        if not is_running:
            return JobView(job_id, "failed", spec, progress, None, data, reason=LOST)
        is_training = bool(progress) and progress[-1].phase != "preparing"
        state: State = "training" if is_training else "preparing"
        is_stopping = self.store.is_to_stop(job_id)
        return JobView(job_id, state, spec, progress, None, data, is_stopping=is_stopping)

    def stop(self, job_id: str, visitor: str) -> bool:
        """Stop a training, and say whether it stops.

        One that others have asked for goes on for them: then the answer is False. Who has only its link ends
        it only where no more than one visitor ever asked for it, who may have come back by that link.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        """
        spec = self.store.spec(job_id)
        with self._lock:
            asked = self._asked.get(job_id, {})
            if visitor in asked:
                asked[visitor] = False
                if any(asked.values()):
                    return False
            elif len(asked) > 1:
                return False
            if self._is_on_its_way(job_id) and self._same.get(spec) == job_id:
                del self._same[spec]
            if job_id in self._waiting:
                self._waiting.remove(job_id)
                self._asked.pop(job_id, None)
                self._write_end(job_id, "stopped", "It was stopped before its turn came.")
            elif job_id in self._running and not self.store.is_to_stop(job_id):
                self.store.ask_to_stop(job_id)
                self._running[job_id].end_after(STOP_GRACE_S, "It was stopped.")
            return True

    def close(self) -> None:
        """End every process; what runs is lost."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
            workers = [*self._running.values(), *([self._warm] if self._warm else [])]
        for worker in workers:
            worker.end(LOST)

    def _is_kept(self, job_id: str) -> bool:
        with suppress(UnknownJobError):
            return self.read(job_id).state not in ("failed", "stopped")
        return False

    def _is_on_its_way(self, job_id: str) -> bool:
        return job_id in self._waiting or job_id in self._running

    def _clean(self) -> None:
        """Clear old jobs away, and forget which settings they had."""
        self.store.clean(keep=[*self._waiting, *self._running])
        self._same = {spec: job_id for spec, job_id in self._same.items() if self.store.has(job_id)}

    def _fill_slots(self) -> None:
        while self._waiting and len(self._running) < self.num_slots and not self._closed:
            job_id = self._waiting.popleft()
            with suppress(UnknownJobError):  # its folder may be gone
                self._start(job_id, self.store.spec(job_id))
            if job_id not in self._running:
                self._asked.pop(job_id, None)

    def _start(self, job_id: str, spec: JobSpec) -> None:
        folder = self.store.path(job_id)
        worker, self._warm = self._warm, None
        if worker is None or not worker.is_alive:
            try:
                worker = self._start_worker()
            except OSError as error:
                reason = f"The training process could not be started: {error.strerror}."
                self._write_end(job_id, "failed", reason)
                return
        self._running[job_id] = worker
        worker.take(job_id, folder)
        worker.end_after(self.deadline(spec), OVERRUN)

    def _keep_one_warm(self) -> None:
        if self._warm is None and len(self._running) < self.num_slots and not self._closed:
            with suppress(OSError):  # the next job will try again, and say why it cannot run
                self._warm = self._start_worker()

    def _start_worker(self) -> TrainingProcess:
        worker = TrainingProcess(self.command)
        threading.Thread(target=self._watch, args=(worker,), daemon=True, name="watch-training").start()
        return worker

    def _watch(self, worker: TrainingProcess) -> None:
        """Wait for a process to leave, note how its job ended, and let the next one in."""
        status = worker.outlive()
        with self._lock:
            if worker is self._warm:
                self._warm = None
            if worker.job_id is not None:
                del self._running[worker.job_id]
                self._note_end(worker.job_id, worker.end_reason or UNEXPECTED.format(status=status))
            self._fill_slots()
            if worker.was_ready:  # one that died on its start would only die again
                self._keep_one_warm()

    def _note_end(self, job_id: str, reason: str) -> None:
        """Write how a job ended unless its worker has, and let nobody share a run that came to nothing."""
        self._asked.pop(job_id, None)
        with suppress(UnknownJobError):  # its folder may be gone
            spec, end = self.store.spec(job_id), self.store.end(job_id)
            if end is None:
                self._write_end(job_id, "stopped" if self.store.is_to_stop(job_id) else "failed", reason)
            if (end is None or end.state != "done") and self._same.get(spec) == job_id:
                del self._same[spec]

    def _write_end(self, job_id: str, state: Ending, reason: str) -> None:
        with suppress(OSError):  # a full disk: whoever reads the job is told that it was lost
            self.store.write_end(job_id, JobEnd(state, reason))


def _num_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
