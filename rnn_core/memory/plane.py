"""The plane in which the RNN's hidden states vary most: there the path of a sentence can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import check_tensor
from rnn_core.memory.models import WordReaders
from rnn_core.memory.orders import read
from rnn_core.memory.sentences import order_sentences
from rnn_core.principal import principal_axes

NUM_SENTENCES = 300
"""Held-out sentences of the order-matters corpus from whose states the plane of the page is found."""


@dataclass(frozen=True)
class StatePlane:
    """A plane through the space of hidden states: the one in which they vary most.

    Attributes
    ----------
    centre
        The mean state.
    axes
        The first two principal directions, of length 1, in rows.
    shares
        The share of the variance along each axis, 0 to 1.
    ranges
        For each axis the lowest and the highest place of a state, the state before the first word included.

    Raises
    ------
    ValueError
        If shapes do not fit together or a number is not finite.
    """

    centre: Float[Tensor, " H"]
    axes: Float[Tensor, "2 H"]
    shares: Float[Tensor, " 2"]
    ranges: Float[Tensor, "2 2"]

    def __post_init__(self) -> None:
        check_tensor("centre", self.centre, ("H",))
        check_tensor("axes", self.axes, (2, len(self.centre)))
        check_tensor("shares", self.shares, (2,))
        check_tensor("ranges", self.ranges, (2, 2))

    def project(self, h: Float[Tensor, "S H"]) -> Float[Tensor, "S 2"]:
        """Give the place of states in the plane."""
        return (h - self.centre) @ self.axes.T


def page_plane(readers: WordReaders) -> StatePlane:
    """Find the plane that the page shows, from sentences that training never met."""
    return state_plane(readers, [sentence.words for sentence in order_sentences()[:NUM_SENTENCES]])


def state_plane(readers: WordReaders, texts: Sequence[Sequence[str]]) -> StatePlane:
    """Find the plane in which the RNN's hidden states vary most (principal component analysis).

    Parameters
    ----------
    readers
        Both networks.
    texts
        Sentences in words, one or more, whose states after every word are looked at.
    """
    paths = [read(readers, tokens).h for tokens in texts]
    h = torch.cat([path[1:] for path in paths])
    centre, axes, shares = principal_axes(h)
    # A principal direction may point either way: let the first lead to "positive", the second up.
    signs = torch.stack([torch.sign(axes[0] @ readers.rnn.params.W_hy[0]), torch.sign(axes[1].sum())])
    axes = axes * signs[:, None]
    places = (torch.cat(paths) - centre) @ axes.T
    ranges = torch.stack([places.amin(0), places.amax(0)], dim=1)
    return StatePlane(centre, axes, shares, ranges)
