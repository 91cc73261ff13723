import re
from dataclasses import replace

import pytest
import torch
from torch import nn

from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.prediction import predict
from rnn_core.sentiment.word_gradients import word_gradients
from rnn_core.text.vocabulary import PAD

REVIEW = "The start is slow, but a wonderful cast and a clever ending make up for it."
NAMES = ("rnn", "lstm", "gru")


@pytest.fixture(scope="module", params=NAMES)
def loaded(request):
    return load_shipped(request.param)


def by_autograd(loaded, text, label, pooling):
    """Let the model's own forward pass and autograd say what reaches each vector."""
    model = SentimentModel(replace(loaded.model.config, pooling=pooling)).double().eval()
    model.load_state_dict(loaded.model.double().state_dict())
    loaded.model.float()
    tokens = [token.text for token in predict(loaded.model, loaded.vocabulary, text).tokens]
    ids = torch.from_numpy(loaded.vocabulary.encode(tokens)).long()
    reached = {}

    def listen(_module, _inputs, output):
        output.requires_grad_().register_hook(lambda gradient: reached.update(gradient=gradient))

    model.embedding.register_forward_hook(listen)
    logit = model(ids[None], ids[None] != PAD)
    nn.functional.binary_cross_entropy_with_logits(
        logit, torch.full_like(logit, float(label == "positive"))
    ).backward()
    return reached["gradient"][:, 0].norm(dim=1), logit.sigmoid().item()


@pytest.mark.parametrize("label", ["positive", "negative"])
def test_what_reaches_each_word_equals_autograd_through_the_whole_model(loaded, label):
    found = word_gradients(loaded.model, loaded.vocabulary, REVIEW, label)
    expected, probability = by_autograd(loaded, REVIEW, label, "max")
    torch.testing.assert_close(found.reached, expected, rtol=1e-8, atol=1e-12)
    assert found.probability == pytest.approx(probability, rel=1e-8)
    last, _ = by_autograd(loaded, REVIEW, label, "last")
    # The last state's own output differs, and so does its loss: per unit of the logit's gradient they agree.
    torch.testing.assert_close(found.reached_last, last, rtol=1e-8, atol=1e-12)


def test_the_loss_is_the_cross_entropy_and_the_probability_the_predict_pages(loaded):
    found = word_gradients(loaded.model, loaded.vocabulary, REVIEW, "negative")
    assert found.loss == pytest.approx(-torch.tensor(1 - found.probability).log().item(), rel=1e-5)
    said = predict(loaded.model, loaded.vocabulary, REVIEW)
    assert found.probability == pytest.approx(said.probability, abs=1e-5)
    assert found.tokens == tuple(token.text for token in said.tokens)


def test_every_unit_has_one_maximum_and_the_flow_ends_at_one(loaded):
    found = word_gradients(loaded.model, loaded.vocabulary, REVIEW, "positive")
    assert found.held.sum().item() == loaded.model.config.hidden_size
    assert len(found.flow) == len(found.tokens) + 1
    assert found.flow[-1].item() == 1.0


def test_a_word_after_the_last_maximum_hears_nothing():
    # The claim of the lesson: through a maximum over time the gradient enters where the maxima stand.
    loaded = load_shipped("rnn")
    found = word_gradients(loaded.model, loaded.vocabulary, REVIEW + " the the the", "positive")
    last = int(found.held.nonzero().max())
    assert (found.reached[last + 1 :] == 0).all()
    assert (found.reached[: last + 1] > 0).all()


def test_the_model_is_left_as_it_was(loaded):
    word_gradients(loaded.model, loaded.vocabulary, REVIEW, "positive")
    assert {weight.dtype for weight in loaded.model.parameters()} == {torch.float32}
    assert all(weight.grad is None for weight in loaded.model.parameters())


def test_a_long_review_is_cut_and_unknown_words_are_told(loaded):
    found = word_gradients(loaded.model, loaded.vocabulary, "good zorbulent film", "positive", max_words=2)
    assert found.tokens == ("good", "zorbulent")
    assert found.known == (True, False)
    assert found.truncated


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "   "}, "The review must hold at least one word; none was found."),
        ({"label": "good"}, "label must be one of positive, negative, found 'good'"),
        ({"max_words": 0}, "max_words must be a whole number from 1 to 200, found 0"),
    ],
)
def test_words_cannot_be_judged(changes, message):
    loaded = load_shipped("rnn")
    arguments = {"text": REVIEW, "label": "positive"} | changes
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        word_gradients(loaded.model, loaded.vocabulary, **arguments)


def test_a_model_that_reads_the_last_state_is_refused():
    config = ModelConfig("rnn", 10, 4, 4, pooling="last", padding="left", pad_to=None, max_tokens=8)
    vocabulary = load_shipped("rnn").vocabulary
    with pytest.raises(ValueError, match=r"^model must take the maximum over time, found pooling last$"):
        word_gradients(SentimentModel(config), vocabulary, REVIEW, "positive")
