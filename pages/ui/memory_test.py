"""The memory test: how long a vanilla RNN can be taught to remember the first of T symbols."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.memory_controls import NETWORK, NUM_SEQUENCES, SEED, SEQUENCE, advance, length, number
from pages.ui.memory_words import answer, describe, share, spread
from pages.ui.own_memory import own_memory
from rnn_core.figures.theme import Palette
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.remembering.evaluation import RecallCurve
    from rnn_core.remembering.networks import RecallNetworks
    from rnn_core.tasks import FirstSymbolTask

DEFAULT_NETWORK = "2"


def memory_test() -> None:
    """Draw the whole section: the task, the accuracies, one sequence, a test for the visitor, and why."""
    lesson = load_lesson("memory")
    with frame.prose():
        st.markdown(lesson["test task"], anchors=False)
    _experiment()
    with frame.prose():
        st.markdown(lesson["test why"], anchors=False)
        st.page_link("pages/gradients.py", label="Drag that product", icon=":material/trending_down:")
        for section in ("test capacity", "test recipe"):
            st.markdown(lesson[section], anchors=False)


@st.fragment
def _experiment() -> None:
    try:
        trained = networks()
    except ValueError as error:  # CheckpointError: the file of weights is missing or damaged
        st.warning(as_sentence(str(error)), icon=":material/error:")
        return
    num_steps = length(trained.lengths)
    controls, picture = st.columns([2, 3], gap="large")
    with controls:
        seed = number(SEED)
        _outcome(curve(seed), num_steps)
        st.button(
            f"Run {NUM_SEQUENCES:,} new sequences",
            key="memory-run",
            icon=":material/casino:",
            on_click=advance,
            args=(SEED,),
        )
        link.aside(
            f"These are the sequences of seed {seed}; the accuracies are counted on them here and now."
        )
    with picture:
        st.markdown(
            f"**Right answers against T.** Each dot is one network, {trained.num_networks} for every T; "
            "the line is their mean."
        )
        st.plotly_chart(
            _curve_figure(seed, num_steps, frame.palette()),
            key="memory-curve",
            config={"displayModeBar": False},
            alt=describe(curve(seed)),
        )
        _table(curve(seed))
    _one_sequence(num_steps, seed)
    with st.expander("Take the test yourself", icon=":material/psychology:", on_change="rerun") as expander:
        if expander.open:
            own_memory(num_steps)


@st.cache_resource(show_spinner="The networks are being loaded.")
def networks() -> "RecallNetworks":
    """Return the networks that ship with the app."""
    from rnn_core.remembering.networks import load_shipped_networks

    return load_shipped_networks()


@st.cache_data(max_entries=64, show_spinner="The networks are reading new sequences.")
def curve(seed: int) -> "RecallCurve":
    """Let every network answer the sequences of one seed."""
    from rnn_core.remembering.evaluation import recall_curve

    return recall_curve(networks(), NUM_SEQUENCES, seed=seed)


@st.cache_data(max_entries=128, show_spinner=False)
def _curve_figure(seed: int, num_steps: int, palette: Palette) -> Any:
    """Keep the picture of every T, which is marked in it."""
    from rnn_core.figures.remembering import recall_curve_figure

    return recall_curve_figure(curve(seed), palette, num_steps)


@st.cache_data(max_entries=64, show_spinner=False)
def _task(num_steps: int, seed: int) -> "FirstSymbolTask":
    from rnn_core.remembering.evaluation import fresh_task

    return fresh_task(networks(), num_steps, NUM_SEQUENCES, seed=seed)


def _outcome(judged: "RecallCurve", num_steps: int) -> None:
    """Write the number that matters, and how the networks differ."""
    row = judged.lengths.index(num_steps)
    st.metric(
        f"At T = {num_steps} the RNNs name the first symbol in",
        share(judged.means[row].item()),
        f"of {judged.num_sequences:,} new sequences (chance {100 * judged.chance:.0f} %)",
        delta_color="off",
        delta_arrow="off",
    )
    st.markdown(spread(judged, num_steps))


def _table(judged: "RecallCurve") -> None:
    name = "Every accuracy as a table"
    with st.expander(name, icon=":material/table:", key="memory-accuracies", on_change="rerun") as expander:
        if expander.open:
            from rnn_core.tables.memory import recall_table

            percents = 100 * recall_table(judged)
            written = st.column_config.NumberColumn(format="%.1f %%")
            st.dataframe(
                percents,
                column_config=dict.fromkeys(percents.columns, written),
                alt="Share of right answers of every network for every T, with their mean.",
            )
            link.aside("Every T has networks of its own: network 1 of one row is not network 1 of the next.")


def _one_sequence(num_steps: int, seed: int) -> None:
    """Show what one network would answer after every symbol of one sequence."""
    from rnn_core.figures.remembering import answer_figure
    from rnn_core.remembering.evaluation import follow

    st.markdown(load_lesson("memory")["test one"])
    several = [str(number) for number in range(1, networks().num_networks + 1)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        network = widgets.choice("Network", several, DEFAULT_NETWORK, key=NETWORK)
        st.button(
            "Another sequence",
            key="memory-next",
            icon=":material/skip_next:",
            on_click=advance,
            args=(SEQUENCE,),
        )
    sequence = number(SEQUENCE)
    params, task = networks().by_length[num_steps][int(network) - 1], _task(num_steps, seed)
    probabilities = follow(params, task, sequence - 1)
    symbols = task.symbols[:, sequence - 1]
    told = answer(probabilities.tolist(), symbols.tolist())
    st.plotly_chart(
        answer_figure(probabilities, symbols, frame.palette()),
        key="memory-answers",
        config={"displayModeBar": False},
        alt=told,
    )
    st.markdown(f"Sequence {sequence:,} of {NUM_SEQUENCES:,}, network {network}. {told}")
    with frame.prose():
        link.aside(load_lesson("memory")["test asked"])
    title, icon = "This sequence as a table", ":material/table:"
    with st.expander(title, icon=icon, key="memory-answer-table", on_change="rerun") as expander:
        if expander.open:
            from rnn_core.tables.memory import answer_table

            st.dataframe(
                answer_table(probabilities, symbols),
                alt="Every symbol that was heard, with the probability of each answer after it.",
            )
