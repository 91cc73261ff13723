"""The cliff of a recurrent neuron's loss as a surface, with what gradient descent does on it."""

import plotly.graph_objects as go
import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.cliff import CliffLoss, Descent, cliff_loss
from rnn_core.figures.theme import Palette

HEIGHT = 460
LIFT = 0.004  # how far a path floats above the surface, so that it is not half swallowed by it
CAMERA = {"eye": {"x": 1.4, "y": 1.62, "z": 0.9}, "center": {"x": 0, "y": 0, "z": -0.2}}


def cliff_figure(
    w: Float64[Tensor, " W"],
    b: Float64[Tensor, " B"],
    surface: CliffLoss,
    paths: dict[str, Descent],
    palette: Palette,
) -> go.Figure:
    """Draw the loss over both weights, and the part of each path that lies on it.

    Parameters
    ----------
    w, b, surface
        The grid, and the loss on it: rows for ``b``, columns for ``w``.
    paths
        The paths by their names, the first drawn strong.
    palette
        The theme's colours.
    """
    ground = go.Surface(
        x=w.tolist(),
        y=b.tolist(),
        z=surface.loss.tolist(),
        colorscale=[[0, palette.page], [1, palette.positive]],
        showscale=False,
        contours={"z": {"show": True, "color": palette.muted, "start": 0, "end": 0.5, "size": 0.05}},
        hovertemplate="w = %{x:.2f}, b = %{y:.2f}: loss %{z:.3f}<extra></extra>",
    )
    inks = [palette.ink["gradient"], palette.text]
    lines = [
        _path(name, path, (w, b), inks[place % 2], "solid" if place == 0 else "dash")
        for place, (name, path) in enumerate(paths.items())
    ]
    axis = {"backgroundcolor": palette.page, "gridcolor": palette.line, "color": palette.muted}
    layout = go.Layout(
        height=HEIGHT,
        margin={"l": 24, "r": 8, "t": 8, "b": 8},
        scene={
            "xaxis": {"title": "w", "range": [w.min().item(), w.max().item()], **axis},
            "yaxis": {"title": "b", "range": [b.min().item(), b.max().item()], **axis},
            "zaxis": {"title": "loss", "range": [0, 0.5], **axis},
            "aspectratio": {"x": 1.2, "y": 1.2, "z": 0.7},
            "camera": CAMERA,
        },
        legend={"orientation": "h", "x": 0, "y": 1},
    )
    return go.Figure([ground, *lines], layout)


def cliff_map_figure(
    w: Float64[Tensor, " W"],
    b: Float64[Tensor, " B"],
    surface: CliffLoss,
    paths: dict[str, Descent],
    palette: Palette,
) -> go.Figure:
    """Draw the same from above: the loss as a colour, the paths as lines.

    Parameters
    ----------
    w, b, surface, paths, palette
        As for ``cliff_figure``.
    """
    ground = go.Heatmap(
        x=w.tolist(),
        y=b.tolist(),
        z=surface.loss.tolist(),
        colorscale=[[0, palette.page], [1, palette.positive]],
        colorbar={"title": "loss", "thickness": 12},
        hovertemplate="w = %{x:.2f}, b = %{y:.2f}: loss %{z:.3f}<extra></extra>",
    )
    inks = [palette.ink["gradient"], palette.text]
    lines = [
        go.Scatter(
            x=path.w.tolist(),
            y=path.b.tolist(),
            name=name,
            mode="lines+markers",
            line={"color": inks[place % 2], "width": 1, "dash": "solid" if place == 0 else "dash"},
            marker={"size": 4, "color": inks[place % 2], "symbol": "circle" if place == 0 else "square"},
            hovertemplate="w = %{x:.3f}, b = %{y:.3f}<extra></extra>",
        )
        for place, (name, path) in reversed(list(enumerate(paths.items())))
    ]
    layout = go.Layout(
        height=320,
        margin={"l": 56, "r": 8, "t": 32, "b": 44},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
        xaxis={"title": "w", "range": [w.min().item(), w.max().item()], "showgrid": False},
        yaxis={"title": "b", "range": [b.min().item(), b.max().item()], "showgrid": False},
    )
    return go.Figure([ground, *lines], layout)


def descent_figure(paths: dict[str, Descent], palette: Palette) -> go.Figure:
    """Draw the loss after each update of every path.

    Parameters
    ----------
    paths
        The paths by their names.
    palette
        The theme's colours.
    """
    inks = [palette.ink["gradient"], palette.text]
    lines = [
        go.Scatter(
            y=path.loss.tolist(),
            name=name,
            mode="lines",
            line={"color": inks[place % 2], "width": 2, "dash": "solid" if place == 0 else "dash"},
            hovertemplate="after %{x} updates: %{y:.3g}<extra></extra>",
        )
        for place, (name, path) in enumerate(paths.items())
    ]
    layout = go.Layout(
        height=220,
        margin={"l": 56, "r": 8, "t": 32, "b": 44},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"title": "updates", "showgrid": False},
        yaxis={"title": "loss", "range": [0, 0.5], "gridcolor": palette.line},
    )
    return go.Figure(lines, layout)


def _path(name: str, path: Descent, grid: tuple[Tensor, Tensor], ink: str, dash: str) -> go.Scatter3d:
    """Draw a path; where it has left the surface the line is broken."""
    w, b = grid
    is_on = (path.w >= w.min()) & (path.w <= w.max()) & (path.b >= b.min()) & (path.b <= b.max())
    height = cliff_loss(path.w, path.b).loss + LIFT
    missing = torch.full_like(path.w, torch.nan)
    x, y, z = (torch.where(is_on, values, missing).tolist() for values in (path.w, path.b, height))
    as_json = [[None if value != value else value for value in values] for values in (x, y, z)]
    return go.Scatter3d(
        x=as_json[0],
        y=as_json[1],
        z=as_json[2],
        name=name,
        mode="lines+markers",
        line={"color": ink, "width": 3, "dash": dash},
        marker={"size": 2.5, "color": ink},
        hovertemplate="w = %{x:.3f}, b = %{y:.3f}<extra></extra>",
    )
