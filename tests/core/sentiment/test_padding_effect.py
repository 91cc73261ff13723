import numpy as np
import pytest
import torch

from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.sentiment.padding_effect import effect_in, fresh_network, padding_effect
from rnn_core.text.batches import EncodedTexts, pad
from rnn_core.text.tokenizer import words

REVIEWS = (
    "The jokes are good and I laughed for two hours.",
    "Dull.",
    "Great fun for all of us.",
    "I laughed twice.",
    "Slow, cold, beautiful.",
    "Not for children, and not for me either.",
)
IDS = np.array([5, 90, 700, 12, 3], np.int32)
FEW = (0, 1, 4)


@pytest.fixture(scope="module")
def fresh():
    return fresh_network("torch", vocab_size=1_000, size=12, seed=3)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_state_is_the_one_that_the_model_reads(fresh, side):
    effect = getattr(effect_in(fresh, IDS, FEW), side)
    apart = []
    for k in FEW:
        batch = pad([IDS, np.array([5], np.int32)], side, to=len(IDS) + k)
        empty = torch.zeros(1, len(IDS) + k, dtype=torch.long)
        state = fresh.hidden_states(torch.from_numpy(batch.ids).long())[-1, 0]
        apart.append((state - fresh.hidden_states(empty)[-1, 0]).norm())
    expected = torch.stack(apart) / apart[0]
    torch.testing.assert_close(effect.state, expected.double(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_gradient_is_autograd_s(fresh, side):
    effect = getattr(effect_in(fresh, IDS, FEW), side)
    layer = torch.nn.RNN(12, 12).double()
    layer.load_state_dict(fresh.recurrent.state_dict())
    vectors = fresh.embedding(torch.from_numpy(IDS).long()).double()

    def last(first, k):
        filler = torch.zeros(k, 12, dtype=torch.float64)
        inside = torch.cat([first[None], vectors[1:]])
        x = torch.cat([filler, inside] if side == "left" else [inside, filler])
        return layer(x)[0][-1]

    for k, found in zip(FEW, effect.gradient, strict=True):
        jacobian = torch.autograd.functional.jacobian(lambda first, k=k: last(first, k), vectors[0])
        torch.testing.assert_close(found, torch.linalg.matrix_norm(jacobian, 2))


@pytest.mark.parametrize("start", ["torch", "orthogonal"])
def test_the_page_s_check_compares_with_autograd(start):
    effect = effect_in(fresh_network(start, 1_000, size=8), IDS, FEW)
    assert effect.check.is_equal
    assert effect.check.compared == 2 * len(FEW) * 8 * 8


def test_the_check_finds_a_wrong_jacobian(monkeypatch, fresh):
    from rnn_core.sentiment import padding_effect as module

    monkeypatch.setattr(module, "_onward", lambda layer, h, jacobian: layer.W_hh @ jacobian)
    assert not module.effect_in(fresh, IDS, FEW).check.is_equal


@pytest.mark.parametrize("seed", range(3))
def test_filler_on_the_right_washes_a_fresh_network_out_and_on_the_left_takes_next_to_nothing(seed):
    effect = effect_in(fresh_network("torch", 1_000, seed=seed), IDS, (0, 64))
    assert effect.right.state[1] < 1e-9
    assert effect.right.gradient[1] < 1e-9 * effect.right.gradient[0]
    assert effect.left.state[1] == pytest.approx(1, rel=0.2)
    assert effect.left.gradient[1] == pytest.approx(effect.left.gradient[0].item(), rel=0.2)


def test_an_orthogonal_start_forgets_slowly_and_filler_before_it_changes_nothing():
    effect = effect_in(fresh_network("orthogonal", 1_000), IDS, (0, 1, 8, 64))
    assert 0.05 < effect.right.state[-1] < 0.5
    assert all(effect.right.gradient.diff() < 0)
    torch.testing.assert_close(effect.left.state, torch.ones(4, dtype=torch.float64))


def test_the_shipped_network_comes_to_rest_in_one_of_two_places_and_the_gradient_is_gone():
    loaded = load_shipped("rnn")
    encoded = EncodedTexts.encode([words(text) for text in REVIEWS], loaded.vocabulary)
    rows = [encoded[k] for k in range(len(encoded))]
    h = loaded.model.hidden_states(torch.from_numpy(pad(rows, "right", to=330).ids))
    ends = torch.stack([h[len(row) + 255, k] for k, row in enumerate(rows)])
    torch.testing.assert_close(h[-1], ends, rtol=1e-3, atol=1e-4)
    places = torch.cdist(ends, ends) < 1e-3
    assert len({tuple(row) for row in places.tolist()}) == 2
    effect = effect_in(loaded.model, rows[0], (0, 256))
    assert effect.right.gradient[1] < 1e-15 * effect.right.gradient[0]
    assert effect.check.is_equal


def test_the_same_seed_draws_the_same_network_and_leaves_the_global_one_alone():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    one, two = (fresh_network("torch", 10, size=4, seed=5).state_dict() for _ in range(2))
    assert torch.equal(torch.rand(3), expected)
    assert all(torch.equal(one[name], two[name]) for name in one)


@pytest.mark.parametrize(
    ("num_words", "fillers", "message"),
    [
        (0, (0, 1), "words must hold from 1 to 64 vectors, found 0"),
        (65, (0, 1), "words must hold from 1 to 64 vectors, found 65"),
        (2, (1, 2), "fillers must rise from 0, found 1, 2"),
        (2, (), "fillers must rise from 0, found none"),
    ],
)
def test_bad_arguments_are_refused_in_words(fresh, num_words, fillers, message):
    weights = fresh.recurrent.state_dict()
    with pytest.raises(ValueError, match=message):
        padding_effect(weights, torch.zeros(num_words, 12, dtype=torch.float64), fillers)


def test_another_start_is_refused(as_users_run):
    with pytest.raises(ValueError, match="start must be one of torch, orthogonal; found 'zeros'"):
        fresh_network("zeros", 10)
