r"""The weights of a vanilla recurrent network.

.. math::
    a_t = W_{xh} x_t + W_{hh} h_{t-1} + b_h, \quad h_t = \phi(a_t), \quad y_t = W_{hy} h_t + b_y
"""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import MAX_HIDDEN_SIZE, check_choice, check_count, check_number, check_tensor

Activation = Literal["tanh", "relu"]
Init = Literal["orthogonal", "identity", "xavier", "gaussian"]
ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
INITS: tuple[Init, ...] = get_args(Init)
MATRICES = ("W_xh", "W_hh", "W_hy")
WEIGHTS = (*MATRICES, "b_h", "b_y")
MAX_SPECTRAL_RADIUS = 10.0


@dataclass(frozen=True)
class RNNParams:
    """The three shared matrices and two biases of an Elman network, in torch's (out, in) layout.

    Attributes
    ----------
    W_xh
        New information: from the input to the hidden state.
    W_hh
        Old memory: from the last hidden state to the next one.
    W_hy
        Prediction: from the hidden state to the output.
    b_h, b_y
        Biases of the hidden state and of the output.
    activation
        ``"tanh"`` or ``"relu"``, applied to the pre-activation.

    Raises
    ------
    ValueError
        If shapes or dtypes do not fit together, a number is not finite, or the activation is unknown.

    References
    ----------
    Elman (1990), "Finding structure in time", https://doi.org/10.1207/s15516709cog1402_1
    """

    W_xh: Float[Tensor, "H D"]
    W_hh: Float[Tensor, "H H"]
    W_hy: Float[Tensor, "C H"]
    b_h: Float[Tensor, " H"]
    b_y: Float[Tensor, " C"]
    activation: Activation = "tanh"

    def __post_init__(self) -> None:
        check_tensor("W_xh", self.W_xh, ("H", "D"))
        check_count("hidden_size", self.hidden_size, 1, MAX_HIDDEN_SIZE)
        check_tensor("W_hh", self.W_hh, (self.hidden_size, self.hidden_size))
        check_tensor("W_hy", self.W_hy, ("C", self.hidden_size))
        check_tensor("b_h", self.b_h, (self.hidden_size,))
        check_tensor("b_y", self.b_y, (self.output_size,))
        check_choice("activation", self.activation, ACTIVATIONS)
        self._check_dtypes()

    def _check_dtypes(self) -> None:
        for name in WEIGHTS[1:]:
            found = getattr(self, name).dtype
            if found != self.W_xh.dtype:
                raise ValueError(f"{name} must be {self.W_xh.dtype} like W_xh, found {found}")

    @property
    def input_size(self) -> int:
        """Number of values in one input vector x_t."""
        return self.W_xh.shape[1]

    @property
    def hidden_size(self) -> int:
        """Number of hidden units."""
        return self.W_xh.shape[0]

    @property
    def output_size(self) -> int:
        """Number of values in one output vector y_t."""
        return self.W_hy.shape[0]

    @property
    def num_parameters(self) -> int:
        """How many numbers the three matrices and the two biases hold together."""
        return sum(getattr(self, name).numel() for name in WEIGHTS)

    def without(self, *names: str) -> "RNNParams":
        """Switch matrices off: return the same network with each of those named set to zero.

        Raises
        ------
        ValueError
            If a name is not W_xh, W_hh or W_hy.
        """
        for name in names:
            check_choice("names", name, MATRICES)
        if not names:
            return self
        switched_off: dict[str, Any] = {name: torch.zeros_like(getattr(self, name)) for name in names}
        return replace(self, **switched_off)

    def activate(self, a: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        """Apply the activation to pre-activations."""
        return torch.tanh(a) if self.activation == "tanh" else torch.relu(a)

    def slope(self, h: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        """Derivative of the activation, written in terms of its value h: 1 - h^2, or 1 where a ReLU is on."""
        return 1 - h**2 if self.activation == "tanh" else (h > 0).to(h.dtype)

    def pull_back(self, h: Float[Tensor, "*shape"], dh: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        """Turn the gradient of h into that of the pre-activation: slope times ``dh``.

        A ReLU that is off lets nothing through, not even a gradient that overflowed to infinity.
        """
        if self.activation == "tanh":
            return self.slope(h) * dh
        return torch.where(h > 0, dh, torch.zeros_like(dh))

    @classmethod
    def random(
        cls,
        *,
        input_size: int,
        hidden_size: int,
        output_size: int = 1,
        seed: int = 0,
        init: Init = "orthogonal",
        spectral_radius: float = 1.0,
        activation: Activation = "tanh",
    ) -> "RNNParams":
        """Draw float64 weights from a seed: W_hh as ``init`` says, W_xh and W_hy by Xavier, biases zero.

        Parameters
        ----------
        input_size, hidden_size, output_size
            Sizes of x_t, h_t and y_t, each from 1 to 256.
        seed
            The same seed gives the same weights, 0 or more.
        init
            How W_hh is drawn before it is scaled: ``"orthogonal"``, ``"identity"``, ``"xavier"`` (uniform)
            or ``"gaussian"``.
        spectral_radius
            The largest absolute eigenvalue that W_hh is scaled to, from 0 to 10.
        activation
            ``"tanh"`` or ``"relu"``.

        Raises
        ------
        ValueError
            If an argument is outside its range.

        References
        ----------
        Glorot and Bengio (2010), section 4.2, https://proceedings.mlr.press/v9/glorot10a.html;
        Saxe et al. (2014) for orthogonal starts, https://arxiv.org/abs/1312.6120;
        Le et al. (2015) for the identity with ReLU, https://arxiv.org/abs/1504.00941

        Examples
        --------
        >>> params = RNNParams.random(input_size=3, hidden_size=4, seed=1, spectral_radius=0.9)
        >>> round(spectral_radius(params.W_hh), 6)
        0.9
        """
        sizes = {"input_size": input_size, "hidden_size": hidden_size, "output_size": output_size}
        for name, size in sizes.items():
            check_count(name, size, 1, MAX_HIDDEN_SIZE)
        check_choice("init", init, INITS)
        check_number("spectral_radius", spectral_radius, 0.0, MAX_SPECTRAL_RADIUS)
        generator = torch.Generator().manual_seed(check_count("seed", seed, 0, 2**31 - 1))
        return cls(
            W_xh=_xavier(hidden_size, input_size, generator),
            W_hh=_scaled(_recurrent(hidden_size, init, generator), spectral_radius),
            W_hy=_xavier(output_size, hidden_size, generator),
            b_h=torch.zeros(hidden_size, dtype=torch.float64),
            b_y=torch.zeros(output_size, dtype=torch.float64),
            activation=activation,
        )


def spectral_radius(matrix: Float[Tensor, "H H"]) -> float:
    """Return the largest absolute eigenvalue of a square matrix."""
    return torch.linalg.eigvals(matrix).abs().max().item()


def _xavier(num_rows: int, num_columns: int, generator: torch.Generator) -> Float[Tensor, "R C"]:
    bound = (6 / (num_rows + num_columns)) ** 0.5
    return (2 * torch.rand(num_rows, num_columns, generator=generator, dtype=torch.float64) - 1) * bound


def _recurrent(size: int, init: Init, generator: torch.Generator) -> Float[Tensor, "H H"]:
    if init == "identity":
        return torch.eye(size, dtype=torch.float64)
    if init == "xavier":
        return _xavier(size, size, generator)
    gaussian = torch.randn(size, size, generator=generator, dtype=torch.float64)
    if init == "gaussian":
        return gaussian
    q, r = torch.linalg.qr(gaussian)
    signs = torch.sign(torch.diagonal(r))  # make the draw uniform over orthogonals (Mezzadri 2007, section 5)
    return q * signs


def _scaled(matrix: Float[Tensor, "H H"], radius: float) -> Float[Tensor, "H H"]:
    return matrix * (radius / spectral_radius(matrix))
