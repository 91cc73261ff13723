"""What goes on inside a network while it learns: a `JobView` in, places and texts for the browser out."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from pages.ui.curve import Curve, CurvesData, Mark, Role, Strip
from pages.ui.run_picture import (
    axis_length_s,
    changes,
    describe,
    places,
    second_ticks,
    share,
    thin,
    training_reports,
)
from rnn_core.figures.numbers import format_number
from rnn_core.jobs import JobView
from rnn_core.sentiment.spec import TrainProgress

MAX_COLUMNS, MIN_ROWS, NUM_ROWS = 60, 8, 32
FULL, EMPTY = 1.0, 1e-6
"""Norms of a full and of an empty cell of the strip; the same in every run, so that runs can be compared."""
FAR = 10
"""Words before the last at which the gradient is compared with that at the last."""
STRIP_HEIGHT, SMALL_HEIGHT = 152, 112
WAITING = "The first measurement comes after half a second of training."


def inside_picture(view: JobView | None, budget_s: float) -> CurvesData:
    """Put what was measured inside the network on the axis of its training; None draws the empty axes.

    Parameters
    ----------
    view, budget_s
        As for `pages.ui.run_picture.run_picture`.
    """
    reports = training_reports(view)
    length_s = axis_length_s(view, budget_s)
    measured = [report for report in reports if report.gradient_norms]
    radii = [report for report in measured if report.spectral_radius is not None]
    filled = [report for report in measured if report.saturation is not None]
    paced = [report for report in reports if report.tokens_per_s]
    rated = [report for report in reports if report.learning_rate is not None]
    return CurvesData(
        curves=(
            _strip(measured, length_s, "" if reports else WAITING),
            _small("Spectral radius of W_hh", "hidden", radii, _radius, length_s, "1", 1.0),
            _small("Saturated hidden values", "hidden", filled, _saturation, length_s, write=share, top=1.0),
            _small("Words and marks a second", "input", paced, _speed, length_s, write=_whole),
            _small("Learning rate", "gradient", rated, _rate, length_s),
        ),
        ticks=second_ticks(length_s),
        changes=changes(reports, length_s),
    )


def _strip(measured: Sequence[TrainProgress], length_s: float, message: str) -> Strip:
    shown = _spread_out(measured)
    norms = [[norm or 0.0 for norm in report.gradient_norms[:NUM_ROWS]] for report in shown]
    num_rows = max([MIN_ROWS, *map(len, norms)])
    starts = [0.0, *(min(1.0, report.elapsed_s / length_s) for report in shown)]
    value, note = _reach(norms[-1]) if norms else ("", "")
    return Strip(
        title="Gradient at h, by words before the last",
        role="gradient",
        height=STRIP_HEIGHT,
        value=value,
        note=note,
        edges=tuple((round(a, 4), round(b, 4)) for a, b in pairwise(starts)),
        shades=tuple(tuple(_shade(norm) for norm in column) for column in norms),
        values=tuple(tuple(map(_three_digits, column)) for column in norms),
        rows=tuple(f"{back} before the last" if back else "at the last word" for back in range(num_rows)),
        columns=tuple(f"at {report.elapsed_s:.1f} s" for report in shown),
        ticks=tuple(
            Mark(1 - (back + 0.5) / num_rows, str(back)) for back in range(0, num_rows, num_rows // 4)
        ),
        message=message,
        description=_strip_told(norms),
    )


def _reach(norms: Sequence[float]) -> tuple[str, str]:
    """Say what share of the gradient is left some words before the last."""
    back = min(FAR, len(norms) - 1)
    if norms[0] == 0:
        return "0", "the gradient at the last word: nothing reaches it"
    return f"{format_number(norms[back] / norms[0])} ×", f"the gradient at the last word, {back} words before"


def _shade(norm: float) -> float:
    """Give how strongly a cell is filled, by the logarithm of its norm.

    Examples
    --------
    >>> _shade(2.0), _shade(1e-3), _shade(1e-7), _shade(0.0)
    (1.0, 0.5, 0.0, 0.0)
    """
    share = math.log(max(norm, EMPTY) / EMPTY) / math.log(FULL / EMPTY)
    return round(min(1.0, share), 2)


def _three_digits(norm: float) -> float:
    return float(f"{norm:.3g}")


def _strip_told(norms: Sequence[Sequence[float]]) -> str:
    if not norms:
        return "Norm of the gradient at each word of a review, while the network learns: no values yet."
    latest = norms[-1]
    return (
        "Norm of the gradient at each word of a review, while the network learns. Logarithmic: a cell is "
        f"full at {FULL:g} and empty at {EMPTY:g}. Latest: {format_number(latest[0])} at the last word, "
        f"{format_number(latest[-1])} at the one {len(latest) - 1} words before."
    )


def _spread_out(measured: Sequence[TrainProgress]) -> Sequence[TrainProgress]:
    stride = math.ceil(len(measured) / MAX_COLUMNS) or 1
    return measured[::-1][::stride][::-1]


def _small(
    title: str,
    role: Role,
    reports: Sequence[TrainProgress],
    value_of: Callable[[TrainProgress], float],
    length_s: float,
    named: str = "",
    reference: float = 0.0,
    *,
    write: Callable[[float], str] = format_number,
    top: float | None = None,
) -> Curve:
    reports = thin(reports)
    values = [value_of(report) for report in reports]
    high = top or _round_up(max([*values, 1.5 * reference], default=1.0))
    return Curve(
        title=title,
        role=role,
        height=SMALL_HEIGHT,
        value=write(values[-1]) if values else "",
        note="",
        points=places(reports, [value / high for value in values], length_s),
        values=tuple(map(write, values)),
        notes=tuple(f"at {report.elapsed_s:.1f} s" for report in reports),
        ticks=(Mark(0.0, "0"), Mark(1.0, _brief(high, write is share))),
        reference=Mark(reference / high, named) if named else None,
        message="",
        description=describe(title, reports, values, write),
        half=True,
    )


def _brief(high: float, is_share: bool) -> str:
    """Write the end of an axis in five characters at most.

    Examples
    --------
    >>> _brief(1.0, True), _brief(150_000.0, False), _brief(0.007, False), _brief(7e8, False)
    ('100 %', '150k', '0.007', '7e8')
    """
    if is_share:
        return f"{100 * high:.0f} %"
    if high >= 1_000_000:
        return f"{high:.0e}".replace("e+0", "e").replace("e+", "e")
    return f"{high / 1_000:g}k" if high >= 10_000 else f"{high:g}"


def _round_up(value: float) -> float:
    """Give the next of 1, 1.5, 2, 3, 5, 7, 10 times a power of ten.

    Examples
    --------
    >>> _round_up(0.0061), _round_up(1.2), _round_up(83_000), _round_up(0.0)
    (0.007, 1.5, 100000.0, 1.0)
    """
    if value <= 0:
        return 1.0
    power = math.floor(math.log10(value))
    fits = (step * 10.0**power for step in (1, 1.5, 2, 3, 5, 7, 10))
    return next(float(f"{fit:.6g}") for fit in fits if value <= fit * (1 + 1e-9))


def _radius(report: TrainProgress) -> float:
    return report.spectral_radius or 0.0


def _saturation(report: TrainProgress) -> float:
    return report.saturation or 0.0


def _speed(report: TrainProgress) -> float:
    return report.tokens_per_s or 0.0


def _rate(report: TrainProgress) -> float:
    return report.learning_rate or 0.0


def _whole(value: float) -> str:
    return f"{value:,.0f}"
