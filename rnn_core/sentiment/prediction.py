"""Read one review and watch the prediction form."""

from dataclasses import dataclass
from typing import Literal

import torch

from rnn_core.sentiment.calibration import calibrate_all
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.pace import one_quiet_thread
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
    logit
        What the last layer gave there: the probability is sigmoid(logit / temperature).
    """

    text: str
    start: int
    end: int
    known: bool
    probability: float
    logit: float = 0.0


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
    logit
        The network's own answer, before calibration; the last token's value.
    temperature
        What divided the logit; 1 where the network is not calibrated.
    """

    probability: float
    label: Literal["positive", "negative"]
    tokens: tuple[PredictedToken, ...]
    num_tokens: int
    num_unknown: int
    truncated: bool
    logit: float = 0.0
    temperature: float = 1.0


def predict(
    model: SentimentModel,
    vocabulary: Vocabulary,
    text: str,
    max_tokens: int | None = None,
    temperature: float = 1.0,
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
    temperature
        What divides the logit, above 0 (`rnn_core.sentiment.calibration`): ``temperature`` of a loaded model.

    Raises
    ------
    ValueError
        If ``text`` holds no words, ``max_tokens`` is below 1, or ``temperature`` is not above 0.

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
    with one_quiet_thread():
        logits = model.prefix_logits(ids).double().numpy()
    probabilities = calibrate_all(logits, temperature).tolist()
    model.train(was_training)
    tokens = tuple(
        PredictedToken(_brief(token.text), token.start, token.end, token.text in vocabulary, p, logit)
        for token, p, logit in zip(read, probabilities, logits.tolist(), strict=True)
    )
    return Prediction(
        probability=probabilities[-1],
        label="positive" if probabilities[-1] >= 0.5 else "negative",
        tokens=tokens,
        num_tokens=len(tokens),
        num_unknown=sum(not token.known for token in tokens),
        truncated=len(found) > limit,
        logit=tokens[-1].logit,
        temperature=temperature,
    )


def _brief(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"
