"""The neighbours of a word, as they were counted and as training left them."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.vectors_data import COUNTED, NETWORKS, complaint, near, space, spelled_like
from pages.ui.wording import shortened
from rnn_core.figures.numbers import MINUS, format_number

if TYPE_CHECKING:
    from rnn_core.text.neighbours import Neighbour
    from rnn_core.text.word_map import Moved

WORD, OTHER, WALK = "words-near-word", "words-near-other", "words-near-walk"
ARRIVAL, ARRIVAL_OTHER = "terrible", "excellent"
KEYS = {name: key for key, name in NETWORKS.items()}
NUM_NEAR, NUM_MOVED = 10, 4
MAX_CHARACTERS = 80


def neighbours_section() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("words")
    with frame.prose():
        st.markdown(lesson["vectors near"], anchors=False)
    _experiment()
    with frame.prose():
        st.markdown(lesson["vectors apart"], anchors=False)


@st.fragment
def _experiment() -> None:
    if problem := complaint(COUNTED):
        st.warning(problem, icon=":material/info:")
        return
    with st.container(horizontal=True, gap="medium"):
        word = _known_word("A word", WORD, ARRIVAL)
        other = _known_word("How near is it to", OTHER, ARRIVAL_OTHER)
        network = widgets.choice("Trained in the", list(KEYS), NETWORKS["lstm"], key="words-near-network")
    problem = complaint(KEYS[network])
    if problem:
        st.warning(problem, icon=":material/info:")
    if word is None or problem:
        return
    names = {"As counted": COUNTED, f"After training: {network}": KEYS[network]}
    lists = {title: near(name, word, NUM_NEAR) for title, name in names.items()}
    *tables, beside = st.columns([2, 2, 3], gap="medium")
    for column, (title, found) in zip(tables, lists.items(), strict=True):
        others = {each.word for name, near_it in lists.items() if name != title for each in near_it}
        column.markdown(f"**{title}**")
        column.markdown(_listed(found, others))
    with beside:
        if other is not None and other != word:
            st.markdown(_apart(word, other, names))
        moved = _moved(word, other, KEYS[network])
        _picture(moved)
        if len({frozenset(each.word for each in found) for found in lists.values()}) > 1:
            link.aside("A word in bold stands in one of the two lists only.")
    chosen = list(dict.fromkeys(each.word for found in lists.values() for each in found))
    st.pills("Go on to a neighbour", chosen, key=WALK, on_change=_walk)
    with st.expander(
        "Every number as a table", icon=":material/table:", key="words-near-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.tables.vectors import moved_table, neighbours_table

            st.dataframe(neighbours_table(lists), hide_index=True, alt="The neighbours in both spaces.")
            st.dataframe(moved_table(moved), hide_index=True, alt="Cosines as counted and after training.")


def _known_word(label: str, key: str, arrival: str) -> str | None:
    """Ask for one word; where there is no vector for it, say so and give None."""
    from rnn_core.text.tokenizer import words

    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, arrival)[:MAX_CHARACTERS] or arrival
    with st.container(width=240, gap="xxsmall"):
        text = st.text_input(label, key=key, max_chars=MAX_CHARACTERS, persist_state="session")
        link.put(key, text if text.strip() and text != arrival else None)
        found = words(text)
        if len(found) != 1:
            widgets.say(f"Type one word; found {len(found) or 'none'}.")
            return None
        vocabulary = space(COUNTED).vocabulary
        if found[0] in vocabulary:
            return found[0]
        shown = link.escaped(shortened(found[0]))
        widgets.say(f"“{shown}” is not among the {len(vocabulary):,} words: a network hears “unknown”.")
        if spelled := spelled_like(found[0]):
            st.pills("Spelled like it", spelled, key=f"{key}-spelled", on_change=_take_spelling, args=(key,))
    return None


def _take_spelling(key: str) -> None:
    chosen = st.session_state[f"{key}-spelled"]
    if chosen is not None:
        st.session_state[key] = chosen


def _walk() -> None:
    chosen, st.session_state[WALK] = st.session_state[WALK], None
    if chosen is not None:
        st.session_state[WORD] = chosen


def _listed(found: "tuple[Neighbour, ...]", others: set[str]) -> str:
    """Write neighbours as a small table."""
    rows = ["| | word | cosine |", "|--:|:--|--:|"]
    for place, each in enumerate(found, 1):
        shown = link.escaped(each.word)
        rows.append(
            f"| {place} | {shown if each.word in others else f'**{shown}**'} | {_hundredths(each.cosine)} |"
        )
    return "\n".join(rows)


def _apart(word: str, other: str, names: dict[str, str]) -> str:
    """Say how near two words are in both spaces."""
    from rnn_core.text.neighbours import relation

    said = []
    for title, name in names.items():
        found = relation(space(name), word, other)
        said.append(
            f"- {title}: cosine **{format_number(found.cosine)}**, neighbour {found.rank:,} of "
            f"{found.num_others:,}"
        )
    return "\n".join([f"From “{link.escaped(word)}” to “{link.escaped(other)}”", "", *said])


def _moved(word: str, other: str | None, network: str) -> "tuple[Moved, ...]":
    """Return the two words, the groups of praise and blame on average, and the pairs that moved most."""
    from rnn_core.text.neighbours import relation
    from rnn_core.text.word_map import Moved

    asked = []
    if other is not None and other != word:
        before, after = (relation(space(name), word, other).cosine for name in (COUNTED, network))
        asked = [Moved(word, other, before, after)]
    return (*asked, *_groups_moved(network))


@st.cache_data(max_entries=4, show_spinner=False)
def _groups_moved(network: str) -> "tuple[Moved, ...]":
    from rnn_core.text.word_groups import GROUPS
    from rnn_core.text.word_map import Moved, mean_cosine, moved_apart

    praise, blame = GROUPS["praise"], GROUPS["blame"]
    before, after = space(COUNTED), space(network)
    means = (
        Moved(name, like, mean_cosine(before, praise, others), mean_cosine(after, praise, others))
        for name, like, others in (
            (f"{len(praise)} words of praise", f"{len(blame)} of blame, mean", blame),
            (f"{len(praise)} words of praise", "each other, mean", praise),
        )
    )
    return (*means, *moved_apart(before, after, praise, blame, NUM_MOVED))


def _picture(moved: "tuple[Moved, ...]") -> None:
    """Draw what training did to the cosines."""
    from rnn_core.figures.moved import moved_figure

    told = "; ".join(
        f"{each.word} and {each.other} {_hundredths(each.before)}, then {_hundredths(each.after)}"
        for each in moved
    )
    link.aside(
        f"Cosine as counted (hollow) and after training (filled); the last {NUM_MOVED} moved apart most."
    )
    st.plotly_chart(
        moved_figure(moved, frame.palette()),
        key="words-near-moved",
        config={"displayModeBar": False},
        alt=f"Cosines as counted and after training: {told}.",
    )


def _hundredths(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", MINUS)
