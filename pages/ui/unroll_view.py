"""Where a person stands on the unroll page: step, operation, depth, other picture. None changes a number."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui import link
from pages.ui.workbench import MAX_STEPS, MAX_TEXT, PRESET_OF, RANDOM, Settings, workbench

DEFAULT_STEP = 4
DEPTHS = ("Loop", "Row", "Step", "Terms")
VIEWS = ("none", "heatmap", "plane")
OPERATIONS = ("", "input", "new", "old", "sum", "squash", "state", "readout", "output")
_CHOICES = {"operation": (OPERATIONS, ""), "depth": (DEPTHS, "Step"), "view": (VIEWS, "heatmap")}


def from_link() -> dict[str, Any]:
    """Return where the link says that a person stands; what cannot be used is said and replaced."""
    return {"step": _step(), "units": _units(), **{name: _one_of(name, *_CHOICES[name]) for name in _CHOICES}}


def _step() -> int:
    key, preset = "unroll-step", workbench().settings.preset
    default = DEFAULT_STEP if preset == RANDOM else PRESET_OF[preset].step
    text = st.query_params.get(key, st.session_state.get(key, str(default)))
    step = link.whole(text)
    if step is not None and 0 <= step <= MAX_STEPS:
        link.put(key, str(step) if step != default else None)
        return step
    link.explain({key: text}, {key: (default, f"a step from 0 to {MAX_STEPS}")})
    return default


def _units() -> tuple[int, int]:
    """Return the two units of the plane, from 0."""
    key, num_units = "unroll-plane", workbench().settings.units
    text = st.query_params.get(key, st.session_state.get(key, "1-2"))
    units = [link.whole(part) for part in text.split("-")]
    if len(units) == 2 and units[0] != units[1] and all(unit and 1 <= unit <= num_units for unit in units):
        link.put(key, text if text != "1-2" else None)
        return (units[0] or 1) - 1, (units[1] or 1) - 1
    if text != "1-2" and num_units > 1:
        link.explain({key: text}, {key: ("1-2", f"two units from 1 to {num_units}, as in 1-3")})
    return 0, 1


def _one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    key = f"unroll-{name}"
    text = st.query_params.get(key, st.session_state.get(key, default))
    if text in allowed:
        link.put(key, text if text != default else None)
        return text
    link.explain({key: text}, {key: (default, ", ".join(filter(None, allowed)))})
    return default


def _keeper(name: str) -> Callable[[Any], None]:
    key = f"unroll-{name}"

    def keep(value: Any) -> None:
        st.query_params[key] = st.session_state[key] = str(value)

    return keep


def _keep_units(units: list[int]) -> None:
    st.query_params["unroll-plane"] = st.session_state["unroll-plane"] = "-".join(
        str(unit + 1) for unit in units
    )


REPORTS = {f"on_{name}": _keeper(name) for name in ("step", *_CHOICES)} | {"on_units": _keep_units}
"""What the stage calls when a person has moved: it goes into the link."""


def word(settings: Settings, said: str) -> None:
    """Say above the picture what is wrong with the sequence, else what the network does and what to do.

    The place has the same height for each, so that the picture stays where it is.
    """
    with st.container(key="unroll_word_place", gap="xxsmall"):
        if said:
            st.error(said, icon=":material/error:")
        elif settings.preset == RANDOM:
            st.markdown(
                f"Weights drawn at random from seed {settings.seed}, nothing trained. **Press play** and "
                "watch the words arrive, or choose a network that does something."
            )
        else:
            st.markdown(_reason(settings))
        if len(settings.text) > MAX_TEXT:
            link.aside(
                f":material/link_off: The link carries sequences of up to {MAX_TEXT:,} characters; a reload "
                f"would lose these {len(settings.text):,}."
            )


def _reason(settings: Settings) -> str:
    preset = PRESET_OF[settings.preset]
    is_changed = settings.edits or settings.off or settings.untied
    changed = " You have changed it since." if is_changed else ""
    return f"**{preset.title}.** {link.escaped(preset.reason)}{changed}"
