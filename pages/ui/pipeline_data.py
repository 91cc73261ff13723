"""From a review and the settings of the words page to everything that its picture shows."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.pipeline import (
    PipelineData,
    ShownBatches,
    ShownPiece,
    ShownRow,
    ShownStage,
    ShownToken,
)
from pages.ui.pipeline_words import FILLER, alt, batches_said, facts, hint, row_said_of, stages
from pages.ui.wording import shortened
from pages.ui.words_settings import COMPANIONS, TOKEN, WordsSetting

if TYPE_CHECKING:
    from rnn_core.sentiment.checkpoints import LoadedModel
    from rnn_core.text.cleaning import Piece
    from rnn_core.text.pipeline import FilledBatch
    from rnn_core.text.vocabulary import Vocabulary
    from rnn_core.text.way import Way

ENDS = 60
"""Tokens that are shown at either end of a very long review, and more where more are kept."""
MAX_PIECE = 60
"""Characters of a stretch without tokens that are shown."""
SCALE = 3.0
"""The embedding's value that has the full colour: three standard deviations of the vectors as they start."""


@st.cache_resource(show_spinner="The network is being loaded.")
def load_network() -> "LoadedModel":
    """Load the shipped network whose vocabulary and embedding the page shows."""
    from rnn_core.sentiment.checkpoints import load_shipped

    return load_shipped("lstm")


@st.cache_resource(max_entries=8, show_spinner=False)
def vocabulary_of(size: int) -> "Vocabulary":
    """Return the vocabulary that training with so many entries would have found."""
    from rnn_core.text.pipeline import smaller

    return smaller(load_network().vocabulary, size)


@st.cache_resource(max_entries=4, show_spinner=False)  # a review of a million characters takes some 40 MB
def way_of(text: str, setting: WordsSetting) -> "Way":
    """Send the review and its companions through every stage."""
    from rnn_core.text.way import follow

    return follow(
        text,
        COMPANIONS,
        vocabulary_of(setting.vocab_size),
        limit=setting.limit,
        window=setting.window,
        side=setting.side,
        to_the_limit=setting.to_the_limit,
        batch_size=setting.batch_size,
    )


@st.cache_data(max_entries=16, show_spinner=False)
def pipeline_data(text: str, setting: WordsSetting, asked: int | None) -> PipelineData:
    """Put every stage into words and numbers for the browser.

    Parameters
    ----------
    text, setting
        The review and what is done to it.
    asked
        The token to read out on arrival, from 1; None, or one that is not there, picks a telling one.
    """
    way = way_of(text, setting)
    places = shown_places(way)
    tokens = tuple(_token(way, place, setting) for place in places)
    gap = next((k for k, place in enumerate(places[1:]) if place != places[k] + 1), None)
    numbers = tuple(way.row.tolist())
    return PipelineData(
        stages={name: ShownStage(*parts) for name, parts in stages(way, setting).items()},
        pieces=_pieces(way, places, gap),
        tokens=tokens,
        fold=gap,
        folded=f"… {len(way.numbered.tokens) - len(places):,} more words and marks …",
        numbers=numbers,
        mask=tuple(int(real) for real in way.mask),
        vectors=_vectors(numbers, tokens),
        scale=SCALE,
        batches=(
            _batches("As they come", way.as_they_come, setting),
            _batches("In buckets: like length together", way.in_buckets, setting),
        ),
        chosen=_chosen(tokens, asked),
        hint=hint(way),
        filler=FILLER,
        alt=alt(way, setting),
        link=TOKEN,
    )


def shown_places(way: "Way") -> list[int]:
    """Choose the tokens that are shown: all, or of a very long review both ends and all that is kept."""
    total = len(way.numbered.tokens)
    kept = [place for place in way.kept.tolist() if place < total]
    head = sum(place == k for k, place in enumerate(kept))
    first, last = max(ENDS, head), max(ENDS, len(kept) - head)
    return [*range(min(first, total)), *range(max(first, total - last), total)]


def _token(way: "Way", place: int, setting: WordsSetting) -> ShownToken:
    token, number = way.numbered.tokens[place], int(way.numbered.ids[place])
    column = way.column_of(place)
    said = facts(way, place, setting)
    shown = shortened(token.text)
    return ShownToken(
        place=place + 1,
        text=shown,
        number=number,
        known=token.text in way.vocabulary,
        kept=column is not None,
        column=column,
        facts=said,
        sentence=f"{shown}: {', '.join(said)}",
    )


def _pieces(way: "Way", places: Sequence[int], gap: int | None) -> tuple[ShownPiece, ...]:
    from rnn_core.text.cleaning import pieces

    text, tokens = way.numbered.text, way.numbered.tokens
    if gap is None:
        return tuple(_piece(each, 0) for each in pieces(text, tokens))
    left_out = places[gap + 1] - places[gap] - 1
    head = pieces(text, tokens, 0, places[gap] + 1)
    tail = pieces(text, tokens, places[gap + 1])
    return (
        *(_piece(each, 0) for each in head),
        ShownPiece(" … ", " … ", "fold"),
        *(_piece(each, left_out) for each in tail),
    )


def _piece(piece: "Piece", left_out: int) -> ShownPiece:
    place = None if piece.token is None else piece.token - left_out
    named = piece.kind in ("control", "windows", "invisible", "inside") or (
        piece.kind == "apostrophe" and not piece.text.isprintable()
    )
    typed = " ".join(f"U+{ord(c):04X}" for c in piece.text[:8]) if named else _visible(piece.text)
    cleaned = _visible(piece.read_as) if piece.kind == "token" else piece.read_as
    return ShownPiece(typed, cleaned, piece.kind, place)


def _visible(text: str) -> str:
    """Shorten a stretch; a character that nothing is assigned to has no glyph."""
    shown = text if len(text) <= MAX_PIECE else text[: MAX_PIECE - 1] + "…"
    return "".join("\ufffd" if unicodedata.category(c) in ("Cs", "Co", "Cn") else c for c in shown)


def _vectors(numbers: Sequence[int], tokens: Sequence[ShownToken]) -> dict[str, tuple[float, ...]]:
    """Look up the embedding of every number that stands in the row or can be read out."""
    wanted = sorted({*numbers, *(token.number for token in tokens)})
    rows = load_network().model.embedding.weight[wanted].tolist()
    return {
        str(number): tuple(round(value, 4) for value in row) for number, row in zip(wanted, rows, strict=True)
    }


def _batches(title: str, batches: "Sequence[FilledBatch]", setting: WordsSetting) -> ShownBatches:
    shown = tuple(
        (
            filled.batch.ids.shape[1],
            tuple(
                ShownRow(
                    said=row_said_of(member, filled, row),
                    start=filled.start_of(row),
                    length=int(filled.batch.mask[row].sum()),
                    is_own=member == 0,
                )
                for row, member in enumerate(filled.members.tolist())
            ),
        )
        for filled in batches
    )
    return ShownBatches(title, batches_said(batches), shown)


def _chosen(tokens: Sequence[ShownToken], asked: int | None) -> int | None:
    """Pick the token that the link names, else the rarest known word that is kept, else the first."""
    if not tokens:
        return None
    named = next((k for k, token in enumerate(tokens) if token.place == asked), None)
    if named is not None:
        return named
    return max(range(len(tokens)), key=lambda k: (tokens[k].kept and tokens[k].known, tokens[k].number))
