"""The picture of the words page as a table."""

import streamlit as st

from pages.ui import link
from pages.ui.pipeline_data import way_of
from pages.ui.words_settings import COMPANIONS, WordsSetting

MAX_ROWS = 2_000


def pipeline_table(text: str, setting: WordsSetting) -> None:
    """Offer every token with its numbers as a table, built when it is opened."""
    with st.expander(
        "Every token as a table", icon=":material/table:", key="words-table", on_change="rerun"
    ) as table:
        if not table.open:
            return
        from rnn_core.tables.words import batches_table, way_table

        way = way_of(text, setting)
        st.dataframe(
            way_table(way, MAX_ROWS),
            alt="Every token with its characters, its number, its rank by frequency and its column.",
        )
        if len(way.numbered.tokens) > MAX_ROWS:
            link.aside(f"The first {MAX_ROWS:,} tokens are listed.")
        st.dataframe(
            batches_table(way, ("Your review", *COMPANIONS)),
            hide_index=True,
            alt="Every review of the batches with its tokens, its batch and the filler of its row.",
        )
