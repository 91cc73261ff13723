"""Climb the ladder rung by rung: the steps there are, where a training stands, how two of them differ.

A training knows its settings, not the switches that made them. The rungs are read off the settings again,
from the top down: a rung is on where everything that no higher one decides is as it says.
"""

import functools
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from rnn_core.sentiment.changes import Value
from rnn_core.sentiment.ladder import BASE, BY_KEY, PRESETS, RUNGS, recipe_with, remarks, spec_with
from rnn_core.sentiment.recipes import COUNTS, NETWORKS, TAUGHT_RECIPE, Cell, Dataset, Recipe, recipe_of
from rnn_core.sentiment.spec import TrainSpec

MEASURED_FILE = Path(__file__).resolve().parents[2] / "assets" / "ladder.json"
MEASURED_S: dict[Dataset, float] = {"imdb": 60.0, "order": 15.0}
"""Seconds of training that the steps were measured with."""
ASIDE = "last-real"
"""A rung that stands in for the one below it: it reads what padding on the left brings to the last column."""
BY_HAND = ("learning_rate", "clip_norm", "dropout", "hidden_size")
"""Settings that a person changes beside the ladder: a rung is known by its others, where it has some."""
SHARED = "pad_to_limit"
"""What several rungs turn off besides: it tells none of them."""
TOP_CELLS: tuple[Cell, ...] = ("lstm", "gru")
RIVALS: tuple[Cell, ...] = ("mean", *COUNTS)
"""They have no recurrence and stand beside the climb."""
RIVAL_S: dict[Dataset, float] = {"imdb": 20.0, "order": 15.0}
"""Seconds of training of the only one that a clock ends."""


@dataclass(frozen=True)
class Step:
    """One training of the climb: the rungs that are on, the key of the newest (or nothing), and the cell."""

    rungs: frozenset[str]
    newest: str
    cell: Cell

    def spec(self, dataset: Dataset, budget_s: float | None = None, seed: int = 0) -> TrainSpec:
        """Describe its training."""
        return spec_with(self.rungs, dataset, self.cell, seed=seed, budget_s=budget_s)


@dataclass(frozen=True)
class Difference:
    """How a training differs from another one.

    Parameters
    ----------
    added, removed
        Keys of the rungs that only the later one has, and only the earlier one.
    settings
        What else was changed: name, value before and after.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    settings: tuple[tuple[str, Value, Value], ...]

    def __len__(self) -> int:
        """Count what was changed."""
        return len(self.added) + len(self.removed) + len(self.settings)


@functools.cache
def steps(dataset: Dataset) -> tuple[Step, ...]:
    """Give the climb with the RNN, one rung more at a time, and the other cells at its top.

    Rungs that have nothing to do on the data are left out.
    """
    climbed: list[str] = []
    found = [Step(frozenset(), "", "rnn")]
    for rung in RUNGS:
        if rung.key != ASIDE and not (dataset == "order" and rung.not_on_order):
            climbed.append(rung.key)
            found.append(Step(frozenset(climbed), rung.key, "rnn"))
    return (*found, *(Step(PRESETS[TAUGHT_RECIPE], "", cell) for cell in TOP_CELLS))


def rival(cell: Cell, dataset: Dataset) -> TrainSpec:
    """Describe a rival's training as it was measured."""
    if cell in COUNTS:
        return TrainSpec(dataset, cell, BASE)
    return TrainSpec(dataset, cell, TAUGHT_RECIPE, budget_s=RIVAL_S[dataset])


@functools.lru_cache(maxsize=512)
def place_of(spec: TrainSpec, *, by_hand: bool = True) -> int | None:
    """Tell which step of the climb a training is, whatever its seed and seconds; None where it is none.

    Parameters
    ----------
    spec
        The training.
    by_hand
        Whether it may have settings besides that are other than the rungs say.
    """
    if spec.cell in COUNTS:
        return None
    on, idle = _read_off(spec)
    if not by_hand and _by_hand(spec, on):
        return None
    for place, step in enumerate(steps(spec.dataset)):
        its_on, its_idle = _read_off(step.spec(spec.dataset, spec.budget_s))
        if (step.cell, its_on - its_idle) == (spec.cell, on - idle):
            return place
    return None


@functools.cache
def measured() -> dict[TrainSpec, float]:
    """Give the shares of right answers that `python -m benchmarks.ladder` found, by what was trained."""
    rows = json.loads(MEASURED_FILE.read_text("utf-8"))
    return {TrainSpec.from_json(json.dumps(row["spec"])): row["accuracy"] for row in rows}


def difference(before: TrainSpec, after: TrainSpec) -> Difference:
    """Say in rungs, and in settings where those do not say it, what one training has changed.

    Examples
    --------
    >>> from rnn_core.sentiment.ladder import spec_with
    >>> difference(spec_with([], "imdb", "rnn"), spec_with(["clipping"], "imdb", "gru"))
    Difference(added=('clipping',), removed=(), settings=(('cell', 'rnn', 'gru'),))
    """
    learns = before.cell in NETWORKS and after.cell in NETWORKS  # who counts knows no seed, seconds or recipe
    names = ("cell", "budget_s", "seed") if learns else ("cell",)
    settings = _parted(before, after, names)
    if not learns:
        return Difference((), (), settings)
    (was_on, was_idle), (is_on, is_idle) = _read_off(before), _read_off(after)
    by_hand = sorted({*_by_hand(before, was_on), *_by_hand(after, is_on)})
    return Difference(
        _in_order(is_on - is_idle - was_on - was_idle),
        _in_order(was_on - was_idle - is_on - is_idle),
        settings + _parted(recipe_of(before), recipe_of(after), by_hand),
    )


def _parted(before: object, after: object, names: Sequence[str]) -> tuple[tuple[str, Value, Value], ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple((name, old, new) for name, old, new in pairs if old != new)


def _in_order(rungs: Collection[str]) -> tuple[str, ...]:
    return tuple(key for key in BY_KEY if key in rungs)


def _read_off(spec: TrainSpec) -> tuple[frozenset[str], frozenset[str]]:
    """Give the rungs that are on, and those that do nothing where they stand, or would if they were on."""
    recipe = recipe_of(spec)
    on: set[str] = set()
    idle: set[str] = set()
    decided: set[str] = {SHARED}
    for rung in reversed(RUNGS):
        sets = rung.settings(spec.dataset, spec.budget_s)
        own = {name: value for name, value in sets.items() if name not in decided}
        telling = {name: value for name, value in own.items() if name not in BY_HAND} or own
        if not own:
            idle.add(rung.key)
        elif all(getattr(recipe, name) == value for name, value in telling.items()):
            on.add(rung.key)
            decided |= set(sets)
    idle |= on & set(remarks(on, spec.dataset, spec.cell))
    return frozenset(on), frozenset(idle)


def _by_hand(spec: TrainSpec, on: Collection[str]) -> Sequence[str]:
    """Name the settings that are other than the rungs say."""
    recipe, plain = recipe_of(spec), recipe_with(on, spec.dataset, spec.budget_s)
    names = (field.name for field in fields(Recipe))
    return [n for n in names if n not in ("title", "reason") and getattr(recipe, n) != getattr(plain, n)]
