"""Inks can be read on every ground they stand on, in both themes."""

import re
from typing import get_args

import pytest

from rnn_core.figures.theme import DARK, FILL, LIGHT, Role, contrast

ENOUGH_FOR_TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3
PALETTES = {"light": LIGHT, "dark": DARK}
INKS = [
    pytest.param(colour, ground, id=f"{theme}-{name}-on-{place}")
    for theme, palette in PALETTES.items()
    for name, colour in {"text": palette.text, "muted": palette.muted, **palette.ink}.items()
    for place, ground in {"page": palette.page, "surface": palette.surface}.items()
]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#FFFFFF", 4.54),  # the lightest grey that passes on white
        ("#777777", "#FFFFFF", 4.48),
        ("#FF0000", "#FFFFFF", 4.00),
        ("#00FF00", "#FFFFFF", 1.37),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrast_has_its_known_values(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("ink", "ground"), INKS)
def test_every_ink_can_be_read(ink, ground):
    assert contrast(ink, ground) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_role_has_its_own_ink_and_fill(palette):
    assert set(palette.ink) == set(FILL) == set(get_args(Role))
    assert len(set(palette.ink.values())) == len(set(FILL.values())) == len(FILL)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_colours_are_written_in_full(palette):
    colours = [
        palette.page,
        palette.surface,
        palette.text,
        palette.muted,
        *palette.ink.values(),
        *FILL.values(),
    ]
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)
