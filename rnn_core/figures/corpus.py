"""Pictures of what a vocabulary covers and what a limit on the length keeps, in a real corpus."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_core.figures.theme import Palette
from rnn_core.text.corpus_figures import CorpusFigures
from rnn_core.text.variants import OURS

HEIGHT, FONT = 340, 13  # pixels
ROOM = 132
"""Pixels on the right, where the curves are named."""
APART = 18
"""Pixels between two names: the curves end closer than that."""
DASHES = {"blanks": "dot", "blanks, lower case": "dash", "words and marks": "solid", "characters": "dashdot"}
MOST = 1_000
"""Tokens up to which the limit is drawn."""


def coverage_figure(figures: CorpusFigures, chosen: int, palette: Palette) -> go.Figure:
    """Draw the share of the tokens of other films that a vocabulary holds, against its size.

    Parameters
    ----------
    figures
        What ``python -m rnn_core.text.coverage`` counted.
    chosen
        Size that is marked on our curve, one of those that were counted.
    palette
        The theme's colours.
    """
    lines, notes = [], []
    by_end = sorted(figures.coverage, key=lambda each: -each.held_back[-1])
    for place, each in enumerate(by_end):
        colour = palette.ink["input"] if each.variant == OURS else palette.muted
        name = each.variant
        lines.append(
            _line(each.sizes, each.held_back, name, DASHES[name], colour, f"{name}, %{{x:,}} entries")
        )
        notes.append(
            {
                "text": name,
                "x": 1,
                "xref": "paper",
                "y": 100 * by_end[0].held_back[-1],
                "xanchor": "left",
                "xshift": 8,
                "yshift": -APART * place,
                "showarrow": False,
                "font": {"color": colour, "size": FONT},
            }
        )
    ours = figures.of(OURS)
    lines.append(_mark(chosen, 1 - ours.unknown_at(chosen), palette))
    layout = _layout("entries of the vocabulary", "tokens known, %", palette, notes)
    ticks = [10, 1_000, 100_000]
    layout.xaxis.update(type="log", tickvals=ticks, ticktext=[f"{tick:,}" for tick in ticks], tickangle=0)
    layout.margin.r = ROOM
    return go.Figure(lines, layout)


def lengths_figure(figures: CorpusFigures, chosen: int, palette: Palette) -> go.Figure:
    """Draw what a limit on the length keeps: of all tokens, and of the reviews that lose nothing.

    Parameters
    ----------
    figures
        What ``python -m rnn_core.text.coverage`` counted.
    chosen
        Limit that is marked on the tokens' curve, one of those that were counted.
    palette
        The theme's colours.
    """
    lengths = figures.lengths
    limits = tuple(limit for limit in lengths.limits if limit <= MOST)
    lines, notes = [], []
    for name, values, dash, colour, at, above in (
        ("tokens kept", lengths.kept, "solid", palette.ink["input"], 200, True),
        ("reviews kept whole", lengths.whole, "dash", palette.muted, 256, False),
    ):
        drawn = values[: len(limits)]
        lines.append(_line(limits, drawn, name, dash, colour, f"{name} at a limit of %{{x:,}}"))
        notes.append(
            {
                "text": name,
                "x": at,
                "y": 100 * drawn[limits.index(at)],
                "xanchor": "right" if above else "left",
                "yanchor": "bottom" if above else "top",
                "xshift": -8 if above else 8,
                "showarrow": False,
                "font": {"color": colour, "size": FONT},
            }
        )
    lines.append(_mark(chosen, lengths.kept[lengths.limits.index(chosen)], palette))
    return go.Figure(lines, _layout("tokens of a review at most", "kept, %", palette, notes))


def _line(
    sizes: Sequence[int], shares: Sequence[float], name: str, dash: str, colour: str, hover: str
) -> go.Scatter:
    return go.Scatter(
        x=list(sizes),
        y=[100 * share for share in shares],
        name=name,
        mode="lines",
        line={"color": colour, "dash": dash, "width": 2.5 if dash == "solid" else 2},
        hovertemplate=f"{hover}: %{{y:.1f}} %<extra></extra>",
    )


def _mark(size: int, share: float, palette: Palette) -> go.Scatter:
    """Mark what the page is set to."""
    ring = {"size": 13, "color": palette.page, "line": {"color": palette.ink["input"], "width": 3}}
    hover = "the page is set to %{x:,}: %{y:.1f} %<extra></extra>"
    return go.Scatter(x=[size], y=[100 * share], name="set", mode="markers", marker=ring, hovertemplate=hover)


def _layout(across: str, up: str, palette: Palette, notes: list[dict[str, object]]) -> go.Layout:
    return go.Layout(
        height=HEIGHT,
        margin={"l": 56, "r": 12, "t": 12, "b": 52},
        showlegend=False,
        annotations=notes,
        xaxis={"title": across, "gridcolor": palette.line, "zeroline": False},
        yaxis={"title": up, "range": [0, 104], "gridcolor": palette.line, "zeroline": False},
    )
