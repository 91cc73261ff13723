r"""Clipping a gradient, by its norm or number by number, and how far that turns it.

.. math:: g \leftarrow g \, \min\!\left(1, \frac{c}{\lVert g \rVert}\right)
    \quad \text{or} \quad g_i \leftarrow \max(-c, \min(c, g_i))
"""

from typing import Literal, get_args

import torch
from torch import Tensor

from rnn_core.checks import check_choice, check_number

ClipKind = Literal["norm", "value"]
CLIP_KINDS: tuple[ClipKind, ...] = get_args(ClipKind)
MAX_LIMIT = 1e6
_TORCHS_FLOOR = 1e-6  # torch.nn.utils.clip_grad_norm_ adds it to the norm before it divides

Gradient = dict[str, Tensor]
"""A gradient of the loss: for each weight a tensor of its shape."""


def norm_of(gradient: Gradient) -> float:
    """Return the length of a gradient, all its weights together."""
    return _as_vector(gradient).norm().item()


def cosine(one: Gradient, other: Gradient) -> float:
    """Return the cosine of the angle between two gradients: 1 where they point the same way, NaN if one is 0.

    Parameters
    ----------
    one, other
        Gradients of the same weights.

    Examples
    --------
    >>> cosine({"b_h": torch.tensor([3.0, 4.0])}, {"b_h": torch.tensor([0.0, 4.0])})
    0.800000011920929
    """
    first, second = _as_vector(one), _as_vector(other)
    # Each is scaled on its own first, so that a tiny or a huge gradient does not leave the range of floats.
    return (first / first.norm() @ (second / second.norm())).clamp(-1, 1).item()


def clip(gradient: Gradient, kind: ClipKind, limit: float) -> Gradient:
    """Clip a gradient as torch does.

    Parameters
    ----------
    gradient
        For each weight its gradient; it is left as it is.
    kind
        ``"norm"`` shortens the whole to a length of at most ``limit``, in the same direction; ``"value"``
        cuts each number at ``limit`` on either side of 0, which may turn the direction.
    limit
        The most that is allowed, from 0 to a million.

    Raises
    ------
    ValueError
        If the kind is unknown or the limit outside its range.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), section 3.2, https://proceedings.mlr.press/v28/pascanu13.html;
    Goodfellow, Bengio and Courville (2016), section 10.11.1, for both kinds, https://www.deeplearningbook.org

    Examples
    --------
    >>> long = {"b_h": torch.tensor([3.0, -4.0], dtype=torch.float64)}
    >>> clip(long, "value", 1.0)["b_h"].tolist()
    [1.0, -1.0]
    """
    check_choice("kind", kind, CLIP_KINDS)
    check_number("limit", limit, 0.0, MAX_LIMIT)
    if kind == "value":
        return {name: values.clamp(-limit, limit) for name, values in gradient.items()}
    factor = clip_factor(gradient, limit)
    return {name: values * factor for name, values in gradient.items()}


def clip_factor(gradient: Gradient, limit: float) -> float:
    """Return what clipping by norm multiplies a gradient with: 1 where it is short enough."""
    norm = _as_vector(gradient).norm()
    return (limit / (norm + _TORCHS_FLOOR)).clamp(max=1.0).item()  # NaN stays NaN, as in torch


def _as_vector(gradient: Gradient) -> Tensor:
    return torch.cat([values.flatten() for values in gradient.values()])
