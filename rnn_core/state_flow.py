r"""The gradient's way back through a trained or a fresh vanilla, LSTM or GRU layer of torch.

The state s_t is h_t, for the LSTM h_t and c_t together. What can reach h_T from step t is

.. math:: \frac{\partial h_T}{\partial s_t} = \frac{\partial h_T}{\partial s_{T-1}} \cdots
    \frac{\partial s_{t+1}}{\partial s_t}

Each factor comes from autograd, all steps at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import torch
from jaxtyping import Float64
from torch import Tensor, nn

from rnn_core.checks import MAX_HIDDEN_SIZE, check_choice, check_count, check_num_steps, check_number
from rnn_core.matrix_flow import spectral_norms

CellKind = Literal["rnn", "lstm", "gru"]
CELL_KINDS: tuple[CellKind, ...] = get_args(CellKind)
PARAMETERS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
_STEPS: dict[str, Any] = {"rnn": torch.rnn_tanh_cell, "lstm": torch.lstm_cell, "gru": torch.gru_cell}


@dataclass(frozen=True)
class StateFlow:
    """What is left of the last hidden state's gradient at every earlier state.

    Attributes
    ----------
    h
        The hidden states h_0 .. h_T.
    norms
        ``norms[t]`` is the largest singular value of d h_T / d s_t; 1 at t = T.
    """

    h: Float64[Tensor, "S H"]
    norms: Float64[Tensor, " S"]


def state_flow(kind: CellKind, weights: Mapping[str, Tensor], x: Tensor) -> StateFlow:
    """Run a layer over a sequence from a state of zeros and follow the gradient of h_T back.

    Parameters
    ----------
    kind
        ``"rnn"`` (tanh), ``"lstm"`` or ``"gru"``.
    weights
        ``weight_ih_l0`` and so on, as in ``nn.RNN(...).state_dict()``; torch's order of the gates.
    x
        The sequence, shape (T, input_size), 1 to 1000 steps.

    Raises
    ------
    ValueError
        If the kind is unknown or the sequence empty or too long.

    References
    ----------
    Hochreiter and Schmidhuber (1997), section 3, https://doi.org/10.1162/neco.1997.9.8.1735

    Examples
    --------
    >>> layer = nn.LSTM(3, 4)
    >>> state_flow("lstm", layer.state_dict(), torch.zeros(5, 3)).norms.shape
    torch.Size([6])
    """
    check_choice("kind", kind, CELL_KINDS)
    check_num_steps("x", len(x))
    parts = [weights[name].detach().to(torch.float64) for name in PARAMETERS]
    sequence = x.detach().to(torch.float64)
    size = parts[1].shape[1]

    def step(state: Tensor, x_t: Tensor) -> Tensor:
        before = (state[None, :size], state[None, size:]) if kind == "lstm" else state[None]
        after = _STEPS[kind](x_t[None], before, *parts)
        return torch.cat(after, dim=1)[0] if kind == "lstm" else after[0]

    states = [torch.zeros(2 * size if kind == "lstm" else size, dtype=torch.float64)]
    for x_t in sequence:
        states.append(step(states[-1], x_t))
    s = torch.stack(states)
    jacobians = torch.func.vmap(torch.func.jacrev(step))(s[:-1], sequence)
    reaching = torch.eye(size, s.shape[1], dtype=torch.float64)  # d h_T / d s_T
    backwards = [reaching]
    for jacobian in jacobians.flip(0):
        reaching = reaching @ jacobian
        backwards.append(reaching)
    across = torch.stack(backwards[::-1])
    return StateFlow(h=s[:, :size], norms=_largest(across))


def fresh_layer(
    kind: CellKind, *, input_size: int, hidden_size: int, seed: int = 0, forget_bias: float = 1.0
) -> dict[str, Tensor]:
    """Draw the weights of a layer as torch does, uniform up to 1 / sqrt(hidden_size), float64.

    Parameters
    ----------
    kind
        ``"rnn"``, ``"lstm"`` or ``"gru"``.
    input_size, hidden_size
        Sizes of x_t and h_t, each from 1 to 256.
    seed
        The same seed gives the same weights.
    forget_bias
        What the LSTM's forget gate starts with in place of torch's two draws, from -10 to 10: 1 holds it at
        73 %, 3 at 95 %. Other cells have none.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Jozefowicz, Zaremba and Sutskever (2015), section 2.2, https://proceedings.mlr.press/v37/jozefowicz15.html
    """
    check_choice("kind", kind, CELL_KINDS)
    for name, size in {"input_size": input_size, "hidden_size": hidden_size}.items():
        check_count(name, size, 1, MAX_HIDDEN_SIZE)
    check_number("forget_bias", forget_bias, -10.0, 10.0)
    generator = torch.Generator().manual_seed(check_count("seed", seed, 0, 2**31 - 1))
    rows = {"rnn": 1, "gru": 3, "lstm": 4}[kind] * hidden_size
    shapes = dict(zip(PARAMETERS, ((rows, input_size), (rows, hidden_size), (rows,), (rows,)), strict=True))
    bound = hidden_size**-0.5
    weights = {
        name: (2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1) * bound
        for name, shape in shapes.items()
    }
    if kind == "lstm":  # torch's order of the gates: i, f, g, o
        weights["bias_ih_l0"][hidden_size : 2 * hidden_size] = forget_bias
        weights["bias_hh_l0"][hidden_size : 2 * hidden_size] = 0.0
    return weights


def layer_weights(layer: nn.Module) -> dict[str, Tensor]:
    """Return the weights that ``state_flow`` wants from a one-layer recurrent module."""
    return {name: layer.get_parameter(name) for name in PARAMETERS}


def _largest(across: Float64[Tensor, "S H M"]) -> Float64[Tensor, " S"]:
    """Return the largest singular value of each H x M matrix; A A^T shares it with A and is square."""
    biggest = across.abs().amax((1, 2), keepdim=True)
    scale = torch.where(biggest.isfinite() & (biggest > 0), biggest, 1.0)
    unit = across / scale
    return scale[:, 0, 0] * spectral_norms(unit @ unit.mT).sqrt()
