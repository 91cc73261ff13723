"""What it does to learning: the gradient that reaches each word of a review in the shipped networks."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.networks import MODELS, network
from pages.ui.truth import truth
from pages.ui.typed_text import typed_text
from pages.ui.wording import percent
from rnn_core.figures.numbers import format_number
from rnn_core.figures.theme import Palette
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.word_gradients import WordGradients

READS = ("maximum over time", "last state alone")
LABELS = ("positive", "negative")
EXAMPLES = {
    "Early verdict": "Wonderful from the first minute. We drove there through the rain, found two seats at "
    "the back, and the people beside us talked about their holidays until the lights went down.",
    "Late verdict": "We drove there through the rain, found two seats at the back, and the people beside us "
    "talked about their holidays until the lights went down, and then the film was wonderful.",
    "Turn": "For an hour I was bored and ready to leave, but the last act is so clever that I forgave all.",
    "Short": "Dull, loud and far too long.",
}
ARRIVAL = EXAMPLES["Early verdict"]
TEXT, EXAMPLE, LABEL = "gradients-review", "gradients-example", "gradients-label"
MAX_CHARACTERS = 5_000


def words_reached() -> None:
    """Draw what is inside the section."""
    lesson = load_lesson("gradients")
    with frame.prose():
        st.markdown(lesson["words question"], anchors=False)
    _experiment()
    left, right = st.columns(2, gap="large")
    left.markdown(lesson["words maximum"], anchors=False)
    right.markdown(lesson["words flow"], anchors=False)


@st.fragment
def _experiment() -> None:
    text = _review()
    with st.container(horizontal=True, gap="medium"):
        label = widgets.choice("It should be called", LABELS, LABELS[0], key=LABEL)
        reads = widgets.choice("The output reads the", READS, READS[0], key="gradients-reads")
    found = judge(text, label)
    if isinstance(found, str):
        st.warning(found, icon=":material/info:")
        return
    for key, reached in found.items():
        st.markdown(_sentence(MODELS[key], reached, reads))
    for key, reached in found.items():
        truth(reached.check, f"for $\\partial h_T / \\partial s_t$ of the {MODELS[key]}")
    _curves(text, label, reads)
    if found["rnn"].truncated:
        link.aside(f"Only the first {len(found['rnn'].tokens)} words and marks are shown.")
    with st.expander(
        "Every number as a table", icon=":material/table:", key="gradients-words-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.figures.gradient_tables import word_gradients_table

            numbers = word_gradients_table({MODELS[key]: reached for key, reached in found.items()})
            exact = st.column_config.NumberColumn(format="%.6g")
            st.dataframe(numbers, column_config=dict.fromkeys(numbers.columns[1:], exact))


def _curves(text: str, label: str, reads: str) -> None:
    """Draw the gradient at each word, and how much of each state reaches the last one."""
    palette = frame.palette()
    link.aside(
        r"Norm of $\partial L / \partial e_t$: the gradient of the loss at each word's vector, from autograd "
        "itself. A hollow mark stands at 0."
    )
    st.plotly_chart(
        _reached_figure(text, label, reads, palette),
        key="gradients-words-reached",
        config={"displayModeBar": False},
        alt=f"Norm of the gradient of the loss at each word's vector, where the output reads the {reads}.",
    )
    link.aside(
        r"Norm of $\partial h_T / \partial s_t$: how much of a change of the state after each word "
        "reaches the last one."
    )
    st.plotly_chart(
        _flow_figure(text, label, palette),
        key="gradients-words-flow",
        config={"displayModeBar": False},
        alt="Largest singular value of the Jacobian from the state after each word to the last hidden state.",
    )


def _review() -> str:
    """Ask for the review; examples take its place at a click and bring the label that they should have."""
    return typed_text(
        "A review",
        EXAMPLES,
        ARRIVAL,
        key=TEXT,
        example_key=EXAMPLE,
        height=96,
        max_chars=MAX_CHARACTERS,
        on_example=_take_label,
    )


def _take_label(name: str) -> None:
    st.session_state[LABEL] = "negative" if name == "Short" else "positive"


@st.cache_data(max_entries=64, show_spinner="The gradients are on their way back.")
def _judge(text: str, label: str) -> "dict[str, WordGradients]":
    from rnn_core.sentiment.word_gradients import word_gradients

    loaded = {name: network(name) for name in MODELS}
    return {
        name: word_gradients(
            each.model, each.vocabulary, text, "positive" if label == "positive" else "negative", max_words=60
        )
        for name, each in loaded.items()
    }


def judge(text: str, label: str) -> "dict[str, WordGradients] | str":
    """Return what reaches each word in every network, or one sentence that says why nothing does."""
    try:
        return _judge(text, label)
    except ValueError as error:  # no words, or CheckpointError: a model file is missing or damaged
        return as_sentence(str(error))


def _sentence(name: str, found: "WordGradients", reads: str) -> str:
    """Say what the network thinks, and how much the first and the last word hear."""
    reached = found.reached if reads == READS[0] else found.reached_last
    first, last = (format_number(reached[place].item()) for place in (0, -1))
    start = format_number(found.flow[0].item())
    return (
        f"**{name}**: {percent(found.probability)} positive before calibration. The first word hears "
        f":violet[{first}], the last :violet[{last}]; of $\\partial h_T$ the most "
        f"that reaches back to the start is :violet[{start}]."
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _reached_figure(text: str, label: str, reads: str, palette: Palette) -> Any:
    from rnn_core.figures.words import word_gradients_figure

    found = _judge(text, label)
    series = {key: each.reached if reads == READS[0] else each.reached_last for key, each in found.items()}
    return word_gradients_figure(found["rnn"].tokens, series, MODELS, palette)


@st.cache_data(max_entries=64, show_spinner=False)
def _flow_figure(text: str, label: str, palette: Palette) -> Any:
    from rnn_core.figures.words import word_gradients_figure

    found = _judge(text, label)
    series = {key: each.flow[1:] for key, each in found.items()}
    return word_gradients_figure(found["rnn"].tokens, series, MODELS, palette)
