"""What the pictures of word vectors show, computed once and kept: spaces, counts and maps as plain data."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.vectors_company import CompanyData
from rnn_core.figures.numbers import format_number
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.text.company import Company
    from rnn_core.text.neighbours import Neighbour
    from rnn_core.text.shipped_vectors import WordVectors
    from rnn_core.text.spelling import Speller
    from rnn_core.text.word_map import WordMap

NETWORKS = {"rnn": "Vanilla RNN", "lstm": "LSTM", "gru": "GRU"}
COUNTED = "counted"
"""Name of the space that no label has touched."""
NUM_NEAR = 4
ROOM = 0.08
"""Share of the map that is left free on each side of the outermost word."""


@st.cache_resource(max_entries=4, show_spinner="The word vectors are being loaded.")
def space(name: str) -> "WordVectors":
    """Return the counted vectors, or the trained embedding of a shipped network, by name."""
    from rnn_core.sentiment.checkpoints import load_shipped
    from rnn_core.text.shipped_vectors import WordVectors, load_word_vectors

    if name == COUNTED:
        return load_word_vectors()
    loaded = load_shipped(name)
    return WordVectors(loaded.vocabulary, loaded.model.embedding.weight)


@st.cache_resource(max_entries=1, show_spinner=False)
def speller() -> "Speller":
    """Return what finds the nearest spellings among the words that have a vector."""
    from rnn_core.text.spelling import Speller

    return Speller(space(COUNTED).vocabulary)


def spelled_like(word: str) -> list[str]:
    """Name the words whose spelling is nearest to a word's."""
    return [each.word for each in speller().nearest(word)]


def complaint(name: str) -> str | None:
    """Say in one sentence why a space cannot be loaded; None where it can."""
    try:
        space(name)
    except ValueError as error:  # CheckpointError: a file is missing or damaged
        return as_sentence(str(error))
    return None


@st.cache_data(max_entries=256, show_spinner=False)
def near(name: str, word: str, count: int) -> "tuple[Neighbour, ...]":
    """Return the nearest neighbours of a known word."""
    from rnn_core.text.neighbours import nearest

    return nearest(space(name), word, count)


@st.cache_data(max_entries=64, show_spinner="The words are being laid out.")
def laid_out(name: str, words: tuple[str, ...]) -> "WordMap":
    """Return the map of words; praise lies on the higher side of both axes, where there is any."""
    from rnn_core.text.word_groups import GROUPS
    from rnn_core.text.word_map import word_map

    return word_map(space(name), words, upwards=GROUPS["praise"])


@st.cache_data(max_entries=64, show_spinner=False)
def counted(
    sentences: tuple[tuple[str, ...], ...], window: int, context_power: float, positive: bool
) -> "Company":
    """Count sentences into word vectors."""
    from rnn_core.text.company import count_company

    return count_company(sentences, window=window, context_power=context_power, positive=positive)


def company_data(
    company: "Company", *, shows: str, is_positive: bool, power: float, rank: int, pair: tuple[int, int]
) -> CompanyData:
    """Put the counting of a few sentences into plain data for the browser."""
    cosines = company.cosines(rank)
    others = cosines.clone().fill_diagonal_(-2)
    places = company.vectors(rank)[:, :2]
    return CompanyData(
        words=company.words,
        sentences=company.sentences,
        shows=shows,
        is_positive=is_positive,
        power=power,
        counts=company.counts.tolist(),
        ratios=company.ratios.tolist(),
        information=company.association.tolist(),
        totals=company.totals.tolist(),
        context=company.context.tolist(),
        meetings={
            f"{a}-{b}": [(each.sentence, each.first, each.second) for each in found]
            for (a, b), found in company.meetings().items()
        },
        cosines=cosines.tolist(),
        near=others.topk(min(NUM_NEAR, len(company.words) - 1)).indices.tolist(),
        places=places.tolist(),
        ranges=[widened([0.0, *axis]) for axis in places.T.tolist()],
        axes=(("", "first number", ""), ("", "second number", "")),
        values=company.values.tolist(),
        kept=company.kept.tolist(),
        rank=rank,
        pair=pair,
        alt=alternative(company, rank),
    )


def widened(values: list[float]) -> list[float]:
    """Give the range of values with some room on both sides."""
    low, high = min(values), max(values)
    spare = ROOM * (high - low or 1.0)
    return [low - spare, high + spare]


def alternative(company: "Company", rank: int) -> str:
    """Describe the picture for someone who does not see it."""
    met, share = int((company.counts > 0).sum()), format_number(100 * company.kept[rank - 1].item())
    return (
        f"{len(company.sentences)} sentences of {len(company.words)} different words; {met} cells of the "
        f"matrix are not empty. The first {rank} singular values keep {share} % of the sum of all squares."
    )
