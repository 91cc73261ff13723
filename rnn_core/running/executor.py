"""Where trainings run: what the manager of jobs asks of it, whatever it is.

`rnn_core.running.local_processes` keeps processes on this machine. A cluster's executor keeps to the same few
methods: it reads ``spec.json`` in the job's folder on a shared file system, and writes its reports there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

Leave = Callable[[str, int], None]
"""Told the id of a job whose process has left, and its exit status (below 0: the signal that ended it)."""


@runtime_checkable
class Executor(Protocol):
    """Runs jobs, each in its folder."""

    @property
    def num_slots(self) -> int:
        """How many jobs run at a time."""

    def open(self, left: Leave) -> None:
        """Get ready, and remember whom to tell of each job that has left: once for each, from any thread."""

    def start(self, job_id: str, folder: Path) -> None:
        """Start a job; the manager never starts more than there are slots.

        Raises
        ------
        OSError
            If it cannot be started; nobody is told then that it left.
        """

    def expect(self, num_waiting: int) -> None:
        """Get ready for jobs that wait for a slot, so that each can begin the moment it has one."""

    def end(self, job_id: str) -> None:
        """End a job at once; one that has left is left alone."""

    def cpu_s(self, job_id: str) -> float | None:
        """Give the processor's seconds that a job has used, or None where nobody counts them."""

    def close(self) -> None:
        """End everything; what runs is lost, and nobody is told of it."""
