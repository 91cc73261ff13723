from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_core.data.corpus import TaughtReviews
from rnn_core.sentiment import pace, training
from rnn_core.sentiment.evaluation import score
from rnn_core.sentiment.preparation import prepare
from rnn_core.sentiment.training import TrainingDiverged, TrainSpec, train
from rnn_core.text.batches import EncodedTexts, shorten
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import SPECIAL
from tests.core.sentiment.cases import TINY, make_corpus

SPEC = TrainSpec("order", "rnn", "max-over-time")


def weights_of(result):
    return torch.cat([weight.detach().flatten() for weight in result.model.parameters()])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_every_cell_learns_an_easy_corpus(cell):
    spec = replace(SPEC, cell=cell)
    result = train(spec, make_corpus(), recipe=replace(TINY, num_epochs=8))
    assert result.validation_accuracy > 0.95
    assert not result.stopped


def test_the_result_is_judged_on_the_whole_validation_part():
    corpus = make_corpus()
    result = train(SPEC, corpus, recipe=TINY)
    encoded = EncodedTexts.encode([words(text) for text in corpus.validation_texts], result.vocabulary)
    judged = score(result.model, encoded, corpus.validation_labels)
    assert (result.validation_accuracy, result.validation_size) == (judged.accuracy, 60)
    p = judged.accuracy
    assert result.standard_error == pytest.approx((p * (1 - p) / 60) ** 0.5)


def test_the_seed_decides_every_weight_and_the_callers_random_numbers_are_left_alone():
    recipe = replace(TINY, dropout=0.3, word_dropout=0.1, average_decay=0.9)
    corpus = make_corpus()
    torch.manual_seed(5)
    one = train(SPEC, corpus, recipe=recipe)
    drawn = torch.rand(3)
    two = train(SPEC, corpus, recipe=recipe)
    other = train(replace(SPEC, seed=1), corpus, recipe=recipe)
    torch.testing.assert_close(weights_of(one), weights_of(two), rtol=0, atol=0)
    assert not torch.allclose(weights_of(one), weights_of(other))
    torch.manual_seed(5)
    torch.testing.assert_close(drawn, torch.rand(3))


def test_threads_are_given_back():
    before = torch.get_num_threads()
    train(SPEC, make_corpus(40, 10), recipe=replace(TINY, num_epochs=1))
    assert torch.get_num_threads() == before


def test_without_a_budget_every_review_is_read_once_an_epoch():
    result = train(SPEC, make_corpus(num_train=100), recipe=replace(TINY, num_epochs=3, batch_size=16))
    assert result.num_steps == 3 * 7
    assert result.history[-1].num_examples == 300
    assert result.history[-1].fraction == 1


def test_a_budget_counts_seconds_of_training():
    result = train(replace(SPEC, budget_s=0.4), make_corpus(), recipe=TINY)
    assert 0.4 <= result.seconds < 1.5
    assert result.history[-1].fraction == 1


def test_reports_tell_loss_often_and_accuracy_now_and_then(monkeypatch):
    monkeypatch.setattr(pace, "TELL_EVERY_S", 0.02)
    monkeypatch.setattr(pace, "JUDGE_EVERY_S", 0.15)
    reports = []
    result = train(replace(SPEC, budget_s=1.0), make_corpus(), recipe=TINY, report=reports.append)
    told = [report for report in reports if report.phase == "training"]
    judged = [report for report in told if report.validation_accuracy is not None]
    assert next(report.phase for report in reports) == "preparing"
    assert reports[-1].phase == "evaluating"
    assert 2 <= len(judged) < len(told)
    assert tuple(told) == result.history
    assert all(np.diff([report.elapsed_s for report in told]) >= 0)
    assert judged[-1] == told[-1]


def test_it_stops_when_told_and_keeps_what_was_learned(monkeypatch):
    taken, step = [], training.Optimiser.step

    def step_and_count(optimiser):
        step(optimiser)
        taken.append(optimiser)

    monkeypatch.setattr(training.Optimiser, "step", step_and_count)
    result = train(SPEC, make_corpus(), recipe=TINY, should_stop=lambda: len(taken) == 5)
    assert result.stopped
    assert result.num_steps == 5
    assert 0 <= result.validation_accuracy <= 1


def test_a_stop_while_preparing_gives_a_model_that_learned_nothing_and_was_not_judged():
    reports = []
    result = train(SPEC, make_corpus(), recipe=TINY, report=reports.append, should_stop=lambda: True)
    assert (result.stopped, result.num_steps, result.seconds, result.history) == (True, 0, 0.0, ())
    assert result.validation_size == 0
    assert np.isnan([result.validation_accuracy, result.validation_loss, result.standard_error]).all()
    assert reports == []
    assert result.vocabulary.words == SPECIAL
    assert torch.isfinite(weights_of(result)).all()


def test_a_stop_at_the_end_of_preparing_costs_no_step_and_no_evaluation(monkeypatch):
    ready = []
    monkeypatch.setattr(training, "prepare", lambda *a, **k: ready.append(prepare(*a, **k)) or ready[0])
    monkeypatch.setattr(training, "score", lambda *a: pytest.fail("nothing was learned to be judged"))
    result = train(SPEC, make_corpus(), recipe=TINY, should_stop=lambda: bool(ready))
    assert (result.stopped, result.num_steps) == (True, 0)


def test_a_loss_that_is_no_number_ends_the_run_and_names_the_step():
    recipe = replace(TINY, learning_rate=1e38, embedding_rate=1e38, one_cycle=False, clip_norm=None)
    with pytest.raises(
        TrainingDiverged, match=r"the loss stopped being a number at step \d+, found (nan|inf)"
    ):
        train(SPEC, make_corpus(), recipe=recipe)


def test_taught_reviews_are_learned_from_with_their_probabilities():
    corpus = make_corpus(num_train=2)
    more = make_corpus(num_train=200, seed=1)
    turned = TaughtReviews(more.train_texts, [0.95 if label == 0 else 0.05 for label in more.train_labels])
    result = train(SPEC, corpus, recipe=replace(TINY, num_epochs=8), taught=turned)
    assert result.validation_accuracy < 0.2 or len(result.vocabulary) < 20


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_of_the_batches_is_cut_to_snippets(monkeypatch, share):
    limits = []

    def shorten_and_note(row, limit, window, rng):
        limits.append(limit)
        return shorten(row, limit, window, rng)

    monkeypatch.setattr(training, "shorten", shorten_and_note)
    recipe = replace(TINY, batch_size=1, num_epochs=1, train_tokens=64, snippet_share=share)
    train(SPEC, make_corpus(num_train=200), recipe=recipe)
    snippets = [limit for limit in limits if limit != 64]
    assert all(5 <= limit <= 40 for limit in snippets)
    assert len(snippets) / len(limits) == pytest.approx(share, abs=0.15)


@pytest.mark.parametrize("name", ["textbook", "last-step", "max-over-time", "thorough"])
def test_every_recipe_runs(name):
    result = train(replace(SPEC, recipe=name, budget_s=0.3), make_corpus(), recipe=None)
    assert result.num_steps > 0
    assert np.isfinite(result.validation_loss)
