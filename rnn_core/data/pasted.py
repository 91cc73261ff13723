"""Find the reviews in what a person pastes or uploads: one a line, or a table with a header."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Layout = Literal["auto", "lines", "table"]
MAX_REVIEWS = 200
TEXT_NAMES = ("text", "review", "comment")
LABEL_NAMES = ("label", "sentiment", "polarity", "class")
LABELS = {"1": 1, "1.0": 1, "positive": 1, "pos": 1, "0": 0, "0.0": 0, "negative": 0, "neg": 0}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NEVER = "\x1f"
"""A delimiter that nobody types: a table of one column has none."""
MAX_NAMED, MAX_NAME = 8, 30
"""Columns that a message names, and characters of each."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"\w(?:[\w .-]{0,28}\w)?")


@dataclass(frozen=True)
class PastedReviews:
    """Reviews to judge.

    Parameters
    ----------
    texts
        200 at most.
    labels
        1 positive, 0 negative, None where a row says nothing; None altogether where there are no labels.
    num_found
        How many reviews there were before the rest was left out.
    how
        One sentence on how they were read.
    """

    texts: tuple[str, ...]
    labels: tuple[int | None, ...] | None
    num_found: int
    how: str


def read_pasted(text: str, layout: Layout = "auto") -> PastedReviews:
    r"""Find the reviews in a text.

    Parameters
    ----------
    text
        Lines, or a table: a header, then rows with commas, semicolons, tabs or bars between the cells; a cell
        in quotation marks may hold line breaks.
    layout
        What it is; ``"auto"`` takes it for a table where its first line looks like a header.

    Returns
    -------
    PastedReviews
        Of a table, the column named text, review or comment, else the only one that holds text; labels from
        one named label, sentiment, polarity or class.

    Raises
    ------
    ValueError
        If there is no review, or the table has no column of text, or a row does not fit its header.

    Examples
    --------
    >>> read_pasted("Great film.\nDull.").texts
    ('Great film.', 'Dull.')
    >>> read_pasted('label;review\n1;"Great; truly."').texts
    ('Great; truly.',)
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ValueError("there must be at least one review, found none")
    if layout == "table" or (layout == "auto" and _looks_like_a_table(text)):
        return _read_table(text)
    lines = [line.strip() for line in _LINE_END.split(text) if line.strip()]
    return PastedReviews(tuple(lines[:MAX_REVIEWS]), None, len(lines), "Each line was read as one review.")


def _looks_like_a_table(text: str) -> bool:
    """Take a text for a table if its header names the text, or looks like names and the next row fits it."""
    delimiter = _delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header, following = next(rows), next(rows, [])
    except csv.Error:
        return False
    if _named(header, TEXT_NAMES) is not None:
        return True
    return len(header) > 1 and len(header) == len(following) and all(map(_NAME.fullmatch, header))


def _delimiter(text: str) -> str:
    """Choose what cuts the header into most cells; a header that names the text comes first."""
    first = _LINE_END.split(text.lstrip("\r\n"), maxsplit=1)[0]

    def fitness(delimiter: str) -> tuple[bool, int]:
        header = next(csv.reader([first], delimiter=delimiter), [])
        return _named(header, TEXT_NAMES) is not None, len(header)

    best = max(DELIMITERS, key=fitness)
    return best if fitness(best)[1] > 1 else NEVER


def _named(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Give the column with one of these names, or its plural; an earlier name is preferred."""
    plain = [cell.strip().lower() for cell in header]
    for name in names:
        for found in (name, f"{name}s"):
            if found in plain:
                return plain.index(found)
    return None


def _read_table(text: str) -> PastedReviews:
    delimiter = _delimiter(text)
    header, rows = _cells(text, delimiter)
    column = _text_column(header, rows)
    labels, about_labels = _labels(header, rows)
    kept = [k for k, row in enumerate(rows) if row[column].strip()]
    if not kept:
        raise ValueError(f"the column {_shown(header[column])} must hold at least one review, found none")
    between = f" with {DELIMITERS[delimiter]}" if delimiter in DELIMITERS else ""
    empty = len(rows) - len(kept)
    left_out = f" Rows without text were left out: {empty}." if empty else ""
    used = kept[:MAX_REVIEWS]
    return PastedReviews(
        texts=tuple(rows[k][column].strip() for k in used),
        labels=None if labels is None else tuple(labels[k] for k in used),
        num_found=len(kept),
        how=f"Read as a table{between}: reviews from the column {_shown(header[column])}{about_labels}."
        + left_out,
    )


def _cells(text: str, delimiter: str) -> tuple[list[str], list[list[str]]]:
    """Cut a table into cells, each row as long as the header; rows without any cell are left out."""
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(f"the table cannot be read: {error}; a quotation mark may be missing") from error
    table = [row for row in found if any(cell.strip() for cell in row)]
    header, rows = table[0], table[1:]
    for number, row in enumerate(rows, 2):
        if len(row) > len(header):
            raise ValueError(
                f"row {number} of the table must have {len(header)} cells like its header, found {len(row)}: "
                "a text that holds the separator needs quotation marks"
            )
    return header, [row + [""] * (len(header) - len(row)) for row in rows]


def _text_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    named = _named(header, TEXT_NAMES)
    if named is not None:
        return named
    with_text = [k for k in range(len(header)) if any(_is_text(row[k]) for row in rows)]
    if len(with_text) == 1:
        return with_text[0]
    allowed = f"the table must have a column named {', '.join(TEXT_NAMES[:-1])} or {TEXT_NAMES[-1]}"
    if with_text:
        raise ValueError(f"{allowed}; found several that hold text: {_listed(header, with_text)}")
    raise ValueError(f"{allowed}; found {_listed(header, range(len(header)))}")


def _is_text(cell: str) -> bool:
    """Return whether a cell holds two words or more that are no numbers."""
    return sum(any(map(str.isalpha, word)) for word in cell.split()) > 1


def _labels(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[int | None] | None, str]:
    """Read the labels, and say from where, or why not."""
    column = _named(header, LABEL_NAMES)
    if column is None:
        return None, ""
    cells = [row[column].strip().lower() for row in rows]
    wrong = next((cell for cell in cells if cell and cell not in LABELS), None)
    name = _shown(header[column])
    if wrong is not None:
        return (
            None,
            f"; {name} was not used: a label must be 0 or 1, negative or positive, found {_shown(wrong)}",
        )
    return [LABELS.get(cell) for cell in cells], f", labels from {name}"


def _listed(header: Sequence[str], columns: Sequence[int]) -> str:
    names = ", ".join(_shown(header[k]) for k in columns[:MAX_NAMED])
    more = len(columns) - MAX_NAMED
    return f"{names} and {more} more" if more > 0 else names


def _shown(name: str) -> str:
    plain = " ".join(name.split()) or "(no name)"
    return plain if len(plain) <= MAX_NAME else f"{plain[: MAX_NAME - 1]}…"
