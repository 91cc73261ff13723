"""What the size of the vocabulary and the length limit do, in the figures of the real corpus."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link
from pages.ui.lesson import load_lesson
from pages.ui.words_figures import OURS, load_figures
from pages.ui.words_settings import WordsSetting
from pages.ui.words_sizes import words_sizes
from pages.ui.words_windows import words_windows
from rnn_core.figures.theme import Palette
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.text.corpus_figures import CorpusFigures

WINDOWS_TITLE = "Your review under the limit."
WINDOWS_SAID = "What is dotted is cut off: a network never reads it."
SIZES_TITLE = "Your review in every vocabulary."
SIZES_SAID = "What is dotted is unknown: in its place a network hears number 1, whichever word it was."


def words_corpus(text: str, setting: WordsSetting) -> None:
    """Draw what is inside the section.

    Parameters
    ----------
    text
        The review that is looked up in vocabularies of every size.
    setting
        Whose size and limit the sentences are about.
    """
    try:
        figures = load_figures()
    except ValueError as error:
        st.warning(as_sentence(str(error)), icon=":material/info:")
        return
    _curves(figures, setting)
    st.markdown(f"**{SIZES_TITLE}** {SIZES_SAID}")
    words_sizes(text)
    st.markdown(f"**{WINDOWS_TITLE}** {WINDOWS_SAID}")
    words_windows(text, setting.limit)
    st.markdown(filler_said(figures))
    link.aside(
        f"Counted in {figures.train_size:,} reviews, {figures.split}; “other films” are "
        f"{figures.held_back_size:,} reviews of films that were not counted. {figures.command}"
    )
    with st.expander(
        "Every number as a table", icon=":material/table:", key="words-coverage-table", on_change="rerun"
    ) as table:
        if table.open:
            from rnn_core.tables.words import coverage_table

            st.dataframe(coverage_table(figures), hide_index=True)


def _curves(figures: "CorpusFigures", setting: WordsSetting) -> None:
    """Draw what sizes and limits keep of the whole corpus, side by side."""
    lesson, palette = load_lesson("words"), frame.palette()
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(lesson["vocabulary"], anchors=False)
        st.markdown(vocabulary_said(figures, setting))
        _chart(
            _coverage_figure(setting.vocab_size, palette),
            "coverage",
            "Share of the tokens of other films that a vocabulary holds, against its size.",
        )
    with right:
        st.markdown(lesson["length"], anchors=False)
        st.markdown(length_said(figures, setting))
        _chart(
            _lengths_figure(setting.limit, palette),
            "lengths",
            "Share of the tokens, and of the reviews whole, that a limit on the length keeps.",
        )


def _chart(figure: Any, name: str, alt: str) -> None:
    st.plotly_chart(figure, key=f"words-{name}-figure", config={"displayModeBar": False}, alt=alt)


@st.cache_data(max_entries=16, show_spinner=False)
def _coverage_figure(chosen: int, palette: Palette) -> Any:
    from rnn_core.figures.corpus import coverage_figure

    return coverage_figure(load_figures(), chosen, palette)


@st.cache_data(max_entries=16, show_spinner=False)
def _lengths_figure(chosen: int, palette: Palette) -> Any:
    from rnn_core.figures.corpus import lengths_figure

    return lengths_figure(load_figures(), chosen, palette)


def vocabulary_said(figures: "CorpusFigures", setting: WordsSetting) -> str:
    """Say what a vocabulary of the chosen size holds."""
    ours = figures.of(OURS)
    known = 100 * ours.train[ours.sizes.index(setting.vocab_size)]
    unknown = ours.unknown_at(setting.vocab_size)
    return (
        f"With :blue[**{setting.vocab_size:,} entries**], {known:.1f} % of the tokens that were counted are "
        f"known, and {100 * (1 - unknown):.1f} % of those of other films: one token in {1 / unknown:.0f} is "
        "unknown there."
    )


def length_said(figures: "CorpusFigures", setting: WordsSetting) -> str:
    """Say what the chosen limit keeps."""
    lengths = figures.lengths
    place = lengths.limits.index(setting.limit)
    return (
        f"A limit of :blue[**{setting.limit:,}**] keeps {100 * lengths.kept[place]:.1f} % of all tokens and "
        f"{100 * lengths.whole[place]:.1f} % of the reviews whole. Half of them have at most "
        f"{lengths.median:,.0f} tokens, the longest {lengths.longest:,}."
    )


def filler_said(figures: "CorpusFigures") -> str:
    """Say what filler costs in the whole corpus."""
    most = figures.filler[-1]
    return (
        f"**What filler costs.** At a limit of {most.limit} and {most.batch_size} reviews a batch, "
        f"{100 * most.to_the_limit:.1f} % of all places are filler where every review is filled up to the "
        f"limit. Filling each batch only to its longest leaves {100 * most.as_they_come:.1f} %, for one of "
        f"{most.batch_size} is nearly always that long; it is {100 * most.in_buckets:.1f} % in buckets."
    )
