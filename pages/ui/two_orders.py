"""What a person sets on the memory page: a sentence and a second order of its words, both in the link."""

import streamlit as st

from pages.ui import link
from pages.ui.order_readings import suggested_order
from pages.ui.orders import ORDER, identity
from pages.ui.place import place

WORDS, EXAMPLE = "memory-words", "memory-example"
LAST_GOOD, KEPT = "memory_last_good", "memory_kept_order"
EXAMPLES = (
    "the film was not bad but good",
    "hated the book, loved the film",
    "I did not like it, it was bad",
    "never boring, always funny",
    "dull at first, gripping at the end",
)
ARRIVAL = EXAMPLES[0]


def sentence() -> tuple[str, ...]:
    """Draw the field and the examples; return the words, or the last good ones if these cannot be read."""
    from rnn_core.memory.orders import MAX_WORDS, MIN_WORDS, sentence_words

    if WORDS not in st.session_state:
        st.session_state[WORDS] = st.query_params.get(WORDS, ARRIVAL)
    with place("memory_sentence"):
        text = st.text_input(
            f"Your sentence, {MIN_WORDS} to {MAX_WORDS} words and marks",
            key=WORDS,
            persist_state="session",
            width=460,
        )
    st.pills(
        "Examples", EXAMPLES, key=EXAMPLE, label_visibility="collapsed", wrap=True, on_change=_take_example
    )
    try:
        sentence_words(text)
    except ValueError as error:
        was_read = LAST_GOOD in st.session_state
        instead = "Still showing the last sentence that could be read." if was_read else "Showing an example."
        st.error(f"{error} {instead}", icon=":material/error:")
        text = st.session_state.get(LAST_GOOD, ARRIVAL)
    else:
        st.session_state[LAST_GOOD] = text
    link.put_text(WORDS, text, ARRIVAL)
    return sentence_words(text)


def _take_example() -> None:
    chosen = st.session_state[EXAMPLE]
    st.session_state[EXAMPLE] = None
    if chosen is not None:
        st.session_state[WORDS] = chosen


def second_order(tokens: tuple[str, ...]) -> tuple[int, ...]:
    """Return the order of these words: the hand's, the link's on arrival, or the most telling one."""
    kept: tuple[tuple[str, ...], tuple[int, ...]] | None = st.session_state.get(KEPT)
    suggested = suggested_order(tokens)
    if kept is not None and kept[0] == tokens:
        order = kept[1]
    else:
        found = link.asked("memory").get(ORDER) if kept is None else None
        read = _read(found, len(tokens)) if found is not None else suggested
        order = suggested if read is None else read
        if read is None:
            allowed = f"each whole number from 1 to {len(tokens)} once, with - between"
            link.explain({ORDER: found or ""}, {ORDER: (_written(order), allowed)})
    st.session_state[KEPT] = (tokens, order)
    link.put(ORDER, None if order == suggested else _written(order))
    return order


def keep_order(text: str, words_of: str) -> None:
    """Keep the order into which a hand has put the words; an order of other words is passed over.

    Parameters
    ----------
    text
        The order, such as ``"1-3-2"``.
    words_of
        Whose order it is: `identity` of the words that were on screen, which may be those before these.
    """
    tokens, order = st.session_state[KEPT]
    read = _read(text, len(tokens)) if words_of == identity(tokens) else None
    st.session_state[KEPT] = (tokens, order if read is None else read)


def _read(text: str, num_words: int) -> tuple[int, ...] | None:
    numbers = [link.whole(part) for part in text.split("-")]
    places = tuple(number - 1 for number in numbers if number is not None)
    return places if len(numbers) == num_words and sorted(places) == list(range(num_words)) else None


def _written(order: tuple[int, ...]) -> str:
    return "-".join(str(place + 1) for place in order)
