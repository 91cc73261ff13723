"""When a running job has to end, told by a clock that the test turns."""

import pytest

from rnn_core.running.watch import (
    IDLE_S,
    JUDGE_GRACE_S,
    MAX_PAUSE_S,
    SPIN_S,
    START_IDLE_S,
    STOP_GRACE_S,
    Look,
    Reason,
    Watch,
)
from rnn_core.sentiment.spec import TrainProgress

TRAINS = TrainProgress("training", step=1)


def look(now, num_reports=1, latest=TRAINS, cpu_s=0.0, **told):
    return Look(now, num_reports, latest, cpu_s, **told)


def test_a_job_that_reports_goes_on_to_its_deadline():
    watch = Watch(0.0, deadline_s=100.0)
    steps = [watch.look(look(float(now), num_reports=now)) for now in range(1, 101)]
    assert steps[:-1] == ["go on"] * 99
    assert (steps[-1], watch.reason) == ("end", Reason.OVERRUN)


def test_a_pause_stretches_the_deadline_and_is_not_standing_still():
    watch = Watch(0.0, deadline_s=100.0)
    watch.look(look(50.0, num_reports=1))
    assert watch.look(look(500.0, is_paused=True)) == "go on"
    assert watch.active_s == pytest.approx(50.0)
    assert watch.look(look(500.0 + IDLE_S / 2)) == "go on"
    assert watch.look(look(560.0, num_reports=2)) == "end"
    assert watch.reason == Reason.OVERRUN


def test_a_pause_does_not_last_for_ever():
    watch = Watch(0.0, deadline_s=100.0)
    assert watch.look(look(1.0, is_paused=True)) == "go on"
    assert watch.look(look(1.0 + MAX_PAUSE_S, is_paused=True)) == "ask to stop"
    assert watch.reason == Reason.PAUSED
    late = 1.0 + MAX_PAUSE_S + STOP_GRACE_S
    assert watch.look(look(late - STOP_GRACE_S, is_paused=True, is_to_stop=True)) == "go on"
    assert watch.look(look(late, is_paused=True, is_to_stop=True)) == "end"
    assert watch.reason == Reason.PAUSED, "the first reason counts"


@pytest.mark.parametrize(
    ("phase", "share", "ends_after"),
    [("training", 1.0, STOP_GRACE_S), ("evaluating", 1.0, JUDGE_GRACE_S), ("evaluating", 0.0, STOP_GRACE_S)],
)
def test_who_heard_the_stop_and_works_at_the_judgement_has_more_time(phase, share, ends_after):
    watch = Watch(0.0, deadline_s=1e6)
    latest = TrainProgress(phase)
    ended = next(
        now
        for now in (0.5 * k for k in range(1_000))
        if watch.look(look(now, latest=latest, cpu_s=share * now, is_to_stop=True)) == "end"
    )
    assert ended == pytest.approx(ends_after)
    assert watch.reason == Reason.STOPPED


def test_two_short_pauses_are_not_one_long():
    watch = Watch(0.0, deadline_s=1e6)
    assert watch.look(look(0.8 * MAX_PAUSE_S, is_paused=True)) == "go on"
    assert watch.look(look(0.8 * MAX_PAUSE_S + 1, num_reports=2)) == "go on"
    assert watch.look(look(1.6 * MAX_PAUSE_S, num_reports=2, is_paused=True)) == "go on"


@pytest.mark.parametrize(("share", "step"), [(0.0, "end"), (0.002, "end"), (0.05, "go on"), (1.0, "go on")])
def test_on_a_busy_machine_slow_is_not_stuck(share, step):
    watch = Watch(0.0, deadline_s=1e6)
    seconds = [0.5 * k for k in range(1, round(2 * IDLE_S) + 2)]
    assert [watch.look(look(now, cpu_s=share * now)) for now in seconds][-1] == step


def test_before_the_first_report_there_is_more_time():
    watch = Watch(0.0, deadline_s=1e6)
    for now in range(round(START_IDLE_S)):
        assert watch.look(look(float(now), num_reports=0, latest=None)) == "go on"
    assert watch.look(look(START_IDLE_S + 1, num_reports=0, latest=None)) == "end"


@pytest.mark.parametrize("phase", list(SPIN_S))
def test_work_without_a_word_ends_by_the_processors_time(phase):
    watch = Watch(0.0, deadline_s=1e6)
    latest = TrainProgress(phase)
    assert watch.look(look(1.0, latest=latest, cpu_s=1.0)) == "go on"
    assert watch.look(look(2.0, latest=latest, cpu_s=SPIN_S[phase])) == "go on"
    assert watch.look(look(3.0, latest=latest, cpu_s=SPIN_S[phase] + 1.0)) == "end"
    assert watch.reason == Reason.SPINNING


def test_where_nobody_counts_the_processor_silence_does():
    watch = Watch(0.0, deadline_s=1e6)
    assert watch.look(look(1.0, cpu_s=None)) == "go on"
    assert watch.look(look(SPIN_S["training"], cpu_s=None)) == "go on"
    assert watch.look(look(SPIN_S["training"] + 1.0, cpu_s=None)) == "end"
