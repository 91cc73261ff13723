import pytest
import torch

from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.text.neighbours import Relation, nearest, relation
from rnn_core.text.shipped_vectors import WordVectors, load_word_vectors
from rnn_core.text.vocabulary import SPECIAL, Vocabulary


def four_words():
    rows = [[0.0, 0.0], [9.0, 9.0], [1.0, 0.0], [5.0, 0.1], [0.0, 2.0], [-3.0, 0.0]]
    return WordVectors(Vocabulary((*SPECIAL, "a", "b", "c", "d")), torch.tensor(rows))


@pytest.fixture(scope="module")
def shipped():
    return load_word_vectors()


def test_neighbours_come_by_direction_and_without_the_word_itself():
    found = nearest(four_words(), "a", 10)
    assert [each.word for each in found] == ["b", "c", "d"]
    assert [each.cosine for each in found] == pytest.approx([5 / (25.01**0.5), 0, -1])
    assert nearest(four_words(), "a", 1) == found[:1]


def test_a_relation_counts_who_is_nearer():
    assert relation(four_words(), "a", "d") == Relation(-1.0, 3, 3)
    assert relation(four_words(), "a", "b").rank == 1


def test_terrible_and_excellent_keep_company_and_training_moves_them_apart(shipped):
    counted = relation(shipped, "terrible", "excellent")
    for name in ("rnn", "lstm", "gru"):
        loaded = load_shipped(name)
        trained = WordVectors(loaded.vocabulary, loaded.model.embedding.weight)
        after = relation(trained, "terrible", "excellent")
        assert after.cosine < counted.cosine
        assert after.rank > counted.rank
    assert {"awful", "horrible"} == {each.word for each in nearest(shipped, "terrible", 2)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda words: nearest(words, "zzz"), "word must be in the vocabulary, found 'zzz'"),
        (lambda words: nearest(words, "<pad>"), "word must be in the vocabulary, found '<pad>'"),
        (lambda words: nearest(words, "a", 0), "count must be a whole number from 1 to 100, found 0"),
        (lambda words: relation(words, "a", "zzz"), "word must be in the vocabulary, found 'zzz'"),
        (lambda words: relation(words, "a", "a"), "the two words must differ, found 'a' twice"),
    ],
)
def test_bad_arguments_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call(four_words())
