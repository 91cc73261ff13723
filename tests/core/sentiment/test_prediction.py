import time

import numpy as np
import pytest
import torch

from rnn_core.sentiment.prediction import predict
from rnn_core.text.batches import pad
from rnn_core.text.vocabulary import Vocabulary
from tests.core.sentiment.cases import VOCABULARY, make_model

TEXT = "A fine film. <br />NOT dull, zebra!"


def run_alone(model, text):
    """Send one text through the network as a batch of one."""
    ids = VOCABULARY.encode([token.text for token in predict(model, VOCABULARY, text).tokens])
    batch = pad([ids], model.config.padding, model.config.pad_to)
    return torch.sigmoid(model(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))).item()


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("reading", [{}, {"pooling": "last"}, {"pooling": "last", "pad_to": 20}])
def test_each_value_is_what_the_model_says_of_the_text_up_to_there(cell, reading):
    model = make_model(cell=cell, **reading)
    prediction = predict(model, VOCABULARY, TEXT)
    for token in prediction.tokens:
        assert token.probability == pytest.approx(run_alone(model, TEXT[: token.end]), abs=1e-6)
    assert prediction.probability == prediction.tokens[-1].probability


def test_tokens_point_at_what_was_typed_and_unknown_words_are_marked():
    prediction = predict(make_model(), VOCABULARY, TEXT)
    assert [TEXT[token.start : token.end] for token in prediction.tokens] == [
        "A", "fine", "film", ".", "NOT", "dull", ",", "zebra", "!",
    ]  # fmt: skip
    assert [token.text for token in prediction.tokens if not token.known] == [",", "zebra"]
    assert (prediction.num_tokens, prediction.num_unknown, prediction.truncated) == (9, 2, False)


@pytest.mark.parametrize(("sign", "label"), [(1, "positive"), (-1, "negative")])
def test_the_label_follows_the_probability(sign, label):
    model = make_model()
    with torch.no_grad():
        model.output.weight.zero_()
        model.output.bias.fill_(2.0 * sign)
    prediction = predict(model, VOCABULARY, "fine")
    assert prediction.label == label
    assert prediction.probability == pytest.approx(1 / (1 + np.exp(-2.0 * sign)))


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u200b", "***", "()", "\x00\x85"])
def test_a_text_without_words_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^The review must hold at least one word; none was found\.$"):
        predict(make_model(), VOCABULARY, text)


@pytest.mark.parametrize(
    "text",
    ["great", "😀", "فيلم رائع", "<script>alert(1)</script>", "$\\frac{a}{b}$", "a\x00b", "\ud800 lone"],
)
def test_any_text_with_a_token_gets_an_answer(text):
    prediction = predict(make_model(), VOCABULARY, text)
    assert 0 <= prediction.probability <= 1


def test_a_huge_text_is_read_to_the_limit_at_once():
    text = "fine film not dull . " * 20_000
    start = time.thread_time()
    prediction = predict(make_model(), VOCABULARY, text)
    assert time.thread_time() - start < 1
    assert (prediction.num_tokens, prediction.truncated) == (20, True)


def test_a_word_without_end_is_kept_short_and_its_span_whole():
    word = "Fine" * 800_000
    prediction = predict(make_model(), VOCABULARY, f"a {word} film")
    token = prediction.tokens[1]
    assert token.text == ("fine" * 25)[:99] + "…"
    assert (token.start, token.end, token.known) == (2, 2 + len(word), False)
    short = predict(make_model(), VOCABULARY, "x" * 100).tokens[0]
    assert short.text == "x" * 100


def test_a_long_word_that_is_known_stays_known():
    vocabulary = Vocabulary((*VOCABULARY.words[:-1], "x" * 150))
    assert predict(make_model(), vocabulary, "x" * 150).tokens[0].known


def test_a_text_of_just_the_limit_is_whole():
    assert not predict(make_model(), VOCABULARY, "fine " * 20).truncated


@pytest.mark.parametrize(("max_tokens", "expected"), [(3, 3), (99, 20)])
def test_fewer_tokens_can_be_asked_for_but_not_more_than_the_model_reads(max_tokens, expected):
    assert predict(make_model(), VOCABULARY, "fine " * 50, max_tokens).num_tokens == expected


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="max_tokens must be 1 or more, found 0"):
        predict(make_model(), VOCABULARY, "fine", max_tokens=0)
