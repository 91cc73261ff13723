"""A run of torch's own network, to which what the pages show is held."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rnn_core import RNNParams
from rnn_core.figures.numbers import format_number


@dataclass(frozen=True)
class TorchRun:
    """Every value of a run over T steps, each of shape (T, size); ``copies`` are the weights of each step."""

    copies: Sequence[RNNParams]
    x: Tensor
    h: Tensor

    def _of_each(self, weight: str, vectors: Tensor) -> Tensor:
        return torch.stack([getattr(own, weight) @ v for own, v in zip(self.copies, vectors, strict=True)])

    @property
    def values(self) -> dict[str, Tensor]:
        """The vectors of every step, by the name that the stage gives them."""
        before = torch.cat([torch.zeros_like(self.h[:1]), self.h[:-1]])
        new, old = self._of_each("W_xh", self.x), self._of_each("W_hh", before)
        readout = self._of_each("W_hy", self.h)
        biases = {name: torch.stack([getattr(own, name) for own in self.copies]) for name in ("b_h", "b_y")}
        return {
            "x": self.x,
            "new": new,
            "old": old,
            "a": new + old + biases["b_h"],
            "h": self.h,
            "readout": readout,
            "y": readout + biases["b_y"],
        }

    def written(self, steps: Sequence[int], names: Sequence[str]) -> dict[str, str]:
        """Return the numbers of some vectors at some steps by their addresses, as the pages write them."""
        return {
            f"{name}@{t} {row}": format_number(value)
            for name in names
            for t in steps
            for row, value in enumerate(self.values[name][t - 1].tolist())
        }

    def weights_written(self, t: int, names: Sequence[str]) -> dict[str, str]:
        """Return the weights that a step uses by their addresses, as the pages write them."""
        found: dict[str, str] = {}
        for name in names:
            weight = getattr(self.copies[t - 1], name)
            for place in torch.ones_like(weight).nonzero().tolist():
                found[" ".join(map(str, (name, *place)))] = format_number(weight[tuple(place)].item())
        return found


def torch_run(params: RNNParams, x: Tensor) -> TorchRun:
    """Run ``torch.nn.RNN`` with these weights."""
    rnn = torch.nn.RNN(x.shape[1], params.hidden_size, nonlinearity=params.activation, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        return TorchRun([params] * len(x), x, rnn(x)[0])


def untied_torch_run(copies: Sequence[RNNParams], x: Tensor) -> TorchRun:
    """Run a ``torch.nn.RNNCell`` of its own at every step."""
    h, states = torch.zeros(1, copies[0].hidden_size, dtype=torch.float64), []
    for own, x_t in zip(copies, x, strict=True):
        cell = torch.nn.RNNCell(x.shape[1], own.hidden_size, nonlinearity=own.activation, dtype=torch.float64)
        with torch.no_grad():
            cell.weight_ih.copy_(own.W_xh)
            cell.weight_hh.copy_(own.W_hh)
            cell.bias_ih.copy_(own.b_h)
            cell.bias_hh.zero_()
            h = cell(x_t[None], h)
        states.append(h[0])
    return TorchRun(copies, x, torch.stack(states))
