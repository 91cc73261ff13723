from dataclasses import replace

import pandas as pd
import pytest

from rnn_core.data.imdb import load_imdb
from rnn_core.sentiment.card import Figures, render_card
from rnn_core.sentiment.checkpoints import SHIPPED
from rnn_core.sentiment.evaluation import SENTENCE_WORDS
from rnn_core.sentiment.recipes import recipe_for

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


def card_of(folder):
    """Give the card with its lines joined."""
    return " ".join(render_card(folder).split())


def test_the_card_says_what_was_measured_how_and_of_which_file(tmp_path):
    FIGURES.save(tmp_path)
    card = card_of(tmp_path)
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


SHIPPED_ONLY = [
    "Large Movie Review Dataset;",
    "come with Unrolled",
    "official test part",
    "checkpoints.py",
    "of up to 2011",
    "No seed was chosen",
    "this repository's licence",
]


@pytest.mark.parametrize("said", SHIPPED_ONLY)
def test_what_is_true_of_the_shipped_models_is_said_of_no_other(tmp_path, said):
    FIGURES.save(tmp_path)
    assert said not in card_of(tmp_path)
    for shipped in SHIPPED.values():
        replace(FIGURES, cell=shipped.name, sha256=shipped.sha256).save(tmp_path)
    assert said in card_of(tmp_path)


def test_one_strange_file_among_the_shipped_ones_is_not_taken_for_shipped(tmp_path):
    replace(FIGURES, cell="rnn", sha256=SHIPPED["rnn"].sha256).save(tmp_path)
    FIGURES.save(tmp_path)
    assert "come with Unrolled" not in card_of(tmp_path)


def test_the_data_are_named_as_the_command_named_them(tmp_path):
    replace(FIGURES, command=FIGURES.command.replace("train.parquet", "'my reviews.parquet'")).save(tmp_path)
    card = card_of(tmp_path)
    assert "Data: `my reviews.parquet`; 22,402 reviews" in card
    assert "split by film (seed 1)" in card


def test_films_are_spoken_of_only_where_they_were_known(tmp_path, write_table):
    for films, path in write_table.items():
        split = load_imdb(path, validation_size=2).split
        replace(FIGURES, split=split).save(tmp_path)
        assert ("another review of their films" in card_of(tmp_path)) == films
        assert split in card_of(tmp_path)


@pytest.fixture
def write_table(tmp_path):
    """Give two files of reviews: True with films, False without."""
    table = pd.DataFrame({"text": list("abcdef"), "label": [0, 1] * 3, "movie": list("xxyyzz")})
    paths = {True: tmp_path / "films.parquet", False: tmp_path / "plain.parquet"}
    for films, path in paths.items():
        (table if films else table.drop(columns="movie")).to_parquet(path)
    return paths


def test_teachers_are_told_of_with_what_they_change(tmp_path):
    taught = replace(FIGURES, unlabelled_size=49_507, num_epochs=5)
    taught.save(tmp_path)
    card = card_of(tmp_path)
    assert "49,507 unlabelled reviews (`unsup.parquet`)" in card
    plain, student = recipe_for("thorough", "imdb"), recipe_for("thorough", "imdb", taught=True)
    for name in ("num_epochs", "dropout", "word_dropout", "average_decay"):
        assert f"`{name}` from {getattr(plain, name)} to {getattr(student, name)}" in card
    assert "embedding_rate" not in card, "it stays as it is"
    replace(taught, num_epochs=1, command=f"{FIGURES.command} --unlabelled more.parquet --epochs 1").save(
        tmp_path
    )
    card = card_of(tmp_path)
    assert "(`more.parquet`)" in card
    assert "`num_epochs` from" not in card


@pytest.mark.parametrize(
    ("recipe", "said", "unsaid"),
    [
        (
            "textbook",
            [
                "constant rate",
                "at most 256 tokens (head)",
                "start from random numbers",
                "filler on the right",
            ],
            "dropout",
        ),
        (
            "last-step",
            ["one cycle", "(head and tail)", "counted word vectors", "filler on the left"],
            "snippets",
        ),
        (
            "max-over-time",
            ["one cycle", "at most 128 tokens (random)", "maximum over time", "dropout 0.3"],
            "snippets",
        ),
        (
            "thorough",
            ["25% of the batches cut to snippets of 5 to 40 tokens", "word dropout 0.15", "decay 0.998"],
            "constant",
        ),
    ],
)
def test_the_network_and_its_training_are_described_from_the_recipe(tmp_path, recipe, said, unsaid):
    replace(FIGURES, recipe=recipe).save(tmp_path)
    card = card_of(tmp_path)
    assert [part for part in said if part not in card] == []
    assert unsaid not in card


def test_models_that_differ_are_each_told_of(tmp_path):
    FIGURES.save(tmp_path)
    replace(FIGURES, cell="rnn", recipe="textbook", validation_size=60).save(tmp_path)
    card = card_of(tmp_path)
    assert "Vanilla RNN (tanh): 60; GRU: 2,502 held-back" in card
    assert "Vanilla RNN (tanh): recipe `textbook`" in card
    assert "GRU: recipe `thorough`" in card


def test_a_sentence_is_as_long_as_the_card_says(tmp_path):
    FIGURES.save(tmp_path)
    assert "sentences of {} to {} words".format(*SENTENCE_WORDS) in card_of(tmp_path)


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
