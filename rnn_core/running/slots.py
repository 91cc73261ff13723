"""The jobs that run: started in a free slot, watched, and ended where they do not end by themselves."""

import logging
import threading
from collections.abc import Callable

from rnn_core.running.executor import Executor
from rnn_core.running.records import CANNOT_WRITE
from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.running.watch import Look, Reason, Watch

TICK_S = 0.5
"""Seconds between two looks at what runs."""
UNEXPECTED = "The training process ended unexpectedly (exit status {status})."
KILLED = "The training process was killed from outside; the machine may have run out of memory."
UNWRITTEN = "The training could not write its files; the disk may be full."
Ended = Callable[[str, str], None]
"""Told the id of a job whose process has left, and the reason that holds if the job itself names none."""


class Slots:
    """The running jobs of a manager.

    Parameters
    ----------
    store, executor
        Where jobs are kept, and what runs them.
    deadline
        Seconds that a training may live, without pauses.
    clock
        Seconds of a monotonic clock.
    ended
        Told of each job that has left, once.
    """

    def __init__(
        self,
        store: JobStore,
        executor: Executor,
        deadline: Callable[[JobSpec], float],
        clock: Callable[[], float],
        ended: Ended,
    ) -> None:
        self.store, self.executor, self.deadline, self.clock = store, executor, deadline, clock
        self._ended = ended
        self._running: dict[str, Watch] = {}
        self._leaving: set[str] = set()
        self._lock = threading.RLock()
        self._closed = threading.Event()

    def open(self) -> None:
        """Get ready, and watch from now on."""
        self.executor.open(self._left)
        threading.Thread(target=self._keep_watch, daemon=True, name="watch-jobs").start()

    def __contains__(self, job_id: object) -> bool:
        return job_id in self._running

    def holds(self, job_id: str) -> bool:
        """Whether a job runs, or has just left and how it ended is still to be noted."""
        with self._lock:
            return job_id in self._running or job_id in self._leaving

    @property
    def running(self) -> tuple[str, ...]:
        """Who runs."""
        with self._lock:
            return tuple(self._running)

    @property
    def is_one_free(self) -> bool:
        """Whether another job may be started."""
        return len(self._running) < self.executor.num_slots and not self._closed.is_set()

    def start(self, job_id: str) -> None:
        """Start a job.

        Raises
        ------
        UnknownJobError
            If its folder has gone or is damaged.
        OSError
            If its process cannot be started.
        """
        spec, folder = self.store.spec(job_id), self.store.path(job_id)
        with self._lock:
            self._running[job_id] = Watch(self.clock(), self.deadline(spec))
        try:
            self.executor.start(job_id, folder)
        except OSError:
            with self._lock:
                del self._running[job_id]
            raise

    def ask_to_stop(self, job_id: str, reason: Reason) -> None:
        """Ask a job to end by itself; if it does not within seconds, it is ended."""
        watch = self._running.get(job_id)
        if watch is None:
            return
        watch.reason = watch.reason or reason
        try:
            self.store.ask_to_stop(job_id)
        except (OSError, UnknownJobError):  # it will never hear of it
            self.executor.end(job_id)

    def tick(self) -> None:
        """Look at every job that runs once, and end those that do not end by themselves."""
        with self._lock:
            running = list(self._running.items())
        for job_id, watch in running:
            try:
                step = watch.look(self._look(job_id))
            except UnknownJobError:  # its folder is gone or damaged: nobody will ever read what it learns
                step = "end"
            if step == "end":
                self.executor.end(job_id)
            elif step == "ask to stop":
                self.ask_to_stop(job_id, Reason.PAUSED)

    def close(self) -> tuple[str, ...]:
        """End every process, and give the jobs that are lost by that; nobody is told of them."""
        self._closed.set()
        with self._lock:
            lost = tuple(self._running)
            self._running.clear()
        self.executor.close()
        return lost

    def _look(self, job_id: str) -> Look:
        progress = self.store.progress(job_id)
        return Look(
            now=self.clock(),
            num_reports=len(progress),
            latest=progress[-1] if progress else None,
            cpu_s=self.executor.cpu_s(job_id),
            is_paused=self.store.control(job_id).paused,
            is_to_stop=self.store.is_to_stop(job_id),
        )

    def _keep_watch(self) -> None:
        while not self._closed.wait(TICK_S):
            try:
                self.tick()
            except Exception:  # whatever it is, the other jobs must not go unwatched
                logging.getLogger(__name__).exception("a look at the running jobs failed")

    def _left(self, job_id: str, status: int) -> None:
        with self._lock:
            watch = self._running.pop(job_id, None)
            if watch is None:
                return
            self._leaving.add(job_id)
        try:
            self._ended(job_id, watch.reason.value if watch.reason else told_by(status))
        finally:
            with self._lock:
                self._leaving.discard(job_id)


def told_by(status: int) -> str:
    """Put an exit status in words.

    Examples
    --------
    >>> told_by(3)
    'The training process ended unexpectedly (exit status 3).'
    """
    return {-9: KILLED, CANNOT_WRITE: UNWRITTEN}.get(status, UNEXPECTED.format(status=status))
