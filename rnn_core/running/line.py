"""The line of jobs that wait, how long who waits will wait, and how long a job may take."""

import heapq
from collections import deque
from collections.abc import Iterable
from contextlib import suppress

from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

PREPARE_S, EPOCHS_S = 240.0, 3_600.0
AROUND_S = {"order": 3.0, "imdb": 20.0}
"""Seconds around a training on reviews: reading them before, judging the network after."""
RECALL_S = 15.0
"""A training on the memory test, and a training by passes over the reviews where nothing better is known."""


def deadline_s(spec: JobSpec) -> float:
    """Give the seconds that a process may live: thrice the budget, and time to prepare and to judge."""
    return PREPARE_S + (EPOCHS_S if spec.budget_s is None else 3 * spec.budget_s)


def expected_s(spec: JobSpec) -> float:
    """Guess how many seconds a job takes as a whole.

    Examples
    --------
    >>> expected_s(TrainSpec("order", "rnn", "textbook", budget_s=15.0))
    18.0
    """
    around = AROUND_S.get(spec.dataset, 0.0) if isinstance(spec, TrainSpec) else 0.0
    return around + (RECALL_S if spec.budget_s is None else spec.budget_s)


def left_s(spec: JobSpec, latest: TrainProgress | None) -> float:
    """Guess how many seconds a job that runs still takes.

    Parameters
    ----------
    spec
        What was asked for.
    latest
        Its last report, or None before the first.

    Examples
    --------
    >>> spec = TrainSpec("order", "rnn", "textbook", budget_s=15.0)
    >>> left_s(spec, TrainProgress("training", elapsed_s=10.0, fraction=2 / 3))
    8.0
    """
    if latest is None or latest.fraction <= 0:
        return expected_s(spec)
    around = expected_s(spec) - (spec.budget_s or RECALL_S)
    if spec.budget_s is not None:
        return around + max(0.0, spec.budget_s - latest.elapsed_s)
    return around + latest.elapsed_s * (1 - latest.fraction) / latest.fraction


def wait_s(running: Iterable[float], ahead: Iterable[float], num_slots: int) -> float:
    """Say in how many seconds a slot is free for who waits behind others.

    Parameters
    ----------
    running
        Seconds that each running job still takes.
    ahead
        Seconds that each job takes that stands before in the line, in order.
    num_slots
        Jobs at a time.

    Examples
    --------
    >>> wait_s(running=[5.0, 20.0], ahead=[10.0], num_slots=2)
    15.0
    """
    free = [*running, *([0.0] * num_slots)]
    slots = sorted(free, reverse=True)[:num_slots]  # an idle slot is free at once
    heapq.heapify(slots)
    for seconds in ahead:
        heapq.heapreplace(slots, slots[0] + seconds)
    return slots[0]


class Line:
    """The jobs that wait, the first come first.

    Parameters
    ----------
    store
        Where they are kept.
    max_length
        How many may wait.
    """

    def __init__(self, store: JobStore, max_length: int) -> None:
        self.store, self.max_length = store, max_length
        self._waiting: deque[str] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, job_id: object) -> bool:
        return job_id in self._waiting

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who waits, in order."""
        return tuple(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether nobody more may wait."""
        return len(self._waiting) >= self.max_length

    def join(self, job_id: str) -> None:
        """Stand at the end."""
        self._waiting.append(job_id)

    def leave(self, job_id: str) -> None:
        """Go out of the line."""
        self._waiting.remove(job_id)

    def next(self) -> str:
        """Take the first out of the line."""
        return self._waiting.popleft()

    def clear(self) -> None:
        """Send everybody away."""
        self._waiting.clear()

    def place(self, job_id: str) -> int | None:
        """Give a job's place, 1 for the next; None if it does not wait."""
        return self._waiting.index(job_id) + 1 if job_id in self._waiting else None

    def expected_wait_s(self, job_id: str, running: Iterable[str], num_slots: int) -> float:
        """Guess how many seconds a job in the line still waits while others run."""
        left, ahead = [], []
        for other in running:
            with suppress(UnknownJobError):  # its folder may be gone
                reports = self.store.progress(other)
                left.append(left_s(self.store.spec(other), reports[-1] if reports else None))
        for other in self.waiting[: (self.place(job_id) or 1) - 1]:
            with suppress(UnknownJobError):
                ahead.append(expected_s(self.store.spec(other)))
        return wait_s(left, ahead, num_slots)
