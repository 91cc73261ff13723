import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.batches import EncodedTexts
from rnn_core.text.company import count_company, exact_svd, read_sentences
from rnn_core.text.vectors import count_neighbours, ppmi, randomised_svd
from rnn_core.text.vocabulary import Vocabulary

THREE = [["cat", "sat"], ["dog", "sat"], ["cat", "ran"]]


def of(company, matrix, one, other):
    return matrix[company.words.index(one), company.words.index(other)].item()


def test_three_sentences_counted_by_hand():
    company = count_company(THREE, window=1, context_power=1.0)
    assert company.words == ("cat", "sat", "dog", "ran")
    assert company.counts.tolist() == [[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]]
    assert company.totals.tolist() == [2, 2, 1, 1]
    assert company.context.tolist() == pytest.approx([2 / 6, 2 / 6, 1 / 6, 1 / 6])
    # Half of the cat's company is "sat", a third of all company is: 1.5 times as often.
    assert of(company, company.ratios, "cat", "sat") == pytest.approx(1.5)
    assert of(company, company.ratios, "dog", "sat") == pytest.approx(3)
    assert of(company, company.association, "dog", "sat") == pytest.approx(math.log(3))
    assert of(company, company.ratios, "cat", "dog") == 0
    assert of(company, company.association, "cat", "dog") == 0


def test_smoothing_gives_rare_words_a_larger_share():
    smoothed = count_company(THREE, window=1, context_power=0.75).context
    parts = np.array([2, 2, 1, 1]) ** 0.75
    np.testing.assert_allclose(smoothed, parts / parts.sum())


def test_negative_values_are_kept_only_where_they_are_asked_for():
    # "a" is everywhere, so that two "a" meet less often than chance would have them meet.
    sentences = [["a", "a", "b"], ["a", "c", "a"], ["b", "a", "c"]]
    kept = count_company(sentences, positive=False, window=1, context_power=1.0)
    cut = count_company(sentences, window=1, context_power=1.0)
    assert of(kept, kept.association, "a", "a") < 0
    assert of(cut, cut.association, "a", "a") == 0
    torch.testing.assert_close(kept.association.clamp_min(0), cut.association)


@pytest.mark.parametrize("window", [1, 2, 5])
def test_it_is_the_counting_of_the_corpus(window):
    rng = np.random.default_rng(window)
    sentences = [[str(word) for word in rng.choice(list("abcdefgh"), size=7)] for _ in range(9)]
    company = count_company(sentences, window=window)
    vocabulary = Vocabulary.from_texts(sentences, 100)
    pairs = ppmi(count_neighbours(EncodedTexts.encode(sentences, vocabulary), len(vocabulary), window))
    left, values = randomised_svd(pairs, 4, seed=0)
    np.testing.assert_allclose(values, company.values[:4], rtol=1e-3)
    words = left[2:] * values.sqrt()
    expected = company.vectors(4).float()
    torch.testing.assert_close(words @ words.T, expected @ expected.T, rtol=5e-2, atol=5e-3)


def test_the_decomposition_is_numpy_s_with_its_signs_fixed():
    matrix = np.random.default_rng(3).normal(size=(7, 7))
    left, values = exact_svd(torch.from_numpy(matrix))
    expected_left, expected, _ = np.linalg.svd(matrix)
    np.testing.assert_allclose(values, expected)
    np.testing.assert_allclose(left.abs(), np.abs(expected_left))
    assert (left.gather(0, left.abs().argmax(0, keepdim=True)) > 0).all()


def test_words_that_never_meet_are_alike_where_their_company_is():
    sentences = read_sentences("the cat slept\nthe dog slept\nthe dog ran\nthe cat ran\na slow film")
    company = count_company(sentences)
    assert of(company, company.counts, "cat", "dog") == 0
    assert of(company, company.cosines(2), "cat", "dog") == pytest.approx(1)
    assert abs(of(company, company.cosines(3), "cat", "film")) < 1e-6


def test_strangers_never_met_and_are_the_most_alike():
    company = count_company(
        [["cat", "slept"], ["dog", "slept"], ["dog", "ran"], ["cat", "ran"], ["x", "y"]], window=1
    )
    assert [company.words[k] for k in company.strangers(2)] == ["cat", "dog"]
    assert count_company([["a", "b"], ["alas"]]).strangers(1) is None


def test_what_a_rank_keeps_is_the_share_of_the_squared_singular_values():
    company = count_company(THREE)
    whole = company.association.square().sum()
    for rank in range(1, len(company.words) + 1):
        vectors = company.left[:, :rank]
        projected = vectors @ vectors.T @ company.association
        assert company.kept[rank - 1].item() == pytest.approx((projected.square().sum() / whole).item())


def test_a_word_alone_in_its_sentence_has_a_vector_of_nothing():
    company = count_company([["cat", "sat"], ["alas"]])
    assert company.vectors(2)[company.words.index("alas")].tolist() == [0, 0]
    assert of(company, company.cosines(2), "alas", "cat") == 0


@given(
    st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=8), min_size=1, max_size=6),
    st.integers(1, 5),
)
def test_the_places_where_a_pair_meets_are_as_many_as_were_counted(sentences, window):
    company = count_company(sentences, window=window)
    meetings = company.meetings()
    for a in range(len(company.words)):
        for b in range(len(company.words)):
            found = meetings.get((a, b), ())
            assert len(found) == company.counts[a, b].item()
            for each in found:
                assert company.sentences[each.sentence][each.first] == a
                assert company.sentences[each.sentence][each.second] == b


def test_lines_are_sentences_and_empty_ones_are_left_out():
    assert read_sentences("  The cat!\n\n--\r\nA dog ") == [["the", "cat", "!"], ["a", "dog"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least two different words, found none"),
        ("cat\ncat cat", "at least two different words, found one"),
        ("cat\ndog", "a sentence must hold two words or more, found only single words"),
        (" ".join(f"w{k}" for k in range(200)), "at most 40 different words, found 200"),
        ("a b\n" * 31, "at most 30 sentences, found 31"),
        ("a b " * 5_000, "at most 300 words in all, found 10,000"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(text, message):
    with pytest.raises(ValueError, match=message):
        read_sentences(text)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"window": 6}, "window must be a whole number from 1 to 5, found 6"),
        ({"context_power": 0.0}, "context_power must be a finite number from 0.01 to 1, found 0.0"),
    ],
)
def test_bad_settings_are_refused_in_words(settings, message):
    with pytest.raises(ValueError, match=message):
        count_company(THREE, **settings)


def test_more_numbers_than_words_are_refused():
    with pytest.raises(ValueError, match="rank must be a whole number from 1 to 4, found 5"):
        count_company(THREE).vectors(5)
