"""The workbench of the unroll page: what a person has set and changed there, how to undo it, and its link."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import streamlit as st

from pages.ui import link
from rnn_core.edits import Edit, format_edits, parse_edits
from rnn_core.presets import PRESETS

MAX_STEPS, MAX_UNITS = 200, 64
RANDOM = "random"
PRESET_OF = {preset.key: preset for preset in PRESETS}
MATRICES = ("W_xh", "W_hh", "W_hy")
WIDGETS = ("preset", "kind", "words", "numbers", "vectors", "units", "activation", "outputs", "seed")
MAX_UNDO = 100


@dataclass(frozen=True)
class Settings:
    """Everything that decides what the network computes.

    Attributes
    ----------
    preset
        The network that all started from: a preset's key, or ``"random"``, drawn from the seed.
    kind, words, numbers
        What the sequence is made of, and the text of either kind.
    vectors
        How words become vectors: ``"random"`` or ``"by meaning"``.
    units, activation, seed
        Of the network.
    outputs
        Where a prediction is read off: ``"every step"`` or ``"last step"``.
    edits
        The numbers that were set by hand.
    off
        The matrices that are switched off.
    untied
        How many steps have weights of their own; 0 while all share them.
    """

    preset: str = RANDOM
    kind: str = "words"
    words: str = "the film was not bad at all"
    numbers: str = "1 0 0 0 −1 0 0 0"
    vectors: str = RANDOM
    units: int = 3
    activation: str = "tanh"
    outputs: str = "every step"
    seed: int = 1
    edits: tuple[Edit, ...] = ()
    off: tuple[str, ...] = ()
    untied: int = 0

    @property
    def text(self) -> str:
        """The sequence in use."""
        return self.words if self.kind == "words" else self.numbers

    def with_text(self, text: str) -> "Settings":
        """Return the settings with another sequence of the same kind."""
        return replace(self, words=text) if self.kind == "words" else replace(self, numbers=text)


DEFAULTS = Settings()


@dataclass
class Workbench:
    """One visitor's workbench: the settings in use, those before and after, and what Python last answered."""

    settings: Settings = DEFAULTS
    before: list[Settings] = field(default_factory=list)
    after: list[Settings] = field(default_factory=list)
    gesture: str = ""
    answered: str = ""
    said: str = ""
    has_arrived: bool = False
    hand: str = ""
    verdict: tuple[str, bool] = ("", False)

    def put(self, settings: Settings, gesture: str = "") -> None:
        """Take new settings; all that comes from one movement of the hand is undone at once."""
        if settings == self.settings:
            return
        if not gesture or gesture != self.gesture:
            self.before = [*self.before[-MAX_UNDO:], self.settings]
        self.gesture, self.after = gesture, []
        self._show(settings)

    def undo(self) -> None:
        """Go back to the settings before the last change."""
        if self.before:
            self.after.append(self.settings)
            self._show(self.before.pop())

    def redo(self) -> None:
        """Do again what was undone."""
        if self.after:
            self.before.append(self.settings)
            self._show(self.after.pop())

    def _show(self, settings: Settings) -> None:
        self.settings, self.hand, self.verdict = settings, "", ("", False)
        for name in WIDGETS:
            key = f"unroll-{name}"
            if st.session_state.get(key) != getattr(settings, name):
                st.session_state[key] = getattr(settings, name)


def workbench() -> Workbench:
    """Return this visitor's workbench; on arrival it holds what the link says."""
    if "unroll_workbench" not in st.session_state:
        st.session_state["unroll_workbench"] = Workbench(settings=_from_link(), hand=_hand_from_link())
    bench: Workbench = st.session_state["unroll_workbench"]
    return bench


def arrive() -> Workbench:
    """Return the workbench, with its settings in every widget that neither the link nor a hand has set."""
    bench = workbench()
    for name in WIDGETS:
        key = f"unroll-{name}"
        if key not in st.session_state and (key not in st.query_params or name == "preset"):
            st.session_state[key] = getattr(bench.settings, name)
    return bench


def settle(**found: Any) -> Settings:
    """Take what the page's widgets say now, and keep everything in the link.

    Parameters
    ----------
    **found
        The value of each widget, by the name of its setting.
    """
    bench = workbench()
    settings = replace(bench.settings, **found)
    if not _fits(settings):
        settings = replace(settings, preset=RANDOM)
    if not bench.has_arrived:  # what a link says is no change that could be undone
        bench.settings, bench.has_arrived = settings, True
    elif settings != bench.settings:
        bench.before = [*bench.before[-MAX_UNDO:], bench.settings]
        bench.settings, bench.after, bench.gesture = settings, [], ""
        bench.hand, bench.verdict = "", ("", False)
    link.put("unroll-preset", settings.preset if settings.preset != RANDOM else None)
    link.put("unroll-edits", format_edits(settings.edits) or None)
    link.put("unroll-off", " ".join(settings.off) or None)
    link.put("unroll-untied", str(settings.untied) if settings.untied else None)
    link.put("unroll-hand", bench.hand or None)
    return settings


def _fits(settings: Settings) -> bool:
    """Whether the network has the sizes of the preset that it started from."""
    if settings.preset == RANDOM:
        return True
    preset = PRESET_OF[settings.preset]
    return (settings.kind, settings.units) == (preset.kind, preset.params.hidden_size)


def start_anew() -> None:
    """Another size, kind or seed makes another network: what was changed by hand belonged to the one before."""
    bench = workbench()
    names = {f.name for f in fields(Settings)} & set(WIDGETS) - {"preset"}
    found = {
        name: st.session_state[f"unroll-{name}"] for name in names if f"unroll-{name}" in st.session_state
    }
    settings = replace(bench.settings, **found, preset=RANDOM, edits=(), untied=0)
    bench.put(settings)


def network_choice() -> str:
    """Draw the choice of the network to start from, and return its key."""
    titles = {RANDOM: "drawn at random"} | {key: preset.title for key, preset in PRESET_OF.items()}
    with st.container(width=190):
        chosen: str = st.selectbox(
            "Network", list(titles), format_func=titles.__getitem__, key="unroll-preset", on_change=_choose
        )
    return chosen


def _choose() -> None:
    bench = workbench()
    bench.put(started_from(st.session_state["unroll-preset"], bench.settings))


def started_from(key: str, settings: Settings) -> Settings:
    """Return the settings with which a preset, or a network drawn from the seed, starts."""
    fresh = replace(settings, preset=key, edits=(), off=(), untied=0)
    if key == RANDOM:
        return replace(fresh, units=DEFAULTS.units, vectors=RANDOM, activation=DEFAULTS.activation)
    preset = PRESET_OF[key]
    return replace(
        fresh,
        kind=preset.kind,
        units=preset.params.hidden_size,
        activation={"relu": "ReLU"}.get(preset.params.activation, "tanh"),
        **{"words": {"words": preset.text, "vectors": "by meaning"}, "numbers": {"numbers": preset.text}}[
            preset.kind
        ],
    )


def _from_link() -> Settings:
    """Read the parts of the link that no widget reads itself; what cannot be used is said and left out."""
    settings = DEFAULTS
    for name, read in _READERS.items():
        text = st.query_params.get(f"unroll-{name}")
        if text is None:
            continue
        try:
            settings = replace(settings, **{name: read(text)})
        except ValueError as error:
            st.warning(
                f"The link's unroll-{name} cannot be used: {link.escaped(str(error))}",
                icon=":material/link_off:",
            )
    if settings.preset != RANDOM:
        started = started_from(settings.preset, settings)
        settings = replace(started, edits=settings.edits, off=settings.off, untied=settings.untied)
    return settings


def _hand_from_link() -> str:
    text = st.query_params.get("unroll-hand", "")
    if text and not re.fullmatch(r"[1-9][0-9]{0,2}\.[a-z]{3,7}\.[0-7]", text):
        st.warning(
            f"The link's unroll-hand, “{link.plain(text)}”, cannot be used.", icon=":material/link_off:"
        )
        return ""
    return text


def _read_preset(text: str) -> str:
    if text not in PRESET_OF:
        raise ValueError(f"Found “{link.plain(text)}”; {', '.join(PRESET_OF)} are allowed.")
    return text


def _read_off(text: str) -> tuple[str, ...]:
    names = tuple(text.split())
    if not set(names) <= set(MATRICES):
        raise ValueError(f"Found “{link.plain(text)}”; {', '.join(MATRICES)} are allowed.")
    return tuple(name for name in MATRICES if name in names)


def _read_untied(text: str) -> int:
    steps = link.whole(text)
    if steps is None or not 1 <= steps <= MAX_STEPS:
        raise ValueError(f"Found “{link.plain(text)}”; whole numbers from 1 to {MAX_STEPS} are allowed.")
    return steps


_READERS: dict[str, Callable[[str], Any]] = {
    "preset": _read_preset,
    "edits": parse_edits,
    "off": _read_off,
    "untied": _read_untied,
}
