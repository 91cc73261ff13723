"""Small networks with weights chosen by hand, each doing one thing for a reason that can be checked."""

from dataclasses import dataclass
from typing import Literal

import torch

from rnn_core.cells import Activation, RNNParams

Row = list[float]


@dataclass(frozen=True)
class Preset:
    """A network that does one thing, and a sequence that shows it.

    Attributes
    ----------
    key, title
        Its name in a link and on the page.
    reason
        Why these numbers do it.
    kind
        ``"numbers"``, or ``"words"`` for those read by ``embed_by_meaning``.
    text
        The sequence, as a person would type it.
    params
        The weights.
    step
        Where to look first, from 1.
    is_of_its_text
        Whether the reason holds for this sequence, and not for every other too.
    """

    key: str
    title: str
    reason: str
    kind: Literal["numbers", "words"]
    text: str
    params: RNNParams
    step: int
    is_of_its_text: bool = False


def _network(
    W_xh: list[Row], W_hh: list[Row], W_hy: list[Row], b_h: Row, activation: Activation = "tanh"
) -> RNNParams:
    def tensor(values: Row | list[Row]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float64)

    return RNNParams(
        W_xh=tensor(W_xh),
        W_hh=tensor(W_hh),
        W_hy=tensor(W_hy),
        b_h=tensor(b_h),
        b_y=tensor([0.0]),
        activation=activation,
    )


def _one_unit(w_xh: float, w_hh: float, activation: Activation) -> RNNParams:
    return _network([[w_xh]], [[w_hh]], [[1.0]], [0.0], activation)


PRESETS: tuple[Preset, ...] = (
    Preset(
        key="last_sign",
        title="Remembers the last sign",
        reason=(
            "While the input is 0, W_hh = 2 holds the state at ±0.958, because tanh(2 · 0.958) = 0.958. "
            "An input of at least ±0.5, with W_xh = 5, outweighs even a state of 1 (5 · 0.5 = 2.5 against "
            "2 · 1 = 2), so the state takes its sign."
        ),
        kind="numbers",
        text="1 0 0 0 −1 0 0 0 1 0",
        params=_one_unit(5.0, 2.0, "tanh"),
        step=4,
    ),
    Preset(
        key="counts",
        title="Counts",
        reason=(
            "W_hh = 1 keeps the whole memory and W_xh = 1 adds the input to it, so after each step the state "
            "is the number of ones so far. ReLU leaves sums above 0 as they are; tanh would squeeze them "
            "below 1."
        ),
        kind="numbers",
        text="1 0 1 1 0 0 1 0",
        params=_one_unit(1.0, 1.0, "relu"),
        step=4,
        is_of_its_text=True,
    ),
    Preset(
        key="half",
        title="Forgets by half",
        reason=(
            "W_hh = 0.5 hands on half of the memory at each step: 1, 0.5, 0.25, 0.125, 0.0625. "
            "After 10 silent steps less than 0.001 of the 1 is left."
        ),
        kind="numbers",
        text="1 0 0 0 0",
        params=_one_unit(1.0, 0.5, "relu"),
        step=3,
        is_of_its_text=True,
    ),
    Preset(
        key="saturates",
        title="Saturates",
        reason=(
            "After the first 1, no input from −1 to 1 brings the state below 0.94: W_hh = 4 times the state "
            "outweighs W_xh = 2 times the input, and tanh is flat there. At step 3 its slope 1 − h² is "
            "0.00987, so an input that is 0.1 larger lifts the state by less than 0.002."
        ),
        kind="numbers",
        text="1 1 −0.5 0.5 0 −1 1",
        params=_one_unit(2.0, 4.0, "tanh"),
        step=3,
        is_of_its_text=True,
    ),
    Preset(
        key="explodes",
        title="ReLU explodes",
        reason=(
            "W_hh = 2 doubles the state at each step, and ReLU has no upper bound: a single 1 has become "
            "512 at step 10. With tanh the state would stay below 1."
        ),
        kind="numbers",
        text="1 0 0 0 0 0 0 0 0 0",
        params=_one_unit(1.0, 2.0, "relu"),
        step=10,
        is_of_its_text=True,
    ),
    Preset(
        key="latch",
        title="A 2-unit latch that remembers “not”",
        reason=(
            "Each unit supports itself (1) and inhibits the other (−1), so the one that is up stays up; the "
            "biases put unit 2 up first. “not” pushes unit 1 up (4) and unit 2 down (−4), “but” or a full "
            "stop does the opposite: y = h[1] − h[2] is above 0 exactly while a “not” is in force."
        ),
        kind="words",
        text="it was not a good film at all but great fun .",
        params=_network(
            W_xh=[[4.0, 0.0, -4.0], [-4.0, 0.0, 4.0]],
            W_hh=[[1.0, -1.0], [-1.0, 1.0]],
            W_hy=[[1.0, -1.0]],
            b_h=[-0.2, 0.2],
        ),
        step=8,
    ),
)
