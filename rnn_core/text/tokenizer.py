"""Cut a review into words and marks, and remember where each stood.

Training and prediction must cut alike, so both go through one pattern: runs of letters and digits with inner
apostrophes, the four marks ``! ? . ,`` one at a time, and emoji. Everything else separates.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

TOKENIZER_VERSION = 1
"""Part of the key of every cache of encoded text: raise it when the rules change."""

# U+0091 and U+0092 are Windows apostrophes that were read as Latin-1; they stand in 3 % of the IMDB reviews.
APOSTROPHES = "'\u2018\u2019\u02bc\u0060\u00b4\u0091\u0092"
"""Characters that are read as an apostrophe where they stand inside a word."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width that may stand inside a word and are no part of it."""
_EMOJI = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf"
_EMOJI_JOINERS = "\ufe0f\u200d\U0001f3fb-\U0001f3ff"


def _combining_marks() -> str:
    """List the accents and vowel signs that the word class of ``re`` leaves out."""
    codes = [c for c in range(0x300, 0x10000) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    codes = [c for c in codes if not 0xFE00 <= c <= 0xFE0F]  # variation selectors belong to emoji
    starts = [c for c, before in zip(codes, [-2, *codes], strict=False) if c != before + 1]
    ends = [c for c, after in zip(codes, [*codes[1:], sys.maxunicode], strict=True) if c != after - 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


_LETTERS = rf"(?:[^\W_]++[{_combining_marks()}{INVISIBLE}]*+)++"
_BREAK = r"<br\s*/?>"  # a line break of the web page: a blank, not the word "br"
_PATTERN = re.compile(
    rf"{_BREAK}"
    rf"|({_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*+|[!?.,]"
    rf"|[{_EMOJI}](?:[{_EMOJI_JOINERS}]|(?<=\u200d)[{_EMOJI}])*+)",
    re.IGNORECASE,
)
_BREAKS = re.compile(_BREAK, re.IGNORECASE)
_PLAIN = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(INVISIBLE, None)})


@dataclass(frozen=True)
class Token:
    """One token: its normalised ``text`` and its span ``[start, end)`` in the string that was typed."""

    text: str
    start: int
    end: int


def _normalise(word: str) -> str:
    if word.isascii():
        return word.lower().replace("`", "'")
    return unicodedata.normalize("NFC", word.translate(_PLAIN).lower())


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _PATTERN.finditer(text) if match.group(1) is not None)


def tokenize(text: str, limit: int | None = None) -> list[Token]:
    """Cut ``text`` into tokens with their places.

    Parameters
    ----------
    text
        Any string; markup is read as plain characters, except ``<br />``, which is a blank.
    limit
        Stop after so many tokens, so that a huge paste costs no more than a long review. None reads all.

    Returns
    -------
    list of Token
        In reading order. ``text[token.start:token.end]`` is what was typed.

    Raises
    ------
    ValueError
        If ``limit`` is below 0.

    Examples
    --------
    >>> [token.text for token in tokenize("It's great.<br />Isn\u2019t it?")]
    ["it's", 'great', '.', "isn't", 'it', '?']
    >>> tokenize("So GOOD")[1]
    Token(text='good', start=3, end=7)
    """
    if limit is not None and limit < 0:
        raise ValueError(f"limit must be 0 or more tokens, found {limit}")
    return [Token(_normalise(m.group(1)), m.start(1), m.end(1)) for m in islice(_matches(text), limit)]


def line_breaks(text: str) -> list[tuple[int, int]]:
    """Give the spans of the web page's line breaks, which `tokenize` reads as blanks.

    Examples
    --------
    >>> line_breaks("dull<BR>yet<br />good")
    [(4, 8), (11, 17)]
    """
    return [match.span() for match in _BREAKS.finditer(text)]  # no token has a "<", so none hides one


def words(text: str) -> list[str]:
    """Cut ``text`` into the same tokens without their places: the fast path for training.

    Examples
    --------
    >>> words("Not bad, at all!")
    ['not', 'bad', ',', 'at', 'all', '!']
    """
    return [_normalise(word) for word in _PATTERN.findall(text) if word]
