import os
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_core.sentiment import preparation
from rnn_core.sentiment.preparation import CUTTING, PreparationStopped, prepare
from rnn_core.text import vectors
from rnn_core.text.shipped_vectors import load_word_vectors
from rnn_core.text.tokenizer import words
from rnn_core.text.vectors import ppmi
from rnn_core.weight_files import CheckpointError
from tests.core.sentiment.cases import TINY, make_corpus

RECIPE = replace(TINY, word_vectors=True, embedding_size=4)
CORPUS = make_corpus()


def same(one, two):
    parts = [
        (p.vocabulary, p.train.ids.tolist(), p.validation.ids.tolist(), p.vectors.tolist())
        for p in (one, two)
    ]
    return parts[0] == parts[1]


def test_words_of_validation_alone_are_unknown():
    corpus = replace(CORPUS, validation_texts=["zebra zebra", "fine"], validation_labels=[0, 1])
    prepared = prepare(corpus, TINY)
    assert "zebra" not in prepared.vocabulary
    assert prepared.validation[0].tolist() == [1, 1]


def test_what_was_kept_is_what_would_be_made(tmp_path):
    said = []
    made = prepare(CORPUS, RECIPE, say=said.append, cache_dir=tmp_path)
    read = prepare(CORPUS, RECIPE, say=said.append, cache_dir=tmp_path)
    assert same(made, read)
    assert same(made, prepare(CORPUS, RECIPE))
    assert said == ["Cutting the reviews into words", "Counting which words keep company"]


def test_how_many_texts_are_cut_is_told_on_the_way(monkeypatch):
    monkeypatch.setattr(preparation, "SAY_EVERY", 100)
    total, said = len(CORPUS.train_texts) + len(CORPUS.validation_texts), []
    prepare(CORPUS, TINY, say=said.append)
    assert said[:3] == [CUTTING, f"{CUTTING}: 100 of {total:,}", f"{CUTTING}: 200 of {total:,}"]
    assert len(said) == 1 + total // 100


def test_shipped_vectors_are_taken_word_by_word_and_nothing_is_counted(tmp_path):
    said = []
    recipe = replace(TINY, word_vectors=True, shipped_vectors=True, embedding_size=64)
    corpus = replace(CORPUS, train_texts=["fine zebralike", *CORPUS.train_texts[1:]])
    prepared = prepare(corpus, recipe, say=said.append, cache_dir=tmp_path)
    shipped = load_word_vectors()
    number = prepared.vocabulary.words.index
    expected = shipped.vectors[shipped.vocabulary.words.index("fine")]
    torch.testing.assert_close(prepared.vectors[number("fine")], expected)
    assert not prepared.vectors[number("zebralike")].any()
    assert not prepared.vectors[:2].any(), "filler and the unknown word"
    assert said == ["Cutting the reviews into words"]


def test_shipped_vectors_that_do_not_fit_or_are_damaged_are_counted(monkeypatch):
    counted = prepare(CORPUS, RECIPE)
    assert same(prepare(CORPUS, replace(RECIPE, shipped_vectors=True)), counted), "64 numbers are not 4"

    def damaged():
        raise CheckpointError("word_vectors.safetensors is damaged")

    monkeypatch.setattr(preparation, "load_word_vectors", damaged)
    assert same(prepare(CORPUS, replace(RECIPE, shipped_vectors=True)), counted)


@pytest.mark.parametrize(
    "change",
    [
        {"corpus": replace(CORPUS, train_texts=[*CORPUS.train_texts[:-1], "other words"])},
        {"recipe": replace(RECIPE, vocab_size=9)},
        {"more_texts": ["fine film"]},
    ],
)
def test_anything_that_changes_the_result_changes_the_name(tmp_path, change):
    settings = {"corpus": CORPUS, "recipe": RECIPE}
    prepare(**settings, cache_dir=tmp_path)
    before = set(tmp_path.iterdir())
    prepare(**(settings | change), cache_dir=tmp_path)
    assert len(set(tmp_path.iterdir()) - before) == 2


def test_a_damaged_file_is_made_again(tmp_path):
    made = prepare(CORPUS, RECIPE, cache_dir=tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert same(made, prepare(CORPUS, RECIPE, cache_dir=tmp_path))


@pytest.mark.parametrize("part", ["train", "validation", "more"])
def test_it_breaks_off_soon_after_it_is_told_and_keeps_nothing(tmp_path, monkeypatch, part):
    monkeypatch.setattr(preparation, "CHECK_EVERY", 10)
    cut = []
    monkeypatch.setattr(preparation, "words", lambda text: cut.append(text) or words(text))
    told_after = {"train": 15, "more": 175, "validation": 235}[
        part
    ]  # 160 to train on, 60 more, 60 to judge on
    with pytest.raises(PreparationStopped):
        prepare(
            CORPUS,
            RECIPE,
            cache_dir=tmp_path,
            more_texts=make_corpus(60, 1).train_texts,
            should_stop=lambda: len(cut) >= told_after,
        )
    assert told_after <= len(cut) <= told_after + 10
    assert not list(tmp_path.iterdir())


def test_it_breaks_off_between_counting_and_the_decomposition(monkeypatch):
    counted = []
    monkeypatch.setattr(vectors, "ppmi", lambda pairs: counted.append(pairs) or ppmi(pairs))
    monkeypatch.setattr(vectors, "randomised_svd", lambda *a: pytest.fail("it was told to stop"))
    with pytest.raises(PreparationStopped):
        prepare(CORPUS, RECIPE, should_stop=lambda: bool(counted))


def test_more_texts_follow_and_give_no_words():
    prepared = prepare(CORPUS, RECIPE, more_texts=["fine zebra"])
    assert len(prepared.train) == len(CORPUS.train_texts) + 1
    assert prepared.train[-1 + len(prepared.train)].tolist()[1] == 1
    assert "zebra" not in prepared.vocabulary


def test_vectors_come_where_the_recipe_wants_them():
    assert prepare(CORPUS, TINY).vectors is None
    counted = prepare(CORPUS, RECIPE).vectors
    assert counted.dtype == torch.float32
    assert np.isfinite(counted.numpy()).all()


def test_what_is_kept_does_not_grow_without_end_and_what_is_in_use_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(preparation, "MAX_KEPT_BYTES", 3_500)
    for age, name in enumerate(("used", "old", "newer")):
        preparation.save_arrays(tmp_path, name, {"numbers": np.zeros(100)})
        os.utime(tmp_path / f"{name}.npz", (1_000 + age, 1_000 + age))
    (tmp_path / "killed.7.part.npz").write_bytes(b"half a file")
    os.utime(tmp_path / "killed.7.part.npz", (1, 1))
    assert preparation.load_arrays(tmp_path, "used") is not None
    preparation.save_arrays(tmp_path, "newest", {"numbers": np.zeros(100)})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["newer.npz", "newest.npz", "used.npz"]


def test_what_is_larger_than_there_is_room_is_kept_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(preparation, "MAX_KEPT_BYTES", 10)
    for name in ("first", "second"):
        preparation.save_arrays(tmp_path, name, {"numbers": np.zeros(100)})
        os.utime(tmp_path / f"{name}.npz", (1_000, 1_000))
    assert [path.name for path in tmp_path.iterdir()] == ["second.npz"]


def test_half_a_file_on_a_full_disk_is_taken_away(tmp_path, monkeypatch):
    def fill(path, **arrays):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", fill)
    with pytest.raises(OSError, match="No space left"):
        preparation.save_arrays(tmp_path, "texts", {"numbers": np.zeros(3)})
    assert list(tmp_path.iterdir()) == []
