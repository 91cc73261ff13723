"""What assets/lessons/unroll.md claims, on the network that the page shows."""

import pytest
import torch

from rnn_core import RNNParams, unroll
from rnn_core.sequences import embed_words


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
