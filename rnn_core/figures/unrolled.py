"""Pictures of one run of a network."""

import plotly.graph_objects as go

from rnn_core.figures.theme import Palette
from rnn_core.unrolling import UnrollTrace

ROW_HEIGHT, MARGIN = 32, 72  # pixels


def hidden_state_figure(trace: UnrollTrace, tokens: list[str], palette: Palette) -> go.Figure:
    """Draw the hidden state over time: a row for each unit, a column for each step, h_0 first.

    Parameters
    ----------
    trace
        What ``unroll`` returned.
    tokens
        What stands at each step.
    palette
        The theme's colours.
    """
    values = trace.h.T
    limit = max(values.abs().max().item(), 1e-12)
    heatmap = go.Heatmap(
        z=values.tolist(),
        x=list(range(trace.num_steps + 1)),
        y=[f"unit {unit + 1}" for unit in range(values.shape[0])],
        zmin=-limit,
        zmax=limit,
        colorscale=[[0, palette.negative], [0.5, palette.page], [1, palette.positive]],
        xgap=2,
        ygap=2,
        hovertemplate="t = %{x}, %{y}: %{z}<extra></extra>",
        colorbar={"title": "h", "thickness": 12},
    )
    labels = ["h<sub>0</sub>", *(_escaped(token) for token in tokens)]
    layout = go.Layout(
        height=MARGIN + ROW_HEIGHT * values.shape[0],
        margin={"l": 60, "r": 8, "t": 8, "b": 48},
        xaxis={"tickvals": list(range(len(labels))), "ticktext": labels, "showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return go.Figure(heatmap, layout)


def _escaped(token: str) -> str:
    """Keep Plotly, whose labels know some HTML, from reading a person's word as markup."""
    return token.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
