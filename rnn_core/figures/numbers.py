"""How every number of the app is written: three significant digits, a real minus sign."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\u2212"
# Ties go away from zero, as in JavaScript's toPrecision: 1.125 is 1.13 in a sentence and in a cell alike.
_THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)


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
    rounded = _THREE_DIGITS.create_decimal(Decimal(value))
    if not 0.001 <= abs(value) < 999.5:
        digits, exponent = f"{rounded:.2e}".split("e")
        return f"{digits}e{int(exponent)}".replace("-", MINUS)
    return f"{float(rounded):#.3g}".rstrip(".").replace("-", MINUS)
