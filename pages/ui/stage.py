"""The stage: an unrolled network drawn in the browser, with every number that Python computed."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import streamlit as st

from pages.ui.components import read_component
from rnn_core.figures.numbers import format_number

Matrix = list[list[float]]

_stage = st.components.v2.component("stage", **read_component("stage"))


@dataclass(frozen=True)
class StageRun:
    """One run of one network: its weights, and every value at every step, as ``UnrollTrace`` names them."""

    W_xh: Matrix
    W_hh: Matrix
    W_hy: Matrix
    b_h: list[float]
    b_y: list[float]
    x: Matrix
    from_input: Matrix
    from_memory: Matrix
    a: Matrix
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
    step
        The step in focus on arrival.
    detail
        Whether a person moves through time and sees each step's arithmetic.
    sweep
        A parameter under the hand, if there is one.
    """

    tokens: list[str]
    activation: str
    runs: list[StageRun]
    sentences: list[str]
    alt: str
    step: int = 0
    detail: bool = True
    sweep: StageSweep | None = None

    @classmethod
    def from_json(cls, text: str) -> "StageData":
        """Read what ``json.dumps(dataclasses.asdict(data))`` wrote."""
        fields = json.loads(text)
        sweep = StageSweep(**fields["sweep"]) if fields["sweep"] else None
        runs = [StageRun(**run) for run in fields["runs"]]
        return cls(**(fields | {"runs": runs, "sweep": sweep}))

    def payload(self) -> dict[str, object]:
        """Return what the browser gets: the fields, the scale of each tint and the width of a number."""
        numbers = {name: [n for run in self.runs for n in _flat(getattr(run, name))] for name in _SCALES}
        scales = {
            scale: max(
                (abs(n) for name, kind in _SCALES.items() if kind == scale for n in numbers[name]), default=0
            )
            or 1.0
            for scale in _SCALES.values()
        }
        widest = max(len(format_number(n)) for values in numbers.values() for n in values)
        return asdict(self) | {"scales": scales, "widest": widest}


# Which values share a scale: one for all weights, one for all parts of the sum, one for each lane.
_SCALES = {
    **dict.fromkeys(("W_xh", "W_hh", "W_hy", "b_h", "b_y"), "weight"),
    **dict.fromkeys(("from_input", "from_memory", "a"), "a"),
    "x": "x",
    "h": "h",
    "y": "y",
}


def _flat(values: Matrix | list[float]) -> list[float]:
    return [n for row in values for n in (row if isinstance(row, list) else [row])]


def stage(
    data: StageData,
    key: str,
    on_step: Callable[[int], None] | None = None,
    on_index: Callable[[int], None] | None = None,
) -> None:
    """Put the stage on the page, in a place that has its height before it is drawn.

    Parameters
    ----------
    data
        What it draws.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    on_step, on_index
        Called with the step in focus, or with the place in the sweep, when a person has stopped moving.
    """

    def reporter(name: str, told: Callable[[int], None] | None) -> Callable[[], None]:
        return lambda: told(int(st.session_state[key][name])) if told else None

    with st.container(key=f"{key}_place"):
        _stage(
            key=key,
            data=data.payload(),
            on_step_change=reporter("step", on_step),
            on_index_change=reporter("index", on_index),
        )
