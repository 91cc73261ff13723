"""The networks that read reviews, loaded once: the three that ship, and what runs have left."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from rnn_core.sentiment.checkpoints import LoadedModel

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


def run_network(file: Path, temperature: float | None) -> "LoadedModel":
    """Load what a run left once.

    Parameters
    ----------
    file
        From `rnn_core.sentiment.snapshots.kept_model`.
    temperature
        Of the run's result; None where it is not calibrated.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    return replace(_load(file), temperature=temperature or 1.0)


@st.cache_resource(max_entries=8, show_spinner="The network is being loaded.")
def _load(file: Path) -> "LoadedModel":
    from rnn_core.sentiment.checkpoints import load_checkpoint

    return load_checkpoint(file)
