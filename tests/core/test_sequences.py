import math

import pytest
import torch

from rnn_core.sequences import (
    MEANING,
    embed_by_meaning,
    embed_words,
    parse_number,
    parse_numbers,
    parse_words,
)


def test_words_are_cut_as_the_tokeniser_cuts_them():
    assert parse_words("Not bad at all.", max_steps=12) == ["not", "bad", "at", "all", "."]


@pytest.mark.parametrize(("text", "found"), [("", 0), (" … ", 0), ("a " * 13, 13), ("word " * 5000, "5,000")])
def test_too_few_or_too_many_words_are_counted(text, found):
    with pytest.raises(ValueError, match=f"Found {found} words; 1 to 12 are allowed."):
        parse_words(text, max_steps=12)


def test_numbers_may_be_written_with_commas_and_a_real_minus_sign():
    assert parse_numbers("1, \u22120.5;3e-1 -2", max_steps=12) == [1.0, -0.5, 0.3, -2.0]


@pytest.mark.parametrize("part", ["one", "1e9", "nan", "inf", "-100.5", "0x1", "1_0", "٣"])
def test_what_is_not_a_number_in_range_is_named(part):
    with pytest.raises(ValueError, match=f"Found '{part}'; numbers from −100 to 100 are allowed."):
        parse_numbers(f"1 {part} 2", max_steps=12)


def test_no_numbers_at_all_are_counted():
    with pytest.raises(ValueError, match=r"Found 0 numbers; 1 to 12 are allowed\."):
        parse_numbers(" , ", max_steps=12)


def test_the_same_word_has_the_same_vector_and_another_word_another():
    first, second, third = embed_words(["not", "bad", "not"], embedding_size=4, seed=3)
    torch.testing.assert_close(first, third)
    assert (first - second).abs().max() > 0.01


def test_another_seed_gives_other_vectors_within_one():
    ours, theirs = embed_words(["not"], 64, seed=0), embed_words(["not"], 64, seed=1)
    assert (ours - theirs).abs().max() > 0.01
    assert ours.abs().max() <= 1


def test_no_words_have_no_vectors():
    assert embed_words([], 5).shape == (0, 5)


def test_an_embedding_of_no_numbers_is_refused():
    with pytest.raises(ValueError, match="embedding_size must be a whole number from 1 to 64, found 0"):
        embed_words(["not"], 0)


@pytest.mark.parametrize(
    ("words", "vector"),
    [
        ("not no never isn't Couldn\u2019t don't", [1, 0, 0]),
        ("good fun loved", [0, 1, 0]),
        ("great wonderful", [0, 2, 0]),
        ("bad boring hated", [0, -1, 0]),
        ("awful terrible", [0, -2, 0]),
        ("but yet however though .", [0, 0, 1]),
        ("the film was knot note button ,", [0, 0, 0]),
    ],
)
def test_the_embedding_by_meaning_can_be_read(words, vector):
    tokens = parse_words(words, max_steps=12)
    assert embed_by_meaning(tokens).tolist() == [pytest.approx(vector)] * len(tokens)


def test_the_embedding_by_meaning_has_one_name_for_each_number():
    assert embed_by_meaning(["not"]).shape == (1, len(MEANING))
    assert embed_by_meaning([]).shape == (0, len(MEANING))


def test_one_number_may_have_blanks_around_it():
    assert parse_number(" \u22120.5 ") == pytest.approx(-0.5)


def test_an_answer_may_be_any_finite_number():
    assert parse_number("\u22125e12", limit=math.inf) == pytest.approx(-5e12)
    for text in ("inf", "nan", "1e400", "abc"):
        with pytest.raises(ValueError, match=f"^Found '{text}'; finite numbers are allowed\\.$"):
            parse_number(text, limit=math.inf)


def test_no_number_is_named_as_nothing():
    with pytest.raises(ValueError, match=r"^Found nothing; numbers from −100 to 100 are allowed\.$"):
        parse_number("  ")
