"""The sentences of the picture on the words page."""

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from pages.ui.memory_words import share
from pages.ui.words_settings import COMPANIONS, WordsSetting

if TYPE_CHECKING:
    from rnn_core.text.pipeline import FilledBatch, Numbered
    from rnn_core.text.way import Way

_REMOVED = {
    "break": ("line break", "line breaks", "read as a blank"),
    "control": ("control character", "control characters", "read as a blank"),
    "windows": (
        "character",
        "characters",
        "from U+0080 to U+009F: an apostrophe inside a word, a blank elsewhere",
    ),
    "invisible": ("invisible character", "invisible characters", "left out inside a word, a blank elsewhere"),
    "mark": ("mark", "marks", "read as a blank"),
}
MAX_NAME = 48
"""Characters of another review that name it: what is said of it fits into two lines."""
FILLER = "Filler: number 0, mask 0, and a vector of 64 zeros that training never changes."


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "word"), counted(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def stages(way: "Way", setting: WordsSetting) -> dict[str, tuple[str, str, str]]:
    """Give for each stage its name, what it holds, and what happens there."""
    tokens, kept, width = len(way.numbered.tokens), len(way.kept), len(way.row)
    filled, _ = way.own
    rows = len(filled.members)
    read = len(way.numbered.ids)
    return {
        "text": ("Text", counted(len(way.numbered.text), "character"), ""),
        "clean": ("Clean-up", "still text", clean_said(way.numbered)),
        "tokens": (
            "Tokens and their numbers",
            f"{counted(tokens, 'token')} → int32 ({read:,})",
            tokens_said(way),
        ),
        "cut": ("Length limit", f"int32 ({kept:,})", cut_said(way, setting)),
        "row": ("Row and mask", f"int32 ({width:,}), bool ({width:,})", row_said(way, setting)),
        "vectors": (
            "Embedding",
            f"float32 ({width:,}, 64)",
            "Each number picks a row of the table: 64 numbers that training has set. Filler picks zeros.",
        ),
        "batch": (
            "Batch",
            f"int32 ({rows}, {width:,}) → float32 ({width:,}, {rows}, 64), time first",
            f"Your review travels with {counted(len(COMPANIONS), 'other')}, {setting.batch_size} to a batch. "
            "Tokens are filled, filler is hollow; point at a row, and it says whose it is.",
        ),
    }


def clean_said(numbered: "Numbered") -> str:
    """Say what was taken out."""
    from rnn_core.text.cleaning import removed

    found = [
        f"{counted(count, *_REMOVED[kind][:2])} ({_REMOVED[kind][2]})"
        for kind, count in removed(numbered.text, numbered.tokens).items()
        if count
    ]
    marks = "Of all marks only . , ! ?, emoji and the apostrophe in a word are kept."
    return f"{'; '.join(found)}. {marks}" if found else f"Nothing had to be taken out. {marks}"


def tokens_said(way: "Way") -> str:
    """Say how many words the vocabulary does not hold."""
    tokens, unknown = len(way.numbered.tokens), way.numbered.num_unknown
    size = len(way.vocabulary)
    if not tokens:
        return "No word was found; a network is given one unknown word, number 1, in its place."
    if not unknown:
        return f"Lower case. All {counted(tokens, 'token')} stand in the vocabulary of {size:,}."
    verb = "is" if unknown == 1 else "are"
    return (
        f"Lower case. {unknown:,} of {counted(tokens, 'token')} ({share(unknown / tokens)}) {verb} out of "
        f"the vocabulary of {size:,}, dotted: all of them get the same number, 1."
    )


def cut_said(way: "Way", setting: WordsSetting) -> str:
    """Say what the limit takes away."""
    tokens, kept = len(way.numbered.ids), len(way.kept)
    if tokens == kept:
        return f"At most {counted(setting.limit, 'token')}: nothing is cut off."
    return (
        f"At most {counted(setting.limit, 'token')}, the {setting.window}: {tokens - kept:,} of {tokens:,} "
        "are cut off, struck through above."
    )


def row_said(way: "Way", setting: WordsSetting) -> str:
    """Say where the filler stands and how much there is of it."""
    filler = int((~way.mask).sum())
    to = "the limit" if setting.to_the_limit else "the longest review of the batch"
    if not filler:
        return f"Filled up to {to}: this review needs no filler. The mask is 1 at every token."
    return (
        f"{counted(filler, 'place')} of filler, number 0, on the {setting.side}, up to {to}. "
        "The mask is 1 at tokens and 0 at filler."
    )


def batches_said(batches: "Sequence[FilledBatch]") -> str:
    """Say what filler costs."""
    from rnn_core.text.pipeline import filler_share

    places = sum(filled.batch.mask.size for filled in batches)
    filler = sum(filled.num_filler for filled in batches)
    return f"{filler:,} of {places:,} places are filler: {100 * filler_share(batches):.1f} %"


def facts(way: "Way", place: int, setting: WordsSetting) -> tuple[str, ...]:
    """Say of one token where it stood, its number and rank, and where it went."""
    from rnn_core.text.pipeline import rank

    token, number = way.numbered.tokens[place], int(way.numbered.ids[place])
    by_frequency = rank(number)
    column = way.column_of(place)
    known = len(way.vocabulary) - 2
    many = token.end > token.start + 1
    span = f"characters {token.start + 1:,} to {token.end:,}" if many else f"character {token.end:,}"
    named = f"rank {by_frequency:,} of {known:,} by frequency" if by_frequency else "out of the vocabulary"
    cut = f"cut off by the limit of {setting.limit}"
    where = cut if column is None else f"column {column + 1:,} of {len(way.row):,}"
    return span, f"token {place + 1:,}", f"number {number:,}, {named}", where


def row_said_of(member: int, filled: "FilledBatch", row: int) -> str:
    """Name a review of a batch, and say how much of its row is filler."""
    mask = filled.batch.mask[row]
    tokens = int(mask.sum())
    other = "" if member == 0 else shorten(COMPANIONS[member - 1], MAX_NAME, placeholder=" …")
    name = f"“{other}”" if other else "Your review"
    return f"{name} {counted(tokens, 'token')}, {counted(len(mask) - tokens, 'place')} of filler."


def hint(way: "Way") -> str:
    """Say what a hand can do."""
    if not way.numbered.tokens:
        return "Type a review with at least one word, and its tokens can be followed here."
    return "Point at a word, tap it, or walk with the arrow keys: it lights up at every stage."


def alt(way: "Way", setting: WordsSetting) -> str:
    """Tell the picture in words."""
    parts = [f"{name}, {shape}: {said}" if shape else f"{name}: {said}"
             for name, shape, said in stages(way, setting).values() if said]  # fmt: skip
    return " ".join(parts)
