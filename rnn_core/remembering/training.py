"""Train vanilla networks to remember the first of T symbols: one plain recipe for every T.

References
----------
Elman (1990), "Finding structure in time", https://doi.org/10.1207/s15516709cog1402_1

Kingma and Ba (2015), "Adam: a method for stochastic optimization", https://arxiv.org/abs/1412.6980

Saxe, McClelland and Ganguli (2014) for orthogonal starts, https://arxiv.org/abs/1312.6120
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import torch
from torch import nn

from rnn_core.cells import RNNParams
from rnn_core.checks import MAX_STEPS, check_count
from rnn_core.remembering.models import RecallModel, learning
from rnn_core.remembering.networks import RecallNetworks
from rnn_core.remembering.spec import MAX_NETWORKS, sequences_seed
from rnn_core.sentiment.pace import one_quiet_thread

LENGTHS = (1, 2, 3, 5, 6, 8, 10, 12, 15, 20, 30, 40, 50, 70, 100)
NUM_NETWORKS = 8


@dataclass(frozen=True)
class RecallRecipe:
    """How a network of the memory test is trained: Adam at a constant rate, nothing clipped.

    Attributes
    ----------
    hidden_size
        Units of the tanh layer.
    num_updates, batch_size
        How often the weights move, and how many fresh sequences each move looks at.
    learning_rate
        Adam's; its other settings are torch's defaults.
    W_hh_start
        ``"default"`` leaves all weights where ``torch.nn.RNN`` draws them, evenly from -1/sqrt(H) to
        1/sqrt(H); ``"orthogonal"`` draws W_hh orthogonal, which keeps a gradient's length to begin with.
    """

    hidden_size: int = 16
    num_updates: int = 2_000
    batch_size: int = 64
    learning_rate: float = 1e-3
    W_hh_start: Literal["default", "orthogonal"] = "default"

    @property
    def num_sequences(self) -> int:
        """Sequences that one network sees in training."""
        return self.num_updates * self.batch_size


RECIPE = RecallRecipe()


def starting_network(network: int, recipe: RecallRecipe = RECIPE) -> RNNParams:
    """Return a network as it is before training; arguments and errors as for `train_network`."""
    return _params(_start(network, recipe))


def train_network(num_steps: int, network: int, recipe: RecallRecipe = RECIPE) -> RNNParams:
    """Train one network on sequences of one length.

    Parameters
    ----------
    num_steps
        Length T of the sequences, 1 to 1000.
    network
        Which one, from 0 to 999: decides the start weights and, with T, the sequences.
    recipe
        How it is trained.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    check_count("num_steps", num_steps, 1, MAX_STEPS)
    model = _start(network, recipe)
    seed = sequences_seed(num_steps, network)
    updates = learning(
        model, num_steps, batch_size=recipe.batch_size, learning_rate=recipe.learning_rate, seed=seed
    )
    with one_quiet_thread():
        for _ in islice(updates, recipe.num_updates):
            pass
    return _params(model)


def train_networks(
    lengths: tuple[int, ...] = LENGTHS,
    num_networks: int = NUM_NETWORKS,
    recipe: RecallRecipe = RECIPE,
    *,
    report: Callable[[int, int], None] = lambda num_steps, network: None,
) -> RecallNetworks:
    """Train several networks for each length, the same starts for all; ``report`` is told of each to come."""
    by_length: dict[int, tuple[RNNParams, ...]] = {}
    for num_steps in lengths:
        trained = []
        for network in range(num_networks):
            report(num_steps, network)
            trained.append(train_network(num_steps, network, recipe))
        by_length[num_steps] = tuple(trained)
    return RecallNetworks(by_length)


def _start(network: int, recipe: RecallRecipe) -> RecallModel:
    check_count("network", network, 0, MAX_NETWORKS - 1)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(network)
        model = RecallModel("rnn", recipe.hidden_size)
        if recipe.W_hh_start == "orthogonal":
            nn.init.orthogonal_(model.recurrent.get_parameter("weight_hh_l0"))
        return model


def _params(model: RecallModel) -> RNNParams:
    W_xh, W_hh, b_ih, b_hh = (weight.detach().double() for weight in model.recurrent.parameters())
    W_hy, b_y = (weight.detach().double() for weight in model.readout.parameters())
    return RNNParams(W_xh=W_xh, W_hh=W_hh, W_hy=W_hy, b_h=b_ih + b_hh, b_y=b_y)
