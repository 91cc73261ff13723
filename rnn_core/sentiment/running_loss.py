"""The loss of a training as a running mean, and when it is beyond hope."""

import math

from rnn_core.sentiment.spec import TrainingDiverged

LOSS_STEPS = 50
"""Steps over which the running loss looks back."""
DIVERGED_LOSS = 100.0
"""Nats, as the running mean: a network that is so sure of what is wrong does not find back."""


class RunningLoss:
    """The mean loss of the last steps, the latest weighing most; ``mean`` is None before the first."""

    def __init__(self) -> None:
        self.mean: float | None = None

    def add(self, value: float, step: int) -> None:
        """Take up the loss of a step, counted from 1.

        Raises
        ------
        TrainingDiverged
            If it is not finite, or the mean is above 100 nats.
        """
        if not math.isfinite(value):
            raise TrainingDiverged(f"the loss stopped being a number at step {step}, found {value}")
        before = value if self.mean is None else self.mean
        self.mean = before + (value - before) / min(step, LOSS_STEPS)
        if self.mean > DIVERGED_LOSS:
            raise TrainingDiverged(
                f"the training diverged: at step {step} the loss is {self.mean:.3g} nats, "
                f"and a coin has {math.log(2):.3g}"
            )
