"""What every network that reads makes of many texts: for the hard cases and for many reviews at once."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.readers import Reader, network_of
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.many import JudgedText

NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six"}


def heading(reader: Reader) -> str:
    """Name a network at the head of a column; a run, which a person may call anything, in quotation marks."""
    return reader.title if reader.is_shipped else f"“{reader.title}”"


def usable(readers: tuple[Reader, ...]) -> tuple[Reader, ...]:
    """Give the networks whose files can be read; of the others, say why they cannot."""
    found: list[Reader] = []
    problems: dict[str, None] = {}
    for reader in readers:
        try:
            network_of(reader)
            found.append(reader)
        except ValueError as error:  # CheckpointError: a model file is missing or damaged
            problems[as_sentence(str(error))] = None
    for problem in problems:
        st.warning(link.escaped(problem), icon=":material/error:")
    return tuple(found)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={Reader: lambda reader: reader.identity})
def judge_many(readers: tuple[Reader, ...], texts: tuple[str, ...]) -> "tuple[JudgedText, ...]":
    """Let every network, of which there is at least one, judge every text; answers go by ``reader.key``."""
    from rnn_core.sentiment.many import judge_texts

    return judge_texts({reader.key: network_of(reader) for reader in readers}, texts)


def caveats(readers: tuple[Reader, ...], judged: "list[JudgedText]") -> None:
    """Say of every run what its column is worth: whether it is calibrated, and how many words it knows."""
    num_tokens = sum(text.num_tokens for text in judged)
    for reader in readers:
        if reader.is_shipped or not num_tokens:
            continue
        calibrated = "is calibrated" if reader.temperature else "left no temperature, so it is not calibrated"
        share = 100 * sum(text.num_unknown[reader.key] for text in judged) / num_tokens
        link.aside(
            f"{link.escaped(heading(reader))} {calibrated}, and does not know {share:.0f} % of these words "
            "and marks."
        )
