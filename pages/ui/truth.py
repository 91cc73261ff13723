"""The badge that says whether what is on screen equals autograd, computed then and there."""

from typing import TYPE_CHECKING

import streamlit as st

from rnn_core.figures.numbers import MINUS, format_number

if TYPE_CHECKING:
    from rnn_core.autograd_check import AutogradCheck


def truth(check: "AutogradCheck", where: str) -> None:
    """Say how far the numbers are from autograd's; with an icon and in red where they are not equal.

    Parameters
    ----------
    check
        What the comparison found.
    where
        What was compared.
    """
    largest = format_number(check.largest_relative)
    numbers = f"{check.compared:,} numbers, relative to those above 1"
    sentence = f"{where.replace('-', MINUS)}: largest difference {largest} in {numbers}"
    if check.is_equal:
        st.markdown(f":small[:gray[:material/check: Equals autograd {sentence}.]]")
    else:
        st.markdown(f":red[:material/error: Differs from autograd {sentence}.]")
