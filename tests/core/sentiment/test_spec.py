import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from rnn_core.sentiment.recipes import DATASETS, RECIPES, STUDENT_CHANGES, recipe_for, recipe_of
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

GOOD = {"dataset": "order", "cell": "rnn", "recipe": "textbook", "seed": 3, "budget_s": 15.0}


def test_a_spec_survives_json():
    spec = TrainSpec("imdb", "lstm", "max-over-time", seed=7, budget_s=None)
    assert TrainSpec.from_json(spec.to_json()) == spec


def test_changes_survive_json_as_an_object_and_can_be_hashed():
    changes = (("dropout", 0.2), ("hidden_size", 32))
    spec = TrainSpec("imdb", "gru", "textbook", changes=changes, stop_accuracy=0.85)
    assert json.loads(spec.to_json())["changes"] == {"dropout": 0.2, "hidden_size": 32}
    assert TrainSpec.from_json(spec.to_json()) == spec
    assert hash(TrainSpec.from_json(spec.to_json())) == hash(spec)


def test_who_asks_for_the_same_changes_asks_for_the_same_training():
    asked = (("learning_rate", 1), ("dropout", 0.0), ("clip_norm", None), ("average_decay", 0.9))
    spec = TrainSpec("order", "rnn", "textbook", changes=asked)
    assert spec.changes == (("average_decay", 0.9), ("learning_rate", 1.0)), "textbook has the others already"
    assert spec == TrainSpec("order", "rnn", "textbook", changes=spec.changes[::-1])


def test_a_setting_that_is_changed_twice_is_refused():
    twice = (("dropout", 0.1), ("dropout", 0.2))
    with pytest.raises(ValueError, match="changes must name each setting once, found dropout 2 times"):
        TrainSpec("order", "rnn", "textbook", changes=twice)


def test_the_recipe_of_a_training_is_the_named_one_with_its_changes():
    spec = TrainSpec("imdb", "lstm", "max-over-time", budget_s=60.0, changes=(("hidden_size", 32),))
    assert recipe_of(spec) == replace(recipe_for("max-over-time", "imdb", budget_s=60.0), hidden_size=32)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dataset": "mnist"}, "dataset must be one of order, imdb; found 'mnist'"),
        ({"cell": "transformer"}, "cell must be one of rnn, .*, tfidf2; found 'transformer'"),
        ({"recipe": "luck"}, "recipe must be one of textbook, .*; found 'luck'"),
        ({"seed": -1}, "seed must be between 0 and 2147483647, found -1"),
        ({"budget_s": 0.0}, "budget_s must be above 0 and at most 3600 seconds, found 0.0"),
        ({"budget_s": 1e9}, "budget_s must be above 0 and at most 3600 seconds, found 1000000000.0"),
        ({"budget_s": math.nan}, "budget_s must be above 0 and at most 3600 seconds, found nan"),
        ({"seed": 1.5}, "seed must be of kind int, found 1.5"),
        ({"seed": True}, "seed must be of kind int, found True"),
        ({"cell": None}, "cell must be of kind str, found None"),
        ({"extra": 1}, "a training has the fields dataset, .*; found 'extra'"),
        ({"changes": [1]}, r"changes must be of kind object, found \[1\]"),
        ({"changes": {"title": "x"}}, r"changes must name settings of a recipe \(padding.*; found 'title'"),
        ({"changes": {"dropout": 0.95}}, "dropout must be a number from 0 to 0.9, found 0.95"),
        ({"changes": {"dropout": math.nan}}, "dropout must be a number from 0 to 0.9, found nan"),
        ({"changes": {"dropout": True}}, "dropout must be a number from 0 to 0.9, found True"),
        ({"changes": {"learning_rate": 1e10}}, r"learning_rate must be a number from 1e-06 to 1e\+09, found"),
        (
            {"changes": {"clip_norm": "no"}},
            "clip_norm must be a number from 0.001 to 1,000 or null, found 'no'",
        ),
        ({"changes": {"hidden_size": 64.0}}, "hidden_size must be a whole number from 1 to 256, found 64.0"),
        ({"changes": {"hidden_size": None}}, "hidden_size must be a whole number from 1 to 256, found None"),
        ({"changes": {"one_cycle": 1}}, "one_cycle must be true or false, found 1"),
        ({"changes": {"pooling": "sum"}}, "pooling must be one of last, last real, max, mean; found 'sum'"),
        (
            {"changes": {"padding": "left"}},
            "pad_to_limit must be false where the padding is left, found true",
        ),
        (
            {"cell": "tfidf", "changes": {"dropout": 0.1}},
            "changes must be none for the cell tfidf, found dropout",
        ),
        ({"stop_accuracy": 0.0}, "stop_accuracy must be above 0 and at most 1, found 0.0"),
        ({"stop_accuracy": math.nan}, "stop_accuracy must be above 0 and at most 1, found nan"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(change, message):
    with pytest.raises(ValueError, match=message):
        TrainSpec.from_json(json.dumps(GOOD | change))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "must be described as JSON"),
        ("[1]", "must be described as a JSON object, found list"),
        ('{"dataset": "order"}', "must have the field cell"),
    ],
)
def test_what_is_no_spec_is_refused_in_words(text, message):
    with pytest.raises(ValueError, match=message):
        TrainSpec.from_json(text)


def test_progress_survives_json_and_hides_what_is_not_a_number():
    progress = TrainProgress("training", step=3, loss=0.5, validation_accuracy=0.75)
    assert TrainProgress.from_json(progress.to_json()) == progress
    assert json.loads(TrainProgress("training", loss=math.inf).to_json())["loss"] is None


def test_progress_of_a_later_version_can_be_read():
    assert TrainProgress.from_json('{"phase": "training", "step": 4, "colour": "red"}').step == 4


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_recipe_fits_both_datasets(name, dataset):
    recipe = recipe_for(name, dataset)
    assert recipe.train_tokens <= recipe.eval_tokens
    assert recipe.reason.endswith(".")
    if recipe.pad_to_limit:
        assert recipe.train_tokens == recipe.eval_tokens


LESSON = " ".join((Path(__file__).parents[3] / "assets" / "lessons" / "train.md").read_text("utf-8").split())


@pytest.mark.parametrize("dataset", DATASETS)
def test_textbook_and_last_step_are_what_their_reasons_say(dataset):
    textbook, last_step = recipe_for("textbook", dataset), recipe_for("last-step", dataset)
    assert (textbook.padding, textbook.pad_to_limit, textbook.pooling) == ("right", True, "last")
    assert "Filler on the right brings every review to one length" in textbook.reason
    assert "the hidden state after it is read" in textbook.reason
    assert (last_step.padding, last_step.pooling) == ("left", "last")
    assert "Filler stands on the left" in last_step.reason
    assert "the hidden state after the last word is read" in last_step.reason


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_other_recipes_have_what_the_lesson_says_that_textbook_lacks(dataset):
    assert "Its learning rate is constant and nothing is clipped; the others vary and clip." in LESSON
    textbook, *others = (recipe_for(name, dataset) for name in RECIPES)
    assert not textbook.one_cycle
    assert textbook.clip_norm is None
    assert all(recipe.one_cycle and recipe.clip_norm for recipe in others)


@pytest.mark.parametrize("dataset", DATASETS)
def test_thorough_is_max_over_time_with_an_average(dataset):
    plain, thorough = recipe_for("max-over-time", dataset), recipe_for("thorough", dataset)
    assert plain.pooling == thorough.pooling == "max"
    assert "Each hidden unit reports its largest value at any word" in plain.reason
    assert plain.average_decay == 0 < thorough.average_decay
    assert "on the order corpus a running average of the weights is judged" in thorough.reason


def test_on_the_order_corpus_the_average_is_all_that_thorough_adds():
    plain, thorough = recipe_for("max-over-time", "order"), recipe_for("thorough", "order")
    named = {"title": plain.title, "reason": plain.reason, "average_decay": 0.0}
    assert replace(thorough, **named) == plain


def test_on_imdb_thorough_adds_what_it_says():
    plain, thorough = recipe_for("max-over-time", "imdb"), recipe_for("thorough", "imdb")
    assert thorough.train_tokens > plain.train_tokens
    assert thorough.snippet_share > plain.snippet_share == 0
    assert thorough.dropout > plain.dropout > 0


def test_on_imdb_the_fitted_recipe_follows_the_seconds():
    short, middle, long, whole = (
        recipe_for("thorough", "imdb", budget_s=budget_s) for budget_s in (20.0, 60.0, 180.0, None)
    )
    assert short.dropout == short.word_dropout == 0 < middle.dropout
    assert short.train_tokens < middle.train_tokens == long.train_tokens
    assert middle.embedding_rate > long.embedding_rate
    assert middle.average_decay < long.average_decay
    assert len({short, middle, long, whole}) == 4
    assert "on IMDB sizes, dropout and rates follow the seconds of training" in whole.reason
    assert "on IMDB sizes, dropout and rates follow the seconds" in LESSON


def test_a_teacher_changes_the_recipe_that_is_shipped():
    alone, taught = recipe_for("thorough", "imdb"), recipe_for("thorough", "imdb", taught=True)
    assert taught == replace(alone, **STUDENT_CHANGES) != alone


@pytest.mark.parametrize(
    ("name", "dataset"), [("textbook", "imdb"), ("max-over-time", "imdb"), ("thorough", "order")]
)
def test_no_other_recipe_learns_from_a_teacher(name, dataset):
    with pytest.raises(ValueError, match=f"only the recipe thorough on imdb .*; found {name} on {dataset}"):
        recipe_for(name, dataset, taught=True)
