"""The process that trains: real runs on the order corpus, and every way in which a run can end."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from rnn_core import worker
from rnn_core.data.order import order_corpus
from rnn_core.running import training_process
from rnn_core.running.breakdown import DISK_FULL, ELSEWHERE, NOT_ALLOWED, OUT_OF_MEMORY
from rnn_core.running.store import JobStore, UnknownJobError
from rnn_core.sentiment import training
from rnn_core.sentiment.checkpoints import load_checkpoint
from rnn_core.sentiment.control import Control
from rnn_core.sentiment.prediction import predict
from rnn_core.sentiment.snapshots import snapshots
from rnn_core.sentiment.spec import TrainingDiverged, TrainSpec

SPEC = TrainSpec("order", "rnn", "max-over-time", budget_s=0.3)
TIMEOUT_S = 120


@pytest.fixture
def store(tmp_path: Path) -> JobStore:
    return JobStore(tmp_path)


def run(store: JobStore, load=lambda dataset: order_corpus(1_200)) -> str:
    job_id = store.create(SPEC)
    worker.Job(store.path(job_id)).run(load)
    return job_id


def start(**settings: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        training_process.WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **settings
    )


def test_a_run_leaves_curve_result_and_a_model_that_judges(store):
    job_id = run(store)
    end, progress, data = store.end(job_id), store.progress(job_id), store.data(job_id)
    assert (end.state, end.reason) == ("done", "")
    assert progress[0].phase == "preparing"
    assert [p.step for p in progress] == sorted(p.step for p in progress)
    assert (data.num_train, data.num_validation, data.num_live) == (1_000, 200, 200)
    assert end.result.validation_size == 200
    assert end.result.num_steps == progress[-1].step
    assert end.result.num_examples == progress[-1].num_examples
    loaded = load_checkpoint(store.path(job_id) / "model.safetensors")
    assert end.result.vocab_size == len(loaded.vocabulary)
    assert end.result.num_parameters == sum(w.numel() for w in loaded.model.parameters())
    assert 0 < predict(loaded.model, loaded.vocabulary, "not bad at all").probability < 1
    assert not list(store.path(job_id).glob("*part*"))


def test_a_run_notes_which_reviews_it_had_right(store):
    job_id, corpus = run(store), order_corpus(1_200)
    right, loaded = store.end(job_id).result.right, load_checkpoint(store.path(job_id) / "model.safetensors")
    assert right.questions == corpus.questions != order_corpus(1_300).questions
    marks = f"{int(right.marks, 16):0200b}"
    for mark, text, label in zip(marks[:40], corpus.validation_texts, corpus.validation_labels, strict=False):
        probability = predict(loaded.model, loaded.vocabulary, text).probability
        if abs(probability - 0.5) > 0.01:  # what is kept is rounded
            assert mark == str(int((probability > 0.5) == label))


def test_a_run_keeps_itself_as_it_was_along_the_way(store):
    job_id = run(store)
    kept = snapshots(store.path(job_id))
    assert (kept[0].step, kept[-1].step) == (0, store.end(job_id).result.num_steps)
    final = load_checkpoint(store.path(job_id) / "model.safetensors")
    torch.testing.assert_close(kept[-1].load().model.output.weight, final.model.output.weight)


def test_a_run_heeds_what_is_changed_and_paused_in_its_folder(store, monkeypatch):
    job_id = store.create(SPEC)
    store.write_control(job_id, Control(paused=True, dropout=0.5))

    def go_on(seconds):
        store.write_control(job_id, Control(dropout=0.5))

    monkeypatch.setattr(training.time, "sleep", go_on)
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    phases = [report.phase for report in store.progress(job_id)]
    assert phases.index("paused") < phases.index("training")
    assert all(r.dropout == 0.5 for r in store.progress(job_id) if r.phase == "training")
    assert store.end(job_id).state == "done"


def test_a_run_that_is_good_enough_says_so(store):
    job_id = store.create(replace(SPEC, stop_accuracy=0.01, budget_s=30.0))
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    end = store.end(job_id)
    assert (end.state, end.reason) == ("done", "It reached the 1 % that were asked for.")
    assert end.result.seconds < 15


def test_a_run_that_is_stopped_before_it_learned_has_no_result(store):
    job_id = store.create(SPEC)
    store.ask_to_stop(job_id)
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    assert store.end(job_id).state == "stopped"
    assert store.end(job_id).result is None
    assert not (store.path(job_id) / "model.safetensors").exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            TrainingDiverged("the loss stopped being a number at step 3"),
            "The loss stopped being a number at step 3.",
        ),
        (ValueError("IMDB is not here"), "IMDB is not here."),
        (MemoryError(), OUT_OF_MEMORY),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), OUT_OF_MEMORY),
        (OSError(28, "No space left on device"), DISK_FULL),
        (PermissionError(13, "Permission denied"), NOT_ALLOWED),
        (RuntimeError("deep down"), "The training broke off with RuntimeError; the server's log says where."),
    ],
)
def test_a_run_that_breaks_off_fails_with_a_plain_reason(store, error, reason, capsys):
    def load(dataset):
        raise error

    end = store.end(run(store, load))
    assert (end.state, end.reason, end.result) == ("failed", reason, None)
    assert ("Traceback" in capsys.readouterr().err) == (reason == ELSEWHERE.format(kind="RuntimeError"))


def test_a_run_that_diverges_keeps_its_curve(store, monkeypatch):
    def train_and_diverge(spec, corpus, *, report, **settings):
        report(training.TrainProgress("training", step=7, loss=0.5))
        raise TrainingDiverged("the loss stopped being a number at step 8")

    monkeypatch.setattr(training, "train", train_and_diverge)
    job_id = run(store)
    assert store.end(job_id).reason == "The loss stopped being a number at step 8."
    assert store.progress(job_id)[-1].step == 7


def test_an_absurd_rate_is_named_and_leaves_what_was_before(store):
    job_id = store.create(replace(SPEC, changes=(("learning_rate", 1e9),)))
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    end = store.end(job_id)
    assert end.state == "failed"
    assert re.match(r"The training diverged: at step \d+|The loss stopped being a number", end.reason)
    assert [snapshot.step for snapshot in snapshots(store.path(job_id))] == [0]


def test_imdb_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr("rnn_core.data.imdb.find_imdb", lambda: None)
    with pytest.raises(ValueError, match="UNROLLED_DATA_DIR"):
        worker.load_corpus("imdb")


def test_what_is_wrong_with_imdb_names_the_file_and_not_where_it_lies(tmp_path, monkeypatch):
    path = tmp_path / "train.parquet"
    path.write_text("no parquet")
    monkeypatch.setattr("rnn_core.data.imdb.find_imdb", lambda: path)
    with pytest.raises(ValueError, match=r"^cannot read train\.parquet: not a parquet file"):
        worker.load_corpus("imdb")


def test_the_process_trains_what_it_is_handed_and_leaves(store):
    job_id = store.create(SPEC)
    process = start()
    assert json.loads(process.stdout.readline()) == {"event": "ready"}
    print(json.dumps({"folder": str(store.path(job_id))}), file=process.stdin, flush=True)
    assert process.stdout.read() == "", "nothing but answers goes to standard output"
    assert process.wait(TIMEOUT_S) == 0
    assert store.end(job_id).state == "done"
    assert store.data(job_id).num_train == len(order_corpus().train_texts)
    assert store.end(job_id).result.seconds >= 0.3


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no niceness on this system")
@pytest.mark.parametrize("is_training", [False, True])
def test_the_process_yields_to_others_and_leaves_with_its_server(store, is_training):
    job_id = store.create(TrainSpec("order", "rnn", "max-over-time", budget_s=600.0))
    process = start()
    process.stdout.readline()
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.nice(0) + worker.NICENESS)
    if is_training:
        print(json.dumps({"folder": str(store.path(job_id))}), file=process.stdin, flush=True)
        while not store.progress(job_id) or store.progress(job_id)[-1].phase != "training":
            assert process.poll() is None
            time.sleep(0.05)
    process.stdin.close()
    assert process.wait(TIMEOUT_S) == 0
    assert store.end(job_id) is None


def test_a_process_that_waits_has_loaded_what_the_first_step_needs():
    code = (
        "import sys; from rnn_core import worker; worker._import_ahead(); before = set(sys.modules); "
        "from rnn_core.remembering.models import learning, start_model; model = start_model('rnn', 4, 0); "
        "next(learning(model, 5, batch_size=4, learning_rate=0.01, seed=0)); "
        "print(len(set(sys.modules) - before))"
    )
    assert int(subprocess.check_output([sys.executable, "-c", code])) < 10


def test_the_store_needs_neither_torch_nor_streamlit():
    code = "import sys, rnn_core.jobs; sys.exit(bool({'torch', 'streamlit', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_checkpoint_that_is_not_written_leaves_none(store, monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rnn_core.sentiment.checkpoints.save_checkpoint", fail)
    job_id = run(store)
    assert store.end(job_id).state == "failed"
    assert not (store.path(job_id) / "model.safetensors").exists()


def test_a_job_without_a_folder_is_unknown(store):
    with pytest.raises(UnknownJobError):
        worker.Job(store.folder / ("a" * 16)).run(order_corpus)


def test_torch_is_left_as_it_was(store):
    threads = torch.get_num_threads()
    run(store)
    assert torch.get_num_threads() == threads


def test_a_rival_that_counts_words_leaves_a_result_and_no_network(store):
    job_id = store.create(TrainSpec("order", "tfidf", "textbook"))
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    end = store.end(job_id)
    assert (end.state, end.result.validation_size) == ("done", 200)
    assert int(end.result.right.marks, 16).bit_count() == round(200 * end.result.validation_accuracy)
    assert not (store.path(job_id) / "model.safetensors").exists()
