r"""The gradient that reaches each word of a review in a trained network.

The shipped networks take each unit's maximum over time, so a word that holds a maximum hears of the loss
directly, however far from the end it stands:

.. math:: \frac{\partial L}{\partial e_t} = \sum_u \frac{\partial L}{\partial m_u}
    \frac{\partial h_{s(u), u}}{\partial e_t}, \qquad m_u = \max_s h_{s, u} = h_{s(u), u}
"""

import copy
from dataclasses import dataclass
from typing import Literal, cast

import torch
from jaxtyping import Float64, Int64
from torch import Tensor, nn

from rnn_core.autograd_check import AutogradCheck
from rnn_core.jacobian_check import check_state_flow
from rnn_core.sentiment.models import SentimentModel
from rnn_core.state_flow import CellKind, layer_weights, state_flow
from rnn_core.text.tokenizer import tokenize
from rnn_core.text.vocabulary import Vocabulary

MAX_WORDS = 200
Label = Literal["positive", "negative"]
LABELS: tuple[Label, ...] = ("positive", "negative")


@dataclass(frozen=True)
class WordGradients:
    """What training would tell each word of one review.

    Attributes
    ----------
    tokens
        The words and marks that were read, as the vocabulary has them.
    known
        Whether the vocabulary holds each.
    probability
        Probability of "positive", 0 to 1.
    loss
        Cross entropy against the label.
    reached
        Norm of d loss / d embedding at each word, through the maximum over time, as the network was trained.
    reached_last
        The same if the output read the last hidden state alone.
    held
        How many units have their maximum at each word.
    flow
        ``flow[t]`` is the largest singular value of d h_T / d s_t, for t = 0 .. T; s_t is h_t, for the LSTM
        with c_t.
    check
        How far ``flow`` is from autograd's, which ran torch's own layer; ``reached`` is autograd's already.
    truncated
        Whether the text went on after the last word that was read.
    """

    tokens: tuple[str, ...]
    known: tuple[bool, ...]
    probability: float
    loss: float
    reached: Float64[Tensor, " T"]
    reached_last: Float64[Tensor, " T"]
    held: Int64[Tensor, " T"]
    flow: Float64[Tensor, " S"]
    check: AutogradCheck
    truncated: bool


def word_gradients(
    model: SentimentModel, vocabulary: Vocabulary, text: str, label: Label, *, max_words: int = MAX_WORDS
) -> WordGradients:
    """Compute the gradient that the loss of one review sends to each of its words, in float64.

    Parameters
    ----------
    model, vocabulary
        From `rnn_core.sentiment.checkpoints.load_shipped`; the model must take the maximum over time.
    text
        The review.
    label
        What it should be called: ``"positive"`` or ``"negative"``.
    max_words
        Words and marks to read at most, from 1 to 200.

    Raises
    ------
    ValueError
        If ``text`` holds no words, the label is unknown, the model reads otherwise than by the maximum over
        time, or ``max_words`` is outside its range.
    """
    if label not in LABELS:
        raise ValueError(f"label must be one of {', '.join(LABELS)}, found {label!r}")
    if model.config.pooling != "max":
        raise ValueError(f"model must take the maximum over time, found pooling {model.config.pooling}")
    if not 1 <= max_words <= MAX_WORDS:
        raise ValueError(f"max_words must be a whole number from 1 to {MAX_WORDS}, found {max_words}")
    found = tokenize(text, max_words + 1)
    if not found:
        raise ValueError("The review must hold at least one word; none was found.")
    read = found[:max_words]
    ids = torch.from_numpy(vocabulary.encode([token.text for token in read])).long()
    exact = copy.deepcopy(model).double().eval()
    vectors = exact.embedding(ids).detach().requires_grad_()
    h = exact.recurrent(vectors[:, None])[0][:, 0]
    target = torch.tensor(float(label == "positive"), dtype=torch.float64)

    def reaching(pooled: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        logit = exact.output(pooled)[0]
        loss = nn.functional.binary_cross_entropy_with_logits(logit, target)
        (gradient,) = torch.autograd.grad(loss, vectors, retain_graph=True)
        return gradient.norm(dim=1), loss.detach(), torch.sigmoid(logit.detach())

    highest = h.max(0)
    reached, loss, probability = reaching(highest.values)
    weights = layer_weights(exact.recurrent)
    cell = cast(CellKind, model.config.cell)  # whoever takes the maximum over time is recurrent
    flow = state_flow(cell, weights, vectors.detach())
    return WordGradients(
        tokens=tuple(token.text for token in read),
        known=tuple(token.text in vocabulary for token in read),
        probability=probability.item(),
        loss=loss.item(),
        reached=reached,
        reached_last=reaching(h[-1])[0],
        held=torch.bincount(highest.indices, minlength=len(read)),
        flow=flow.norms,
        check=check_state_flow(cell, weights, vectors.detach()),
        truncated=len(found) > max_words,
    )
