import errno
import io
import json
import re
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from rnn_core.data.imdb import validation_films
from rnn_core.sentiment import checkpoints, evaluate, predict, train
from rnn_core.sentiment.calibration import calibrate
from rnn_core.sentiment.checkpoints import SHIPPED
from rnn_core.sentiment.commands import run_command
from rnn_core.sentiment.recipes import recipe_for
from tests.core.sentiment.cases import make_corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder with data, and a model that the command trained on it."""
    folder = tmp_path_factory.mktemp("trained")
    corpus = make_corpus(200, 100)
    texts, labels = (
        [*corpus.train_texts, *corpus.validation_texts],
        [*corpus.train_labels, *corpus.validation_labels],
    )
    movies = [f"tt{k // 5}" for k in range(len(texts))]
    pd.DataFrame({"text": texts, "label": labels, "movie": movies}).to_parquet(folder / "train.parquet")
    pd.DataFrame({"text": texts, "label": labels}).to_parquet(folder / "plain.parquet")
    train.main(_train_arguments(folder, "gru"))
    return folder


def _train_arguments(folder, cell, *more):
    data, out = str(folder / "train.parquet"), str(folder / "out")
    return ["--cell", cell, "--data", data, "--out", out, "--validation-size", "60", "--epochs", "25", *more]


def run(module, *arguments):
    """Run a command as a person does."""
    command = [sys.executable, "-m", f"rnn_core.sentiment.{module}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


def test_training_writes_the_model_its_words_its_figures_and_the_card(folder):
    out = folder / "out"
    names = {path.name for path in out.iterdir()}
    assert {"gru.safetensors", "vocabulary.txt", "gru.json", "MODEL_CARD.md"} <= names
    figures = json.loads((out / "gru.json").read_text())
    assert figures["command"] == (
        "python -m rnn_core.sentiment.train --cell gru --data train.parquet --out DIR"
        " --epochs 25 --validation-size 60"
    )
    assert f"{figures['validation_accuracy']:.1%}" in (out / "MODEL_CARD.md").read_text()


def test_the_figures_are_those_of_the_saved_file(folder, capsys):
    model = str(folder / "out" / "gru.safetensors")
    evaluate.main(["--data", str(folder / "train.parquet"), "--model", model, "--validation-size", "60"])
    printed = json.loads(capsys.readouterr().out)
    figures = json.loads((folder / "out" / "gru.json").read_text())
    assert printed["n"] == figures["validation_size"]
    assert printed["accuracy"] == figures["validation_accuracy"]
    assert printed["accuracy"] > 0.9


def test_training_again_gives_the_same_bytes(folder, capsys):
    before = (folder / "out" / "gru.safetensors").read_bytes()
    train.main(_train_arguments(folder, "gru"))
    assert (folder / "out" / "gru.safetensors").read_bytes() == before
    told = capsys.readouterr()
    assert json.loads(told.out)["cell"] == "gru"
    assert "validation accuracy" in told.err


def test_teachers_are_asked_where_unlabelled_reviews_lie_beside_the_data(folder, tmp_path, capsys):
    corpus = make_corpus(100, 10, seed=3)
    # Some labelled reviews stand among the unlabelled ones, as in IMDB: such a review is no fair test.
    texts = [*corpus.train_texts, *make_corpus(200, 100).train_texts[::2]]
    movies = [f"tt{k}" for k in range(len(texts))]
    (tmp_path / "train.parquet").write_bytes((folder / "train.parquet").read_bytes())
    pd.DataFrame({"text": texts, "movie": movies}).to_parquet(tmp_path / "unsup.parquet")
    train.main(_train_arguments(tmp_path, "rnn"))
    told = capsys.readouterr()
    taught = json.loads(told.out)
    train.main(_train_arguments(tmp_path, "rnn", "--no-unlabelled"))
    alone = json.loads(capsys.readouterr().out)
    assert "The teachers read the reviews without labels" in told.err
    assert 0 < taught["unlabelled_size"] < 200
    assert taught["validation_size"] < alone["validation_size"]
    assert alone["unlabelled_size"] == 0
    assert "--no-unlabelled" in alone["command"]


def test_a_recipe_without_teachers_stays_itself_where_unlabelled_reviews_lie_beside_the_data(
    folder, tmp_path, monkeypatch, capsys
):
    (tmp_path / "train.parquet").write_bytes((folder / "train.parquet").read_bytes())
    (tmp_path / "unsup.parquet").write_bytes((folder / "train.parquet").read_bytes())
    used, learn = [], train.train
    monkeypatch.setattr(train, "train", lambda *a, **k: used.append(k) or learn(*a, **k))
    train.main(_train_arguments(tmp_path, "rnn", "--recipe", "textbook", "--epochs", "1"))
    assert json.loads(capsys.readouterr().out)["unlabelled_size"] == 0
    assert [(k["recipe"], k["taught"]) for k in used] == [
        (replace(recipe_for("textbook", "imdb"), num_epochs=1), None)
    ]
    beside = ["--unlabelled", str(tmp_path / "unsup.parquet")]
    with pytest.raises(ValueError, match=r"only the recipe thorough on imdb .*; found textbook on imdb"):
        train.main(_train_arguments(tmp_path, "rnn", "--recipe", "textbook", *beside))


def test_unlabelled_reviews_of_nothing_but_held_back_films_are_refused(folder, tmp_path):
    films = validation_films(folder / "train.parquet", 60)
    path = tmp_path / "unsup.parquet"
    pd.DataFrame({"text": ["A film."] * len(films), "movie": films}).to_parquet(path)
    with pytest.raises(ValueError, match=r"unsup\.parquet must hold reviews of films that are not held back"):
        train.main(_train_arguments(folder, "rnn", "--out", str(tmp_path), "--unlabelled", str(path)))


def test_evaluate_needs_no_more_than_text_and_label_and_prints_one_line(folder):
    model = str(folder / "out" / "gru.safetensors")
    done = run("evaluate", "--data", str(folder / "plain.parquet"), "--model", model)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    result = json.loads(done.stdout)
    assert (result["n"], result["model"]) == (300, model)
    assert 0.9 < result["accuracy"] <= 1
    assert 0 <= result["calibration_error"] < 0.5
    assert result["temperature"] == 1


def test_predict_prints_the_value_after_each_token(folder):
    done = run("predict", "--model", str(folder / "out" / "gru.safetensors"), "A lovely film, zebra.")
    result = json.loads(done.stdout)
    assert result["label"] == ("positive" if result["probability"] >= 0.5 else "negative")
    assert [token["text"] for token in result["tokens"]] == ["a", "lovely", "film", ",", "zebra", "."]
    assert result["tokens"][-1]["probability"] == result["probability"]
    assert result["num_unknown"] == sum(not token["known"] for token in result["tokens"])
    assert result["logit"] == result["tokens"][-1]["logit"]
    assert result["temperature"] == 1


def test_a_shipped_network_s_probability_is_calibrated_and_another_temperature_can_be_asked_for(capsys):
    predict.main(["--model", "gru", "A fine film."])
    shipped = json.loads(capsys.readouterr().out)
    assert shipped["temperature"] == SHIPPED["gru"].temperature
    assert shipped["probability"] == pytest.approx(calibrate(shipped["logit"], shipped["temperature"]))
    predict.main(["--model", "gru", "--temperature", "1", "A fine film."])
    raw = json.loads(capsys.readouterr().out)
    assert raw["probability"] == pytest.approx(calibrate(raw["logit"]))
    assert raw["logit"] == shipped["logit"]


def test_predict_reads_standard_input(folder, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("lovely"))
    predict.main(["--model", str(folder / "out" / "gru.safetensors"), "-"])
    assert json.loads(capsys.readouterr().out)["num_tokens"] == 1


CHOICES = "the model must be one of rnn, lstm, gru, or a .safetensors file; found 'bert'"


@pytest.mark.parametrize(
    ("module", "arguments", "message"),
    [
        (predict, ["--model", "bert", "fine"], CHOICES),
        (
            predict,
            ["--model", "none.safetensors", "fine"],
            "none.safetensors cannot be read: No such file or directory",
        ),
        (predict, [], "the following arguments are required: text"),
        (predict, ["--temperature", "0", "fine"], "temperature must be a finite number from"),
        (evaluate, ["--data", "none.parquet", "--model", "MODEL"], "none.parquet: there is no such file"),
        (evaluate, ["--model", "MODEL"], "the following arguments are required: --data"),
        (predict, ["--model", "MODEL", "***"], "The review must hold at least one word; none was found."),
        (train, ["--cell", "mlp", "--data", "a", "--out", "b"], "invalid choice: 'mlp'"),
        (train, ["--cell", "rnn", "--data", "DATA", "--out", "b", "--recipe", "luck"], "found 'luck'"),
        (
            train,
            ["--cell", "rnn", "--data", "DATA", "--out", "b", "--seed", "-1"],
            "seed must be between 0 and",
        ),
        (
            train,
            ["--cell", "rnn", "--data", "DATA", "--out", "b", "--epochs", "0"],
            "whole number of 1 or more",
        ),
    ],
)
def test_bad_input_ends_with_one_sentence_and_code_2(folder, capsys, module, arguments, message):
    places = {"MODEL": str(folder / "out" / "gru.safetensors"), "DATA": str(folder / "train.parquet")}
    arguments = [places.get(argument, argument) for argument in arguments]
    with pytest.raises(SystemExit) as ended:
        run_command(lambda: module.main(arguments))
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert message in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_no_traceback_reaches_a_person():
    done = run("predict", "--model", "bert", "fine")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == CHOICES


@pytest.fixture
def _no_work(monkeypatch):
    for name in ("train", "teach"):
        monkeypatch.setattr(train, name, lambda *a, **k: pytest.fail("it began before it looked at --out"))


@pytest.mark.usefixtures("_no_work")
@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_a_folder_is_refused_before_the_data_are_read(tmp_path, capsys, place):
    (tmp_path / "file").write_text("here first")
    arguments = ["--cell", "rnn", "--data", "none.parquet", "--out", str(tmp_path / place)]
    with pytest.raises(SystemExit):
        run_command(lambda: train.main(arguments))
    told = capsys.readouterr().err
    assert re.fullmatch(r"cannot write into the folder \S+: [\w ]+\n", told)


@pytest.mark.usefixtures("_no_work")
def test_a_folder_that_takes_no_files_is_refused_before_the_data_are_read(tmp_path, monkeypatch):
    def refuse(*a, **k):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(checkpoints, "TemporaryFile", refuse)  # permissions do not bind an administrator
    with pytest.raises(
        checkpoints.CheckpointError, match=r"cannot write into the folder .*: Permission denied"
    ):
        train.main(["--cell", "rnn", "--data", "none.parquet", "--out", str(tmp_path)])


@pytest.mark.usefixtures("_no_work")
def test_a_folder_with_another_vocabulary_is_not_written_over(folder, tmp_path):
    before = (folder / "out" / "vocabulary.txt").read_bytes()
    (tmp_path / "vocabulary.txt").write_bytes(before[:-2])
    with pytest.raises(checkpoints.CheckpointError, match="holds the words of another training"):
        train.main(_train_arguments(folder, "rnn", "--out", str(tmp_path), "--epochs", "1"))
