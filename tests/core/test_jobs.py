"""The manager, with a stand-in for the worker that speaks its protocol and starts in a moment."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnn_core.jobs import JobManager, JobView, QueueFullError
from rnn_core.running.folders import MAX_JOBS, _folder_of_this_server, default_folder
from rnn_core.running.line import deadline_s
from rnn_core.running.slots import KILLED
from rnn_core.running.store import JobEnd, JobStore, UnknownJobError
from rnn_core.running.training_process import TrainingProcess
from rnn_core.running.view import LOST
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

FINISHES, WAITS, DIES, DEAF = 0, 1, 2, 3
"""What the stand-in does, told by the seed."""
STAND_IN = """
import json, os, pathlib, sys, threading, time
print(json.dumps({"event": "ready"}), flush=True)
folder = pathlib.Path(json.loads(sys.stdin.readline())["folder"])
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
seed = json.loads((folder / "spec.json").read_text())["seed"]
with (folder / "progress.jsonl").open("a") as file:
    file.write(json.dumps({"phase": "training", "step": 1, "loss": 0.7}) + "\\n")
if seed % 10 == 2:
    sys.exit(7)
while seed % 10 == 3 or (seed % 10 == 1 and not (folder / "stop").exists()):
    time.sleep(0.01)
state = "stopped" if seed % 10 == 1 else "done"
(folder / "part").write_text(json.dumps({"state": state, "reason": "", "result": None}))
(folder / "part").rename(folder / "result.json")
"""
WAIT_S = 120.0
ME, YOU, OTHER = "me", "you", "another"
THREE = (ME, YOU, OTHER)


def spec(seed: int) -> TrainSpec:
    return TrainSpec("order", "rnn", "max-over-time", seed=seed, budget_s=5.0)


@pytest.fixture
def make_manager(tmp_path: Path) -> Iterator[Callable[..., JobManager]]:
    managers: list[JobManager] = []

    def make_manager(**settings: object) -> JobManager:
        settings = {"num_slots": 1, "command": (sys.executable, "-c", STAND_IN), **settings}
        managers.append(JobManager(JobStore(tmp_path / "jobs"), **settings))
        return managers[-1]

    yield make_manager
    for manager in managers:
        manager.close()
        wait_until(lambda manager=manager: not manager.slots.running)


def wait_for(manager: JobManager, job_id: str, *states: str) -> JobView:
    deadline = time.monotonic() + WAIT_S
    while (view := manager.read(job_id)).state not in states:
        assert time.monotonic() < deadline, f"still {view.state}, expected {states}"
        time.sleep(0.01)
    return view


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_job_is_run_and_keeps_its_curve(make_manager):
    manager = make_manager()
    job_id = manager.submit(spec(FINISHES), ME)
    view = wait_for(manager, job_id, "done")
    assert [progress.step for progress in view.progress] == [1]
    assert view.spec == spec(FINISHES)
    assert not view.is_live


def test_a_job_is_found_again_by_another_manager(make_manager):
    job_id = make_manager().submit(spec(FINISHES), ME)
    wait_for(make_manager(), job_id, "done")


def test_two_jobs_queue_and_the_second_follows(make_manager):
    manager = make_manager()
    seeds = (WAITS, WAITS + 10, FINISHES)
    first, second, third = (manager.submit(spec(seed), who) for seed, who in zip(seeds, THREE, strict=True))
    wait_for(manager, first, "training")
    assert [manager.read(job_id).place for job_id in (first, second, third)] == [None, 1, 2]
    assert manager.stop(first, ME)
    wait_for(manager, first, "stopped")
    wait_for(manager, second, "training")
    assert manager.read(third).place == 1
    manager.stop(second, YOU)
    wait_for(manager, third, "done")


def test_who_waits_has_a_process_ready(make_manager):
    manager = make_manager()
    first, second = manager.submit(spec(WAITS), ME), manager.submit(spec(WAITS + 10), YOU)
    wait_for(manager, first, "training")
    wait_until(lambda: len(manager.executor.warm) == 1)
    ready = manager.executor.warm[0]
    manager.stop(first, ME)
    wait_for(manager, second, "training")
    assert manager.executor.running == {second: ready}
    assert not manager.executor.warm, "nobody waits any more"
    manager.stop(second, YOU)


def test_two_slots_run_two_jobs(make_manager):
    manager = make_manager(num_slots=2)
    jobs = [manager.submit(spec(seed), who) for seed, who in ((WAITS, ME), (WAITS + 10, YOU))]
    for job_id in jobs:
        wait_for(manager, job_id, "training")


def test_a_job_that_waits_is_stopped_at_once(make_manager):
    manager = make_manager()
    manager.submit(spec(WAITS), ME)
    waiting = manager.submit(spec(WAITS + 10), YOU)
    manager.stop(waiting, YOU)
    view = manager.read(waiting)
    assert (view.state, view.reason) == ("stopped", "It was stopped before its turn came.")


def test_a_full_queue_is_refused(make_manager):
    manager = make_manager(max_queue=1)
    manager.submit(spec(WAITS), ME)
    manager.submit(spec(WAITS + 10), YOU)
    with pytest.raises(QueueFullError, match="1 trainings wait already"):
        manager.submit(spec(WAITS + 20), OTHER)


@pytest.mark.parametrize("how", ["it exits", "it is killed"])
def test_a_dead_worker_fails_its_job_and_frees_the_slot(make_manager, how):
    manager = make_manager()
    job_id = manager.submit(spec(DIES if how == "it exits" else WAITS), ME)
    if how == "it is killed":
        wait_for(manager, job_id, "training")
        manager.executor.running[job_id].process.kill()
    view = wait_for(manager, job_id, "failed")
    exited = "The training process ended unexpectedly (exit status 7)."
    assert view.reason == (exited if how == "it exits" else KILLED)
    assert len(view.progress) == 1
    wait_for(manager, manager.submit(spec(FINISHES), ME), "done")


def test_a_worker_that_overruns_its_deadline_is_ended(make_manager):
    manager = make_manager(deadline=lambda spec: 0.5 if spec.seed == DEAF else 60.0)
    job_id = manager.submit(spec(DEAF), ME)
    assert wait_for(manager, job_id, "failed").reason == "It took much longer than its budget and was ended."
    wait_for(manager, manager.submit(spec(FINISHES), ME), "done")


def test_a_worker_that_does_not_hear_stop_is_ended(make_manager, monkeypatch):
    monkeypatch.setattr("rnn_core.running.watch.STOP_GRACE_S", 0.2)
    manager = make_manager()
    job_id = manager.submit(spec(DEAF), ME)
    wait_for(manager, job_id, "training")
    manager.stop(job_id, ME)
    view = wait_for(manager, job_id, "stopped")
    assert (view.reason, view.result) == ("It was stopped.", None)


def test_a_worker_that_cannot_start_fails_the_job_with_a_reason(make_manager, tmp_path):
    manager = make_manager(command=(str(tmp_path / "missing"),))
    view = manager.read(manager.submit(spec(FINISHES), ME))
    assert view.state == "failed"
    assert view.reason == "The training process could not be started: No such file or directory."


def test_a_worker_that_dies_on_its_start_is_not_started_over_and_over(make_manager):
    manager = make_manager(command=(sys.executable, "-c", "raise SystemExit(3)"))
    view = wait_for(manager, manager.submit(spec(FINISHES), ME), "failed")
    assert "exit status 3" in view.reason
    assert not manager.executor.warm


def test_a_job_handed_to_a_process_that_has_just_died_does_no_harm(tmp_path):
    process = TrainingProcess((sys.executable, "-c", "raise SystemExit(3)"))
    process.process.wait(WAIT_S)
    process.take("a" * 16, tmp_path)
    assert process.outlive() == 3


def test_the_same_settings_share_one_training(make_manager):
    manager = make_manager()
    first, second = manager.submit(spec(WAITS), ME), manager.submit(spec(WAITS), YOU)
    assert first == second
    assert not manager.stop(first, ME), "the other one still wants it"
    assert not manager.stop(first, ME), "pressing again is no second vote"
    assert not manager.stop(first, OTHER), "who has only the link has no vote"
    assert manager.read(first).is_live
    assert not manager.read(first).is_stopping
    assert manager.stop(first, YOU)
    wait_for(manager, first, "stopped")
    assert manager.submit(spec(WAITS), ME) != first, "what was stopped is trained anew"


def test_who_presses_twice_is_one_visitor(make_manager):
    manager = make_manager()
    job_id = manager.submit(spec(WAITS), ME)
    assert manager.submit(spec(WAITS), ME) == job_id
    assert manager.stop(job_id, ME)
    wait_for(manager, job_id, "stopped")


def test_who_has_only_the_link_of_a_run_cannot_stop_it(make_manager):
    manager = make_manager()
    job_id = manager.submit(spec(WAITS), ME)
    assert not manager.stop(job_id, OTHER)
    assert not manager.read(job_id).is_stopping


def test_a_run_that_has_been_asked_to_end_says_so_until_it_has(make_manager):
    manager = make_manager()
    job_id = manager.submit(spec(DEAF), ME)
    wait_for(manager, job_id, "training")
    assert manager.stop(job_id, ME)
    assert manager.read(job_id).is_stopping
    assert manager.stop(job_id, ME), "pressing again does no harm"


def test_what_is_remembered_of_jobs_shrinks_when_they_end(make_manager, tmp_path):
    manager = make_manager()
    seeds = (FINISHES, DIES, FINISHES + 10)
    jobs = [manager.submit(spec(seed), who) for seed, who in zip(seeds, THREE, strict=True)]
    for job_id in jobs:
        wait_for(manager, job_id, "done", "failed")
    wait_until(lambda: not manager.wishes)
    assert set(manager._same.values()) == {jobs[0], jobs[2]}, "what is done is shared"
    (tmp_path / "jobs" / jobs[0] / "spec.json").unlink()
    last = manager.submit(spec(FINISHES + 20), ME)
    assert set(manager._same.values()) == {jobs[2], last}
    manager.submit(spec(WAITS), YOU)
    waiting = manager.submit(spec(WAITS + 10), OTHER)
    assert manager.wishes.only(waiting) == OTHER
    assert manager.stop(waiting, OTHER)
    assert manager.wishes.only(waiting) is None


def test_a_finished_training_is_shared_and_a_failed_one_is_not(make_manager):
    manager = make_manager()
    done = manager.submit(spec(FINISHES), ME)
    wait_for(manager, done, "done")
    assert manager.submit(spec(FINISHES), ME) == done
    failed = manager.submit(spec(DIES), ME)
    wait_for(manager, failed, "failed")
    assert manager.submit(spec(DIES), ME) != failed


def test_a_job_of_a_server_that_is_gone_has_failed(make_manager):
    job_id = make_manager().submit(spec(WAITS), ME)
    other = make_manager()
    view = other.read(job_id)
    assert (view.state, view.reason) == ("failed", LOST)
    assert "is not running any more" in view.reason


@pytest.mark.parametrize(
    "job_id",
    [
        "",
        "x",
        "../../../../etc",
        "..",
        "a" * 15 + "/",
        "a" * 15 + "\n",
        "a" * 16 + "\n",
        "a" * 17,
        "ä" * 16,
        "\0" * 16,
    ],
)
def test_ids_that_are_none_never_touch_a_path(tmp_path, job_id, monkeypatch):
    store = JobStore(tmp_path)
    monkeypatch.setattr(Path, "__truediv__", lambda *_: pytest.fail("a path was made"))
    for ask in (store.path, store.spec, store.progress, store.end, store.ask_to_stop):
        with pytest.raises(
            UnknownJobError, match="No such run here: an id has 16 letters, digits, - or _; found"
        ):
            ask(job_id)


def test_an_id_that_is_not_kept_is_unknown(make_manager):
    with pytest.raises(UnknownJobError, match="made on another machine, or has been cleared away"):
        make_manager().read("a" * 16)


def test_a_folder_that_vanishes_does_no_harm(make_manager, tmp_path):
    manager = make_manager()
    running, waiting = manager.submit(spec(WAITS), ME), manager.submit(spec(WAITS + 10), YOU)
    wait_for(manager, running, "training")
    (tmp_path / "jobs" / waiting / "spec.json").unlink()
    manager.stop(running, ME)
    wait_for(manager, manager.submit(spec(FINISHES), ME), "done")


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("spec.json", JobStore.spec),
        ("data.json", JobStore.data),
        ("result.json", JobStore.end),
        ("progress.jsonl", JobStore.progress),
    ],
)
@pytest.mark.parametrize("content", [b"{", b"{}\n", b'{"a": 1}\n', b"\xff", b"[]\n"])
def test_damaged_files_are_told_in_one_sentence(tmp_path, file, read, content):
    store = JobStore(tmp_path)
    job_id = store.create(spec(FINISHES))
    (tmp_path / job_id / file).write_bytes(content + b"\n")
    with pytest.raises(UnknownJobError, match="damaged or of another version"):
        read(store, job_id)


def test_reports_are_read_as_they_come_and_half_a_line_waits(tmp_path):
    store = JobStore(tmp_path)
    job_id = store.create(spec(FINISHES))
    line = TrainProgress("training", step=1).to_json()
    assert store.progress(job_id) == ()
    with (tmp_path / job_id / "progress.jsonl").open("a") as file:
        for text, num_reports in ((line[:9], 0), (line[9:] + "\n", 1), (line + "\n" + line, 2), ("\n", 3)):
            file.write(text)
            file.flush()
            assert len(store.progress(job_id)) == num_reports
            assert len(store.progress(job_id)) == num_reports


def test_old_jobs_are_cleared_away_but_not_those_to_keep(tmp_path, monkeypatch):
    store = JobStore(tmp_path)
    jobs = [store.create(spec(FINISHES)) for _ in range(MAX_JOBS + 2)]
    (tmp_path / "something else").mkdir()
    store.clean(keep=jobs)
    assert len(list(tmp_path.iterdir())) == MAX_JOBS + 3
    store.clean()
    assert len(list(tmp_path.iterdir())) == MAX_JOBS + 1
    later = time.time() + 4 * 24 * 3600
    monkeypatch.setattr("rnn_core.running.folders.time.time", lambda: later)
    store.clean()
    assert [path.name for path in tmp_path.iterdir()] == ["something else"]


def test_folders_are_private_and_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_JOBS_DIR", str(tmp_path / "named"))
    store = JobStore()
    assert store.folder == tmp_path / "named"
    job_id = store.create(spec(FINISHES))
    for folder in (store.folder, store.folder / job_id):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.fixture(autouse=True)
def no_folder_of_this_server() -> Iterator[None]:
    _folder_of_this_server.cache_clear()
    yield
    _folder_of_this_server.cache_clear()


def test_a_folder_that_somebody_else_could_have_put_there_is_not_used(tmp_path, monkeypatch):
    monkeypatch.delenv("UNROLLED_JOBS_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first = default_folder()
    assert first.parent == tmp_path
    assert default_folder() == first
    first.chmod(0o777)
    private = default_folder()
    assert private not in (first, None)
    assert default_folder() == private, "each call in another folder would lose every run"


@pytest.mark.parametrize("how", ["file", "dangling link"])
def test_something_else_where_the_folder_should_be_does_no_harm(tmp_path, monkeypatch, how):
    monkeypatch.delenv("UNROLLED_JOBS_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = default_folder()
    folder.rmdir()
    if how == "file":
        folder.write_text("not a folder")
    else:
        folder.symlink_to(tmp_path / "nowhere")
    assert default_folder() == default_folder() != folder
    assert default_folder().is_dir()


def test_all_folders_cleared_away_cost_the_runs_and_nothing_else(make_manager, tmp_path):
    manager = make_manager()
    first = manager.submit(spec(FINISHES), ME)
    wait_for(manager, first, "done")
    shutil.rmtree(tmp_path / "jobs")
    with pytest.raises(UnknownJobError):
        manager.read(first)
    wait_for(manager, manager.submit(spec(FINISHES), ME), "done")


def test_a_file_in_place_of_all_folders_is_said_to_whoever_asks(make_manager, tmp_path):
    manager = make_manager()
    (tmp_path / "jobs").rmdir()
    (tmp_path / "jobs").write_text("not a folder")
    with pytest.raises(UnknownJobError):
        manager.read("a" * 16)
    with pytest.raises(OSError, match="jobs"):
        manager.submit(spec(FINISHES), ME)


def test_what_never_changes_is_read_once(tmp_path, monkeypatch):
    store = JobStore(tmp_path)
    job_id = store.create(spec(FINISHES))
    (tmp_path / job_id / "data.json").write_text(
        '{"num_train": 3, "num_validation": 2, "num_live": 1, "split": "by hand"}'
    )
    first = store.spec(job_id), store.data(job_id)
    monkeypatch.setattr(Path, "read_text", lambda *_: pytest.fail("read again"))
    assert (store.spec(job_id), store.data(job_id)) == first
    (tmp_path / job_id / "spec.json").unlink()
    for read in (store.spec, store.data):
        with pytest.raises(UnknownJobError):
            read(job_id)


def test_a_result_travels_through_its_file(tmp_path):
    store = JobStore(tmp_path)
    job_id = store.create(spec(FINISHES))
    assert store.end(job_id) is None
    store.write_end(job_id, JobEnd("failed", "Because."))
    assert store.end(job_id) == JobEnd("failed", "Because.")
    assert json.loads((tmp_path / job_id / "result.json").read_text())["state"] == "failed"


def test_the_deadline_leaves_room_around_the_budget():
    assert deadline_s(spec(FINISHES)) == pytest.approx(255.0)
    assert deadline_s(TrainSpec("imdb", "gru", "thorough")) > 3_600
