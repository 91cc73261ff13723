"""Everything about how one network read one review: its hidden states, and what each word did."""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from rnn_core.sentiment.attribution import Baseline, IntegratedGradients, integrated_gradients
from rnn_core.sentiment.deletion import Deletion, delete_each_word
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.text.tokenizer import tokenize
from rnn_core.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class HiddenStates:
    """What a network's units did while it read.

    Attributes
    ----------
    h
        ``h[t - 1]`` is h_t.
    by_weight
        Numbers of the units, that of the largest weight in the output first and of the lowest last.
    by_peak
        Numbers of the units in the order in which they reach their maximum.
    """

    h: Float[Tensor, "T H"]
    by_weight: Int64[Tensor, " H"]
    by_peak: Int64[Tensor, " H"]


@dataclass(frozen=True)
class CloseReading:
    """How a network came to its verdict.

    Attributes
    ----------
    states
        Every hidden state.
    gradients
        The share of each word.
    deletion
        What the network says without each word.
    """

    states: HiddenStates
    gradients: IntegratedGradients
    deletion: Deletion


def read_states(model: SentimentModel, vocabulary: Vocabulary, text: str) -> HiddenStates:
    """Give the hidden states alone, which cost a hundredth of the rest; all is as for `read_closely`."""
    ids = _numbers(model, vocabulary, text)
    with one_quiet_thread(), torch.inference_mode():
        h = model.hidden_states(ids[None])[:, 0].clone()
    return _ordered(model, h)


def read_closely(
    model: SentimentModel, vocabulary: Vocabulary, text: str, baseline: Baseline = "unknown"
) -> CloseReading:
    """Read as much of ``text`` as the model reads, and take the reading apart.

    Parameters
    ----------
    model, vocabulary
        As for `rnn_core.sentiment.prediction.predict`.
    text
        The review.
    baseline
        What each word is compared with: ``"zero"`` or ``"unknown"``.

    Raises
    ------
    ValueError
        If ``text`` holds no words, or the baseline is unknown.
    """
    ids = _numbers(model, vocabulary, text)
    with one_quiet_thread():  # thousands of small products: a second thread, or denormals, multiply the time
        gradients = integrated_gradients(model, ids, baseline)
        deletion = delete_each_word(model, ids)
    return CloseReading(_ordered(model, gradients.h), gradients, deletion)


def _numbers(model: SentimentModel, vocabulary: Vocabulary, text: str) -> Tensor:
    tokens = tokenize(text, model.config.max_tokens)
    if not tokens:
        raise ValueError("The review must hold at least one word; none was found.")
    return torch.from_numpy(vocabulary.encode([token.text for token in tokens]))


def _ordered(model: SentimentModel, h: Tensor) -> HiddenStates:
    return HiddenStates(
        h=h,
        by_weight=model.output.weight[0].detach().argsort(descending=True, stable=True),
        by_peak=h.argmax(0).argsort(stable=True),
    )
