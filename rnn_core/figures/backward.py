"""Pictures of updates: how far each weight moves, and the loss from one update to the next."""

import math

import plotly.graph_objects as go

from rnn_core.descent import Descent
from rnn_core.figures.theme import FILL, Palette, Role
from rnn_core.tables.backward import update_table

HEIGHT = 300  # pixels
LOG_FROM = 1000.0
"""From this ratio of the largest to the smallest loss on, the axis is logarithmic."""
_ROLES: dict[str, Role] = {
    "W_xh": "input",
    "W_hh": "hidden",
    "b_h": "hidden",
    "W_hy": "output",
    "b_y": "output",
}


def update_figure(descent: Descent, palette: Palette) -> go.Figure:
    """Draw by how much the first update moves each number of the network, a bar for each.

    Parameters
    ----------
    descent
        What ``descend`` returned; its first update must have been made.
    palette
        The theme's colours.
    """
    table = update_table(descent.params[0], descent.gradients[0], descent.params[1])
    names = [weight.partition("[")[0] for weight in table["weight"]]
    bars = go.Bar(
        x=table["weight"].tolist(),
        y=table["moved by"].tolist(),
        marker={"color": [FILL[_ROLES[name]] for name in names]},
        customdata=table[["before", "after"]].to_numpy().tolist(),
        hovertemplate="%{x}: %{customdata[0]:.4g} → %{customdata[1]:.4g}, moved by %{y:.4g}<extra></extra>",
    )
    return go.Figure(
        bars,
        go.Layout(
            height=HEIGHT,
            margin={"l": 64, "r": 8, "t": 8, "b": 88},
            xaxis={"tickangle": -60, "tickfont": {"size": 12}},
            yaxis={"title": {"text": "moved by"}, "gridcolor": palette.line, "zerolinecolor": palette.muted},
        ),
    )


def loss_figure(descent: Descent, palette: Palette) -> go.Figure:
    """Draw the loss before the first update and after each one; a loss that overflowed is marked and named.

    Parameters
    ----------
    descent
        What ``descend`` returned.
    palette
        The theme's colours.
    """
    finite = [loss for loss in descent.losses if math.isfinite(loss)]
    is_log = bool(finite) and min(finite) > 0 and max(finite) / min(finite) > LOG_FROM
    updates = list(range(len(descent.losses)))
    line = go.Scatter(
        x=updates,
        y=[loss if math.isfinite(loss) else None for loss in descent.losses],
        mode="lines+markers",
        line={"color": palette.ink["gradient"], "width": 2.5},
        marker={"color": palette.ink["gradient"], "size": 6},
        hovertemplate="after update %{x}: %{y:.6g}<extra></extra>",
    )
    figure = go.Figure(
        line,
        go.Layout(
            height=HEIGHT,
            margin={"l": 64, "r": 8, "t": 8, "b": 48},
            xaxis={"title": {"text": "updates"}, "gridcolor": palette.line, "rangemode": "tozero"},
            yaxis={
                "type": "log" if is_log else "linear",
                "exponentformat": "power",
                "title": {"text": "loss"},
                "gridcolor": palette.line,
                "rangemode": "normal" if is_log else "tozero",
            },
        ),
    )
    if descent.overflow_at is not None:
        figure.add_annotation(
            text=f"overflow at update {descent.overflow_at}",
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            xanchor="right",
            yanchor="top",
            showarrow=False,
            font={"color": palette.text, "size": 13},
        )
    return figure
