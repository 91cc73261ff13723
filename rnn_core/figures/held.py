"""Picture of a row of words and filler: what the state holds of the review at each step, on either side."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_core.figures.numbers import format_number
from rnn_core.figures.theme import FILL, Palette
from rnn_core.sentiment.held_along import HeldAlong

HEIGHT, FONT = 340, 13  # pixels
PANELS = {"right": (0.58, 0.92), "left": (0.06, 0.40)}
"""Where the rows stand, one above the other, as shares of the height."""
BENEATH = 3
"""Bars over which the last one's number reaches."""
ROOM = 1.3
"""Height of the axis in multiples of the tallest bar: the last one's number stands above it."""


def held_figure(held: HeldAlong, words: Sequence[str], palette: Palette) -> go.Figure:
    """Draw a bar for each step of both rows; the last one, which the output reads, in full colour.

    Parameters
    ----------
    held
        What ``held_along`` returned.
    words
        The review's words, for the readout.
    palette
        The theme's colours.
    """
    filler = ["filler"] * held.num_filler
    rows = {
        "right": (held.right.tolist(), [*words, *filler]),
        "left": (held.left.tolist(), [*filler, *words]),
    }
    top = ROOM * max(value for values, _ in rows.values() for value in values)
    layout = go.Layout(
        height=HEIGHT,
        margin={"l": 12, "r": 12, "t": 12, "b": 12},
        showlegend=False,
        bargap=0.15,
        annotations=[
            note for side, (values, _) in rows.items() for note in _notes(side, values, held, palette)
        ],
        shapes=[_band(side, held, palette) for side in rows if held.num_filler],
        xaxis={"visible": False, "range": [0.5, len(held.left) + 0.5], "anchor": "free", "position": 0},
        yaxis={"domain": PANELS["right"], "range": [0, top], "visible": False},
        yaxis2={"domain": PANELS["left"], "range": [0, top], "visible": False},
    )
    return go.Figure([_bars(side, *row, palette) for side, row in rows.items()], layout)


def _axis(side: str) -> str:
    return "y" if side == "right" else "y2"


def _bars(side: str, values: Sequence[float], names: Sequence[str], palette: Palette) -> go.Bar:
    last = len(values) - 1
    return go.Bar(
        x=list(range(1, len(values) + 1)),
        y=list(values),
        yaxis=_axis(side),
        name=f"filler on the {side}",
        marker={
            "color": [palette.ink["hidden"] if k == last else FILL["hidden"] for k in range(len(values))],
            "opacity": [1.0 if k == last else 0.5 for k in range(len(values))],
        },
        customdata=[[name, format_number(value)] for name, value in zip(names, values, strict=True)],
        hovertemplate="step %{x}, %{customdata[0]}: %{customdata[1]}<extra></extra>",
    )


def _band(side: str, held: HeldAlong, palette: Palette) -> dict[str, object]:
    """Lay a ground under the filler's steps."""
    start = held.num_words if side == "right" else 0
    low, high = PANELS[side]
    return {
        "type": "rect", "xref": "x", "yref": "paper", "layer": "below", "line": {"width": 0},
        "x0": start + 0.5, "x1": start + held.num_filler + 0.5, "y0": low, "y1": high,
        "fillcolor": palette.line, "opacity": 0.45,
    }  # fmt: skip


def _notes(side: str, values: Sequence[float], held: HeldAlong, palette: Palette) -> list[dict[str, object]]:
    """Name the two parts of a row below it, and write the last bar's number above it."""
    words, filler = (held.num_words, "tokens"), (held.num_filler, "filler")
    low, _ = PANELS[side]
    notes, start = [], 0
    for count, name in (words, filler) if side == "right" else (filler, words):
        if count:
            middle = start + (count + 1) / 2
            notes.append(
                {"text": f"{name}: {count}", "x": middle, "y": low, "yref": "paper", "yanchor": "top",
                 "showarrow": False, "font": {"color": palette.muted, "size": FONT}}
            )  # fmt: skip
        start += count
    last = {
        "text": f"<b>{format_number(values[-1])}</b>",
        "x": len(values), "y": max(values[-BENEATH:]), "yref": _axis(side),
        "xanchor": "right", "yanchor": "bottom", "xshift": 8, "showarrow": False,
        "font": {"color": palette.ink["hidden"], "size": FONT + 2},
    }  # fmt: skip
    return [*notes, last]
