"""The stages of a review, the figures of a corpus and the effect of filler as pandas tables."""

from pandas import DataFrame, RangeIndex

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
