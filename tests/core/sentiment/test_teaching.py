from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_core.data.corpus import TaughtReviews
from rnn_core.sentiment.teaching import teach
from rnn_core.sentiment.word_pairs import WordPairs, occurrences
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import Vocabulary
from tests.core.sentiment.cases import TINY, make_corpus


def encode(*texts):
    cut = [words(text) for text in texts]
    vocabulary = Vocabulary.from_texts(cut, max_size=100)
    return EncodedTexts.encode(cut, vocabulary), len(vocabulary)


def test_each_word_and_each_pair_counts_once_a_text_and_never_across_texts():
    texts = EncodedTexts.from_rows([np.array([2, 3, 2, 3], np.int32), np.array([3], np.int32)])
    found = occurrences(texts, vocab_size=10)
    assert list(zip(found.rows.tolist(), found.keys.tolist(), strict=True)) == [
        (0, 2), (0, 3), (0, 23), (0, 32), (1, 3),
    ]  # fmt: skip


def test_pairs_tell_what_words_alone_cannot():
    reviews = ["not bad", "good really", "not good", "bad really"] * 20
    texts, size = encode(*reviews)
    labels = [1, 1, 0, 0] * 20
    answers = WordPairs.fit(texts, labels, size).logits(texts)
    assert ((answers > 0) == (np.array(labels) == 1)).all()


def test_the_regression_stands_where_its_gradient_vanishes(monkeypatch):
    monkeypatch.setattr("rnn_core.sentiment.word_pairs.MAX_STEPS", 200)
    from rnn_core.sentiment import word_pairs

    rng = np.random.default_rng(0)
    rows, columns = np.nonzero(rng.random((30, 6)) < 0.4)
    ratio, wanted = rng.normal(size=6), rng.integers(0, 2, size=30).astype(float)
    weights, bias = word_pairs._regress(rows, columns, ratio, wanted)
    theta = torch.tensor([*weights, bias], requires_grad=True)
    features = np.zeros((30, 6))
    features[rows, columns] = ratio[columns]
    z = torch.from_numpy(features) @ theta[:-1] + theta[-1]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.from_numpy(wanted))
    (loss + word_pairs.DECAY / 2 * (theta[:-1] ** 2).sum()).backward()
    assert theta.grad.abs().max() < 1e-3


def test_words_that_were_never_seen_weigh_nothing():
    texts, size = encode("good film", "bad film", "good film", "bad film")
    pairs = WordPairs.fit(texts, [1, 0, 1, 0], size)
    stranger = EncodedTexts.from_rows([np.array([1], np.int32)])
    assert pairs.logits(stranger).tolist() == [pairs.bias]


def test_teachers_label_what_nobody_labelled_and_their_answers_are_kept(tmp_path):
    corpus = make_corpus()
    texts = ["the film was lovely", "the film was awful"]
    recipe = replace(TINY, num_epochs=8)
    taught = teach(texts, corpus, recipe, 0, cache_dir=tmp_path)
    assert taught.probabilities[0] > 0.8 > 0.2 > taught.probabilities[1]
    reports = []
    again = teach(texts, corpus, recipe, 0, cache_dir=tmp_path, report=reports.append)
    assert again == taught
    assert reports == []


@pytest.mark.parametrize(
    ("texts", "probabilities", "message"),
    [
        (["a"], [0.1, 0.2], "texts and probabilities differ in number: 1 against 2"),
        (["a"], [1.2], r"probabilities must be between 0 and 1, found 1\.2"),
    ],
)
def test_answers_that_cannot_be_are_refused(texts, probabilities, message):
    with pytest.raises(ValueError, match=message):
        TaughtReviews(texts, probabilities)
