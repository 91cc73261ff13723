import pytest

from rnn_core.figures.calibration import calibration_figure
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.sentiment.reliability import reliability

RAW = reliability([0.3, 0.3, 0.7, 0.7], [0, 0, 1, 1], 5)
CALIBRATED = reliability([0.1] * 20 + [0.9] * 5, [0] * 18 + [1] * 2 + [1] * 4 + [0], 5)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_dots_stand_where_probability_and_share_meet(palette):
    diagonal, raw, full, counts = calibration_figure(RAW, CALIBRATED, palette).data
    assert list(diagonal.x) == list(diagonal.y) == [0, 1]
    assert list(raw.x) == pytest.approx([0.3, 0.7])
    assert list(raw.y) == pytest.approx([0, 1])
    assert list(full.x) == pytest.approx([0.1, 0.9])
    assert list(full.y) == pytest.approx([0.1, 0.8])
    assert full.marker.color == palette.ink["output"]
    assert list(counts.y) == [20, 0, 0, 0, 5]


def test_whiskers_are_a_standard_error_and_few_texts_are_faint():
    full = calibration_figure(RAW, CALIBRATED, LIGHT).data[2]
    assert list(full.error_y.array) == pytest.approx([(0.1 * 0.9 / 20) ** 0.5, (0.9 * 0.1 / 5) ** 0.5])
    assert list(full.marker.opacity) == [1.0, 0.5]


def test_what_is_hovered_says_both_numbers_and_the_count():
    full = calibration_figure(RAW, CALIBRATED, LIGHT).data[2]
    assert list(full.customdata[1]) == ["90.0 %", "80.0 %", "5 texts from 80 to 100 %"]
