"""What is asked of a training: plain values that travel as JSON."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rnn_core.sentiment.changes import Changes, checked
from rnn_core.sentiment.progress import TrainProgress as TrainProgress
from rnn_core.sentiment.recipes import COUNTS, DATASETS, LEARNERS, Cell, Dataset, recipe_for, recipe_of

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
        ``"rnn"``, ``"lstm"`` or ``"gru"``; or a rival without recurrence: ``"mean"`` (of the embeddings),
        ``"tfidf"`` or ``"tfidf2"`` (words, or words and pairs, with logistic regression; they know no
        changes).
    recipe
        A name in `rnn_core.sentiment.recipes.RECIPES`.
    seed
        0 to 2**31 - 1; decides the start weights, the order of the batches and the dropout.
    budget_s
        Seconds of training (without preparation and evaluation), above 0 and at most 3,600. None trains the
        recipe's number of epochs, which gives the same weights each time.
    changes
        Settings of the recipe that are other than it says: pairs of a field of
        `rnn_core.sentiment.recipes.Recipe` and its value. They are kept sorted by name, without those that
        change nothing, so that two who ask for the same ask for equal specs.
    stop_accuracy
        Share of right answers on the validation reviews of the live curve (above 0, at most 1) that ends the
        run early; None runs to the end.

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
    changes: Changes = ()
    stop_accuracy: float | None = None

    def __post_init__(self) -> None:
        check_is_one_of("dataset", self.dataset, DATASETS)
        check_is_one_of("cell", self.cell, LEARNERS)
        check_seed(self.seed, MAX_SEED)
        if self.budget_s is not None and not 0 < self.budget_s <= MAX_BUDGET_S:  # NaN fails this too
            raise ValueError(
                f"budget_s must be above 0 and at most {MAX_BUDGET_S:g} seconds, found {self.budget_s}"
            )
        if self.stop_accuracy is not None and not 0 < self.stop_accuracy <= 1:
            raise ValueError(f"stop_accuracy must be above 0 and at most 1, found {self.stop_accuracy}")
        plain = recipe_for(self.recipe, self.dataset, budget_s=self.budget_s)
        object.__setattr__(self, "changes", checked(plain, self.changes))
        if self.changes and self.cell in COUNTS:
            raise ValueError(f"changes must be none for the cell {self.cell}, found {self.changes[0][0]}")
        recipe = recipe_of(self)
        if recipe.pad_to_limit and recipe.padding == "left":
            raise ValueError("pad_to_limit must be false where the padding is left, found true")

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps(asdict(self) | {"changes": dict(self.changes)})

    @classmethod
    def from_json(cls, text: str) -> "TrainSpec":
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If ``text`` is no JSON object with these fields, or a value has the wrong kind or is not allowed.
        """
        values = read_fields(text, KINDS, needed=("dataset", "cell", "recipe"))
        return cls(**values | {"changes": tuple(values.get("changes", {}).items())})


KINDS = {
    **dict.fromkeys(("dataset", "cell", "recipe"), (str,)),
    "seed": (int,),
    "budget_s": (int, float, type(None)),
    "changes": (dict,),
    "stop_accuracy": (int, float, type(None)),
}

KIND_NAMES = {type(None): "null", dict: "object"}


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
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name]):
            allowed = " or ".join(KIND_NAMES.get(kind, kind.__name__) for kind in kinds[name])
            raise ValueError(f"{name} must be of kind {allowed}, found {value!r}")
    return values
