import math

import pytest

from rnn_core.figures.numbers import format_number

# tests/browser/test_unroll.py holds the browser's formatNumber to the same cases.
CASES = [
    (0.0, "0"),
    (1.0, "1.00"),
    (-0.5, "−0.500"),
    (0.0416, "0.0416"),
    (0.001, "0.00100"),
    (9.999, "10.0"),
    (1.125, "1.13"),
    (-12.25, "−12.3"),
    (0.03125, "0.0313"),
    (100.5, "101"),
    (2.0**-13, "1.22e−4"),
    (999.5, "1.00e3"),
    (0.0009996, "1.00e−3"),
    (99.96, "100"),
    (999.4, "999"),
    (999.6, "1.00e3"),
    (2.0**100, "1.27e30"),
    (-1.5e-7, "−1.50e−7"),
    (1e-300, "1.00e−300"),
    (math.inf, "∞"),
    (-math.inf, "−∞"),
    (math.nan, "NaN"),
]


@pytest.mark.parametrize(("value", "text"), CASES)
def test_a_number_has_three_significant_digits_and_a_real_minus_sign(value, text):
    assert format_number(value) == text
