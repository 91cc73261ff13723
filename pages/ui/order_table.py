"""Every number of the memory page's picture as a table."""

import streamlit as st

from pages.ui import link
from pages.ui.order_readings import compared


def order_table(tokens: tuple[str, ...], order: tuple[int, ...]) -> None:
    """List every hidden state and answer of both orders, once they are asked for."""
    title, icon = "Every number as a table", ":material/table:"
    with st.expander(title, icon=icon, key="memory-numbers", on_change="rerun") as expander:
        if expander.open:
            from rnn_core.tables.orders import orders_table

            st.dataframe(
                orders_table(compared(tokens, order)),
                hide_index=True,
                alt="Every hidden state and every answer, order A and then order B.",
            )
            link.aside("The MLP hears all the words at once, so that its answer stands beside each of them.")
