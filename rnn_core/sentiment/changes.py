"""Settings of a recipe that somebody changes by name: each is checked against its kind and its range."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

Value = str | bool | int | float | None
Changes = tuple[tuple[str, Value], ...]
"""Pairs of a setting and its value, sorted by name: it can be hashed, and as JSON it is an object."""
Settings = TypeVar("Settings")

RANGES: dict[str, tuple[float, float]] = {
    "vocab_size": (100, 40_000),
    "embedding_size": (1, 256),
    "hidden_size": (1, 256),
    "train_tokens": (5, 512),
    "snippet_share": (0.0, 1.0),
    "eval_tokens": (5, 1_000),
    "batch_size": (1, 256),
    "num_epochs": (1, 50),
    "learning_rate": (1e-6, 1e9),
    "embedding_rate": (1e-6, 1e9),
    "weight_decay": (0.0, 1.0),
    "clip_norm": (1e-3, 1e3),
    "dropout": (0.0, 0.9),
    "word_dropout": (0.0, 0.9),
    "average_decay": (0.0, 0.9999),
}
"""Smallest and largest value of each number. A learning rate may be absurd: what it does is worth seeing."""


def changed(settings: Settings, changes: Sequence[tuple[str, Value]]) -> Settings:
    """Return a copy of some settings with others in their place.

    Parameters
    ----------
    settings
        A frozen dataclass such as `rnn_core.sentiment.recipes.Recipe`.
    changes
        Pairs of a setting's name and its value.

    Raises
    ------
    ValueError
        If there is no such setting, it is named twice, or its value is of another kind or out of range.
    """
    return replace(settings, **dict(checked(settings, changes)))  # type: ignore[type-var]


def checked(settings: object, changes: Sequence[tuple[str, Value]]) -> Changes:
    """Check changes, sort them by name, and leave out those that change nothing.

    Raises
    ------
    ValueError
        As for `changed`.
    """
    kinds = _kinds(type(settings))
    names = [name for name, _ in changes]
    for name in names:
        if name not in kinds:
            raise ValueError(f"changes must name settings of a recipe ({', '.join(kinds)}); found {name!r}")
        if names.count(name) > 1:
            raise ValueError(f"changes must name each setting once, found {name} {names.count(name)} times")
    good = {name: _checked(name, value, kinds[name]) for name, value in changes}
    return tuple((name, good[name]) for name in sorted(good) if good[name] != getattr(settings, name))


def _kinds(kind: type) -> Mapping[str, Any]:
    """Give the settings that may be changed, each with what its annotation allows."""
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in ("title", "reason")}


def _checked(name: str, value: Value, kind: Any) -> Value:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{name} must be one of {', '.join(get_args(kind))}; found {value!r}")
        return value
    if kind is bool:
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false, found {value!r}")
        return value
    if value is None and isinstance(kind, UnionType):
        return None
    low, high = RANGES[name]
    whole = kind is int
    is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # type: ignore[operator]  # false for NaN too
        what = "a whole number" if whole else "a number"
        or_none = " or null" if isinstance(kind, UnionType) else ""
        raise ValueError(f"{name} must be {what} from {low:,g} to {high:,g}{or_none}, found {value!r}")
    return value if whole else float(value)  # type: ignore[arg-type]
