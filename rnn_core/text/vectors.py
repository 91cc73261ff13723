r"""Word vectors from counting: words in like company get like vectors.

Words that stand near each other are counted, counts become positive pointwise mutual information,

.. math:: \mathrm{PPMI}(a, b) = \max\left(0, \log \frac{p(a, b)}{p(a)\, p_{3/4}(b)}\right)

and a truncated singular value decomposition makes it short: row a of :math:`U \Sigma^{1/2}`.

References
----------
Levy, Goldberg and Dagan (2015), "Improving distributional similarity with lessons learned from word
embeddings", TACL, section 3, https://aclanthology.org/Q15-1016

Halko, Martinsson and Tropp (2011), "Finding structure with randomness", SIAM Review, algorithm 4.4,
https://arxiv.org/abs/0909.4061
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float64, Int64
from torch import Tensor

from rnn_core.text.batches import EncodedTexts
from rnn_core.text.vocabulary import UNKNOWN

CONTEXT_POWER = 0.75
OVERSAMPLE = 16
POWER_STEPS = 3
MAX_VOCAB_SIZE = 46_340
"""Largest vocabulary whose pairs can be numbered in 32 bits."""


@dataclass(frozen=True)
class CoOccurrence:
    """How often two words stood near each other: both orders, pairs that occurred only."""

    first: Int64[np.ndarray, " P"]
    second: Int64[np.ndarray, " P"]
    counts: Float64[np.ndarray, " P"]
    vocab_size: int


def count_neighbours(texts: EncodedTexts, vocab_size: int, window: int = 5) -> CoOccurrence:
    """Count pairs of known words at most ``window`` places apart within one text.

    Raises
    ------
    ValueError
        If ``window`` is below 1 or ``vocab_size`` above 46,340.
    """
    if window < 1:
        raise ValueError(f"window must be 1 word or more, found {window}")
    if vocab_size > MAX_VOCAB_SIZE:
        raise ValueError(f"vocab_size must be at most {MAX_VOCAB_SIZE}, found {vocab_size}")
    ids = texts.ids
    document = np.repeat(np.arange(len(texts), dtype=np.int32), texts.lengths)
    keys = []
    for distance in range(1, window + 1):
        a, b = ids[:-distance], ids[distance:]
        kept = (document[:-distance] == document[distance:]) & (a > UNKNOWN) & (b > UNKNOWN)
        a, b = a[kept], b[kept]
        keys.append(np.minimum(a, b) * np.int32(vocab_size) + np.maximum(a, b))
    pairs = np.concatenate(keys)
    pairs.sort()
    starts = (
        np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]])) if len(pairs) else np.empty(0, int)
    )
    counts = np.diff(np.append(starts, len(pairs))).astype(np.float64)
    low, high = np.divmod(pairs[starts].astype(np.int64), vocab_size)
    twice = low == high  # such a pair is its own mirror image
    counts[twice] *= 2
    return CoOccurrence(
        first=np.concatenate([low, high[~twice]]),
        second=np.concatenate([high, low[~twice]]),
        counts=np.concatenate([counts, counts[~twice]]),
        vocab_size=vocab_size,
    )


def marginals(
    pairs: CoOccurrence, context_power: float = CONTEXT_POWER
) -> tuple[Float64[np.ndarray, " V"], Float64[np.ndarray, " V"]]:
    """Give n(a), the pairs that each word stands first in, and p(b), its share as company.

    Parameters
    ----------
    pairs
        Counts.
    context_power
        Counts are raised to it before they become shares: below 1, rare words seem a little less rare.
    """
    totals = np.bincount(pairs.first, weights=pairs.counts, minlength=pairs.vocab_size)
    totals = totals.astype(np.float64)  # of no pairs at all numpy makes whole numbers
    smoothed = totals**context_power
    return totals, smoothed / max(smoothed.sum(), 1.0)


def pmi(pairs: CoOccurrence, *, context_power: float = CONTEXT_POWER, positive: bool = True) -> CoOccurrence:
    """Replace counts by pointwise mutual information; pairs that never met stay out.

    Parameters
    ----------
    pairs
        Counts.
    context_power
        As for `marginals`.
    positive
        Whether only values above 0 are kept, or negative ones as well.
    """
    totals, context = marginals(pairs, context_power)
    value = np.log(pairs.counts / (totals[pairs.first] * context[pairs.second]))
    kept = value > 0 if positive else value != 0
    return CoOccurrence(pairs.first[kept], pairs.second[kept], value[kept], pairs.vocab_size)


def ppmi(pairs: CoOccurrence) -> CoOccurrence:
    """Replace counts by positive pointwise mutual information, leaving out pairs where it is 0."""
    return pmi(pairs)


def _sparse(rows: Int64[np.ndarray, " P"], columns: Int64[np.ndarray, " P"], pairs: CoOccurrence) -> Tensor:
    order = np.lexsort((columns, rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=pairs.vocab_size))])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparse CSR tensor support is in beta")
        return torch.sparse_csr_tensor(
            torch.from_numpy(starts),
            torch.from_numpy(columns[order]),
            torch.from_numpy(pairs.counts[order].astype(np.float32)),
            size=(pairs.vocab_size, pairs.vocab_size),
            check_invariants=False,
        )


def randomised_svd(
    pairs: CoOccurrence, rank: int, seed: int
) -> tuple[Float[Tensor, "V K"], Float[Tensor, " K"]]:
    """Give the leading left singular vectors and singular values of a sparse square matrix."""
    matrix = _sparse(pairs.first, pairs.second, pairs)
    transposed = _sparse(pairs.second, pairs.first, pairs)
    generator = torch.Generator().manual_seed(seed)
    width = min(rank + OVERSAMPLE, pairs.vocab_size)
    basis = torch.randn(pairs.vocab_size, width, generator=generator)
    for _ in range(POWER_STEPS):
        basis = torch.linalg.qr(matrix @ basis).Q
        basis = torch.linalg.qr(transposed @ basis).Q
    basis = torch.linalg.qr(matrix @ basis).Q
    left, values, _ = torch.linalg.svd((transposed @ basis).T, full_matrices=False)
    return (basis @ left)[:, :rank], values[:rank]


def word_vectors(
    texts: EncodedTexts,
    vocab_size: int,
    size: int,
    window: int = 5,
    seed: int = 0,
    pause: Callable[[], None] = lambda: None,
) -> Float[Tensor, "V E"]:
    """Count word vectors in ``texts``.

    Parameters
    ----------
    texts
        Encoded texts to count in.
    vocab_size
        Entries of the vocabulary, at most 46,340.
    size
        Length of a vector; 1 to ``vocab_size``.
    window
        Words to either side that count as company.
    seed
        Draws the start of the decomposition.
    pause
        Called between counting and decomposing, which take about as long; what it raises ends the work.

    Returns
    -------
    Tensor
        One row a word with a standard deviation of 1 over all; the two special entries are 0.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    if not 1 <= size <= vocab_size:
        raise ValueError(f"size must be between 1 and the vocabulary's {vocab_size} entries, found {size}")
    pairs = ppmi(count_neighbours(texts, vocab_size, window))
    pause()
    left, values = randomised_svd(pairs, size, seed)
    vectors = left * values.sqrt()
    vectors[: UNKNOWN + 1] = 0.0
    return vectors / vectors.std().clamp_min(1e-12)
