"""More settings of a training: boxes that are empty as long as the recipe decides; all stand in the link."""

from dataclasses import dataclass
from math import isfinite

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import link, widgets
from rnn_core.sentiment.changes import RANGES, Changes, Value
from rnn_core.sentiment.recipes import Recipe
from rnn_core.sentiment.spec import MAX_SEED

MAX_DIGITS = 20
SEED, STOP, OPEN = "train-seed", "train-stop-at", "train-more-open"
SEED_HELP = "Decides the start weights, the order of the reviews and the dropout."
STOP_HELP = "Ends the run once so many of the live curve's reviews are answered right."
STOP_RANGE = (50.0, 100.0)


@dataclass(frozen=True)
class Box:
    """A number box: its name in the link, the setting that it changes, and what a person reads."""

    key: str
    setting: str
    label: str
    help: str
    step: float


BOXES = (
    Box(
        "train-rate", "learning_rate", "Learning rate", "Peak rate of all weights but the embeddings'.", 0.001
    ),
    Box(
        "train-clip", "clip_norm", "Clip the gradient at", "Longest gradient; a longer one is shortened.", 0.5
    ),
    Box("train-dropout", "dropout", "Dropout", "Probability to silence a unit before the output.", 0.1),
    Box("train-units", "hidden_size", "Hidden units", "Length of the hidden state.", 8),
)


def box() -> DeltaGenerator:
    """Draw what holds the boxes: open for who comes by a link that sets one, so that it is seen."""
    names = (SEED, STOP, *(box.key for box in BOXES))
    is_open = st.session_state.setdefault(OPEN, any(name in st.query_params for name in names))
    return st.expander(
        "More settings", expanded=is_open, icon=":material/tune:", key="train-more", on_change="rerun"
    )


def seed() -> int:
    """Draw the seed's box."""
    return widgets.whole_number("Seed", 0, MAX_SEED, 0, key=SEED, width=240, help=SEED_HELP)


def changes(recipe: Recipe) -> Changes:
    """Draw the boxes and return what they change; an empty one leaves the recipe as it is.

    Parameters
    ----------
    recipe
        What the recipe and its ladder say: it stands in the empty boxes.
    """
    found: list[tuple[str, Value]] = []
    for box in BOXES:
        plain = getattr(recipe, box.setting)
        whole = box.setting == "hidden_size"
        hint = "none" if plain is None else f"{plain:g}"
        value = _number(box.key, box.label, RANGES[box.setting], box.step, hint, box.help, whole=whole)
        if value is not None:
            found.append((box.setting, int(value) if whole else value))
    return tuple(found)


def stop_accuracy() -> float | None:
    """Draw the box of the accuracy that ends a run, and return it as a share, or None."""
    percent = _number(STOP, "Stop at accuracy, %", STOP_RANGE, 1.0, "never", STOP_HELP)
    return None if percent is None else percent / 100


def _number(
    key: str,
    label: str,
    allowed: tuple[float, float],
    step: float,
    hint: str,
    help: str,
    *,
    whole: bool = False,
) -> float | None:
    """Draw a box that may be empty; a number out of range is said beside it, and left out."""
    low, high = allowed
    found = st.query_params.get(key)
    asked = None if found is None else _read(found, whole)
    st.session_state.setdefault(key, asked)
    typed: float | None = st.number_input(
        label,
        step=int(step) if whole else float(step),
        format=None if whole else "%g",
        placeholder=hint if hint == "never" else f"{hint} (recipe)",
        key=key,
        help=help,
        persist_state="session",
    )
    words = f"{'whole ' * whole}numbers from {low:,g} to {high:,g} are allowed"
    used = typed if typed is not None and low <= typed <= high else None
    if typed is not None and used is None:
        widgets.say(f"Found {typed:g}; {words}. The box is left out.")
    elif found is not None and asked is None and typed is None:
        widgets.say(f"The link asks for “{link.plain(found)}”; {words}. The box is left out.")
    link.put(key, None if used is None else f"{used:g}")
    return used


def _read(text: str, whole: bool) -> float | None:
    """Read a number of a link, or give None."""
    if whole:
        return link.whole(text)
    try:
        number = float(text) if len(text) <= MAX_DIGITS and text.isascii() and "_" not in text else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) and abs(number) < 2**53 else None
