"""What assets/lessons/predict.md claims about the networks that ship."""

from itertools import pairwise

import pytest
import torch

from rnn_core.sentiment.checkpoints import SHIPPED, load_shipped
from rnn_core.sentiment.close_reading import read_closely
from rnn_core.sentiment.prediction import predict

REVIEW = "The first half is slow and I nearly gave up, but the ending is superb. I was not bored, not once."


@pytest.mark.parametrize("name", SHIPPED)
def test_words_and_hidden_state_have_64_numbers_and_the_output_sees_their_maximum(name):
    config = load_shipped(name).model.config
    assert (config.embedding_size, config.hidden_size, config.pooling) == (64, 64, "max")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_curve_is_exactly_flat_where_no_unit_passes_its_maximum(name):
    loaded = load_shipped(name)
    prediction = predict(loaded.model, loaded.vocabulary, REVIEW * 4)
    ids = torch.from_numpy(loaded.vocabulary.encode([token.text for token in prediction.tokens]))
    h = loaded.model.hidden_states(ids[None])[:, 0]
    passed = (h[1:] > h.cummax(0).values[:-1]).any(1).tolist()
    values = [token.probability for token in prediction.tokens]
    moved = [after != before for before, after in pairwise(values)]
    assert False in passed, "the review must hold a word that passes no maximum"
    assert not any(m and not p for m, p in zip(moved, passed, strict=True))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_word_depends_on_the_words_before_it(name):
    loaded = load_shipped(name)
    ids = torch.from_numpy(loaded.vocabulary.encode(["good", "not", "good"]))
    alone = loaded.model.hidden_states(ids[None, :1])[-1, 0]
    after_not = loaded.model.hidden_states(ids[None, 1:])[-1, 0]
    assert (alone - after_not).abs().max() > 0.1


@pytest.mark.parametrize("name", SHIPPED)
def test_all_unknown_words_are_the_same_word(name):
    loaded = load_shipped(name)
    first, second = (
        predict(loaded.model, loaded.vocabulary, f"a {word} film") for word in ("zorbulent", "blimfark")
    )
    assert [t.probability for t in first.tokens] == [t.probability for t in second.tokens]
    assert first.num_unknown == second.num_unknown == 1


PRAISE = "Not bad at all: I never once looked at my watch."


@pytest.mark.parametrize("name", SHIPPED)
def test_praise_by_denial_is_taken_for_blame(name):
    loaded = load_shipped(name)
    prediction = predict(loaded.model, loaded.vocabulary, PRAISE)
    values = [token.probability for token in prediction.tokens]
    assert prediction.label == "negative"
    assert 0.5 > values[0] > values[1], "bad lowers it even after not"
    assert max(values[2:]) < values[1], "nothing that follows brings it back"


def test_the_lstm_is_sure_of_it():
    loaded = load_shipped("lstm")
    shown = predict(loaded.model, loaded.vocabulary, PRAISE, temperature=loaded.temperature).probability
    assert shown == pytest.approx(0.238, abs=5e-4)


def test_a_mixed_opinion_need_not_lie_near_one_half():
    loaded = load_shipped("lstm")
    mixed = predict(loaded.model, loaded.vocabulary, "I loved the acting, but the plot is dreadful.")
    assert mixed.probability < 0.35


@pytest.mark.parametrize("name", SHIPPED)
def test_a_word_that_stands_twice_can_be_spared_once(name):
    loaded = load_shipped(name)
    once, twice = (
        read_closely(loaded.model, loaded.vocabulary, text).deletion.effects
        for text in ("A superb film", "A superb, superb film")
    )
    assert max(twice[1], twice[3]) < once[1]
