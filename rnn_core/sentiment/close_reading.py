"""Everything about how one network read one review: its hidden states, and what each word did."""

from dataclasses import dataclass

import torch
from jaxtyping import Int64
from torch import Tensor

from rnn_core.sentiment.attribution import Baseline, IntegratedGradients, integrated_gradients
from rnn_core.sentiment.deletion import Deletion, delete_each_word
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.text.tokenizer import tokenize
from rnn_core.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class CloseReading:
    """How a network came to its verdict.

    Attributes
    ----------
    gradients
        The share of each word, and every hidden state.
    deletion
        What the network says without each word.
    by_weight
        Numbers of the units, that of the largest weight in the output first and of the lowest last.
    by_peak
        Numbers of the units in the order in which they reach their maximum.
    """

    gradients: IntegratedGradients
    deletion: Deletion
    by_weight: Int64[Tensor, " H"]
    by_peak: Int64[Tensor, " H"]


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
    tokens = tokenize(text, model.config.max_tokens)
    if not tokens:
        raise ValueError("The review must hold at least one word; none was found.")
    ids = torch.from_numpy(vocabulary.encode([token.text for token in tokens]))
    with one_quiet_thread():  # thousands of small products: a second thread, or denormals, multiply the time
        gradients = integrated_gradients(model, ids, baseline)
        deletion = delete_each_word(model, ids)
    return CloseReading(
        gradients=gradients,
        deletion=deletion,
        by_weight=model.output.weight[0].detach().argsort(descending=True, stable=True),
        by_peak=gradients.h.argmax(0).argsort(stable=True),
    )
