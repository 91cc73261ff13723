from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.sentiment.evaluation import logits
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.text.batches import EncodedTexts, shorten
from rnn_core.text.pipeline import (
    NO_DRAW,
    filled_batches,
    filler_share,
    kept_places,
    number_review,
    rank,
    smaller,
)
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import PAD, UNKNOWN, Vocabulary
from rnn_core.text.way import follow

REVIEWS = ("So good, so very good.", "", "Dull.", "It is good<br />and dull and far too long for me")
VOCABULARY = Vocabulary.from_texts([words(text) for text in REVIEWS], max_size=12)
windows = st.sampled_from(["head", "tail", "head and tail"])
sides = st.sampled_from(["left", "right"])
rows_of_any_length = st.lists(st.integers(1, 30), min_size=1, max_size=20).map(
    lambda lengths: [np.arange(2, 2 + length, dtype=np.int32) for length in lengths]
)


def test_numbers_are_those_of_training():
    numbered = number_review(REVIEWS[0], VOCABULARY)
    assert numbered.ids.tolist() == EncodedTexts.encode([words(REVIEWS[0])], VOCABULARY)[0].tolist()
    assert [token.text for token in numbered.tokens] == words(REVIEWS[0])


def test_a_review_without_words_is_one_unknown_word_of_which_none_was_typed():
    numbered = number_review(" \u2014 ", VOCABULARY)
    assert numbered.tokens == ()
    assert numbered.ids.tolist() == [UNKNOWN]
    assert numbered.num_unknown == 0


def test_ranks_follow_frequency():
    assert [rank(number) for number in (PAD, UNKNOWN, 2, 3)] == [None, None, 1, 2]
    assert (
        VOCABULARY.words[2] == Counter(word for text in REVIEWS for word in words(text)).most_common(1)[0][0]
    )


@given(st.lists(st.text("abcdef", min_size=1, max_size=2), max_size=60), st.integers(3, 12))
def test_a_smaller_vocabulary_is_what_training_with_fewer_entries_finds(found, size):
    whole = Vocabulary.from_texts([found], max_size=100)
    if size <= len(whole):
        assert smaller(whole, size) == Vocabulary.from_texts([found], max_size=size)


@given(st.integers(1, 60), st.integers(1, 40), windows)
def test_kept_places_are_those_that_shorten_keeps(num_tokens, limit, window):
    ids = np.random.default_rng(num_tokens).integers(2, 99, num_tokens).astype(np.int32)
    places = kept_places(num_tokens, limit, window)
    assert ids[places].tolist() == shorten(ids, limit, window, NO_DRAW).tolist()
    assert len(places) == min(num_tokens, limit)


@given(rows_of_any_length, st.integers(1, 7), sides, st.booleans(), st.booleans())
def test_masks_are_the_real_tokens_and_shapes_fit(rows, batch_size, side, in_buckets, to_30):
    batches = filled_batches(rows, batch_size, side, to=30 if to_30 else None, in_buckets=in_buckets)
    assert sorted(np.concatenate([filled.members for filled in batches]).tolist()) == list(range(len(rows)))
    for filled in batches:
        own = [rows[k] for k in filled.members]
        width = 30 if to_30 else max(map(len, own))
        assert filled.batch.ids.shape == filled.batch.mask.shape == (len(own), width)
        for k, row in enumerate(own):
            assert filled.batch.ids[k][filled.batch.mask[k]].tolist() == row.tolist()
            start = filled.start_of(k)
            assert filled.batch.ids[k, start : start + len(row)].tolist() == row.tolist()
        assert filled.num_filler == (filled.batch.ids == PAD).sum()
    places = sum(filled.batch.ids.size for filled in batches)
    assert filler_share(batches) == pytest.approx(1 - sum(map(len, rows)) / places)


@given(rows_of_any_length, st.integers(1, 7), sides)
def test_buckets_never_cost_more_filler_where_every_batch_is_full(rows, batch_size, side):
    rows = rows[: len(rows) // batch_size * batch_size] or rows * batch_size
    as_they_come, in_buckets = (
        filled_batches(rows, batch_size, side, in_buckets=together) for together in (False, True)
    )
    assert np.concatenate([filled.members for filled in as_they_come]).tolist() == list(range(len(rows)))
    assert filler_share(in_buckets) <= filler_share(as_they_come) + 1e-12


@pytest.mark.parametrize(("side", "to_the_limit"), [("left", False), ("right", False), ("right", True)])
def test_the_row_is_what_a_model_is_fed(side, to_the_limit):
    limit = 9
    way = follow(
        REVIEWS[0], REVIEWS[1:], VOCABULARY,
        limit=limit, window="head", side=side, to_the_limit=to_the_limit, batch_size=64,
    )  # fmt: skip
    config = ModelConfig(
        "rnn", len(VOCABULARY), 4, 4, "max", side, pad_to=limit if to_the_limit else None, max_tokens=limit
    )
    model = SentimentModel(config).eval()
    fed = []
    model.register_forward_pre_hook(lambda module, arguments: fed.append(arguments))
    logits(model, EncodedTexts.encode([words(text) for text in REVIEWS], VOCABULARY))
    ((ids, mask),) = fed
    filled, row = way.own
    assert torch.equal(ids, torch.from_numpy(filled.batch.ids))
    assert torch.equal(mask, torch.from_numpy(filled.batch.mask))
    assert ids[row].tolist() == way.row.tolist()
    assert mask[row].tolist() == way.mask.tolist()


@given(st.text("ab .", max_size=60), st.integers(1, 12), windows, sides, st.booleans())
def test_each_kept_token_stands_in_its_column(text, limit, window, side, to_the_limit):
    way = follow(
        text, REVIEWS, VOCABULARY,
        limit=limit, window=window, side=side, to_the_limit=to_the_limit, batch_size=2,
    )  # fmt: skip
    for place in range(len(way.numbered.tokens)):
        column = way.column_of(place)
        assert (column is not None) == (place in way.kept)
        if column is not None:
            assert way.row[column] == way.numbered.ids[place]
            assert way.mask[column]
    assert way.mask.sum() == len(way.kept) == min(limit, len(way.numbered.ids))


@pytest.mark.parametrize("size", [2, 13])
def test_a_vocabulary_grows_by_no_cut(size):
    with pytest.raises(ValueError, match=f"size must be from 3 to 12 entries, found {size}"):
        smaller(VOCABULARY, size)
