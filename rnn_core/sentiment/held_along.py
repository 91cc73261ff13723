r"""How much of a review a vanilla RNN's state holds at each step of a row with filler on either side.

.. math:: d_t = \lVert h_t - h_t^{0} \rVert / \lVert h_T - h_T^{0} \rVert

h⁰ is the state after as many steps of filler alone, and the T below belongs to the row without filler: d is 1
where the state holds as much as that of the bare review, and 0 where nothing tells that there was one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float64, Int
from torch import Tensor

from rnn_core.sentiment.models import SentimentModel
from rnn_core.state_flow import PARAMETERS, layer_weights

MAX_FILLER = 64


@dataclass(frozen=True)
class HeldAlong:
    """What the state holds of a review at each step, with the same filler on the left and on the right."""

    num_words: int
    num_filler: int
    left: Float64[Tensor, " T"]
    right: Float64[Tensor, " T"]


def held_along(weights: Mapping[str, Tensor], words: Float64[Tensor, "N E"], num_filler: int) -> HeldAlong:
    """Run a review with filler on either side, beside a run over filler alone.

    Parameters
    ----------
    weights
        ``weight_ih_l0`` and so on of a one-layer tanh RNN.
    words
        The vectors of the review's words, one or more.
    num_filler
        Places of filler, from 0 to 64.

    Raises
    ------
    ValueError
        If there are no words, or ``num_filler`` is outside its range.
    """
    if not len(words):
        raise ValueError("words must hold at least one vector, found none")
    if not 0 <= num_filler <= MAX_FILLER:
        raise ValueError(f"num_filler must be from 0 to {MAX_FILLER} places, found {num_filler}")
    filler = torch.zeros(num_filler, words.shape[1], dtype=torch.float64)
    left, right = (_apart(weights, torch.cat(parts)) for parts in ((filler, words), (words, filler)))
    bare = right[len(words) - 1].clamp_min(1e-300)  # behind the words the filler has not begun
    return HeldAlong(len(words), num_filler, left / bare, right / bare)


def _apart(weights: Mapping[str, Tensor], row: Float64[Tensor, "T E"]) -> Float64[Tensor, " T"]:
    """Give the distance of each state from that after filler alone."""
    parts = [weights[name].detach().to(torch.float64) for name in PARAMETERS]
    both = torch.stack([row, torch.zeros_like(row)], dim=1)
    h = torch.zeros(2, len(parts[1]), dtype=torch.float64)
    found = []
    for x_t in both:
        h = torch.rnn_tanh_cell(x_t, h, *parts)
        found.append((h[0] - h[1]).norm())
    return torch.stack(found)


def held_in(model: SentimentModel, ids: Int[np.ndarray, " N"], num_filler: int) -> HeldAlong:
    """Let a vanilla RNN read the words with these numbers, with filler on either side.

    Raises
    ------
    ValueError
        As `held_along`.
    """
    vectors = model.embedding(torch.from_numpy(ids)).detach().double()
    return held_along(layer_weights(model.recurrent), vectors, num_filler)
