r"""One neuron under every steady drive, and what its saturation does to the product.

With the same input at every step only the sum u = x + b_h counts: h_t = tanh(W_hh h_{t-1} + u). One step back
multiplies the gradient by W_hh (1 - h^2), which is below 1 in size as soon as

.. math:: |h| > \sqrt{1 - 1 / |W_{hh}|}
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float64, Int64
from torch import Tensor

from rnn_core.checks import MAX_STEPS, check_count, check_number, check_tensor
from rnn_core.gradients import DEFAULT_NUM_RUN, MAX_SCALAR_WEIGHT, ScalarSweep

SHARE_LEFT = 0.01


@dataclass(frozen=True)
class LevelSweep:
    """A neuron of one weight under every drive of a grid, one row a drive.

    Attributes
    ----------
    levels
        The drives u = x + b_h.
    through_tanh
        ``through_tanh[p, k]`` is d h_T / d h_{T-k}.
    h
        The states h_0 .. h_T.
    """

    levels: Float64[Tensor, " P"]
    through_tanh: Float64[Tensor, "P K"]
    h: Float64[Tensor, "P S"]


def level_sweep(W_hh: float, levels: Tensor, num_steps: int, *, num_run: int = DEFAULT_NUM_RUN) -> LevelSweep:
    """Compute a neuron's gradient chain for a grid of drives at once.

    Parameters
    ----------
    W_hh
        The recurrent weight, from -10 to 10.
    levels
        The drives, shape (P,), each from -20 to 20.
    num_steps, num_run
        As in ``scalar_chain``.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> sweep = level_sweep(1.5, torch.tensor([0.0, 1.0], dtype=torch.float64), 3)
    >>> [[round(value, 4) for value in row] for row in sweep.through_tanh.tolist()]
    [[1.0, 1.5, 2.25], [1.0, 0.0416, 0.0017]]
    """
    check_number("W_hh", W_hh, -MAX_SCALAR_WEIGHT, MAX_SCALAR_WEIGHT)
    check_tensor("levels", levels, ("P",))
    for extreme in (levels.min(), levels.max()):
        check_number("levels", extreme.item(), -2 * MAX_SCALAR_WEIGHT, 2 * MAX_SCALAR_WEIGHT)
    check_count("num_run", num_run, 1, MAX_STEPS)
    check_count("num_steps", num_steps, 1, num_run + 1)
    drive = levels.to(torch.float64)
    states = [torch.zeros_like(drive)]
    for _ in range(num_run):
        states.append(torch.tanh(drive + W_hh * states[-1]))
    h = torch.stack(states, dim=1)
    factors = (W_hh * (1 - h[:, 1:].square())).flip(1)[:, : num_steps - 1]
    ones = torch.ones(len(drive), 1, dtype=torch.float64)
    return LevelSweep(levels=drive, through_tanh=torch.cat([ones, factors.cumprod(1)], dim=1), h=h)


def steps_until_little(left: Float64[Tensor, "P K"], share: float = SHARE_LEFT) -> Int64[Tensor, " P"]:
    """Return after how many steps back each row is first below ``share`` in size, or -1 where it never is.

    Examples
    --------
    >>> steps_until_little(torch.tensor([[1.0, 0.1, 0.001], [1.0, 1.0, 1.0]], dtype=torch.float64)).tolist()
    [2, -1]
    """
    is_little = left.abs() < share
    first = is_little.to(torch.int64).argmax(dim=1)
    return torch.where(is_little.any(dim=1), first, -1)


def saturation_threshold(W_hh: Float64[Tensor, " P"]) -> Float64[Tensor, " P"]:
    """Return the size of h beyond which one step shrinks the gradient; NaN where every step does.

    Where the weight's size is 1 or less no state lets the gradient grow.

    Examples
    --------
    >>> [round(value, 3) for value in saturation_threshold(torch.tensor([1.5, 0.5]).double()).tolist()]
    [0.577, nan]
    """
    return torch.where(W_hh.abs() > 1, (1 - 1 / W_hh.abs()).clamp_min(0).sqrt(), torch.nan)


def turning_weights(sweep: ScalarSweep) -> Float64[Tensor, " K"]:
    """Return, for each number of steps back, the positive weight that leaves the most of the gradient.

    Beyond it saturation takes more than the larger weight gives. Infinity where the largest weight of the
    grid leaves the most (no turning point was reached), and for 0 steps back, where all weights leave 1.

    Parameters
    ----------
    sweep
        A sweep over weights, some of them above 0.

    Raises
    ------
    ValueError
        If no weight is above 0.
    """
    is_positive = sweep.W_hh > 0
    if not is_positive.any():
        raise ValueError(f"sweep must hold a weight above 0, found at most {sweep.W_hh.max().item():g}")
    weights, left = sweep.W_hh[is_positive], sweep.through_tanh[is_positive]
    best = left.argmax(dim=0)
    turning = weights[best]
    turning[(weights[best] == weights.max()) | (torch.arange(left.shape[1]) == 0)] = torch.inf
    return turning
