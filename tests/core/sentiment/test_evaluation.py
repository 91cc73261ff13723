import numpy as np
import pytest
import torch

from rnn_core.sentiment.evaluation import Score, logits, score, single_sentences, standard_error
from rnn_core.text.batches import EncodedTexts
from tests.core.sentiment.cases import make_model

RNG = np.random.default_rng(0)
TEXTS = EncodedTexts.from_rows(
    [RNG.integers(1, 9, size=n).astype(np.int32) for n in RNG.integers(1, 40, size=150)]
)


@pytest.mark.parametrize("padding", ["left", "right"])
def test_logits_come_in_the_order_of_the_texts_and_read_the_head(padding):
    model = make_model(cell="gru", padding=padding)
    expected = [model.prefix_logits(torch.from_numpy(TEXTS[k][:20]))[-1].item() for k in range(150)]
    # With a maximum over time the filler is masked, but on the left the state has run through it.
    tolerance = 1e-5 if padding == "right" else 0.5
    np.testing.assert_allclose(logits(model, TEXTS), expected, atol=tolerance)


def test_accuracy_and_loss_are_those_of_the_formulas():
    model = make_model()
    labels = RNG.integers(0, 2, size=150).tolist()
    p = 1 / (1 + np.exp(-logits(model, TEXTS).astype(float)))
    right = np.where(np.array(labels) == 1, p, 1 - p)
    result = score(model, TEXTS, labels)
    assert result.accuracy == pytest.approx(np.mean(right >= 0.5))
    assert result.loss == pytest.approx(-np.mean(np.log(right)), rel=1e-5)
    assert result.n == 150


def test_the_mode_of_the_model_is_left_as_it_was():
    model = make_model().train()
    logits(model, TEXTS)
    assert model.training


@pytest.mark.parametrize(
    ("accuracy", "n", "expected"), [(0.9, 2_500, 0.006), (0.5, 100, 0.05), (1.0, 7, 0.0)]
)
def test_standard_error_of_a_share(accuracy, n, expected):
    assert standard_error(accuracy, n) == pytest.approx(expected)
    assert Score(accuracy, 0.3, n).standard_error == standard_error(accuracy, n)


def test_no_reviews_have_no_standard_error():
    with pytest.raises(ValueError, match="n must be 1 review or more, found 0"):
        standard_error(0.5, 0)


def test_one_sentence_is_drawn_from_each_review_that_has_one():
    long = "Bad. It was long and dull.<br />I slept through all of it! Really."
    texts = [long, "Good.", "one two three four"]
    drawn, labels = single_sentences(texts * 20, [0, 1, 1] * 20, seed=1)
    assert labels == [0, 1] * 20
    assert set(drawn) == {"It was long and dull.", "I slept through all of it!", "one two three four"}
    assert (drawn, labels) == single_sentences(texts * 20, [0, 1, 1] * 20, seed=1)
