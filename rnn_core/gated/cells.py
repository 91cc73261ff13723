r"""The weights of the two gated cells, one block of rows for each gate, as torch stacks them.

.. math::
    \text{LSTM:}\quad & i, f, o = \sigma(a^{i,f,o}_t), \; g = \tanh(a^g_t), \;
    c_t = f \odot c_{t-1} + i \odot g, \; h_t = o \odot \tanh(c_t) \\
    \text{GRU:}\quad & r, z = \sigma(a^{r,z}_t), \;
    n = \tanh(W_{xn} x_t + b_n' + r \odot (W_{hn} h_{t-1} + b_n)), \;
    h_t = (1 - z) \odot n + z \odot h_{t-1}
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import MAX_HIDDEN_SIZE, check_choice, check_count, check_number, check_tensor

MAX_BIAS = 100.0
MAX_SEED = 2**31 - 1
G = TypeVar("G", bound="GatedParams")


@dataclass(frozen=True)
class GateWeights:
    """The rows of one gate: what it hears from the input and from the last hidden state, and its bias."""

    W_xh: Float[Tensor, "H D"]
    W_hh: Float[Tensor, "H H"]
    b_h: Float[Tensor, " H"]


@dataclass(frozen=True)
class GatedParams:
    """What both cells have: stacked weights with one block of ``hidden_size`` rows for each gate.

    Attributes
    ----------
    W_xh
        From the input to every gate, the gates one below the other in the order of ``gates``.
    W_hh
        From the last hidden state to every gate, in the same order.
    W_hy
        From the hidden state to the output.
    b_h, b_y
        Biases of every gate and of the output.

    Raises
    ------
    ValueError
        If shapes or dtypes do not fit together, or a number is not finite.
    """

    W_xh: Float[Tensor, "G D"]
    W_hh: Float[Tensor, "G H"]
    W_hy: Float[Tensor, "C H"]
    b_h: Float[Tensor, " G"]
    b_y: Float[Tensor, " C"]

    gates: ClassVar[tuple[str, ...]] = ()
    """The blocks of rows, in torch's order."""
    candidate: ClassVar[str] = ""
    """The block that is no gate from 0 to 1, but what may be written, from -1 to 1."""
    weights: ClassVar[tuple[str, ...]] = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")

    def __post_init__(self) -> None:
        check_tensor("W_hh", self.W_hh, ("G", "H"))
        check_count("hidden_size", self.hidden_size, 1, MAX_HIDDEN_SIZE)
        num_rows = len(self.gates) * self.hidden_size
        check_tensor("W_hh", self.W_hh, (num_rows, self.hidden_size))
        check_tensor("W_xh", self.W_xh, (num_rows, "D"))
        check_tensor("W_hy", self.W_hy, ("C", self.hidden_size))
        check_tensor("b_h", self.b_h, (num_rows,))
        check_tensor("b_y", self.b_y, (self.output_size,))
        for name in self.weights:
            found = getattr(self, name).dtype
            if found != self.W_hh.dtype:
                raise ValueError(f"{name} must be {self.W_hh.dtype} like W_hh, found {found}")

    @property
    def input_size(self) -> int:
        """Number of values in one input vector x_t."""
        return self.W_xh.shape[1]

    @property
    def hidden_size(self) -> int:
        """Number of hidden units."""
        return self.W_hh.shape[1]

    @property
    def output_size(self) -> int:
        """Number of values in one output vector y_t."""
        return self.W_hy.shape[0]

    @property
    def num_parameters(self) -> int:
        """How many numbers the weights hold; torch's own cells carry a second bias that adds nothing."""
        return sum(getattr(self, name).numel() for name in self.weights)

    def of(self, gate: str) -> GateWeights:
        """Return the rows of one gate.

        Raises
        ------
        ValueError
            If the cell has no such gate.
        """
        rows = self.rows(gate)
        return GateWeights(self.W_xh[rows], self.W_hh[rows], self.b_h[rows])

    def rows(self, gate: str) -> slice:
        """Return which rows of the stacked weights belong to a gate.

        Raises
        ------
        ValueError
            If the cell has no such gate.
        """
        check_choice("gate", gate, self.gates)
        start = self.gates.index(gate) * self.hidden_size
        return slice(start, start + self.hidden_size)

    def with_bias(self: G, gate: str, value: float, unit: int | None = None) -> G:
        """Return the same cell with another bias of a gate.

        Parameters
        ----------
        gate
            One of ``gates``.
        value
            The bias, from -100 to 100.
        unit
            Of which hidden unit, from 0; of all of them if not given.

        Raises
        ------
        ValueError
            If an argument is outside its range.
        """
        rows = self.rows(gate)
        check_number("value", value, -MAX_BIAS, MAX_BIAS)
        b_h = self.b_h.clone()
        if unit is None:
            b_h[rows] = value
        else:
            b_h[rows.start + check_count("unit", unit, 0, self.hidden_size - 1)] = value
        return replace(self, b_h=b_h)


@dataclass(frozen=True)
class LSTMParams(GatedParams):
    """A long short-term memory: input gate i, forget gate f, candidate g, output gate o, in torch's order.

    References
    ----------
    Hochreiter and Schmidhuber (1997), "Long short-term memory", https://doi.org/10.1162/neco.1997.9.8.1735;
    Gers, Schmidhuber and Cummins (2000) for the forget gate, https://doi.org/10.1162/089976600300015015
    """

    gates: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    candidate: ClassVar[str] = "g"

    @classmethod
    def random(
        cls,
        *,
        input_size: int,
        hidden_size: int,
        output_size: int = 1,
        seed: int = 0,
        forget_bias: float = 1.0,
    ) -> "LSTMParams":
        """Draw float64 weights from a seed: each gate's W_hh orthogonal, W_xh and W_hy by Xavier.

        Parameters
        ----------
        input_size, hidden_size, output_size
            Sizes of x_t, h_t and y_t, each from 1 to 256.
        seed
            The same seed gives the same weights, 0 or more.
        forget_bias
            The bias of the forget gate, from -100 to 100; all other biases are zero.

        Raises
        ------
        ValueError
            If an argument is outside its range.

        References
        ----------
        Jozefowicz, Zaremba and Sutskever (2015) for a forget bias of 1,
        https://proceedings.mlr.press/v37/jozefowicz15.html

        Examples
        --------
        >>> LSTMParams.random(input_size=3, hidden_size=4, seed=1).of("f").b_h.tolist()
        [1.0, 1.0, 1.0, 1.0]
        """
        drawn = _draw(cls.gates, input_size, hidden_size, output_size, seed)
        return cls(**drawn).with_bias("f", forget_bias)


@dataclass(frozen=True)
class GRUParams(GatedParams):
    """A gated recurrent unit: reset gate r, update gate z, candidate n, in torch's order.

    As in torch, the reset gate is applied to the product with ``W_hh`` and not to the hidden state before it,
    which is why the candidate has a second bias; and z = 1 keeps the old state.

    Attributes
    ----------
    b_n
        The bias of the candidate that the reset gate switches, inside its bracket.

    References
    ----------
    Cho et al. (2014), section 2.3, https://aclanthology.org/D14-1179;
    torch.nn.GRU, on where the reset gate stands, https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html
    """

    b_n: Float[Tensor, " H"]

    gates: ClassVar[tuple[str, ...]] = ("r", "z", "n")
    candidate: ClassVar[str] = "n"
    weights: ClassVar[tuple[str, ...]] = (*GatedParams.weights, "b_n")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_tensor("b_n", self.b_n, (self.hidden_size,))

    @classmethod
    def random(
        cls,
        *,
        input_size: int,
        hidden_size: int,
        output_size: int = 1,
        seed: int = 0,
        update_bias: float = 0.0,
    ) -> "GRUParams":
        """Draw float64 weights from a seed, as ``LSTMParams.random`` does.

        Parameters
        ----------
        input_size, hidden_size, output_size, seed
            As for the LSTM.
        update_bias
            The bias of the update gate, from -100 to 100: the larger, the more is kept. The others are zero.

        Raises
        ------
        ValueError
            If an argument is outside its range.
        """
        drawn = _draw(cls.gates, input_size, hidden_size, output_size, seed)
        b_n = torch.zeros(hidden_size, dtype=torch.float64)
        return cls(**drawn, b_n=b_n).with_bias("z", update_bias)


def _draw(
    gates: tuple[str, ...], input_size: int, hidden_size: int, output_size: int, seed: int
) -> dict[str, Any]:
    """Draw a vanilla network for each gate and stack them: so every gate starts as that network does."""
    generator = torch.Generator().manual_seed(check_count("seed", seed, 0, MAX_SEED))
    seeds = torch.randint(MAX_SEED, (len(gates),), generator=generator).tolist()
    drawn = [
        RNNParams.random(
            input_size=input_size, hidden_size=hidden_size, output_size=output_size, seed=of_gate
        )
        for of_gate in seeds
    ]
    stacked = {name: torch.cat([getattr(each, name) for each in drawn]) for name in ("W_xh", "W_hh", "b_h")}
    return stacked | {"W_hy": drawn[0].W_hy, "b_y": drawn[0].b_y}
