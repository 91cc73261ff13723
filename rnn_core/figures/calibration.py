"""Pictures of what a probability is worth: what a network said against what came true."""

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from rnn_core.figures.theme import FILL, Palette
from rnn_core.sentiment.reliability import Bin

HEIGHT, FONT = 500, 12  # pixels
PLOT_SHARE = 0.74
"""Share of the height that the diagram takes; the rest is the counts."""
TICKS = [0, 0.25, 0.5, 0.75, 1]
FEW = 10
"""Reviews below which a bin is drawn faint: its share says little."""


def calibration_figure(raw: Sequence[Bin], calibrated: Sequence[Bin], palette: Palette) -> go.Figure:
    """Draw the share that is positive against the probability that was given, and the counts beneath.

    Parameters
    ----------
    raw
        As the network gives them: hollow dots.
    calibrated
        With a temperature: full dots, each with a whisker of one standard error, and the counts.
    palette
        The theme's colours.
    """
    figure = make_subplots(
        rows=2, shared_xaxes=True, vertical_spacing=0.05, row_heights=[PLOT_SHARE, 1 - PLOT_SHARE]
    )
    diagonal = go.Scatter(
        x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": palette.muted, "dash": "dot", "width": 1.5},
    )  # fmt: skip
    figure.add_traces([diagonal, _hollow(raw, palette), _full(calibrated, palette)], rows=1, cols=1)
    figure.add_trace(_counts(calibrated), row=2, col=1)
    figure.add_annotation(
        text="keeps its word", x=1, y=1, xanchor="right", yanchor="bottom", showarrow=False, yshift=2,
        font={"color": palette.muted, "size": FONT},
    )  # fmt: skip
    return _laid_out(figure, palette)


def _told(bins: Sequence[Bin]) -> list[list[str]]:
    return [
        [
            f"{100 * bin.mean_probability:.1f} %",
            f"{100 * bin.share_positive:.1f} %",
            f"{bin.count:,} {'text' if bin.count == 1 else 'texts'} from "
            f"{100 * bin.low:.0f} to {100 * bin.high:.0f} %",
        ]
        for bin in bins
    ]


HOVER = "said %{customdata[0]}, came true %{customdata[1]}<br>%{customdata[2]}"


def _hollow(bins: Sequence[Bin], palette: Palette) -> go.Scatter:
    filled = [bin for bin in bins if bin.count]
    return go.Scatter(
        x=[bin.mean_probability for bin in filled],
        y=[bin.share_positive for bin in filled],
        name="as the network gives it",
        mode="markers",
        marker={"symbol": "diamond-open", "size": 9, "color": palette.muted, "line": {"width": 1.5}},
        customdata=_told(filled),
        hovertemplate=HOVER,
    )


def _full(bins: Sequence[Bin], palette: Palette) -> go.Scatter:
    filled = [bin for bin in bins if bin.count]
    return go.Scatter(
        x=[bin.mean_probability for bin in filled],
        y=[bin.share_positive for bin in filled],
        error_y={
            "array": [bin.standard_error for bin in filled],
            "color": palette.ink["output"],
            "thickness": 1.5,
            "width": 3,
        },
        name="calibrated",
        mode="markers",
        marker={
            "size": 9,
            "color": palette.ink["output"],
            "opacity": [1.0 if bin.count >= FEW else 0.5 for bin in filled],
        },
        customdata=_told(filled),
        hovertemplate=HOVER,
    )


def _counts(bins: Sequence[Bin]) -> go.Bar:
    return go.Bar(
        x=[(bin.low + bin.high) / 2 for bin in bins],
        y=[bin.count for bin in bins],
        width=[0.9 * (bin.high - bin.low) for bin in bins],
        marker={"color": FILL["output"], "opacity": 0.6},
        text=[f"{bin.count:,}" if bin.count else "" for bin in bins],
        textposition="outside",
        cliponaxis=False,
        customdata=_told(bins),
        hovertemplate="%{customdata[2]}<extra></extra>",
        showlegend=False,
    )


def _laid_out(figure: go.Figure, palette: Palette) -> go.Figure:
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 56, "r": 8, "t": 36, "b": 48},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        hovermode="closest",
        font={"size": FONT},
    )
    percents = [f"{100 * tick:.0f} %" for tick in TICKS]
    figure.update_xaxes(
        range=[-0.02, 1.02], tickvals=TICKS, ticktext=percents, showgrid=False, zeroline=False
    )
    figure.update_xaxes(title="probability of positive that was given", row=2, col=1)
    figure.update_yaxes(
        title="share that is positive", range=[-0.04, 1.08], tickvals=TICKS, ticktext=percents,
        gridcolor=palette.line, zeroline=False, row=1, col=1,
    )  # fmt: skip
    figure.update_yaxes(title="texts", showgrid=False, showticklabels=False, zeroline=False, row=2, col=1)
    return figure
