"""Take one word out of a text, let it change places with the next, or put others in its place.

Only the word is touched: what stands around it stays as it was typed.
"""

from rnn_core.checks import check_choice, check_count
from rnn_core.text.tokenizer import Token, tokenize

EDITS = ("delete", "swap", "replace")
MAX_NEW = 200
"""Characters that may take the place of a word."""


def edit_word(text: str, place: int, edit: str, new: str = "") -> str:
    """Give the text with one word edited.

    Parameters
    ----------
    text
        What was typed.
    place
        Which of its words and marks, from 0.
    edit
        ``"delete"``, ``"swap"`` (with the next one) or ``"replace"``.
    new
        What takes its place, up to 200 characters; blank characters alone take the word out.

    Raises
    ------
    ValueError
        If there is no such word, the edit is unknown, there is nothing to change places with, or ``new``
        is too long.

    Examples
    --------
    >>> edit_word("This is not good.", 2, "delete")
    'This is good.'
    >>> edit_word("Loved the cast, hated the film.", 0, "swap")
    'the Loved cast, hated the film.'
    >>> edit_word("This is not good.", 3, "replace", "bad")
    'This is not bad.'
    """
    check_choice("edit", edit, EDITS)
    if len(new) > MAX_NEW:
        raise ValueError(f"new must have at most {MAX_NEW} characters, found {len(new)}")
    tokens = tokenize(text, max(place, 0) + 2)
    last = len(tokens) - (2 if edit == "swap" else 1)
    if last < 0:
        raise ValueError(f"text has too few words to {edit} one, found {len(tokens)}")
    check_count("place", place, 0, last)
    if edit == "swap":
        return _swap(text, tokens[place], tokens[place + 1])
    if edit == "delete" or not new.strip():
        return _delete(text, tokens[place])
    return text[: tokens[place].start] + new.strip() + text[tokens[place].end :]


def _swap(text: str, first: Token, second: Token) -> str:
    between = text[first.end : second.start]
    exchanged = text[second.start : second.end] + between + text[first.start : first.end]
    return text[: first.start] + exchanged + text[second.end :]


def _delete(text: str, token: Token) -> str:
    before, after = text[: token.start], text[token.end :]
    if after[:1].isspace():  # of the two blanks around it one goes with it
        after = after[1:]
    elif before[-1:].isspace():
        before = before[:-1]
    return before + after
