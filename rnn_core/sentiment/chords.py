r"""Runs of one recurrent layer on inputs that change step by step, and the way back along their chords.

Between two neighbouring runs every quantity changes, and the change of the result can be passed back to the
inputs exactly: a curve y = phi(a) by the slope of its chord, a product by the mean of the other factor,

.. math:: \Delta \phi = \frac{\Delta \phi}{\Delta a} \Delta a, \qquad
    \Delta (u v) = \bar u \, \Delta v + \bar v \, \Delta u

With tangents in the place of chords this is backpropagation through time. Chords lose nothing on the way,
however far two runs lie apart: what the inputs are given adds up to what the result changed by.

References
----------
Shrikumar, Greenside and Kundaje (2017), "Learning important features through propagating
activation differences", the rescale rule (the chord to one reference),
https://proceedings.mlr.press/v70/shrikumar17a.html
"""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor, nn

NEAR = 1e-5
"""Changes so small are rounding; the tangent in the middle then stands for the chord."""
BLOCK = 64
"""Steps whose slopes are held at once on the way back: those of a long review would not fit a cache."""


class RunsAlong:
    """Every hidden state of N runs, and the way back between each run and the next.

    Without a recurrent layer, which is this class, the states are the inputs.
    """

    def __init__(self, layer: nn.Module, x: Tensor) -> None:
        self.h = x

    def back(self, arriving: Tensor) -> Tensor:
        """Pass on what each hidden state is worth (T, N - 1, H): what each input is worth (T, N - 1, D)."""
        carried = arriving.new_zeros(
            2, *arriving.shape[1:]
        )  # what h and, with gates, c of the step before are worth
        blocks = []
        for last in range(len(arriving), 0, -BLOCK):
            steps = slice(max(0, last - BLOCK), last)
            blocks.append(self._back_block(steps, arriving[steps], carried))
        return torch.cat(blocks[::-1])

    def _back_block(self, steps: slice, arriving: Tensor, carried: Tensor) -> Tensor:
        """Do this for some steps; ``carried`` goes on to those before."""
        return arriving


def runs_along(cell: str, layer: nn.Module, x: Float[Tensor, "T N D"]) -> RunsAlong:
    """Run a layer on N inputs at once.

    Parameters
    ----------
    cell
        ``"rnn"``, ``"lstm"``, ``"gru"``, or ``"mean"``, which hands its inputs on.
    layer
        With the parameter names of ``torch.nn.RNN``; it is run in the precision of ``x``.
    x
        The inputs of each run, time first.
    """
    return {"rnn": _TanhRuns, "lstm": _LSTMRuns, "gru": _GRURuns, "mean": RunsAlong}[cell](layer, x)


def middle(y: Float[Tensor, "T N K"]) -> Float[Tensor, "T M K"]:
    """Give the mean of each run and the next."""
    return (y[:, 1:] + y[:, :-1]) / 2


def tanh_chord(a: Float[Tensor, "T N K"], y: Float[Tensor, "T N K"]) -> Float[Tensor, "T M K"]:
    """Give the slope of tanh between each run and the next, where y = tanh(a)."""
    return _chord(a, y, lambda between: 1 - torch.tanh(between) ** 2)


def sigmoid_chord(a: Float[Tensor, "T N K"], y: Float[Tensor, "T N K"]) -> Float[Tensor, "T M K"]:
    """Give the slope of the sigmoid between each run and the next, where y = sigmoid(a)."""
    return _chord(a, y, lambda between: torch.sigmoid(between) * torch.sigmoid(-between))


def _chord(a: Tensor, y: Tensor, slope: Callable[[Tensor], Tensor]) -> Tensor:
    across, up = a[:, 1:] - a[:, :-1], y[:, 1:] - y[:, :-1]
    is_near = across.abs() < NEAR
    tangent = slope(middle(a)) if bool(is_near.any()) else up
    return torch.where(is_near, tangent, up / across.masked_fill(is_near, 1.0))


def _weights(layer: nn.Module, like: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    W_ih, W_hh, b_ih, b_hh = (layer.get_parameter(name).detach().to(like.dtype) for name in names)
    return W_ih, W_hh, b_ih, b_hh


class _TanhRuns(RunsAlong):
    """h_t = tanh(a_t), a_t = W_ih x_t + W_hh h_{t-1} + b."""

    def __init__(self, layer: nn.Module, x: Tensor) -> None:
        self.W_ih, self.W_hh, b_ih, b_hh = _weights(layer, x)
        self.a = x @ self.W_ih.T + (b_ih + b_hh)
        self.h = torch.empty_like(self.a)
        h_t = torch.zeros_like(self.a[0])
        for a_t, slot in zip(self.a, self.h, strict=True):
            h_t = torch.tanh(a_t.addmm_(h_t, self.W_hh.T), out=slot)

    def _back_block(self, steps: slice, arriving: Tensor, carried: Tensor) -> Tensor:
        slope = tanh_chord(self.a[steps], self.h[steps])
        worth = torch.empty_like(arriving)
        back = carried[0]
        for t in range(len(arriving) - 1, -1, -1):
            torch.mul(back.add_(arriving[t]), slope[t], out=worth[t])
            torch.mm(worth[t], self.W_hh, out=back)
        return worth @ self.W_ih


class _LSTMRuns(RunsAlong):
    """c_t = f c_{t-1} + i g, h_t = o tanh(c_t); gates stand in torch's order i, f, g, o."""

    def __init__(self, layer: nn.Module, x: Tensor) -> None:
        self.W_ih, self.W_hh, b_ih, b_hh = _weights(layer, x)
        num_steps, num_runs, size = len(x), x.shape[1], self.W_hh.shape[1]
        self.a = x @ self.W_ih.T + (b_ih + b_hh)
        self.gates = torch.empty_like(self.a)
        self.c = x.new_zeros(num_steps + 1, num_runs, size)
        self.tanh_c, self.h = x.new_empty(num_steps, num_runs, size), x.new_empty(num_steps, num_runs, size)
        h_t = torch.zeros_like(self.c[0])
        for t in range(num_steps):
            gates_t = torch.sigmoid(self.a[t].addmm_(h_t, self.W_hh.T), out=self.gates[t])
            i, f, g, o = torch.split(gates_t, size, 1)
            torch.tanh(self.a[t, :, 2 * size : 3 * size], out=g)
            torch.mul(f, self.c[t], out=self.c[t + 1]).addcmul_(i, g)
            h_t = torch.mul(o, torch.tanh(self.c[t + 1], out=self.tanh_c[t]), out=self.h[t])

    def _back_block(self, steps: slice, arriving: Tensor, carried: Tensor) -> Tensor:
        size = arriving.shape[2]
        a, gates, tanh_c = self.a[steps], self.gates[steps], self.tanh_c[steps]
        slope = sigmoid_chord(a, gates)
        update = slice(2 * size, 3 * size)
        slope[..., update] = tanh_chord(a[..., update], gates[..., update])
        slope = slope.view(*slope.shape[:2], 4, size)
        i, f, g, o = torch.split(middle(gates), size, 2)
        to_c = o * tanh_chord(self.c[1:][steps], tanh_c)
        through_c = torch.stack([g, middle(self.c[:-1][steps]), i], 2) * slope[:, :, :3]
        through_o = middle(tanh_c) * slope[:, :, 3]
        worth = torch.empty_like(slope)
        back_h, back_c = carried
        for t in range(len(arriving) - 1, -1, -1):
            at_h = arriving[t] + back_h
            at_c = torch.addcmul(back_c, at_h, to_c[t])
            torch.mul(at_c.unsqueeze(1), through_c[t], out=worth[t, :, :3])
            torch.mul(at_h, through_o[t], out=worth[t, :, 3])
            torch.mm(worth[t].flatten(1), self.W_hh, out=back_h)
            torch.mul(at_c, f[t], out=back_c)
        return worth.flatten(2) @ self.W_ih


class _GRURuns(RunsAlong):
    """h_t = n + z (h_{t-1} - n), n = tanh(a_n + r u), u = W_hn h_{t-1} + b_hn; torch's order r, z, n."""

    def __init__(self, layer: nn.Module, x: Tensor) -> None:
        self.W_ih, self.W_hh, b_ih, b_hh = _weights(layer, x)
        num_steps, num_runs, size = len(x), x.shape[1], self.W_hh.shape[1]
        self.a = x @ self.W_ih.T + b_ih
        self.gates = torch.empty_like(self.a)
        self.u = x.new_empty(num_steps, num_runs, size)
        self.states = x.new_zeros(num_steps + 1, num_runs, size)
        for t in range(num_steps):
            from_h = torch.addmm(b_hh, self.states[t], self.W_hh.T)
            self.u[t] = from_h[:, 2 * size :]
            self.a[t, :, : 2 * size] += from_h[:, : 2 * size]
            r, z, n = torch.split(self.gates[t], size, 1)
            torch.sigmoid(self.a[t, :, : 2 * size], out=self.gates[t, :, : 2 * size])
            torch.tanh(self.a[t, :, 2 * size :].addcmul_(r, self.u[t]), out=n)
            torch.lerp(n, self.states[t], z, out=self.states[t + 1])
        self.h = self.states[1:]

    def _back_block(self, steps: slice, arriving: Tensor, carried: Tensor) -> Tensor:
        size = arriving.shape[2]
        a, gates = self.a[steps], self.gates[steps]
        rz, n_of = slice(0, 2 * size), slice(2 * size, None)
        r_slope, z_slope = torch.split(sigmoid_chord(a[..., rz], gates[..., rz]), size, 2)
        r, z, n = torch.split(middle(gates), size, 2)
        through_n = (1 - z) * tanh_chord(a[..., n_of], gates[..., n_of])
        through_z = (middle(self.states[:-1][steps]) - n) * z_slope
        through_r = through_n * middle(self.u[steps]) * r_slope
        to_h = torch.stack([through_r, through_z, through_n * r], 2)
        worth = torch.empty_like(arriving)
        back = carried[0]
        for t in range(len(arriving) - 1, -1, -1):
            at_h = torch.add(arriving[t], back, out=worth[t])
            torch.addmm(at_h * z[t], (at_h.unsqueeze(1) * to_h[t]).flatten(1), self.W_hh, out=back)
        to_x = torch.stack([through_r, through_z, through_n], 2)
        return (worth.unsqueeze(2) * to_x).flatten(2) @ self.W_ih
