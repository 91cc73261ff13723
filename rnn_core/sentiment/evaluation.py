"""Score a model on labelled reviews."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32

from rnn_core.data.corpus import Corpus
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.text.batches import EncodedTexts, buckets, pad, shorten

__all__ = [
    "Score",
    "are_right",
    "logits",
    "score",
    "score_of",
    "single_sentences",
    "standard_error",
    "unseen_validation",
]

BATCH_SIZE = 64
SENTENCE_WORDS = (4, 30)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|<br\s*/?>")


@dataclass(frozen=True)
class Score:
    """How often a model was right.

    Parameters
    ----------
    accuracy
        Share of right answers, 0 to 1.
    loss
        Mean binary cross-entropy in nats.
    n
        Number of reviews.
    """

    accuracy: float
    loss: float
    n: int

    @property
    def standard_error(self) -> float:
        """Standard error of the accuracy, sqrt(p (1 - p) / n)."""
        return standard_error(self.accuracy, self.n)


def single_sentences(
    texts: Sequence[str], labels: Sequence[int], seed: int = 0
) -> tuple[list[str], list[int]]:
    """Draw one sentence of 4 to 30 words from each review; a review without one is left out.

    The sentence keeps its review's label, which it need not support: this measures what a visitor's one line
    is worth, and even a person would not be right every time.

    Parameters
    ----------
    texts, labels
        The reviews.
    seed
        Of the draw.

    Examples
    --------
    >>> single_sentences(["Dull. I left before it was over.", "Great."], [0, 1])
    (['I left before it was over.'], [0])
    """
    rng = np.random.default_rng(seed)
    low, high = SENTENCE_WORDS
    drawn: list[tuple[str, int]] = []
    for text, label in zip(texts, labels, strict=True):
        sentences = [part for part in _SENTENCE_END.split(text) if low <= len(part.split()) <= high]
        if sentences:
            drawn.append((sentences[int(rng.integers(len(sentences)))], label))
    return [sentence for sentence, _ in drawn], [label for _, label in drawn]


def unseen_validation(corpus: Corpus, unlabelled: Sequence[str]) -> tuple[list[str], list[int]]:
    """Give the held-back reviews that no training met, with their labels.

    A few of IMDB's held-back texts stand among its unlabelled reviews too, under another film. They are left
    out.
    """
    seen = set(unlabelled)
    kept = [k for k, text in enumerate(corpus.validation_texts) if text not in seen]
    return [corpus.validation_texts[k] for k in kept], [corpus.validation_labels[k] for k in kept]


@torch.inference_mode()
def logits(model: SentimentModel, texts: EncodedTexts) -> Float32[np.ndarray, " N"]:
    """Give the logit of "positive" for each text, reading ``max_tokens`` of the model from its head."""
    was_training = model.training
    model.eval()
    config, rng = model.config, np.random.default_rng(0)
    result = np.empty(len(texts), np.float32)
    for indices in buckets(texts.lengths, BATCH_SIZE):
        rows = [shorten(texts[k], config.max_tokens, "head", rng) for k in indices]
        batch = pad(rows, config.padding, config.pad_to)
        result[indices] = model(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)).numpy()
    model.train(was_training)
    return result


def score(model: SentimentModel, texts: EncodedTexts, labels: Sequence[int]) -> Score:
    """Compare the model's answers with the labels (1 positive, 0 negative)."""
    return score_of(logits(model, texts), labels)


def score_of(values: Float32[np.ndarray, " N"], labels: Sequence[int]) -> Score:
    """Compare logits of "positive" with the labels (1 positive, 0 negative)."""
    given = torch.from_numpy(values).double()
    wanted = torch.tensor(labels, dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(given, wanted)
    accuracy = np.mean(are_right(values, labels))
    return Score(accuracy=float(accuracy), loss=loss.item(), n=len(values))


def are_right(values: Float32[np.ndarray, " N"], labels: Sequence[int]) -> tuple[bool, ...]:
    """Tell for each logit of "positive" whether it falls on its label's side; 0 counts as positive."""
    return tuple(((values >= 0) == (np.asarray(labels) == 1)).tolist())
