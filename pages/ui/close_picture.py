"""One network's reading, taken apart: its prediction, its hidden state, and what each word did."""

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link, widgets
from pages.ui.frame import TEXT_WIDTH
from pages.ui.lanes import ORDER_LABELS, WAITING, lanes_of, logit_in_words, sums
from pages.ui.prediction import read_closely, read_states, track_record
from pages.ui.readers import Reader, network_of
from pages.ui.reading import MAX_NAMED, reading
from pages.ui.word_edits import take_edit
from pages.ui.wording import shortened

if TYPE_CHECKING:
    from rnn_core.sentiment.attribution import Baseline
    from rnn_core.sentiment.close_reading import CloseReading
    from rnn_core.sentiment.prediction import Prediction
    from rnn_core.text.spelling import Speller

ORDER, BASELINE, RESTED = "predict-order", "predict-baseline", "predict-rested"
AT_ONCE = 300
"""Words of a review that is taken apart with every key; a longer one once the typing rests."""
MAX_RESTED = 32
DEFAULT_ORDER = "number"
COMPARED: "dict[str, Baseline]" = {"the unknown word": "unknown", "a zero vector": "zero"}


def close_picture(prediction: "Prediction", reader: Reader, text: str, edited: str) -> None:
    """Draw the curve, the words, their shares and the hidden state; a word of it can be edited.

    Parameters
    ----------
    prediction
        What the network says of ``text``.
    reader
        The network.
    text
        The review.
    edited
        What the last edit did to the verdict; empty without one.
    """
    place = st.container(key="predict-close")
    with st.container(horizontal=True, gap="large"):
        baseline = widgets.choice(
            "A word’s share is counted from",
            list(COMPARED),
            next(iter(COMPARED)),
            BASELINE,
            help="What every word is led away from, on a straight line, until it is itself.",
        )
        with st.container(width=TEXT_WIDTH):
            link.aside(track_record(reader))
    mark = _mark(reader, text, baseline)
    is_counted = prediction.num_tokens <= AT_ONCE or mark in st.session_state.get(RESTED, ())
    close = read_closely(reader, text, COMPARED[baseline]) if is_counted else None
    states = close.states if close else read_states(reader, text)
    with place:
        reading(
            prediction,
            text,
            key="predict-reading",
            lanes=lanes_of(states, close, _order()),
            notes=(
                *_spellings(prediction, reader),
                *(sums(close) if close else (WAITING, " ")),  # as many lines: nothing below jumps
                logit_in_words(prediction),
            ),
            on_edit=take_edit,
            edited=edited,
            on_order=_take_order,
            waiting_for="" if close else mark,
            on_rest=_take_rest,
        )
    _table(prediction, close)


def _mark(reader: Reader, text: str, baseline: str) -> str:
    """Name what is read, so that a browser can say where the typing rests."""
    named = f"{reader.identity} {baseline} {text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:24]


def _take_rest(mark: object) -> None:
    if isinstance(mark, str):
        rested: list[str] = st.session_state.get(RESTED, [])
        st.session_state[RESTED] = [*rested, mark][-MAX_RESTED:]


def _table(prediction: "Prediction", close: "CloseReading | None") -> None:
    """Offer the numbers that are counted as a table, built when it is opened."""
    with st.expander("The numbers as a table", key="predict-table", on_change="rerun") as expander:
        if expander.open:
            from rnn_core.tables.prediction import close_reading_table, prediction_table

            share = st.column_config.NumberColumn(format="%.6f")
            st.dataframe(
                close_reading_table(prediction, close) if close else prediction_table(prediction),
                column_config=dict.fromkeys(("positive", "change", "share", "left out"), share),
                alt="Every word and mark that was read: the probability of positive after it, its share in "
                "the logit, what the logit loses without it, and every hidden unit.",
            )


def _order() -> str:
    """Return the order of the hidden units, which is in the link."""
    found = link.asked("predict")
    asked: str = st.session_state.get(ORDER) or found.get(ORDER, DEFAULT_ORDER)
    order = asked if asked in ORDER_LABELS else DEFAULT_ORDER
    if ORDER not in st.session_state and order != asked:
        link.explain(found, {ORDER: (order, ", ".join(ORDER_LABELS))})
    link.put(ORDER, order if order != DEFAULT_ORDER else None)
    return order


def _take_order(order: object) -> None:
    if order in ORDER_LABELS:
        st.session_state[ORDER] = order


def _spellings(prediction: "Prediction", reader: Reader) -> tuple[str, ...]:
    """Say what is read in the place of unknown words, and which known words are spelled like them."""
    unknown = list(dict.fromkeys(token.text for token in prediction.tokens if not token.known))
    if not unknown:
        return ()
    speller = _speller(reader)
    told = []
    for word in unknown[:MAX_NAMED]:
        near = ", ".join(spelling.word for spelling in speller.nearest(word))
        told.append(f"\u2068{shortened(word)}\u2069: {near or 'none within two letters'}")
    return (f"In their place it reads <unknown>. Known words spelled most like them: {'; '.join(told)}.",)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Reader: lambda reader: reader.identity})
def _speller(reader: Reader) -> "Speller":
    from rnn_core.text.spelling import Speller

    return Speller(network_of(reader).vocabulary)
