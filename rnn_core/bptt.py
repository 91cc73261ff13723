r"""Backpropagation through time, with each step's own share of every gradient.

.. math::
    \delta_t = \phi'(a_t) \odot \left( W_{hy}^\top \frac{\partial L}{\partial y_t}
    + W_{hh}^\top \delta_{t+1} \right), \qquad
    \frac{\partial L}{\partial W_{hh}} = \sum_t \delta_t h_{t-1}^\top
"""

from dataclasses import dataclass
from typing import Literal, get_args

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import softplus

from rnn_core.cells import RNNParams
from rnn_core.checks import check_choice, check_tensor
from rnn_core.unrolling import UnrollTrace, check_trace

Loss = Literal["squared_error", "cross_entropy", "binary_cross_entropy"]
LOSSES: tuple[Loss, ...] = get_args(Loss)


@dataclass(frozen=True)
class BPTTTrace:
    """One backward pass: the loss, its way back through the steps, and what each step adds to each weight.

    Attributes
    ----------
    loss
        The sum of ``loss_by_step``.
    loss_by_step
        What each step's output costs; 0 at a step without a target.
    dy, dh, da
        Gradients of the loss with respect to y_t, to h_t (by every later step too) and to a_t (delta_t).
    from_output, from_future
        The two parts of dh_t: W_hy^T dy_t by the step's own loss, W_hh^T delta_{t+1} by every later one.
    slope
        The derivative of the activation at a_t, which turns dh_t into delta_t.
    dh_0
        Gradient of the loss with respect to the initial state.
    by_step
        For each weight, the share of every step: ``by_step["W_hh"]`` has shape (T, H, H).
    total
        For each weight, the sum of the shares over time, which is the gradient of the loss.
    """

    loss: Float[Tensor, ""]
    loss_by_step: Float[Tensor, " T"]
    dy: Float[Tensor, "T C"]
    dh: Float[Tensor, "T H"]
    da: Float[Tensor, "T H"]
    from_output: Float[Tensor, "T H"]
    from_future: Float[Tensor, "T H"]
    slope: Float[Tensor, "T H"]
    dh_0: Float[Tensor, " H"]
    by_step: dict[str, Tensor]
    total: dict[str, Tensor]


def backpropagate(
    params: RNNParams, trace: UnrollTrace, targets: Tensor, loss: Loss = "squared_error"
) -> BPTTTrace:
    """Send the loss back through every step of a run.

    The squared error of a step is half the squared distance from y_t to its target, so that its gradient is
    y_t minus the target; the cross entropy reads y_t as logits and the target as class probabilities. The
    binary cross entropy reads each number of y_t as the logit of "yes" against one of 0 for "no": it is the
    cross entropy of two classes for a network with a single output, and its gradient is sigmoid(y_t) minus
    the target.

    Parameters
    ----------
    params, trace
        A network and the run of it that ``unroll`` returned.
    targets
        One target for each step, shape (T, output_size), or one for the last step alone, (output_size,).
        For the cross entropy each target is one-hot or another distribution over the classes, for the binary
        one it holds probabilities of "yes".
    loss
        ``"squared_error"``, ``"cross_entropy"`` or ``"binary_cross_entropy"``; summed over the steps that
        have a target.

    Raises
    ------
    ValueError
        If the loss is unknown, the trace is another network's, a shape does not fit the run, a number is not
        finite, or a target of a cross entropy is no probability.

    References
    ----------
    Werbos (1990), "Backpropagation through time", https://doi.org/10.1109/5.58337;
    Goodfellow, Bengio and Courville (2016), section 10.2.2, https://www.deeplearningbook.org

    Examples
    --------
    >>> from rnn_core import RNNParams, backpropagate, unroll
    >>> params = RNNParams.random(input_size=2, hidden_size=3)
    >>> trace = unroll(params, torch.ones(4, 2, dtype=torch.float64))
    >>> gradients = backpropagate(params, trace, targets=torch.ones(1, dtype=torch.float64))
    >>> shares = gradients.by_step["W_hh"]
    >>> shares.shape, bool(torch.allclose(shares.sum(0), gradients.total["W_hh"]))
    (torch.Size([4, 3, 3]), True)
    """
    check_choice("loss", loss, LOSSES)
    check_trace(params, trace)
    loss_by_step, dy = _loss_and_slope(trace.y, targets, loss)
    from_output = dy @ params.W_hy
    coming = torch.zeros_like(trace.h[0])
    dh_backwards, da_backwards, future_backwards = [], [], []
    for own, h_t in zip(from_output.flip(0), trace.h[1:].flip(0), strict=True):
        future_backwards.append(coming)
        dh_backwards.append(own + coming)
        da_backwards.append(params.pull_back(h_t, dh_backwards[-1]))
        coming = params.W_hh.T @ da_backwards[-1]
    da = torch.stack(da_backwards[::-1])
    by_step = shares_by_step(trace, dy, da)
    return BPTTTrace(
        loss=loss_by_step.sum(),
        loss_by_step=loss_by_step,
        dy=dy,
        dh=torch.stack(dh_backwards[::-1]),
        da=da,
        from_output=from_output,
        from_future=torch.stack(future_backwards[::-1]),
        slope=params.slope(trace.h[1:]),
        dh_0=coming,
        by_step=by_step,
        total={name: shares.sum(0) for name, shares in by_step.items()},
    )


def shares_by_step(
    trace: UnrollTrace, dy: Float[Tensor, "T C"], da: Float[Tensor, "T H"]
) -> dict[str, Tensor]:
    """Return what each step adds to each weight's gradient: its delta times what the weight met there."""
    return {
        "W_xh": da[:, :, None] * trace.x[:, None, :],
        "W_hh": da[:, :, None] * trace.h[:-1, None, :],
        "W_hy": dy[:, :, None] * trace.h[1:, None, :],
        "b_h": da,
        "b_y": dy,
    }


def _loss_and_slope(
    y: Float[Tensor, "T C"], targets: Tensor, loss: Loss
) -> tuple[Float[Tensor, " T"], Float[Tensor, "T C"]]:
    num_steps, output_size = y.shape
    at_end_only = isinstance(targets, Tensor) and targets.dim() == 1
    shape = (output_size,) if at_end_only else (num_steps, output_size)
    wanted = check_tensor("targets", targets, shape).to(y.dtype).reshape(-1, output_size)
    has_target = y[-len(wanted) :]
    if loss == "squared_error":
        slope = has_target - wanted
        losses = 0.5 * slope.square().sum(1)
    elif loss == "binary_cross_entropy":
        _check_probabilities(wanted)
        losses = (softplus(has_target) - wanted * has_target).sum(1)
        slope = torch.sigmoid(has_target) - wanted
    else:
        _check_distributions(wanted)
        losses = -(wanted * torch.log_softmax(has_target, 1)).sum(1)
        slope = torch.softmax(has_target, 1) - wanted
    without_target = num_steps - len(wanted)
    return (
        torch.cat([y.new_zeros(without_target), losses]),
        torch.cat([y.new_zeros(without_target, output_size), slope]),
    )


def _check_probabilities(targets: Float[Tensor, "N C"]) -> None:
    if (targets < 0).any() or (targets > 1).any():
        raise ValueError(
            "targets must be probabilities from 0 to 1 for the binary cross entropy, "
            f"found values from {targets.min():.3g} to {targets.max():.3g}"
        )


def _check_distributions(targets: Float[Tensor, "N C"]) -> None:
    sums = targets.sum(1)
    if (targets < 0).any() or not torch.allclose(sums, torch.ones_like(sums)):
        raise ValueError(
            "targets must be probabilities that add up to 1 at every step for the cross entropy, "
            f"found values from {targets.min():.3g} up with sums from {sums.min():.3g} to {sums.max():.3g}"
        )
