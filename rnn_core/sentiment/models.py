"""The sentiment network: embedding, recurrent layer, pooling, one output."""

from dataclasses import dataclass
from typing import get_args

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from rnn_core.sentiment.recipes import NETWORKS, Cell, Padding, Pooling, Recipe
from rnn_core.sentiment.tanh_rnn import TanhRNN
from rnn_core.text.vocabulary import PAD

MAX_VOCAB_SIZE, MAX_SIZE, MAX_TOKENS = 100_000, 1_024, 10_000


@dataclass(frozen=True)
class ModelConfig:
    """What is needed to build a model again.

    Parameters
    ----------
    cell
        ``"rnn"``, ``"lstm"`` or ``"gru"``; ``"mean"`` has no recurrence: the output sees the mean of the
        embeddings.
    vocab_size, embedding_size, hidden_size
        Entries of the vocabulary, and lengths of a word's vector and of the hidden state.
    pooling
        What the output sees: ``"max"`` and ``"mean"`` (each unit's maximum and mean over the real tokens),
        ``"last real"`` (the state at the last real token) or ``"last"`` (the last column, filler or not).
    padding
        Side where filler stands in a batch.
    pad_to
        Length that every review is padded to, or None for the longest of its batch.
    max_tokens
        Tokens of a review that are read at most.

    Raises
    ------
    ValueError
        If a value is not allowed.
    """

    cell: Cell
    vocab_size: int
    embedding_size: int
    hidden_size: int
    pooling: Pooling
    padding: Padding
    pad_to: int | None
    max_tokens: int

    def __post_init__(self) -> None:
        for name, allowed in (
            ("cell", NETWORKS), ("pooling", get_args(Pooling)), ("padding", get_args(Padding)),
        ):  # fmt: skip
            if getattr(self, name) not in allowed:
                found = getattr(self, name)
                raise ValueError(f"{name} must be one of {', '.join(allowed)}; found {found!r}")
        for name, largest in (
            ("vocab_size", MAX_VOCAB_SIZE), ("embedding_size", MAX_SIZE), ("hidden_size", MAX_SIZE),
            ("max_tokens", MAX_TOKENS),
        ):  # fmt: skip
            if not 1 <= getattr(self, name) <= largest:
                raise ValueError(f"{name} must be between 1 and {largest}, found {getattr(self, name)}")
        without = (self.pooling, self.hidden_size) == ("mean", self.embedding_size)
        if self.cell == "mean" and not without:
            found = f"pooling {self.pooling}, {self.hidden_size} against {self.embedding_size}"
            raise ValueError(f"the cell mean must pool by mean, states as long as embeddings; found {found}")
        if self.pad_to is not None and self.pad_to < self.max_tokens:
            raise ValueError(f"pad_to must be max_tokens ({self.max_tokens}) or more, found {self.pad_to}")
        if self.pad_to is not None and self.padding == "left":
            raise ValueError(f"pad_to must be None where padding is left, found {self.pad_to}")

    @classmethod
    def from_recipe(cls, recipe: Recipe, cell: Cell, vocab_size: int) -> "ModelConfig":
        """Take from a recipe what the model itself has to know."""
        is_mean = cell == "mean"
        return cls(
            cell=cell,
            vocab_size=vocab_size,
            embedding_size=recipe.embedding_size,
            hidden_size=recipe.embedding_size if is_mean else recipe.hidden_size,
            pooling="mean" if is_mean else recipe.pooling,
            padding=recipe.padding,
            pad_to=recipe.eval_tokens if recipe.pad_to_limit else None,
            max_tokens=recipe.eval_tokens,
        )


class NoRecurrence(nn.Module):
    """In the place of a recurrent layer: every state is the embedding of its word."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()

    def forward(self, x: Float[Tensor, "T B D"]) -> tuple[Float[Tensor, "T B D"], Float[Tensor, "1 B D"]]:
        """Give the embeddings as they are, in the way a recurrent layer gives its states."""
        return x, x[-1:]


class SentimentModel(nn.Module):
    """From token numbers to the logit of "positive".

    Parameters
    ----------
    config
        Kind and sizes.
    dropout
        Probability to silence a pooled unit in training mode, 0 to 1.
    orthogonal_start
        Whether the recurrent layer starts as `rnn_core.sentiment.recipes.Recipe` says, or as torch draws it.
    """

    def __init__(self, config: ModelConfig, dropout: float = 0.0, *, orthogonal_start: bool = True) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.embedding_size, padding_idx=PAD)
        layer = {"rnn": TanhRNN, "lstm": nn.LSTM, "gru": nn.GRU, "mean": NoRecurrence}[config.cell]
        self.recurrent: nn.Module = layer(config.embedding_size, config.hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(config.hidden_size, 1)
        if orthogonal_start and config.cell != "mean":
            _start_orthogonal(self.recurrent, config)

    def hidden_states(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "T B H"]:
        """Run the recurrent layer; time comes first because the steps are then whole blocks of memory."""
        states: Tensor = self.recurrent(self.embedding(ids.t().contiguous()))[0]
        return states

    def forward(self, ids: Int[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, " B"]:
        """Give one logit a review; ``mask`` is True where a token is real, at least once a review."""
        return self.read_out(self.hidden_states(ids), mask)

    def read_out(self, h: Float[Tensor, "T B H"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, " B"]:
        """Give one logit a review from its hidden states."""
        logits: Tensor = self.output(self.dropout(self._pool(h, mask.t()))).squeeze(1)
        return logits

    def _pool(self, h: Float[Tensor, "T B H"], mask: Bool[Tensor, "T B"]) -> Float[Tensor, "B H"]:
        if self.config.pooling == "max":
            return h.masked_fill(~mask.unsqueeze(2), -torch.inf).amax(0)
        if self.config.pooling == "mean":
            return (h * mask.unsqueeze(2)).sum(0) / mask.sum(0).unsqueeze(1)
        if self.config.pooling == "last real":
            steps = torch.arange(len(h), device=h.device).unsqueeze(1)
            return h[(steps * mask).amax(0), torch.arange(h.shape[1], device=h.device)]
        return h[-1]

    @torch.inference_mode()
    def prefix_logits(self, ids: Int[Tensor, " T"]) -> Float[Tensor, " T"]:
        """Give, for every token of one review, the logit had the review ended there.

        A maximum or a mean over time is a running one, so one pass is enough. Where every review is padded to
        one length and the last column read, the filler after each prefix has to be run through as well.
        """
        if self.config.pad_to is not None and self.config.pooling == "last":
            prefixes = ids.expand(len(ids), -1).tril()
            padded = nn.functional.pad(prefixes, (0, self.config.pad_to - len(ids)))
            return self.forward(padded, padded != PAD)
        h = self.hidden_states(ids[None])[:, 0]
        seen = h
        if self.config.pooling == "max":
            seen = h.cummax(0).values
        elif self.config.pooling == "mean":
            seen = h.cumsum(0) / torch.arange(1, len(h) + 1).unsqueeze(1)
        logits: Tensor = self.output(seen).squeeze(1)
        return logits


def _start_orthogonal(layer: nn.Module, config: ModelConfig) -> None:
    """Start each H x H block of W_hh orthogonal, biases at 0 and the LSTM's forget gate open."""
    size = config.hidden_size
    with torch.no_grad():
        for block in torch.split(layer.get_parameter("weight_hh_l0"), size):
            nn.init.orthogonal_(block)
        nn.init.xavier_uniform_(layer.get_parameter("weight_ih_l0"))
        for name in ("bias_ih_l0", "bias_hh_l0"):
            layer.get_parameter(name).zero_()
        if config.cell == "lstm":  # gates stand in the order i, f, g, o
            layer.get_parameter("bias_ih_l0")[size : 2 * size] = 1.0
