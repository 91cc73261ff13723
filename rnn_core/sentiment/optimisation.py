"""One step of learning: rate, clipping, AdamW, and the running average of the weights.

References
----------
Smith and Topin (2019), "Super-convergence", https://arxiv.org/abs/1708.07120 (the one-cycle schedule)

Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 3.2,
https://arxiv.org/abs/1211.5063 (clipping by norm)

Polyak and Juditsky (1992), "Acceleration of stochastic approximation by averaging", https://doi.org/10.1137/0330046
"""

import copy
import math

import torch
from torch import Tensor

from rnn_core.sentiment.control import UNTOUCHED, Control
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.recipes import Recipe

WARM_UP = 0.15
"""Share of a one-cycle run in which the rate climbs."""
LOWEST = 0.01
"""Share of the peak rate at which a one-cycle run begins and ends."""


def one_cycle(fraction: float) -> float:
    """Give the share of the peak rate at a point of the run (0 its start, 1 its end).

    Examples
    --------
    >>> [round(one_cycle(fraction), 2) for fraction in (0.0, 0.15, 0.575, 1.0)]
    [0.01, 1.0, 0.51, 0.01]
    """
    if fraction < WARM_UP:
        height = fraction / WARM_UP
    else:
        height = (1 + math.cos(math.pi * min(1.0, (fraction - WARM_UP) / (1 - WARM_UP)))) / 2
    return LOWEST + (1 - LOWEST) * height


class Optimiser:
    """AdamW with a rate of its own for the embeddings, whose sparse and large gradient is not clipped.

    Parameters
    ----------
    model
        Whose weights it moves.
    recipe
        Rates, schedule, decay and clipping, until `adjust` says otherwise.

    Attributes
    ----------
    learning_rate, clip_norm
        What the next step uses for the network's weights: the rate, and the largest norm of their gradient
        (None does not clip).
    """

    def __init__(self, model: SentimentModel, recipe: Recipe) -> None:
        embedding = [model.embedding.weight]
        self.others = [p for name, p in model.named_parameters() if not name.startswith("embedding")]
        self.recipe = recipe
        self.adam = torch.optim.AdamW(
            [
                {"params": embedding, "weight_decay": 0.0},
                {"params": self.others, "weight_decay": recipe.weight_decay},
            ],
            fused=True,
        )
        self.adjust(0.0)

    def adjust(self, fraction: float, control: Control = UNTOUCHED) -> None:
        """Set rates and clipping for a point of the run (0 its start, 1 its end)."""
        recipe = self.recipe
        peak = recipe.learning_rate if control.learning_rate is None else control.learning_rate
        factor = one_cycle(fraction) if recipe.one_cycle else 1.0
        self.learning_rate = peak * factor
        embedding_rate = self.learning_rate * recipe.embedding_rate / recipe.learning_rate
        for group, rate in zip(self.adam.param_groups, (embedding_rate, self.learning_rate), strict=True):
            group["lr"] = rate
        asked = recipe.clip_norm if control.clip_norm is None else control.clip_norm
        self.clip_norm = asked or None

    def zero_grad(self) -> None:
        """Forget the gradient of the step before."""
        self.adam.zero_grad(set_to_none=True)

    def step(self) -> None:
        """Clip the gradient and move every weight."""
        if self.clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(self.others, self.clip_norm)
        self.adam.step()


class AverageWeights:
    """A copy of a model whose weights follow slowly; ``decay`` 0 follows at once."""

    def __init__(self, model: SentimentModel, decay: float) -> None:
        self.source = model
        self.decay = decay
        self.num_updates = 0
        self.model = copy.deepcopy(model).eval() if decay > 0 else model

    @torch.no_grad()
    def update(self) -> None:
        """Follow by one step; the first steps follow faster, so that the start is soon forgotten."""
        if self.decay == 0:
            return
        self.num_updates += 1
        decay = min(self.decay, (1 + self.num_updates) / (10 + self.num_updates))
        mine: list[Tensor] = list(self.model.parameters())
        theirs: list[Tensor] = list(self.source.parameters())
        torch._foreach_lerp_(mine, theirs, 1 - decay)
