"""The arithmetic of one step as the picture shows it: blocks of numbers with signs between them."""

from typing import Any

from rnn_core.gated.cells import GatedParams

LINE: dict[str, Any] = {"break": "line"}
GAP: dict[str, Any] = {"break": "gap"}


def sign(phase: str, sign: str) -> dict[str, Any]:
    """Return a sign between blocks."""
    return {"phase": phase, "sign": sign}


def block(phase: str, name: str, lag: int | None, *, is_result: bool = False) -> dict[str, Any]:
    """Return a block of numbers: a weight (no lag), or a quantity of this step (0) or the one before (-1)."""
    return {"phase": phase, "name": name, "lag": lag, "is_result": is_result}


def matrix_times(phase: str, matrix: str, vector: str, lag: int) -> list[dict[str, Any]]:
    """Return a matrix and the vector that it is multiplied with."""
    return [block(phase, matrix, None), sign(phase, "·"), block(phase, vector, lag)]


def hearing(phase: str, W_x: str, W_h: str, bias: str, result: str) -> list[dict[str, Any]]:
    """Return what input, memory and bias add up to."""
    return [
        *matrix_times(phase, W_x, "x", 0),
        sign(phase, "+"),
        *matrix_times(phase, W_h, "h", -1),
        sign(phase, "+"),
        block(phase, bias, None),
        sign(phase, "="),
        block(phase, result, 0, is_result=True),
    ]


def gate_line(params: GatedParams, gate: str) -> list[dict[str, Any]]:
    """Return the whole arithmetic of one gate or candidate."""
    wrap = "σ →" if gate != params.candidate else "tanh →"
    return [
        *hearing(gate, f"W_x{gate}", f"W_h{gate}", f"b_{gate}", f"a_{gate}"),
        sign(gate, wrap),
        block(gate, gate, 0, is_result=True),
    ]


def product_of(phase: str, one: tuple[str, int], other: tuple[str, int], result: str) -> list[dict[str, Any]]:
    """Return two quantities and their product, number by number."""
    return [
        block(phase, *one),
        sign(phase, "×"),
        block(phase, *other),
        sign(phase, "="),
        block(phase, result, 0, is_result=True),
    ]


def sum_of(phase: str, one: str, other: str, result: str) -> list[dict[str, Any]]:
    """Return two quantities and their sum."""
    return [
        block(phase, one, 0),
        sign(phase, "+"),
        block(phase, other, 0),
        sign(phase, "="),
        block(phase, result, 0, is_result=True),
    ]
