import json
from dataclasses import replace

import pandas as pd
import pytest

from rnn_core.data.imdb import validation_films
from rnn_core.sentiment import calibrate
from rnn_core.sentiment.calibration_figures import CalibrationFigures
from rnn_core.sentiment.checkpoints import save_checkpoint
from rnn_core.sentiment.commands import run_command
from tests.core.sentiment.cases import VOCABULARY, make_corpus, make_model
from tests.core.sentiment.test_card import FIGURES


@pytest.fixture
def folder(tmp_path):
    """Give a folder with data, texts without labels, and two models that learned nothing."""
    corpus = make_corpus(140, 60)
    texts = [*corpus.train_texts, *corpus.validation_texts]
    labels = [*corpus.train_labels, *corpus.validation_labels]
    movies = [f"tt{k // 5}" for k in range(len(texts))]
    pd.DataFrame({"text": texts, "label": labels, "movie": movies}).to_parquet(tmp_path / "train.parquet")
    for cell in ("gru", "rnn"):
        sha256 = save_checkpoint(tmp_path / "out" / f"{cell}.safetensors", make_model(cell=cell), VOCABULARY)
        replace(FIGURES, cell=cell, sha256=sha256).save(tmp_path / "out")
    return tmp_path


def run(folder, *more):
    data, out = str(folder / "train.parquet"), str(folder / "out")
    calibrate.main(["--data", data, "--models", out, "--validation-size", "60", *more])


def test_the_command_writes_the_figures_and_the_card_and_prints_a_line_a_model(folder, capsys):
    run(folder)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["model"] for line in told] == ["rnn", "gru"]
    card = (folder / "out" / "MODEL_CARD.md").read_text("utf-8")
    for line in told:
        figures = CalibrationFigures.load(folder / "out", line["model"])
        assert figures.temperature == line["temperature"]
        assert f"{figures.temperature:.4f}" in card
        assert line["n"] == figures.raw.size
        assert 60 <= line["n"] < 70
    assert "python -m rnn_core.sentiment.calibrate --data train.parquet" in card


def test_texts_that_teachers_labelled_are_left_out(folder, capsys):
    run(folder)
    all_of_them = json.loads(capsys.readouterr().out.splitlines()[0])["n"]
    films = set(validation_films(folder / "train.parquet", 60))
    table = pd.read_parquet(folder / "train.parquet")
    held_back = table[table["movie"].isin(films)]["text"].tolist()
    table = pd.DataFrame({"text": held_back[:7], "movie": ["other"] * 7})
    table.to_parquet(folder / "unsup.parquet")
    run(folder)
    assert json.loads(capsys.readouterr().out.splitlines()[0])["n"] == all_of_them - 7


def test_a_folder_without_models_is_one_sentence(folder, capsys):
    with pytest.raises(SystemExit) as ended:
        run_command(
            lambda: calibrate.main(["--data", str(folder / "train.parquet"), "--models", str(folder)])
        )
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(
        "must hold a model with its figures, such as lstm.json; found none\n"
    )
