"""The stages of a review, the figures of a corpus and the effect of filler as pandas tables."""

from collections.abc import Sequence

from pandas import DataFrame, RangeIndex

from rnn_core.sentiment.held_along import HeldAlong
from rnn_core.sentiment.padding_effect import PaddingEffect
from rnn_core.text.corpus_figures import CorpusFigures
from rnn_core.text.pipeline import rank
from rnn_core.text.way import Way


def way_table(way: Way, limit: int | None = None) -> DataFrame:
    """List every token of a review with its number and its place in the row of the batch.

    Parameters
    ----------
    way
        What ``follow`` returned.
    limit
        List so many tokens at most. None lists all.

    Returns
    -------
    DataFrame
        Columns ``token``, ``first character`` and ``last character`` (from 1), ``number``, ``known``,
        ``rank`` (by frequency, none for an unknown word), ``kept`` and ``column`` (from 1, none where it is
        cut off).
        The index counts tokens from 1.
    """
    columns = {place: column for place in way.kept.tolist() if (column := way.column_of(place)) is not None}
    tokens = way.numbered.tokens[:limit]
    numbers = way.numbered.ids[:limit].tolist()
    table = DataFrame(
        {
            "token": [token.text for token in tokens],
            "first character": [token.start + 1 for token in tokens],
            "last character": [token.end for token in tokens],
            "number": numbers[: len(tokens)],
            "known": [token.text in way.vocabulary for token in tokens],
            "rank": [rank(number) for number in numbers[: len(tokens)]],
            "kept": [place in columns for place in range(len(tokens))],
            "column": [columns[place] + 1 if place in columns else None for place in range(len(tokens))],
        }
    ).astype({"rank": "Int64", "column": "Int64"})
    table.index = RangeIndex(1, len(table) + 1, name="place")
    return table


def batches_table(way: Way, names: Sequence[str]) -> DataFrame:
    """List every review of the batches, with the filler of its row in both orders.

    Parameters
    ----------
    way
        What ``follow`` returned.
    names
        Of the reviews: the followed one's first, then its companions'.

    Returns
    -------
    DataFrame
        Columns ``review``, ``tokens kept``, and for ``as they come`` and ``in buckets`` the batch (from 1)
        and the places of filler.
    """
    tokens = [0] * len(names)
    columns: dict[str, list[str] | list[int]] = {"review": list(names), "tokens kept": tokens}
    for order, batches in (("as they come", way.as_they_come), ("in buckets", way.in_buckets)):
        batch, filler = [0] * len(names), [0] * len(names)
        for number, filled in enumerate(batches, 1):
            for member, mask in zip(filled.members.tolist(), filled.batch.mask, strict=True):
                tokens[member] = int(mask.sum())
                batch[member], filler[member] = number, int((~mask).sum())
        columns |= {f"batch, {order}": batch, f"filler, {order}": filler}
    return DataFrame(columns)


def coverage_table(figures: CorpusFigures) -> DataFrame:
    """List the share of known tokens for every way to cut and every size of the vocabulary.

    Parameters
    ----------
    figures
        What ``CorpusFigures.load`` returned.

    Returns
    -------
    DataFrame
        Columns ``way``, ``entries``, ``counted films`` and ``other films``, the last two from 0 to 1.
    """
    return DataFrame(
        [
            {"way": each.variant, "entries": size, "counted films": train, "other films": held_back}
            for each in figures.coverage
            for size, train, held_back in zip(each.sizes, each.train, each.held_back, strict=True)
        ]
    )


def held_table(held: HeldAlong, words: Sequence[str]) -> DataFrame:
    """List what the state holds of a review at each step of a row, with filler on either side.

    Parameters
    ----------
    held
        What ``held_along`` returned.
    words
        The review's words.

    Returns
    -------
    DataFrame
        Columns ``read, right``, ``held, right``, ``read, left`` and ``held, left``; the index counts steps
        from 1.
    """
    filler = ["filler"] * held.num_filler
    return DataFrame(
        {
            "read, right": [*words, *filler],
            "held, right": held.right.tolist(),
            "read, left": [*filler, *words],
            "held, left": held.left.tolist(),
        },
        index=RangeIndex(1, len(held.left) + 1, name="step"),
    )


def filler_table(effect: PaddingEffect) -> DataFrame:
    """List what is left of the review and of the first word's gradient, one row for each number of places.

    Parameters
    ----------
    effect
        What ``padding_effect`` returned.

    Returns
    -------
    DataFrame
        Columns ``state, left``, ``state, right``, ``gradient, left`` and ``gradient, right``; the index holds
        the places of filler.
    """
    columns = {
        f"{name}, {side}": getattr(getattr(effect, side), name).tolist()
        for name in ("state", "gradient")
        for side in ("left", "right")
    }
    table = DataFrame(columns, index=list(effect.left.fillers))
    table.index.name = "places of filler"
    return table
