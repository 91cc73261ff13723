import json
import math

import pytest

from rnn_core.sentiment.recipes import DATASETS, RECIPES, recipe_for
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

GOOD = {"dataset": "order", "cell": "rnn", "recipe": "textbook", "seed": 3, "budget_s": 15.0}


def test_a_spec_survives_json():
    spec = TrainSpec("imdb", "lstm", "max-over-time", seed=7, budget_s=None)
    assert TrainSpec.from_json(spec.to_json()) == spec


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dataset": "mnist"}, "dataset must be one of order, imdb; found 'mnist'"),
        ({"cell": "transformer"}, "cell must be one of rnn, lstm, gru; found 'transformer'"),
        ({"recipe": "luck"}, "recipe must be one of textbook, .*; found 'luck'"),
        ({"seed": -1}, "seed must be between 0 and 2147483647, found -1"),
        ({"budget_s": 0.0}, "budget_s must be above 0 and at most 3600 seconds, found 0.0"),
        ({"budget_s": 1e9}, "budget_s must be above 0 and at most 3600 seconds, found 1000000000.0"),
        ({"budget_s": math.nan}, "budget_s must be above 0 and at most 3600 seconds, found nan"),
        ({"seed": 1.5}, "seed must be of kind int, found 1.5"),
        ({"seed": True}, "seed must be of kind int, found True"),
        ({"cell": None}, "cell must be of kind str, found None"),
        ({"extra": 1}, "a training has the fields dataset, .*; found 'extra'"),
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


def test_the_recipes_differ_where_the_lesson_says():
    assert (RECIPES["textbook"].padding, RECIPES["textbook"].pooling) == ("right", "last")
    assert (RECIPES["last-step"].padding, RECIPES["last-step"].pooling) == ("left", "last")
    assert RECIPES["max-over-time"].pooling == "max"
