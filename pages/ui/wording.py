"""How the Predict page writes probabilities, changes, and what a person typed."""

import re
import unicodedata

from rnn_core.sentiment.verdict import EVEN, decides

MINUS = "\u2212"
MAX_WORD = 40
"""Characters of a word that are shown."""
MAX_GAP = 24
"""Characters between two words that are shown."""
MAX_GAP_READ = 1_000
"""Characters between two words that are looked at, so that a page of blanks costs nothing."""
_APOSTROPHES = {0x91: "\u2018", 0x92: "\u2019"}  # from Windows, read as Latin-1


def percent(probability: float) -> str:
    """Write a probability as a percentage that never claims certainty.

    Examples
    --------
    >>> percent(0.312), percent(0.99999), percent(0.0)
    ('31.2 %', 'over 99.9 %', 'under 0.1 %')
    """
    share = f"{100 * probability:.1f} %"
    return {"100.0 %": "over 99.9 %", "0.0 %": "under 0.1 %"}.get(share, share)


def unbroken(text: str) -> str:
    """Keep a text on one line: its spaces do not break."""
    return text.replace(" ", "\u00a0")


def opinion(probability: float) -> tuple[str, str]:
    """Put a probability of "positive" in words, with the name of an icon: 45 to 55 % decide nothing.

    Examples
    --------
    >>> opinion(0.726), opinion(0.469)
    (('Positive', 'thumb_up'), ('Undecided, leaning negative', 'thumbs_up_down'))
    """
    side = "positive" if probability >= EVEN else "negative"
    if decides(probability):
        return side.capitalize(), "thumb_up" if side == "positive" else "thumb_down"
    leaning = "" if percent(probability) == percent(EVEN) else f", leaning {side}"
    return f"Undecided{leaning}", "thumbs_up_down"


def points(change: float) -> str:
    """Write a change of probability in percentage points, with its sign.

    Examples
    --------
    >>> points(-0.184), points(0.05), points(0.0001)
    ('−18.4 points', '+5.0 points', '±0.0 points')
    """
    size = f"{abs(100 * change):.1f} points"
    sign = "±" if size == "0.0 points" else MINUS if change < 0 else "+"
    return sign + size


def printable(gap: str) -> str:
    r"""Make what stands between two words fit to be shown: short, on one line, control characters as U+FFFD.

    Characters that steer the direction of writing are left out, so that they cannot turn the page around.

    Examples
    --------
    >>> printable(" - \t\n<b>\x07")
    ' -\n<b>�'
    """
    gap = gap[:MAX_GAP_READ]
    gap = re.sub(r"\s+", lambda blank: "\n" if "\n" in blank[0] else " ", gap)
    shown = "".join(_printable_character(character) for character in gap)
    return shown if len(shown) <= MAX_GAP else shown[: MAX_GAP - 1] + "…"


def _printable_character(character: str) -> str:
    if character in " \n":
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return "\ufffd" if category.startswith("C") else character


def shortened(word: str) -> str:
    """Cut a very long word, and show Windows apostrophes that have no glyph as what they mean."""
    shown = word[: MAX_WORD + 1].translate(_APOSTROPHES)
    return shown if len(shown) <= MAX_WORD else shown[: MAX_WORD - 1] + "…"
