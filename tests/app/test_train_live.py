"""What the Train page shows and changes while a run goes on, and what it makes of a review along it."""

import base64
import inspect
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import run_control, runs
from pages.ui.loop_view import code_of
from pages.ui.run_inside import inside_picture
from pages.ui.run_picture import run_picture
from rnn_core.jobs import JobManager, JobView
from rnn_core.running.store import JobData, JobEnd, JobStore
from rnn_core.sentiment.control import Control
from rnn_core.sentiment.simple import SimpleRNN
from rnn_core.sentiment.snapshots import snapshots
from rnn_core.sentiment.spec import TrainProgress, TrainSpec
from rnn_core.sentiment.step import train_step
from tests.app.test_train import WAITS_FOR_STOP, texts, wait_for

SPEC = TrainSpec("order", "rnn", "max-over-time", budget_s=15.0)
RATE, CLIP, DROPOUT = ("learning_rate", "clip_norm", "dropout")
OTHER = "somebody else"


@pytest.fixture(autouse=True)
def manager(jobs_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobManager]:
    manager = JobManager(JobStore(jobs_folder), num_slots=1, command=(sys.executable, "-c", WAITS_FOR_STOP))
    for module in (runs, *(f"pages.ui.{name}" for name in ("run_view", "trained", "learned", "run_control"))):
        place = f"{module}.manager" if isinstance(module, str) else "pages.ui.runs.manager"
        monkeypatch.setattr(place, lambda: manager)
    yield manager
    manager.close()


def pictures(at: AppTest) -> list[dict]:
    return [json.loads(element.proto.json) for element in at.get("bidi_component")]


def learned(at: AppTest) -> dict:
    return next(shown for shown in pictures(at) if "moments" in shown)


def inside(at: AppTest) -> list[dict]:
    return next(
        shown["curves"] for shown in pictures(at) if shown.get("curves", [{}])[0].get("shades") is not None
    )


def box(at: AppTest, name: str, job_id: str):
    return at.number_input(key=f"train-steer-{name}-{job_id}")


@pytest.fixture
def live(open_page, manager: JobManager) -> AppTest:
    at = open_page("train", **{"train-seed": "81"})
    at.button(key="train-start").click().run()
    wait_for(manager, at.query_params["train-job"], "training")
    return at.run()


def test_before_a_run_nothing_can_be_steered_and_nothing_is_claimed(open_page):
    at = open_page("train")
    assert at.button(key="train-pause").disabled
    assert box(at, RATE, "").disabled
    assert box(at, RATE, "").value == 0.006, "what a run would use"
    assert not any("moments" in shown for shown in pictures(at)), (
        "no empty room is kept for what is not there"
    )
    assert "Start one" in texts(at)
    assert all(not curve.get("points") and not curve.get("edges") for curve in inside(at))


def test_a_run_is_paused_changed_and_goes_on(live, manager):
    job_id = live.query_params["train-job"]
    assert (box(live, RATE, job_id).value, box(live, CLIP, job_id).value) == (0.006, 1.0)
    live.button(key="train-pause").click().run()
    assert manager.read(job_id).control == Control(paused=True)
    assert live.button(key="train-pause").label == "Go on"
    assert any(":material/pause: Pausing after 3.0 s" in e.proto.text for e in live.get("progress"))
    say_that_it_waits(manager, job_id)
    assert any(":material/pause: Paused after 3.0 s" in e.proto.text for e in live.run().get("progress"))
    box(live, DROPOUT, job_id).set_value(0.4).run()
    box(live, CLIP, job_id).set_value(0.0).run()
    assert manager.read(job_id).control == Control(paused=True, clip_norm=0.0, dropout=0.4)
    live.button(key="train-pause").click().run()
    assert manager.read(job_id).control == Control(clip_norm=0.0, dropout=0.4)
    assert box(live, DROPOUT, job_id).value == 0.4


def say_that_it_waits(manager: JobManager, job_id: str) -> None:
    report = replace(manager.read(job_id).progress[-1], phase="paused")
    with (manager.store.path(job_id) / "progress.jsonl").open("a") as file:
        print(report.to_json(), file=file)


def test_a_value_out_of_range_is_named_and_not_used(live, manager):
    job_id = live.query_params["train-job"]
    before = manager.read(job_id).control
    box(live, DROPOUT, job_id).set_value(7.0).run()
    assert r"dropout must be between 0 and 0.95, found 7.0" in texts(live).replace("\\", "")
    assert manager.read(job_id).control == before
    assert box(live, DROPOUT, job_id).value == (before.dropout or 0.0)


def test_a_run_that_somebody_else_wants_too_goes_on_as_it_is(live, manager):
    job_id = live.query_params["train-job"]
    manager.submit(manager.read(job_id).spec, OTHER)
    live.button(key="train-pause").click().run()
    assert run_control.OTHERS in texts(live)
    assert not manager.read(job_id).control.paused


def test_a_review_is_read_by_every_kept_network_and_the_untrained_one_is_called_so(open_page, finished):
    at = open_page("train", **{"train-job": finished, "train-sentence": "Hated the cast, loved the film."})
    shown = learned(at)
    moments = shown["moments"]
    assert shown["words"] == ["Hated", "the", "cast", ",", "loved", "the", "film", "."]
    assert len(moments) >= 2
    assert [moment["untrained"] for moment in moments] == [True] + [False] * (len(moments) - 1)
    assert moments[0]["said"] == "Untrained: means nothing yet"
    assert [moment["place"] for moment in moments] == sorted(moment["place"] for moment in moments)
    for moment in moments:
        states = np.frombuffer(base64.b64decode(moment["states"]), np.int8)
        assert states.shape == (64 * 8,)
    assert sorted(shown["units"]) == list(range(1, 65))
    assert not at.exception


def test_the_rows_of_both_maps_stand_in_the_order_of_what_the_output_makes_of_them(
    open_page, finished, manager
):

    at = open_page("train", **{"train-job": finished})
    newest = snapshots(manager.store.path(finished))[-1].load()
    weights = newest.model.output.weight[0].numpy()
    assert np.all(np.diff(weights[np.array(learned(at)["units"]) - 1]) <= 0)


def test_a_broken_run_is_read_as_it_last_was(open_page, finished, manager):
    store = manager.store
    job_id = store.create(replace(SPEC, seed=4))
    (store.path(job_id) / "progress.jsonl").write_text((store.path(finished) / "progress.jsonl").read_text())
    source, target = (store.path(each) / "snapshots" for each in (finished, job_id))
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    store.write_end(job_id, JobEnd("failed", "The training diverged."))
    at = open_page("train", **{"train-job": job_id})
    assert at.error[0].value == "The training diverged."
    assert "Its curves stay." in texts(at)
    assert len(learned(at)["moments"]) >= 2
    assert any("words_label" in shown for shown in pictures(at)), "the newest network reads the review"


def view_of(*reports: TrainProgress) -> JobView:
    data = JobData(num_train=100, num_validation=50, num_live=50, split="by hand")
    return JobView("x", "training", SPEC, reports, data=data)


def test_a_change_is_marked_and_the_standard_error_is_a_band():
    shown = run_picture(
        view_of(
            TrainProgress("training", elapsed_s=3.0, loss=0.6, validation_accuracy=0.7),
            TrainProgress("training", elapsed_s=6.0, loss=0.5, changed="dropout 0.4"),
        ),
        15.0,
    )
    assert [(mark.place, mark.label) for mark in shown.changes] == [(0.4, "dropout 0.4")]
    (edges,) = shown.curves[0].band
    error = math.sqrt(0.7 * 0.3 / 50)
    assert edges == pytest.approx(((0.7 - error - 0.4) / 0.6, (0.7 + error - 0.4) / 0.6), abs=1e-4)


def test_the_strip_shades_by_the_logarithm_and_reads_out_every_number():
    strip, radius, saturation, speed, rate = inside_picture(
        view_of(
            TrainProgress(
                "training",
                elapsed_s=7.5,
                gradient_norms=(1.0, 1e-3, 1e-8),
                spectral_radius=0.9,
                saturation=0.25,
                tokens_per_s=12_345.6,
                learning_rate=0.006,
            )
        ),
        15.0,
    ).curves
    assert strip.shades == ((1.0, 0.5, 0.0),)
    assert strip.values == ((1.0, 1e-3, 1e-8),)
    assert strip.edges == ((0.0, 0.5),)
    assert (strip.value, strip.note) == ("1.00e−8 ×", "the gradient at the last word, 2 words before")
    assert strip.rows[:2] == ("at the last word", "1 before the last")
    assert [curve.value for curve in (radius, saturation, speed, rate)] == [
        "0.900",
        "25.0 %",
        "12,346",
        "0.00600",
    ]
    assert radius.reference.place == pytest.approx(1 / 1.5)


def test_a_gradient_that_is_nothing_is_said():
    strip = inside_picture(
        view_of(TrainProgress("training", elapsed_s=1.0, gradient_norms=(0.0, 0.0))), 15.0
    ).curves[0]
    assert (strip.value, strip.shades) == ("0", ((0.0, 0.0),))


def test_the_code_on_the_page_is_the_code_that_runs(open_page):
    at = open_page("train")
    step = code_of(train_step)
    assert [element.value for element in at.code] == [code_of(SimpleRNN).rstrip(), step.rstrip()]
    wanted = (
        "zero_grad()",
        "model(ids, mask)",
        "binary_cross_entropy",
        "loss.backward()",
        "optimiser.step()",
    )
    assert sorted(map(step.index, wanted)) == list(map(step.index, wanted))
    assert "type: ignore" in inspect.getsource(train_step)
    assert "type: ignore" not in step
    assert len(step.splitlines()) <= 16, "short enough to project"
