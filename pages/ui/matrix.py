"""A real matrix: the section of the gradients page in which W_hh has up to 64 units."""

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link, matrix_picture, widgets
from pages.ui.flow import FlowSetting, flow
from pages.ui.lesson import load_lesson
from pages.ui.matrix_picture import AXES, HIGH, INITS, LEVELS, LOW, REMEDIES, STEP, Network
from pages.ui.truth import truth

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = "gradients_flow"
START = FlowSetting(radius=0.9, at=10, axis="near")
DEFAULT = Network(init="gaussian", units=16, seed=11, level="none", steps=25)
DECIMAL = re.compile(r"[0-9]{1,2}(\.[0-9]{1,10})?")
GATES_STAND = (
    "The LSTM's and the GRU's curves stand still: they have weights of their own, which ρ does not scale."
)
SETTING, ONES = "gradients-flow-setting", "gradients-remedies"


def matrix() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("gradients")
    with frame.prose():
        st.markdown(lesson["matrix question"], anchors=False)
    _experiment()
    left, right = st.columns(2, gap="large")
    left.markdown(lesson["matrix bounds"], anchors=False)
    right.markdown(lesson["matrix remedies"], anchors=False)
    right.markdown(lesson["matrix map"], anchors=False)


@st.fragment
def _experiment() -> None:
    network = _network()
    remedies = _remedies()
    options = _options()
    setting = _setting(network.steps)
    picture = matrix_picture.picture(network, tuple(remedies), *options)
    if options[0]:
        picture |= matrix_picture.whole_map(network, setting.radius)
    flow(picture, setting, key=KEY, on_setting=_take)
    truth(matrix_picture.check(network, setting.radius), f"at ρ = {setting.radius:.2f}, in float64")
    with st.expander(
        "Every number as a table", icon=":material/table:", key="gradients-matrix-table", on_change="rerun"
    ) as table:
        if table.open:
            matrix_picture.show_table(network, tuple(remedies), options[1], setting.radius)


def _network() -> Network:
    """Ask for the network and what it hears."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        return Network(
            init=widgets.choice("Start of W_hh", INITS, DEFAULT.init, key="gradients-init"),
            units=widgets.whole_number(
                "Hidden units", 2, 64, DEFAULT.units, key="gradients-units", width=124
            ),
            seed=widgets.whole_number("Seed", 0, 9999, DEFAULT.seed, key="gradients-seed", width=124),
            level=widgets.choice("Random input", LEVELS, DEFAULT.level, key="gradients-level"),
            steps=widgets.whole_number(
                "Time steps T", 5, 100, DEFAULT.steps, key="gradients-steps", width=124
            ),
        )


def _remedies() -> "Sequence[str]":
    """Ask which remedies stand on the same picture."""
    asked = st.query_params.get_all(ONES)
    chosen = st.pills(
        "Remedies on the same picture",
        REMEDIES,
        selection_mode="multi",
        key=ONES,
        bind="query-params",
        wrap=True,
        help=GATES_STAND,
    )
    if any(name in matrix_picture.FORGET_BIAS for name in chosen or []):
        link.aside(GATES_STAND)
    unknown = [name for name in asked if name not in REMEDIES]
    if unknown:
        widgets.say(f"The link asks for “{link.plain(unknown[0])}”, which is none of these; it is left out.")
    return chosen or []


def _options() -> tuple[bool, str]:
    """Ask for the map of every pair, and for the numbers that the products are computed in."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        has_map = st.toggle("Map of every pair of steps", key="gradients-map", bind="query-params")
        dtype = widgets.choice(
            "Computed in",
            ("float64", "float32"),
            "float64",
            key="gradients-numbers",
            help=load_lesson("gradients")["matrix numbers"],
        )
    return has_map, dtype


def _setting(num_steps: int) -> FlowSetting:
    """Return where the picture stands: as it was left or, on arrival, as the link says."""
    kept: FlowSetting | None = st.session_state.get(SETTING)
    if kept is None:
        kept = _read_link()
        st.session_state[SETTING] = kept
    setting = replace(kept, at=min(kept.at, num_steps))
    link.put("gradients-radius", None if setting.radius == START.radius else f"{setting.radius:.2f}")
    link.put("gradients-back-read", None if kept.at == START.at else str(kept.at))
    link.put("gradients-axis", None if setting.axis == START.axis else setting.axis)
    return setting


def _read_link() -> FlowSetting:
    """Read radius, step and axis from the link; what cannot be used is named."""
    found = link.asked("gradients")
    asked = {
        "radius": found.get("gradients-radius", ""),
        "at": found.get("gradients-back-read", ""),
        "axis": found.get("gradients-axis", ""),
    }
    setting = read_setting(asked, START)
    if _radius(asked["radius"]) == setting.radius:
        found["gradients-radius"] = f"{setting.radius:.2f}"
    link.explain(
        found,
        {
            "gradients-radius": (f"{setting.radius:.2f}", f"a multiple of {STEP:g} from {LOW:g} to {HIGH:g}"),
            "gradients-back-read": (setting.at, "a whole number from 0 to 100"),
            "gradients-axis": (setting.axis, " or ".join(AXES)),
        },
    )
    return setting


def read_setting(sent: dict[str, str], otherwise: FlowSetting) -> FlowSetting:
    """Read what the browser or a link says of the picture; what cannot be used stays as it was.

    Examples
    --------
    >>> read_setting({"radius": "1.10", "at": "x", "axis": "wide"}, START)
    FlowSetting(radius=1.1, at=10, axis='wide')
    """
    axis = next((name for name in AXES if name == sent.get("axis")), otherwise.axis)
    at = link.whole(sent.get("at", ""))
    radius = _radius(sent.get("radius", ""))
    if radius is None:
        radius = otherwise.radius
    return FlowSetting(radius, at if at is not None and 0 <= at <= 100 else otherwise.at, axis)


def _radius(text: str) -> float | None:
    """Read a radius of the grid, however many zeros it is written with, or give None.

    Examples
    --------
    >>> _radius("0.9"), _radius("0.900"), _radius("3"), _radius("0.91"), _radius("nan")
    (0.9, 0.9, 3.0, None, None)
    """
    if not DECIMAL.fullmatch(text):
        return None
    found = matrix_picture.GRID.get(f"{float(text):.2f}")
    return found if found is not None and math.isclose(found, float(text)) else None


def _take() -> None:
    sent = {name: str(value) for name, value in (st.session_state[KEY].get("setting") or {}).items()}
    st.session_state[SETTING] = read_setting(sent, st.session_state[SETTING])
