import itertools
from dataclasses import replace

import pytest
import torch

from rnn_core.sentiment.control import Control
from rnn_core.sentiment.optimisation import AverageWeights, Optimiser, one_cycle
from tests.core.sentiment.cases import TINY, make_model

IDS = torch.tensor([[2, 3, 4]], dtype=torch.int32)


def test_one_cycle_climbs_and_falls():
    rates = [one_cycle(k / 100) for k in range(101)]
    assert max(rates) == rates[15] == pytest.approx(1)
    assert all(a < b for a, b in itertools.pairwise(rates[:16]))
    assert all(a > b for a, b in itertools.pairwise(rates[15:]))
    assert rates[-1] == one_cycle(1.7) == pytest.approx(0.01)


def test_a_huge_gradient_is_clipped_for_all_weights_but_the_embeddings():
    model = make_model().train()
    optimiser = Optimiser(model, replace(TINY, clip_norm=0.5))
    (1e4 * model(IDS, IDS != 0).sum()).backward()
    optimiser.step()
    norm = torch.cat([weight.grad.flatten() for weight in optimiser.others]).norm()
    assert norm.item() == pytest.approx(0.5, rel=1e-3)
    assert model.embedding.weight.grad.norm() > 10


def test_each_group_has_its_own_rate():
    model = make_model()
    recipe = replace(TINY, embedding_rate=0.001, learning_rate=0.002, one_cycle=False)
    optimiser = Optimiser(model, recipe)
    optimiser.adjust(0.5)
    assert [group["lr"] for group in optimiser.adam.param_groups] == [0.001, 0.002]


def test_a_person_changes_rate_and_clipping_on_the_way_and_the_embeddings_keep_their_ratio():
    recipe = replace(TINY, embedding_rate=0.001, learning_rate=0.002, one_cycle=False, clip_norm=1.0)
    optimiser = Optimiser(make_model(), recipe)
    optimiser.adjust(0.5, Control(learning_rate=0.2, clip_norm=0.25))
    assert [group["lr"] for group in optimiser.adam.param_groups] == pytest.approx([0.1, 0.2])
    assert optimiser.clip_norm == 0.25
    optimiser.adjust(0.5, Control(clip_norm=0.0))
    assert (optimiser.learning_rate, optimiser.clip_norm) == (0.002, None)


def test_the_schedule_goes_on_below_a_changed_rate():
    optimiser = Optimiser(make_model(), replace(TINY, one_cycle=True))
    optimiser.adjust(0.5, Control(learning_rate=0.2))
    assert optimiser.learning_rate == pytest.approx(0.2 * one_cycle(0.5))


def test_the_average_follows_by_its_decay():
    model = make_model()
    average = AverageWeights(model, decay=0.9)
    average.num_updates = 10_000  # past the first steps, where it follows faster
    before = average.model.output.weight.clone()
    with torch.no_grad():
        model.output.weight.add_(1.0)
    average.update()
    torch.testing.assert_close(average.model.output.weight, before + 0.1)


def test_without_decay_the_model_is_its_own_average():
    model = make_model()
    assert AverageWeights(model, decay=0.0).model is model
