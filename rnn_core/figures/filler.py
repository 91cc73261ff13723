"""Picture of what filler leaves of a review in the last hidden state, and of the first word's gradient."""

import math
from typing import Literal

import plotly.graph_objects as go
from torch import Tensor

from rnn_core.figures.numbers import MINUS, format_number
from rnn_core.figures.theme import Palette, Role
from rnn_core.sentiment.padding_effect import FillerEffect, PaddingEffect

HEIGHT, FONT = 320, 13  # pixels
LOWEST_DECADE = -16
"""What is smaller stands on the lowest line, hollow: next to 1 float64 cannot tell it from 0."""
FINE_DECADES = 5
"""Decades up to which each has its grid line."""
INK: dict[str, Role] = {"state": "hidden", "gradient": "gradient"}
NAMED_AT = {"left": 1, "right": 4}
"""Where each line is named: how many marks from the first, at least."""
APART = 1 / 6
"""Share of the widest gap between the lines that is room enough for the right side's name."""


def filler_figure(effect: PaddingEffect, what: Literal["state", "gradient"], palette: Palette) -> go.Figure:
    """Draw what is left against the places of filler, on a log axis, 1 without filler; a line for each side.

    Parameters
    ----------
    effect
        What ``padding_effect`` returned.
    what
        ``"state"``: the last hidden state's distance from filler alone. ``"gradient"``: the first word's.
    palette
        The theme's colours.
    """
    ink, fillers = palette.ink[INK[what]], effect.left.fillers
    sides = (("left", effect.left), ("right", effect.right))
    lines = [_line(side, each, getattr(each, what), ink) for side, each in sides]
    marks = (NAMED_AT["left"], _apart(*lines))
    names = [_name(side, line, at, ink) for (side, _), line, at in zip(sides, lines, marks, strict=True)]
    lowest = min(_decade(value) for line in lines for value in line.y)
    decades = range(LOWEST_DECADE, FINE_DECADES, 1 if lowest > -FINE_DECADES else 4)
    return go.Figure(
        lines,
        go.Layout(
            height=HEIGHT,
            margin={"l": 52, "r": 12, "t": 24, "b": 52},
            showlegend=False,
            annotations=names,
            xaxis={
                "tickvals": list(range(len(fillers))),
                "ticktext": [str(k) for k in fillers],
                "tickangle": 0,
                "title": "places of filler",
                "gridcolor": palette.line,
                "zeroline": False,
            },
            yaxis={
                "type": "log",
                "tickvals": [10.0**decade for decade in decades],
                "ticktext": [_power(decade) for decade in decades],
                "gridcolor": palette.line,
                "zeroline": False,
            },
        ),
    )


def _line(side: str, effect: FillerEffect, values: Tensor, ink: str) -> go.Scatter:
    """Draw one side in multiples of its value without filler, so that every line begins at 1."""
    left = (values / values[0].clamp_min(1e-300)).tolist()
    symbol = "circle" if side == "left" else "square"
    is_shown = [value >= 10.0**LOWEST_DECADE for value in left]
    return go.Scatter(
        x=list(range(len(left))),
        y=[max(value, 10.0**LOWEST_DECADE) for value in left],
        name=f"filler on the {side}",
        mode="lines+markers",
        line={"color": ink, "dash": "dash" if side == "left" else "solid", "width": 2},
        marker={
            "color": ink,
            "size": 8,
            "symbol": [symbol if shown else f"{symbol}-open" for shown in is_shown],
        },
        customdata=[[k, format_number(value)] for k, value in zip(effect.fillers, left, strict=True)],
        hovertemplate=f"%{{customdata[0]}} places on the {side}: %{{customdata[1]}} is left<extra></extra>",
    )


def _apart(left: go.Scatter, right: go.Scatter) -> int:
    """Find the first mark at which there is room for a name between the lines."""
    gaps = [_decade(above) - _decade(below) for above, below in zip(left.y, right.y, strict=True)]
    first = next(k for k, gap in enumerate(gaps) if gap >= APART * max(gaps))
    return max(NAMED_AT["right"], first)


def _name(side: str, line: go.Scatter, at: int, ink: str) -> dict[str, object]:
    """Name a line beside one of its marks: above the left side's, below the right side's."""
    at = min(at, len(line.x) - 1)
    return {
        "text": line.name,
        "x": at,
        "y": _decade(line.y[at]),
        "xanchor": "left" if side == "left" else "right",
        "yanchor": "bottom" if side == "left" else "top",
        "xshift": 0 if side == "left" else -8,
        "yshift": 6 if side == "left" else -4,
        "showarrow": False,
        "font": {"color": ink, "size": FONT},
    }


def _decade(value: float) -> float:
    """Give a value's place on the log axis."""
    return math.log10(value)


def _power(decade: int) -> str:
    return "1" if decade == 0 else f"10<sup>{str(decade).replace('-', MINUS)}</sup>"
