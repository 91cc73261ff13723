"""The textbook example: its lines, trained on arrival, beside the very code that printed them."""

import inspect

import streamlit as st
import torch

from rnn_core import textbook


def textbook_example() -> None:
    """Draw the code and what it prints."""
    code, output = st.columns([2, 1], gap="large")
    code.code(source(), language="python", wrap_lines=True)
    with output:
        st.code("\n".join(_printed()), language=None)
        st.markdown(f":small[:gray[Trained when this page was opened, from seed {textbook.SEED}.]]")


def source() -> str:
    """Return the code of the network and of its training, as it runs."""
    return "\n\n".join(inspect.getsource(part) for part in (textbook.SimpleRNN, textbook.train))


@st.cache_data(max_entries=1, show_spinner=False)
def _printed() -> list[str]:
    with torch.random.fork_rng():  # the example seeds the whole process, as textbooks do
        return list(textbook.train())
