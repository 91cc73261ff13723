"""The ladder: rungs set what they say, named recipes are rungs, one training has one description."""

from dataclasses import fields, replace

import pytest

from rnn_core.sentiment.ladder import BY_KEY, PRESETS, RUNGS, recipe_with, remarks, spec_with
from rnn_core.sentiment.recipes import DATASETS, RECIPES, Recipe, recipe_for, recipe_of

BUDGETS = (None, 20.0, 60.0, 180.0)


def settings(recipe: Recipe) -> Recipe:
    return replace(recipe, title="", reason="")


@pytest.mark.parametrize("budget_s", BUDGETS)
@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("name", RECIPES)
def test_every_named_recipe_is_a_set_of_rungs(name, dataset, budget_s):
    named = recipe_for(name, dataset, budget_s=budget_s)
    assert settings(recipe_with(PRESETS[name], dataset, budget_s)) == settings(named)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_rung_changes_the_textbook_or_says_why_not(dataset):
    base = recipe_for("textbook", dataset)
    for rung in RUNGS:
        does_something = settings(recipe_with([rung.key], dataset)) != settings(base)
        assert does_something != (rung.key in remarks([], dataset, "rnn")), rung.key
        assert rung.reason.endswith(".")


def test_rungs_are_climbed_in_their_own_order_whatever_the_order_asked():
    keys = [rung.key for rung in RUNGS]
    assert recipe_with(keys, "imdb") == recipe_with(keys[::-1], "imdb")
    assert recipe_with(["max", "last-real"], "imdb").pooling == "max"
    assert recipe_with(["last-real"], "imdb").pooling == "last real"


def test_a_training_that_equals_a_named_recipe_is_described_by_its_name():
    for name, rungs in PRESETS.items():
        spec = spec_with(rungs, "imdb", "lstm", budget_s=60.0)
        assert (spec.recipe, spec.changes) == (name, ())


def test_two_ways_to_the_same_settings_are_one_training():
    by_rungs = spec_with(PRESETS["max-over-time"] - {"clipping"}, "imdb", "rnn", budget_s=20.0)
    by_setting = spec_with(
        PRESETS["max-over-time"], "imdb", "rnn", budget_s=20.0, changes=(("clip_norm", None),)
    )
    assert by_rungs == by_setting
    assert by_rungs.changes == (("clip_norm", None),)


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("rung", BY_KEY)
def test_what_is_described_is_what_is_trained(dataset, rung):
    for base in PRESETS.values():
        rungs = base ^ {rung}
        spec = spec_with(rungs, dataset, "gru", budget_s=60.0, changes=(("hidden_size", 32),))
        wanted = replace(recipe_with(rungs, dataset, 60.0), hidden_size=32)
        assert settings(recipe_of(spec)) == settings(wanted)


def test_who_counts_words_has_no_recipe_and_no_seconds():
    spec = spec_with(
        PRESETS["thorough"], "imdb", "tfidf2", seed=4, budget_s=60.0, changes=(("dropout", 0.1),)
    )
    assert (spec.recipe, spec.seed, spec.budget_s, spec.changes) == ("textbook", 0, None, ())


@pytest.mark.parametrize(
    ("rungs", "said_of", "sentence"),
    [
        ({"max", "last-real"}, "last-real", "“Max over time” reads every state"),
        ({"left-padding", "last-real"}, "last-real", "the last column is the last word already"),
        ({"max", "left-padding"}, "left-padding", "leaves filler out on either side"),
        ({"dropout", "fitted"}, "dropout", "“Fitted to the seconds” sets the same, and later on the ladder."),
    ],
)
def test_a_rung_that_another_makes_idle_says_so(rungs, said_of, sentence):
    assert sentence in remarks(rungs, "imdb", "rnn")[said_of]
    assert said_of not in remarks({said_of}, "imdb", "rnn")


def test_no_rung_is_idle_in_the_recipes_up_to_max_over_time():
    for name in ("textbook", "last-step", "max-over-time"):
        assert not remarks(PRESETS[name], "imdb", "lstm"), name


def test_rivals_say_which_rungs_do_not_concern_them():
    assert set(remarks([], "imdb", "tfidf")) == set(BY_KEY)
    assert set(remarks([], "imdb", "mean")) == {"left-padding", "last-real", "orthogonal", "max"}


def test_an_unknown_rung_is_refused_in_words():
    with pytest.raises(ValueError, match=r"rungs must be among left-padding, .*; found 'luck'"):
        recipe_with(["luck"], "imdb")


def test_with_seconds_the_word_vectors_are_the_shipped_ones():
    assert recipe_with({"word-vectors"}, "imdb", 20.0).shipped_vectors
    assert not recipe_with({"word-vectors"}, "imdb").shipped_vectors
    assert all(not recipe_for(name, "imdb").shipped_vectors for name in RECIPES)


def test_a_rung_sets_only_settings_that_a_recipe_has():
    names = {field.name for field in fields(Recipe)}
    for rung in RUNGS:
        for dataset in DATASETS:
            assert set(rung.settings(dataset, 60.0)) <= names
