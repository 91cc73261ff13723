"""How word vectors are made: ten sentences that a person can edit, counted before their eyes."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.vectors_company import company_picture
from pages.ui.vectors_data import company_data, counted
from pages.ui.vectors_sentences import ARRIVAL_PAIRS, TELLING, read_typed
from rnn_core.figures.numbers import format_number

if TYPE_CHECKING:
    from rnn_core.text.company import Company

PAIR, CHOSEN = "words-made-pair", "words-made-pair-chosen"
KINDS = ("only positive", "plain")
POWERS = ("0.75", "1")
SHOWS = ("counts", "information")
MAX_RANK, ARRIVAL_RANK = 10, 4


def made() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("words")
    with frame.prose():
        st.markdown(lesson["vectors made"], anchors=False)
    _experiment()
    left, right = st.columns(2, gap="large")
    left.markdown(lesson["vectors information"], anchors=False)
    right.markdown(lesson["vectors rank"], anchors=False)


@st.fragment
def _experiment() -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        sentences = read_typed()
    with right:
        window = widgets.whole_number(
            "Words to either side that are company", 1, 5, 2, key="words-made-window", width=280
        )
        with st.container(horizontal=True, gap="medium"):
            kind = widgets.choice("Mutual information", KINDS, KINDS[0], key="words-made-kind")
            power = float(widgets.choice("Power of contexts", POWERS, POWERS[0], key="words-made-power"))
        company = counted(sentences, window, power, kind == KINDS[0])
        with st.container(horizontal=True, gap="medium"):
            most = min(MAX_RANK, len(company.words))
            rank = widgets.whole_number(
                "Numbers kept of each word",
                2,
                most,
                min(ARRIVAL_RANK, most),
                key="words-made-rank",
                width=200,
            )
            shows = widgets.choice("The matrix shows", SHOWS, SHOWS[0], key="words-made-shows")
        st.markdown(_likeness(company, rank))
        st.markdown(_kept(company, rank))
    data = company_data(
        company, shows=shows, is_positive=kind == KINDS[0], power=power, rank=rank, pair=_pair(company)
    )
    company_picture(data, key="words-made-picture", on_pair=_keep_pair)
    with st.expander(
        "Every number as a table", icon=":material/table:", key="words-made-table", on_change="rerun"
    ) as table:
        if table.open:
            _tables(company, rank)


def _tables(company: "Company", rank: int) -> None:
    from rnn_core.tables.vectors import company_vectors_table, pairs_table, singular_table

    link.aside("Every pair that met:")
    st.dataframe(pairs_table(company), hide_index=True, alt="Every pair of words that met.")
    link.aside("The vector of every word:")
    st.dataframe(company_vectors_table(company, rank), hide_index=True, alt="The vector of every word.")
    link.aside("The singular values:")
    st.dataframe(singular_table(company), hide_index=True, alt="The singular values.")


def _pair(company: "Company") -> tuple[int, int]:
    """Return the cell to begin with: the link's, the one of the example, or the strongest."""
    words = company.words
    asked = st.query_params.get(PAIR)
    if asked is not None:
        first, _, second = asked.partition(" ")
        if first in words and second in words:
            return words.index(first), words.index(second)
        if asked != st.session_state.get(CHOSEN):  # else the words were there until the sentences changed
            widgets.say(
                f"The link asks for the pair “{link.plain(asked)}”; both words must stand in the sentences. "
                "Showing another."
            )
    for first, second in ARRIVAL_PAIRS:
        if first in words and second in words:
            return words.index(first), words.index(second)
    place = int(company.association.argmax())
    return place // len(words), place % len(words)


def _keep_pair(pair: list[str]) -> None:
    st.session_state[CHOSEN] = " ".join(map(str, pair))
    link.put(PAIR, st.session_state[CHOSEN] if tuple(pair) not in ARRIVAL_PAIRS else None)


def _likeness(company: "Company", rank: int) -> str:
    """Say of words that never met how alike their vectors are."""
    words = company.words
    named = [(words.index(a), words.index(b)) for a, b in TELLING if a in words and b in words]
    pairs = [pair for pair in named if not company.counts[pair]]
    if not pairs and (strangers := company.strangers(rank)):
        pairs = [strangers]
    if not pairs:
        return "All words have met: there are no two whose likeness only their company tells."
    cosines = company.cosines(rank)
    told = [
        f"“{link.escaped(words[a])}” and “{link.escaped(words[b])}” "
        f":orange[{format_number(cosines[a, b].item())}]"
        for a, b in pairs
    ]
    return f"**Words that never stand near each other, and the cosine of their vectors: {', '.join(told)}.**"


def _kept(company: "Company", rank: int) -> str:
    share = format_number(100 * company.kept[rank - 1].item())
    return (
        f"Each word had a row of {len(company.words)} numbers; {rank} are kept. They hold {share} % of the "
        "sum of all squared singular values."
    )
