"""Other ways to cut the same text: what each loses shows in how many of its tokens a vocabulary knows."""

import re
from itertools import islice
from typing import Literal, get_args

from rnn_core.text.tokenizer import Token, tokenize

Variant = Literal["blanks", "blanks, lower case", "words and marks", "characters"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
OURS: Variant = "words and marks"
"""The way of the networks of this course."""
_RUNS = re.compile(r"\S+")
_CHARACTERS = re.compile(r"\s+|\S")


def cut(text: str, variant: Variant, limit: int | None = None) -> list[Token]:
    """Cut ``text`` in one of four ways.

    Parameters
    ----------
    text
        Any string.
    variant
        ``"blanks"``: at blanks, so that marks stay on the words and capitals stay capitals.
        ``"blanks, lower case"``: the same in lower case. ``"words and marks"``: as everywhere in this course.
        ``"characters"``: every character alone, in lower case, a run of blanks as one.
    limit
        Stop after so many tokens. None reads all.

    Raises
    ------
    ValueError
        If there is no such way.

    Examples
    --------
    >>> [token.text for token in cut("So great.", "blanks, lower case")]
    ['so', 'great.']
    >>> [token.text for token in cut("So great.", "words and marks")]
    ['so', 'great', '.']
    """
    if variant == OURS:
        return tokenize(text, limit)
    if variant not in VARIANTS:
        raise ValueError(f"variant must be one of {'; '.join(VARIANTS)}; found {variant!r}")
    pattern = _CHARACTERS if variant == "characters" else _RUNS
    found = islice(pattern.finditer(text), limit)
    return [Token(_written(match[0], variant), match.start(), match.end()) for match in found]


def _written(found: str, variant: Variant) -> str:
    if found.isspace():
        return " "
    return found if variant == "blanks" else found.lower()
