"""How every number of the app is written: three significant digits, a real minus sign."""

import math

MINUS = "\u2212"


def format_number(value: float) -> str:
    """Write a number with three significant digits; very large and very small ones with an exponent.

    The browser components write the same number the same way (``assets/components/shared/numbers.js``).

    Examples
    --------
    >>> [format_number(value) for value in (0.5, 0.0625, 12.345, 0.0, 1.5e-7, 123456.0)]
    ['0.500', '0.0625', '12.3', '0', '1.50e−7', '1.23e5']
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    if not 0.001 <= abs(value) < 999.5:
        digits, exponent = f"{value:.2e}".split("e")
        return f"{digits}e{int(exponent)}".replace("-", MINUS)
    return f"{value:#.3g}".rstrip(".").replace("-", MINUS)
