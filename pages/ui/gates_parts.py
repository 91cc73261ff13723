"""A run of each cell taken apart for the picture: quantities, lanes and the lines of its arithmetic."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from pages.ui.gates import GateControl, GateLane, GateQuantity, Making
from pages.ui.gates_lines import GAP, LINE, block, gate_line, hearing, matrix_times, product_of, sign, sum_of
from rnn_core import GRUParams, GRUTrace, LSTMParams, LSTMTrace, RNNParams, UnrollTrace
from rnn_core.gated.cells import GatedParams
from rnn_core.gated.unrolling import GatedTrace

JOBS = {
    "i": "input gate: lets the candidate in",
    "f": "forget gate: keeps the cell state",
    "g": "candidate: what may be written",
    "o": "output gate: shows the cell state",
    "r": "reset gate: lets memory in",
    "z": "update gate: keeps the old state",
    "n": "candidate: what may be written",
}
PHASES = {
    "input": "the input arrives.",
    "f": "the forget gate decides how much of the cell state is kept.",
    "i": "the input gate decides how much may be written.",
    "g": "the candidate is what may be written.",
    "c": "kept and written add up to the next cell state.",
    "o": "the output gate decides how much of it is shown.",
    "h": "what is shown, or what is left over, is the next hidden state.",
    "r": "the reset gate decides how much memory the candidate hears.",
    "z": "the update gate decides how much of the old state is kept.",
    "n": "the candidate is what may be written.",
    "a": "input, memory and bias are added.",
}


@dataclass(frozen=True)
class CellPicture:
    """A run of one cell as the picture needs it, but for its gradient."""

    quantities: dict[str, GateQuantity]
    weights: dict[str, Any]
    lanes: list[GateLane]
    terms: list[dict[str, Any]]
    phases: dict[str, str]


def rnn_picture(params: RNNParams, trace: UnrollTrace) -> CellPicture:
    """Take a run of the vanilla cell apart."""
    whole = Making([["W_xh", "x", 0], ["W_hh", "h", -1], ["b_h"]])
    quantities = {
        "x": _given_input(trace.x),
        "a": _quantity("a_t", "hidden", "a", trace.a, making=whole),
        "h": _state("h_t", trace.h, Making([[["a", 0]]], "tanh"), Making(whole.terms, "tanh")),
    }
    terms = [
        *hearing("a", "W_xh", "W_hh", "b_h", "a"),
        sign("h", "tanh →"),
        block("h", "h", 0, is_result=True),
    ]
    return CellPicture(
        quantities,
        {name: getattr(params, name).tolist() for name in ("W_xh", "W_hh", "b_h")},
        [GateLane("h", "cells", "hidden state", "h"), GateLane("x", "cells", "input", "input")],
        terms,
        _phases("input", "a", "h"),
    )


def lstm_picture(params: LSTMParams, trace: LSTMTrace) -> CellPicture:
    """Take a run of an LSTM apart."""
    shown = Making([[["o", 0], ["squashed", 0]]])
    added = Making([[["f", 0], ["c", -1]], [["i", 0], ["g", 0]]])
    quantities = {
        "x": _given_input(trace.x),
        **_gates(params, trace, ("i", "f", "g", "o")),
        "kept": _quantity("kept", "hidden", "c", trace.kept, making=Making([[["f", 0], ["c", -1]]])),
        "written": _quantity("written", "hidden", "c", trace.written, making=Making([[["i", 0], ["g", 0]]])),
        "c": _state("c_t", trace.c, Making([[["kept", 0]], [["written", 0]]]), added, scale="c"),
        "squashed": _quantity("tanh c", "hidden", "h", trace.squashed, making=Making([[["c", 0]]], "tanh")),
        "h": _state("h_t", trace.h, shown, shown),
    }
    lanes = [
        GateLane("h", "cells", "hidden state", "h"),
        GateLane("o", "rings", "output gate", "o"),
        GateLane("c", "cells", "cell state", "c"),
        GateLane("i", "rings", "input gate", "i"),
        GateLane("g", "cells", "candidate", "g"),
        GateLane("f", "rings", "forget gate", "f"),
        GateLane("x", "cells", "input", "input"),
    ]
    terms = [
        *(term for gate in "fig" for term in (*gate_line(params, gate), LINE)),
        *product_of("c", ("f", 0), ("c", -1), "kept"),
        GAP,
        *product_of("c", ("i", 0), ("g", 0), "written"),
        GAP,
        *sum_of("c", "kept", "written", "c"),
        LINE,
        *gate_line(params, "o"),
        LINE,
        block("h", "c", 0),
        sign("h", "tanh →"),
        block("h", "squashed", 0, is_result=True),
        GAP,
        *product_of("h", ("o", 0), ("squashed", 0), "h"),
    ]
    return CellPicture(
        quantities, _gate_weights(params), lanes, terms, _phases("input", "f", "i", "g", "c", "o", "h")
    )


def gru_picture(params: GRUParams, trace: GRUTrace) -> CellPicture:
    """Take a run of a GRU apart."""
    whole = Making([[["z", 0], ["h", -1]], [["fresh", 0], ["n", 0]]])
    heard = [["W_xn", "x", 0], ["b_n"], [["r", 0], ["recalled", 0]]]
    recalled = Making([["W_hn", "h", -1], ["b_hn"]])
    quantities = {
        "x": _given_input(trace.x),
        **_gates(params, trace, ("r", "z")),
        "recalled": _quantity("recalled", "hidden", "a", trace.recalled, making=recalled),
        "a_n": _quantity("a_n", "hidden", "a", trace.a[:, params.rows("n")], making=Making(heard)),
        "n": _quantity(
            "n_t", "hidden", "h", trace.n, making=Making([[["a_n", 0]]], "tanh"), in_row=Making(heard, "tanh")
        ),
        "fresh": _quantity("1 − z", "gate", "gate", 1 - trace.z, note="what the update gate leaves free."),
        "kept": _quantity("kept", "hidden", "h", trace.kept, making=Making([[["z", 0], ["h", -1]]])),
        "written": _quantity(
            "written", "hidden", "h", trace.written, making=Making([[["fresh", 0], ["n", 0]]])
        ),
        "h": _state("h_t", trace.h, Making([[["kept", 0]], [["written", 0]]]), whole),
    }
    lanes = [
        GateLane("h", "cells", "hidden state", "h"),
        GateLane("z", "rings", "update gate", "z"),
        GateLane("n", "cells", "candidate", "n"),
        GateLane("r", "rings", "reset gate", "r"),
        GateLane("x", "cells", "input", "input"),
    ]
    terms = [
        *gate_line(params, "r"),
        LINE,
        *matrix_times("n", "W_hn", "h", -1),
        sign("n", "+"),
        block("n", "b_hn", None),
        sign("n", "="),
        block("n", "recalled", 0, is_result=True),
        LINE,
        *matrix_times("n", "W_xn", "x", 0),
        sign("n", "+"),
        block("n", "b_n", None),
        sign("n", "+"),
        block("n", "r", 0),
        sign("n", "×"),
        block("n", "recalled", 0),
        sign("n", "="),
        block("n", "a_n", 0, is_result=True),
        sign("n", "tanh →"),
        block("n", "n", 0, is_result=True),
        LINE,
        *gate_line(params, "z"),
        LINE,
        *product_of("h", ("z", 0), ("h", -1), "kept"),
        GAP,
        *product_of("h", ("fresh", 0), ("n", 0), "written"),
        GAP,
        *sum_of("h", "kept", "written", "h"),
    ]
    weights = _gate_weights(params) | {"b_hn": params.b_n.tolist()}
    return CellPicture(quantities, weights, lanes, terms, _phases("input", "r", "n", "z", "h"))


def gate_controls(params: GatedParams, trace: GatedTrace) -> list[GateControl]:
    """Return what can be set of each gate, the one that keeps first."""
    order = {"i": 1, "f": 0, "g": 3, "o": 2, "r": 1, "z": 0, "n": 2}
    return [
        GateControl(gate, JOBS[gate], params.of(gate).b_h.tolist(), _held(params, trace, gate))
        for gate in sorted(params.gates, key=order.__getitem__)
    ]


def _held(params: GatedParams, trace: GatedTrace, gate: str) -> list[float | None] | None:
    if gate == params.candidate:
        return None
    values, is_held = getattr(trace, gate)[:, 0].tolist(), trace.held[:, params.rows(gate).start].tolist()
    return [value if held else None for value, held in zip(values, is_held, strict=True)]


def _quantity(
    label: str, role: str, scale: str, values: Tensor, making: Making | None = None, **more: Any
) -> GateQuantity:
    return GateQuantity(label, role, scale, values.tolist(), making=making, **more)


def _given_input(x: Tensor) -> GateQuantity:
    return _quantity("x_t", "input", "x", x)


def _state(label: str, states: Tensor, making: Making, in_row: Making, scale: str = "h") -> GateQuantity:
    return GateQuantity(label, "hidden", scale, states.tolist(), first=0, making=making, in_row=in_row)


def _gates(params: GatedParams, trace: GatedTrace, gates: tuple[str, ...]) -> dict[str, GateQuantity]:
    """Return the pre-activation and the value of every gate that hears input and memory alike."""
    found: dict[str, GateQuantity] = {}
    for gate in gates:
        rows, is_gate = params.rows(gate), gate != params.candidate
        heard = [[f"W_x{gate}", "x", 0], [f"W_h{gate}", "h", -1], [f"b_{gate}"]]
        wrap = "σ" if is_gate else "tanh"
        found[f"a_{gate}"] = _quantity(f"a_{gate}", "hidden", "a", trace.a[:, rows], making=Making(heard))
        found[gate] = _quantity(
            f"{gate}_t",
            "gate" if is_gate else "hidden",
            "gate" if is_gate else "h",
            getattr(trace, gate),
            making=Making([[[f"a_{gate}", 0]]], wrap),
            in_row=Making(heard, wrap),
            held=trace.held[:, rows.start].tolist() if is_gate else None,
            own=trace.own[:, rows].tolist() if is_gate else None,
        )
    return found


def _gate_weights(params: GatedParams) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for gate in params.gates:
        rows = params.of(gate)
        found |= {
            f"W_x{gate}": rows.W_xh.tolist(),
            f"W_h{gate}": rows.W_hh.tolist(),
            f"b_{gate}": rows.b_h.tolist(),
        }
    return found


def _phases(*names: str) -> dict[str, str]:
    return {name: PHASES[name] for name in names}
