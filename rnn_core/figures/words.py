"""Pictures of what reaches each word of a review."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from torch import Tensor

from rnn_core.figures.numbers import MINUS, format_number
from rnn_core.figures.theme import Palette

HEIGHT = 340
LOWEST_DECADE = -30
"""Decades below which nothing is told apart; what is smaller stands on the lowest line, like an exact 0."""
MAX_TICKS = 8
MAX_WORD = 14
DASHES = {"rnn": "solid", "lstm": "dash", "gru": "dot"}
SYMBOLS = {"rnn": "circle", "lstm": "square", "gru": "diamond"}


def word_gradients_figure(
    tokens: Sequence[str], series: Mapping[str, Tensor], names: Mapping[str, str], palette: Palette
) -> go.Figure:
    """Draw one number for each word and network on a log axis; a network is told by mark and dash.

    A hollow mark on the lowest line is an exact 0, or smaller than the axis can show.

    Parameters
    ----------
    tokens
        The words in reading order.
    series
        For each network (``rnn``, ``lstm``, ``gru``) a number for each word, 0 or more.
    names
        How each network is called.
    palette
        The theme's colours.
    """
    places = list(range(1, len(tokens) + 1))
    words = [_escaped(token) for token in tokens]
    sizes = [value for values in series.values() for value in values.tolist() if value > 0]
    low = max(math.floor(math.log10(min(sizes, default=1.0))), LOWEST_DECADE)
    high = math.ceil(math.log10(max(sizes, default=1.0)))
    floor = 10.0 ** (low - 1)
    lines = [
        _line(key, names[key], values.tolist(), places, words, floor, palette)
        for key, values in series.items()
    ]
    spacing = math.ceil((high - low + 1) / MAX_TICKS)
    decades = list(range(low, high + 1, spacing))
    layout = go.Layout(
        height=HEIGHT,
        margin={"l": 56, "r": 8, "t": 32, "b": 88},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={
            "tickvals": places,
            "ticktext": words,
            "tickangle": -60,
            "showgrid": False,
            "range": [0.5, len(tokens) + 0.5],
        },
        yaxis={
            "type": "log",
            "tickvals": [floor, *(10.0**decade for decade in decades)],
            "ticktext": ["0", *(_power(decade) for decade in decades)],
            "range": [low - 1.2, high + 0.3],
            "gridcolor": palette.line,
        },
        hovermode="x unified",
    )
    return go.Figure(lines, layout)


def _line(
    key: str,
    name: str,
    values: list[float],
    places: list[int],
    words: list[str],
    floor: float,
    palette: Palette,
) -> go.Scatter:
    ink = palette.ink["gradient"]
    is_shown = [value >= 10 * floor for value in values]
    return go.Scatter(
        x=places,
        y=[value if shown else floor for value, shown in zip(values, is_shown, strict=True)],
        name=name,
        mode="lines+markers",
        line={"color": ink, "dash": DASHES[key], "width": 1.5},
        marker={
            "symbol": [SYMBOLS[key] if shown else f"{SYMBOLS[key]}-open" for shown in is_shown],
            "size": 7,
            "color": ink,
        },
        customdata=[[format_number(value), word] for value, word in zip(values, words, strict=True)],
        hovertemplate="%{customdata[1]}: %{customdata[0]}",
    )


def _power(decade: int) -> str:
    return "1" if decade == 0 else f"10<sup>{str(decade).replace('-', MINUS)}</sup>"


def _escaped(token: str) -> str:
    """Keep Plotly, whose labels know some HTML, from reading a person's word as markup."""
    shown = token if len(token) <= MAX_WORD else token[: MAX_WORD - 1] + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
