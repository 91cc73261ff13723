"""The three shipped networks, loaded once, and what all of them make of many texts."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from rnn_core.sentiment.checkpoints import LoadedModel
    from rnn_core.sentiment.many import JudgedText

MODELS = {"rnn": "Vanilla RNN", "lstm": "LSTM", "gru": "GRU"}


@st.cache_resource(show_spinner="The network is being loaded.")
def network(name: str) -> "LoadedModel":
    """Load a shipped network once.

    Raises
    ------
    CheckpointError
        If its file is missing or damaged.
    """
    from rnn_core.sentiment.checkpoints import load_shipped

    return load_shipped(name)


@st.cache_data(max_entries=64, show_spinner=False)
def judge_all(texts: tuple[str, ...]) -> "tuple[JudgedText, ...]":
    """Let every shipped network judge every text.

    Raises
    ------
    CheckpointError
        If a network's file is missing or damaged.
    """
    from rnn_core.sentiment.many import judge_texts

    return judge_texts({name: network(name) for name in MODELS}, texts)
