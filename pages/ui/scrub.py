"""The scrub: curves over time that follow the hand while it drags one parameter.

Python computes every curve for every value of the parameter and sends the tables once; the browser looks up
and draws. Only where the hand comes to rest goes back to Python.
"""

import base64
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import numpy as np
import streamlit as st
from jaxtyping import Float
from numpy.typing import NDArray

from pages.ui.components import COMPONENTS_DIR, read_component
from pages.ui.place import place

Scale = Literal["log", "linear"]
SCALES: tuple[Scale, ...] = get_args(Scale)
LINEAR_LIMIT = 2  # the linear axis runs from minus this to this, so that nothing rescales under the hand
MIN_BACK = 5
MAX_TICKS = 6
DRIVE_LIMIT = 2
DRIVE_STEP = 0.01
PLACE_FILE = COMPONENTS_DIR / "scrub" / "page" / "place.css"
"""Keeps the picture's height free on the page while the picture is still on its way."""


@dataclass(frozen=True)
class ScrubCurve:
    """One curve for every value of the parameter.

    Attributes
    ----------
    name
        What stands at the end of the curve, 16 characters at most.
    clause
        How the sentence under the picture begins.
    values
        One row for each value of the parameter, one column for each step back.
    little
        After how many steps back each row first has less than 1 % left, or -1.
    dashed
        Whether it is drawn thin and dashed (a comparison) or thick (the real thing).
    """

    name: str
    clause: str
    values: Float[np.ndarray, "P K"]
    little: tuple[int, ...]
    dashed: bool


@dataclass(frozen=True)
class ScrubDrive:
    """What the neuron hears at every step, and the second curve for everything that it could hear.

    Attributes
    ----------
    x, b
        The input and the bias, from -2 to 2 in steps of 0.01.
    weight
        The parameter for which ``levels`` holds.
    levels
        The second curve for each sum x + b from 0 to 4 in steps of 0.01; minus the sum leaves as much.
    little
        As for a curve.
    states
        The last state for each of those sums.
    serial
        The number of the browser's message that this answers.
    """

    x: float
    b: float
    weight: float
    levels: Float[np.ndarray, "L K"]
    little: tuple[int, ...]
    states: tuple[float, ...]
    serial: int


@dataclass(frozen=True)
class ScrubPicture:
    """Everything that the component draws.

    Attributes
    ----------
    parameter
        The name of what the slider drags.
    low, high, step
        The parameter's grid, one row of the curves for each of its values.
    curves
        The curves, all of one shape.
    states
        The last state for each value of the parameter.
    thresholds
        The size of a state beyond which one step shrinks the gradient; NaN where every state does.
    turning
        For each number of steps back the value of the parameter that leaves most; infinity for none.
    """

    parameter: str
    low: float
    high: float
    step: float
    curves: tuple[ScrubCurve, ...]
    states: tuple[float, ...]
    thresholds: tuple[float, ...]
    turning: tuple[float, ...]

    @property
    def max_back(self) -> int:
        """How many steps back the curves reach."""
        return self.curves[0].values.shape[1] - 1

    def to_json(self) -> dict[str, Any]:
        """Return the picture as the component's JavaScript reads it, tables as base64."""
        grid = {"name": self.parameter, "low": self.low, "high": self.high, "step": self.step}
        return {
            "parameter": grid,
            "minBack": MIN_BACK,
            "maxBack": self.max_back,
            "linearLimit": LINEAR_LIMIT,
            "logAxes": [log_axis(num_back) for num_back in range(MIN_BACK, self.max_back + 1)],
            "curves": [_curve_to_json(curve) for curve in self.curves],
            "states": _nulled(self.states),
            "thresholds": _nulled(self.thresholds),
            "turning": _nulled(self.turning),
        }


@dataclass(frozen=True)
class ScrubSetting:
    """Where the hand left the picture.

    Attributes
    ----------
    value
        The parameter.
    back
        How many steps back the picture shows.
    at
        The step back at which the numbers are read, from 0 to ``back``.
    scale
        The kind of the vertical axis.
    """

    value: float
    back: int
    at: int
    scale: Scale


def log_axis(num_back: int) -> dict[str, list[int]]:
    """Return the decades that a log axis shows, the same for every value of the parameter.

    Its top holds 2 to the power ``num_back``, its floor 1/4 to that power.

    Examples
    --------
    >>> log_axis(20)
    {'range': [-14, 7], 'ticks': [-12, -8, -4, 0, 4]}
    """
    top = math.ceil(num_back * math.log10(2))
    low, high = -2 * top, top
    spacing = next(size for size in (1, 2, 3, 4, 5, 10, 20, 50) if (high - low) / size < MAX_TICKS)
    first = math.ceil(low / spacing) * spacing
    return {"range": [low, high], "ticks": list(range(first, high + 1, spacing))}


def scrub(
    picture: dict[str, Any],
    start: ScrubSetting,
    drive: ScrubDrive,
    *,
    key: str,
    on_setting: Callable[[], None],
) -> dict[str, str] | None:
    """Draw the picture and return what the browser last sent at rest, or None before it sent anything.

    Parameters
    ----------
    picture
        ``ScrubPicture.to_json()``, made once and cached; while it and ``start`` stay the same the browser
        keeps its picture untouched.
    start
        Where the picture stands when it first appears.
    drive
        What the neuron hears.
    key
        The component's identity.
    on_setting
        Called when the browser has sent something.
    """
    st.html(PLACE_FILE)
    data = {**picture, "start": asdict(start), **_drive_to_json(drive)}
    with place(key, 643):
        result = _SCRUB(data=data, key=key, on_setting_change=on_setting)
    return result.get("setting")


def _curve_to_json(curve: ScrubCurve) -> dict[str, Any]:
    words = {"name": curve.name, "clause": curve.clause, "dashed": curve.dashed, "little": curve.little}
    return {**words, **_table_to_json(curve.values)}


def _drive_to_json(drive: ScrubDrive) -> dict[str, Any]:
    reach = {"low": -DRIVE_LIMIT, "high": DRIVE_LIMIT, "step": DRIVE_STEP}
    return {
        "drive": {"x": drive.x, "b": drive.b, "serial": drive.serial, **reach},
        "levels": {
            "weight": drive.weight,
            "states": drive.states,
            "little": drive.little,
            **_table_to_json(drive.levels),
        },
    }


def _table_to_json(values: Float[np.ndarray, "P K"]) -> dict[str, Any]:
    with np.errstate(divide="ignore"):  # the logarithm of 0 is minus infinity, which lies below every floor
        sizes = np.log10(np.abs(values))
    return {"values": base64_of(values.astype("<f8")), "decades": base64_of(sizes.astype("<f4"))}


def _nulled(values: tuple[float, ...]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values]


def base64_of(table: NDArray[Any]) -> str:
    """Return the bytes of a table as text, row by row."""
    return base64.b64encode(np.ascontiguousarray(table).tobytes()).decode("ascii")


_SCRUB = st.components.v2.component("scrub", **read_component("scrub", "series"))
