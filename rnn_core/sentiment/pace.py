"""The pace of a training: one quick thread, and reports that do not slow it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch

TELL_EVERY_S, JUDGE_EVERY_S, MEASURE_EVERY_S = 0.25, 1.5, 1.0
"""Seconds between two reports, and seconds of training between two judgements or measurements at least."""
JUDGE_SHARE, MEASURE_SHARE = 0.02, 0.01
"""Share of the time of training that judging and measuring may take."""


def flushes_denormals() -> bool:
    """Say whether torch takes denormal numbers for zero; it keeps the setting and tells it nobody, so try."""
    smallest_normal = torch.tensor(torch.finfo(torch.float32).tiny)
    return (smallest_normal / 2).item() == 0.0


@contextmanager
def one_quiet_thread() -> Iterator[None]:
    """Keep torch to one thread and flush denormals, and leave the caller's settings as they were.

    Vanishing gradients are denormal numbers, which cost a processor up to ten times as long as zeros.
    """
    threads, flushes = torch.get_num_threads(), flushes_denormals()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_flush_denormal(flushes)


class Rhythm:
    """Something that recurs by the clock on the wall.

    Parameters
    ----------
    every_s
        Seconds between two times; None for those between two reports.
    """

    def __init__(self, every_s: float | None = None) -> None:
        self.every_s = TELL_EVERY_S if every_s is None else every_s
        self.last = time.perf_counter()

    def is_due(self) -> bool:
        """Say whether it is time, and count it as done if so."""
        now = time.perf_counter()
        due = now - self.last >= self.every_s
        if due:
            self.last = now
        return due


class Occasion:
    """Something done now and then beside the learning, and rarer the more it costs.

    Parameters
    ----------
    every_s
        Seconds of training between two times at least.
    share
        Of the time of training that it may take at most, 0 to 1, from the second time on.
    """

    def __init__(self, every_s: float, share: float) -> None:
        self.every_s, self.share = every_s, share
        self.next_s = every_s / 2

    def is_due(self, elapsed_s: float) -> bool:
        """Say whether it is time, after so many seconds of training."""
        return elapsed_s >= self.next_s

    @contextmanager
    def timed(self, elapsed_s: float) -> Iterator[None]:
        """Do it, and plan the next time by what it cost; a busy machine must not make it rare."""
        began = time.thread_time()
        yield
        cost_s = time.thread_time() - began
        self.next_s = elapsed_s + max(self.every_s, cost_s / self.share)


class Speed:
    """Tokens learned from in a second of training, since one last asked."""

    def __init__(self) -> None:
        self.count, self.from_s = 0, 0.0

    def add(self, count: int) -> None:
        """Count what one step learned from."""
        self.count += count

    def since_last(self, elapsed_s: float) -> float | None:
        """Give the speed, or None if no time has passed."""
        spent_s, count = elapsed_s - self.from_s, self.count
        self.count, self.from_s = 0, elapsed_s
        return count / spent_s if spent_s > 0 else None
