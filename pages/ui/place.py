"""Places that have their size on the page before what stands in them.

The sheets of styles, the widgets and the pictures reach the browser after the page's first text. Until then
a place is as high and as wide as it is said here, so that nothing below it jumps; then ``assets/frame.css``
lets go of it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import streamlit as st

FIELD_HEIGHT, CHOICE_HEIGHT = 68, 60  # pixels: Streamlit's widgets with the label above them
PILLS_HEIGHT = 32  # without a label
OPTION_PX, LETTER_PX = 34, 7.4  # an option's width without its letters, and a letter's: rather too much


def place(key: str, height: int = FIELD_HEIGHT, width: int | None = None) -> AbstractContextManager[object]:
    """Return the container of a picture or of a field.

    Parameters
    ----------
    key
        What the sheets of styles call it; ``_place`` is added.
    height
        In pixels at the width of a desktop, until the style sheets are there.
    width
        In pixels, for good; without it the place is as wide as its surroundings.
    """
    return st.container(
        key=f"{key}_place", height=height, width=width or "stretch", border=False, gap="xxsmall"
    )


def choice_place(key: str, options: Sequence[str]) -> AbstractContextManager[object]:
    """Return the container of a choice, about as wide as its options will be.

    Parameters
    ----------
    key
        The choice's.
    options
        What can be chosen.
    """
    width = round(sum(OPTION_PX + LETTER_PX * len(option) for option in options))
    return st.container(
        key=f"{key}_fit_place", height=CHOICE_HEIGHT, width=width, border=False, gap="xxsmall"
    )
