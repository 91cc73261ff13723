"""Count a corpus: what a vocabulary covers, what a limit keeps, what filler costs.

Run as ``python -m rnn_core.text.coverage --data train.parquet``. It writes ``assets/models/corpus.json``,
which holds figures and no text.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from rnn_core.data.corpus import Corpus
from rnn_core.sentiment.commands import Parser, run_command
from rnn_core.text.batches import buckets
from rnn_core.text.corpus_figures import CORPUS_FILE, CorpusFigures, Coverage, FillerShares, Lengths
from rnn_core.text.tokenizer import words
from rnn_core.text.variants import OURS, VARIANTS, Variant, cut
from rnn_core.text.vocabulary import SPECIAL, Vocabulary

SIZES = (
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000, 50_000,
    70_000, 100_000,
)  # fmt: skip
LIMITS = (*range(1, 257), 320, 400, 512, 700, 1_000, 1_500, 2_500)
FILLER_LIMITS = (128, 256, 512)
BATCH_SIZE = 64
SEED = 0


def coverage(corpus: Corpus, variant: Variant, sizes: Sequence[int] = SIZES) -> Coverage:
    """Count which share of the tokens the most frequent ones make up.

    Parameters
    ----------
    corpus
        The vocabulary is counted in its training part.
    variant
        How the reviews are cut.
    sizes
        Entries of the vocabulary, rising; sizes beyond the number of types are counted as well.
    """
    train, held_back = (_counts(texts, variant) for texts in (corpus.train_texts, corpus.validation_texts))
    by_rank = Vocabulary.from_counts(train, max_size=len(train) + len(SPECIAL)).words[len(SPECIAL) :]
    return Coverage(
        variant=variant,
        num_types=len(train),
        num_tokens=train.total(),
        sizes=tuple(sizes),
        train=_shares(train, by_rank, sizes),
        held_back=_shares(held_back, by_rank, sizes),
    )


def _counts(texts: Sequence[str], variant: Variant) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words(text) if variant == OURS else [token.text for token in cut(text, variant)])
    return counts


def _shares(counts: Counter[str], by_rank: Sequence[str], sizes: Sequence[int]) -> tuple[float, ...]:
    """Give the share of ``counts`` that the first entries of a ranking make up."""
    held = [0, *accumulate(counts[word] for word in by_rank)]
    return tuple(_rounded(held[min(size - len(SPECIAL), len(by_rank))] / counts.total()) for size in sizes)


def _rounded(share: float) -> float:
    """Keep six digits, which are more than such a count says and keep the file small."""
    return round(share, 6)


def lengths_of(tokens: Int64[np.ndarray, " N"], limits: Sequence[int] = LIMITS) -> Lengths:
    """Count how long reviews are and what each limit keeps."""
    return Lengths(
        mean=_rounded(float(tokens.mean())),
        median=float(np.median(tokens)),
        longest=int(tokens.max()),
        limits=tuple(limits),
        kept=tuple(_rounded(float(np.minimum(tokens, limit).sum() / tokens.sum())) for limit in limits),
        whole=tuple(_rounded(float((tokens <= limit).mean())) for limit in limits),
    )


def filler_shares(
    tokens: Int64[np.ndarray, " N"], limit: int, batch_size: int = BATCH_SIZE, seed: int = SEED
) -> FillerShares:
    """Count the filler of one pass over the corpus, its batches drawn as training draws them."""
    cut_to = np.minimum(tokens, limit)
    drawn = np.random.default_rng(seed).permutation(len(cut_to))
    at_random = [drawn[k : k + batch_size] for k in range(0, len(drawn), batch_size)]
    in_buckets = list(buckets(cut_to, batch_size, np.random.default_rng(seed)))

    def share(batches: Sequence[Int64[np.ndarray, "..."]]) -> float:
        places = sum(len(batch) * int(cut_to[batch].max()) for batch in batches)
        return _rounded(1 - int(cut_to.sum()) / places)

    return FillerShares(
        limit=limit,
        batch_size=batch_size,
        to_the_limit=_rounded(1 - float(cut_to.mean()) / limit),
        as_they_come=share(at_random),
        in_buckets=share(in_buckets),
    )


def count(corpus: Corpus) -> CorpusFigures:
    """Count everything that the page on words quotes."""
    tokens = np.array([len(words(text)) for text in corpus.train_texts], np.int64)
    return CorpusFigures(
        command="python -m rnn_core.text.coverage --data train.parquet",
        split=corpus.split,
        train_size=len(corpus.train_texts),
        held_back_size=len(corpus.validation_texts),
        coverage=tuple(coverage(corpus, variant) for variant in VARIANTS),
        alphabet="".join(sorted(_counts(corpus.train_texts, "characters"))),
        lengths=lengths_of(tokens),
        filler=tuple(filler_shares(tokens, limit) for limit in FILLER_LIMITS),
    )


def main() -> None:
    """Read the command line, count, and write the file."""
    from rnn_core.data.imdb import load_imdb

    parser = Parser(prog="python -m rnn_core.text.coverage", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="parquet with the columns text and label")
    parser.add_argument("--out", type=Path, default=CORPUS_FILE, help="file to write (default: %(default)s)")
    asked = parser.parse_args()
    figures = count(load_imdb(asked.data))
    figures.save(asked.out)
    ours = figures.of(OURS)
    print(f"{asked.out.name}: {ours.num_tokens:,} tokens of {ours.num_types:,} types; 20,000 entries hold "
          f"{100 * ours.train[ours.sizes.index(20_000)]:.1f} % of them, and "
          f"{100 * ours.held_back[ours.sizes.index(20_000)]:.1f} % of those of other films")  # fmt: skip


if __name__ == "__main__":
    run_command(main)
