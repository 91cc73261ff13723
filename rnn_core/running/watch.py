"""When a job has to end that does not end by itself: too slow, stuck, deaf to a stop, paused for too long.

The clock is monotonic and stands while a job is paused. A job on a busy machine is slow but not stuck:
what counts against it is that it uses no processor, not that time goes by.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rnn_core.sentiment.spec import TrainProgress

IDLE_S = 7.0
"""Seconds without a report and without use of the processor after which a job is stuck."""
START_IDLE_S = 60.0
"""The same before the first report, when torch may still be on its way from a slow disk."""
IDLE_SHARE = 0.01
"""Share of a processor below which a job counts as using none: a listening thread costs a little."""
SPIN_S = {"training": 60.0, "paused": 60.0, "preparing": 240.0, "evaluating": 240.0}
"""Seconds of the processor that a job may use without a report, by the phase of the last one."""
STOP_GRACE_S = 8.0
"""Seconds that a training has to hear a stop, before its process is ended."""
JUDGE_GRACE_S = 30.0
"""Seconds that it has instead if it heard it and judges what it learned, so long as it works at that."""
MAX_PAUSE_S = 900.0
"""Seconds that a job may stand still: others wait for its slot."""


class Reason(StrEnum):
    """Why a job was ended, as a sentence for a person."""

    STOPPED = "It was stopped."
    OVERRUN = "It took much longer than its budget and was ended."
    STUCK = "It stood still without a word for some seconds and was ended."
    SPINNING = "It worked on without a word for far too long and was ended."
    PAUSED = "It was paused for a quarter of an hour, and others may need the place."


Step = Literal["go on", "ask to stop", "end"]


@dataclass(frozen=True)
class Look:
    """What is seen of a running job at one moment.

    Parameters
    ----------
    now
        Seconds of a monotonic clock.
    num_reports
        Reports that it has made.
    latest
        The last one, if any.
    cpu_s
        Seconds of the processor that it has used; None where nobody counts them.
    is_paused, is_to_stop
        Whether it was told to wait, or asked to end.
    """

    now: float
    num_reports: int
    latest: TrainProgress | None
    cpu_s: float | None
    is_paused: bool = False
    is_to_stop: bool = False


class Watch:
    """One running job as it is watched.

    Parameters
    ----------
    now
        When it began, in seconds of a monotonic clock.
    deadline_s
        Seconds that it may take, without pauses.
    """

    def __init__(self, now: float, deadline_s: float) -> None:
        self.deadline_s = deadline_s
        self.active_s = self.paused_s = 0.0
        self.reason: Reason | None = None
        self._seen = now
        self._quiet = self._idle = (now, 0.0)  # since when no report came, and no work was done; cpu_s then
        self._num_reports = -1
        self._stopped_at: float | None = None

    def look(self, look: Look) -> Step:
        """Judge a job by what is seen of it now; `reason` says why it is not to go on."""
        self._keep_time(look)
        if look.is_to_stop:
            self._stopped_at = look.now if self._stopped_at is None else self._stopped_at
            is_judging = look.latest is not None and look.latest.phase == "evaluating"
            grace_s = JUDGE_GRACE_S if is_judging and not self._is_stuck(look) else STOP_GRACE_S
            if look.now - self._stopped_at >= grace_s:
                return self._end(self.reason or Reason.STOPPED)
        elif look.is_paused and self.paused_s >= MAX_PAUSE_S:
            self.reason = Reason.PAUSED
            return "ask to stop"
        elif self.active_s >= self.deadline_s:
            return self._end(Reason.OVERRUN)
        elif not look.is_paused and self._is_stuck(look):
            return self._end(Reason.STUCK)
        elif not look.is_paused and self._spins(look):
            return self._end(Reason.SPINNING)
        return "go on"

    def _keep_time(self, look: Look) -> None:
        passed, self._seen = look.now - self._seen, look.now
        cpu_s = look.cpu_s or 0.0
        if look.is_paused:
            self.paused_s += passed
        else:
            self.active_s += passed
            self.paused_s = 0.0
        if look.is_paused or look.num_reports != self._num_reports:
            self._quiet = self._idle = (look.now, cpu_s)
        elif cpu_s - self._idle[1] > IDLE_SHARE * (look.now - self._idle[0]):
            self._idle = (look.now, cpu_s)
        self._num_reports = look.num_reports

    def _is_stuck(self, look: Look) -> bool:
        allowed = START_IDLE_S if look.latest is None else IDLE_S
        return look.cpu_s is not None and look.now - self._idle[0] >= allowed

    def _spins(self, look: Look) -> bool:
        allowed = SPIN_S["preparing" if look.latest is None else look.latest.phase]
        used = look.now - self._quiet[0] if look.cpu_s is None else look.cpu_s - self._quiet[1]
        return used >= allowed

    def _end(self, reason: Reason) -> Step:
        self.reason = reason
        return "end"
