"""Word vectors and how they were counted, as pandas tables."""

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from rnn_core.text.company import Company
from rnn_core.text.neighbours import Neighbour
from rnn_core.text.word_map import Moved, WordMap


def pairs_table(company: Company) -> DataFrame:
    """List every pair of words that met, one row for each, in both orders.

    Parameters
    ----------
    company
        What ``count_company`` returned.

    Returns
    -------
    DataFrame
        Columns ``word`` (a), ``near`` (b), ``n(a, b)``, ``n(a)``, ``p(b)``, ``ratio`` and ``information``:
        the logarithm of the ratio as it went into the decomposition.
    """
    rows = company.counts.nonzero().tolist()
    return DataFrame(
        {
            "word": [company.words[a] for a, _ in rows],
            "near": [company.words[b] for _, b in rows],
            "n(a, b)": [int(company.counts[a, b]) for a, b in rows],
            "n(a)": [int(company.totals[a]) for a, _ in rows],
            "p(b)": [company.context[b].item() for _, b in rows],
            "ratio": [company.ratios[a, b].item() for a, b in rows],
            "information": [company.association[a, b].item() for a, b in rows],
        }
    )


def company_vectors_table(company: Company, rank: int) -> DataFrame:
    """List the vector of every word: a column for each number, counted from 1."""
    columns = {f"{k}": column.tolist() for k, column in enumerate(company.vectors(rank).T, 1)}
    return DataFrame({"word": company.words, **columns})


def singular_table(company: Company) -> DataFrame:
    """List the singular values, and the share of their squares in the first so many."""
    return DataFrame(
        {
            "number": range(1, len(company.values) + 1),
            "singular value": company.values.tolist(),
            "kept so far": company.kept.tolist(),
        }
    )


def neighbours_table(found: Mapping[str, Sequence[Neighbour]]) -> DataFrame:
    """Set the neighbours of a word in several spaces side by side, the nearest first.

    Parameters
    ----------
    found
        Neighbours by the name of the space; as many in each.
    """
    columns: dict[str, list[str] | list[float]] = {}
    for name, near in found.items():
        columns[name] = [each.word for each in near]
        columns[f"{name}: cosine"] = [each.cosine for each in near]
    return DataFrame(columns)


def moved_table(moved: Sequence[Moved]) -> DataFrame:
    """List pairs of words with their cosine before training and after."""
    return DataFrame(
        {
            "word": [each.word for each in moved],
            "other": [each.other for each in moved],
            "cosine as counted": [each.before for each in moved],
            "cosine after training": [each.after for each in moved],
        }
    )


def word_map_table(found: WordMap, groups: Mapping[str, Sequence[str]]) -> DataFrame:
    """List the words of a map.

    Parameters
    ----------
    found
        What ``word_map`` returned.
    groups
        Words by the name of their group; a word of none was typed.

    Returns
    -------
    DataFrame
        Columns ``word``, ``group``, ``across``, ``up`` (its place) and ``nearest`` (three words).
    """
    of = {word: name for name, words in groups.items() for word in words}
    across, up = found.places.T.tolist()
    return DataFrame(
        {
            "word": found.words,
            "group": [of.get(word, "typed") for word in found.words],
            "across": across,
            "up": up,
            "nearest": [", ".join(each.word for each in near[:3]) for near in found.near],
        }
    )
