"""The controls of the unroll page: the sequence, the network to start from, its size and its reading."""

import streamlit as st

from pages.ui import unroll_view, widgets
from pages.ui.place import place
from pages.ui.unrolled import sequence_input
from pages.ui.workbench import (
    ACTIVATION_WORDS,
    DEFAULTS,
    MAX_SEED,
    MAX_UNITS,
    RANDOM,
    Settings,
    arrive,
    settle,
    started_from,
    workbench,
)
from pages.ui.workbench_link import PRESET_OF


def controls(lesson: dict[str, str]) -> tuple[Settings, str]:
    """Draw the controls; return what they say and, if the sequence cannot be read, why.

    Parameters
    ----------
    lesson
        The page's texts; those named ``outputs``, ``vectors`` and ``seed`` explain these controls.
    """
    bench = arrive()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        kind = widgets.choice(
            "Sequence of", ("words", "numbers"), DEFAULTS.kind, key="unroll-kind", on_change=_leave_preset
        )
        with place("unroll_sequence", width=236):
            text, said = sequence_input(kind, bench.settings.untied if bench.has_arrived else 0)
        preset = _network_choice()
        units = widgets.whole_number(
            "Hidden units", 1, MAX_UNITS, DEFAULTS.units, key="unroll-units", on_change=_leave_preset
        )
        activation = widgets.choice(
            "Activation", tuple(ACTIVATION_WORDS.values()), DEFAULTS.activation, key="unroll-activation"
        )
        with st.popover("More", icon=":material/tune:"):
            outputs, vectors, seed = _more(lesson)
    settings = settle(
        kind=kind,
        preset=preset,
        units=units,
        activation=activation,
        outputs=outputs,
        vectors=vectors,
        seed=seed,
        **{kind: text},
    )
    return settings, said


def _more(lesson: dict[str, str]) -> tuple[str, str, int]:
    """Draw what is seldom changed: where predictions are read off, the words' vectors, and the seed."""
    outputs = widgets.choice(
        "Outputs at",
        ("every step", "last step"),
        DEFAULTS.outputs,
        key="unroll-outputs",
        help=lesson["outputs"],
    )
    vectors = widgets.choice(
        "Word vectors",
        ("random", "by meaning"),
        DEFAULTS.vectors,
        key="unroll-vectors",
        help=lesson["vectors"],
    )
    seed = widgets.whole_number(
        "Seed",
        0,
        MAX_SEED,
        DEFAULTS.seed,
        key="unroll-seed",
        help=lesson["seed"],
        on_change=_leave_preset,
    )
    return outputs, vectors, seed


def _network_choice() -> str:
    """Draw the choice of the network to start from, and return its key."""
    titles = {RANDOM: "drawn at random"} | {key: preset.title for key, preset in PRESET_OF.items()}
    with place("unroll_network", width=190):
        chosen: str = st.selectbox(
            "Network", list(titles), format_func=titles.__getitem__, key="unroll-preset", on_change=_choose
        )
    return chosen


def _choose() -> None:
    bench = workbench()
    key = st.session_state["unroll-preset"]
    bench.put(started_from(key, bench.settings))
    if key != RANDOM:
        unroll_view.go_to(PRESET_OF[key].step)


def _leave_preset() -> None:
    """Another size, kind or seed makes another network than the one that was chosen."""
    units = st.session_state.get("unroll-units", DEFAULTS.units)
    seed = st.session_state.get("unroll-seed", DEFAULTS.seed)
    if 1 <= units <= MAX_UNITS and 0 <= seed <= MAX_SEED:
        st.session_state["unroll-preset"] = RANDOM
