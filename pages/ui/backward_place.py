"""Where a person stands in the backward pass: read from the link, and written into it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui import link
from pages.ui.backward import BackwardShares
from pages.ui.workbench import MAX_STEPS
from rnn_core.cells import WEIGHTS

DEFAULT_STEP, START_WEIGHT = 4, "W_hh"
OPERATIONS = ("", "loss", "output", "future", "sum", "slope", "delta", "shares")


def where(num_steps: int, weights: dict[str, BackwardShares]) -> dict[str, Any]:
    """Return where the link says that a person stands; what cannot be used is said once, and replaced.

    Parameters
    ----------
    num_steps
        How many steps there are.
    weights
        The shares in every weight: they tell which numbers there are to be picked.
    """
    start = str(min(DEFAULT_STEP, num_steps))
    step = _asked("step", start, _is_step, f"a step from 1 to {MAX_STEPS + 1}", start)
    operation = _asked(
        "operation", "", OPERATIONS.__contains__, ", ".join(OPERATIONS[1:]), "the end of the step"
    )
    weight = _asked(
        "weight",
        START_WEIGHT,
        lambda text: _is_weight(text, weights),
        f"{', '.join(WEIGHTS)}, with row and column, from 0, of a number that is drawn",
        START_WEIGHT,
    )
    link.settle()
    return {"step": min(int(step), num_steps + 1), "operation": operation, "weight": weight}


def _asked(name: str, default: str, is_usable: Callable[[str], bool], allowed: str, shown: str) -> str:
    """Return the link's value, the visit's or the default, the first that can be used, and keep it."""
    key = f"backprop-{name}"
    text = link.standing(key)
    text = default if text is None else text
    if not is_usable(text):
        if key in st.query_params:
            link.explain({key: text}, {key: (shown, allowed)})
        text = default
    link.put(key, text if text != default else None)
    return text


def _is_step(text: str) -> bool:
    number = link.whole(text)
    return number is not None and 1 <= number <= MAX_STEPS + 1


def _is_weight(text: str, weights: dict[str, BackwardShares]) -> bool:
    """Whether a text names a weight, or one number of a weight whose numbers are drawn."""
    name, *place = text.split(" ")
    if name not in WEIGHTS or not place:
        return name in WEIGHTS
    values: Any = weights[name].total
    for part in place:
        index = link.whole(part)
        if not isinstance(values, list) or index is None or not 0 <= index < len(values):
            return False
        values = values[index]
    return isinstance(values, float)


def _keeper(name: str) -> Callable[[Any], None]:
    key = f"backprop-{name}"

    def keep(value: Any) -> None:
        link.report(key, str(value))

    return keep


REPORTS = {f"on_{name}": _keeper(name) for name in ("step", "operation", "weight")}
"""What the picture calls when a person has moved: it goes into the link."""
