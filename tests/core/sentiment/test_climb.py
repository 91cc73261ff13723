"""The climb: its steps are known again by their settings, and two trainings differ by what was turned."""

import itertools
import random

import pytest

from rnn_core.sentiment.climb import (
    MEASURED_S,
    RIVALS,
    Difference,
    difference,
    measured,
    place_of,
    rival,
    steps,
)
from rnn_core.sentiment.ladder import PRESETS, RUNGS, remarks, spec_with
from rnn_core.sentiment.recipes import DATASETS, recipe_of
from rnn_core.sentiment.spec import TrainSpec

KEYS = [rung.key for rung in RUNGS]
NOTHING = Difference((), (), ())


@pytest.mark.parametrize("budget_s", [None, 20.0, 60.0, 180.0])
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_step_is_known_again_by_its_settings(dataset, budget_s):
    climb = steps(dataset)
    assert [place_of(step.spec(dataset, budget_s, seed=3)) for step in climb] == list(range(len(climb)))
    assert [step.cell for step in climb[-2:]] == ["lstm", "gru"]


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_step_turns_one_thing(dataset):
    specs = [step.spec(dataset, 60.0) for step in steps(dataset)]
    for below, above in itertools.pairwise(specs):
        assert len(difference(below, above)) == 1


def test_named_recipes_stand_where_their_rungs_do():
    for name, place in (("textbook", 0), ("max-over-time", 9), ("thorough", 10), ("last-step", None)):
        assert place_of(TrainSpec("imdb", "rnn", name, budget_s=60.0)) == place, name
    assert place_of(TrainSpec("imdb", "tfidf", "textbook")) is None
    assert place_of(TrainSpec("imdb", "lstm", "textbook", budget_s=60.0)) is None


def test_a_setting_by_hand_keeps_its_place_unless_the_step_itself_is_meant():
    spec = spec_with(["left-padding"], "imdb", "rnn", budget_s=60.0, changes=(("hidden_size", 8),))
    assert place_of(spec) == 1
    assert place_of(spec, by_hand=False) is None


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_switch_that_was_turned_is_found_wherever_it_does_something(dataset):
    draw = random.Random(1)
    for _ in range(80):
        on = frozenset(key for key in KEYS if draw.random() < 0.5)
        key, budget_s = draw.choice(KEYS), draw.choice([20.0, 60.0, 180.0])
        before, after = (spec_with(rungs, dataset, "gru", budget_s=budget_s) for rungs in (on, on ^ {key}))
        found = difference(before, after)
        if key in remarks(on | {key}, dataset, "gru") or before == after:
            assert not found.added
            assert not found.removed
        else:
            assert found == (Difference((key,), (), ()) if key not in on else Difference((), (key,), ()))


def test_what_no_rung_says_is_named_with_both_values():
    before = spec_with(PRESETS["thorough"], "imdb", "rnn", budget_s=60.0)
    after = spec_with(PRESETS["thorough"], "imdb", "lstm", seed=2, budget_s=60.0, changes=(("dropout", 0.1),))
    usual = recipe_of(before).dropout
    expected = (("cell", "rnn", "lstm"), ("seed", 0, 2), ("dropout", usual, 0.1))
    assert difference(before, after) == Difference((), (), expected)


def test_who_counts_words_differs_by_the_network_alone():
    count, learn = TrainSpec("imdb", "tfidf", "textbook"), TrainSpec("imdb", "rnn", "thorough", 3, 20.0)
    assert difference(learn, count) == Difference((), (), (("cell", "rnn", "tfidf"),))
    assert difference(count, count) == NOTHING


@pytest.mark.parametrize("dataset", DATASETS)
def test_what_was_measured_tells_the_story_from_a_coin_to_the_top(dataset):
    known = measured()
    specs = [step.spec(dataset, MEASURED_S[dataset]) for step in steps(dataset)]
    figures = [known[spec] for spec in specs if spec in known]
    assert all(spec in known for spec in specs[:7]), "the top may wait to be measured anew"
    assert abs(figures[0] - 0.5) < 0.02, "the textbook network is no better than a coin"
    assert figures[1] > figures[0] + 0.05
    assert abs(figures[2] - figures[1]) < 0.01, "flushing only saves time"
    assert max(figures) > figures[0] + 0.35
    assert max(figures[-4:]) == max(figures)
    rivals = [known[rival(cell, dataset)] for cell in RIVALS]
    assert min(max(figures) - share for share in rivals) > (-0.01 if dataset == "imdb" else 0.15)
