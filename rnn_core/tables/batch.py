"""What the networks make of many texts: a table to look at, and a file to take away."""

import csv
import io
from collections.abc import Mapping, Sequence

from pandas import DataFrame

from rnn_core.sentiment.many import JudgedText
from rnn_core.sentiment.verdict import EVEN

MAX_TEXT = 80
"""Characters of a text in the table on the page; the file has all of it."""
MAX_UNKNOWN = 5
"""Unknown words that a row of the table on the page names."""
FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What makes a spreadsheet take a cell for a formula, in Latin and in full width."""
LABELS = ("negative", "positive")


def batch_table(
    judged: Sequence[JudgedText], names: Mapping[str, str], labels: Sequence[int | None] | None = None
) -> DataFrame:
    """List one row a text, to be looked at.

    Parameters
    ----------
    judged
        What `rnn_core.sentiment.many.judge_texts` returned.
    names
        How each network is called.
    labels
        1 positive, 0 negative, None unknown; None altogether leaves the column out.

    Returns
    -------
    DataFrame
        Columns ``text`` (shortened, in quotation marks), ``label`` where there are labels, one for each
        network (probability of "positive" in percent, empty where the text holds no words), ``verdict``
        (what most networks say, and how many) and ``unknown words``. The index counts from 1.
    """
    columns: dict[str, list[object]] = {"text": [f"“{_brief(row.text)}”" for row in judged]}
    if labels is not None:
        columns["label"] = [_label(label) for label in labels]
    columns |= {
        title: [_percent(row.probabilities.get(name)) for row in judged] for name, title in names.items()
    }
    columns["verdict"] = [verdict(row) for row in judged]
    columns["unknown words"] = [_unknown(row.unknown) for row in judged]
    table = DataFrame(columns, index=range(1, len(judged) + 1))
    return table.astype(dict.fromkeys(names.values(), "float64"))


def batch_csv(
    judged: Sequence[JudgedText], names: Mapping[str, str], labels: Sequence[int | None] | None = None
) -> bytes:
    """Write the same, with whole texts and every label, as a file that a spreadsheet opens without harm.

    Parameters
    ----------
    judged, names, labels
        As for `batch_table`.

    Returns
    -------
    bytes
        CSV in UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula begins with an
        apostrophe.

    References
    ----------
    OWASP, "CSV injection", https://owasp.org/www-community/attacks/CSV_Injection
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    given = [] if labels is None else ["label"]
    answers = [column for title in names.values() for column in (f"{title}: positive", f"{title}: label")]
    writer.writerow(["text", *given, *answers, "verdict", "words and marks", "unknown words"])
    for number, row in enumerate(judged):
        label = [] if labels is None else [_label(labels[number])]
        told = [cell for name in names for cell in _answer(row.probabilities.get(name))]
        unknown = " ".join(row.unknown)
        writer.writerow([defused(row.text), *label, *told, verdict(row), row.num_tokens, defused(unknown)])
    return out.getvalue().encode("utf-8-sig", "replace")


def defused(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would take for a formula.

    Examples
    --------
    >>> defused("=1+1"), defused("  -3 stars"), defused("Good - really")
    ("'=1+1", "'  -3 stars", 'Good - really')
    """
    return f"'{cell}" if cell.lstrip()[:1] in tuple(FORMULA) or cell[:1] in ("\t", "\r", "\n") else cell


def verdict(row: JudgedText) -> str:
    """Say what most networks call a text, and how many of them.

    Examples
    --------
    >>> verdict(JudgedText("Fine.", 2, (), {"rnn": 0.9, "lstm": 0.8, "gru": 0.3}))
    '2 of 3 positive'
    """
    size, positive = len(row.probabilities), row.num_positive
    if not size:
        return "no words"
    most = positive > size / 2
    agreeing = positive if most else size - positive
    return f"{'all' if agreeing == size else f'{agreeing} of {size}'} {LABELS[most]}"


def _answer(probability: float | None) -> tuple[str, str]:
    return ("", "") if probability is None else (f"{probability:.4f}", LABELS[probability >= EVEN])


def _percent(probability: float | None) -> float | None:
    return None if probability is None else 100 * probability


def _label(label: int | None) -> str:
    return "" if label is None else LABELS[label]


def _brief(text: str) -> str:
    plain = " ".join(text[: 4 * MAX_TEXT].split())
    return plain if len(plain) <= MAX_TEXT and len(text) <= 4 * MAX_TEXT else f"{plain[: MAX_TEXT - 1]}…"


def _unknown(words: Sequence[str]) -> str:
    named = ", ".join(_brief(word) for word in words[:MAX_UNKNOWN])
    more = len(words) - MAX_UNKNOWN
    return f"{named} and {more} more" if more > 0 else named
