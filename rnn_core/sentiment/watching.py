"""One review, read by a network as it was at one moment of its training."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor

from rnn_core.sentiment.checkpoints import LoadedModel
from rnn_core.text.tokenizer import tokenize

MAX_SHOWN = 40
"""Words and marks of a review whose hidden states are kept, from its head."""


@dataclass(frozen=True)
class ReadingThen:
    """What a network made of a review at one moment of its training.

    Parameters
    ----------
    probability
        Of "positive", 0 to 1, for the whole review.
    words
        The words and marks that were read, as they were typed, 40 at most.
    states
        The hidden state after each of these words.
    output_weights
        What each unit adds to the logit for a state of 1: the output layer's row.
    num_read
        Words and marks that were read in all.
    """

    probability: float
    words: tuple[str, ...]
    states: Float32[np.ndarray, "T H"]
    output_weights: Float32[np.ndarray, " H"]
    num_read: int


@torch.inference_mode()
def read_then(loaded: LoadedModel, text: str, temperature: float = 1.0) -> ReadingThen:
    """Read a review with a network.

    Parameters
    ----------
    loaded
        The network and its words, from `rnn_core.sentiment.snapshots.Snapshot.load`.
    text
        Any string.
    temperature
        What the logit is divided by, above 0.

    Raises
    ------
    ValueError
        If ``text`` holds no words.
    """
    model = loaded.model
    found = tokenize(text, model.config.max_tokens)
    if not found:
        raise ValueError("The review must hold at least one word; none was found.")
    ids = torch.from_numpy(loaded.vocabulary.encode([token.text for token in found]))
    logit = model.prefix_logits(ids)[-1].double() / temperature
    shown: Tensor = model.hidden_states(ids[None])[:MAX_SHOWN, 0]
    return ReadingThen(
        probability=torch.sigmoid(logit).item(),
        words=tuple(text[token.start : token.end] for token in found[:MAX_SHOWN]),
        states=shown.numpy(),
        output_weights=model.output.weight[0].detach().numpy(),
        num_read=len(found),
    )
