"""The script that a run leaves: alone with PyTorch it must come to the same weights as the project's code."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors.torch import load_file

from rnn_core.data.imdb import load_imdb
from rnn_core.data.order import order_corpus
from rnn_core.export.memory import memory_script
from rnn_core.export.script import needs_shipped_vectors, training_script
from rnn_core.export.settings import run_settings
from rnn_core.remembering.cell_training import judged_task, train_cell
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import JobData, JobResult, RightAnswers
from rnn_core.running.view import JobView
from rnn_core.sentiment import training
from rnn_core.sentiment.control import Control
from rnn_core.sentiment.progress import TrainProgress
from rnn_core.sentiment.recipes import RECIPES
from rnn_core.sentiment.rivals import fit_rival
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.sentiment.training import train
from rnn_core.text.tokenizer import words
from rnn_core.weight_files import MODELS_DIR

ONE_PASS = (("batch_size", 32), ("num_epochs", 1), ("vocab_size", 300))
ODD_TEXTS = [
    "",
    "It's <br /> GREAT\u2019s!!",
    "na\u0308ive cafe\u0301 \U0001f600\u200d",
    "co\u00adop 3.5/10 a_b",
]


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file such as IMDB's, of sentences written here, some with odd characters, one twice."""
    corpus = order_corpus(1_200)
    texts = [*corpus.train_texts[:240], *ODD_TEXTS, corpus.train_texts[0]]
    labels = [*corpus.train_labels[:240], 0, 1, 0, 1, corpus.train_labels[0]]
    movies = [str(k // 6) for k in range(len(texts))]
    path = tmp_path_factory.mktemp("export") / "train.parquet"
    pd.DataFrame({"text": texts, "label": labels, "movie": movies}).to_parquet(path)
    return path


def load(script: str, folder: Path) -> SimpleNamespace:
    """Run a script's definitions, not its ``main``."""
    names: dict[str, Any] = {"__name__": "script", "__file__": str(folder / "train.py")}
    exec(compile(script, "train.py", "exec"), names)
    return SimpleNamespace(**names)


def run(script: SimpleNamespace, path: Path) -> SimpleNamespace:
    (texts, labels), (unseen, unseen_labels) = script.read_reviews(path, 60)
    texts, unseen = [script.words(text) for text in texts], [script.words(text) for text in unseen]
    vocabulary = script.make_vocabulary(texts)
    rows = [script.encode(text, vocabulary) for text in texts]
    planned = script.PLANNED_STEPS or -(-len(rows) // script.BATCH_SIZE) * script.NUM_EPOCHS
    num_steps = script.NUM_STEPS or planned
    network, losses = script.train(rows, labels, vocabulary, num_steps, planned)
    share = script.accuracy(network, [script.encode(text, vocabulary) for text in unseen], unseen_labels)
    return SimpleNamespace(network=network, losses=losses, vocabulary=vocabulary, accuracy=share)


def expect_alike(ours: torch.nn.Module, theirs: torch.nn.Module) -> None:
    for (name, mine), (other_name, yours) in zip(
        ours.state_dict().items(), theirs.state_dict().items(), strict=True
    ):
        assert name == other_name
        # Adam makes a step of the whole rate out of a gradient that is nothing but rounding.
        torch.testing.assert_close(mine, yours, atol=2e-3, rtol=1e-3)
        assert (mine - yours).abs().mean() < 1e-3


@pytest.mark.parametrize(
    ("cell", "recipe", "changes"),
    [
        ("rnn", "textbook", ()),
        ("lstm", "last-step", (("word_vectors", False),)),
        ("gru", "max-over-time", (("clip_norm", None), ("window", "tail"))),
        ("rnn", "thorough", (("embedding_size", 48),)),
        ("lstm", "textbook", (("pooling", "last real"), ("snippet_share", 0.5))),
        ("mean", "max-over-time", (("word_dropout", 0.3),)),
    ],
)
def test_a_script_comes_to_the_weights_of_the_app(reviews, cell, recipe, changes):
    spec = TrainSpec("imdb", cell, recipe, seed=3, changes=tuple({**dict(ONE_PASS), **dict(changes)}.items()))
    trained = train(spec, load_imdb(reviews, validation_size=60))
    script = training_script(spec, trained.history)
    alone = run(load(script, reviews.parent), reviews)
    assert tuple(alone.vocabulary) == trained.vocabulary.words
    assert len(alone.losses) == trained.num_steps >= 5
    assert alone.accuracy == pytest.approx(trained.validation_accuracy, abs=1e-9)
    expect_alike(trained.model, alone.network)


def test_the_seed_matters_to_the_comparison(reviews):
    spec = TrainSpec("imdb", "rnn", "max-over-time", seed=3, changes=(*ONE_PASS, ("word_vectors", False)))
    trained = train(spec, load_imdb(reviews, validation_size=60))
    other = run(load(training_script(spec).replace("SEED = 3", "SEED = 4", 1), reviews.parent), reviews)
    with pytest.raises(AssertionError):
        expect_alike(trained.model, other.network)


def test_what_was_changed_by_hand_is_changed_at_the_same_step(reviews, monkeypatch):
    monkeypatch.setattr(training, "LOOK_EVERY_S", 0.0)
    spec = TrainSpec("imdb", "rnn", "max-over-time", seed=1, changes=(*ONE_PASS, ("word_vectors", False)))
    latest, asked = (
        Control(),
        iter(
            [
                Control(),
                Control(),
                Control(paused=True),
                Control(learning_rate=0.02, clip_norm=0.1, dropout=0.0),
                Control(clip_norm=0.0, dropout=0.5),
            ]
        ),
    )

    def control() -> Control:
        nonlocal latest
        latest = next(asked, latest)
        return latest

    trained = train(spec, load_imdb(reviews, validation_size=60), control=control)
    script = training_script(spec, trained.history)
    assert "STEERED = {2: (0.02, 0.1, 0.0), 3: (0.003, None, 0.5)}" in script
    expect_alike(trained.model, run(load(script, reviews.parent), reviews).network)


def test_a_run_with_a_budget_takes_its_steps_and_the_shipped_vectors(reviews, tmp_path):
    changes = (("batch_size", 32), ("vocab_size", 300))
    spec = TrainSpec("imdb", "rnn", "max-over-time", budget_s=20.0, changes=changes)
    assert needs_shipped_vectors(spec)
    reports = [TrainProgress("training", step=5, elapsed_s=5.0, fraction=0.25, budget_s=20.0)]
    for name, copied in (("word_vectors.safetensors",) * 2, ("vocabulary.txt", "word_vectors.txt")):
        shutil.copy(MODELS_DIR / name, tmp_path / copied)
    script = load(training_script(spec, reports), tmp_path)
    assert (script.NUM_STEPS, script.PLANNED_STEPS) == (5, 20)
    start = script.start_vectors({"<pad>": 0, "<unknown>": 1, "excellent": 2, "zorbulent": 3})
    assert start.shape == (4, 64)
    assert (start.abs().sum(1) > 0).tolist() == [False, False, True, False]
    assert len(run(script, reviews).losses) == 5


@pytest.mark.parametrize("cell", ["tfidf", "tfidf2"])
def test_a_rival_is_counted_and_weighed_alike(reviews, tmp_path, cell):
    spec = TrainSpec("imdb", cell, "max-over-time")
    path = tmp_path / "train.py"
    path.write_text(training_script(spec), "utf-8")
    command = [sys.executable, str(path), "--data", str(reviews), "--validation-size", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=200)
    told = json.loads(done.stdout)
    corpus = load_imdb(reviews, validation_size=60)
    rival = fit_rival(cell, corpus)
    right = (rival.logits(corpus.validation_texts) >= 0) == (np.array(corpus.validation_labels) == 1)
    assert told["accuracy"] == pytest.approx(right.mean())
    assert told["parameters"] == rival.num_parameters


def test_the_script_runs_alone_on_a_csv_that_is_split_already(tmp_path):
    corpus = order_corpus(1_200)
    frame = pd.DataFrame({"text": corpus.train_texts, "label": corpus.train_labels, "part": "train"})
    unseen = pd.DataFrame(
        {"text": corpus.validation_texts, "label": corpus.validation_labels, "part": "validation"}
    )
    pd.concat([frame, unseen]).to_csv(tmp_path / "reviews.csv", index=False)
    (tmp_path / "train.py").write_text(training_script(TrainSpec("order", "gru", "thorough")), "utf-8")
    command = [sys.executable, "-I", "train.py", "--data", "reviews.csv", "--steps", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=200)
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["n"], told["steps"]) == (200, 3)
    assert (tmp_path / "model.safetensors").is_file()


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru", "mean", "tfidf"])
@pytest.mark.parametrize("recipe", list(RECIPES))
@pytest.mark.parametrize("budget_s", [None, 20.0])
def test_every_script_is_python_without_a_trace_of_the_project(cell, recipe, budget_s):
    for dataset in ("order", "imdb"):
        tree = ast.parse(training_script(TrainSpec(dataset, cell, recipe, budget_s=budget_s)))
        imported = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(name.startswith(("rnn_core", "pages", "streamlit")) for name in imported)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        plain = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
        assert plain - {"numpy", "pandas"} <= used, "nothing is imported for nothing"


@pytest.mark.parametrize("spec", [RecallSpec("gru", 5), RecallSpec("lstm-3", 5, seed=2)])
def test_the_memory_test_s_script_comes_to_the_weights_of_the_app_alone(spec, tmp_path):
    trained = train_cell(spec, num_updates=30)
    (tmp_path / "train.py").write_text(memory_script(spec), "utf-8")
    command = [sys.executable, "-I", "train.py", "--updates", "30"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=200)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["accuracy"] == pytest.approx(trained.model.accuracy(judged_task(5)), abs=0.002)
    theirs = load_file(tmp_path / "model.safetensors")
    for name, mine in trained.model.state_dict().items():
        torch.testing.assert_close(theirs[name], mine, atol=1e-4, rtol=1e-3)


def test_a_memory_run_that_was_stopped_is_trained_as_far():
    reports = [TrainProgress("training", step=40)]
    assert "NUM_UPDATES = 40\n" in memory_script(RecallSpec("rnn", 20), reports)


@pytest.mark.parametrize("text", [*ODD_TEXTS, "ქართული हिन्दी العربية", "don\u0092t"])
def test_the_script_cuts_words_as_the_app_does(text, tmp_path):
    assert load(training_script(TrainSpec("order", "tfidf", "textbook")), tmp_path).words(text) == words(text)


def test_every_setting_is_in_the_json():
    spec = TrainSpec("order", "rnn", "textbook", budget_s=5.0, changes=(("dropout", 0.25),))
    report = TrainProgress("training", step=4, elapsed_s=1.5, changed="learning rate 0.01")
    right = RightAnswers.of("some", [True, False])
    result = JobResult(0.9, 0.02, 200, 5.0, 40, 5_000, 1_000, 300, right=right)
    view = JobView("a" * 16, "done", spec, (report,), data=JobData(9, 5, 5, "by hand"), result=result)
    told = json.loads(run_settings(view))
    assert told["asked for"] == json.loads(spec.to_json())
    assert told["settings"]["dropout"] == pytest.approx(0.25)
    assert told["settings"]["padding"] == "right"
    assert told["changed on its way"] == [{"step": 4, "seconds": 1.5, "changed": "learning rate 0.01"}]
    assert told["result"]["validation_accuracy"] == pytest.approx(0.9)
    assert "right" not in told["result"]
    memory = json.loads(run_settings(JobView("a" * 16, "failed", RecallSpec("lstm-3", 50, seed=2))))
    assert (memory["settings"]["hidden_size"], memory["settings"]["forget_bias"]) == (16, 3.0)
    assert memory["asked for"]["num_steps"] == 50
    assert memory["result"] is None
    assert told["reviews"]["num_train"] == 9
