import numpy as np
import pytest
import torch

from rnn_core.text.batches import EncodedTexts
from rnn_core.text.vectors import CoOccurrence, count_neighbours, ppmi, randomised_svd, word_vectors


def texts(*rows):
    return EncodedTexts.from_rows([np.array(row, np.int32) for row in rows])


def dense(pairs):
    matrix = np.zeros((pairs.vocab_size, pairs.vocab_size))
    np.add.at(matrix, (pairs.first, pairs.second), pairs.counts)
    return matrix


def counted_by_hand(corpus, vocab_size, window):
    matrix = np.zeros((vocab_size, vocab_size))
    for k in range(len(corpus)):
        ids = corpus[k]
        for i, a in enumerate(ids):
            for j, b in enumerate(ids):
                if i != j and abs(i - j) <= window and a > 1 and b > 1:
                    matrix[a, b] += 1
    return matrix


@pytest.mark.parametrize("window", [1, 2, 5])
def test_counts_are_those_of_two_plain_loops(window):
    rng = np.random.default_rng(window)
    corpus = texts(*(rng.integers(1, 9, size=rng.integers(1, 12)) for _ in range(20)))
    pairs = count_neighbours(corpus, vocab_size=9, window=window)
    np.testing.assert_array_equal(dense(pairs), counted_by_hand(corpus, 9, window))


def test_neighbours_do_not_reach_across_reviews():
    assert dense(count_neighbours(texts([2, 3], [4, 5]), vocab_size=6)).sum() == pytest.approx(4)


def test_ppmi_of_a_corpus_worked_by_hand():
    # n(2, 3) = 2 and n(2, 4) = 1, both ways: totals 3, 2, 1 of words 2, 3, 4.
    pairs = ppmi(count_neighbours(texts([2, 3], [2, 3], [2, 4]), vocab_size=5))
    smoothed = np.array([3, 2, 1]) ** 0.75
    context = dict(zip([2, 3, 4], smoothed / smoothed.sum(), strict=True))
    expected = np.zeros((5, 5))
    for a, b, count, total in [(2, 3, 2, 3), (2, 4, 1, 3), (3, 2, 2, 2), (4, 2, 1, 1)]:
        expected[a, b] = max(0.0, np.log(count / (total * context[b])))
    np.testing.assert_allclose(dense(pairs), expected)


def test_the_svd_agrees_with_numpy():
    rng = np.random.default_rng(0)
    matrix = rng.random((40, 5)) @ rng.random((5, 40))
    first, second = np.nonzero(matrix)
    left, values = randomised_svd(CoOccurrence(first, second, matrix[first, second], 40), rank=4, seed=0)
    expected_left, expected, _ = np.linalg.svd(matrix)
    np.testing.assert_allclose(values, expected[:4], rtol=1e-3)
    alignment = np.abs(np.sum(left.numpy() * expected_left[:, :4], axis=0))
    np.testing.assert_allclose(alignment, 1.0, atol=1e-3)


def test_words_in_like_company_get_like_vectors():
    rng = np.random.default_rng(1)
    food, tools = (
        [2, 3],
        [4, 5],
    )  # 2 and 3 stand among 6 to 9, 4 and 5 among 10 to 13; never beside each other
    rows = [[rng.integers(6, 10), rng.choice(food), rng.integers(6, 10)] for _ in range(300)]
    rows += [[rng.integers(10, 14), rng.choice(tools), rng.integers(10, 14)] for _ in range(300)]
    vectors = word_vectors(texts(*rows), vocab_size=14, size=4)
    near = torch.nn.functional.cosine_similarity(vectors[2], vectors[3], dim=0)
    far = torch.nn.functional.cosine_similarity(vectors[2], vectors[4], dim=0)
    assert near > 0.8 > 0.3 > far


def test_vectors_have_unit_deviation_and_repeat():
    corpus = texts(*np.random.default_rng(2).integers(2, 30, size=(50, 12)))
    one, two = (word_vectors(corpus, vocab_size=30, size=8, seed=5) for _ in range(2))
    torch.testing.assert_close(one, two, rtol=0, atol=0)
    assert one.std().item() == pytest.approx(1, abs=0.05)
    assert torch.count_nonzero(one[:2]) == 0


def test_a_corpus_without_pairs_gives_vectors_of_nothing():
    assert torch.count_nonzero(word_vectors(texts([2], [1]), vocab_size=4, size=2)) == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"vocab_size": 5, "size": 6}, "size must be between 1 and the vocabulary's 5 entries, found 6"),
        ({"vocab_size": 5, "size": 2, "window": 0}, "window must be 1 word or more, found 0"),
        ({"vocab_size": 50_000, "size": 2}, "vocab_size must be at most 46340, found 50000"),
    ],
)
def test_bad_settings_are_refused_in_words(settings, message):
    with pytest.raises(ValueError, match=message):
        word_vectors(texts([2, 3]), **settings)
