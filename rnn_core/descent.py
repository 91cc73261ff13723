r"""Moving the weights downhill: one update after the other, by SGD or Adam.

.. math::
    \text{SGD: } w \leftarrow w - \eta g, \qquad
    \text{Adam: } m \leftarrow \beta_1 m + (1 - \beta_1) g,\; v \leftarrow \beta_2 v + (1 - \beta_2) g^2,\;
    w \leftarrow w - \eta \frac{m / (1 - \beta_1^n)}{\sqrt{v / (1 - \beta_2^n)} + \epsilon}
"""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import torch
from torch import Tensor

from rnn_core.bptt import BPTTTrace, Loss, backpropagate
from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.checks import check_choice, check_count, check_number
from rnn_core.clipping import ClipKind, Gradient, clip
from rnn_core.truncation import truncated_total
from rnn_core.unrolling import UnrollTrace, unroll

Optimiser = Literal["sgd", "adam"]
OPTIMISERS: tuple[Optimiser, ...] = get_args(Optimiser)
MAX_RATE = 1e3
MAX_UPDATES = 1000
BETAS, EPSILON = (0.9, 0.999), 1e-8  # torch.optim.Adam's own


@dataclass(frozen=True)
class Rule:
    """What an update does with the gradient.

    Attributes
    ----------
    optimiser
        ``"sgd"`` or ``"adam"``.
    rate
        The learning rate, from 0 to 1000.
    window
        Over how many steps each loss may travel back; all if not given.
    clip_kind, limit
        Whether the gradient is clipped by its ``"norm"`` or by ``"value"``, and at what; not at all if the
        kind is not given.

    Raises
    ------
    ValueError
        If the optimiser is unknown or the rate outside its range.
    """

    optimiser: Optimiser = "sgd"
    rate: float = 0.1
    window: int | None = None
    clip_kind: ClipKind | None = None
    limit: float = 1.0

    def __post_init__(self) -> None:
        check_choice("optimiser", self.optimiser, OPTIMISERS)
        check_number("rate", self.rate, 0.0, MAX_RATE)

    def gradient(self, params: RNNParams, trace: UnrollTrace, gradients: BPTTTrace) -> Gradient:
        """Return the gradient that is used: truncated, then clipped, where the rule says so."""
        used = gradients.total
        if self.window is not None:
            used = truncated_total(params, trace, gradients, self.window)
        return used if self.clip_kind is None else clip(used, self.clip_kind, self.limit)


@dataclass(frozen=True)
class Descent:
    """A run of updates.

    Attributes
    ----------
    params
        The network before the first update and after each one.
    losses
        Its loss each time; infinite or NaN at the end if it has overflowed.
    gradients
        What each update used, for each weight.
    overflow_at
        The update, from 1, that made a weight or the loss infinite or NaN, so that nothing could go on; 0 if
        the loss was so from the start, None if nothing overflowed.
    """

    params: list[RNNParams]
    losses: list[float]
    gradients: list[Gradient]
    overflow_at: int | None


def descend(
    params: RNNParams, x: Tensor, targets: Tensor, loss: Loss, rule: Rule, num_updates: int
) -> Descent:
    """Update a network on one sequence again and again.

    Parameters
    ----------
    params
        Where to start.
    x, targets, loss
        The sequence and what its outputs should be, as for ``unroll`` and ``backpropagate``.
    rule
        The optimiser with its rate, and whether gradients are truncated or clipped.
    num_updates
        From 1 to 1000; fewer are made where a number overflows.

    Raises
    ------
    ValueError
        If an argument is outside its range or does not fit the network.

    References
    ----------
    Kingma and Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980

    Examples
    --------
    >>> start = RNNParams.random(input_size=1, hidden_size=2)
    >>> x, target = torch.ones(3, 1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    >>> losses = descend(start, x, target, "squared_error", Rule(rate=0.1), num_updates=5).losses
    >>> losses == sorted(losses, reverse=True)
    True
    """
    check_count("num_updates", num_updates, 1, MAX_UPDATES)
    moments: dict[str, tuple[Tensor, Tensor]] = {}
    networks, losses = [params], []
    used: list[Gradient] = []
    while True:
        trace = unroll(networks[-1], x)
        gradients = backpropagate(networks[-1], trace, targets, loss)
        losses.append(gradients.loss.item())
        num_made = len(networks) - 1
        if not gradients.loss.isfinite():
            return Descent(networks, losses, used, overflow_at=num_made)
        if num_made == num_updates:
            return Descent(networks, losses, used, overflow_at=None)
        used.append(rule.gradient(networks[-1], trace, gradients))
        moved = _moved(networks[-1], used[-1], rule, moments, num_made + 1)
        if moved is None:
            return Descent(networks, losses, used, overflow_at=num_made + 1)
        networks.append(moved)


def _moved(
    params: RNNParams, gradient: Gradient, rule: Rule, moments: dict[str, tuple[Tensor, Tensor]], number: int
) -> RNNParams | None:
    """Return the network after one update, or None where a number is not finite any more."""
    weights: dict[str, Any] = {}
    for name in WEIGHTS:
        step = rule.rate * gradient[name]
        if rule.optimiser == "adam":
            step = _adam_step(gradient[name], rule.rate, moments, name, number)
        weights[name] = getattr(params, name) - step
        if not weights[name].isfinite().all():
            return None
    return replace(params, **weights)


def _adam_step(
    g: Tensor, rate: float, moments: dict[str, tuple[Tensor, Tensor]], name: str, number: int
) -> Tensor:
    """Take a gradient into Adam's two running means and return how far to go."""
    mean, square = moments.get(name, (torch.zeros_like(g), torch.zeros_like(g)))
    mean = BETAS[0] * mean + (1 - BETAS[0]) * g
    square = BETAS[1] * square + (1 - BETAS[1]) * g**2
    moments[name] = (mean, square)
    unbiased = square / (1 - BETAS[1] ** number)
    return rate * (mean / (1 - BETAS[0] ** number)) / (unbiased.sqrt() + EPSILON)
