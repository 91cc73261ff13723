"""Read one review and watch the prediction form."""

from dataclasses import dataclass
from typing import Literal

import torch

from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.tokenizer import tokenize
from rnn_core.text.vocabulary import Vocabulary

MAX_CHARACTERS = 100
"""Characters of a token's text that are kept, so that one endless word does not fill a page's memory."""


@dataclass(frozen=True)
class PredictedToken:
    """One token and the prediction had the review ended there.

    Parameters
    ----------
    text
        Normalised, as the vocabulary has it; what is longer than 100 characters is cut and ends in "…".
    start, end
        Span in the text that was given.
    known
        Whether the vocabulary holds it.
    probability
        Probability of "positive" for the review up to and with this token.
    """

    text: str
    start: int
    end: int
    known: bool
    probability: float


@dataclass(frozen=True)
class Prediction:
    """What a model says about one review.

    Parameters
    ----------
    probability
        Probability of "positive", 0 to 1; the last token's value.
    label
        ``"positive"`` from 0.5 upwards, else ``"negative"``.
    tokens
        Every token that was read.
    num_tokens, num_unknown
        Tokens read, and how many of them the vocabulary does not hold.
    truncated
        Whether the text went on after the last token that was read.
    """

    probability: float
    label: Literal["positive", "negative"]
    tokens: tuple[PredictedToken, ...]
    num_tokens: int
    num_unknown: int
    truncated: bool


def predict(
    model: SentimentModel, vocabulary: Vocabulary, text: str, max_tokens: int | None = None
) -> Prediction:
    """Read ``text`` and give the prediction after each token.

    Parameters
    ----------
    model, vocabulary
        From `rnn_core.sentiment.checkpoints.load_shipped` or a training.
    text
        Any string; nothing in it is taken for markup.
    max_tokens
        Tokens to read at most; None, or more than the model's own limit, reads up to that limit.

    Raises
    ------
    ValueError
        If ``text`` holds no words, or ``max_tokens`` is below 1.

    Examples
    --------
    >>> from rnn_core.sentiment.checkpoints import load_shipped
    >>> loaded = load_shipped("lstm")
    >>> predict(loaded.model, loaded.vocabulary, "A wonderful film.").label
    'positive'
    """
    if max_tokens is not None and max_tokens < 1:
        raise ValueError(f"max_tokens must be 1 or more, found {max_tokens}")
    limit = min(max_tokens or model.config.max_tokens, model.config.max_tokens)
    found = tokenize(text, limit + 1)
    if not found:
        raise ValueError("The review must hold at least one word; none was found.")
    read = found[:limit]
    ids = torch.from_numpy(vocabulary.encode([token.text for token in read]))
    was_training = model.training
    model.eval()
    probabilities = torch.sigmoid(model.prefix_logits(ids).double()).tolist()
    model.train(was_training)
    tokens = tuple(
        PredictedToken(_brief(token.text), token.start, token.end, token.text in vocabulary, probability)
        for token, probability in zip(read, probabilities, strict=True)
    )
    return Prediction(
        probability=probabilities[-1],
        label="positive" if probabilities[-1] >= 0.5 else "negative",
        tokens=tokens,
        num_tokens=len(tokens),
        num_unknown=sum(not token.known for token in tokens),
        truncated=len(found) > limit,
    )


def _brief(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"
