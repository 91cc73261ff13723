"""The rivals that count words: what they can do, what they cannot, and how a run of one ends."""

import numpy as np
import pytest

from rnn_core.data.order import order_corpus
from rnn_core.sentiment import rivals
from rnn_core.sentiment.preparation import PreparationStopped
from rnn_core.sentiment.rivals import fit_rival, train_rival
from rnn_core.sentiment.spec import TrainSpec
from tests.core.sentiment.cases import make_corpus

EASY = make_corpus()
TWINS = ("Clever, not dull, from start to finish.", "Dull, not clever, from start to finish.")


@pytest.mark.parametrize("cell", ["tfidf", "tfidf2"])
def test_a_rival_learns_what_single_words_tell(cell):
    told = []
    end = train_rival(TrainSpec("order", cell, "textbook"), EASY, told.append)
    assert (end.state, end.reason) == ("done", "")
    assert end.result.validation_accuracy > 0.95
    assert end.result.validation_size == 60
    assert [progress.phase for progress in told] == ["preparing", "preparing", "training"]
    assert told[-1].fraction == 1.0
    assert told[-1].validation_accuracy == end.result.validation_accuracy
    assert told[-1].loss < 0.3


@pytest.fixture(scope="module")
def corpus():
    return order_corpus(1_200)


def test_where_only_the_order_decides_counting_words_is_no_better_than_chance(corpus):
    result = train_rival(TrainSpec("order", "tfidf", "textbook"), corpus).result
    assert abs(result.validation_accuracy - 0.5) < 3 * result.standard_error


def test_twins_get_the_same_verdict_unless_pairs_are_counted(corpus):
    one, other = fit_rival("tfidf", corpus).logits(TWINS)
    assert one == pytest.approx(other)
    one, other = fit_rival("tfidf2", corpus).logits(TWINS)
    assert abs(one - other) > 0.01


def test_values_are_those_of_the_formula():
    rival = fit_rival("tfidf", EASY)
    text = "fine fine film"
    holds = [rival.counter.build_analyzer()(review.replace(".", " .").split()) for review in EASY.train_texts]
    num = len(EASY.train_texts)

    def idf(word):
        return 1 + np.log((1 + num) / (1 + sum(word in review for review in holds)))

    values = {"fine": (1 + np.log(2)) * idf("fine"), "film": idf("film")}
    length = np.sqrt(sum(value**2 for value in values.values()))
    weights = rival.regression.coef_[0]
    terms = rival.counter.vocabulary_
    expected = rival.regression.intercept_[0] + sum(
        values[word] / length * weights[terms[word]] for word in values
    )
    assert rival.logits([text])[0] == pytest.approx(expected)
    assert rival.num_parameters == len(terms) + 1


@pytest.mark.parametrize("calls_before", [0, 1])
def test_it_stops_while_it_counts_and_before_it_weighs(calls_before):
    asked = []
    end = train_rival(
        TrainSpec("order", "tfidf", "textbook"),
        EASY,
        should_stop=lambda: asked.append(1) or len(asked) > calls_before,
    )
    assert (end.state, end.result) == ("stopped", None)
    assert len(asked) == calls_before + 1


def test_counting_asks_again_and_again_whether_to_stop(monkeypatch):
    monkeypatch.setattr(rivals, "CHECK_EVERY", 10)
    asked = []
    with pytest.raises(PreparationStopped):
        fit_rival("tfidf", EASY, should_stop=lambda: asked.append(1) or len(asked) == 4)


def test_a_network_is_no_rival_that_counts():
    with pytest.raises(ValueError, match="cell must be one of tfidf, tfidf2; found 'rnn'"):
        fit_rival("rnn", EASY)
