"""Picture of pairs of words whose cosine training has changed: a hollow mark before, a filled one after."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_core.figures.theme import Palette
from rnn_core.text.word_map import Moved

ROW, EDGE, FONT = 42, 44, 13  # pixels
SPARE = 0.06
"""What is left free at both ends of the axis."""


def moved_figure(moved: Sequence[Moved], palette: Palette) -> go.Figure:
    """Draw a line for each pair from its cosine before training to the one after, the first pair on top.

    Parameters
    ----------
    moved
        Pairs with both cosines, one or more.
    palette
        The theme's colours.
    """
    rows = list(range(len(moved), 0, -1))
    ends = [value for pair in moved for value in (pair.before, pair.after)]
    return go.Figure(
        [
            _marks("as counted", [pair.before for pair in moved], rows, "circle-open", palette),
            _marks("after training", [pair.after for pair in moved], rows, "circle", palette),
        ],
        go.Layout(
            height=ROW * len(moved) + EDGE,
            margin={"l": 8, "r": 8, "t": 0, "b": EDGE},
            showlegend=False,
            annotations=[_name(pair, row, palette) for pair, row in zip(moved, rows, strict=True)],
            shapes=[_way(pair, row, palette) for pair, row in zip(moved, rows, strict=True)],
            xaxis={
                "title": "cosine",
                "range": [min(0.0, *ends) - SPARE, 1 + SPARE],
                "gridcolor": palette.line,
                "zeroline": False,
            },
            yaxis={"range": [0.6, len(moved) + 1], "visible": False},
        ),
    )


def _marks(
    name: str, cosines: Sequence[float], rows: Sequence[int], symbol: str, palette: Palette
) -> go.Scatter:
    ink = palette.ink["input"]
    return go.Scatter(
        x=list(cosines),
        y=list(rows),
        name=name,
        mode="markers",
        marker={"symbol": symbol, "size": 11, "color": ink, "line": {"width": 2, "color": ink}},
        hovertemplate=f"{name}: %{{x:.2f}}<extra></extra>",
    )


def _way(pair: Moved, row: int, palette: Palette) -> dict[str, object]:
    line = {"color": palette.ink["input"], "width": 2}
    return {"type": "line", "x0": pair.before, "x1": pair.after, "y0": row, "y1": row, "line": line}


def _name(pair: Moved, row: int, palette: Palette) -> dict[str, object]:
    """Name a pair above its line, at the left edge."""
    font = {"color": palette.text, "size": FONT}
    text = f"{pair.word} and {pair.other}"
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": row + 0.4,
        "showarrow": False,
        "font": font,
    }
