"""What a visitor has set on the gates page: sequence, cell, sizes, biases and held gates; and its link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui import link, widgets
from pages.ui.place import place
from rnn_core.gated.forcing import (
    HeldGate,
    SetBias,
    format_biases,
    format_held,
    parse_biases,
    parse_held,
    put_bias,
    put_held,
)
from rnn_core.gated.sizes import EQUAL, Cell, Equal
from rnn_core.sequences import parse_number, parse_numbers, parse_words

MAX_STEPS, MAX_UNITS, MAX_SEED, MAX_BOX = 60, 4, 9999, 100.0
MAX_TYPED = 100_000
CELL_WORDS: dict[str, Cell] = {"vanilla RNN": "rnn", "LSTM": "lstm", "GRU": "gru"}
DEFAULT_STEP = 4
CHANGES, KEPT_STEP, KEPT_CHOICES = "gates_changes", "gates-step", "gates_choices"


@dataclass(frozen=True)
class GateSettings:
    """Everything that decides what the three cells compute."""

    cell: Cell = "lstm"
    kind: str = "words"
    text: str = "the film was not bad at all"
    units: int = 2
    equal: Equal = "units"
    seed: int = 1
    biases: tuple[SetBias, ...] = ()
    held: tuple[HeldGate, ...] = ()


DEFAULTS = GateSettings()
ARRIVAL = {"words": DEFAULTS.text, "numbers": "1 0 0 0 −1 0 0 0"}


@dataclass
class Changes:
    """What one visitor changed by hand, and what Python last answered."""

    biases: tuple[SetBias, ...] = ()
    held: tuple[HeldGate, ...] = ()
    equal: Equal = "units"
    answered: str = ""
    said: str = ""


def changes() -> Changes:
    """Return this visitor's changes; on arrival they are what the link says."""
    if CHANGES not in st.session_state:
        st.session_state[CHANGES] = Changes(**{name: _from_link(name) for name in _READERS})
    found: Changes = st.session_state[CHANGES]
    return found


def parse_tokens(kind: str, text: str) -> list[str] | list[float]:
    """Cut a text into at most 60 words or numbers.

    Raises
    ------
    ValueError
        If it cannot be read, is empty or too long.
    """
    return parse_words(text, MAX_STEPS) if kind == "words" else parse_numbers(text, MAX_STEPS)


def sequence_field(kind: str) -> str:
    """Draw the field for the sequence and return its text, or the last good one if it cannot be read."""
    key, arrival = f"gates-{kind}", ARRIVAL[kind]
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, arrival)
    label = {"words": "Your words", "numbers": "Your numbers"}[kind]
    text = st.text_input(label, key=key, max_chars=MAX_TYPED, persist_state="session")
    kept = f"{key}-last-good"
    try:
        parse_tokens(kind, text)
    except ValueError as error:
        said = f"{link.escaped(str(error))} Still showing the last sequence that could be read."
        st.error(said, icon=":material/error:")
        text = st.session_state.get(kept, arrival)
    st.session_state[kept] = text
    link.put_text(key, text, arrival)
    return text


def settings_from_widgets(lesson: Mapping[str, str]) -> GateSettings:
    """Draw the controls above the picture and return what they say, with the changes made by hand."""
    _bring_back_choices()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cell = widgets.choice("Cell", tuple(CELL_WORDS), "LSTM", key="gates-cell")
        kind = widgets.choice("Sequence of", ("words", "numbers"), DEFAULTS.kind, key="gates-kind")
        with place("gates_sequence", width=236):
            text = sequence_field(kind)
        units = widgets.whole_number("Hidden units", 1, MAX_UNITS, DEFAULTS.units, key="gates-units")
        seed = widgets.whole_number("Seed", 0, MAX_SEED, DEFAULTS.seed, key="gates-seed", help=lesson["seed"])
    st.session_state[KEPT_CHOICES] = {"gates-cell": cell, "gates-kind": kind}
    made = changes()
    link.put("gates-bias", format_biases(made.biases) or None)
    link.put("gates-held", format_held(made.held) or None)
    link.put("gates-equal", made.equal if made.equal != DEFAULTS.equal else None)
    return GateSettings(CELL_WORDS[cell], kind, text, units, made.equal, seed, made.biases, made.held)


def _bring_back_choices() -> None:
    """After another lesson a choice is as it was left, unless the link says otherwise."""
    for key, kept in st.session_state.get(KEPT_CHOICES, {}).items():
        if key not in st.session_state and key not in st.query_params:
            st.session_state[key] = kept


def act(event: Mapping[str, Any]) -> None:
    """Do what was asked in the picture; what cannot be done is said there in one sentence."""
    made = changes()
    made.answered, made.said = str(event["id"]), ""
    try:
        _ACTS[event["do"]](made, event)
    except ValueError as error:
        made.said = str(error)


def _edit(made: Changes, event: Mapping[str, Any]) -> None:
    gate, *unit = str(event["number"]).split(" ")
    value = parse_number(str(event["text"]), MAX_BOX)
    made.biases = put_bias(made.biases, SetBias(gate, value, int(unit[0]) if unit else None))


def _hold(made: Changes, event: Mapping[str, Any]) -> None:
    value, last = event["value"], event["last"]
    made.held = put_held(
        made.held,
        str(event["gate"]),
        None if value is None else float(value),
        int(event["first"]),
        None if last is None else int(last),
    )


def _compare(made: Changes, event: Mapping[str, Any]) -> None:
    made.equal = _equal(str(event["equal"]))


def _equal(text: str) -> Equal:
    for equal in EQUAL:
        if text == equal:
            return equal
    raise ValueError(f"Found “{link.plain(text)}”; {' or '.join(EQUAL)} is allowed.")


def _reset(made: Changes, _: Mapping[str, Any]) -> None:
    made.biases, made.held = (), ()


_ACTS: dict[str, Callable[[Changes, Mapping[str, Any]], None]] = {
    "edit": _edit,
    "hold": _hold,
    "equal": _compare,
    "reset": _reset,
}
_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "biases": ("gates-bias", parse_biases),
    "held": ("gates-held", parse_held),
    "equal": ("gates-equal", _equal),
}


def _from_link(name: str) -> Any:
    key, read = _READERS[name]
    if key not in st.query_params:
        return getattr(DEFAULTS, name)
    try:
        return read(st.query_params[key])
    except ValueError as error:
        st.warning(f"The link’s {key} cannot be used. {link.escaped(str(error))}", icon=":material/link_off:")
        return getattr(DEFAULTS, name)


def step_from_link(num_steps: int) -> int:
    """Return the step in focus that the link names; what cannot be used is said and replaced."""
    text = link.standing(KEPT_STEP) or str(DEFAULT_STEP)
    link.settle()
    step = link.whole(text)
    if step is not None and 0 <= step <= MAX_STEPS:
        link.put(KEPT_STEP, str(step) if step != DEFAULT_STEP else None)
        return min(step, num_steps)
    link.explain({KEPT_STEP: text}, {KEPT_STEP: (DEFAULT_STEP, f"a step from 0 to {MAX_STEPS}")})
    return DEFAULT_STEP


def keep_step(step: Any) -> None:
    """Keep the step in focus in the link."""
    link.report(KEPT_STEP, str(int(step)))
