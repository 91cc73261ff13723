"""Is it true? Every gradient and every step's share of it, held to autograd while someone watches."""

from dataclasses import dataclass

import torch
from torch import Tensor

from rnn_core.bptt import BPTTTrace, Loss
from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.unrolling import UnrollTrace

LIMIT = 1e-8
"""The largest difference, relative to a gradient above 1, that still counts as equal."""


@dataclass(frozen=True)
class AutogradCheck:
    """How far a backward pass is from autograd's.

    Attributes
    ----------
    largest
        The largest difference between any two numbers.
    largest_relative
        The same, with each difference divided by the size of autograd's number where that is above 1.
    compared
        How many numbers were compared.
    """

    largest: float
    largest_relative: float
    compared: int

    @property
    def is_equal(self) -> bool:
        """Whether no number differs by more than rounding."""
        return self.largest_relative <= LIMIT


def check_against_autograd(
    params: RNNParams, trace: UnrollTrace, targets: Tensor, loss: Loss, gradients: BPTTTrace
) -> AutogradCheck:
    """Run the network once more under autograd, with a copy of the weights at each step, and compare.

    The gradient of step t's copy is step t's share, and the copies' gradients add up to the weight's.
    Two numbers that are both NaN, or the same infinity, are equal: an overflow is torch's as much as ours.

    Parameters
    ----------
    params, trace
        A network and its run.
    targets, loss
        As ``backpropagate`` got them.
    gradients
        What it returned.
    """
    copies = [{name: getattr(params, name).clone().requires_grad_() for name in WEIGHTS} for _ in trace.x]
    h, outputs = trace.h[0], []
    for own, x_t in zip(copies, trace.x, strict=True):
        a = own["W_xh"] @ x_t + own["W_hh"] @ h + own["b_h"]
        h = torch.tanh(a) if params.activation == "tanh" else torch.relu(a)
        outputs.append(own["W_hy"] @ h + own["b_y"])
    cost = _torchs_loss(torch.stack(outputs), targets.to(h.dtype), loss)
    asked = [own[name] for own in copies for name in WEIGHTS]
    found = torch.autograd.grad(cost, asked, allow_unused=True, materialize_grads=True)
    pairs = []
    for place, name in enumerate(WEIGHTS):
        shares = torch.stack(found[place :: len(WEIGHTS)])
        pairs += [(gradients.by_step[name], shares), (gradients.total[name], shares.sum(0))]
    ours = torch.cat([each.flatten() for each, _ in pairs])
    torchs = torch.cat([each.flatten() for _, each in pairs])
    off = torch.where((ours == torchs) | (ours.isnan() & torchs.isnan()), 0.0, (ours - torchs).abs())
    relative = torch.where(off == 0, off, off / torchs.abs().clamp(min=1))
    return AutogradCheck(off.max().item(), relative.nan_to_num(torch.inf).max().item(), len(ours))


def _torchs_loss(y: Tensor, targets: Tensor, loss: Loss) -> Tensor:
    """Write the loss with torch's own functions, so that nothing is shared with what is checked."""
    has_target = y[-1:] if targets.dim() == 1 else y
    wanted = targets.reshape(has_target.shape)
    if loss == "squared_error":
        return 0.5 * torch.nn.functional.mse_loss(has_target, wanted, reduction="sum")
    if loss == "binary_cross_entropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(has_target, wanted, reduction="sum")
    return torch.nn.functional.cross_entropy(has_target, wanted, reduction="sum")
