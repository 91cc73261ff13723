"""Read one review and watch the prediction form."""

from dataclasses import dataclass
from typing import Literal

from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class PredictedToken:
    """One token and the prediction had the review ended there.

    Parameters
    ----------
    text
        Normalised, as the vocabulary has it.
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

    Raises
    ------
    ValueError
        If the text holds no words, or ``max_tokens`` is below 1.
    """
    raise NotImplementedError
