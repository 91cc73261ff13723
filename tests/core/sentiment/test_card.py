from dataclasses import replace

import pytest

from rnn_core.sentiment.card import Figures, render_card

FIGURES = Figures(
    command="python -m rnn_core.sentiment.train --cell gru --data train.parquet --out DIR",
    cell="gru",
    recipe="thorough",
    seed=0,
    num_epochs=4,
    training_s=180.4,
    train_size=22_402,
    unlabelled_size=0,
    split="split by film (seed 1)",
    validation_size=2_502,
    validation_accuracy=0.8912,
    standard_error=0.0062,
    validation_loss=0.27,
    sentence_size=2_400,
    sentence_accuracy=0.654,
    vocab_size=20_000,
    embedding_size=64,
    hidden_size=64,
    max_tokens=1_000,
    num_weights=1_300_000,
    file_bytes=2_600_000,
    sha256="ab" * 32,
    vocabulary_sha256="cd" * 32,
    torch_version="2.13.0",
)


def test_the_card_says_what_was_measured_how_and_of_which_file(tmp_path):
    FIGURES.save(tmp_path)
    card = render_card(tmp_path)
    for said in (
        "89.1%",
        "0.6%",
        "65.4%",
        "2,400 sentences",
        "2,502 held-back",
        "22,402 reviews",
        FIGURES.command,
        "ab" * 32,
        "cd" * 32,
        "P11-1015",
    ):
        assert said in card
    assert "Unlabelled reviews: none." in card
    assert "{" not in card


def test_teachers_are_told_of(tmp_path):
    replace(FIGURES, unlabelled_size=49_507).save(tmp_path)
    assert "49,507 unlabelled reviews" in render_card(tmp_path)


def test_models_stand_in_one_order(tmp_path):
    for cell in ("lstm", "gru", "rnn"):
        replace(FIGURES, cell=cell).save(tmp_path)
    rows = [line for line in render_card(tmp_path).splitlines() if line.startswith("| ") and "MB" in line]
    assert [row.split("`")[1] for row in rows] == ["rnn.safetensors", "lstm.safetensors", "gru.safetensors"]


def test_figures_survive_the_disk(tmp_path):
    FIGURES.save(tmp_path)
    assert Figures.load(tmp_path / "gru.json") == FIGURES


@pytest.mark.parametrize("content", ["{", "[]", '{"cell": "gru"}'])
def test_damaged_figures_are_refused(tmp_path, content):
    (tmp_path / "gru.json").write_text(content)
    with pytest.raises(ValueError, match=r"the figures gru\.json are damaged"):
        render_card(tmp_path)


def test_a_folder_without_figures_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"must hold the figures of a model, such as lstm\.json; found none"):
        render_card(tmp_path)
