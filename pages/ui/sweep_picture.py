"""The first experiment of the gradients page: one neuron, swept over its weight and over what it hears."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui.scrub import DRIVE_LIMIT, ScrubCurve, ScrubDrive, ScrubPicture
from pages.ui.sweep import INPUTS, MAX_BACK, MAX_WEIGHT, WEIGHTS_PER_UNIT

if TYPE_CHECKING:
    from rnn_core.autograd_check import AutogradCheck

INPUT, SERIAL = "gradients_x", "gradients-serial"
ARRIVED, NOW = "gradients-input-arrived", "gradients-input-now"


@st.cache_data(max_entries=16, show_spinner=False)
def picture(x: float, b: float) -> dict[str, Any]:
    """Return the scrub's picture for what a neuron hears: both curves for every weight of the grid."""
    import torch

    from rnn_core import scalar_sweep
    from rnn_core.scalar_levels import saturation_threshold, steps_until_little, turning_weights

    reach = MAX_WEIGHT * WEIGHTS_PER_UNIT
    weights = torch.arange(-reach, reach + 1, dtype=torch.float64) / WEIGHTS_PER_UNIT
    sweep = scalar_sweep(weights, MAX_BACK + 1, x=x, b_h=b)
    names = {"W_hh alone": "Power of W_hh alone", "through tanh": "Product through tanh"}
    curves = tuple(
        ScrubCurve(name, clause, left.numpy(), tuple(steps_until_little(left).tolist()), dashed)
        for (name, clause), left, dashed in zip(
            names.items(), (sweep.linear, sweep.through_tanh), (True, False), strict=True
        )
    )
    return ScrubPicture(
        "W_hh",
        -MAX_WEIGHT,
        MAX_WEIGHT,
        1 / WEIGHTS_PER_UNIT,
        curves,
        states=tuple(sweep.h[:, -1].tolist()),
        thresholds=tuple(saturation_threshold(weights).tolist()),
        turning=tuple(turning_weights(sweep).tolist()),
    ).to_json()


@st.cache_data(max_entries=16, show_spinner=False)
def drive(x: float, b: float, W_hh: float, serial: int) -> ScrubDrive:
    """Return what the neuron hears, with its curve for everything that it could hear at this weight."""
    import torch

    from rnn_core.scalar_levels import level_sweep, steps_until_little

    levels = torch.arange(2 * DRIVE_LIMIT * WEIGHTS_PER_UNIT + 1, dtype=torch.float64) / WEIGHTS_PER_UNIT
    sweep = level_sweep(W_hh, levels, MAX_BACK + 1)
    return ScrubDrive(
        x=x,
        b=b,
        weight=W_hh,
        levels=sweep.through_tanh.numpy(),
        little=tuple(steps_until_little(sweep.through_tanh).tolist()),
        states=tuple(sweep.h[:, -1].tolist()),
        serial=serial,
    )


def input_choice(start: float) -> float:
    """Offer three inputs; return what the neuron hears, which the picture's slider may have set otherwise."""
    if st.session_state.get(ARRIVED) != start:  # a link outranks what was left
        st.session_state[ARRIVED] = st.session_state[NOW] = start
    now: float = st.session_state[NOW]
    st.session_state[INPUT] = now if now in INPUTS else None
    st.segmented_control(
        "Input x_t at every step", INPUTS, format_func="{:g}".format, key=INPUT, on_change=_take_input
    )
    return now


def take_setting(key: str) -> None:
    """Follow what the picture's own sliders say the neuron hears."""
    from pages.ui.sweep import read_link

    sent = st.session_state[key].get("setting") or {}
    asked = read_link({"gradients-input": str(sent.get("x", ""))})
    if sent.get("x") and not asked.complaints:
        st.session_state[NOW] = asked.x
        st.session_state[INPUT] = asked.x if asked.x in INPUTS else None
    serial = str(sent.get("serial", ""))
    st.session_state[SERIAL] = int(serial) if serial.isascii() and serial.isdigit() else 0


@st.cache_data(max_entries=64, show_spinner=False)
def check(W_hh: float, x: float, b: float) -> "AutogradCheck":
    """Hold the neuron's chain to autograd."""
    from rnn_core.jacobian_check import check_chain

    return check_chain(W_hh, x=x, b_h=b)


def serial() -> int:
    """Return the number of the browser's last message."""
    return int(st.session_state.get(SERIAL, 0))


def _take_input() -> None:
    chosen = st.session_state[INPUT]
    if chosen is None:  # a click on what is chosen already changes nothing
        now = st.session_state[NOW]
        st.session_state[INPUT] = now if now in INPUTS else None
    else:
        st.session_state[NOW] = chosen


def show_table(W_hh: float, x: float, b: float) -> None:
    """Draw every number of the picture for one weight."""
    from rnn_core import scalar_chain
    from rnn_core.tables.unrolled import scalar_chain_table

    st.dataframe(
        scalar_chain_table(scalar_chain(W_hh, MAX_BACK + 1, x=x, b_h=b)),
        hide_index=True,
        column_config={
            "k": "steps back, k",
            "W_hh^k": st.column_config.NumberColumn("power of W_hh alone", format="%.6g"),
            "dh_T/dh_T-k": st.column_config.NumberColumn("product through tanh", format="%.6g"),
            "h_T-k": st.column_config.NumberColumn("state h, k steps back", format="%.6g"),
        },
    )
