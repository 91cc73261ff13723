r"""The rivals that never read in order: words, or words and pairs of neighbours, counted and weighed.

A review becomes a vector of TF-IDF values, brought to length 1,

.. math:: v_w = (1 + \log n_w) \left(1 + \log\frac{1 + N}{1 + N_w}\right)

with n_w occurrences of w in it and N_w of N reviews that hold w; logistic regression weighs them. Two reviews
with the same words in another order get the same verdict, unless pairs are counted too.

References
----------
Pedregosa et al. (2011), "Scikit-learn: machine learning in Python", JMLR 12, https://www.jmlr.org/papers/v12/pedregosa11a.html

Wang and Manning (2012), "Baselines and bigrams: simple, good sentiment and topic classification", ACL,
https://aclanthology.org/P12-2018
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnn_core.data.corpus import Corpus
from rnn_core.running.records import JobEnd, JobResult, RightAnswers
from rnn_core.sentiment.preparation import CHECK_EVERY, PreparationStopped
from rnn_core.sentiment.recipes import COUNTS, Cell
from rnn_core.sentiment.spec import TrainProgress, TrainSpec, check_is_one_of
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import SPECIAL

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LONGEST: dict[Cell, int] = {"tfidf": 1, "tfidf2": 2}
"""Words in a row that are counted as one, at most."""
MIN_REVIEWS = 2
"""What occurs in fewer reviews than this is left out."""
STRENGTH: dict[Cell, float] = {"tfidf": 4.0, "tfidf2": 16.0}
"""How little large weights cost in the regression: the best of 1, 4 and 16 on IMDB's validation films."""
MAX_STEPS = 300
"""Steps of L-BFGS at most."""


@dataclass(frozen=True)
class Rival:
    """A trained weighing of words; ``seconds`` of counting and weighing.

    Parameters
    ----------
    counter, regression
        Scikit-learn's ``TfidfVectorizer`` and ``LogisticRegression``, both fitted.
    seconds
        What counting and weighing took.
    """

    counter: Any
    regression: Any
    seconds: float

    @property
    def num_parameters(self) -> int:
        """Weights, and the bias."""
        return int(self.regression.coef_.size) + 1

    def logits(self, texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """Give the logit of "positive" for each text."""
        values: np.ndarray[Any, np.dtype[np.float64]] = self.regression.decision_function(
            self.counter.transform([words(text) for text in texts])
        )
        return values


def fit_rival(
    cell: Cell,
    corpus: Corpus,
    *,
    say: Callable[[str], None] = lambda message: None,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.perf_counter,
) -> Rival:
    """Count the words of the training reviews and weigh them.

    Parameters
    ----------
    cell
        ``"tfidf"`` counts words, ``"tfidf2"`` words and pairs of neighbours.
    corpus
        Its training part is learned from.
    say
        Told in one short sentence what is being done.
    should_stop
        Asked a few times a second while words are counted, and once before they are weighed.
    clock
        Tells the seconds.

    Raises
    ------
    ValueError
        If ``cell`` is none of these.
    PreparationStopped
        If ``should_stop`` said so.
    """
    check_is_one_of("cell", cell, COUNTS)
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    def cut() -> Iterator[list[str]]:
        for k, text in enumerate(corpus.train_texts):
            if k % CHECK_EVERY == 0 and should_stop():
                raise PreparationStopped
            yield words(text)

    started = clock()
    say("Counting words" if LONGEST[cell] == 1 else "Counting words and pairs")
    counter = TfidfVectorizer(
        tokenizer=_as_it_is,
        preprocessor=_as_it_is,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, LONGEST[cell]),
        min_df=min(MIN_REVIEWS, len(corpus.train_texts)),
        sublinear_tf=True,
    )
    counts: csr_matrix = counter.fit_transform(cut())
    if should_stop():
        raise PreparationStopped
    say("Weighing them")
    regression = LogisticRegression(C=STRENGTH[cell], max_iter=MAX_STEPS).fit(counts, corpus.train_labels)
    return Rival(counter, regression, clock() - started)


def _as_it_is(tokens: list[str]) -> list[str]:
    return tokens


def train_rival(
    spec: TrainSpec,
    corpus: Corpus,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.perf_counter,
) -> JobEnd:
    """Fit the rival that a spec names, judge it on the whole validation part and say how it ended.

    Parameters
    ----------
    spec
        Its cell says which rival; nothing else of it matters.
    corpus
        What to learn from and be judged on.
    report, should_stop, clock
        As for `fit_rival`; told are a report for every stage, and at the end one with the accuracy.

    Raises
    ------
    ValueError
        If the cell of ``spec`` is no rival.
    """
    try:
        rival = fit_rival(
            spec.cell,
            corpus,
            say=lambda message: report(TrainProgress("preparing", message)),
            should_stop=should_stop,
            clock=clock,
        )
    except PreparationStopped:
        return JobEnd("stopped", "It was stopped before it had learned anything.")
    learned = rival.logits(corpus.train_texts)
    judged = rival.logits(corpus.validation_texts)
    right = ((judged >= 0) == (np.asarray(corpus.validation_labels) == 1)).tolist()
    accuracy = sum(right) / len(right)
    progress = TrainProgress(
        "training",
        "Counted and weighed",
        step=1,
        num_examples=len(corpus.train_texts),
        elapsed_s=rival.seconds,
        fraction=1.0,
        loss=_loss(learned, corpus.train_labels),
        validation_accuracy=accuracy,
        validation_loss=_loss(judged, corpus.validation_labels),
    )
    report(progress)
    return JobEnd("done", result=_result(rival, accuracy, RightAnswers.of(corpus.questions, right), corpus))


def _result(rival: Rival, accuracy: float, right: RightAnswers, corpus: Corpus) -> JobResult:
    num_words = sum(" " not in term for term in rival.counter.vocabulary_)
    return JobResult(
        validation_accuracy=accuracy,
        standard_error=standard_error(accuracy, len(corpus.validation_texts)),
        validation_size=len(corpus.validation_texts),
        seconds=rival.seconds,
        num_steps=1,
        num_examples=len(corpus.train_texts),
        num_parameters=rival.num_parameters,
        vocab_size=num_words + len(SPECIAL),
        right=right,
    )


def _loss(logits: "np.ndarray[Any, np.dtype[np.float64]]", labels: Sequence[int]) -> float:
    """Give the mean binary cross-entropy, in nats."""
    wanted = np.asarray(labels, np.float64)
    return float(np.mean(np.logaddexp(0.0, logits) - wanted * logits))
