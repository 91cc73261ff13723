"""Curves that grow while they are watched, drawn by the browser.

A Plotly chart is mounted anew whenever its data change and is blank for a moment; this picture stays. A
`CurvesData` holds every place as a share of its axis and every text ready to be shown.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from pages.ui.components import read_component

Role = Literal["output", "gradient", "hidden", "input"]

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
        The dotted line and its name, if there is one.
    message
        What stands in the plot while there is no curve, or nothing.
    description
        Text alternative of the plot.
    band
        For each point how far it is uncertain: places below and above it; none draws no band.
    half
        Whether it takes half the width, so that two stand side by side.
    """

    title: str
    role: Role
    height: int
    value: str
    note: str
    points: tuple[tuple[float, float], ...]
    values: tuple[str, ...]
    notes: tuple[str, ...]
    ticks: tuple[Mark, ...]
    reference: Mark | None
    message: str
    description: str
    band: tuple[tuple[float, float], ...] = ()
    half: bool = False


@dataclass(frozen=True)
class Strip:
    """One plot of columns that are shaded from top to bottom: how a whole row of numbers goes on in time.

    Parameters
    ----------
    title, role, height, value, note, message, description
        As for `Curve`.
    edges
        Where each column begins and ends, as shares of the axis.
    shades
        For each column how strongly each cell is filled, 0 to 1, from the top.
    values
        The number of each cell, read out while it is pointed at.
    rows, columns
        What a cell's row and column are called in the readout.
    ticks
        Marks of the upright axis: 1 is the top.
    """

    title: str
    role: Role
    height: int
    value: str
    note: str
    edges: tuple[tuple[float, float], ...]
    shades: tuple[tuple[float, ...], ...]
    values: tuple[tuple[float, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    ticks: tuple[Mark, ...]
    message: str
    description: str


@dataclass(frozen=True)
class CurvesData:
    """Everything that the component is given.

    Parameters
    ----------
    curves
        Plots above one another.
    ticks
        Marks of their common axis.
    changes
        Upright lines through all of them, where a person changed something.
    run
        Which run they show; when another begins the plots come into view. Empty for none.
    """

    curves: tuple[Curve | Strip, ...]
    ticks: tuple[Mark, ...]
    changes: tuple[Mark, ...] = ()
    run: str = ""


def curves(data: CurvesData, key: str) -> None:
    """Draw curves above one another."""
    _curves(data=asdict(data), key=key)
