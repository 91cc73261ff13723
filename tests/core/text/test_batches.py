import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.batches import EncodedTexts, buckets, pad, shorten
from rnn_core.text.vocabulary import UNKNOWN, Vocabulary


def row(*numbers):
    return np.array(numbers, np.int32)


RNG = np.random.default_rng(0)
TEN = row(*range(10, 20))


@pytest.mark.parametrize(
    ("window", "limit", "expected"),
    [
        ("head", 3, [10, 11, 12]),
        ("tail", 3, [17, 18, 19]),
        ("head and tail", 4, [10, 11, 18, 19]),
        ("head and tail", 3, [10, 11, 19]),
        ("head and tail", 1, [10]),
        ("head", 10, list(range(10, 20))),
        ("random", 11, list(range(10, 20))),
    ],
)
def test_a_text_is_shortened_where_asked(window, limit, expected):
    assert shorten(TEN, limit, window, RNG).tolist() == expected


def test_random_windows_are_runs_from_anywhere():
    seen = {tuple(shorten(TEN, 8, "random", RNG).tolist()) for _ in range(100)}
    assert seen == {tuple(range(10 + k, 18 + k)) for k in range(3)}


def test_padding_stands_on_the_side_asked_for():
    rows = [row(5, 6), row(7)]
    right, left = pad(rows, "right"), pad(rows, "left", to=3)
    assert right.ids.tolist() == [[5, 6], [7, 0]]
    assert right.mask.tolist() == [[True, True], [True, False]]
    assert left.ids.tolist() == [[0, 5, 6], [0, 0, 7]]
    assert left.mask.tolist() == [[False, True, True], [False, False, True]]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=200), st.integers(1, 9), st.booleans())
def test_every_text_is_in_one_bucket_once(lengths, batch_size, shuffled):
    rng = np.random.default_rng(1) if shuffled else None
    batches = list(buckets(np.array(lengths, np.int64), batch_size, rng))
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert max(map(len, batches)) <= batch_size


def test_buckets_hold_texts_of_like_length_in_mixed_order():
    lengths = np.random.default_rng(2).integers(1, 500, size=6_400)
    batches = list(buckets(lengths, 64, np.random.default_rng(3)))
    assert np.mean([np.ptp(lengths[batch]) for batch in batches]) < 30
    means = [lengths[batch].mean() for batch in batches]
    assert abs(np.corrcoef(means[1:], means[:-1])[0, 1]) < 0.4


def test_the_same_seed_gives_the_same_buckets():
    lengths = np.arange(100, dtype=np.int64)
    one, two = (list(buckets(lengths, 8, np.random.default_rng(4))) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_texts_are_kept_end_to_end():
    vocabulary = Vocabulary(("<pad>", "<unknown>", "a", "b"))
    texts = EncodedTexts.encode([["a", "b", "c"], [], ["b"]], vocabulary)
    assert [texts[k].tolist() for k in range(3)] == [[2, 3, UNKNOWN], [UNKNOWN], [3]]
    assert texts.lengths.tolist() == [3, 1, 1]
    picked = texts.select([2, 0])
    assert [picked[k].tolist() for k in range(2)] == [[3], [2, 3, UNKNOWN]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shorten(TEN, 0, "head", RNG), "limit must be 1 token or more, found 0"),
        (lambda: pad([], "left"), "rows must hold at least one text"),
        (lambda: pad([TEN], "left", to=9), "to must be at least the longest text, 10 tokens; found 9"),
        (lambda: next(buckets(np.array([1, 2]), 0)), "batch_size must be 1 or more, found 0"),
    ],
)
def test_bad_arguments_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
