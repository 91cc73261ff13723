"""The source of the browser components.

A component looks up and draws; it never computes. Its source lies in ``assets/components/<name>/``,
what all of them share in ``shared/``. Colours come from ``rnn_core.figures.theme`` as CSS variables.
"""

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

import streamlit as st

from rnn_core.figures.theme import DARK, FILL, LIGHT

PLAIN = ("page", "surface", "text", "muted", "line", "negative", "positive")
COMPONENTS_DIR = Path(__file__).parents[2] / "assets" / "components"


def colour_css() -> str:
    """Return the CSS variables of every colour, each with its light and its dark value.

    ``--page --surface --text --muted``, and for each role ``--input-ink --input-fill`` and so on.
    """
    plain = {name: (getattr(LIGHT, name), getattr(DARK, name)) for name in PLAIN}
    inks = {f"{role}-ink": (ink, DARK.ink[role]) for role, ink in LIGHT.ink.items()}
    themed = [f"--{name}: light-dark({light}, {dark});" for name, (light, dark) in (plain | inks).items()]
    fills = [f"--{role}-fill: {colour};" for role, colour in FILL.items()]
    return ":host {\n" + "\n".join(themed + fills) + "\n}\n"


def read_component(name: str, *parts: str) -> dict[str, Any]:
    """Return the ``css`` and ``js`` of a component.

    Parameters
    ----------
    name
        Its folder.
    parts
        Folders of what it has in common with other components, behind what all of them share.
    """
    folders = [COMPONENTS_DIR / folder for folder in ("shared", *parts, name)]
    css = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.css"))]
    js = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.js"))]
    return {"css": colour_css() + "\n".join(css), "js": "\n".join(js)}


def sendable(value: object) -> object:
    """Write the numbers that JSON cannot hold as JavaScript's words for them; `revive` reads them."""
    if isinstance(value, dict):
        return {key: sendable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [sendable(each) for each in value]
    if isinstance(value, float) and not isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return value


Told = Callable[[Any], None]


def reporter(key: str, name: str, told: Told | None) -> Callable[[], None]:
    """Return what a component calls when a value of its own changes: it hands that value on.

    Parameters
    ----------
    key, name
        The component's key, and the value's name.
    told
        Gets the value; nothing is called where there is none.
    """
    return lambda: told(st.session_state[key][name]) if told else None
