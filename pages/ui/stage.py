"""The stage: an unrolled network drawn in the browser, with every number that Python computed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from typing import cast

import streamlit as st

from pages.ui.components import Told, read_component, reporter, sendable
from pages.ui.place import place
from rnn_core.figures.numbers import format_number

Matrix = list[list[float]]

_stage = st.components.v2.component("stage", **read_component("stage", "network"))


@dataclass(frozen=True)
class StageWeights:
    """The weights of one network, or of one step's own copy."""

    W_xh: Matrix
    W_hh: Matrix
    W_hy: Matrix
    b_h: list[float]
    b_y: list[float]


@dataclass(frozen=True)
class StageRun(StageWeights):
    """One run of one network: its weights, and every value at every step, as ``UnrollTrace`` names them.

    Attributes
    ----------
    readout
        W_hy h_t, the output before its bias.
    products
        For each matrix the terms of its products: at each step a matrix of weight times number. Left out
        where nobody can open a number.
    copies
        Where the network is untied, each step's own weights.
    """

    x: Matrix
    from_input: Matrix
    from_memory: Matrix
    a: Matrix
    h: Matrix
    readout: Matrix
    y: Matrix
    products: dict[str, list[Matrix]] | None = None
    copies: list[StageWeights] | None = None


@dataclass(frozen=True)
class StageStates:
    """What the heatmap and the plane show of a run whose network is too large to be drawn."""

    x: Matrix
    h: Matrix
    y: Matrix


@dataclass(frozen=True)
class StageSweep:
    """A parameter under the hand: its name, the values it takes (one run each) and a sentence for each."""

    name: str
    values: list[float]
    sentences: list[str]
    index: int


@dataclass(frozen=True)
class StageExercise:
    """The number that a person is to compute next, and what was said of the last answer.

    Attributes
    ----------
    step, phase, row
        Where it stands: the time step, the operation as the stage names it, and the row from 0.
    prompt, hints, tolerance
        What is asked, help in rising order, and how exact an answer has to be.
    verdict, is_right
        A sentence on the last answer, empty before the first one.
    is_done
        Whether all numbers have been computed.
    """

    step: int
    phase: str
    row: int
    prompt: str
    hints: list[str]
    tolerance: str
    verdict: str = ""
    is_right: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class StageBench:
    """What a person can change, and what came of the last change.

    Attributes
    ----------
    parameters
        How many parameters there are, in words.
    off
        The matrices that are switched off.
    untied
        Whether each step has weights of its own.
    can_undo, can_redo, can_reset
        Which of the buttons have something to do.
    answered
        The mark of the last question that the browser asked.
    said
        What was wrong with it, in one sentence, or nothing.
    copies
        Where the network is untied, the weights that were changed for one step: name and step.
    exercise
        The number that is asked for, while a person computes by hand.
    """

    parameters: str
    off: list[str]
    untied: bool
    can_undo: bool
    can_redo: bool
    can_reset: bool
    answered: str = ""
    said: str = ""
    copies: list[tuple[str, int]] = field(default_factory=list)
    exercise: StageExercise | None = None


@dataclass(frozen=True)
class StageCurve:
    """The activation as a curve: what goes in and what comes out."""

    sums: list[float]
    states: list[float]


@dataclass(frozen=True)
class StageData:
    """Everything that the stage draws; lists of plain numbers in float64's full precision.

    Attributes
    ----------
    tokens
        What stands under each step.
    activation
        The name of the activation, as the arithmetic shows it.
    runs
        The run that is drawn, or one for every value of the sweep.
    sentences
        What the picture says at each step, the start included.
    alt
        What the picture shows, for someone who does not see it.
    step, operation
        Where a person stands on arrival: the step in focus, and the operation in it, or nothing at its end.
    goto
        The mark of the last time that Python sent the person to ``step`` and ``operation``, if it ever did.
    depth, view
        How deep a person looks on arrival, and which other picture of the run is open.
    units
        The two hidden units, from 0, whose plane is shown.
    detail
        Whether a person moves through time and sees each step's arithmetic.
    drawn
        Whether the network is small enough for its row; else only the other pictures are there.
    outputs
        ``"every step"`` or ``"last step"``: where a prediction is read off.
    input_names
        What each number of an input stands for, where that is known.
    curve
        The activation, for the opened number.
    sweep
        A parameter under the hand, if there is one.
    bench
        What can be changed, if anything can.
    sent
        The runs as the browser gets them, where that has been prepared: it stays while a person moves.
    """

    tokens: list[str]
    activation: str
    runs: list[StageRun] | list[StageStates]
    sentences: list[str]
    alt: str
    step: int = 0
    operation: str = ""
    goto: str = ""
    depth: str = "Row"
    view: str = "none"
    units: tuple[int, int] = (0, 1)
    detail: bool = True
    drawn: bool = True
    outputs: str = "every step"
    input_names: list[str] | None = None
    curve: StageCurve | None = None
    sweep: StageSweep | None = None
    bench: StageBench | None = None
    sent: dict[str, object] | None = None

    @classmethod
    def from_json(cls, text: str) -> "StageData":
        """Read what ``json.dumps(dataclasses.asdict(data))`` wrote of a picture that cannot be edited."""
        fields = json.loads(text)
        sweep = StageSweep(**fields["sweep"]) if fields["sweep"] else None
        runs = [StageRun(**run) for run in fields["runs"]]
        return cls(**(fields | {"runs": runs, "sweep": sweep}))

    def prepared(self) -> "StageData":
        """Return the same with all prepared for the browser that depends on nothing but the runs."""
        return replace(self, sent=_sent(self.runs))

    def payload(self) -> dict[str, object]:
        """Return what the browser gets: the fields, the scale of each tint and the width of a number."""
        rest = asdict(replace(self, runs=[], sent=None))
        del rest["sent"]
        return cast(dict[str, object], sendable(rest)) | (self.sent or _sent(self.runs))


# Which values share a scale: one for all weights, one for all parts of the sum, one for each lane.
_SCALES = {
    **dict.fromkeys(("W_xh", "W_hh", "W_hy", "b_h", "b_y"), "weight"),
    **dict.fromkeys(("from_input", "from_memory", "a"), "a"),
    "x": "x",
    "h": "h",
    **dict.fromkeys(("readout", "y"), "y"),
}


def _sent(runs: Sequence[StageRun | StageStates]) -> dict[str, object]:
    """Return the runs, the scale of each tint and the width of a number; what a run has not is empty."""
    numbers = {name: [n for run in runs for n in _flat(getattr(run, name, []))] for name in _SCALES}
    tops = dict.fromkeys(_SCALES.values(), 0.0)
    for name, scale in _SCALES.items():
        tops[scale] = max(tops[scale], *(abs(n) for n in numbers[name] if isfinite(n)), 0.0)
    widest = max(len(format_number(n)) for values in numbers.values() for n in values)
    empty: dict[str, object] = {name: [] for name in _SCALES}
    return {
        "runs": [empty | cast(dict[str, object], sendable(asdict(run))) for run in runs],
        "scales": {scale: top or 1.0 for scale, top in tops.items()},
        "widest": widest,
    }


def _flat(values: Matrix | list[float]) -> list[float]:
    return [n for row in values for n in (row if isinstance(row, list) else [row])]


def stage(
    data: StageData,
    key: str,
    height: int,
    *,
    on_step: Told | None = None,
    on_operation: Told | None = None,
    on_depth: Told | None = None,
    on_view: Told | None = None,
    on_units: Told | None = None,
    on_index: Told | None = None,
    on_act: Told | None = None,
) -> None:
    """Put the stage on the page, in a place that has its height before it is drawn.

    Parameters
    ----------
    data
        What it draws.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    height
        How high its place is before the style sheets are there, in pixels.
    on_step, on_operation, on_depth, on_view, on_units, on_index
        Called with the step in focus, the operation in it, the depth, the other picture, its two units or the
        place in the sweep, when a person has stopped moving.
    on_act
        Called with what a person wants to change: a dictionary with ``do`` and ``id``.
    """
    with place(key, height):
        _stage(
            key=key,
            data=data.payload(),
            on_step_change=reporter(key, "step", on_step),
            on_operation_change=reporter(key, "operation", on_operation),
            on_depth_change=reporter(key, "depth", on_depth),
            on_view_change=reporter(key, "view", on_view),
            on_units_change=reporter(key, "units", on_units),
            on_index_change=reporter(key, "index", on_index),
            on_act_change=reporter(key, "act", on_act),
        )
