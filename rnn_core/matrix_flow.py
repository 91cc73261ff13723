r"""How the gradient of a whole network fares on its way back, for every spectral radius of W_hh at once.

.. math:: \rho(W)^k \le \| W^k \|_2 \le \sigma_{\max}(W)^k

The upper bound holds at every step and with any states, since tanh' is at most 1; the spectral radius decides
in the long run alone, and only where the states rest at 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Complex128, Float, Float64
from torch import Tensor

from rnn_core.cells import MAX_SPECTRAL_RADIUS, RNNParams
from rnn_core.checks import check_choice, check_count, check_num_steps, check_number, check_tensor

DTYPES = {"float64": torch.float64, "float32": torch.float32}
ROUNDING = 1e-13
"""Singular values below this share of the largest are rounding errors of float64 and are given as 0."""


@dataclass(frozen=True)
class FlowSweep:
    """The gradient's way back for every spectral radius of a grid; one row a radius.

    Attributes
    ----------
    radii
        The spectral radii that W_hh was scaled to.
    norms
        ``norms[p, k]`` is the largest singular value of d h_T / d h_{T-k}: the most that is left after k
        steps back. Infinity where an entry overflowed, NaN where infinities met a zero or each other.
    singular_values
        ``singular_values[p, n]`` are all singular values after ``at[n]`` steps back, largest first.
    at
        The steps back at which all singular values were computed.
    sigma
        The largest singular value of W_hh itself.
    saturation
        The mean of tanh' (or of ReLU's slope) over all units and steps: 1 where the states rest at 0.
    """

    radii: Float64[Tensor, " P"]
    norms: Float64[Tensor, "P S"]
    singular_values: Float64[Tensor, "P N H"]
    at: tuple[int, ...]
    sigma: Float64[Tensor, " P"]
    saturation: Float64[Tensor, " P"]

    @property
    def num_steps(self) -> int:
        """How many steps back the norms reach."""
        return self.norms.shape[1] - 1

    @property
    def upper_bound(self) -> Float64[Tensor, "P S"]:
        """No norm is larger: the largest singular value of W_hh to the power k."""
        return self.sigma[:, None] ** torch.arange(self.num_steps + 1)

    @property
    def long_run(self) -> Float64[Tensor, "P S"]:
        """The rate in the long run without input: the spectral radius to the power k."""
        return self.radii[:, None] ** torch.arange(self.num_steps + 1)


def spectral_norms(matrices: Float[Tensor, "*batch H H"]) -> Float64[Tensor, "*batch"]:
    """Return the largest singular value of each matrix, at any size from 1e-300 to the largest number.

    It is the root of the largest eigenvalue of A^T A, which costs less than decomposing A; dividing by the
    largest entry first keeps the square within the range of float64.

    Parameters
    ----------
    matrices
        Square matrices; where one holds NaN its norm is NaN, where it holds an infinity, infinity.

    Examples
    --------
    >>> spectral_norms(torch.tensor([[3e-200, 0.0], [4e-200, 0.0]], dtype=torch.float64)).item()
    5e-200
    """
    exact = matrices.to(torch.float64)
    largest = exact.abs().amax((-2, -1))
    is_ordinary = largest.isfinite() & (largest > 0)
    scale = torch.where(is_ordinary, largest, 1.0)[..., None, None]
    unit = torch.where(is_ordinary[..., None, None], exact / scale, 0.0)
    squares = torch.linalg.eigvalsh(unit.mT @ unit)[..., -1]
    norms = scale[..., 0, 0] * squares.clamp_min(0).sqrt()
    return torch.where(largest.isfinite(), norms, largest)


def step_jacobians(
    params: RNNParams, W_hh: Float[Tensor, "P H H"], h: Float[Tensor, "P T H"]
) -> Float[Tensor, "P T H H"]:
    """Return d h_t / d h_{t-1} for runs of networks that differ in W_hh: the slopes times W_hh."""
    return params.slope(h)[..., None] * W_hh[:, None]


def run_sweep(params: RNNParams, x: Float[Tensor, "T D"], W_hh: Float[Tensor, "P H H"]) -> Tensor:
    """Run networks that differ in W_hh over one sequence; return h_1 .. h_T of each, shape (P, T, H)."""
    heard = x.to(W_hh.dtype) @ params.W_xh.to(W_hh.dtype).T + params.b_h.to(W_hh.dtype)
    h_t = torch.zeros_like(W_hh[:, 0])
    states = []
    for heard_t in heard:
        h_t = params.activate((W_hh @ h_t[..., None])[..., 0] + heard_t)
        states.append(h_t)
    return torch.stack(states, dim=1)


def flow_sweep(
    params: RNNParams, x: Tensor, radii: Tensor, *, at: Sequence[int] = (), dtype: str = "float64"
) -> FlowSweep:
    """Follow the gradient of the last state back through time, for every spectral radius of a grid.

    Parameters
    ----------
    params
        A network with a spectral radius of 1; for each radius its W_hh is multiplied by it.
    x
        The sequence that it hears, shape (T, input_size), 1 to 1000 steps; the run starts from h_0 = 0.
    radii
        The spectral radii, shape (P,), each from 0 to 10.
    at
        Steps back, each from 0 to T, at which all singular values are wanted.
    dtype
        ``"float64"``, or ``"float32"`` to see the Jacobians overflow and underflow as in training.

    Raises
    ------
    ValueError
        If an argument is outside its range or a shape does not fit.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), section 2.1, https://proceedings.mlr.press/v28/pascanu13.html;
    Horn and Johnson (2013), *Matrix Analysis*, section 5.6 (Gelfand's formula)

    Examples
    --------
    A spectral radius below 1 does not shrink the gradient at every step:

    >>> params = RNNParams.random(input_size=1, hidden_size=32, init="gaussian")
    >>> silence = torch.zeros(40, 1, dtype=torch.float64)
    >>> flow = flow_sweep(params, silence, torch.tensor([0.9], dtype=torch.float64))
    >>> bool(flow.norms[0].max() > 1.5), bool(flow.norms[0, 40] < 1)
    (True, True)
    """
    check_sweep(params, x, radii)
    check_choice("dtype", dtype, tuple(DTYPES))
    for back in at:
        check_count("at", back, 0, len(x))
    W_hh = (radii.to(torch.float64)[:, None, None] * params.W_hh.to(torch.float64)).to(DTYPES[dtype])
    h = run_sweep(params, x, W_hh)
    slopes = params.slope(h)
    jacobian = torch.eye(params.hidden_size, dtype=W_hh.dtype).expand_as(W_hh)
    norms, kept = [spectral_norms(jacobian)], {0: jacobian}
    for back, slope in enumerate(slopes.unbind(1)[::-1], 1):
        jacobian = jacobian @ (slope[..., None] * W_hh)
        norms.append(spectral_norms(jacobian))
        if back in at:
            kept[back] = jacobian
    return FlowSweep(
        radii=radii.to(torch.float64),
        norms=torch.stack(norms, dim=1),
        singular_values=_singular_values([kept[back] for back in at], W_hh),
        at=tuple(at),
        sigma=spectral_norms(W_hh),
        saturation=slopes.to(torch.float64).mean((1, 2)),
    )


def check_sweep(params: RNNParams, x: Tensor, radii: Tensor) -> None:
    """Make sure that a sequence fits a network and that radii can be swept.

    Raises
    ------
    ValueError
        If they do not, or cannot.
    """
    if isinstance(x, Tensor) and x.dim() > 0:
        check_num_steps("x", len(x))
    check_tensor("x", x, ("T", params.input_size))
    check_tensor("radii", radii, ("P",))
    for extreme in (radii.min(), radii.max()):
        check_number("radii", extreme.item(), 0.0, MAX_SPECTRAL_RADIUS)


def with_radius(params: RNNParams, radius: float) -> RNNParams:
    """Return a network of spectral radius 1 with its W_hh multiplied by ``radius``."""
    return replace(params, W_hh=radius * params.W_hh)


def eigenvalues(params: RNNParams) -> Complex128[Tensor, " H"]:
    """Return the eigenvalues of W_hh, the largest first."""
    found = torch.linalg.eigvals(params.W_hh.to(torch.float64))
    return found[found.abs().argsort(descending=True)]


def _singular_values(jacobians: list[Tensor], W_hh: Tensor) -> Tensor:
    """Decompose the Jacobians kept; a matrix that is not finite has NaN, rounding errors become 0."""
    if not jacobians:
        return torch.zeros(len(W_hh), 0, W_hh.shape[1], dtype=torch.float64)
    matrices = torch.stack(jacobians, dim=1).to(torch.float64)
    found = torch.full_like(matrices[..., 0], torch.nan)
    is_finite = matrices.isfinite().all(-1).all(-1)
    found[is_finite] = torch.linalg.svdvals(matrices[is_finite])
    return torch.where(found < ROUNDING * found[..., :1], 0.0, found)
