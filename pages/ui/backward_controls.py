"""The controls of the backprop page: the sequence, its targets, what is cut; and the link."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui import link, widgets
from pages.ui.backward_run import LOSS_WORDS, LossSettings
from pages.ui.place import place
from pages.ui.unrolled import sequence_input
from pages.ui.workbench import (
    ACTIVATION_WORDS,
    DEFAULTS,
    MAX_SEED,
    MAX_STEPS,
    MAX_UNITS,
    Settings,
    settle,
    workbench,
)
from rnn_core.bptt import Loss
from rnn_core.clipping import CLIP_KINDS, MAX_LIMIT, ClipKind
from rnn_core.sequences import parse_number

LOSSES: dict[str, Loss] = {word: loss for loss, word in LOSS_WORDS.items()}
END, EVERY = "the last step", "every step"
OFF = "off"
MAX_TARGET = 100.0
LEAST_LIMIT = math.ulp(0.0)  # any number above 0
COMPLAINT_WIDTH = 260  # pixels: a sentence needs more room than a number
START = LossSettings()
_CHOICES: dict[str, Sequence[str]] = {
    "kind": ("words", "numbers"),
    "vectors": ("random", "by meaning"),
    "activation": tuple(ACTIVATION_WORDS.values()),
    "outputs": ("every step", "last step"),
}
_RANGES = {"units": (1, MAX_UNITS), "seed": (0, MAX_SEED)}


def network_settings() -> Settings:
    """Draw the sequence's field; return the network of the unroll page, as the link or the visit has it."""
    bench = workbench()
    now = bench.settings
    found: dict[str, Any] = {name: _one_of(name, now) for name in _CHOICES}
    found |= {name: _in_range(name, now) for name in _RANGES}
    for name in ("words", "numbers"):
        key = f"unroll-{name}"
        if key not in st.session_state and key not in st.query_params:
            st.session_state[key] = getattr(now, name)
    kind = found["kind"]
    text, said = sequence_input(kind, now.untied if bench.has_arrived else 0)
    if said:
        widgets.say(link.escaped(said))
    settings = settle(**found, **{kind: text})
    for name in (*_CHOICES, *_RANGES):
        value = getattr(settings, name)
        link.put(f"unroll-{name}", str(value) if value != getattr(DEFAULTS, name) else None)
    return settings


def _one_of(name: str, now: Settings) -> str:
    text, value = st.query_params.get(f"unroll-{name}"), str(getattr(now, name))
    if text is not None and text not in _CHOICES[name]:
        link.explain({f"unroll-{name}": text}, {f"unroll-{name}": (value, " or ".join(_CHOICES[name]))})
        return value
    return value if text is None else text


def _in_range(name: str, now: Settings) -> int:
    (low, high), value = _RANGES[name], int(getattr(now, name))
    text = st.query_params.get(f"unroll-{name}")
    if text is None:
        return value
    number = link.whole(text)
    if number is None or not low <= number <= high:
        allowed = f"a whole number from {low} to {high}"
        link.explain({f"unroll-{name}": text}, {f"unroll-{name}": (value, allowed)})
        return value
    return number


def loss_settings(lesson: dict[str, str], num_steps: int) -> LossSettings:
    """Draw the choices of the loss and its targets."""
    loss = LOSSES[
        widgets.choice("Loss", tuple(LOSSES), "squared error", key="backprop-loss", help=lesson["loss"])
    ]
    taken_at = widgets.choice("taken at", (END, EVERY), END, key="backprop-at")
    targets = _targets(loss, num_steps if taken_at == EVERY else 1, lesson["targets"])
    return LossSettings(loss=loss, targets=targets)


def _targets(loss: Loss, count: int, help: str) -> tuple[float, ...]:
    low, high = (0.0, 1.0) if loss == "binary_cross_entropy" else (-MAX_TARGET, MAX_TARGET)
    many = count > 1
    label, key = ("Targets", "backprop-targets") if many else ("Target", "backprop-target")

    def read(text: str) -> tuple[float, ...]:
        parts = text.replace(",", " ").replace(";", " ").split()
        found = tuple(number_within(part, low, high) for part in parts)
        if len(found) not in (1, count):
            allowed = f"one for all steps, or {count}" if many else "exactly one"
            raise ValueError(f"Found {len(found):,} numbers; {allowed}.{_decimal(text)}")
        return found * count if len(found) == 1 else found

    return typed(label, key, "1", read, width=200 if many else 88, help=help)


def number_within(text: str, low: float, high: float, allowed: str | None = None) -> float:
    """Read one number from ``low`` to ``high``, with one sentence for everything else.

    Parameters
    ----------
    text
        What a person typed.
    low, high
        The bounds, which are allowed themselves.
    allowed
        The bounds in words, if not "numbers from low to high".

    Raises
    ------
    ValueError
        If it is not such a number.
    """
    try:
        number = parse_number(text, math.inf)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        found = repr(text.strip()[:20]) if text.strip() else "nothing"
        allowed = allowed or f"numbers from {_signed(low)} to {high:g}"
        raise ValueError(f"Found {found}; {allowed} are allowed.{_decimal(text)}")
    return number


def _decimal(text: str) -> str:
    """Say how a decimal is written, to someone who wrote it with a comma."""
    match = re.fullmatch(r"\s*([-−]?[0-9]{1,6}),([0-9]{1,6})\s*", text)
    return f" For a decimal, write {match[1]}.{match[2]}." if match else ""


def _signed(number: float) -> str:
    return f"{number:g}".replace("-", "−")


def typed(
    label: str, key: str, default: str, read: Callable[[str], Any], *, width: int, help: str | None
) -> Any:
    """Draw a field whose text is read by ``read``; where that fails, say why and use the last good text.

    Parameters
    ----------
    label, help
        What stands above it, and the sentence behind the question mark.
    key
        The widget's key and its name in the link.
    default
        Its text when the link says nothing.
    read
        Gives what the text means, or raises a ValueError with the sentence to be shown.
    width
        In pixels.
    """
    kept = f"{key}-last-good"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, default)
    text, said = st.session_state[key], ""
    try:
        value = read(text)
    except ValueError as error:
        text = _last_readable((st.session_state.get(kept, default), default), read)
        value = read(text)
        said = f"{link.escaped(str(error))} Using {link.escaped(text.replace('-', '−'))}."
    with place(key, width=max(width, COMPLAINT_WIDTH) if said else width):
        st.text_input(label, key=key, max_chars=10_000, help=help, persist_state="session")
        if said:
            widgets.say(said)
    st.session_state[kept] = text
    link.put(key, text if text != default and len(text) <= link.MAX_TEXT else None)
    return value


def _last_readable(texts: tuple[str, str], read: Callable[[str], Any]) -> str:
    """Return the first text that can be read now: a longer sequence may want more numbers than before."""
    try:
        read(texts[0])
    except ValueError:
        return texts[1]
    return texts[0]


def cut_settings(judged: LossSettings, lesson: dict[str, str]) -> LossSettings:
    """Draw the switches of truncation and clipping."""
    truncate = widgets.choice(
        "Truncate", (OFF, "on"), OFF, key="backprop-truncate", help=lesson["truncation help"]
    )
    window = None
    if truncate == "on":
        window = widgets.whole_number("to a window of", 1, MAX_STEPS, 2, key="backprop-window")
    chosen = widgets.choice(
        "Clip by", (OFF, *CLIP_KINDS), OFF, key="backprop-clip", help=lesson["clipping help"]
    )
    if chosen == OFF:
        return replace(judged, window=window)
    limit = typed("at", "backprop-limit", f"{START.limit:g}", _limit, width=100, help=None)
    kind: ClipKind = "norm" if chosen == "norm" else "value"
    return replace(judged, window=window, clip_kind=kind, limit=limit)


def _limit(text: str) -> float:
    return number_within(text, LEAST_LIMIT, MAX_LIMIT, f"numbers above 0, up to {MAX_LIMIT:,.0f},")
