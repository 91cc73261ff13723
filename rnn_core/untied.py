"""The network with its weights untied: a copy for every step, which shows what sharing them buys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.checks import MAX_STEPS, check_count, check_tensor
from rnn_core.edits import Edit, edited
from rnn_core.unrolling import UnrollTrace


@dataclass(frozen=True)
class UntiedRNNParams:
    """A network with weights of its own at every step.

    Attributes
    ----------
    steps
        The weights of steps 1 .. T, ``steps[t - 1]`` those of step t.

    Raises
    ------
    ValueError
        If there are not 1 to 1000 steps, or they differ in a size, the activation or the dtype.
    """

    steps: tuple[RNNParams, ...]

    def __post_init__(self) -> None:
        check_count("num_steps", len(self.steps), 1, MAX_STEPS)
        wanted = _kind(self.steps[0])
        for t, params in enumerate(self.steps, start=1):
            if (found := _kind(params)) != wanted:
                raise ValueError(f"step {t} must be a network of {wanted} like step 1, found {found}")

    @property
    def num_steps(self) -> int:
        """How many steps have weights; no more can be run."""
        return len(self.steps)

    @property
    def num_parameters(self) -> int:
        """How many numbers all the copies hold together: it grows with the number of steps."""
        return sum(params.num_parameters for params in self.steps)

    def tie(self) -> RNNParams:
        """Return one network whose every weight is the average over the steps; equal copies stay exact."""
        averages: dict[str, Any] = {name: self._average(name) for name in WEIGHTS}
        return replace(self.steps[0], **averages)

    def without(self, *names: str) -> "UntiedRNNParams":
        """Switch matrices off at every step.

        Raises
        ------
        ValueError
            If a name is not W_xh, W_hh or W_hy.
        """
        return UntiedRNNParams(_each(self.steps, lambda own: own.without(*names)))

    def _average(self, name: str) -> Tensor:
        first = getattr(self.steps[0], name)
        return first + torch.stack([getattr(params, name) - first for params in self.steps]).mean(0)


def _each(steps: tuple[RNNParams, ...], change: Callable[[RNNParams], RNNParams]) -> tuple[RNNParams, ...]:
    """Change every step's weights; steps that hold the same ones are changed once and still hold the same."""
    changed = {key: change(own) for key, own in {id(own): own for own in steps}.items()}
    return tuple(changed[id(own)] for own in steps)


def _kind(params: RNNParams) -> str:
    sizes = f"sizes {params.input_size}, {params.hidden_size}, {params.output_size}"
    return f"{sizes}, {params.activation}, {params.W_hh.dtype}"


def untie(params: RNNParams, num_steps: int) -> UntiedRNNParams:
    """Give each of so many steps its own copy of the weights; nothing is computed otherwise yet.

    Parameters
    ----------
    params
        The shared weights.
    num_steps
        How many copies, 1 to 1000.

    Raises
    ------
    ValueError
        If ``num_steps`` is outside its range.

    Examples
    --------
    >>> params = RNNParams.random(input_size=3, hidden_size=3)
    >>> params.num_parameters, untie(params, 7).num_parameters
    (25, 175)
    """
    return UntiedRNNParams(steps=(params,) * check_count("num_steps", num_steps, 1, MAX_STEPS))


def unroll_untied(params: UntiedRNNParams, x: Tensor, h_0: Tensor | None = None) -> UnrollTrace:
    """Run an untied network over a sequence, each step with its own weights.

    Parameters
    ----------
    params
        The weights of every step.
    x
        The sequence, shape (T, input_size), with no more steps than there are weights for.
    h_0
        The hidden state before the first step, shape (hidden_size,); zeros if not given.

    Raises
    ------
    ValueError
        If the sequence is longer than the network, a shape does not fit, or a number is not finite.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 10.1 on why the steps share their weights,
    https://www.deeplearningbook.org
    """
    first = params.steps[0]
    check_tensor("x", x, ("T", first.input_size))
    if len(x) > params.num_steps:
        raise ValueError(length_error(params.num_steps))
    x = x.to(first.W_hh.dtype)
    start = torch.zeros_like(first.b_h) if h_0 is None else check_tensor("h_0", h_0, (first.hidden_size,))
    h = [start.to(first.W_hh.dtype)]
    from_input, from_memory, a, y = [], [], [], []
    for own, x_t in zip(params.steps, x, strict=False):  # a shorter sequence leaves the last copies idle
        from_input.append(own.W_xh @ x_t)
        from_memory.append(own.W_hh @ h[-1])
        a.append(from_input[-1] + own.b_h + from_memory[-1])
        h.append(own.activate(a[-1]))
        y.append(own.W_hy @ h[-1] + own.b_y)
    rows = {"from_input": from_input, "from_memory": from_memory, "a": a, "h": h, "y": y}
    return UnrollTrace(x=x, **{name: torch.stack(values) for name, values in rows.items()})


def length_error(num_steps: int) -> str:
    """Say that a sequence is too long for an untied network with weights for ``num_steps`` steps.

    Examples
    --------
    >>> print(length_error(7).partition(";")[0])
    This untied network has weights for 7 steps and none for an 8th
    """
    steps = "1 step" if num_steps == 1 else f"{num_steps} steps"
    return (
        f"This untied network has weights for {steps} and none for {_ordinal(num_steps + 1)}; "
        f"tie them, or shorten the sequence to {num_steps}."
    )


def _ordinal(number: int) -> str:
    """Write a number from 1 to 1001 as "a 7th", "an 8th", "a 22nd"."""
    is_teen = number % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    sounds_open = number in (11, 18) or str(number).startswith("8")
    return f"{'an' if sounds_open else 'a'} {number}{ending}"


def edited_steps(params: UntiedRNNParams, edits: Sequence[Edit]) -> UntiedRNNParams:
    """Return the untied network with a person's edits: one of a single step in its copy, any other in all.

    Where two edits meet, the later one wins; one outside the shape or the steps is left out.
    """
    everywhere = [edit for edit in edits if edit.step is None]
    steps = list(_each(params.steps, lambda own: edited(own, everywhere)))
    for t in {edit.step for edit in edits if edit.step is not None and edit.step <= params.num_steps}:
        here = [replace(edit, step=None) for edit in edits if edit.step in (None, t)]
        steps[t - 1] = edited(params.steps[t - 1], here)
    return UntiedRNNParams(tuple(steps))
