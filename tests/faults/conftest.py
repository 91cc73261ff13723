"""A manager whose workers are small scripts without torch, each with a fault of its own."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnn_core.jobs import JobManager, JobView
from rnn_core.running.store import JobStore
from rnn_core.sentiment.spec import TrainSpec

WAIT_S = 120.0
WELL = 99
"""Seed of a training that goes well whatever the script says."""
BEGIN = """
import json, os, pathlib, sys, threading, time
print('{"event": "ready"}', flush=True)
folder = pathlib.Path(json.loads(sys.stdin.readline())["folder"])
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
def report(step, phase="training"):
    with (folder / "progress.jsonl").open("a") as file:
        file.write(json.dumps({"phase": phase, "step": step, "loss": 0.7, "elapsed_s": 0.1 * step}) + "\\n")
def end(state, reason=""):
    (folder / "part").write_text(json.dumps({"state": state, "reason": reason, "result": None}))
    (folder / "part").rename(folder / "result.json")
if json.loads((folder / "spec.json").read_text())["seed"] == 99:
    end("done")
    sys.exit()
(folder / "snapshots").mkdir()
(folder / "snapshots" / "0.safetensors").write_bytes(b"weights")
report(1)
"""
WORKS = "end('done')"


@pytest.fixture
def jobs_folder(tmp_path: Path) -> Path:
    return tmp_path / "jobs"


@pytest.fixture
def make_manager(jobs_folder: Path) -> Iterator[Callable[..., JobManager]]:
    """Return a function that makes a manager of one slot whose workers run ``script``."""
    managers: list[JobManager] = []

    def make_manager(script: str = WORKS, **settings: object) -> JobManager:
        settings = {"num_slots": 1, "command": (sys.executable, "-c", BEGIN + script), **settings}
        managers.append(JobManager(JobStore(jobs_folder), **settings))
        return managers[-1]

    yield make_manager
    for manager in managers:
        manager.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, and wait tenths of seconds where the app waits seconds."""
    monkeypatch.setattr("rnn_core.running.slots.TICK_S", 0.05)
    monkeypatch.setattr("rnn_core.running.watch.STOP_GRACE_S", 0.6)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a job for stuck early, which on a busy machine would befall others too."""
    monkeypatch.setattr("rnn_core.running.watch.IDLE_S", 0.6)


def spec(seed: int = 0, budget_s: float = 5.0) -> TrainSpec:
    return TrainSpec("order", "rnn", "max-over-time", seed=seed, budget_s=budget_s)


def wait_for(manager: JobManager, job_id: str, *states: str) -> JobView:
    deadline = time.monotonic() + WAIT_S
    while (view := manager.read(job_id)).state not in states:
        assert time.monotonic() < deadline, f"still {view.state}, expected {states}"
        time.sleep(0.01)
    return view


def expect_the_slot_is_free(manager: JobManager) -> None:
    """See that the next training gets its turn and runs through."""
    wait_for(manager, manager.submit(spec(seed=WELL), "the next"), "done")
