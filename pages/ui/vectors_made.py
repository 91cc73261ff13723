"""How word vectors are made: ten sentences that a person can edit, counted before their eyes."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.vectors_company import company_picture
from pages.ui.vectors_data import company_data, counted
from rnn_core.figures.numbers import format_number
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.text.company import Company

TEXT, PAIR = "words-made-sentences", "words-made-pair"
ARRIVAL = """the film was excellent and moving
the film was terrible and slow
the plot was terrible and dull
the plot was excellent and moving
the cat slept in the garden
the dog slept in the sun
the dog ran in the park
the cat ran in the garden
an excellent film is moving
a terrible film is slow"""
ARRIVAL_PAIR = ("terrible", "slow")
TELLING = ("excellent", "terrible")
"""The two words whose likeness is the point, as long as they stand in the sentences."""
KINDS = ("only positive", "plain")
POWERS = ("0.75", "1")
SHOWS = ("counts", "information")
MAX_CHARACTERS = 5_000
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
        sentences = _sentences()
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
    from rnn_core.tables_vectors import company_vectors_table, pairs_table, singular_table

    link.aside("Every pair that met:")
    st.dataframe(pairs_table(company), hide_index=True, alt="Every pair of words that met.")
    link.aside("The vector of every word:")
    st.dataframe(company_vectors_table(company, rank), hide_index=True, alt="The vector of every word.")
    link.aside("The singular values:")
    st.dataframe(singular_table(company), hide_index=True, alt="The singular values.")


def _sentences() -> tuple[tuple[str, ...], ...]:
    """Ask for the sentences; where nothing can be counted the last good ones stay in use, and it is said."""
    from rnn_core.text.company import read_sentences

    if TEXT not in st.session_state:
        st.session_state[TEXT] = st.query_params.get(TEXT) or ARRIVAL
    text = st.text_area(
        "Sentences, one to a line",
        key=TEXT,
        height=284,
        max_chars=MAX_CHARACTERS,
        persist_state="session",
        help="Change, add or remove sentences; the marks ! ? . , count as words, as in the corpus.",
    )
    kept = f"{TEXT}-last-good"
    try:
        found = read_sentences(text)
        st.session_state[kept] = text
    except ValueError as error:
        found = read_sentences(st.session_state.get(kept, ARRIVAL))
        widgets.say(f"{as_sentence(str(error))} The last sentences that could be counted stay in use.")
    else:
        lonely = [str(k) for k, sentence in enumerate(found, 1) if len(sentence) == 1]
        if lonely:
            which = "Sentence" if len(lonely) == 1 else "Sentences"
            verb = "has" if len(lonely) == 1 else "have"
            widgets.say(f"{which} {', '.join(lonely)} {verb} one word only: there is no company to count.")
    if text != ARRIVAL:
        st.button(
            "Back to the ten sentences", icon=":material/undo:", on_click=_reset, key="words-made-reset"
        )
    link.put_text(TEXT, text, ARRIVAL)
    return tuple(map(tuple, found))


def _reset() -> None:
    st.session_state[TEXT] = ARRIVAL


def _pair(company: "Company") -> tuple[int, int]:
    """Return the cell to begin with: the link's, the one of the ten sentences, or the strongest."""
    words = company.words
    asked = st.query_params.get(PAIR)
    if asked is not None:
        first, _, second = asked.partition(" ")
        if first in words and second in words:
            return words.index(first), words.index(second)
        widgets.say(
            f"The link asks for the pair “{link.plain(asked)}”; both words must stand in the sentences. "
            "Showing another."
        )
    if all(word in words for word in ARRIVAL_PAIR):
        first, second = ARRIVAL_PAIR
        return words.index(first), words.index(second)
    place = int(company.association.argmax())
    return place // len(words), place % len(words)


def _keep_pair(pair: list[str]) -> None:
    chosen = " ".join(map(str, pair))
    link.put(PAIR, chosen if chosen != " ".join(ARRIVAL_PAIR) else None)


def _likeness(company: "Company", rank: int) -> str:
    """Say of two words that never met how alike their vectors are."""
    words = company.words
    strangers = company.strangers(rank)
    if all(word in words for word in TELLING):
        first, second = (words.index(word) for word in TELLING)
        if not company.counts[first, second]:
            strangers = (first, second)
    if strangers is None:
        return "All words have met: there are no two whose likeness only their company tells."
    first, second = strangers
    cosine = format_number(company.cosines(rank)[first, second].item())
    return (
        f"**“{link.escaped(words[first])}” and “{link.escaped(words[second])}” never stand near each other; "
        f"by their company, the cosine of their vectors is {cosine}.**"
    )


def _kept(company: "Company", rank: int) -> str:
    share = format_number(100 * company.kept[rank - 1].item())
    return (
        f"Each word had a row of {len(company.words)} numbers; {rank} are kept. They hold {share} % of the "
        "sum of all squared singular values."
    )
