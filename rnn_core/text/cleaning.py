"""Where every character of a review goes: into a token, or out, and for what reason.

The tokeniser cleans while it cuts, in one pattern. Here its result is laid over the text that was typed, so
that one can see what was taken out and where it stood.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from rnn_core.text.tokenizer import APOSTROPHES, INVISIBLE, Token, line_breaks

Removed = Literal["break", "control", "windows", "invisible", "mark"]
Kind = Literal["token", "apostrophe", "inside", "break", "control", "windows", "invisible", "mark", "blank"]
BECOMES_BLANK: tuple[Kind, ...] = ("break", "control", "windows", "invisible", "mark", "blank")


@dataclass(frozen=True)
class Piece:
    """A run of characters that go one way.

    Attributes
    ----------
    text, start
        What was typed, and where it begins in the review.
    kind
        ``"token"``: goes into a token. ``"apostrophe"``: inside a token, written as ``'`` there.
        ``"inside"``: an invisible character inside a token, left out. The others separate tokens:
        ``"break"`` (``<br />``), ``"control"`` (U+0000 to 1F and 7F), ``"windows"`` (U+0080 to 9F, Windows
        marks read as Latin-1), ``"invisible"`` (no width, or steers the direction of writing), ``"mark"``
        and ``"blank"``.
    token
        Place of the token that it belongs to, from 0, or None.
    """

    text: str
    start: int
    kind: Kind
    token: int | None = None

    @property
    def read_as(self) -> str:
        """What the tokeniser reads in its place."""
        if self.kind in BECOMES_BLANK:
            return " "
        return {"inside": "", "apostrophe": "'"}.get(self.kind, self.text)


def pieces(text: str, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Piece]:
    """Cut a review into pieces that say where each character went; joined they are the review again.

    Parameters
    ----------
    text
        What was typed.
    tokens
        What `rnn_core.text.tokenizer.tokenize` made of all of it.
    first, last
        Only what belongs to the tokens from ``first`` up to but without ``last``, and what stands between
        them; what stands before the first of all tokens and behind the last belongs to these.

    Examples
    --------
    >>> from rnn_core.text.tokenizer import tokenize
    >>> review = "So good<br />yes"
    >>> [(piece.text, piece.kind) for piece in pieces(review, tokenize(review))]
    [('So', 'token'), (' ', 'blank'), ('good', 'token'), ('<br />', 'break'), ('yes', 'token')]
    """
    last = len(tokens) if last is None else last
    at = 0 if first == 0 else tokens[first].start
    end = len(text) if last == len(tokens) else tokens[last - 1].end
    breaks = {at + start: at + stop for start, stop in line_breaks(text[at:end])}
    found: list[Piece] = []
    for place in range(first, last):
        found += _between(text, at, tokens[place].start, breaks)
        found += _within(text, tokens[place], place)
        at = tokens[place].end
    return [*found, *_between(text, at, end, breaks)]


def cleaned(found: Sequence[Piece]) -> str:
    r"""Write the review as the tokeniser reads it: it finds the same words in both.

    Examples
    --------
    >>> from rnn_core.text.tokenizer import tokenize
    >>> review = "gre\u00adat<br />fun"
    >>> cleaned(pieces(review, tokenize(review)))
    'great fun'
    """
    return "".join(piece.read_as for piece in found)


def removed(text: str, tokens: Sequence[Token]) -> dict[Removed, int]:
    r"""Count what clean-up takes out or writes otherwise: line breaks, and characters of four kinds.

    Marks that are tokens are not counted, nor are the joiners that hold an emoji together.

    Examples
    --------
    >>> from rnn_core.text.tokenizer import tokenize
    >>> review = "(Don\u0092t) gre\u00adat<br />!"
    >>> removed(review, tokenize(review))
    {'break': 1, 'control': 0, 'windows': 1, 'invisible': 1, 'mark': 2}
    """
    breaks = line_breaks(text)
    taken = sorted([*((token.start, token.end) for token in tokens), *breaks])
    ends, starts = [0, *(end for _, end in taken)], [*(start for start, _ in taken), len(text)]
    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    inside = "".join(text[each.start : each.end] for each in tokens if text[each.start].isalnum())
    counts: dict[Removed, int] = dict.fromkeys(get_args(Removed), 0) | {"break": len(breaks)}
    for characters, kinds in ((between, BECOMES_BLANK), (inside, ("windows", "invisible"))):
        for character, count in Counter(characters).items():
            kind = _kind(character)
            if kind in counts and kind in kinds:
                counts[kind] += count
    return counts


def _between(text: str, start: int, end: int, breaks: dict[int, int]) -> Iterator[Piece]:
    """Name what separates two tokens, like with like, each line break alone."""
    at = start
    while at < end:
        if at in breaks:
            yield Piece(text[at : breaks[at]], at, "break")
            at = breaks[at]
            continue
        kind, stop = _kind(text[at]), at + 1
        while stop < end and stop not in breaks and _kind(text[stop]) == kind:
            stop += 1
        yield Piece(text[at:stop], at, kind)
        at = stop


def _kind(character: str) -> Kind:
    if "\x80" <= character <= "\x9f":
        return "windows"
    if character.isspace():
        return "blank"
    category = unicodedata.category(character)
    return "control" if category == "Cc" else "invisible" if category == "Cf" else "mark"


def _within(text: str, token: Token, place: int) -> Iterator[Piece]:
    """Single out what the token does not keep as it was typed; the joiners of an emoji hold it together."""
    typed = text[token.start : token.end]
    if not typed[0].isalnum():
        yield Piece(typed, token.start, "token", place)
        return

    def kind_of(character: str) -> Kind:
        if character in INVISIBLE:
            return "inside"
        return "apostrophe" if character in APOSTROPHES and character != "'" else "token"

    at = token.start
    for kind, run in groupby(typed, kind_of):
        part = "".join(run)
        yield Piece(part, at, kind, place)
        at += len(part)
