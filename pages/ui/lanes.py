"""What stands under the words of a reading: two rows of bars and the heatmap of the hidden state."""

import base64
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from pages.ui.wording import MINUS, percent

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_core.sentiment.close_reading import CloseReading, HiddenStates
    from rnn_core.sentiment.prediction import Prediction

NONE_LEFT = "nothing would be left without it"
WAITING = "What each word did is counted as soon as your typing rests."
SHARES, LEFT_OUT = "words’ shares", "if left out"
BASELINES = {"unknown": "the unknown word", "zero": "a vector of zeros"}


@dataclass(frozen=True)
class BarLane:
    """One bar for each word.

    Parameters
    ----------
    title
        What stands at the left.
    places
        The bars' ends, from -1 to 1; None where there is no bar.
    notes
        What the readout says of each word.
    """

    title: str
    places: tuple[float | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class UnitOrder:
    """An order in which the hidden units can stand: what it is called, and the units' numbers from 0."""

    name: str
    label: str
    units: tuple[int, ...]


@dataclass(frozen=True)
class Lanes:
    """Everything under the words.

    Parameters
    ----------
    bars
        The rows of bars; all have one scale.
    scale
        What the ends of the scale are called.
    states
        The hidden states, one row a word, as float32 in base64.
    num_units, largest
        How many units there are, and the largest size of a state: both ends of the colours.
    orders, order
        In which orders they can stand, and the one on arrival.
    title, description
        What stands at the heatmap's left, and its text alternative.
    waiting
        What stands in the place of the bars while they are not counted yet.
    """

    bars: tuple[BarLane, ...]
    scale: tuple[str, str]
    states: str
    num_units: int
    largest: float
    orders: tuple[UnitOrder, ...]
    order: str
    title: str
    description: str
    waiting: str = ""


ORDER_LABELS = {"number": "number", "weight": "weight in the output", "peak": "time of the maximum"}


def signed(value: float) -> str:
    """Write a change of the logit with its sign and two decimals.

    Examples
    --------
    >>> signed(0.314), signed(-2.5), signed(-0.001)
    ('+0.31', '−2.50', '±0.00')
    """
    size = f"{abs(value):.2f}"
    sign = "±" if size == "0.00" else MINUS if value < 0 else "+"
    return sign + size


def number(value: float) -> str:
    """Write a logit with two decimals.

    Examples
    --------
    >>> number(-0.654), number(1.2), number(-0.001)
    ('−0.65', '1.20', '0.00')
    """
    written = f"{value:.2f}".replace("-0.00", "0.00")
    return written.replace("-", MINUS)


def lanes_of(states: "HiddenStates", close: "CloseReading | None", order: str) -> Lanes:
    """Put a reading into places and words for the browser; without ``close`` the bars are still to come."""
    bars, scale = _all_bars(close) if close else _no_bars(len(states.h))
    h = states.h
    num_units, size = h.shape[1], h.abs().max().item()
    units = {
        "number": range(num_units),
        "weight": states.by_weight.tolist(),
        "peak": states.by_peak.tolist(),
    }
    return Lanes(
        bars=bars,
        scale=scale,
        states=_packed(h),
        num_units=num_units,
        largest=size or 1.0,
        orders=tuple(UnitOrder(name, label, tuple(units[name])) for name, label in ORDER_LABELS.items()),
        order=order,
        title=f"hidden state, {num_units} units",
        description=(
            f"Heatmap of {num_units} hidden units after each of {len(h)} words and marks; blue is positive, "
            f"red is negative, the scale runs from {number(-size)} to {number(size)}."
        ),
        waiting="" if close else WAITING,
    )


def _all_bars(close: "CloseReading") -> tuple[tuple[BarLane, ...], tuple[str, str]]:
    shares, effects = close.gradients.shares.tolist(), close.deletion.effects.tolist()
    largest = max((abs(value) for value in (*shares, *effects) if isfinite(value)), default=0.0) or 1.0
    bars = (
        _bars(SHARES, shares, largest, "share {}"),
        _bars(LEFT_OUT, effects, largest, "adds {} against the review without it"),
    )
    return bars, (signed(largest), signed(-largest))


def _no_bars(num_words: int) -> tuple[tuple[BarLane, ...], tuple[str, str]]:
    none, silent = (None,) * num_words, ("",) * num_words
    return (BarLane(SHARES, none, silent), BarLane(LEFT_OUT, none, silent)), ("", "")


def _bars(title: str, values: list[float], largest: float, note: str) -> BarLane:
    return BarLane(
        title,
        tuple(value / largest if isfinite(value) else None for value in values),
        tuple(note.format(signed(value)) if isfinite(value) else NONE_LEFT for value in values),
    )


def _packed(values: "Tensor") -> str:
    return base64.b64encode(values.float().contiguous().numpy().tobytes()).decode("ascii")


def logit_in_words(prediction: "Prediction") -> str:
    """Say how the probability comes from the logit."""
    divided = (
        "" if prediction.temperature == 1 else f", divided by the temperature {prediction.temperature:.3f},"
    )
    logit, shown = number(prediction.logit), percent(prediction.probability)
    return f"The sigmoid of the logit {logit}{divided} is the probability {shown}."


def sums(close: "CloseReading") -> tuple[str, ...]:
    """Say what the shares add up to, and what the effects of leaving out add up to."""
    found = close.gradients
    total, change = found.shares.sum().item(), found.end - found.start
    effects = close.deletion.effects.nansum().item()
    lines = [
        f"The words’ shares (integrated gradients) add up to {signed(total)}. The logit moved by "
        f"{signed(change)}: from {number(found.start)}, where each word is {BASELINES[found.baseline]}, "
        f"to {number(found.end)}."
    ]
    if len(found.shares) > 1:
        lines.append(
            f"What the words add when each alone is left out comes to {signed(effects)}: "
            "it need not be the same, since words work together."
        )
    return tuple(lines)
