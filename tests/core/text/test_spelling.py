import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.spelling import FURTHEST, Speller
from rnn_core.text.vocabulary import SPECIAL, Vocabulary

letters = st.text("abc", min_size=3, max_size=7)


def distance(one: str, other: str) -> int:
    """The textbook's table, one letter at a time; two neighbours may change places once."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and (one[i - 2], one[i - 1]) == (other[j - 1], other[j - 2]):
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(word=letters, words=st.lists(letters, min_size=1, max_size=12, unique=True))
def test_distances_are_the_textbook_s_and_the_nearest_come_first(word, words):
    found = Speller(Vocabulary((*SPECIAL, *words))).nearest(word, count=99)
    limit = min(FURTHEST, len(word) // 3)
    expected = sorted((distance(word, other), place) for place, other in enumerate(words))
    assert [(s.distance, s.word) for s in found] == [(d, words[k]) for d, k in expected if d <= limit]


def test_a_misspelt_word_finds_its_own():
    speller = Speller(Vocabulary((*SPECIAL, "the", "film", "flip", "absolutely")))
    assert [s.word for s in speller.nearest("flim")] == ["film", "flip"]
    assert [s.word for s in speller.nearest("flim", count=1)] == ["film"]
    assert [(s.word, s.distance) for s in speller.nearest("absolutley")] == [("absolutely", 1)]


@pytest.mark.parametrize("word", ["", "a", "xq", "blimfark", "x" * 23, "wonder" * 1_000, "😀😀😀"])
def test_what_is_like_nothing_finds_nothing(word):
    assert Speller(Vocabulary((*SPECIAL, "a", "I", "film", "x" * 30))).nearest(word) == ()
