"""The map of a few hundred words: the plane in which their vectors differ most, counted or trained."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.components import read_component, reporter
from pages.ui.lesson import load_lesson
from pages.ui.vectors_data import COUNTED, NETWORKS, complaint, laid_out, space, spelled_like, widened
from pages.ui.wording import shortened
from rnn_core.figures.numbers import format_number

if TYPE_CHECKING:
    from rnn_core.text.word_map import MapAxis, WordMap

GROUPS_KEY, OWN, WORD = "words-map-groups", "words-map-own", "words-map-word"
SPACES = {COUNTED: COUNTED, **{name: key for key, name in NETWORKS.items()}}
MAX_OWN, MAX_CHARACTERS = 12, 200
ARRIVAL_WORD = "terrible"
HINT = "Point at a word, or tap it: its neighbours light, and stand here."

_word_map = st.components.v2.component("wordmap", **read_component("wordmap", "wordplane"))


@dataclass(frozen=True)
class WordMapData:
    """Everything that the component draws; words are numbered from 0.

    Attributes
    ----------
    words, groups
        The words, and the group of each.
    places, ranges
        Where each stands, across and up, and from where to where the map goes.
    axes
        What stands at the two axes: low end, name and high end of each.
    near
        For each word the numbers of its neighbours, each with the cosine.
    chosen
        The word that is lit when the map is new, or None.
    alt, hint
        Text alternative, and what stands below while no word is lit.
    """

    words: tuple[str, ...]
    groups: tuple[str, ...]
    places: list[list[float]]
    ranges: list[list[float]]
    axes: tuple[tuple[str, str, str], tuple[str, str, str]]
    near: list[list[tuple[int, float]]]
    chosen: int | None
    alt: str
    hint: str = HINT


def word_map_section() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("words")
    with frame.prose():
        st.markdown(lesson["vectors map"], anchors=False)
    _experiment()


@st.fragment
def _experiment() -> None:
    from rnn_core.text.word_groups import GROUPS

    name = SPACES[widgets.choice("Vectors", list(SPACES), COUNTED, key="words-map-space")]
    if problem := complaint(COUNTED) or complaint(name):
        st.warning(problem, icon=":material/info:")
        return
    groups = _groups(list(GROUPS))
    own = _own_words()
    words = tuple(dict.fromkeys([*own, *(word for group in groups for word in GROUPS[group])]))
    if len(words) < 3:
        widgets.say("A map needs three words: choose a group, or type some.")
        return
    found = laid_out(name, words)
    of = {word: group for group in GROUPS for word in GROUPS[group]}
    picture(word_map_data(found, of), key="words-map-picture", on_word=_keep_word)
    with st.expander(
        "Every number as a table", icon=":material/table:", key="words-map-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.tables.vectors import word_map_table

            st.dataframe(word_map_table(found, GROUPS), hide_index=True, alt="The place of every word.")


def _groups(every: list[str]) -> list[str]:
    """Ask which groups the map holds; those of the link to begin with."""
    asked = st.query_params.get(GROUPS_KEY)
    if GROUPS_KEY not in st.session_state:
        wanted = every if asked is None else [group for group in every if group in asked.split(",")]
        st.session_state[GROUPS_KEY] = wanted or every
    chosen: list[str] = st.pills(
        "Words on the map: fewer groups, and the plane is found anew for them",
        every,
        selection_mode="multi",
        key=GROUPS_KEY,
        persist_state="session",
    )
    unknown = [] if asked is None else [group for group in asked.split(",") if group and group not in every]
    if unknown:
        widgets.say(f"The link asks for the group “{link.plain(unknown[0])}”; there is none.")
    in_order = [group for group in every if group in chosen]
    link.put(GROUPS_KEY, ",".join(in_order) if in_order != every else None)
    return in_order


def _own_words() -> list[str]:
    """Ask for more words; those that the space does not have are named."""
    from rnn_core.text.tokenizer import words

    if OWN not in st.session_state:
        st.session_state[OWN] = st.query_params.get(OWN, "")[:MAX_CHARACTERS]
    text = st.text_input(
        "Your own words besides",
        key=OWN,
        max_chars=MAX_CHARACTERS,
        persist_state="session",
        placeholder="such as: wine sword laughter",
        width=480,
    )
    link.put(OWN, text or None)
    typed = list(dict.fromkeys(words(text)))
    vocabulary = space(COUNTED).vocabulary
    known = [word for word in typed if word in vocabulary]
    for word in [word for word in typed if word not in vocabulary][:3]:
        spelled = ", ".join(spelled_like(word))
        alike = f" Spelled like it: {spelled}." if spelled else ""
        widgets.say(f"“{link.escaped(shortened(word))}” is not among the {len(vocabulary):,} words.{alike}")
    if len(known) > MAX_OWN:
        widgets.say(f"At most {MAX_OWN} words of your own are shown; found {len(known)}.")
    return known[:MAX_OWN]


def word_map_data(found: "WordMap", of: dict[str, str]) -> WordMapData:
    """Put a map into plain data for the browser."""
    number = {word: k for k, word in enumerate(found.words)}
    asked = st.query_params.get(WORD, ARRIVAL_WORD)
    across, up = (_axis(axis, k) for k, axis in enumerate(found.axes, 1))
    return WordMapData(
        words=found.words,
        groups=tuple(of.get(word, "typed") for word in found.words),
        places=found.places.tolist(),
        ranges=[widened(axis) for axis in found.places.T.tolist()],
        axes=(across, up),
        near=[[(number[each.word], each.cosine) for each in near] for near in found.near],
        chosen=number.get(asked),
        alt=f"Map of {len(found.words)} words. Across: {' '.join(across)}. Up: {' '.join(up)}.",
    )


def _axis(axis: "MapAxis", number: int) -> tuple[str, str, str]:
    share = f"component {number}, {format_number(100 * axis.share)} % of the variance"
    return ", ".join(axis.low), share, ", ".join(axis.high)


def picture(data: WordMapData, key: str, on_word: Callable[[Any], None]) -> None:
    """Draw the map; ``on_word`` is called with the word that a hand has chosen."""
    _word_map(key=key, data=asdict(data), on_word_change=reporter(key, "word", on_word))


def _keep_word(word: str) -> None:
    link.put(WORD, word if word != ARRIVAL_WORD else None)
