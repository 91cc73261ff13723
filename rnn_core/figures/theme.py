"""Every colour of the app: a role has one colour, in pictures, equations, matrix borders and sentences.

The fills are Okabe and Ito's palette, which stays apart for colour-blind readers; the inks are the same hues
at a contrast of at least 4.5 : 1 on the page and on the surface of their theme.

References
----------
Okabe and Ito (2008), "Color Universal Design", https://jfly.uni-koeln.de/color/
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["input", "hidden", "output", "gradient"]


@dataclass(frozen=True)
class Palette:
    """One theme's colours, as CSS hexadecimal strings.

    ``negative``, ``page`` and ``positive`` are the ends and the middle of the scale of signed values.
    """

    page: str
    surface: str
    text: str
    muted: str
    line: str
    negative: str
    positive: str
    ink: dict[Role, str]


FILL: dict[Role, str] = {"input": "#0072B2", "hidden": "#E69F00", "output": "#009E73", "gradient": "#CC79A7"}

LIGHT = Palette(
    page="#FFFFFF",
    surface="#F6F7F9",
    text="#1B1F24",
    muted="#5A6472",
    line="#D5DAE1",
    negative="#D6604D",
    positive="#4393C3",
    ink={"input": "#0B66A8", "hidden": "#9A5A00", "output": "#00735A", "gradient": "#A02C72"},
)

DARK = Palette(
    page="#11151B",
    surface="#191F27",
    text="#E8ECF1",
    muted="#9CA7B4",
    line="#343D49",
    negative="#C8503E",
    positive="#3B86BD",
    ink={"input": "#6CB8EE", "hidden": "#F0B23E", "output": "#3CC9A0", "gradient": "#EE93C4"},
)


def contrast(foreground: str, background: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    References
    ----------
    WCAG 2.2, "contrast ratio", https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    lighter, darker = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
