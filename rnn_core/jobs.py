"""Trainings that run beside the app: hand one in, read how it goes, steer it, stop it.

Each training has a process of its own, started by an `rnn_core.running.executor.Executor`. As many run at a
time as that has slots; the others wait in line. A visitor has one on its way at most.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from rnn_core.running.executor import Executor
from rnn_core.running.line import Line, deadline_s
from rnn_core.running.local_processes import LocalProcesses
from rnn_core.running.owners import Owners
from rnn_core.running.records import Ending, JobEnd, JobResult
from rnn_core.running.slots import Slots
from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.running.training_process import WORKER
from rnn_core.running.view import LOST, JobView, view_of
from rnn_core.running.watch import Reason
from rnn_core.running.wishes import Wishes
from rnn_core.sentiment.control import Control

__all__ = ["JobManager", "JobView", "LiveJobError", "QueueFullError", "UnknownJobError"]

MAX_QUEUE = 16
UNTURNED = "It was stopped before its turn came."
FULL = "{max_queue} trainings wait already. Ask again when one of them has ended."
LIVE = "A training of yours is on its way already. Stop it to start another."


class QueueFullError(RuntimeError):
    """Too many trainings wait already; the message is one sentence for a person."""


class LiveJobError(RuntimeError):
    """The visitor has another training on its way; ``job_id`` names it, the message is for a person."""

    def __init__(self, job_id: str) -> None:
        super().__init__(LIVE)
        self.job_id = job_id


class JobManager:
    """Run trainings in processes of their own.

    Parameters
    ----------
    store
        Where jobs are kept; None for the default folder.
    executor
        What runs them; None for processes on this machine, which ``num_slots`` and ``command`` describe.
    num_slots
        Trainings at a time; None for one fewer than there are cores, at least 1.
    max_queue
        Trainings that may wait.
    command
        What starts a worker.
    deadline
        Seconds that a training's process may live, without pauses.
    clock
        Seconds of a monotonic clock.
    """

    def __init__(
        self,
        store: JobStore | None = None,
        *,
        executor: Executor | None = None,
        num_slots: int | None = None,
        max_queue: int = MAX_QUEUE,
        command: Sequence[str] = WORKER,
        deadline: Callable[[JobSpec], float] = deadline_s,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store = store or JobStore()
        self.owners = Owners(self.store)
        self.executor = executor or LocalProcesses(num_slots, command)
        self.slots = Slots(self.store, self.executor, deadline, clock, self._ended)
        self.line, self.wishes = Line(self.store, max_queue), Wishes()
        self._lock = threading.RLock()
        self._same: dict[JobSpec, str] = {}
        self._unwritten: dict[str, JobEnd] = {}  # how jobs ended where the disk took no more
        self.store.clean()
        self.slots.open()

    def submit(self, spec: JobSpec, visitor: str) -> str:
        """Hand in a training and give its id.

        A training with the same settings and seed that is on its way, or that this manager has seen through,
        is shared, unless somebody has steered it.

        Parameters
        ----------
        spec
            What to train.
        visitor
            Who asks; the same one may ask twice.

        Raises
        ------
        LiveJobError
            If this visitor has another training on its way.
        QueueFullError
            If too many trainings wait already.
        OSError
            If the job's folder cannot be made.
        """
        with self._lock:
            job_id = self._same.get(spec)
            if job_id is not None and not self._is_kept(job_id):
                job_id = None
            live = self.wishes.of(visitor, self._is_live)
            if live not in (None, job_id) and (job_id is None or self._is_live(job_id)):
                raise LiveJobError(str(live))
            if job_id is None:
                job_id = self._create(spec)
            if self._is_on_its_way(job_id):
                self.wishes.add(job_id, visitor)
            self.owners.add(job_id, visitor)
            return job_id

    def retry(self, job_id: str, visitor: str) -> str:
        """Hand a training in anew with the settings of one that ended before its time; raises as `submit`."""
        return self.submit(self.store.spec(job_id), visitor)

    def read(self, job_id: str) -> JobView:
        """Give a training as it stands.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        """
        with self._lock:
            unwritten, is_running = self._unwritten.get(job_id), self.slots.holds(job_id)
            place, running = self.line.place(job_id), self.slots.running
        if place is not None:
            wait_s = self.line.expected_wait_s(job_id, running, self.executor.num_slots)
            return view_of(self.store, job_id, place=place, wait_s=wait_s)
        return view_of(self.store, job_id, is_running=is_running, unwritten=unwritten)

    def stop(self, job_id: str, visitor: str) -> bool:
        """Stop a training, and say whether it stops.

        One that others have asked for goes on for them, and who has only its link cannot stop it: then the
        answer is False.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        """
        spec = self.store.spec(job_id)
        with self._lock:
            if not self._is_live(job_id):
                return True
            if not self.wishes.withdraw(job_id, visitor):
                return False
            self._share_no_more(job_id, spec)
            if job_id in self.line:
                self.line.leave(job_id)
                self.wishes.forget(job_id)
                self._write_end(job_id, "stopped", UNTURNED)
            else:
                self.slots.ask_to_stop(job_id, Reason.STOPPED)
            return True

    def may_steer(self, job_id: str, visitor: str) -> bool:
        """Tell whether a visitor may pause or change a training: they asked for it, and nobody else does."""
        with self._lock:
            return self._is_live(job_id) and self.wishes.only(job_id) == visitor

    def control(self, job_id: str, visitor: str, control: Control) -> bool:
        """Change a training on its way, and say whether that was done; see `may_steer`.

        From then on it is no longer what its settings say, so that nobody else comes to share it.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        OSError
            If the change cannot be written.
        """
        with self._lock:
            if not self.may_steer(job_id, visitor):
                return False
            self.store.write_control(job_id, control)
            self._share_no_more(job_id, self.store.spec(job_id))
            return True

    def rename(self, job_id: str, visitor: str, name: str) -> bool:
        """Call a run by another name, for this visitor alone; False where it is not theirs.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such training is kept.
        ValueError
            If the name is longer than 60 characters.
        OSError
            If it cannot be kept.
        """
        self.store.path(job_id)
        return self.owners.rename(job_id, visitor, name)

    def close(self) -> None:
        """End every process; what runs is lost."""
        with self._lock:
            self.line.clear()
        for job_id in self.slots.close():
            self._note_end(job_id, LOST)

    def _create(self, spec: JobSpec) -> str:
        if self.line.is_full:
            raise QueueFullError(FULL.format(max_queue=self.line.max_length))
        self._clean()
        job_id = self._same[spec] = self.store.create(spec)
        self.line.join(job_id)
        self._fill_slots()
        return job_id

    def _is_kept(self, job_id: str) -> bool:
        with suppress(UnknownJobError):
            return not self.read(job_id).can_retry
        return False

    def _is_on_its_way(self, job_id: str) -> bool:
        return job_id in self.line or job_id in self.slots

    def _is_live(self, job_id: str) -> bool:
        """Whether it may still change: a process that has written how it ended may take a moment to leave."""
        with suppress(UnknownJobError):
            return self._is_on_its_way(job_id) and self.store.end(job_id) is None
        return False

    def _clean(self) -> None:
        """Clear old jobs away, and forget which settings they had."""
        self.store.clean(keep=[*self.line.waiting, *self.slots.running])
        self._same = {spec: job_id for spec, job_id in self._same.items() if self.store.has(job_id)}
        self._unwritten = {job_id: end for job_id, end in self._unwritten.items() if self.store.has(job_id)}

    def _fill_slots(self) -> None:
        while self.line and self.slots.is_one_free:
            job_id = self.line.next()
            try:
                self.slots.start(job_id)
            except UnknownJobError:  # its folder has gone
                self.wishes.forget(job_id)
            except OSError as error:
                reason = f"The training process could not be started: {error.strerror}."
                self._note_end(job_id, reason)
        self.executor.expect(len(self.line))

    def _ended(self, job_id: str, reason: str) -> None:
        """Note how a job ended whose process has left, and let the next one in."""
        with self._lock:
            self._note_end(job_id, reason)
            self._fill_slots()

    def _note_end(self, job_id: str, reason: str) -> None:
        """Write how a job ended unless its worker has, and let nobody share a run that came to nothing."""
        self.wishes.forget(job_id)
        with suppress(UnknownJobError):  # its folder may be gone
            spec, end = self.store.spec(job_id), self.store.end(job_id)
            if end is None:
                self._write_end(job_id, "stopped" if self.store.is_to_stop(job_id) else "failed", reason)
            elif reason == Reason.PAUSED and not end.reason:  # it stopped when asked to, and knows not why
                self._write_end(job_id, end.state, reason, end.result)
            if end is None or end.state != "done":
                self._share_no_more(job_id, spec)

    def _share_no_more(self, job_id: str, spec: JobSpec) -> None:
        if self._same.get(spec) == job_id:
            del self._same[spec]

    def _write_end(self, job_id: str, state: Ending, reason: str, result: JobResult | None = None) -> None:
        end = JobEnd(state, reason, result)
        try:
            self.store.write_end(job_id, end)
        except OSError:  # a full disk: whoever asks this manager is told all the same
            self._unwritten[job_id] = end
