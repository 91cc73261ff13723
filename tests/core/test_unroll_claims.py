"""What assets/lessons/unroll.md claims, on the network that the page shows."""

from dataclasses import replace

import pytest
import torch

from rnn_core import RNNParams, unroll
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_words
from rnn_core.untied import unroll_untied, untie


def states(sentence, seed, activation="tanh"):
    params = RNNParams.random(
        input_size=3, hidden_size=3, seed=seed, spectral_radius=0.9, activation=activation
    )
    return unroll(params, embed_words(sentence.split(), 3, seed=seed)).h


@pytest.mark.parametrize("seed", range(5))
def test_the_same_word_again_gives_another_hidden_state(seed):
    h = states("the the the the", seed)
    assert ((h[1:] - h[:-1]).abs().amax(1) > 0.001).all()


@pytest.mark.parametrize("seed", range(5))
def test_another_order_changes_every_hidden_state_after_the_change(seed):
    ours, theirs = states("the film was not bad at all", seed), states("the film was bad not at all", seed)
    torch.testing.assert_close(ours[:4], theirs[:4])
    assert ((ours - theirs)[4:].abs().amax(1) > 0.001).all()


@pytest.mark.parametrize("seed", range(5))
def test_tanh_stays_between_minus_one_and_one_and_relu_is_never_negative(seed):
    assert states("the film was not bad", seed).abs().max() <= 1
    assert states("the film was not bad", seed, "relu").min() >= 0


@pytest.mark.parametrize("seed", range(5))
def test_with_W_hh_off_the_same_word_gives_the_same_state_everywhere(seed):
    words = ["the", "film", "not", "the", "film"]
    params = RNNParams.random(input_size=3, hidden_size=3, seed=seed, spectral_radius=0.9)
    h = unroll(params.without("W_hh"), embed_words(words, 3, seed=seed)).h[1:]
    torch.testing.assert_close(h[:2], h[3:])
    assert (h[0] - h[1]).abs().max() > 0.001


@pytest.mark.parametrize("seed", range(5))
def test_with_W_xh_off_the_network_hears_nothing(seed):
    params = RNNParams.random(input_size=3, hidden_size=3, seed=seed, spectral_radius=0.9)
    params = replace(params.without("W_xh"), b_h=torch.tensor([0.5, -0.25, 1.0], dtype=torch.float64))
    ours, theirs = (
        unroll(params, embed_words(text.split(), 3)).h for text in ("not bad at all", "so very good indeed")
    )
    torch.testing.assert_close(ours, theirs)


def test_half_loses_the_memory_one_keeps_it_and_more_than_one_blows_it_up():
    half = next(preset for preset in PRESETS if preset.key == "half")
    x = torch.tensor([[1.0]] + [[0.0]] * 99, dtype=torch.float64)
    last = {
        w: unroll(replace(half.params, W_hh=torch.tensor([[w]], dtype=torch.float64)), x).h[-1].item()
        for w in (0.5, 1.0, 1.1)
    }
    assert last[0.5] < 1e-20
    assert last[1.0] == pytest.approx(1.0)
    assert last[1.1] > 10_000


def test_untied_it_has_seven_times_the_parameters_and_none_for_an_eighth_step():
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    copies = untie(params, 7)
    assert copies.num_parameters == 7 * params.num_parameters
    unroll_untied(copies, embed_words(["the"] * 7, 3))
    with pytest.raises(ValueError, match="none for an 8th"):
        unroll_untied(copies, embed_words(["the"] * 8, 3))
