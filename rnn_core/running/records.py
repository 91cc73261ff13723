"""What is known of a job besides what was asked for: what it sees, what came of it, and how it ended.

Plain values that travel as JSON; no torch, so that a server can read them without loading it.
"""

from collections.abc import Iterable
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
class RightAnswers:
    """Which questions of a set were answered right, so that two runs can be compared question by question.

    Parameters
    ----------
    questions
        Names the set: the same name only for the same questions in the same order.
    marks
        A bit for each question, 1 where the answer was right, as one hexadecimal number.

    Examples
    --------
    >>> one = RightAnswers.of("some", [True, True, False, True])
    >>> one.marks, one.against(RightAnswers.of("some", [False, True, True, False]))
    ('d', (2, 1))
    """

    questions: str
    marks: str

    @classmethod
    def of(cls, questions: str, right: Iterable[bool]) -> "RightAnswers":
        """Note which answers were right."""
        return cls(questions, f"{int(''.join('1' if each else '0' for each in right) or '0', 2):x}")

    def against(self, other: "RightAnswers") -> tuple[int, int]:
        """Count the questions that only this one had right, and those that only the other had."""
        mine, theirs = int(self.marks, 16), int(other.marks, 16)
        return (mine & ~theirs).bit_count(), (theirs & ~mine).bit_count()


@dataclass(frozen=True)
class JobResult:
    """What came of a training.

    Parameters
    ----------
    validation_accuracy, standard_error
        Share of right answers on the whole validation part (0 to 1) and its standard error.
    validation_size
        Number of reviews in that part, or of sequences.
    seconds
        Seconds of training, without preparation and evaluation.
    num_steps, num_examples
        Steps taken, and reviews seen in them.
    num_parameters, vocab_size
        Numbers that were learned, and words that the model knows.
    temperature
        What the model's logits are to be divided by for probabilities that mean what they say, or None where
        that is not known.
    right
        Which of them were answered right; None where nobody noted it.
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
    right: RightAnswers | None = None


@dataclass(frozen=True)
class JobEnd:
    """How a job ended: a state, a sentence that says why, and the result where there is one."""

    state: Ending
    reason: str = ""
    result: JobResult | None = None
