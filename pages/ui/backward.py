"""The backward picture: a gradient on its way from the last step to the first, drawn in the browser."""

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, cast

import streamlit as st

from pages.ui.components import COMPONENTS_DIR, Told, read_component, reporter, sendable
from pages.ui.place import place
from pages.ui.stage import Matrix, StageWeights
from rnn_core.figures.numbers import format_number

Vector = list[float]
Values = Vector | Matrix
"""A weight's gradient: a matrix, or a vector for a bias."""

PLACE_FILE = COMPONENTS_DIR / "backward" / "page" / "place.css"
_backward = st.components.v2.component("backward", **read_component("backward", "network"))


@dataclass(frozen=True)
class BackwardRun(StageWeights):
    """A network, its run and its backward pass, as ``UnrollTrace`` and ``BPTTTrace`` name them.

    Attributes
    ----------
    target
        For each step what its output should be; nothing where no loss is taken.
    probability
        The sigmoid of every output, where the loss is a cross entropy.
    da
        One row more than there are steps: nothing comes from beyond the end, so the last is zero.
    products
        The terms of W_hy^T dy_t and of W_hh^T delta_{t+1}: at each step a row for each hidden unit.
    widths
        How wide the arrows of ``from_output`` and ``from_future`` are drawn, from 0 to 1 by the logarithm of
        their norms; nothing where there is nothing to draw.
    norms
        The norms of both, and of ``da``.
    """

    x: Matrix
    h: Matrix
    y: Matrix
    target: list[Vector | None]
    probability: Matrix | None
    dy: Matrix
    from_output: Matrix
    from_future: Matrix
    dh: Matrix
    slope: Matrix
    da: Matrix
    products: dict[str, list[Matrix]]
    widths: dict[str, list[float | None]]
    norms: dict[str, Vector]


@dataclass(frozen=True)
class BackwardShares:
    """What every step adds to one weight's gradient.

    Attributes
    ----------
    norms, used_norms
        The norm of each step's share, and of what is left of it; nothing where no share is cut.
    top
        The largest of the norms, and of the numbers of the shares, which their bars are scaled to.
    total_norm, used_norm
        The norm of the sum over all steps, and of what an update gets of it; nothing where nothing is cut.
    said
        The sum of the norms against the norm of the sum, in one sentence.
    shares, used
        The shares themselves, and what is left of them; nothing where the network is too large to be drawn.
    sums
        The shares of a step and of all later ones, added up.
    sizes
        For each number the sum of its shares' absolute values.
    total, used_total
        The sum over all steps, and what an update gets of it.
    clipped
        Which numbers of the sum are clipped by value.
    """

    norms: Vector
    used_norms: Vector | None
    top: tuple[float, float]
    total_norm: float
    used_norm: float | None
    said: str
    shares: list[Values] | None
    used: list[Values] | None
    sums: list[Values] | None
    sizes: Values | None
    total: Values | None
    used_total: Values | None
    clipped: list[bool] | list[list[bool]] | None


@dataclass(frozen=True)
class BackwardBadge:
    """What the comparison with autograd found, just now; neither if there was nothing to compare."""

    text: str
    is_equal: bool | None


@dataclass(frozen=True)
class BackwardData:
    """Everything that the picture draws; lists of plain numbers in float64's full precision.

    Attributes
    ----------
    tokens
        What stands under each step.
    activation, loss
        Their names, as the formulas write them.
    run
        The numbers of the pass; nothing where the network is too large to be drawn.
    weights
        The shares in each weight, by its name.
    badge
        Whether all of it is what autograd says.
    sentences
        What is said before the first step back, then at each one, from the last step to the first.
    cut
        What truncation and clipping did, in one sentence; empty where they are off.
    alt
        What the picture shows, for someone who does not see it.
    overflow
        Where a number is first infinite or NaN; empty where all are finite.
    step, operation
        Where a person stands on arrival: the step in focus (one beyond the last before anything has been sent
        back), and the operation in it, or nothing at its end.
    weight
        The weight whose shares are open on arrival: its name, with the place of one number if one is picked.
    """

    tokens: list[str]
    activation: str
    loss: str
    run: BackwardRun | None
    weights: dict[str, BackwardShares]
    badge: BackwardBadge
    sentences: list[str]
    cut: str
    alt: str
    overflow: str = ""
    step: int = 4
    operation: str = ""
    weight: str = "W_hh"

    def payload(self) -> dict[str, object]:
        """Return what the browser gets: the fields, the scale of each tint and the width of a number."""
        scales, widest = _scales(self)
        return cast(dict[str, object], sendable(asdict(self))) | {"scales": scales, "widest": widest}


# Which values of a run share a scale.
_LANES = {
    "weight": ("W_xh", "W_hh", "W_hy", "b_h", "b_y"),
    "x": ("x",),
    "h": ("h",),
    "y": ("y", "target"),
    "dy": ("dy",),
    "dh": ("from_output", "from_future", "dh", "da"),
    "slope": ("slope",),
}


def _scales(data: BackwardData) -> tuple[dict[str, float], int]:
    if data.run is None:
        return {}, 0
    numbers = {
        scale: [n for name in names for n in flat(getattr(data.run, name))] for scale, names in _LANES.items()
    }
    for name, weight in data.weights.items():
        numbers[name] = [
            *flat(weight.total),
            *(n for values in (weight.shares, weight.sums) for n in flat(values)),
        ]
    scales = {
        scale: max((abs(n) for n in values if isfinite(n)), default=0.0) or 1.0
        for scale, values in numbers.items()
    }
    scales |= {"target": scales["y"], "da": scales["dh"]}
    return scales, max(len(format_number(n)) for values in numbers.values() for n in values)


def flat(values: Any) -> list[float]:
    """Return every number of nested lists; nothing where there is nothing."""
    if values is None:
        return []
    return [n for each in values for n in flat(each)] if isinstance(values, list) else [values]


def backward(
    data: BackwardData,
    key: str,
    *,
    on_step: Told | None = None,
    on_operation: Told | None = None,
    on_weight: Told | None = None,
) -> None:
    """Put the picture on the page, in a place that has its height before it is drawn.

    Parameters
    ----------
    data
        What it draws.
    key
        Its identity: with the same key the picture stays in place when its data changes.
    on_step, on_operation, on_weight
        Called with the step in focus, the operation in it or the weight whose shares are open, when a person
        has stopped moving.
    """
    st.html(PLACE_FILE)
    with place(key, 1244) if data.run else st.container(key=f"{key}_bars"):
        _backward(
            key=key,
            data=data.payload(),
            on_step_change=reporter(key, "step", on_step),
            on_operation_change=reporter(key, "operation", on_operation),
            on_weight_change=reporter(key, "weight", on_weight),
        )
