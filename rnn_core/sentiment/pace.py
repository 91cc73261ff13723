"""The pace of a training: one quick thread, and reports that do not slow it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch

TELL_EVERY_S, JUDGE_EVERY_S = 0.25, 1.5
"""Seconds between two reports, and seconds of training between two judgements at least."""


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
    """When to tell and when to judge, so that judging never takes more than a fifth of the time."""

    def __init__(self) -> None:
        self.told = self.began = time.perf_counter()
        self.next_judgement_s = JUDGE_EVERY_S / 2

    def time_to_tell(self) -> bool:
        """Say whether a report is due, and count it as given if so."""
        now = time.perf_counter()
        due = now - self.told >= TELL_EVERY_S
        if due:
            self.told = now
        return due

    def time_to_judge(self, elapsed_s: float) -> bool:
        """Say whether a judgement is due after so many seconds of training, and start its clock."""
        self.began = time.perf_counter()
        return elapsed_s >= self.next_judgement_s

    def judged(self, elapsed_s: float) -> None:
        """Note that a judgement is done, and plan the next by what it cost."""
        self.told = time.perf_counter()
        self.next_judgement_s = elapsed_s + max(JUDGE_EVERY_S, 4 * (self.told - self.began))
