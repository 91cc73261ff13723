"""Where a run or its backward pass leaves the range of floating-point numbers."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from rnn_core.bptt import BPTTTrace
from rnn_core.unrolling import UnrollTrace

Way = Literal["forward", "loss", "back"]


@dataclass(frozen=True)
class Overflow:
    """The first number that is infinite or NaN.

    Attributes
    ----------
    way
        Whether it turned up on the way forward, in the loss, or on the way back.
    step
        At which step, from 1; the first one on the way forward, the last one on the way back.
    """

    way: Way
    step: int


def find_overflow(trace: UnrollTrace, gradients: BPTTTrace) -> Overflow | None:
    """Return where a run overflows, or None where all of it is finite.

    Parameters
    ----------
    trace
        The run.
    gradients
        The backward pass of that run, from ``backpropagate``. Where every share is finite and only their sum
        is not, the way back counts as overflowing at step 1, which is the last to be added.

    Examples
    --------
    >>> from rnn_core import RNNParams, backpropagate, unroll
    >>> params = RNNParams.random(input_size=1, hidden_size=2)
    >>> trace = unroll(params, torch.ones(5, 1, dtype=torch.float64))
    >>> find_overflow(trace, backpropagate(params, trace, torch.ones(1, dtype=torch.float64)))
    """
    forward = _steps_beyond(trace.h[1:], trace.y)
    if forward:
        return Overflow("forward", forward[0])
    lost = _steps_beyond(gradients.loss_by_step)
    if lost:
        return Overflow("loss", lost[0])
    back = _steps_beyond(gradients.dh, gradients.da, *gradients.by_step.values())
    if back:
        return Overflow("back", back[-1])
    is_whole = gradients.loss.isfinite() and all(each.isfinite().all() for each in gradients.total.values())
    return None if is_whole else Overflow("back", 1)


def _steps_beyond(*values: Tensor) -> list[int]:
    """Return the steps, from 1, at which a number is not finite."""
    finite = torch.stack([each.reshape(len(each), -1).isfinite().all(dim=1) for each in values]).all(dim=0)
    return [t for t, is_finite in enumerate(finite.tolist(), start=1) if not is_finite]
