"""Pictures of the memory test: right answers against T, and what a network says after every symbol."""

import math

import plotly.graph_objects as go
from jaxtyping import Float64, Int64
from torch import Tensor

from rnn_core.figures.theme import FILL, Palette
from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.tasks import letter

HEIGHT, ROW_HEIGHT = 340, 30  # pixels
MAX_LETTERS = 30
"""Symbols that are named under the picture of one sequence; of longer ones the steps are counted."""
MAX_WRITTEN = 10
"""Steps up to which every probability is written in its cell."""
FONT = 12
FULL = 0.6
"""How much of the fill's colour a probability of 1 has."""
_SHARES = {
    "tickvals": [0, 0.25, 0.5, 0.75, 1],
    "ticktext": ["0 %", "25 %", "50 %", "75 %", "100 %"],
}


def recall_curve_figure(curve: RecallCurve, palette: Palette, chosen: int | None = None) -> go.Figure:
    """Draw right answers against T: a dot for each network, a line for the mean at each T, chance dotted.

    Every T has networks of its own, so that no line joins the dots of two.

    Parameters
    ----------
    curve
        What ``recall_curve`` returned.
    palette
        The theme's colours.
    chosen
        The T that is marked, if any.
    """
    ink = palette.ink["output"]
    networks = [
        _trace(curve, column, mode="markers", color=ink, opacity=0.55, hover=f"network {number} of this T")
        for number, column in enumerate(curve.accuracies.T, 1)
    ]
    several = len(networks)
    mean = _trace(
        curve, curve.means, mode="lines", color=ink, opacity=1.0, hover=f"mean of its {several} networks"
    )
    figure = go.Figure([*networks, mean], _layout(curve, palette))
    if chosen is not None:
        figure.add_vline(chosen, line={"color": palette.text, "width": 1.5}, opacity=0.6)
        figure.add_annotation(text=f"T = {chosen}", **_foot(chosen, palette.text))
    figure.add_hline(curve.chance, line={"color": palette.muted, "dash": "dot", "width": 1.5})
    chance = f"chance, {100 * curve.chance:.0f} %"
    figure.add_annotation(text=chance, **_note(curve.chance, palette.muted))
    figure.add_annotation(text=f"mean of {several} networks", **_note(curve.means[0].item(), ink))
    return figure


def _trace(
    curve: RecallCurve, values: Float64[Tensor, " N"], *, mode: str, color: str, opacity: float, hover: str
) -> go.Scatter:
    return go.Scatter(
        x=list(curve.lengths),
        y=values.tolist(),
        mode=mode,
        line={"color": color, "width": 3.5},
        marker={"color": color, "size": 6},
        opacity=opacity,
        customdata=[f"{100 * value:.1f} %" for value in values.tolist()],
        hovertemplate=f"T = %{{x}}, {hover}: %{{customdata}}<extra></extra>",
        showlegend=False,
    )


def _foot(x: int, color: str) -> dict[str, object]:
    """Place a name at the foot of an upright line, where nothing else is; the axis is logarithmic."""
    return {
        "x": math.log10(x),
        "y": 0,
        "xanchor": "left" if x < 30 else "right",
        "yanchor": "bottom",
        "xshift": 4 if x < 30 else -4,
        "showarrow": False,
        "font": {"color": color, "size": FONT + 1},
    }


def _note(y: float, color: str) -> dict[str, object]:
    """Place a name at the left end of a line, just above it: at the right end the lines run into one."""
    return {
        "xref": "x domain",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": color, "size": FONT + 1},
    }


def _layout(curve: RecallCurve, palette: Palette) -> go.Layout:
    return go.Layout(
        height=HEIGHT,
        margin={"l": 52, "r": 12, "t": 12, "b": 48},
        hovermode="closest",
        xaxis={
            "type": "log",
            "title": {"text": "T, symbols in the sequence"},
            "tickvals": [length for length in curve.lengths if length in (1, 2, 3, 5, 10, 20, 50, 100)],
            "gridcolor": palette.line,
        },
        yaxis={
            "range": [0, 1.12],
            **_SHARES,
            "title": {"text": "right answers"},
            "gridcolor": palette.line,
        },
    )


def answer_figure(
    probabilities: Float64[Tensor, "T K"], symbols: Int64[Tensor, " T"], palette: Palette
) -> go.Figure:
    """Draw what a network would answer after every symbol: a row for each answer, a column for each step.

    Parameters
    ----------
    probabilities
        What ``follow`` returned.
    symbols
        What the network heard, counted from 0; a dot marks each, and the first one's row is printed strong.
    palette
        The theme's colours.
    """
    cells, heard = _answers(probabilities, palette), _heard(symbols, palette)
    return go.Figure([cells, heard], _answer_layout(symbols, probabilities.shape[1], palette))


def _answers(probabilities: Float64[Tensor, "T K"], palette: Palette) -> go.Heatmap:
    """Fill one cell for each answer after each step."""
    num_steps, num_symbols = probabilities.shape
    return go.Heatmap(
        z=probabilities.T.tolist(),
        x=list(range(1, num_steps + 1)),
        y=list(range(num_symbols)),
        zmin=0,
        zmax=1,
        colorscale=[[0, palette.page], [1, _mixed(palette.page, FILL["output"])]],
        xgap=1 if num_steps <= MAX_LETTERS else 0,
        ygap=2,
        text=[[f"{100 * p:.0f}" for p in row] for row in probabilities.T.tolist()],
        texttemplate="%{text}" if num_steps <= MAX_WRITTEN else None,
        textfont={"color": palette.text, "size": FONT},
        customdata=[[letter(row)] * num_steps for row in range(num_symbols)],
        hovertemplate="after step %{x}: %{customdata} %{text} %<extra></extra>",
        colorbar={"thickness": 10, "tickvals": [0, 0.5, 1], "ticktext": ["0 %", "50 %", "100 %"]},
    )


def _heard(symbols: Int64[Tensor, " T"], palette: Palette) -> go.Scatter:
    """Put a dot on each symbol that was heard, beneath the number where one is written."""
    num_steps = len(symbols)
    below = 0.36 if num_steps <= MAX_WRITTEN else 0.0
    return go.Scatter(
        x=list(range(1, num_steps + 1)),
        y=[row + below for row in symbols.tolist()],
        mode="markers",
        marker={
            "color": palette.ink["input"],
            "size": 7 if num_steps <= MAX_LETTERS else 4,
            "line": {"color": palette.page, "width": 1},
        },
        hoverinfo="skip",
        showlegend=False,
    )


def _mixed(page: str, fill: str) -> str:
    """Let the page shine through a fill, so that a number on it can be read in both themes."""
    channels = [(int(page[k : k + 2], 16), int(fill[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(low + FULL * (high - low)):02X}" for low, high in channels)


def _answer_layout(symbols: Int64[Tensor, " T"], num_symbols: int, palette: Palette) -> go.Layout:
    first, num_steps = int(symbols[0]), len(symbols)
    if num_steps <= MAX_LETTERS:
        ticks = {
            "tickvals": list(range(1, num_steps + 1)),
            "ticktext": [letter(symbol) for symbol in symbols.tolist()],
        }
    else:
        ticks = {"tickvals": [1, *range(10, num_steps + 1, 10)]}
    names = [letter(row) for row in range(num_symbols)]
    names[first] = f"<b>{names[first]}, first</b>"
    return go.Layout(
        height=ROW_HEIGHT * num_symbols + 72,
        margin={"l": 60, "r": 8, "t": 8, "b": 48},
        xaxis={
            "title": {"text": "symbols heard, in order" if num_steps <= MAX_LETTERS else "step"},
            "showgrid": False,
            "zeroline": False,
            **ticks,
        },
        yaxis={
            "tickvals": list(range(num_symbols)),
            "ticktext": names,
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
        },
    )
