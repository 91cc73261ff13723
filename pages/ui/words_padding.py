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
    from rnn_core.sentiment.held_along import HeldAlong
    from rnn_core.sentiment.models import SentimentModel
    from rnn_core.sentiment.padding_effect import PaddingEffect
    from rnn_core.text.batches import Side

NETWORKS = ("as torch draws it", "orthogonal start", "trained, shipped")
MAX_SEED = 9_999
MAX_FILLER = 64
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
        filler = widgets.whole_number("Places of filler", 0, MAX_FILLER, 16, key="words-places")
        name = widgets.choice("A vanilla RNN of 64 units", NETWORKS, NETWORKS[0], key="words-network")
        seed = 0
        if name != NETWORKS[2]:
            seed = widgets.whole_number("Seed", 0, MAX_SEED, 0, key="words-seed")
    _along(text, setting, name, seed, filler)
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
            from rnn_core.tables.words import filler_table, held_table

            held = held_of(text, setting, name, seed, filler)
            exact = st.column_config.NumberColumn(format="%.6g")
            for numbers in (held_table(held, _tokens(text, setting)), filler_table(effect)):
                st.dataframe(
                    numbers, column_config=dict.fromkeys(numbers.select_dtypes("float").columns, exact)
                )


def _along(text: str, setting: WordsSetting, name: str, seed: int, filler: int) -> None:
    """Draw both rows with so many places of filler, step by step."""
    held = held_of(text, setting, name, seed, filler)
    right, left = (format_number(each[-1].item()) for each in (held.right, held.left))
    st.markdown(
        f"**:orange[What the state holds of the review]**, step by step; the output reads the last one. With "
        f"the filler on the **right** it holds :orange[**{right}**] of what it held behind the last word, "
        f"with the filler on the **left** :orange[**{left}**]."
    )
    st.plotly_chart(
        _along_figure(text, setting, name, seed, filler, frame.palette()),
        key="words-padding-along",
        config={"displayModeBar": False},
        alt=f"What the state holds of the review at each step: {right} at the end of the row with the filler "
        f"on the right, {left} with the filler on the left.",
    )
    link.aside("Distance of the state from that of filler alone, in multiples of that of the bare review.")


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


@st.cache_data(max_entries=32, show_spinner=False)
def held_of(text: str, setting: WordsSetting, name: str, seed: int, filler: int) -> "HeldAlong":
    """Compute what the state holds of these words along a row with filler."""
    from rnn_core.sentiment.held_along import held_in
    from rnn_core.sentiment.padding_effect import MAX_WORDS

    way = way_of(text, setting)
    return held_in(_network(name, seed), way.numbered.ids[way.kept][:MAX_WORDS], filler)


@st.cache_data(max_entries=64, show_spinner=False)
def _along_figure(
    text: str, setting: WordsSetting, name: str, seed: int, filler: int, palette: Palette
) -> Any:
    from rnn_core.figures.held import held_figure

    return held_figure(held_of(text, setting, name, seed, filler), _tokens(text, setting), palette)


def _tokens(text: str, setting: WordsSetting) -> list[str]:
    """Name what the network reads: an empty review is one unknown word."""
    from rnn_core.sentiment.padding_effect import MAX_WORDS

    way = way_of(text, setting)
    tokens = way.numbered.tokens
    return [tokens[place].text for place in way.kept[:MAX_WORDS]] if tokens else ["unknown word"]


@st.cache_data(max_entries=64, show_spinner=False)
def _figure(text: str, setting: WordsSetting, name: str, seed: int, what: What, palette: Palette) -> Any:
    from rnn_core.figures.filler import filler_figure

    return filler_figure(effect_of(text, setting, name, seed), what, palette)


def said(effect: "PaddingEffect") -> str:
    """Say what is left behind many places of filler, on either side."""
    place = effect.right.fillers.index(SPOKEN)

    def left_of(side: "Side") -> tuple[str, str]:
        found = getattr(effect, side)
        gradient = found.gradient[place] / found.gradient[0].clamp_min(1e-300)
        return format_number(found.state[place].item()), format_number(gradient.item())

    (state, gradient), (other_state, other_gradient) = left_of("right"), left_of("left")
    return (
        f"Behind **{SPOKEN} places of filler on the right**, :orange[**{state}**] of the review is left in "
        f"the last state, and :violet[**{gradient}**] of the gradient at its first word. **On the left** it "
        f"is :orange[**{other_state}**] and :violet[**{other_gradient}**]."
    )
