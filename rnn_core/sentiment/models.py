"""The sentiment network: embedding, recurrent layer, pooling, one output."""

from dataclasses import dataclass

from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from rnn_core.sentiment.recipes import Cell, Padding, Pooling


@dataclass(frozen=True)
class ModelConfig:
    """What is needed to build a model again."""

    cell: Cell
    vocab_size: int
    embedding_size: int
    hidden_size: int
    pooling: Pooling
    padding: Padding
    pad_to: int | None
    max_tokens: int


class SentimentModel(nn.Module):
    """From token numbers to the logit of "positive"."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config

    def forward(self, ids: Int[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, " B"]:
        """Give one logit a review; ``mask`` is True where a token is real."""
        raise NotImplementedError
