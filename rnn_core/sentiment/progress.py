"""What a training tells on its way, as plain values that travel as lines of JSON."""

import json
import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Phase = Literal["preparing", "training", "paused", "evaluating"]


@dataclass(frozen=True)
class TrainProgress:
    """Where a training stands.

    Parameters
    ----------
    phase
        ``"preparing"`` (cutting into words, counting word vectors), ``"training"``, ``"paused"`` or
        ``"evaluating"``.
    message
        One short sentence for a person.
    step, num_examples
        Steps taken, and reviews seen in them.
    elapsed_s
        Seconds of training so far, without preparation, pauses and evaluation.
    fraction
        Share of the run that is done, 0 to 1, by time where there is a budget and by steps where there is
        none.
    budget_s
        The budget in seconds, or None.
    loss
        Running mean of the training loss (binary cross-entropy, in nats), or None before the first step.
    validation_accuracy, validation_loss
        Share of right answers (0 to 1) and loss on a fixed part of the validation reviews; None in reports
        between two evaluations.
    gradient_norms
        Norm of the gradient of one review's loss with respect to h_t, mean over some reviews of a batch: at
        the last real token, one token before it, and so on. Empty in reports between two measurements.
    spectral_radius
        Largest absolute eigenvalue of W_hh, or of the worst of its blocks where the cell has gates; None
        between two measurements.
    saturation
        Share of the hidden values at real tokens with an absolute value above 0.97; None likewise.
    tokens_per_s
        Real tokens learned from in a second of training, since the report before.
    learning_rate, clip_norm, dropout
        What the last step used: the rate of the network's weights, the largest gradient norm (None does not
        clip), the probability to silence a pooled unit.
    changed
        What a person has changed just before this report, as in "learning rate 0.01"; else nothing.
    """

    phase: Phase
    message: str = ""
    step: int = 0
    num_examples: int = 0
    elapsed_s: float = 0.0
    fraction: float = 0.0
    budget_s: float | None = None
    loss: float | None = None
    validation_accuracy: float | None = None
    validation_loss: float | None = None
    gradient_norms: tuple[float | None, ...] = ()
    spectral_radius: float | None = None
    saturation: float | None = None
    tokens_per_s: float | None = None
    learning_rate: float | None = None
    clip_norm: float | None = None
    dropout: float | None = None
    changed: str = ""

    def to_json(self) -> str:
        """Write the values as one line of JSON; a value that is not finite becomes null."""
        return json.dumps({name: _finite(value) for name, value in asdict(self).items()})

    @classmethod
    def from_json(cls, text: str) -> "TrainProgress":
        """Read what `to_json` wrote, leaving out fields that this version does not know."""
        values = json.loads(text)
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        if "gradient_norms" in known:
            known["gradient_norms"] = tuple(known["gradient_norms"])
        return cls(**known)


def _finite(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
