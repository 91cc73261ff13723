"""Measure on the order-matters corpus what counting words can do, and what reading them in order can.

Run as ``python -m benchmarks.order_corpus`` (about two minutes on one free core). Every accuracy is on
validation reviews, whose templates training never saw, with its standard error. Seconds are of training on
one core, without preparation; a recurrent net is given 15 seconds by the clock, so that other work on the
machine costs it steps.
"""

import argparse
import math
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from torch import Tensor, nn

from rnn_core.data.corpus import Corpus
from rnn_core.data.order import order_corpus
from rnn_core.sentiment.recipes import CELLS
from rnn_core.sentiment.training import TrainSpec, train
from rnn_core.text.tokenizer import words

RECIPE = "max-over-time"


@dataclass(frozen=True)
class Measured:
    """One line of the table; ``seconds`` of training, ``seed`` of the model."""

    model: str
    accuracy: float
    num_reviews: int
    seconds: float
    seed: int | None = None

    def __str__(self) -> str:
        error = math.sqrt(self.accuracy * (1 - self.accuracy) / self.num_reviews)
        seed = "-" if self.seed is None else str(self.seed)
        accuracy = f"{100 * self.accuracy:.1f} ± {100 * error:.1f}"
        return f"{self.model:<46}{accuracy:>12}{self.seconds:>11.1f}{seed:>7}"


def best_bag(corpus: Corpus) -> Measured:
    """Bound every function of the word counts: reviews with the same counts must get the same answer."""
    labels: dict[frozenset[tuple[str, int]], Counter[int]] = defaultdict(Counter)
    for text, label in zip(corpus.validation_texts, corpus.validation_labels, strict=True):
        labels[frozenset(Counter(words(text)).items())][label] += 1
    right = sum(max(counts.values()) for counts in labels.values())
    return Measured(
        "any bag of words at all (upper bound)",
        right / len(corpus.validation_texts),
        len(corpus.validation_texts),
        0.0,
    )


def rivals() -> dict[str, Callable[[], object]]:
    """Name the models that count words, and after them those that count pairs of neighbours."""

    def counts(longest: int) -> CountVectorizer:
        return CountVectorizer(tokenizer=words, token_pattern=None, ngram_range=(1, longest))

    return {
        "words, logistic regression": lambda: make_pipeline(counts(1), LogisticRegression(max_iter=500)),
        "words (TF-IDF), logistic regression": lambda: make_pipeline(
            TfidfVectorizer(tokenizer=words, token_pattern=None), LogisticRegression(max_iter=500)
        ),
        "words, naive Bayes": lambda: make_pipeline(counts(1), MultinomialNB()),
        "words, network with 32 hidden units": lambda: make_pipeline(
            counts(1), MLPClassifier(32, max_iter=20, random_state=0)
        ),
        "words and pairs, logistic regression": lambda: make_pipeline(
            counts(2), LogisticRegression(max_iter=500)
        ),
        "words and pairs, naive Bayes": lambda: make_pipeline(counts(2), MultinomialNB()),
    }


def measure_rival(name: str, build: Callable[[], object], corpus: Corpus) -> Measured:
    """Fit one of the `rivals` and score it."""
    model = build()
    started = time.process_time()
    model.fit(corpus.train_texts, corpus.train_labels)  # type: ignore[attr-defined]
    seconds = time.process_time() - started
    accuracy = model.score(corpus.validation_texts, corpus.validation_labels)  # type: ignore[attr-defined]
    return Measured(name, float(accuracy), len(corpus.validation_texts), seconds)


class MeanOfEmbeddings(nn.Module):
    """The sentiment models without their recurrence: average the word vectors, then one linear layer."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.embedding = nn.EmbeddingBag(len(vocabulary) + 1, 64, mode="mean")
        self.output = nn.Linear(64, 1)

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Give one logit a text."""
        rows = [[self.vocabulary.get(word, len(self.vocabulary)) for word in words(text)] for text in texts]
        starts = torch.tensor([0, *(len(row) for row in rows)])[:-1].cumsum(0)
        ids = torch.tensor([index for row in rows for index in row])
        return self.output(self.embedding(ids, starts))[:, 0]


def measure_mean(corpus: Corpus, seed: int, num_epochs: int = 5) -> Measured:
    """Train `MeanOfEmbeddings` with Adam."""
    torch.manual_seed(seed)
    vocabulary = {word: index for index, word in enumerate(sorted({*words(" ".join(corpus.train_texts))}))}
    model = MeanOfEmbeddings(vocabulary)
    adam = torch.optim.Adam(model.parameters(), lr=3e-3)
    labels = torch.tensor(corpus.train_labels, dtype=torch.float32)
    started = time.process_time()
    for _ in range(num_epochs):
        for batch in torch.split(torch.randperm(len(labels)), 64):
            logits = model([corpus.train_texts[index] for index in batch])
            loss = nn.functional.binary_cross_entropy_with_logits(logits, labels[batch])
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
    seconds = time.process_time() - started
    with torch.no_grad():
        right = (model(corpus.validation_texts) > 0) == (torch.tensor(corpus.validation_labels) == 1)
    return Measured("mean of embeddings", right.float().mean().item(), len(right), seconds, seed)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budget", type=float, default=15.0, help="seconds of training for a recurrent net")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of the vanilla RNN")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    warnings.filterwarnings(
        "ignore", category=ConvergenceWarning
    )  # the network stops after 20 epochs, as meant
    corpus = order_corpus()
    print(f"{len(corpus.train_texts)} reviews to learn from, {len(corpus.validation_texts)} to be judged on")
    print(f"{'model':<46}{'accuracy, %':>12}{'seconds':>11}{'seed':>7}")
    print(best_bag(corpus))
    for name, build in rivals().items():
        print(measure_rival(name, build, corpus), flush=True)
    print(measure_mean(corpus, seed=0), flush=True)
    for cell in CELLS:
        for seed in range(arguments.seeds if cell == "rnn" else 1):
            spec = TrainSpec("order", cell, RECIPE, seed=seed, budget_s=arguments.budget)
            result = train(spec, corpus)
            print(
                Measured(
                    f"{cell.upper()}, recipe {RECIPE}",
                    result.validation_accuracy,
                    result.validation_size,
                    result.seconds,
                    seed,
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
