"""The first experiment of the gradients page: where it stands, and its part of the link."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.ui import link
from pages.ui.scrub import DRIVE_LIMIT, MIN_BACK, SCALES, Scale, ScrubSetting

MAX_WEIGHT = 2
MAX_BACK = 100
WEIGHTS_PER_UNIT = 100  # k / 100 is the float nearest to the decimal that is shown
INPUTS = (0.0, 0.1, 1.0)
START = ScrubSetting(value=0.5, back=20, at=4, scale="log")
START_INPUT = 0.1
KEPT = "gradients-kept"
HUNDREDTHS = "a number from −2 to 2 in steps of 0.01"
SHOWN_LENGTH = 20  # how many characters of an unusable value a complaint repeats


@dataclass(frozen=True)
class Asked:
    """What a link asks of the page.

    Attributes
    ----------
    setting
        Where the picture stands.
    x
        What the neuron hears at every step.
    complaints
        One sentence for each value of the link that could not be used.
    b
        Its bias.
    """

    setting: ScrubSetting
    x: float
    complaints: tuple[str, ...] = ()
    b: float = 0.0


def arrival() -> Asked:
    """Return where the page starts: as the link says and, where it says nothing, as the visitor left it."""
    left = read_link(st.session_state.get(KEPT, {}))
    return read_link(st.query_params, left)


def keep(asked: Asked) -> None:
    """Remember what is on screen, and let the address say it; what was never touched need not stand in it."""
    untouched = write_link(Asked(START, START_INPUT))
    st.session_state[KEPT] = write_link(asked)
    for name, text in st.session_state[KEPT].items():
        if st.query_params.get(name, untouched[name]) != text:
            link.put(name, text or None)


def read_link(query: Mapping[str, str], otherwise: Asked | None = None) -> Asked:
    """Read what a link, or the picture at rest, asks for.

    Parameters
    ----------
    query
        Texts by the names that stand in the link: ``gradients-w`` and so on; other names are passed over.
    otherwise
        What holds where the link says nothing, or nothing that can be used; the page's start by default.
    """
    texts, complaints = write_link(otherwise or Asked(START, START_INPUT)), []
    for name, field in _FIELDS.items():
        text = query.get(name, texts[name])
        try:
            field.read(text)
        except ValueError:
            complaints.append(_complaint(name, text, field.allowed, texts[name]))
        else:
            texts[name] = text
    read = {name: field.read(texts[name]) for name, field in _FIELDS.items()}
    back, at = read["gradients-back"], read["gradients-at"]
    if at > back and "gradients-at" in query:
        complaints.append(_complaint("gradients-at", str(at), f"at most the {back} steps shown", str(back)))
    setting = ScrubSetting(read["gradients-w"], back, min(at, back), read["gradients-scale"])
    x = read["gradients-x"] if read["gradients-input"] is None else read["gradients-input"]
    return Asked(setting, x, tuple(complaints), read["gradients-bias"])


def after_move(moved: Mapping[str, str] | None, start: Asked, x: float) -> Asked:
    """Return what is on screen now, from what the scrub last sent and the input that is chosen.

    Parameters
    ----------
    moved
        The scrub's texts by the names of ``ScrubSetting``, or None where nobody touched it.
    start
        What the page started with.
    x
        The input that is chosen now.
    """
    names = {
        "value": "gradients-w",
        "back": "gradients-back",
        "at": "gradients-at",
        "scale": "gradients-scale",
        "b": "gradients-bias",
    }
    query = {names[name]: str(text) for name, text in (moved or {}).items() if name in names}
    return replace(read_link(query, start), x=x)


def write_link(asked: Asked) -> dict[str, str]:
    """Return what stands in the link for a setting: the inverse of ``read_link``."""
    setting = asked.setting
    is_preset = asked.x in INPUTS
    return {
        "gradients-w": f"{setting.value:.2f}",
        "gradients-x": f"{asked.x if is_preset else START_INPUT:g}",
        "gradients-input": "" if is_preset else f"{asked.x:.2f}",
        "gradients-bias": f"{asked.b:.2f}",
        "gradients-back": str(setting.back),
        "gradients-at": str(setting.at),
        "gradients-scale": setting.scale,
    }


def heard(x: float, b: float) -> str:
    """Return which section of the lesson explains what the neuron hears: only the sum x + b counts.

    Examples
    --------
    >>> heard(0.1, 0.0), heard(0.5, -0.5), heard(0.37, 0.0)
    ('input 0.1', 'input 0', 'input other')
    """
    total = abs(round((x + b) * WEIGHTS_PER_UNIT)) / WEIGHTS_PER_UNIT
    return f"input {total:g}" if total in INPUTS else "input other"


@dataclass(frozen=True)
class _Field:
    read: Callable[[str], Any]
    allowed: str


def _hundredths(limit: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            raise ValueError
        hundredths = round(number * WEIGHTS_PER_UNIT)
        if not abs(hundredths) <= limit * WEIGHTS_PER_UNIT or hundredths / WEIGHTS_PER_UNIT != number:
            raise ValueError
        return hundredths / WEIGHTS_PER_UNIT

    return read


_drive = _hundredths(DRIVE_LIMIT)


def _any_input(text: str) -> float | None:
    return _drive(text) if text else None


def _count(low: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= MAX_BACK:
            raise ValueError
        return number

    return read


def _input(text: str) -> float:
    return INPUTS[INPUTS.index(float(text))]  # a ValueError where it is none of them


def _scale(text: str) -> Scale:
    return SCALES[SCALES.index(text)]  # a ValueError where it is neither


_FIELDS = {
    "gradients-w": _Field(_hundredths(MAX_WEIGHT), HUNDREDTHS),
    "gradients-x": _Field(_input, "0, 0.1 or 1"),
    "gradients-input": _Field(_any_input, HUNDREDTHS),
    "gradients-bias": _Field(_drive, HUNDREDTHS),
    "gradients-back": _Field(_count(MIN_BACK), f"a whole number from {MIN_BACK} to {MAX_BACK}"),
    "gradients-at": _Field(_count(0), f"a whole number from 0 to {MAX_BACK}"),
    "gradients-scale": _Field(_scale, "log or linear"),
}


def _complaint(name: str, text: str, allowed: str, used: str) -> str:
    # Between backticks markdown shows a text as it is; the text itself must then hold none.
    shown = "".join(c for c in text[:SHOWN_LENGTH] if c.isprintable() and c != "`").strip() or " "
    instead = used or "the input above"
    return f"The link asks for {name} = `{shown}`, which must be {allowed}; {instead} is used instead."
