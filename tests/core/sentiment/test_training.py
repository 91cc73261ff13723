import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_core.data.corpus import TaughtReviews
from rnn_core.sentiment import batching, pace, training
from rnn_core.sentiment.calibration import fit_temperature
from rnn_core.sentiment.control import UNTOUCHED, Control
from rnn_core.sentiment.evaluation import logits, score
from rnn_core.sentiment.preparation import prepare
from rnn_core.sentiment.training import TrainingDiverged, TrainSpec, train
from rnn_core.text.batches import EncodedTexts, shorten
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import SPECIAL
from tests.core.sentiment.cases import TINY, make_corpus

SPEC = TrainSpec("order", "rnn", "max-over-time")


def weights_of(result):
    return weights_of_model(result.model)


def weights_of_model(model):
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


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
    seconds = itertools.count(0.0, 0.01)
    result = train(replace(SPEC, budget_s=0.4), make_corpus(), recipe=TINY, clock=lambda: next(seconds))
    assert result.seconds == pytest.approx(0.4, abs=0.011)
    assert result.num_steps == pytest.approx(40, abs=1)
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


def test_a_loss_beyond_all_bounds_ends_the_run_too():
    recipe = replace(TINY, learning_rate=1e9, embedding_rate=1e9, weight_decay=0.0, one_cycle=False)
    reports = []
    with pytest.raises(TrainingDiverged, match=r"diverged: at step \d+ the loss is .* a coin has 0\.693"):
        train(SPEC, make_corpus(), recipe=recipe, report=reports.append)
    assert reports[-1].loss > 100, "the curve shows it"


def test_what_a_person_changes_holds_from_the_next_look_and_stands_in_the_reports(monkeypatch):
    monkeypatch.setattr(training, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(pace, "TELL_EVERY_S", 0.0)
    reports, recipe = [], replace(TINY, one_cycle=False, num_epochs=2)
    changed = Control(learning_rate=0.5, clip_norm=0.25, dropout=0.2)
    train(
        SPEC,
        make_corpus(),
        recipe=recipe,
        report=reports.append,
        control=lambda: changed if len(reports) > 4 else UNTOUCHED,
    )
    used = [(r.learning_rate, r.clip_norm, r.dropout) for r in reports if r.phase == "training"]
    assert used[0] == (0.03, 1.0, 0.0)
    assert used[-1] == (0.5, 0.25, 0.2)
    assert used == sorted(used, key=used.index), "it changes once and stays"
    said = [report.changed for report in reports if report.changed]
    assert said == ["learning rate 0.5, clipping 0.25, dropout 0.2"]


def test_a_pause_takes_no_step_and_no_time_from_the_budget(monkeypatch):
    seconds, paused_at, reports = [0.0], [], []
    looks, step = itertools.count(1), training.Optimiser.step
    taken = itertools.count(1)
    latest = [0]

    def clock():
        seconds[0] += 0.005
        return seconds[0]

    def wait(wanted_s):
        seconds[0] += 100.0

    def step_and_count(optimiser):
        step(optimiser)
        latest[0] = next(taken)

    def control():
        is_paused = 5 <= next(looks) < 12
        if is_paused:
            paused_at.append(latest[0])
        return Control(paused=is_paused)

    monkeypatch.setattr(training, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(training.time, "sleep", wait)
    monkeypatch.setattr(training.Optimiser, "step", step_and_count)
    result = train(
        replace(SPEC, budget_s=0.3),
        make_corpus(),
        recipe=TINY,
        report=reports.append,
        control=control,
        clock=clock,
    )
    assert paused_at == [4] * 7, "no step is taken"
    assert seconds[0] > 700
    assert result.seconds == pytest.approx(0.3, abs=0.006)
    assert result.num_steps == pytest.approx(60, abs=1)
    assert [report.step for report in reports if report.phase == "paused"] == [4], "a pause is told once"
    assert all(report.phase == "training" for report in result.history)


def test_a_paused_run_can_be_stopped(monkeypatch):
    monkeypatch.setattr(training, "LOOK_EVERY_S", 0.01)
    looks = []
    result = train(
        SPEC,
        make_corpus(),
        recipe=TINY,
        control=lambda: looks.append(1) or Control(paused=True),
        should_stop=lambda: len(looks) > 3,
    )
    assert result.stopped
    assert result.num_steps == 0


def test_it_ends_as_soon_as_it_is_as_good_as_was_asked(monkeypatch):
    monkeypatch.setattr(pace, "JUDGE_EVERY_S", 0.01)
    result = train(replace(SPEC, stop_accuracy=0.9), make_corpus(), recipe=replace(TINY, num_epochs=500))
    assert (result.reached, result.stopped) == (True, False)
    assert result.history[-1].validation_accuracy >= 0.9
    assert result.history[-1].fraction < 0.5


def test_what_is_changed_with_the_last_step_is_told_once(monkeypatch):
    monkeypatch.setattr(training, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(pace, "JUDGE_EVERY_S", 0.0)
    reports, looks = [], itertools.count()
    train(
        replace(SPEC, stop_accuracy=0.01),
        make_corpus(),
        recipe=TINY,
        report=reports.append,
        control=lambda: Control(dropout=0.5 if next(looks) else None),
    )
    assert [report.changed for report in reports if report.changed] == ["dropout 0.5"]
    assert reports[-1].phase == "evaluating"


def test_the_network_is_handed_on_before_the_first_step_and_at_every_judgement(monkeypatch):
    monkeypatch.setattr(pace, "JUDGE_EVERY_S", 0.05)
    kept = []
    result = train(
        replace(SPEC, budget_s=0.4),
        make_corpus(),
        recipe=TINY,
        keep=lambda step, model, vocabulary: kept.append((step, vocabulary, weights_of_model(model))),
    )
    judged = [report.step for report in result.history if report.validation_accuracy is not None]
    assert [step for step, _, _ in kept] == [0, *judged]
    assert all(vocabulary is result.vocabulary for _, vocabulary, _ in kept)
    torch.testing.assert_close(kept[-1][2], weights_of(result), rtol=0, atol=0)
    assert not torch.allclose(kept[0][2], kept[-1][2])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "mean"])
def test_what_goes_on_inside_is_told_now_and_then(cell, monkeypatch):
    monkeypatch.setattr(pace, "MEASURE_EVERY_S", 0.02)
    monkeypatch.setattr(pace, "TELL_EVERY_S", 0.0)
    result = train(replace(SPEC, cell=cell, budget_s=0.3), make_corpus(), recipe=TINY)
    inside = [report for report in result.history if report.gradient_norms]
    assert bool(inside) == (cell != "mean")
    for report in inside:
        assert 0 < len(report.gradient_norms) <= 16
        assert report.spectral_radius > 0
        assert 0 <= report.saturation <= 1
    assert all(report.tokens_per_s > 0 for report in result.history[:-1])


def test_the_result_tells_by_what_its_logits_are_to_be_divided():
    corpus = make_corpus()
    result = train(SPEC, corpus, recipe=TINY)
    encoded = EncodedTexts.encode([words(text) for text in corpus.validation_texts], result.vocabulary)
    fitted = fit_temperature(logits(result.model, encoded), corpus.validation_labels)
    assert result.temperature == pytest.approx(fitted)


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

    monkeypatch.setattr(batching, "shorten", shorten_and_note)
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
