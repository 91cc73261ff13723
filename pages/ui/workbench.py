"""The workbench of the unroll page: what a person has set and changed there, how to undo it, and its link."""

from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from pages.ui import link
from pages.ui.workbench_link import PRESET_OF, not_used, parts_in_link
from rnn_core.cells import Activation
from rnn_core.edits import Edit, format_edits
from rnn_core.sequences import parse_numbers, parse_words

MAX_STEPS, MAX_UNITS, MAX_SEED = 200, 64, 9999
MAX_TEXT = 2_000  # characters of a sequence that a link carries
RANDOM = "random"
ACTIVATION_WORDS: dict[Activation, str] = {"tanh": "tanh", "relu": "ReLU"}
WIDGETS = ("preset", "kind", "words", "numbers", "vectors", "units", "activation", "outputs", "seed")
ANEW = ("kind", "units", "seed")  # another one of these, another network
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

    @property
    def num_steps(self) -> int:
        """Length of the sequence in use."""
        return len(parse_sequence(self.kind, self.text))


def parse_sequence(kind: str, text: str) -> list[str] | list[float]:
    """Cut a text into its words or numbers.

    Raises
    ------
    ValueError
        If it cannot be read, is empty or too long.
    """
    return parse_words(text, MAX_STEPS) if kind == "words" else parse_numbers(text, MAX_STEPS)


DEFAULTS = Settings()


@dataclass
class Workbench:
    """One visitor's workbench: the settings in use, those before and after, and what Python last answered.

    Attributes
    ----------
    settings
        Those in use.
    before, after
        What undo and redo go to, the nearest last; at most 100 are remembered.
    gesture
        The movement of the hand that made the last change; what comes from the same one is undone with it.
    answered, said
        The mark of the stage's last question, and what was wrong with it, in one sentence.
    has_arrived
        Whether the link has been read and made to fit.
    hand
        The number that the exercise asks for, as the link writes it: step, quantity and row, or ``"done"``.
    verdict
        What was said of the last answer to it, and whether that was right.
    """

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
            self._remember()
        self.gesture, self.after = gesture, []
        self._show(settings)

    def undo(self) -> None:
        """Go back to the settings before the last change."""
        if self.before:
            self.after.append(self.settings)
            self.gesture = ""  # what the same hand does now is another change
            self._show(self.before.pop())

    def redo(self) -> None:
        """Do again what was undone."""
        if self.after:
            self._remember()
            self.gesture = ""
            self._show(self.after.pop())

    def take(self, settings: Settings) -> None:
        """Take what the widgets say themselves."""
        self._remember()
        self.settings, self.after, self.gesture = settings, [], ""
        self.hand, self.verdict = "", ("", False)

    def _remember(self) -> None:
        self.before = [*self.before, self.settings][-MAX_UNDO:]

    def _show(self, settings: Settings) -> None:
        for name in WIDGETS:  # what stays is left alone: a text that could not be read may stand there
            if getattr(settings, name) != getattr(self.settings, name):
                st.session_state[f"unroll-{name}"] = getattr(settings, name)
        self.settings, self.hand, self.verdict = settings, "", ("", False)


def workbench() -> Workbench:
    """Return this visitor's workbench; on arrival it holds what the link says."""
    if "unroll_workbench" not in st.session_state:
        st.session_state["unroll_workbench"] = Workbench(
            settings=_from_link(), hand=st.query_params.get("unroll-hand", "")
        )
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
    if not bench.has_arrived:  # what a link says is no change that could be undone
        bench.settings, bench.has_arrived = _made_to_fit(settings), True
    elif settings != bench.settings:
        is_another = any(getattr(settings, name) != getattr(bench.settings, name) for name in ANEW)
        bench.take(replace(settings, preset=RANDOM, edits=(), untied=0) if is_another else settings)
    settings = bench.settings
    link.put("unroll-preset", settings.preset if settings.preset != RANDOM else None)
    link.put("unroll-edits", format_edits(settings.edits) or None)
    link.put("unroll-off", " ".join(settings.off) or None)
    link.put("unroll-untied", str(settings.untied) if settings.untied else None)
    link.put("unroll-hand", bench.hand or None)
    return settings


def _made_to_fit(settings: Settings) -> Settings:
    """Take from a link what contradicts the rest of it."""
    if settings.preset != RANDOM:
        preset = PRESET_OF[settings.preset]
        size = preset.params.hidden_size
        if (settings.kind, settings.units) != (preset.kind, size):
            not_used("preset", f"“{preset.title}” reads {preset.kind} and has {size} hidden units.")
            settings = replace(settings, preset=RANDOM)
    if 0 < settings.untied < settings.num_steps:
        not_used("untied", f"Found {settings.untied} for {settings.num_steps} steps.")
        settings = replace(settings, untied=0)
    return settings


def started_from(key: str, settings: Settings) -> Settings:
    """Return the settings with which a preset, or a network drawn from the seed, starts."""
    fresh = replace(settings, preset=key, edits=(), off=(), untied=0)
    if key == RANDOM:
        return replace(fresh, units=DEFAULTS.units, vectors=RANDOM, activation=DEFAULTS.activation)
    preset = PRESET_OF[key]
    fresh = replace(
        fresh, units=preset.params.hidden_size, activation=ACTIVATION_WORDS[preset.params.activation]
    )
    if preset.kind == "words":
        return replace(fresh, kind="words", words=preset.text, vectors="by meaning")
    return replace(fresh, kind="numbers", numbers=preset.text)


def _from_link() -> Settings:
    """Read the parts of the link that no widget reads itself; what cannot be used is said and left out."""
    settings = replace(DEFAULTS, **parts_in_link(MAX_STEPS))
    if settings.preset != RANDOM:
        started = started_from(settings.preset, settings)
        settings = replace(started, edits=settings.edits, off=settings.off, untied=settings.untied)
    return settings
