"""Trainings in processes of this machine; some wait with torch loaded before a job comes."""

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from rnn_core.running.executor import Leave
from rnn_core.running.training_process import WORKER, TrainingProcess

MAX_WARM = 4
"""Processes that wait for a job at most, of some 300 MB each; a rush beyond that waits for torch, 3 s."""


def num_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class LocalProcesses:
    """An `rnn_core.running.executor.Executor` with a process of its own for every job.

    Parameters
    ----------
    num_slots
        Jobs at a time; None for one fewer than there are cores, at least 1.
    command
        What starts a worker.
    """

    def __init__(self, num_slots: int | None = None, command: Sequence[str] = WORKER) -> None:
        self._num_slots = max(1, num_cores() - 1) if num_slots is None else num_slots
        self.command = tuple(command)
        self.running: dict[str, TrainingProcess] = {}
        self.warm: list[TrainingProcess] = []
        self._num_waiting = 0
        self._lock = threading.RLock()
        self._closed = False
        self._left: Leave = lambda job_id, status: None

    @property
    def num_slots(self) -> int:
        """How many jobs run at a time."""
        return self._num_slots

    def open(self, left: Leave) -> None:
        """Start processes ahead, and tell ``left`` of each job whose process has left."""
        self._left = left
        self._warm_up()

    def start(self, job_id: str, folder: Path) -> None:
        """Hand a job to a process that waits, or to a new one."""
        with self._lock:
            self.warm = [worker for worker in self.warm if worker.is_alive]
            worker = self.warm.pop(0) if self.warm else self._start_worker()
            self.running[job_id] = worker
            worker.take(job_id, folder)

    def expect(self, num_waiting: int) -> None:
        """Load torch for jobs that wait, at most one for every slot: under load that takes many seconds."""
        self._num_waiting = num_waiting
        if num_waiting:
            self._warm_up()

    def end(self, job_id: str) -> None:
        """End a job's process at once."""
        with self._lock:
            worker = self.running.get(job_id)
        if worker is not None:
            worker.end()

    def cpu_s(self, job_id: str) -> float | None:
        """Give the processor's seconds that a job's process has used."""
        with self._lock:
            worker = self.running.get(job_id)
        return None if worker is None else worker.cpu_s()

    def close(self) -> None:
        """End every process."""
        with self._lock:
            self._closed = True
            workers = [*self.running.values(), *self.warm]
        for worker in workers:
            worker.end()

    def _warm_up(self) -> None:
        """Keep a process ready for each free slot and each job that waits, so far as memory is not wasted."""
        with self._lock:
            free = self._num_slots - len(self.running)
            wanted = min(MAX_WARM, free + self._num_waiting, self._num_slots)
            while len(self.warm) < wanted and not self._closed:
                try:
                    self.warm.append(self._start_worker())
                except OSError:  # the next job will try again, and say why it cannot run
                    return

    def _start_worker(self) -> TrainingProcess:
        worker = TrainingProcess(self.command)
        threading.Thread(target=self._watch, args=(worker,), daemon=True, name="watch-training").start()
        return worker

    def _watch(self, worker: TrainingProcess) -> None:
        """Wait for a process to leave, and let the next one in."""
        status = worker.outlive()
        with self._lock:
            if worker in self.warm:
                self.warm.remove(worker)
            job_id = worker.job_id
            if job_id is not None:
                with suppress(KeyError):
                    del self.running[job_id]
            closed = self._closed
        if job_id is not None and not closed:
            self._left(job_id, status)
        if worker.was_ready:  # one that died on its start would only die again
            self._warm_up()
