"""The memory test of every cell: right answers against T, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rnn_core.figures.theme import Palette
from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.remembering.spec import LENGTHS, NAMES, MemoryCell

HEIGHT, FONT = 330, 12  # pixels
HOVER = "T = %{customdata[0]}, seed %{customdata[1]}: %{customdata[2]}<extra></extra>"
SPREAD = 0.5
"""Width over which the seeds of one T stand side by side, where two values of T are 1 apart."""


@dataclass(frozen=True)
class OwnRun:
    """A training of the visitor's own, to be marked among the others."""

    cell: MemoryCell
    num_steps: int
    seed: int
    accuracy: float


def cell_curves_figure(
    curves: Mapping[MemoryCell, RecallCurve], palette: Palette, own: OwnRun | None = None
) -> go.Figure:
    """Draw right answers against T: a panel for each cell, a dot for each network, a line for their mean.

    Parameters
    ----------
    curves
        What ``cell_curves`` returned.
    palette
        The theme's colours.
    own
        What is ringed as the visitor's.
    """
    figure = make_subplots(
        rows=1,
        cols=len(curves),
        shared_yaxes=True,
        horizontal_spacing=0.015,
        column_titles=[
            NAMES[cell].replace(" ", "<br>", 1) for cell in curves
        ],  # panels are narrow on a phone
    )
    figure.update_annotations(font={"size": FONT + 1, "color": palette.text})
    for column, (cell, curve) in enumerate(curves.items(), 1):
        mean = _mean(curve, NAMES[cell], palette.ink["output"])
        figure.add_traces([mean, _networks(curve, palette)], rows=1, cols=column)
        if own is not None and own.cell == cell:
            figure.add_trace(_ring(own, curve.accuracies.shape[1], palette), row=1, col=column)
    chance = next(iter(curves.values())).chance
    figure.add_hline(chance, line={"color": palette.muted, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        text=f"chance, {100 * chance:.0f} %",
        xref="paper", x=0, y=chance, xanchor="left", yanchor="top", yshift=-10, showarrow=False,
        font={"color": palette.muted, "size": FONT},
    )  # fmt: skip
    return _laid_out(figure, palette)


def _networks(curve: RecallCurve, palette: Palette) -> go.Scatter:
    seeds = range(curve.accuracies.shape[1])
    places = [_place(row, seed, len(seeds)) for row in range(len(curve.lengths)) for seed in seeds]
    return go.Scatter(
        x=places,
        y=curve.accuracies.flatten().tolist(),
        mode="markers",
        marker={"color": palette.ink["output"], "size": 6, "line": {"color": palette.page, "width": 1}},
        customdata=[
            [length, seed, f"{100 * p:.1f} %"]
            for length, row in zip(curve.lengths, curve.accuracies.tolist(), strict=True)
            for seed, p in enumerate(row)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )


def _place(row: int, seed: int, num_seeds: int) -> float:
    """Give each seed a place of its own, so that networks that are all right do not hide one another."""
    return row + SPREAD * (seed / (num_seeds - 1) - 0.5)


def _mean(curve: RecallCurve, name: str, ink: str) -> go.Scatter:
    values = curve.means.tolist()
    return go.Scatter(
        x=list(range(len(curve.lengths))),
        y=values,
        mode="lines",
        line={"color": ink, "width": 2.5},
        opacity=0.5,
        customdata=[[length, f"{100 * p:.1f} %"] for length, p in zip(curve.lengths, values, strict=True)],
        hovertemplate=f"{name}, T = %{{customdata[0]}}, mean: %{{customdata[1]}}<extra></extra>",
        showlegend=False,
    )


def _ring(own: OwnRun, num_seeds: int, palette: Palette) -> go.Scatter:
    """Ring the place of the snapshot of the same seed, or the middle of its T where there is none."""
    row = LENGTHS.index(own.num_steps)
    return go.Scatter(
        x=[_place(row, own.seed, num_seeds) if own.seed < num_seeds else row],
        y=[own.accuracy],
        mode="markers+text",
        marker={"symbol": "circle-open", "size": 16, "color": palette.text, "line": {"width": 2}},
        text=["yours"],
        textposition=f"{'top' if own.accuracy < 0.9 else 'bottom'} {'left' if row > 1 else 'right'}",
        textfont={"color": palette.text, "size": FONT},
        customdata=[[own.num_steps, own.seed, f"{100 * own.accuracy:.1f} %"]],
        hovertemplate=f"yours, {HOVER}",
        showlegend=False,
    )


def _laid_out(figure: go.Figure, palette: Palette) -> go.Figure:
    figure.update_layout(height=HEIGHT, margin={"l": 44, "r": 4, "t": 44, "b": 60}, hovermode="closest")
    figure.update_xaxes(
        range=[-0.6, len(LENGTHS) - 0.4],
        tickvals=list(range(len(LENGTHS))),
        ticktext=[f"{'<br>' * (k % 2)}{length}" for k, length in enumerate(LENGTHS)],  # two rows, for a phone
        tickangle=0,
        showgrid=False,
        zeroline=False,
    )
    shares = [0, 0.25, 0.5, 0.75, 1]
    figure.update_yaxes(
        range=[0, 1.08], tickvals=shares, gridcolor=palette.line, zeroline=False,
        ticktext=[f"{100 * share:.0f} %" for share in shares],
    )  # fmt: skip
    middle = figure.layout[f"xaxis{len(figure.layout.annotations) // 2}"]
    middle.title = {"text": "T, symbols in the sequence"}
    return figure
