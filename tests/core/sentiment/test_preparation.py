from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_core.sentiment.preparation import prepare
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


def test_more_texts_follow_and_give_no_words():
    prepared = prepare(CORPUS, RECIPE, more_texts=["fine zebra"])
    assert len(prepared.train) == len(CORPUS.train_texts) + 1
    assert prepared.train[-1 + len(prepared.train)].tolist()[1] == 1
    assert "zebra" not in prepared.vocabulary


def test_vectors_come_where_the_recipe_wants_them():
    assert prepare(CORPUS, TINY).vectors is None
    vectors = prepare(CORPUS, RECIPE).vectors
    assert vectors.dtype == torch.float32
    assert np.isfinite(vectors.numpy()).all()
