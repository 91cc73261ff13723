"""What only a running training can show of its settings: denormal numbers, clock, start, the mean."""

from dataclasses import replace

import pytest
import torch

from rnn_core.sentiment.pace import flushes_denormals
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.sentiment.training import train
from tests.core.sentiment.cases import TINY, make_corpus

CORPUS = make_corpus()


def run(recipe=TINY, cell="rnn", **settings):
    spec = TrainSpec("order", cell, "max-over-time", budget_s=settings.pop("budget_s", None))
    return train(spec, CORPUS, recipe=recipe, **settings)


@pytest.mark.parametrize("flush", [True, False])
def test_denormal_numbers_are_flushed_where_the_recipe_says_so(flush):
    seen = []
    before = flushes_denormals()
    recipe = replace(TINY, flush_denormal=flush, num_epochs=1)
    run(recipe, report=lambda progress: seen.append((progress.phase, flushes_denormals())))
    assert {flushed for phase, flushed in seen if phase == "training"} == {flush}
    assert flushes_denormals() == before


def test_the_budget_is_counted_by_the_clock_that_is_given():
    ticks = iter(range(10_000))
    trained = run(budget_s=5.0, clock=lambda: float(next(ticks)))
    assert trained.num_steps == 5
    assert trained.seconds == pytest.approx(5.0)


def test_the_mean_of_embeddings_learns_what_single_words_tell():
    trained = run(replace(TINY, num_epochs=20), cell="mean")
    assert trained.validation_accuracy > 0.9
    assert trained.model.config.pooling == "mean"
    assert not list(trained.model.recurrent.parameters())


def test_without_an_orthogonal_start_training_begins_as_torch_does():
    models = [
        run(replace(TINY, orthogonal_start=start, num_epochs=1, learning_rate=1e-6)).model
        for start in (True, False)
    ]
    products = [block @ block.t() for m in models for block in m.recurrent.weight_hh_l0.detach().split(8)]
    torch.testing.assert_close(products[0], torch.eye(8), atol=1e-3, rtol=0.0)
    assert (products[1] - torch.eye(8)).abs().max() > 0.1
