r"""How a gradient changes on its way back through time.

.. math:: \frac{\partial h_T}{\partial h_t} = \prod_{k=T}^{t+1} \mathrm{diag}(\phi'(a_k)) W_{hh}
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import MAX_STEPS, check_count, check_number, check_tensor
from rnn_core.unrolling import UnrollTrace, check_trace

MAX_SCALAR_WEIGHT = 10.0
DEFAULT_INPUT = 0.1
DEFAULT_NUM_RUN = 100


@dataclass(frozen=True)
class GradientFlow:
    """How much of the last hidden state's gradient is left at every earlier one.

    Attributes
    ----------
    jacobians
        ``jacobians[t]`` is d h_T / d h_t; the last one is the identity.
    norms
        ``norms[t]`` is its largest singular value: the most that a small change of h_t can grow by h_T;
        infinity where a Jacobian overflowed.
    """

    jacobians: Float[Tensor, "S H H"]
    norms: Float[Tensor, " S"]


def gradient_flow(params: RNNParams, trace: UnrollTrace) -> GradientFlow:
    """Multiply the step Jacobians backwards from h_T to h_0.

    Parameters
    ----------
    params, trace
        A network and the run of it that ``unroll`` returned.

    Raises
    ------
    ValueError
        If the trace is another network's.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), equations 4 and 5, https://proceedings.mlr.press/v28/pascanu13.html

    Examples
    --------
    >>> from rnn_core import RNNParams, gradient_flow, unroll
    >>> params = RNNParams.random(input_size=1, hidden_size=8, spectral_radius=0.5)
    >>> flow = gradient_flow(params, unroll(params, torch.zeros(4, 1, dtype=torch.float64)))
    >>> [round(norm, 4) for norm in flow.norms.tolist()]
    [0.0625, 0.125, 0.25, 0.5, 1.0]
    """
    check_trace(params, trace)
    slopes = params.slope(trace.h[1:])
    jacobian = torch.eye(params.hidden_size, dtype=trace.h.dtype)  # d h_T / d h_T
    backwards = [jacobian]
    for slope in slopes.flip(0):
        jacobian = jacobian @ (slope[:, None] * params.W_hh)
        backwards.append(jacobian)
    jacobians = torch.stack(backwards[::-1])
    norms = torch.full_like(jacobians[:, 0, 0], torch.inf)
    finite = jacobians.isfinite().all(2).all(1)  # a singular value decomposition stops at anything else
    norms[finite] = torch.linalg.matrix_norm(jacobians[finite], ord=2)
    return GradientFlow(jacobians=jacobians, norms=norms)


@dataclass(frozen=True)
class ScalarChain:
    """The gradient of one neuron's state with respect to its own past.

    Attributes
    ----------
    linear
        The power of the weight alone: ``linear[k]`` is W_hh to the power k.
    through_tanh
        ``through_tanh[k]`` is d h_T / d h_{T-k} of the neuron that really ran.
    h
        That neuron's states h_0 .. h_T.
    """

    linear: Float[Tensor, " K"]
    through_tanh: Float[Tensor, " K"]
    h: Float[Tensor, " S"]


@dataclass(frozen=True)
class ScalarSweep:
    """``ScalarChain`` for every weight of a grid, one row a weight.

    Attributes
    ----------
    W_hh
        The weights.
    linear, through_tanh, h
        As in ``ScalarChain``.
    """

    W_hh: Float[Tensor, " P"]
    linear: Float[Tensor, "P K"]
    through_tanh: Float[Tensor, "P K"]
    h: Float[Tensor, "P S"]


def scalar_chain(
    W_hh: float, num_steps: int, *, x: float = DEFAULT_INPUT, b_h: float = 0.0, num_run: int = DEFAULT_NUM_RUN
) -> ScalarChain:
    """Follow the gradient of a single neuron back through time, with and without its tanh.

    The neuron starts from h_0 = 0 and hears the same input at every step: h_t = tanh(x + W_hh h_{t-1} + b_h).

    Parameters
    ----------
    W_hh
        Its recurrent weight, from -10 to 10.
    num_steps
        How many values to return, the first being 1 (no step back); from 1 to ``num_run + 1``.
    x
        The input at every step, from -10 to 10.
    b_h
        The bias, from -10 to 10.
    num_run
        How many steps the neuron runs (T), from 1 to 1000.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Bengio, Simard and Frasconi (1994), section III, https://doi.org/10.1109/72.279181

    Examples
    --------
    >>> scalar_chain(0.5, 5).linear.tolist()
    [1.0, 0.5, 0.25, 0.125, 0.0625]

    A weight above 1 does not explode once the tanh is saturated:

    >>> [round(value, 4) for value in scalar_chain(1.5, 4, x=1.0).through_tanh.tolist()]
    [1.0, 0.0416, 0.0017, 0.0001]
    """
    check_number("W_hh", W_hh, -MAX_SCALAR_WEIGHT, MAX_SCALAR_WEIGHT)
    grid = torch.tensor([float(W_hh)], dtype=torch.float64)
    sweep = scalar_sweep(grid, num_steps, x=x, b_h=b_h, num_run=num_run)
    return ScalarChain(linear=sweep.linear[0], through_tanh=sweep.through_tanh[0], h=sweep.h[0])


def scalar_sweep(
    W_hh: Tensor,
    num_steps: int,
    *,
    x: float = DEFAULT_INPUT,
    b_h: float = 0.0,
    num_run: int = DEFAULT_NUM_RUN,
) -> ScalarSweep:
    """Compute ``scalar_chain`` for a whole grid of weights at once.

    Parameters
    ----------
    W_hh
        The weights, shape (P,), each from -10 to 10.
    num_steps, x, b_h, num_run
        As in ``scalar_chain``.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    check_tensor("W_hh", W_hh, ("P",))
    for extreme in (W_hh.min(), W_hh.max()):
        check_number("W_hh", extreme.item(), -MAX_SCALAR_WEIGHT, MAX_SCALAR_WEIGHT)
    check_count("num_run", num_run, 1, MAX_STEPS)
    check_count("num_steps", num_steps, 1, num_run + 1)
    for name, value in {"x": x, "b_h": b_h}.items():
        check_number(name, value, -MAX_SCALAR_WEIGHT, MAX_SCALAR_WEIGHT)
    weights = W_hh.to(torch.float64)
    states = [torch.zeros_like(weights)]
    for _ in range(num_run):
        states.append(torch.tanh(x + weights * states[-1] + b_h))
    h = torch.stack(states, dim=1)
    back = torch.arange(num_steps)
    factors = (weights[:, None] * (1 - h[:, 1:].square())).flip(1)[:, : num_steps - 1]  # T, T-1, ... steps
    ones = torch.ones(len(weights), 1, dtype=torch.float64)
    return ScalarSweep(
        W_hh=weights,
        linear=weights[:, None] ** back,
        through_tanh=torch.cat([ones, factors.cumprod(1)], dim=1),
        h=h,
    )
