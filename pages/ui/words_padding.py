"""What the side of the filler does to the last state, and to the gradient that reaches the first word."""

from typing import TYPE_CHECKING, Any, Literal, get_args

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.pipeline_data import load_network, way_of
from pages.ui.truth import truth
from pages.ui.words_settings import WordsSetting
from rnn_core.figures.numbers import format_number
from rnn_core.figures.theme import Palette

if TYPE_CHECKING:
    from rnn_core.sentiment.models import SentimentModel
    from rnn_core.sentiment.padding_effect import PaddingEffect

NETWORKS = ("as torch draws it", "orthogonal start", "trained, shipped")
MAX_SEED = 9_999
What = Literal["state", "gradient"]
WHAT: tuple[What, ...] = get_args(What)
TITLES = (
    "**:orange[The last state]**: how far from that of filler alone",
    "**:violet[The gradient]** that reaches the first word",
)
SPOKEN = 64
"""Places of filler that the sentence is about."""


def words_padding(text: str, setting: WordsSetting) -> None:
    """Draw what is inside the section; the network reads the tokens that the limit keeps, 64 at most."""
    lesson = load_lesson("words")
    with frame.prose():
        st.markdown(lesson["padding"], anchors=False)
    with st.container(horizontal=True, gap="medium"):
        name = widgets.choice("A vanilla RNN of 64 units", NETWORKS, NETWORKS[0], key="words-network")
        seed = 0
        if name != NETWORKS[2]:
            seed = widgets.whole_number("Seed", 0, MAX_SEED, 0, key="words-seed")
    effect = effect_of(text, setting, name, seed)
    st.markdown(said(effect))
    for column, what, title in zip(st.columns(2, gap="large"), WHAT, TITLES, strict=True):
        column.markdown(title)
        column.plotly_chart(
            _figure(text, setting, name, seed, what, frame.palette()),
            key=f"words-padding-{what}",
            config={"displayModeBar": False},
            alt=f"What is left of the {what}, by places of filler on either side. {said(effect)}",
        )
    truth(effect.check, r"for $\partial h_{last} / \partial e_1$ with 0 to 16 places on either side")
    link.aside(
        "Distance of the last state from what filler alone leads to, and largest singular value of "
        r"$\partial h_{last} / \partial e_1$, both in multiples of the value without filler. A hollow mark "
        "is smaller than 10⁻¹⁶ of it."
    )
    with st.expander(
        "Every number as a table", icon=":material/table:", key="words-padding-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.tables_words import filler_table

            numbers = filler_table(effect)
            exact = st.column_config.NumberColumn(format="%.6g")
            st.dataframe(numbers, column_config=dict.fromkeys(numbers.columns, exact))


@st.cache_resource(max_entries=8, show_spinner="The network is being made.")
def _network(name: str, seed: int) -> "SentimentModel":
    from rnn_core.sentiment.checkpoints import load_shipped
    from rnn_core.sentiment.padding_effect import STARTS, fresh_network

    if name == NETWORKS[2]:
        return load_shipped("rnn").model
    start = STARTS[NETWORKS.index(name)]
    return fresh_network(start, len(load_network().vocabulary), seed=seed)


@st.cache_data(max_entries=32, show_spinner="The review is being read with filler on either side.")
def effect_of(text: str, setting: WordsSetting, name: str, seed: int) -> "PaddingEffect":
    """Compute what filler leaves of these words in one network."""
    from rnn_core.sentiment.padding_effect import MAX_WORDS, effect_in

    way = way_of(text, setting)
    return effect_in(_network(name, seed), way.numbered.ids[way.kept][:MAX_WORDS])


@st.cache_data(max_entries=64, show_spinner=False)
def _figure(text: str, setting: WordsSetting, name: str, seed: int, what: What, palette: Palette) -> Any:
    from rnn_core.figures.filler import filler_figure

    return filler_figure(effect_of(text, setting, name, seed), what, palette)


def said(effect: "PaddingEffect") -> str:
    """Say what is left behind many places of filler, on either side."""
    place = effect.right.fillers.index(SPOKEN)
    state = {side: format_number(getattr(effect, side).state[place].item()) for side in ("left", "right")}
    gradient = {
        side: [format_number(getattr(effect, side).gradient[k].item()) for k in (0, place)]
        for side in ("left", "right")
    }
    before, behind = gradient["right"]
    return (
        f"Behind **{SPOKEN} places of filler on the right**, :orange[**{state['right']}**] is left of what "
        "told this review's last state from that of no words at all; the first word's gradient goes from "
        f":violet[{before}] to :violet[**{behind}**]. With the same filler **on the left**, "
        f":orange[**{state['left']}**] of it is left, and the gradient is :violet[**{gradient['left'][1]}**]."
    )
