"""Trainings on the memory test as jobs: the same store, line and process as trainings on reviews."""

import functools
import json
import subprocess
import sys

import pytest

from rnn_core import worker
from rnn_core.remembering import job
from rnn_core.remembering.cell_training import judged_task, train_cell
from rnn_core.remembering.models import RecallModel
from rnn_core.remembering.spec import BATCH_SIZE, RecallSpec, num_parameters
from rnn_core.running import training_process
from rnn_core.running.spec import read_spec
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.weight_files import read_weights

SPEC = RecallSpec("lstm", 5, seed=1)
TIMEOUT_S = 120


@pytest.fixture
def store(tmp_path):
    return JobStore(tmp_path)


def load_nothing(dataset):
    raise AssertionError("no reviews are read")


@pytest.mark.parametrize("spec", [SPEC, TrainSpec("order", "gru", "textbook", seed=4)])
def test_each_kind_of_training_is_read_back(store, spec):
    assert read_spec(spec.to_json()) == spec
    assert store.spec(store.create(spec)) == spec
    assert spec.budget_s is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "a training must be described as JSON"),
        ("[]", "a training must be described as a JSON object, found list"),
        ('{"task": "first symbol"}', "a training must have the field cell"),
        ('{"task": 3, "cell": "rnn", "num_steps": 5}', "task must be of kind str, found 3"),
        ('{"cell": "rnn"}', "a training must have the field dataset"),
    ],
)
def test_what_is_no_spec_is_refused_in_words(text, message):
    with pytest.raises(ValueError) as error:
        read_spec(text)
    assert str(error.value).startswith(message)


def test_a_damaged_spec_is_no_run(store):
    job_id = store.create(SPEC)
    (store.path(job_id) / "spec.json").write_text('{"task": "first symbol", "cell": "rnn", "num_steps": 6}')
    with pytest.raises(UnknownJobError, match="damaged or of another version"):
        store.spec(job_id)


def test_a_run_leaves_its_curve_and_what_came_of_it(store, monkeypatch):
    monkeypatch.setattr(job, "train_cell", functools.partial(train_cell, num_updates=230))
    job_id = store.create(SPEC)
    worker.Job(store.path(job_id)).run(load_nothing)
    end, progress = store.end(job_id), store.progress(job_id)
    judged = [report.step for report in progress if report.validation_accuracy is not None]
    assert judged == [100, 200, 230]
    assert progress[-1].fraction == pytest.approx(1)
    expected = train_cell(SPEC, num_updates=230).model.accuracy(judged_task(5))
    assert (end.state, end.reason) == ("done", "")
    assert end.result.validation_accuracy == pytest.approx(expected)
    assert (end.result.num_steps, end.result.num_examples) == (230, 230 * BATCH_SIZE)
    assert end.result.num_parameters == num_parameters("lstm", 16)
    assert end.result.validation_size == 1_000
    assert end.result.right.questions == "first symbol, T = 5"
    assert int(end.result.right.marks, 16).bit_count() == round(1_000 * expected)
    kept = RecallModel("lstm", 16)
    kept.load_state_dict(read_weights(store.path(job_id) / "model.safetensors"))
    assert kept.accuracy(judged_task(5)) == pytest.approx(expected)


def test_a_run_that_is_stopped_at_once_has_no_result(store):
    job_id = store.create(SPEC)
    store.ask_to_stop(job_id)
    worker.Job(store.path(job_id)).run(load_nothing)
    end = store.end(job_id)
    assert (end.state, end.result) == ("stopped", None)
    assert end.reason == "It was stopped before it had learned anything."


def test_a_run_that_is_stopped_on_its_way_says_how_far_it_came(store, monkeypatch):
    job_id = store.create(SPEC)
    asked = iter([False] * 4 + [True])
    monkeypatch.setattr(worker.Job, "_should_stop", lambda job: next(asked))
    worker.Job(store.path(job_id)).run(load_nothing)
    end = store.end(job_id)
    assert (end.state, end.result.num_steps) == ("stopped", 5)
    assert store.progress(job_id)[-1].step == 5


def test_the_process_trains_what_it_is_handed_and_leaves(store):
    job_id = store.create(SPEC)
    process = subprocess.Popen(
        training_process.WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert json.loads(process.stdout.readline()) == {"event": "ready"}
    print(json.dumps({"folder": str(store.path(job_id))}), file=process.stdin, flush=True)
    assert process.wait(TIMEOUT_S) == 0
    assert store.end(job_id).state == "done"
    assert store.end(job_id).result.validation_accuracy > 0.9
    assert store.data(job_id) is None


def test_what_is_asked_for_is_known_without_torch():
    code = (
        "import sys, rnn_core.running.spec, rnn_core.remembering.spec; "
        "sys.exit(bool({'torch', 'streamlit', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
