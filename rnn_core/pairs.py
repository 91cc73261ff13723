r"""How much every step still hears of every earlier one: the norm of d h_j / d h_i for all pairs.

.. math:: \frac{\partial h_j}{\partial h_i} = \frac{\partial h_j}{\partial h_{j-1}}
    \frac{\partial h_{j-1}}{\partial h_i}

One pass forwards carries the Jacobians from all earlier steps together, side by side in one matrix.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_count
from rnn_core.matrix_flow import check_sweep, run_sweep, spectral_norms, step_jacobians
from rnn_core.unrolling import UnrollTrace, check_trace


@dataclass(frozen=True)
class PairMap:
    """The norms of d h_j / d h_i for every pair of the steps listed.

    Attributes
    ----------
    steps
        The time steps, from 0 on.
    norms
        ``norms[j, i]`` is the largest singular value of the Jacobian from step ``steps[i]`` to ``steps[j]``;
        NaN where i is later than j, since nothing runs back in time.
    """

    steps: tuple[int, ...]
    norms: Float64[Tensor, "G G"]


def pair_map(params: RNNParams, trace: UnrollTrace, *, every: int = 1) -> PairMap:
    """Compute the norm of d h_j / d h_i for every pair of steps of a run, in one pass.

    Parameters
    ----------
    params, trace
        A network and the run of it that ``unroll`` returned.
    every
        Take only every so many steps, from 1 (each) to T.

    Raises
    ------
    ValueError
        If the trace is another network's or ``every`` is outside its range.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), equation 5, https://proceedings.mlr.press/v28/pascanu13.html

    Examples
    --------
    An orthogonal W_hh loses nothing while the states rest at 0:

    >>> from rnn_core import RNNParams, unroll
    >>> params = RNNParams.random(input_size=1, hidden_size=4)
    >>> norms = pair_map(params, unroll(params, torch.zeros(2, 1, dtype=torch.float64))).norms
    >>> [[round(norm, 6) for norm in row] for row in norms.tolist()]
    [[1.0, nan, nan], [1.0, 1.0, nan], [1.0, 1.0, 1.0]]
    """
    check_trace(params, trace)
    check_count("every", every, 1, trace.num_steps)
    jacobians = step_jacobians(params, params.W_hh[None], trace.h[None, 1:])[0]
    return _map(jacobians, every)


def pair_sweep(params: RNNParams, x: Tensor, radii: Tensor, *, every: int = 1) -> list[PairMap]:
    """Compute a pair map for every spectral radius of a grid.

    Parameters
    ----------
    params, x, radii
        As for ``flow_sweep``.
    every
        As for ``pair_map``.

    Raises
    ------
    ValueError
        If an argument is outside its range or a shape does not fit.
    """
    check_sweep(params, x, radii)
    check_count("every", every, 1, len(x))
    W_hh = radii.to(torch.float64)[:, None, None] * params.W_hh.to(torch.float64)
    jacobians = step_jacobians(params, W_hh, run_sweep(params, x, W_hh))
    return [_map(of_a_radius, every) for of_a_radius in jacobians]


def _map(jacobians: Tensor, every: int) -> PairMap:
    num_steps, size, _ = jacobians.shape
    steps = tuple(range(0, num_steps + 1, every))
    norms = torch.full((len(steps), len(steps)), torch.nan, dtype=torch.float64)
    identity = torch.eye(size, dtype=jacobians.dtype)
    norms[0, 0] = 1.0
    carried = identity  # d h_t / d h_i of every listed i, side by side
    for t, jacobian in enumerate(jacobians, 1):
        carried = jacobian @ carried
        if t % every == 0:
            carried = torch.cat([carried, identity], dim=1)
            row = t // every
            blocks = carried.reshape(size, row + 1, size).transpose(0, 1)
            norms[row, : row + 1] = spectral_norms(blocks)
    return PairMap(steps=steps, norms=norms)
