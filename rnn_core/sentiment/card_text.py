"""How the model card sets its prose, and what it calls each network."""

import textwrap

TITLES = {"rnn": "Vanilla RNN (tanh)", "lstm": "LSTM", "gru": "GRU"}
WIDTH = 110
"""Characters of a line of prose."""


def fill(text: str, bullet: str = "") -> str:
    """Break a paragraph into lines."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
