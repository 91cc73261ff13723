r"""A teacher that never reads in order: words and pairs of neighbours, weighed one by one.

Logistic regression over the words and neighbouring pairs that occur in a review, each scaled by how much
more often it occurs in positive reviews than in negative ones,

.. math:: r_f = \log\frac{(1 + n_f^+) / \sum_k (1 + n_k^+)}{(1 + n_f^-) / \sum_k (1 + n_k^-)}

It takes seconds, errs where recurrent networks do not, and so makes a better teacher together with one.

References
----------
Wang and Manning (2012), "Baselines and bigrams: simple, good sentiment and topic classification", ACL,
section 2, https://aclanthology.org/P12-2018
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float64, Int64

from rnn_core.text.batches import EncodedTexts
from rnn_core.text.vocabulary import PAD

MIN_REVIEWS = 2
"""Pairs that occur in fewer reviews than this are left out."""
DECAY = 2e-4
"""Weight of the squared weights beside the mean loss."""
MAX_STEPS = 25
"""Steps of L-BFGS; more change no answer that matters."""


@dataclass(frozen=True)
class Occurrences:
    """Which word or pair (``keys``) stands in which text (``rows``), once each.

    A word counts as its pair with `PAD`.
    """

    rows: Int64[np.ndarray, " N"]
    keys: Int64[np.ndarray, " N"]


def occurrences(texts: EncodedTexts, vocab_size: int) -> Occurrences:
    """List the words and neighbouring pairs of each text."""
    ids = texts.ids.astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), texts.lengths)
    inside = rows[1:] == rows[:-1]
    num_keys = vocab_size * vocab_size
    words = rows * num_keys + PAD * vocab_size + ids
    pairs = (rows[1:] * num_keys + ids[:-1] * vocab_size + ids[1:])[inside]
    distinct = np.unique(np.concatenate([words, pairs]))
    return Occurrences(*np.divmod(distinct, num_keys))


@dataclass(frozen=True)
class WordPairs:
    """A trained weighing of words and pairs."""

    vocab_size: int
    keys: Int64[np.ndarray, " F"]
    weights: Float64[np.ndarray, " F"]
    bias: float

    @classmethod
    def fit(cls, texts: EncodedTexts, labels: Sequence[int], vocab_size: int) -> "WordPairs":
        """Learn the weights from texts with labels (1 positive, 0 negative)."""
        found = occurrences(texts, vocab_size)
        keys, columns, counts = np.unique(found.keys, return_inverse=True, return_counts=True)
        often = counts >= MIN_REVIEWS
        kept = often[columns]
        keys, rows = keys[often], found.rows[kept]
        columns = (np.cumsum(often) - 1)[columns[kept]]
        wanted = np.asarray(labels, np.float64)
        ratio = _log_ratio(columns, wanted[rows], len(keys))
        weights, bias = _regress(rows, columns, ratio, wanted)
        return cls(vocab_size, keys, weights * ratio, bias)

    def logits(self, texts: EncodedTexts) -> Float64[np.ndarray, " B"]:
        """Give the logit of "positive" for each text."""
        found = occurrences(texts, self.vocab_size)
        places = np.minimum(np.searchsorted(self.keys, found.keys), len(self.keys) - 1)
        known = self.keys[places] == found.keys
        weights = self.weights[places[known]]
        return self.bias + np.bincount(found.rows[known], weights=weights, minlength=len(texts))


def _log_ratio(
    columns: Int64[np.ndarray, " N"], positive: Float64[np.ndarray, " N"], size: int
) -> Float64[np.ndarray, " F"]:
    good = 1 + np.bincount(columns, weights=positive, minlength=size)
    bad = 1 + np.bincount(columns, weights=1 - positive, minlength=size)
    ratio: Float64[np.ndarray, " F"] = np.log(good / good.sum()) - np.log(bad / bad.sum())
    return ratio


def _regress(
    rows: Int64[np.ndarray, " N"],
    columns: Int64[np.ndarray, " N"],
    ratio: Float64[np.ndarray, " F"],
    wanted: Float64[np.ndarray, " B"],
) -> tuple[Float64[np.ndarray, " F"], float]:
    """Minimise mean cross-entropy plus decay by L-BFGS, with the gradient written out: X' (p - y) / n."""
    scale = ratio[columns]
    theta = torch.zeros(len(ratio) + 1, dtype=torch.float64)
    optimiser = torch.optim.LBFGS([theta], max_iter=MAX_STEPS, line_search_fn="strong_wolfe")

    def closure() -> float:
        weights, bias = theta[:-1].numpy(), theta[-1].item()
        logits = bias + np.bincount(rows, weights=weights[columns] * scale, minlength=len(wanted))
        error = (1 / (1 + np.exp(-logits)) - wanted) / len(wanted)
        slope = np.bincount(columns, weights=error[rows] * scale, minlength=len(ratio)) + DECAY * weights
        theta.grad = torch.from_numpy(np.append(slope, error.sum()))
        loss = np.mean(np.logaddexp(0, logits) - wanted * logits) + DECAY / 2 * weights @ weights
        return float(loss)

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return theta[:-1].numpy().copy(), theta[-1].item()
