"""What public entry points ask of their arguments: one sentence says what was found and what is allowed."""

from collections.abc import Sequence

import torch
from torch import Tensor

MAX_STEPS = 1000
MAX_HIDDEN_SIZE = 256


def check_number(name: str, value: float, low: float, high: float) -> float:
    """Return ``value`` if it is a finite number from ``low`` to ``high``.

    Raises
    ------
    ValueError
        If it is not a number, not finite, or outside the range.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # false for NaN too
        raise ValueError(f"{name} must be a finite number from {low:g} to {high:g}, found {value!r}")
    return value


def check_count(name: str, value: int, low: int, high: int) -> int:
    """Return ``value`` if it is a whole number from ``low`` to ``high``.

    Raises
    ------
    ValueError
        If it is not a whole number or outside the range.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, found {value!r}")
    return value


def check_choice(name: str, value: str, allowed: Sequence[str]) -> str:
    """Return ``value`` if it is one of ``allowed``.

    Raises
    ------
    ValueError
        If it is not.
    """
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, found {value!r}")
    return value


def check_tensor(name: str, value: Tensor, shape: tuple[str | int, ...]) -> Tensor:
    """Return ``value`` if it is a finite floating-point tensor of the given shape.

    Parameters
    ----------
    name
        The argument's name, for the message.
    value
        What the caller gave.
    shape
        One entry per axis: a number that the axis must have, or a letter for an axis of any length from 1.

    Raises
    ------
    ValueError
        If it is not a floating-point tensor, has another shape, is empty, or holds NaN or infinity.
    """
    allowed = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
    if not isinstance(value, Tensor) or not value.is_floating_point():
        found = value.dtype if isinstance(value, Tensor) else type(value).__name__
        raise ValueError(f"{name} must be a floating-point tensor of shape {allowed}, found {found}")
    fits = value.dim() == len(shape) and all(
        size == want if isinstance(want, int) else size > 0
        for size, want in zip(value.shape, shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name} must have shape {allowed}, found {tuple(value.shape)}")
    if not torch.isfinite(value).all():
        raise ValueError(f"{name} must hold finite numbers only, found NaN or infinity")
    return value


def check_num_steps(name: str, num_steps: int) -> int:
    """Return ``num_steps`` if a sequence may have that many steps (1 to ``MAX_STEPS``).

    Raises
    ------
    ValueError
        If it may not.
    """
    if not 1 <= num_steps <= MAX_STEPS:
        raise ValueError(f"{name} must have 1 to {MAX_STEPS} steps, found {num_steps}")
    return num_steps
