r"""What filler does to the last hidden state of a vanilla RNN, and to the gradient of a review's first word.

Filler is an input of zeros. On the right, k places of it stand between the last word and the state that is
read:

.. math:: h_{T+j} = \tanh(W_{hh} h_{T+j-1} + b), \qquad
    \frac{\partial h_{T+k}}{\partial e_1} = \prod_{t=T+k}^{2} \mathrm{diag}(1 - h_t^2) W_{hh}
    \cdot \mathrm{diag}(1 - h_1^2) W_{ih}

On the left the same k places come before the first word, and the way from it to the end stays as short as it
was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from jaxtyping import Float64, Int
from torch import Tensor, nn

from rnn_core.autograd_check import AutogradCheck
from rnn_core.jacobian_check import compare
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.state_flow import PARAMETERS, layer_weights

Start = Literal["torch", "orthogonal"]
STARTS: tuple[Start, ...] = get_args(Start)
MAX_WORDS = 64
FILLERS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)
CHECK_UP_TO = 16
"""Places of filler up to which autograd runs the whole review once more."""


@dataclass(frozen=True)
class FillerEffect:
    """What is left with so many places of filler on one side.

    Attributes
    ----------
    fillers
        Places of filler.
    state
        Distance of the last hidden state from the state after filler alone, over as many steps; in multiples
        of what it is without filler.
    gradient
        Largest singular value of d h_last / d e_1, the last hidden state by the first word's vector.
    """

    fillers: tuple[int, ...]
    state: Float64[Tensor, " K"]
    gradient: Float64[Tensor, " K"]


@dataclass(frozen=True)
class PaddingEffect:
    """Both sides, and how far the Jacobians with up to 16 places of filler are from autograd's."""

    left: FillerEffect
    right: FillerEffect
    check: AutogradCheck


@dataclass(frozen=True)
class _Layer:
    """A tanh layer in float64, written as h_t = tanh(W_ih x_t + W_hh h_{t-1} + b)."""

    W_ih: Float64[Tensor, "H E"]
    W_hh: Float64[Tensor, "H H"]
    b: Float64[Tensor, " H"]

    def step(self, x_t: Tensor, h: Tensor) -> Tensor:
        return torch.tanh(x_t @ self.W_ih.T + h @ self.W_hh.T + self.b)


def padding_effect(
    weights: Mapping[str, Tensor],
    words: Float64[Tensor, "T E"],
    fillers: tuple[int, ...] = FILLERS,
) -> PaddingEffect:
    """Run a review with more and more filler on either side, and check Jacobians with autograd.

    Parameters
    ----------
    weights
        ``weight_ih_l0`` and so on of a one-layer tanh RNN.
    words
        The vectors of the review's words, 1 to 64.
    fillers
        Places of filler, rising from 0.

    Raises
    ------
    ValueError
        If there are no or too many words, or ``fillers`` does not rise from 0.

    References
    ----------
    Bengio, Simard and Frasconi (1994), section IV, https://doi.org/10.1109/72.279181
    """
    if not 1 <= len(words) <= MAX_WORDS:
        raise ValueError(f"words must hold from 1 to {MAX_WORDS} vectors, found {len(words)}")
    if not fillers or fillers[0] != 0 or list(fillers) != sorted(set(fillers)):
        raise ValueError(f"fillers must rise from 0, found {', '.join(map(str, fillers)) or 'none'}")
    W_ih, W_hh, b_ih, b_hh = (weights[name].detach().to(torch.float64) for name in PARAMETERS)
    layer = _Layer(W_ih, W_hh, b_ih + b_hh)
    empty = [torch.zeros(len(W_hh), dtype=torch.float64)]  # the states after filler alone
    for _ in range(len(words) + fillers[-1]):
        empty.append(layer.step(torch.zeros(W_ih.shape[1], dtype=torch.float64), empty[-1]))
    runs = {"left": _left(layer, words, fillers, empty), "right": _right(layer, words, fillers)}
    ours, torchs, effects = [], [], {}
    for side, (states, jacobians) in runs.items():
        apart = torch.stack(
            [(h - empty[len(words) + k]).norm() for h, k in zip(states, fillers, strict=True)]
        )
        norms = torch.linalg.matrix_norm(jacobians, 2)
        effects[side] = FillerEffect(fillers, apart / apart[0].clamp_min(1e-300), norms)
        checked = [k for k in fillers if k <= CHECK_UP_TO]
        ours.append(jacobians[: len(checked)].flatten())
        torchs.append(torch.stack([_by_autograd(weights, words, k, side) for k in checked]).flatten())
    return PaddingEffect(effects["left"], effects["right"], compare(torch.cat(ours), torch.cat(torchs)))


def _onward(layer: _Layer, h: Tensor, jacobian: Tensor) -> Tensor:
    """Take a Jacobian over one step, whose new state is h."""
    return (1 - h**2)[..., :, None] * (layer.W_hh @ jacobian)


def _over_words(layer: _Layer, words: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    """Read the words from a state (or many) and give the last state and its Jacobian by the first word."""
    h = layer.step(words[0], h)
    jacobian = (1 - h**2)[..., :, None] * layer.W_ih
    for x_t in words[1:]:
        h = layer.step(x_t, h)
        jacobian = _onward(layer, h, jacobian)
    return h, jacobian


def _left(
    layer: _Layer, words: Tensor, fillers: Sequence[int], empty: Sequence[Tensor]
) -> tuple[Tensor, Tensor]:
    return _over_words(layer, words, torch.stack([empty[k] for k in fillers]))


def _right(layer: _Layer, words: Tensor, fillers: Sequence[int]) -> tuple[Tensor, Tensor]:
    h, jacobian = _over_words(layer, words, torch.zeros(len(layer.W_hh), dtype=torch.float64))
    nothing = torch.zeros_like(words[0])
    states, jacobians = [], []
    for k in range(fillers[-1] + 1):
        if k in fillers:
            states.append(h)
            jacobians.append(jacobian)
        h = layer.step(nothing, h)
        jacobian = _onward(layer, h, jacobian)
    return torch.stack(states), torch.stack(jacobians)


def _by_autograd(weights: Mapping[str, Tensor], words: Tensor, k: int, side: str) -> Tensor:
    """Run torch's own cell over the filled review and ask autograd for d h_last / d e_1.

    One copy of the review stands in the batch for each unit, so that one backward pass gives every row.
    """
    parts = [weights[name].detach().to(torch.float64) for name in PARAMETERS]
    units = len(parts[1])
    copies = words[:, None].expand(-1, units, -1)
    first = copies[0].clone().requires_grad_()
    filler = [torch.zeros_like(first)] * k
    inside = [first, *copies[1:]]
    h = torch.zeros(units, units, dtype=torch.float64)
    for x_t in [*filler, *inside] if side == "left" else [*inside, *filler]:
        h = torch.rnn_tanh_cell(x_t, h, *parts)
    (found,) = torch.autograd.grad(h, first, torch.eye(units, dtype=torch.float64))
    return found


def fresh_network(start: Start, vocab_size: int, size: int = 64, seed: int = 0) -> SentimentModel:
    """Make a vanilla RNN that has learned nothing.

    Parameters
    ----------
    start
        ``"torch"``: every weight as ``nn.RNN`` draws it, uniform in ±1/sqrt(size). ``"orthogonal"``: as the
        trainings of this course begin, W_hh orthogonal and biases 0.
    vocab_size, size
        Entries of the embedding, and length of its vectors and of the hidden state.
    seed
        Of the draw.

    Raises
    ------
    ValueError
        If there is no such start.
    """
    if start not in STARTS:
        raise ValueError(f"start must be one of {', '.join(STARTS)}; found {start!r}")
    config = ModelConfig("rnn", vocab_size, size, size, "last", "right", None, MAX_WORDS)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = SentimentModel(config)
        if start == "torch":
            drawn = nn.RNN(size, size).state_dict()
            model.recurrent.load_state_dict(drawn)
    return model.eval().requires_grad_(False)


def effect_in(
    model: SentimentModel, ids: Int[np.ndarray, " T"], fillers: tuple[int, ...] = FILLERS
) -> PaddingEffect:
    """Let a vanilla RNN read the words with these numbers, with filler on either side.

    Raises
    ------
    ValueError
        As `padding_effect`.
    """
    vectors = model.embedding(torch.from_numpy(ids)).detach().double()
    return padding_effect(layer_weights(model.recurrent), vectors, fillers)
