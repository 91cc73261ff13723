"""A section of a page that computes nothing before it is opened; whether it is open stands in the link."""

from collections.abc import Callable

import streamlit as st


def lazy_section(label: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    """Draw a closed section with its heading; what is inside is drawn once it is opened.

    Parameters
    ----------
    label, icon
        Its heading.
    key
        Its name in the link.
    draw
        Draws what is inside.
    """
    with st.expander(label, icon=icon, key=key, on_change="rerun", bind="query-params") as opened:
        if opened.open:
            draw()
