"""Several runs in one picture: right answers while they learned, each named at its end."""

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

from rnn_core.figures.theme import Palette
from rnn_core.running.summary import CHANCE, CurvePoint, RunSummary, Task

Axis = Literal["seconds", "examples"]
HEIGHT, FONT = 340, 13  # pixels
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
"""Every run has a stroke and a mark of its own; what they show is one thing, so that they have one colour."""
MAX_RUNS = len(DASHES)
BELOW = 0.1
"""How far below chance the axis of shares begins."""
GAP = 0.055
"""Least distance between two names, on the axis of shares."""


def runs_figure(
    runs: Sequence[RunSummary], letters: Sequence[str], palette: Palette, against: Axis = "seconds"
) -> go.Figure:
    """Draw the curves of up to six runs on one task over one another.

    Parameters
    ----------
    runs
        What `rnn_core.running.summary.summary_of` gave, at least one; those without a judgement have no
        curve.
    letters
        What each is called.
    palette
        The theme's colours.
    against
        What stands on the axis across: seconds of training, or reviews or sequences read.
    """
    task = runs[0].task
    chance = CHANCE[task]
    drawn = [(run, letter) for run, letter in zip(runs, letters, strict=True) if run.curve]
    figure = go.Figure([_curve(run, letter, k, palette, against) for k, (run, letter) in enumerate(drawn)])
    for k, (run, letter) in enumerate(drawn):
        figure.add_annotation(_letter(run, letter, (k + 1) / (len(drawn) + 1), palette, against))
    places = spread([run.curve[-1].accuracy for run, _ in drawn], GAP)
    for (run, letter), place in zip(drawn, places, strict=True):
        figure.add_annotation(
            text=f"<b>{letter}</b> {100 * run.curve[-1].accuracy:.1f} %",
            xref="paper", x=1.0, y=place, xanchor="left", xshift=6, showarrow=False,
            font={"color": palette.ink["output"], "size": FONT},
        )  # fmt: skip
    figure.add_hline(chance, line={"color": palette.muted, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        text=f"chance {100 * chance:.0f} %", xref="x domain", x=1.0, y=chance, xanchor="right", yanchor="top",
        showarrow=False,
        font={"color": palette.muted, "size": FONT - 1},
    )  # fmt: skip
    return figure.update_layout(_layout(palette, against, task))


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move places apart until no two are nearer than ``gap``, each as little as can be and in their order.

    Examples
    --------
    >>> [round(place, 3) for place in spread([0.9, 0.5, 0.91], 0.05)]
    [0.88, 0.5, 0.93]
    """
    groups: list[tuple[list[int], float]] = []  # whose places touch, and the middle of the group
    for k in sorted(range(len(places)), key=lambda k: places[k]):
        groups.append(([k], places[k]))
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], gap):
            last, before = groups.pop(), groups.pop()
            members = before[0] + last[0]
            middle = sum(places[k] for k in members) / len(members)
            groups.append((members, middle))
    moved = list(places)
    for members, middle in groups:
        for k, member in enumerate(members):
            moved[member] = middle + gap * (k - (len(members) - 1) / 2)
    return moved


def _overlap(low: tuple[list[int], float], high: tuple[list[int], float], gap: float) -> bool:
    room = gap * (len(low[0]) + len(high[0])) / 2
    return high[1] - low[1] < room


def _curve(run: RunSummary, letter: str, k: int, palette: Palette, against: Axis) -> go.Scatter:
    return go.Scatter(
        x=[_across(point, against) for point in run.curve],
        y=[point.accuracy for point in run.curve],
        mode="lines+markers",
        line={"color": palette.ink["output"], "width": 2, "dash": DASHES[k % MAX_RUNS]},
        marker={"color": palette.ink["output"], "size": 6, "symbol": SYMBOLS[k % MAX_RUNS]},
        customdata=[
            [f"{100 * point.accuracy:.1f} %", f"{point.seconds:.1f} s", f"{point.num_examples:,}"]
            for point in run.curve
        ],
        hovertemplate=f"{letter}: %{{customdata[0]}} after %{{customdata[1]}}, "
        f"%{{customdata[2]}} {run.task} read<extra></extra>",
        name=letter,
        showlegend=False,
    )


def _letter(run: RunSummary, letter: str, part: float, palette: Palette, against: Axis) -> Any:
    """Write a curve's letter on it, each on another part of the way, so that close curves are told apart."""
    point = run.curve[round(part * (len(run.curve) - 1))]
    return {
        "text": f"<b>{letter}</b>", "x": _across(point, against), "y": point.accuracy, "showarrow": False,
        "font": {"color": palette.ink["output"], "size": FONT}, "bgcolor": palette.page, "borderpad": 1,
    }  # fmt: skip


def _across(point: CurvePoint, against: Axis) -> float | int:
    return point.seconds if against == "seconds" else point.num_examples


def _layout(palette: Palette, against: Axis, task: Task) -> go.Layout:
    title = "seconds of training" if against == "seconds" else f"{task} read"
    return go.Layout(
        height=HEIGHT,
        margin={"l": 52, "r": 84, "t": 12, "b": 48},
        hovermode="closest",
        xaxis={"title": {"text": title}, "rangemode": "tozero", "gridcolor": palette.line, "zeroline": False},
        yaxis={
            "range": [CHANCE[task] - BELOW, 1.02],
            "tickvals": [0.2, 0.4, 0.6, 0.8, 1.0],
            "ticktext": ["20 %", "40 %", "60 %", "80 %", "100 %"],
            "title": {"text": "right answers"},
            "gridcolor": palette.line,
        },
    )
