"""A text that a person types, with examples at a click; it stands in the link."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.ui import link
from pages.ui.place import PILLS_HEIGHT, place

LABEL_PX = 12  # what the label adds to the height of an area


def typed_text(
    label: str,
    examples: Mapping[str, str],
    arrival: str,
    *,
    key: str,
    example_key: str,
    height: int,
    max_chars: int,
    help: str | None = None,
    on_example: Callable[[str], None] | None = None,
) -> str:
    """Draw a text area and the examples, keep the link up to date, and return what was typed.

    Parameters
    ----------
    label
        What stands above the area.
    examples, arrival
        Texts by the names on their buttons, and the text that stands there when the link brings none.
    key, example_key
        Of the area, which is its name in the link, and of the buttons.
    height, max_chars
        Of the area, in pixels, and of the text.
    help
        The sentence behind the question mark.
    on_example
        Called with the name of an example that was taken.
    """

    def take() -> None:
        name, st.session_state[example_key] = st.session_state[example_key], None
        if name is not None:
            st.session_state[key] = examples[name]
            if on_example:
                on_example(name)

    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key) or arrival
    with (
        st.container()
    ):  # a sentence on a long text moves nothing to another place, where it would be built anew
        with place(key, height + LABEL_PX):
            text = st.text_area(
                label, key=key, height=height, max_chars=max_chars, help=help, persist_state="session"
            )
        with place(example_key, PILLS_HEIGHT):
            st.pills(
                "Examples", list(examples), key=example_key, label_visibility="collapsed", on_change=take
            )
        link.put_text(key, text, arrival)
    return text
