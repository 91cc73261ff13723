"""The flow: how much of a gradient is left at each step back, for every spectral radius under the hand.

Python sends the tables once; the browser looks up and draws curves, eigenvalues, singular values and the map
of every pair of steps. Only where the hand comes to rest goes back.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import streamlit as st
from jaxtyping import Float64
from numpy.typing import NDArray

from pages.ui.components import COMPONENTS_DIR, read_component
from pages.ui.scrub import base64_of

Axis = Literal["near", "wide"]
Kind = Literal["norm", "bound", "remedy"]
PLACE_FILE = COMPONENTS_DIR / "flow" / "page" / "place.css"
MAX_TICKS = 7
MAP_DECADES = 3
"""A cell of the map is as full as it gets at 10 to plus or minus this."""


@dataclass(frozen=True)
class FlowCurve:
    """What is left at each step back.

    Attributes
    ----------
    name
        What stands at the end of the curve.
    kind
        The network's norm (thick), one of its bounds (thin) or a remedy.
    values
        One row for each radius, or one row for all; one column for each step back.
    """

    name: str
    kind: Kind
    values: Float64[np.ndarray, "P S"]


@dataclass(frozen=True)
class FlowMap:
    """The norm of d h_j / d h_i for every pair of the steps listed.

    Attributes
    ----------
    steps
        The time steps.
    norms
        For each radius the lower triangle row by row: j from 0 on, and for each j every i up to j.
    """

    steps: tuple[int, ...]
    norms: Float64[np.ndarray, "P N"]


@dataclass(frozen=True)
class FlowSetting:
    """Where the hand left the picture: the radius, the step back that is read, and the axis."""

    radius: float
    at: int
    axis: Axis


@dataclass(frozen=True)
class FlowPicture:
    """Everything that the component draws.

    Attributes
    ----------
    low, high, step
        The grid of spectral radii.
    curves
        The network's norm first, then its bounds and what remedies leave.
    sentences
        For each radius what the picture says.
    eigenvalues
        Real and imaginary part of each at a spectral radius of 1.
    singular_at, singular
        Steps back, and all singular values there: a row for each radius, then each step, largest first.
    pairs
        The map for every radius, or None where nobody asked for it.
    whole
        The map of every single step for one radius, with that radius, or None.
    map_note
        What else stands under the map.
    """

    low: float
    high: float
    step: float
    curves: tuple[FlowCurve, ...]
    sentences: tuple[str, ...]
    eigenvalues: tuple[tuple[float, float], ...]
    singular_at: tuple[int, ...]
    singular: Float64[np.ndarray, "P N H"]
    pairs: FlowMap | None = None
    whole: tuple[float, FlowMap] | None = None
    map_note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the picture as the component's JavaScript reads it, tables as base64."""
        num_steps = self.curves[0].values.shape[1] - 1
        whole = None
        if self.whole is not None:
            whole = {"radius": self.whole[0], **map_to_json(self.whole[1])}
        return {
            "radius": {"low": self.low, "high": self.high, "step": self.step},
            "numSteps": num_steps,
            "axes": flow_axes(num_steps),
            "curves": [
                {"name": curve.name, "kind": curve.kind, **_table(curve.values)} for curve in self.curves
            ],
            "sentences": self.sentences,
            "eigenvalues": self.eigenvalues,
            "singular": {"at": self.singular_at, "count": self.singular.shape[2], **_table(self.singular)},
            "pairs": None if self.pairs is None else map_to_json(self.pairs),
            "whole": whole,
            "mapDecades": MAP_DECADES,
            "mapNote": self.map_note,
        }


def flow_axes(num_steps: int) -> dict[Axis, dict[str, list[int]]]:
    """Return the decades that the two axes show, the same for every radius.

    Examples
    --------
    >>> flow_axes(50)["near"]
    {'range': [-2, 1], 'ticks': [-2, -1, 0, 1]}
    >>> flow_axes(50)["wide"]["range"]
    [-20, 10]
    """
    reach = 5 * max(1, round(num_steps / 25))
    spacing = next(size for size in (2, 5, 10, 20) if 3 * reach / size < MAX_TICKS)
    first = -2 * reach + (2 * reach) % spacing
    return {
        "near": {"range": [-2, 1], "ticks": [-2, -1, 0, 1]},
        "wide": {"range": [-2 * reach, reach], "ticks": list(range(first, reach + 1, spacing))},
    }


def flow(picture: dict[str, Any], start: FlowSetting, *, key: str, on_setting: Callable[[], None]) -> None:
    """Draw the picture.

    Parameters
    ----------
    picture
        ``FlowPicture.to_json()``; while it stays the same the browser keeps its picture untouched.
    start
        Where the picture stands when it first appears.
    key
        The component's identity; what the browser sends at rest lies under it in the session.
    on_setting
        Called when the browser has sent something.
    """
    st.html(PLACE_FILE)
    with st.container(key=f"{key}_place"):
        _FLOW(data={**picture, "start": asdict(start)}, key=key, on_setting_change=on_setting)


def _table(values: NDArray[Any]) -> dict[str, Any]:
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 lies below every floor, NaN stays NaN
        decades = np.log10(values)
    return {"values": base64_of(values.astype("<f8")), "decades": base64_of(decades.astype("<f4"))}


def map_to_json(pairs: FlowMap) -> dict[str, Any]:
    """Return a map as the component reads it."""
    return {"steps": pairs.steps, **_table(pairs.norms)}


_FLOW = st.components.v2.component("flow", **read_component("flow", "series"))
