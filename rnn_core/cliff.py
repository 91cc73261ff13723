r"""The cliff: the loss of a recurrent neuron over its two weights, and gradient descent at the wall.

.. math:: h_t = w\,\sigma(h_{t-1}) + b, \qquad L = (\sigma(h_T) - 0.7)^2

is the example of Pascanu, Mikolov and Bengio, with h_0 = 0.5 and T = 50.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.checks import MAX_STEPS, check_count, check_number, check_tensor

H_0, TARGET, NUM_STEPS = 0.5, 0.7, 50
MAX_THRESHOLD, FAR = 1e6, 1e4
MAX_DESCENT = 1000


@dataclass(frozen=True)
class CliffLoss:
    """The loss and its gradient at every point of a grid.

    Attributes
    ----------
    loss
        ``loss[r, c]`` belongs to ``b[r]`` and ``w[c]``.
    dw, db
        Its derivatives with respect to the two weights.
    """

    loss: Float64[Tensor, "*grid"]
    dw: Float64[Tensor, "*grid"]
    db: Float64[Tensor, "*grid"]

    @property
    def steepness(self) -> Float64[Tensor, "*grid"]:
        """Norm of the gradient."""
        return torch.hypot(self.dw, self.db)


@dataclass(frozen=True)
class Descent:
    """The path of gradient descent, from its start to where it was stopped.

    Attributes
    ----------
    w, b
        The weights, one entry more than there were updates.
    loss, steepness
        Loss and norm of the (unclipped) gradient at each of them.
    clipped
        Whether the update that left each point was shortened; False at the last.
    """

    w: Float64[Tensor, " N"]
    b: Float64[Tensor, " N"]
    loss: Float64[Tensor, " N"]
    steepness: Float64[Tensor, " N"]
    clipped: tuple[bool, ...]


def cliff_loss(w: Tensor, b: Tensor, *, num_steps: int = NUM_STEPS) -> CliffLoss:
    """Compute the loss and its gradient for weights of any common shape.

    The derivatives are carried along with the state: d h_t / d w = sigma(h_{t-1}) + w sigma' d h_{t-1} / d w.

    Parameters
    ----------
    w, b
        The recurrent weight and the bias, of one shape, float64.
    num_steps
        How many steps the neuron runs (T), from 1 to 1000.

    Raises
    ------
    ValueError
        If ``num_steps`` is outside its range.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), figure 6, https://proceedings.mlr.press/v28/pascanu13.html

    Examples
    --------
    >>> steep = cliff_loss(torch.tensor([5.0]).double(), torch.tensor([-2.5]).double())
    >>> round(steep.loss.item(), 4)
    0.0241
    """
    check_count("num_steps", num_steps, 1, MAX_STEPS)
    h = torch.full_like(w, H_0)
    dh_dw, dh_db = torch.zeros_like(w), torch.zeros_like(w)
    for _ in range(num_steps):
        squashed = torch.sigmoid(h)
        slope = w * squashed * (1 - squashed)
        dh_dw, dh_db = squashed + slope * dh_dw, 1 + slope * dh_db
        h = w * squashed + b
    said = torch.sigmoid(h)
    miss = said - TARGET
    outer = 2 * miss * said * (1 - said)
    return CliffLoss(loss=miss.square(), dw=outer * dh_dw, db=outer * dh_db)


def cliff_surface(w: Tensor, b: Tensor) -> CliffLoss:
    """Compute the loss over a grid: rows for ``b``, columns for ``w``.

    Raises
    ------
    ValueError
        If either is not a finite vector.
    """
    for name, axis in {"w": w, "b": b}.items():
        check_tensor(name, axis, (name.upper(),))
    rows, columns = torch.meshgrid(b.to(torch.float64), w.to(torch.float64), indexing="ij")
    return cliff_loss(columns, rows)


def descend(w: float, b: float, *, rate: float, num_updates: int, clip_at: float | None = None) -> Descent:
    """Follow gradient descent from a point, with or without clipping by norm.

    Where the gradient's norm is above ``clip_at`` it is multiplied by ``clip_at`` over its norm: it keeps its
    direction and loses its length.

    Parameters
    ----------
    w, b
        Where it starts, each from -100 to 100.
    rate
        The learning rate, above 0 to 100.
    num_updates
        How many updates it makes, from 1 to 1000; it stops early where a weight leaves the range of ±1e4.
    clip_at
        The largest norm that an update may use, above 0 to 1e6; None leaves every gradient as it is.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), algorithm 1, https://proceedings.mlr.press/v28/pascanu13.html
    """
    for name, value in {"w": w, "b": b}.items():
        check_number(name, value, -100.0, 100.0)
    check_number("rate", rate, 1e-9, 100.0)
    check_count("num_updates", num_updates, 1, MAX_DESCENT)
    if clip_at is not None:
        check_number("clip_at", clip_at, 1e-9, MAX_THRESHOLD)
    points, losses, norms, clipped = [], [], [], []
    at = torch.tensor([w, b], dtype=torch.float64)
    for update in range(num_updates + 1):
        here = cliff_loss(at[:1], at[1:])
        gradient, norm = torch.cat([here.dw, here.db]), here.steepness.item()
        points.append(at)
        losses.append(here.loss.item())
        norms.append(norm)
        is_last = update == num_updates
        is_clipped = clip_at is not None and norm > clip_at
        clipped.append(is_clipped and not is_last)
        at = at - rate * gradient * (clip_at / norm if is_clipped and clip_at is not None else 1)
        if not (at.abs() <= FAR).all():  # also where it is no number
            break
    path = torch.stack(points)
    return Descent(
        w=path[:, 0],
        b=path[:, 1],
        loss=torch.tensor(losses, dtype=torch.float64),
        steepness=torch.tensor(norms, dtype=torch.float64),
        clipped=tuple(clipped),
    )
