"""The picture of ten sentences that become word vectors: counts, mutual information, a map.

Python computes every number and finds where two words meet; the browser looks up and draws, and sends back
the pair of words that a hand has chosen.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from pages.ui.components import read_component, reporter

_company = st.components.v2.component("company", **read_component("company", "wordplane"))


@dataclass(frozen=True)
class CompanyData:
    """Everything that the component draws; words are numbered from 0.

    Attributes
    ----------
    words, sentences
        The words, and the numbers of the words of each sentence.
    shows
        Which matrix is drawn: ``"counts"`` or ``"information"``.
    is_positive, power
        How the information was taken: without its negative values or with them, and the power of contexts.
    counts, ratios, information
        The matrices, a row for each word.
    totals, context
        n(a) and p(b).
    meetings
        For each pair that met, written ``"a-b"``: sentence, place of a and place of b, wherever they did.
    cosines
        Of the words' vectors.
    near
        For each word the numbers of those whose vectors are nearest.
    places, ranges
        The first two numbers of each vector, and from where to where they run.
    axes
        What stands at the two axes of the map: low end, name and high end of each.
    values, kept, rank
        Singular values, the share of their squares in the first so many, and how many numbers are kept.
    pair
        The words whose cell is chosen when the picture is new.
    alt
        Text alternative.
    """

    words: tuple[str, ...]
    sentences: tuple[tuple[int, ...], ...]
    shows: str
    is_positive: bool
    power: float
    counts: list[list[float]]
    ratios: list[list[float]]
    information: list[list[float]]
    totals: list[float]
    context: list[float]
    meetings: dict[str, list[tuple[int, int, int]]]
    cosines: list[list[float]]
    near: list[list[int]]
    places: list[list[float]]
    ranges: list[list[float]]
    axes: tuple[tuple[str, str, str], tuple[str, str, str]]
    values: list[float]
    kept: list[float]
    rank: int
    pair: tuple[int, int]
    alt: str


def company_picture(data: CompanyData, key: str, on_pair: Callable[[Any], None]) -> None:
    """Draw the picture.

    Parameters
    ----------
    data
        What it shows.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    on_pair
        Called with the two words of a cell that a hand has chosen.
    """
    _company(key=key, data=asdict(data), on_pair_change=reporter(key, "pair", on_pair))
