"""One step of learning, as every textbook has it; the page shows this very function."""

from typing import TYPE_CHECKING

from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

if TYPE_CHECKING:
    from rnn_core.sentiment.models import SentimentModel
    from rnn_core.sentiment.optimisation import Optimiser


def train_step(
    model: "SentimentModel",
    optimiser: "Optimiser",
    ids: Int[Tensor, "B T"],
    mask: Bool[Tensor, "B T"],
    labels: Float[Tensor, " B"],
) -> float:
    """Learn from one batch and give its loss, in nats."""
    optimiser.zero_grad()
    logits = model(ids, mask)
    loss = binary_cross_entropy_with_logits(logits, labels)
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    return loss.item()
