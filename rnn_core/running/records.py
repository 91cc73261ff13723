"""What is known of a job besides what was asked for: what it sees, what came of it, and how it ended.

Plain values that travel as JSON; no torch, so that a server can read them without loading it.
"""

from dataclasses import dataclass
from typing import Literal

Ending = Literal["done", "stopped", "failed"]
CANNOT_WRITE = 74
"""Exit status of a worker that could not write how its job ended (sysexits.h calls it EX_IOERR)."""


@dataclass(frozen=True)
class JobData:
    """What a training sees: reviews to learn from, to be judged on at the end, and to be judged on live."""

    num_train: int
    num_validation: int
    num_live: int
    split: str


@dataclass(frozen=True)
class JobResult:
    """What came of a training.

    Parameters
    ----------
    validation_accuracy, standard_error
        Share of right answers on the whole validation part (0 to 1) and its standard error.
    validation_size
        Number of reviews in that part.
    seconds
        Seconds of training, without preparation and evaluation.
    num_steps, num_examples
        Steps taken, and reviews seen in them.
    num_parameters, vocab_size
        Numbers that were learned, and words that the model knows.
    temperature
        What the model's logits are to be divided by for probabilities that mean what they say, or None where
        that is not known.
    """

    validation_accuracy: float
    standard_error: float
    validation_size: int
    seconds: float
    num_steps: int
    num_examples: int
    num_parameters: int
    vocab_size: int
    temperature: float | None = None


@dataclass(frozen=True)
class JobEnd:
    """How a job ended: a state, a sentence that says why, and the result where there is one."""

    state: Ending
    reason: str = ""
    result: JobResult | None = None
