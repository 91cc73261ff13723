"""The sentiment network: embedding, recurrent layer, pooling, one output."""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from rnn_core.sentiment.recipes import CELLS, Cell, Padding, Pooling, Recipe
from rnn_core.sentiment.tanh_rnn import TanhRNN
from rnn_core.text.vocabulary import PAD

MAX_VOCAB_SIZE, MAX_SIZE, MAX_TOKENS = 100_000, 1_024, 10_000


@dataclass(frozen=True)
class ModelConfig:
    """What is needed to build a model again.

    Parameters
    ----------
    cell
        ``"rnn"``, ``"lstm"`` or ``"gru"``.
    vocab_size, embedding_size, hidden_size
        Entries of the vocabulary, and lengths of a word's vector and of the hidden state.
    pooling
        What the output sees: ``"max"`` (each unit's maximum over the real tokens) or ``"last"`` (the last
        column).
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
            ("cell", CELLS), ("pooling", ("last", "max")), ("padding", ("left", "right")),
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
        if self.pad_to is not None and self.pad_to < self.max_tokens:
            raise ValueError(f"pad_to must be max_tokens ({self.max_tokens}) or more, found {self.pad_to}")
        if self.pad_to is not None and self.padding == "left":
            raise ValueError(f"pad_to must be None where padding is left, found {self.pad_to}")

    @classmethod
    def from_recipe(cls, recipe: Recipe, cell: Cell, vocab_size: int) -> "ModelConfig":
        """Take from a recipe what the model itself has to know."""
        return cls(
            cell=cell,
            vocab_size=vocab_size,
            embedding_size=recipe.embedding_size,
            hidden_size=recipe.hidden_size,
            pooling=recipe.pooling,
            padding=recipe.padding,
            pad_to=recipe.eval_tokens if recipe.pad_to_limit else None,
            max_tokens=recipe.eval_tokens,
        )


class SentimentModel(nn.Module):
    """From token numbers to the logit of "positive".

    Parameters
    ----------
    config
        Kind and sizes.
    dropout
        Probability to silence a pooled unit in training mode, 0 to 1.
    """

    def __init__(self, config: ModelConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.embedding_size, padding_idx=PAD)
        layer = {"rnn": TanhRNN, "lstm": nn.LSTM, "gru": nn.GRU}[config.cell]
        self.recurrent: nn.Module = layer(config.embedding_size, config.hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(config.hidden_size, 1)
        self._start()

    def _start(self) -> None:
        """Start each H x H block of W_hh orthogonal, biases at 0 and the LSTM's forget gate open."""
        size = self.config.hidden_size
        with torch.no_grad():
            for block in torch.split(self.recurrent.get_parameter("weight_hh_l0"), size):
                nn.init.orthogonal_(block)
            nn.init.xavier_uniform_(self.recurrent.get_parameter("weight_ih_l0"))
            for name in ("bias_ih_l0", "bias_hh_l0"):
                self.recurrent.get_parameter(name).zero_()
            if self.config.cell == "lstm":  # gates stand in the order i, f, g, o
                self.recurrent.get_parameter("bias_ih_l0")[size : 2 * size] = 1.0

    def hidden_states(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "T B H"]:
        """Run the recurrent layer; time comes first because the steps are then whole blocks of memory."""
        states: Tensor = self.recurrent(self.embedding(ids.t().contiguous()))[0]
        return states

    def forward(self, ids: Int[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, " B"]:
        """Give one logit a review; ``mask`` is True where a token is real, at least once a review."""
        h = self.hidden_states(ids)
        if self.config.pooling == "max":
            pooled = h.masked_fill(~mask.t().unsqueeze(2), -torch.inf).amax(0)
        else:
            pooled = h[-1]
        logits: Tensor = self.output(self.dropout(pooled)).squeeze(1)
        return logits

    @torch.inference_mode()
    def prefix_logits(self, ids: Int[Tensor, " T"]) -> Float[Tensor, " T"]:
        """Give, for every token of one review, the logit had the review ended there.

        A maximum over time is a running maximum, so one pass is enough. Where the model pads every review
        to one length, the filler after each prefix has to be run through as well.
        """
        if self.config.pad_to is not None and self.config.pooling == "last":
            prefixes = ids.expand(len(ids), -1).tril()
            padded = nn.functional.pad(prefixes, (0, self.config.pad_to - len(ids)))
            return self.forward(padded, padded != PAD)
        h = self.hidden_states(ids[None])[:, 0]
        seen = h.cummax(0).values if self.config.pooling == "max" else h
        logits: Tensor = self.output(seen).squeeze(1)
        return logits
