"""Clipping at a cliff: the loss of one recurrent neuron, and descent with and without clipping."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from rnn_core.figures.numbers import format_number
from rnn_core.figures.theme import Palette

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_core.cliff import CliffLoss, Descent

RATES = ("0.03", "0.1", "0.3", "1")
THRESHOLDS = ("0.1", "1", "10")
START = (5.0, -2.3)
LOW_W, HIGH_W, LOW_B, HIGH_B = 3.6, 6.0, -3.2, -1.4
NUM_W, NUM_B = 121, 91
NUM_UPDATES = 200


def cliff() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("gradients")
    with frame.prose():
        st.markdown(lesson["cliff question"], anchors=False)
    _experiment()
    with frame.prose():
        st.markdown(lesson["cliff why"], anchors=False)


@st.fragment
def _experiment() -> None:
    with st.container(horizontal=True, gap="medium"):
        rate = float(widgets.choice("Learning rate", RATES, "0.1", key="gradients-rate"))
        threshold = float(
            widgets.choice("Clip the gradient's norm at", THRESHOLDS, "1", key="gradients-clip")
        )
    paths = descents(rate, threshold)
    for name, path in paths.items():
        st.markdown(_sentence(name, path))
    if stays := why_steeper(*paths.values()):
        st.markdown(stays)
    palette = frame.palette()
    ground, curve = st.columns([3, 2], gap="medium")
    ground.plotly_chart(
        _surface(rate, threshold, palette),
        key="gradients-cliff-surface",
        config={"displayModeBar": False},
        alt="The loss over w and b: a plain, a wall and a valley, with both paths. "
        + " ".join(_sentence(name, path).replace("**", "") for name, path in paths.items()),
    )
    curve.plotly_chart(
        _map(rate, threshold, palette),
        key="gradients-cliff-map",
        config={"displayModeBar": False},
        alt="The same from above: the loss as a colour, both paths as lines.",
    )
    curve.plotly_chart(
        _losses(rate, threshold, palette),
        key="gradients-cliff-losses",
        config={"displayModeBar": False},
        alt="The loss after each update, with and without clipping.",
    )
    with ground:
        link.aside("Drag the surface to turn it. A path ends in the picture where it leaves the surface.")
    with st.expander(
        "Every number as a table", icon=":material/table:", key="gradients-cliff-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.figures.gradient_tables import descent_table

            st.dataframe(descent_table(paths), hide_index=True)


@st.cache_data(max_entries=32, show_spinner=False)
def descents(rate: float, threshold: float) -> "dict[str, Descent]":
    """Return both paths from the same start: with clipping, and without."""
    from rnn_core.cliff import descend

    return {
        "with clipping": descend(*START, rate=rate, num_updates=NUM_UPDATES, clip_at=threshold),
        "without clipping": descend(*START, rate=rate, num_updates=NUM_UPDATES),
    }


@st.cache_data(max_entries=1, show_spinner="The surface is being computed.")
def _ground() -> "tuple[Tensor, Tensor, CliffLoss]":
    import torch

    from rnn_core.cliff import cliff_surface

    w = torch.linspace(LOW_W, HIGH_W, NUM_W, dtype=torch.float64)
    b = torch.linspace(LOW_B, HIGH_B, NUM_B, dtype=torch.float64)
    return w, b, cliff_surface(w, b)


@st.cache_data(max_entries=32, show_spinner=False)
def _surface(rate: float, threshold: float, palette: Palette) -> Any:
    from rnn_core.figures.cliff import cliff_figure

    return cliff_figure(*_ground(), descents(rate, threshold), palette)


@st.cache_data(max_entries=32, show_spinner=False)
def _map(rate: float, threshold: float, palette: Palette) -> Any:
    from rnn_core.figures.cliff import cliff_map_figure

    return cliff_map_figure(*_ground(), descents(rate, threshold), palette)


@st.cache_data(max_entries=32, show_spinner=False)
def _losses(rate: float, threshold: float, palette: Palette) -> Any:
    from rnn_core.figures.cliff import descent_figure

    return descent_figure(descents(rate, threshold), palette)


def why_steeper(clipped: "Descent", plain: "Descent") -> str:
    """Say why the clipped run met the steeper place, where it did; otherwise nothing."""
    visits, few = (int((path.steepness > 1).sum()) for path in (clipped, plain))
    if visits <= few or clipped.steepness.max() <= plain.steepness.max():
        return ""
    return (
        f"The clipped run stays at the wall and steps on it again and again: {visits} of its gradients were "
        f"above 1, against {few} of the plain run's. So it also comes by a steeper place."
    )


def _sentence(name: str, path: "Descent") -> str:
    """Say where a path came to stand and how steep the steepest place was that it met."""
    w, b, loss = (format_number(values[-1].item()) for values in (path.w, path.b, path.loss))
    steepest = format_number(path.steepness.max().item())
    shortened = f" {sum(path.clipped)} updates were shortened." if any(path.clipped) else ""
    return (
        f"**{name.capitalize()}**: steepest gradient met {steepest}; after {len(path.w) - 1} updates "
        f"w = {w}, b = {b}, loss {loss}.{shortened}"
    )
