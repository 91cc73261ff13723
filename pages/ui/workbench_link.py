"""The parts of the unroll page's link that no widget reads itself."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui import link
from rnn_core.cells import MATRICES
from rnn_core.edits import parse_edits
from rnn_core.presets import PRESETS

PRESET_OF = {preset.key: preset for preset in PRESETS}


def parts_in_link(max_steps: int) -> dict[str, Any]:
    """Return the settings that the link holds, by their names; what cannot be used is said and left out.

    Parameters
    ----------
    max_steps
        How many steps can have weights of their own.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "preset": _read_preset,
        "edits": parse_edits,
        "off": _read_off,
        "untied": lambda text: _read_untied(text, max_steps),
    }
    found = {}
    for name, read in readers.items():
        text = st.query_params.get(f"unroll-{name}")
        if text is None:
            continue
        try:
            found[name] = read(text)
        except ValueError as error:
            not_used(name, str(error))
    return found


def not_used(name: str, why: str) -> None:
    """Say that a part of the link cannot be used, and why."""
    st.warning(f"The link’s unroll-{name} cannot be used. {link.escaped(why)}", icon=":material/link_off:")


def _read_preset(text: str) -> str:
    if text not in PRESET_OF:
        raise ValueError(f"Found “{link.plain(text)}”; {', '.join(PRESET_OF)} are allowed.")
    return text


def _read_off(text: str) -> tuple[str, ...]:
    names = tuple(text.split())
    if not set(names) <= set(MATRICES):
        raise ValueError(f"Found “{link.plain(text)}”; {', '.join(MATRICES)} are allowed.")
    return tuple(name for name in MATRICES if name in names)


def _read_untied(text: str, max_steps: int) -> int:
    steps = link.whole(text)
    if steps is None or not 1 <= steps <= max_steps:
        raise ValueError(f"Found “{link.plain(text)}”; whole numbers from 1 to {max_steps} are allowed.")
    return steps
