r"""What is measured inside a network while it learns: where its gradient still is, and how its states stand.

The recurrence is run step by step on a few reviews, so that every hidden state is a tensor of its own and

.. math:: \partial L / \partial h_t

comes out whole: through the read-out and through every later step.

References
----------
Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 2.1,
https://arxiv.org/abs/1211.5063 (the norm of this gradient at each step, and the spectral radius of W_hh)
"""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from rnn_core.sentiment.models import SentimentModel

MAX_REVIEWS, MAX_POSITIONS = 16, 32
SATURATED = 0.97
"""The slope of tanh there is below 0.06."""


@dataclass(frozen=True)
class Measures:
    """What was measured at one moment of a training.

    Parameters
    ----------
    gradient_norms
        Norm of the gradient of a review's own loss with respect to h_t, mean over the reviews: first at the
        last real token, then one token before it, and so on, 32 at most.
    spectral_radius
        Largest absolute eigenvalue of W_hh; with gates, of the gate where it is largest.
    saturation
        Share of the hidden values at real tokens with an absolute value above 0.97.
    """

    gradient_norms: tuple[float, ...]
    spectral_radius: float
    saturation: float


def measure(
    model: SentimentModel,
    ids: Int[Tensor, "B T"],
    mask: Bool[Tensor, "B T"],
    labels: Float[Tensor, " B"],
) -> Measures | None:
    """Measure a network on the first reviews of a batch, without dropout; None if it has no recurrence."""
    if model.config.cell == "mean":
        return None
    ids, mask, labels = ids[:MAX_REVIEWS], mask[:MAX_REVIEWS], labels[:MAX_REVIEWS]
    was_training = model.training
    model.eval()
    states = _states(model, ids)
    logits = model.read_out(torch.stack(states), mask)
    losses = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels, reduction="sum")
    gradients = torch.autograd.grad(losses, states)
    model.train(was_training)
    norms = torch.stack([gradient.norm(dim=1) for gradient in gradients])
    saturated = (torch.stack(states).detach().abs() > SATURATED).float().mean(2)
    real = mask.t()
    return Measures(
        gradient_norms=tuple(_back_from_the_last(norms, real)),
        spectral_radius=spectral_radius(model),
        saturation=saturated[real].mean().item(),
    )


def spectral_radius(model: SentimentModel) -> float:
    """Give the largest absolute eigenvalue of W_hh, or of the gate's block where it is largest.

    Raises
    ------
    ValueError
        If the network has no recurrence.
    """
    if model.config.cell == "mean":
        raise ValueError(f"model must have a recurrence, found the cell {model.config.cell}")
    W_hh = model.recurrent.get_parameter("weight_hh_l0").detach().double()
    if not bool(torch.isfinite(W_hh).all()):
        return float("nan")
    blocks = torch.stack(torch.split(W_hh, model.config.hidden_size))
    return torch.linalg.eigvals(blocks).abs().max().item()


def _states(model: SentimentModel, ids: Int[Tensor, "B T"]) -> list[Float[Tensor, "B H"]]:
    """Run the recurrence by hand, each state a tensor that a gradient can be asked of."""
    weights = tuple(
        model.recurrent.get_parameter(f"{name}_l0").detach()
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    x = model.embedding(ids.t().contiguous()).detach()
    h = torch.zeros(len(ids), model.config.hidden_size, dtype=x.dtype, requires_grad=True)
    c = torch.zeros_like(h)
    states = []
    for x_t in x:
        if model.config.cell == "lstm":
            h, c = torch.lstm_cell(x_t, (h, c), *weights)
        else:
            step = torch.gru_cell if model.config.cell == "gru" else torch.rnn_tanh_cell
            h = step(x_t, h, *weights)
        states.append(h)
    return states


def _back_from_the_last(norms: Float[Tensor, "T B"], real: Bool[Tensor, "T B"]) -> list[float]:
    """Average what stands 0, 1, 2, ... real tokens before each review's last one."""
    num_steps, num_reviews = real.shape
    last = (torch.arange(num_steps).unsqueeze(1) * real).amax(0)
    lengths = real.sum(0)
    result = []
    for back in range(min(MAX_POSITIONS, int(lengths.max()))):
        long_enough = lengths > back
        reviews = torch.arange(num_reviews)[long_enough]
        result.append(norms[(last - back)[long_enough], reviews].mean().item())
    return result
