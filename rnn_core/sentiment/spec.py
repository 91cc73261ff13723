"""What is asked of a training and what it tells on its way: plain values that travel as JSON."""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from rnn_core.sentiment.recipes import CELLS, DATASETS, Cell, Dataset, recipe_for

MAX_SEED = 2**31 - 1
MAX_BUDGET_S = 3_600.0


class TrainingDiverged(ArithmeticError):  # noqa: N818 - the event, not its class, is what one catches
    """The loss stopped being a number; the message names the step."""


@dataclass(frozen=True)
class TrainSpec:
    """One training, wholly described.

    Parameters
    ----------
    dataset
        ``"order"`` (the project's own corpus) or ``"imdb"``.
    cell
        ``"rnn"``, ``"lstm"`` or ``"gru"``.
    recipe
        A name in `rnn_core.sentiment.recipes.RECIPES`.
    seed
        0 to 2**31 - 1; decides the start weights, the order of the batches and the dropout.
    budget_s
        Seconds of training (without preparation and evaluation), above 0 and at most 3,600. None trains the
        recipe's number of epochs, which gives the same weights each time.

    Raises
    ------
    ValueError
        If a value is not allowed; the message names the argument, what was found and what is allowed.

    Examples
    --------
    >>> TrainSpec.from_json(TrainSpec("order", "rnn", "textbook").to_json()).recipe
    'textbook'
    """

    dataset: Dataset
    cell: Cell
    recipe: str
    seed: int = 0
    budget_s: float | None = None

    def __post_init__(self) -> None:
        check_is_one_of("dataset", self.dataset, DATASETS)
        check_is_one_of("cell", self.cell, CELLS)
        recipe_for(self.recipe, self.dataset)
        check_seed(self.seed, MAX_SEED)
        if self.budget_s is not None and not 0 < self.budget_s <= MAX_BUDGET_S:  # NaN fails this too
            raise ValueError(
                f"budget_s must be above 0 and at most {MAX_BUDGET_S:g} seconds, found {self.budget_s}"
            )

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "TrainSpec":
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If ``text`` is no JSON object with these fields, or a value has the wrong kind or is not allowed.
        """
        return cls(**read_fields(text, KINDS, needed=("dataset", "cell", "recipe")))


KINDS = {
    **dict.fromkeys(("dataset", "cell", "recipe"), (str,)),
    "seed": (int,),
    "budget_s": (int, float, type(None)),
}


def check_is_one_of(name: str, value: object, allowed: Sequence[object]) -> None:
    """Raise a `ValueError` unless a value is among those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}; found {value!r}")


def check_seed(seed: int, largest: int) -> None:
    """Raise a `ValueError` unless a seed is between 0 and the largest."""
    if not 0 <= seed <= largest:
        raise ValueError(f"seed must be between 0 and {largest}, found {seed}")


def read_fields(text: str, kinds: Mapping[str, tuple[type, ...]], needed: Collection[str]) -> dict[str, Any]:
    """Read the description of a training, a JSON object, field by field.

    Parameters
    ----------
    text
        The JSON.
    kinds
        The fields that there are, and the kinds of value of each.
    needed
        Those that may not be left out.

    Raises
    ------
    ValueError
        If it is no JSON object with these fields, or a value has the wrong kind.
    """
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ValueError(f"a training must be described as JSON: {error}") from error
    if not isinstance(values, dict):
        raise ValueError(f"a training must be described as a JSON object, found {type(values).__name__}")
    unknown = [name for name in values if name not in kinds]
    if unknown:
        raise ValueError(f"a training has the fields {', '.join(kinds)}; found {unknown[0]!r}")
    for name in needed:
        if name not in values:
            raise ValueError(f"a training must have the field {name}")
    for name, value in values.items():
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            allowed = " or ".join("null" if kind is type(None) else kind.__name__ for kind in kinds[name])
            raise ValueError(f"{name} must be of kind {allowed}, found {value!r}")
    return values


@dataclass(frozen=True)
class TrainProgress:
    """Where a training stands.

    Parameters
    ----------
    phase
        ``"preparing"`` (cutting into words, counting word vectors), ``"training"`` or ``"evaluating"``.
    message
        One short sentence for a person.
    step, num_examples
        Steps taken, and reviews seen in them.
    elapsed_s
        Seconds of training so far, without preparation and evaluation.
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
    """

    phase: Literal["preparing", "training", "evaluating"]
    message: str = ""
    step: int = 0
    num_examples: int = 0
    elapsed_s: float = 0.0
    fraction: float = 0.0
    budget_s: float | None = None
    loss: float | None = None
    validation_accuracy: float | None = None
    validation_loss: float | None = None

    def to_json(self) -> str:
        """Write the values as one line of JSON; a value that is not finite becomes null."""
        values = {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in asdict(self).items()
        }
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> "TrainProgress":
        """Read what `to_json` wrote, leaving out fields that this version does not know."""
        values = json.loads(text)
        return cls(**{field.name: values[field.name] for field in fields(cls) if field.name in values})
