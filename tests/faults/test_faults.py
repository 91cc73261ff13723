"""Every way in which a training can go wrong: it says why, keeps what it learned, and makes room."""

import itertools
import os
import shutil
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rnn_core import jobs
from rnn_core.running.breakdown import OUT_OF_MEMORY
from rnn_core.running.line import deadline_s
from rnn_core.running.owners import MAX_NAME, Owners
from rnn_core.running.records import CANNOT_WRITE
from rnn_core.running.slots import KILLED, TICK_S, UNWRITTEN
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.running.view import LOST
from rnn_core.running.watch import IDLE_S, SPIN_S, STOP_GRACE_S, Reason
from rnn_core.sentiment.control import Control
from tests.faults.conftest import BEGIN, WORKS, expect_the_slot_is_free, spec, wait_for

ME, YOU = "me", "you"
WAITS = "while not (folder / 'stop').exists(): time.sleep(0.01); report(2)\nend('stopped')"
WAITS_QUIETLY = "while not (folder / 'stop').exists(): time.sleep(0.01)\nend('stopped')"
DEAF = "while True: report(2); time.sleep(0.02)"
ASLEEP = "time.sleep(600)"
SPINS = "while True: pass"
EATS = """
from rnn_core.running.breakdown import limit_memory, reason_of
limit_memory()
try:
    bytearray(2**31)
except MemoryError as error:
    end('failed', reason_of(error))
"""
DIVERGED = "The loss stopped being a number at step 2."


def expect_kept(manager, job_id):
    view = manager.read(job_id)
    assert view.progress[0].step == 1, "its curve stays"
    assert (manager.store.path(job_id) / "snapshots" / "0.safetensors").is_file(), "and its last network"
    assert view.can_retry


def test_the_slot_is_free_within_ten_seconds():
    assert max(IDLE_S, STOP_GRACE_S) + 2 * TICK_S < 10


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("sys.exit(3)", "The training process ended unexpectedly (exit status 3)."),
        ("raise SystemExit(74)", UNWRITTEN),
        ("os.kill(os.getpid(), 9)", KILLED),
        ("os.kill(os.getpid(), 11)", "The training process ended unexpectedly (exit status -11)."),
        (f"end('failed', '{DIVERGED}')", DIVERGED),
        (EATS, OUT_OF_MEMORY),
    ],
    ids=["leaves", "cannot write", "killed", "crashes", "diverges", "eats memory"],
)
def test_a_training_that_goes_wrong_says_why_and_makes_room(make_manager, monkeypatch, script, reason):
    monkeypatch.setenv("UNROLLED_JOB_MEMORY_MB", "300")
    manager = make_manager(script)
    job_id = manager.submit(spec(), ME)
    assert wait_for(manager, job_id, "failed").reason == reason
    expect_kept(manager, job_id)
    expect_the_slot_is_free(manager)


def test_nobody_is_told_that_a_training_is_lost_while_it_is_noted_why_it_ended(make_manager, monkeypatch):
    manager, seen = make_manager("sys.exit(3)"), []
    write_end = manager.store.write_end

    def look_and_write(job_id, end):
        seen.append(manager.read(job_id).state)
        write_end(job_id, end)

    monkeypatch.setattr(manager.store, "write_end", look_and_write)
    assert "exit status 3" in wait_for(manager, manager.submit(spec(), ME), "failed").reason
    assert seen == ["training"]


@pytest.mark.usefixtures("impatient")
def test_a_training_that_stands_still_is_stuck(make_manager):
    manager = make_manager(ASLEEP)
    job_id = manager.submit(spec(), ME)
    assert wait_for(manager, job_id, "failed").reason == Reason.STUCK
    expect_kept(manager, job_id)
    expect_the_slot_is_free(manager)


@pytest.mark.usefixtures("impatient")
def test_a_process_that_is_held_is_stuck(make_manager):
    manager = make_manager(WAITS)
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    os.kill(manager.executor.running[job_id].process.pid, signal.SIGSTOP)
    assert wait_for(manager, job_id, "failed").reason == Reason.STUCK
    expect_the_slot_is_free(manager)


def test_work_without_a_word_is_not_stuck_but_ends_some_time(make_manager, monkeypatch):
    monkeypatch.setattr("rnn_core.running.watch.SPIN_S", dict.fromkeys(SPIN_S, 1.2))
    manager = make_manager(SPINS)
    job_id = manager.submit(spec(), ME)
    assert wait_for(manager, job_id, "failed").reason == Reason.SPINNING
    expect_the_slot_is_free(manager)


def test_a_training_over_its_deadline_is_ended(make_manager):
    seconds = [0.0]
    manager = make_manager(DEAF, deadline=lambda spec: 5.0, clock=lambda: seconds[0])
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    seconds[0] = 5.0
    assert wait_for(manager, job_id, "failed").reason == Reason.OVERRUN
    expect_kept(manager, job_id)


def test_a_training_that_does_not_hear_a_stop_is_ended(make_manager):
    manager = make_manager(DEAF)
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    assert manager.stop(job_id, ME)
    assert wait_for(manager, job_id, "stopped").reason == Reason.STOPPED
    expect_kept(manager, job_id)
    expect_the_slot_is_free(manager)


def test_a_paused_training_may_stand_still(make_manager):
    seconds = itertools.count(0.0, 0.5)
    manager = make_manager(WAITS_QUIETLY, clock=lambda: next(seconds))
    job_id = manager.submit(spec(), ME)
    assert manager.control(job_id, ME, Control(paused=True))
    wait_for(manager, job_id, "training")
    for _ in range(30):
        manager.slots.tick()
    assert manager.read(job_id).control.paused
    assert manager.read(job_id).is_live
    assert manager.stop(job_id, ME)
    wait_for(manager, job_id, "stopped")


def test_a_training_that_was_paused_for_too_long_says_so_and_keeps_its_result(make_manager, monkeypatch):
    monkeypatch.setattr("rnn_core.running.watch.MAX_PAUSE_S", 0.3)
    manager = make_manager(WAITS_QUIETLY)
    job_id = manager.submit(spec(), ME)
    manager.control(job_id, ME, Control(paused=True))
    wait_for(manager, job_id, "stopped")
    expect_the_slot_is_free(manager)
    assert manager.read(job_id).reason == Reason.PAUSED


def test_what_was_tried_in_vain_is_tried_again_with_the_same_settings(make_manager):
    manager = make_manager("sys.exit(3)")
    job_id = manager.submit(spec(seed=5), ME)
    wait_for(manager, job_id, "failed")
    again = manager.retry(job_id, ME)
    assert again != job_id
    assert manager.read(again).spec == spec(seed=5)


def test_a_folder_that_is_cleared_away_frees_the_slot(make_manager, jobs_folder):
    manager = make_manager(WAITS_QUIETLY)
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    shutil.rmtree(jobs_folder / job_id)
    expect_the_slot_is_free(manager)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("file", ["spec.json", "progress.jsonl", "result.json"])
def test_a_folder_that_is_damaged_while_it_runs_frees_the_slot(make_manager, jobs_folder, file):
    manager = make_manager(WAITS_QUIETLY)
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    (jobs_folder / job_id / file).write_bytes(b"\xff\n")
    manager.store.forget(job_id)
    with pytest.raises(UnknownJobError, match=r"^No such run here: its files are damaged"):
        manager.read(job_id)
    expect_the_slot_is_free(manager)


def fill_the_disk(folder: Path, name: str) -> None:
    """Let writing one file fail as on a full disk."""
    (folder / f".{name}.part").symlink_to("/dev/full")


needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")


@needs_dev_full
def test_a_full_disk_hides_nobody_why_a_training_ended(make_manager, jobs_folder):
    manager = make_manager(WAITS)
    job_id = manager.submit(spec(), ME)
    wait_for(manager, job_id, "training")
    fill_the_disk(jobs_folder / job_id, "result.json")
    manager.executor.running[job_id].process.kill()
    assert wait_for(manager, job_id, "failed").reason == KILLED
    assert not (jobs_folder / job_id / "result.json").exists()
    assert make_manager().read(job_id).reason == LOST, "another server cannot know"


@needs_dev_full
def test_a_full_disk_is_said_when_something_is_to_be_kept(make_manager, jobs_folder):
    manager = make_manager(WAITS)
    job_id = manager.submit(spec(), ME)
    for name in ("control.json", "owners.json"):
        fill_the_disk(jobs_folder / job_id, name)
    with pytest.raises(OSError, match="No space left"):
        manager.control(job_id, ME, Control(paused=True))
    with pytest.raises(OSError, match="No space left"):
        manager.rename(job_id, ME, "mine")
    assert not list((jobs_folder / job_id).glob(".*.part"))


def test_a_disk_that_takes_no_new_folder_costs_nobody_a_slot(make_manager, monkeypatch):
    manager = make_manager(WORKS)

    def fail(*arguments, **settings):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("rnn_core.running.store.write_whole", fail)
        with pytest.raises(OSError, match="No space left"):
            manager.submit(spec(), ME)
    assert manager.store.ids() == [], "half a folder is none"
    assert wait_for(manager, manager.submit(spec(), ME), "done")


def test_a_folder_that_may_not_be_written_to_is_said(make_manager, monkeypatch):
    manager = make_manager(WORKS)

    def refuse(*arguments, **settings):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        with pytest.raises(PermissionError):
            manager.submit(spec(), ME)
    wait_for(manager, manager.submit(spec(), ME), "done")


def test_a_worker_that_talks_nonsense_is_heard_out(make_manager):
    loud = "import sys; print('{', '[]', 'x' * 100_000, sep='\\n', flush=True)\n" + BEGIN + WORKS
    manager = make_manager(command=(sys.executable, "-c", loud))
    wait_for(manager, manager.submit(spec(), ME), "done")


def test_one_visitor_has_one_training_at_a_time(make_manager):
    manager = make_manager(WAITS, num_slots=2)
    first = manager.submit(spec(seed=1), ME)
    with pytest.raises(jobs.LiveJobError, match="Stop it to start another") as refused:
        manager.submit(spec(seed=2), ME)
    assert refused.value.job_id == first
    assert manager.submit(spec(seed=1), ME) == first, "the same one is found again"
    other = manager.submit(spec(seed=3), YOU)
    with pytest.raises(jobs.LiveJobError):
        manager.submit(spec(seed=3), ME)
    assert manager.stop(first, ME)
    assert manager.submit(spec(seed=3), ME) == other, "who stopped theirs may ask at once"


def test_who_waits_is_told_how_long(make_manager):
    manager = make_manager(WAITS)
    manager.submit(spec(seed=1, budget_s=20.0), ME)
    second, third = manager.submit(spec(seed=2, budget_s=30.0), YOU), manager.submit(spec(seed=3), "another")
    waits = [manager.read(job_id).wait_s for job_id in (second, third)]
    assert 15 < waits[0] < 30
    assert waits[1] - waits[0] == pytest.approx(33.0, abs=1.0)


def test_only_who_asked_steers_and_nobody_steers_what_others_want_too(make_manager):
    manager = make_manager(WAITS)
    job_id = manager.submit(spec(), ME)
    slower = Control(learning_rate=1e-4)
    assert not manager.control(job_id, YOU, slower)
    assert manager.control(job_id, ME, slower)
    assert manager.read(job_id).control == slower
    other = manager.submit(spec(), YOU)
    assert other != job_id, "a run that was steered is not what its settings say"
    manager.submit(spec(), "another")
    assert not manager.may_steer(other, YOU)
    assert not manager.control(other, YOU, Control())
    assert manager.read(other).control == Control()
    with pytest.raises(UnknownJobError):
        manager.store.write_control("a" * 16, slower)


def test_a_table_holds_a_visitors_own_runs_under_their_own_names(make_manager, jobs_folder):
    manager = make_manager(WORKS)
    jobs_of_mine = []
    for seed in (1, 2):
        jobs_of_mine.append(manager.submit(spec(seed), ME))
        wait_for(manager, jobs_of_mine[-1], "done")
    first = jobs_of_mine[0]
    assert manager.submit(spec(1), YOU) == first, "what is done is shared"
    assert manager.rename(first, ME, "  my\n best ")
    assert manager.rename(first, YOU, "theirs")
    assert not manager.rename(first, "a stranger", "nobody's")
    with pytest.raises(ValueError, match=f"name must have at most {MAX_NAME} characters, found 61"):
        manager.rename(first, ME, "x" * 61)
    again = make_manager(WORKS)
    assert set(again.owners.runs(ME)) == set(jobs_of_mine)
    assert (again.owners.name(first, ME), again.owners.name(first, YOU)) == ("my best", "theirs")
    again.owners.remove(first, ME)
    assert again.owners.runs(ME) == (jobs_of_mine[1],)
    assert again.owners.runs(YOU) == (first,)
    assert ME not in (jobs_folder / first / "owners.json").read_text()


def test_a_class_that_presses_the_same_button_shares_one_training(make_manager, jobs_folder):
    manager, visitors = make_manager(WAITS), [f"visitor {k}" for k in range(100)]
    with ThreadPoolExecutor(20) as pool:
        found = set(pool.map(lambda visitor: manager.submit(spec(), visitor), visitors))
    (job_id,) = found
    assert all(Owners(JobStore(jobs_folder)).has(job_id, visitor) for visitor in visitors)
    with ThreadPoolExecutor(20) as pool:
        stopped = list(pool.map(lambda visitor: manager.stop(job_id, visitor), visitors))
    assert stopped.count(True) == 1, "the last who wants it ends it"
    wait_for(manager, job_id, "stopped")
    expect_the_slot_is_free(manager)


def test_what_many_write_beside_a_run_at_once_is_all_kept(jobs_folder):
    store = JobStore(jobs_folder)
    job_id, owners = store.create(spec()), Owners(store)
    visitors = [f"visitor {k}" for k in range(60)]

    def name_it(visitor):
        owners.add(job_id, visitor)
        return owners.rename(job_id, visitor, f"run of {visitor}")

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(name_it, visitors))
    kept = Owners(JobStore(jobs_folder))
    assert [kept.name(job_id, visitor) for visitor in visitors] == [f"run of {v}" for v in visitors]


def test_a_deadline_follows_the_budget():
    assert deadline_s(spec(budget_s=10.0)) == pytest.approx(270.0)
    assert CANNOT_WRITE == os.EX_IOERR
