"""Curves that grow while they are watched, drawn by the browser.

A Plotly chart is mounted anew whenever its data change and is blank for a moment; this picture stays. A
`CurvesData` holds every place as a share of its axis and every text ready to be shown.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from pages.ui.components import read_component

_curves = st.components.v2.component("unrolled_curve", **read_component("curve"))


@dataclass(frozen=True)
class Mark:
    """A named place on an axis, as a share of its length from 0 to 1."""

    place: float
    label: str


@dataclass(frozen=True)
class Curve:
    """One plot with one curve.

    Parameters
    ----------
    title
        What is measured.
    role
        Whose colour it has.
    height
        Pixels of the plot with its axis.
    value, note
        The latest value, and what belongs to it.
    points
        Places across and up, each as a share of its axis from 0 to 1.
    values, notes
        For each point what is read out in place of ``value`` and ``note`` while it is pointed at.
    ticks
        Marks of the upright axis.
    reference
        The dotted line and its name.
    message
        What stands in the plot while there is no curve, or nothing.
    description
        Text alternative of the plot.
    """

    title: str
    role: Literal["output", "gradient"]
    height: int
    value: str
    note: str
    points: tuple[tuple[float, float], ...]
    values: tuple[str, ...]
    notes: tuple[str, ...]
    ticks: tuple[Mark, ...]
    reference: Mark
    message: str
    description: str


@dataclass(frozen=True)
class CurvesData:
    """Everything that the component is given: plots above one another, and the marks of their common axis."""

    curves: tuple[Curve, ...]
    ticks: tuple[Mark, ...]


def curves(data: CurvesData, key: str) -> None:
    """Draw curves above one another."""
    _curves(data=asdict(data), key=key)
