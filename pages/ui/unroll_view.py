"""Where a person stands on the unroll page: step, operation, depth, other picture. None changes a number."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.ui import link
from pages.ui.workbench import MAX_STEPS, MAX_TEXT, RANDOM, Settings, parse_sequence, started_from, workbench
from pages.ui.workbench_link import PRESET_OF

DEFAULT_STEP, DEFAULT_UNITS = 4, "1-2"
GOTO = "unroll_goto"
DEPTHS = ("Loop", "Row", "Step", "Terms")
VIEWS = ("none", "heatmap", "plane")
OPERATIONS = ("", "input", "new", "old", "sum", "squash", "state", "readout", "output")
CLAIMED = ("vectors", "activation", "edits", "off", "untied")
"""What a preset's reason speaks of."""
_CHOICES = {"operation": (OPERATIONS, ""), "depth": (DEPTHS, "Step"), "view": (VIEWS, "heatmap")}


def from_link() -> dict[str, Any]:
    """Return where the link says that a person stands; what cannot be used is said and replaced."""
    places = {
        "step": min(_step(), workbench().settings.num_steps),
        "goto": st.session_state.get(GOTO, ""),
        "units": _units(),
        **{name: _one_of(name, *_CHOICES[name]) for name in _CHOICES},
    }
    link.settle()
    return places


def go_to(step: int) -> None:
    """Send the picture to the end of a step, and keep it in the link."""
    for name, value in (("step", str(step)), ("operation", "")):
        st.session_state[f"unroll-{name}"] = value
        link.put(f"unroll-{name}", value or None)
    st.session_state[GOTO] = uuid4().hex


def _kept(key: str, default: str, allowed: str, is_usable: Callable[[str], bool]) -> str:
    """Return where the link or the visit says that a person stands, else the default, and keep it in both.

    What cannot be used is said once, on arrival; what a smaller network no longer has, not at all.
    """
    is_arrival = key not in st.session_state
    text = link.standing(key)
    text = default if text is None else text
    used = text if is_usable(text) else default
    if used != text and is_arrival:
        link.explain({key: text}, {key: (default, allowed)})
    st.session_state[key] = used
    link.put(key, used if used != default else None)
    return used


def _step() -> int:
    def is_usable(text: str) -> bool:
        step = link.whole(text)
        return step is not None and 0 <= step <= MAX_STEPS

    return int(_kept("unroll-step", str(DEFAULT_STEP), f"a step from 0 to {MAX_STEPS}", is_usable))


def _units() -> tuple[int, int]:
    """Return the two units of the plane, from 0."""
    num_units = workbench().settings.units

    def is_usable(text: str) -> bool:
        units = [link.whole(part) for part in text.split("-")]
        are_there = all(unit and 1 <= unit <= num_units for unit in units)
        return text == DEFAULT_UNITS or (len(units) == 2 and units[0] != units[1] and are_there)

    allowed = (
        f"two units from 1 to {num_units}, as in 1-3" if num_units > 1 else f"{DEFAULT_UNITS} for one unit"
    )
    first, second = _kept("unroll-plane", DEFAULT_UNITS, allowed, is_usable).split("-")
    return int(first) - 1, int(second) - 1


def _one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    return _kept(f"unroll-{name}", default, ", ".join(filter(None, allowed)), allowed.__contains__)


def _keeper(name: str) -> Callable[[Any], None]:
    key = f"unroll-{name}"

    def keep(value: Any) -> None:
        link.report(key, str(value))

    return keep


def _keep_units(units: list[int]) -> None:
    link.report("unroll-plane", "-".join(str(unit + 1) for unit in units))


REPORTS = {f"on_{name}": _keeper(name) for name in ("step", *_CHOICES)} | {"on_units": _keep_units}
"""What the stage calls when a person has moved: it goes into the link."""


def word(settings: Settings, said: str) -> None:
    """Say above the picture what is wrong with the sequence, else what the network does and what to do.

    The place has the same height for each, so that the picture stays where it is.
    """
    with st.container(key="unroll_word_place", gap="xxsmall"):
        if said:
            st.error(link.escaped(said), icon=":material/error:")
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
    preset, start = PRESET_OF[settings.preset], started_from(settings.preset, settings)
    is_changed = any(getattr(settings, name) != getattr(start, name) for name in CLAIMED)
    if preset.is_of_its_text:
        own, read = (parse_sequence(preset.kind, text) for text in (preset.text, settings.text))
        is_changed = is_changed or own != read
    if is_changed:
        return (
            f"Started from **{preset.title}**; you have changed it since, so it may no longer do what its "
            "name says. Undo your changes and its reason stands here again."
        )
    return f"**{preset.title}.** {link.escaped(preset.reason)}"
