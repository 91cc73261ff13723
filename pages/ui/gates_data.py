"""What the gates page shows: the chosen cell with every gate, and the three cells side by side."""

import math
from dataclasses import replace
from typing import Any

import streamlit as st
import torch
from jaxtyping import Float
from torch import Tensor

from pages.ui.gates import (
    ComparedCell,
    Comparison,
    FlowLine,
    GateLane,
    GateQuantity,
    GatesData,
    Making,
)
from pages.ui.gates_parts import CellPicture, gate_controls, gru_picture, lstm_picture, rnn_picture
from pages.ui.gates_settings import GateSettings, parse_tokens
from pages.ui.gates_words import OTHER_ROADS, below_smallest, checks, compared_check, low, say_kept, say_left
from rnn_core.autograd_check import AutogradCheck
from rnn_core.figures.numbers import format_number
from rnn_core.gated.comparison import CellComparison, compare_cells
from rnn_core.gated.unrolling import GatedTrace
from rnn_core.sequences import embed_words

EMBEDDING_SIZE = 3
LEAST_DECADES, MOST_DECADES = 2, 300
TITLES = {"rnn": "vanilla RNN", "lstm": "LSTM", "gru": "GRU"}
START = (
    "t = 0: nothing has been read, so all states are 0. Press play, or the right arrow key; "
    "point at a number to see how it was made."
)
ROADS = {"lstm": ["f", "c"], "gru": ["z", "h"], "rnn": []}


def run_cells(settings: GateSettings) -> tuple[list[str], CellComparison]:
    """Return the tokens and the runs of the three cells that the settings describe, at the compared sizes."""
    tokens, x = _sequence(settings)
    runs = compare_cells(
        x,
        settings.units,
        seed=settings.seed,
        equal=settings.equal,
        biases=settings.biases,
        held=settings.held,
    )
    return tokens, runs


def _sequence(settings: GateSettings) -> tuple[list[str], Float[Tensor, "T D"]]:
    parsed = parse_tokens(settings.kind, settings.text)
    if settings.kind == "numbers":
        numbers = [float(number) for number in parsed]
        return [format_number(n) for n in numbers], torch.tensor(numbers, dtype=torch.float64)[:, None]
    tokens = [str(token) for token in parsed]
    return tokens, embed_words(tokens, EMBEDDING_SIZE, settings.seed)


@st.cache_data(max_entries=128, show_spinner=False)
def gates_data(settings: GateSettings) -> GatesData:
    """Run the three cells and return what the picture draws."""
    tokens, compared = run_cells(settings)
    equal_units = compared if settings.equal == "units" else run_cells(replace(settings, equal="units"))[1]
    picture = _picture(settings, equal_units)
    quantities = picture.quantities | _flow_quantities(settings, equal_units)
    run = getattr(equal_units, settings.cell)
    is_gated = settings.cell != "rnn"
    return GatesData(
        cell=settings.cell,
        tokens=tokens,
        quantities=quantities,
        weights=picture.weights,
        lanes=[*picture.lanes, *_flow_lanes(settings.cell)],
        terms=picture.terms,
        phases=picture.phases,
        road=ROADS[settings.cell],
        controls=gate_controls(run.params, run.trace) if is_gated else [],
        sentences=[START, *(_sentence(settings, equal_units, tokens, t) for t in range(1, len(tokens) + 1))],
        scales=_scales(quantities, picture.weights),
        comparison=_comparison(compared, settings.equal),
        alt=(
            f"{TITLES[settings.cell]} with {_units(settings.units)}, unrolled over {len(tokens)} steps: "
            f"{', '.join(tokens[:20])}. Arrow keys move through the steps; a table of all values follows."
        ),
        is_changed=bool(settings.biases or settings.held),
        roads=OTHER_ROADS[settings.cell],
        kept=_kept(settings, equal_units),
    )


@st.cache_data(max_entries=32, show_spinner=False)
def gates_checks(settings: GateSettings) -> dict[str, AutogradCheck]:
    """Hold every gradient of the page to autograd: those of the chosen cell and the comparison's lines."""
    _, own = run_cells(replace(settings, equal="units"))
    _, compared = run_cells(settings)
    return checks(settings, own) | {"on the five lines of the comparison": compared_check(compared)}


def _kept(settings: GateSettings, runs: CellComparison) -> str:
    if not settings.held:
        return ""
    return say_kept(settings, runs, run_cells(replace(settings, equal="units", held=()))[1])


def _picture(settings: GateSettings, runs: CellComparison) -> CellPicture:
    if settings.cell == "rnn":
        return rnn_picture(runs.rnn.params, runs.rnn.trace)
    if settings.cell == "lstm":
        return lstm_picture(runs.lstm.params, runs.lstm.trace)
    return gru_picture(runs.gru.params, runs.gru.trace)


def _flow_quantities(settings: GateSettings, runs: CellComparison) -> dict[str, GateQuantity]:
    """Return what is left of the gradient at every time: on the cell's own road, by all roads, in the RNN."""
    rnn_note = (
        "the largest factor by which the product of W_hh-transposed and diag(1 − h²) over the later steps "
        "changes a gradient in the vanilla RNN of as many units."
    )
    found = {"rnn": _norms("RNN", runs.rnn.flow.norms, rnn_note)}
    if settings.cell == "rnn":
        return found
    is_lstm = settings.cell == "lstm"
    gate, state = ROADS[settings.cell]
    run = runs.lstm if is_lstm else runs.gru
    found["road"] = GateQuantity(
        f"road_{state}",
        "gradient",
        "road",
        run.flow.road.tolist(),
        first=0,
        making=Making([[[gate, 1], ["road", 1]]]),
        note="the last step: nothing has been lost yet.",
    )
    norms = runs.lstm.flow.c_norms if is_lstm else runs.gru.flow.norms
    roads = (
        f"the largest factor by every road from {state} at this step to the last {state}, "
        "those through the gates included."
    )
    found["all"] = _norms("all roads", norms, roads)
    return found


def _norms(label: str, norms: Tensor, note: str) -> GateQuantity:
    return GateQuantity(label, "gradient", "road", norms[:, None].tolist(), first=0, note=note)


def _flow_lanes(cell: str) -> list[GateLane]:
    rnn = GateLane("rnn", "gradient", "vanilla RNN, ‖∂h_T/∂h_t‖", "")
    if cell == "rnn":
        return [rnn]
    gate, state = ROADS[cell]
    return [
        GateLane("road", "gradient", f"product of later {gate}", ""),
        rnn,
        GateLane("all", "gradient", f"all roads, ‖∂{state}_T/∂{state}_t‖", ""),
    ]


def _sentence(settings: GateSettings, runs: CellComparison, tokens: list[str], t: int) -> str:
    said = f"t = {t}, “{tokens[t - 1]}”:"
    last = len(tokens)
    rnn_below = below_smallest(runs.rnn.flow.norms, runs.rnn.params.slope(runs.rnn.trace.h[1:]))
    rnn_left = say_left(runs.rnn.flow.norms[t].item(), bool(rnn_below[t]))
    if settings.cell == "rnn":
        return (
            f"{said} input and memory are added and squashed. Of a gradient at h{low(last)}, "
            f"at most {rnn_left} is left here."
        )
    if settings.cell == "lstm":
        trace, road = runs.lstm.trace, runs.lstm.flow.road
        means = [_mean(trace, runs.lstm.params.rows(gate), getattr(trace, gate), t) for gate in "fio"]
        factors = trace.f
        said = (
            f"{said} on average the forget gate keeps {means[0]} of the cell state, the input gate lets in "
            f"{means[1]} of the candidate, and the output gate shows {means[2]}."
        )
    else:
        trace_gru, road = runs.gru.trace, runs.gru.flow.road
        means = [_mean(trace_gru, runs.gru.params.rows(gate), getattr(trace_gru, gate), t) for gate in "zr"]
        factors = trace_gru.z
        said = (
            f"{said} on average the update gate keeps {means[0]} of the old state, and the reset gate lets "
            f"{means[1]} of the memory into the candidate."
        )
    most = road.amax(1)
    best = say_left(most[t].item(), bool(below_smallest(most, factors)[t]))
    state = ROADS[settings.cell][1]
    return (
        f"{said} Of a gradient at {state}{low(last)}, {best} is left here on the road of the best unit; "
        f"in the vanilla RNN at most {rnn_left}."
    )


def _mean(trace: GatedTrace, rows: slice, gate: Tensor, t: int) -> str:
    mean = format_number(gate[t - 1].mean().item())
    return f"{mean} (held)" if trace.held[t - 1, rows.start] else mean


def _scales(quantities: dict[str, GateQuantity], weights: dict[str, Any]) -> dict[str, float]:
    scales = {"weight": _largest(list(weights.values())), "gate": 1.0, "road": 1.0}
    for quantity in quantities.values():
        if quantity.scale not in ("gate", "road"):
            scales[quantity.scale] = max(scales.get(quantity.scale, 0.0), _largest(quantity.values))
    return {name: value or 1.0 for name, value in scales.items()}


def _largest(values: Any) -> float:
    if isinstance(values, list):
        return max((_largest(each) for each in values), default=0.0)
    return abs(values) if math.isfinite(values) else 0.0


def _comparison(runs: CellComparison, equal: str) -> Comparison:
    slope = runs.rnn.params.slope(runs.rnn.trace.h[1:])
    z, f = runs.gru.trace.z, runs.lstm.trace.f
    rows = [
        ("RNN, ‖∂h_T/∂h_t‖", "rnn", runs.rnn.flow.norms, slope),
        ("GRU, ‖∂h_T/∂h_t‖", "gru", runs.gru.flow.norms, z),
        ("LSTM, ‖∂c_T/∂c_t‖", "lstm", runs.lstm.flow.c_norms, f),
        ("GRU, product of z", "gru road", runs.gru.flow.road.amax(1), z),
        ("LSTM, product of f", "lstm road", runs.lstm.flow.road.amax(1), f),
    ]
    decades = _decades(torch.cat([values for _, _, values, _ in rows]))
    lines = [
        FlowLine(
            label,
            style,
            values.tolist(),
            _places(values, decades),
            below_smallest(values, factors).tolist(),
        )
        for label, style, values, factors in rows
    ]
    cells = [
        ComparedCell(
            TITLES[name],
            f"{_units(run.params.hidden_size)}, {run.params.num_parameters} parameters",
            run.trace.h.tolist(),
        )
        for name, run in (("rnn", runs.rnn), ("gru", runs.gru), ("lstm", runs.lstm))
    ]
    left = "; ".join(f"{line.label}: {say_left(line.values[0], line.below[0])}" for line in lines)
    return Comparison(
        equal,
        cells,
        lines,
        _ticks(decades),
        f"Hidden states of the three cells over time, and what is left of the gradient at the start: {left}.",
    )


def _units(number: int) -> str:
    return "1 unit" if number == 1 else f"{number} units"


def _decades(values: Tensor) -> tuple[int, int]:
    """Return the powers of ten between which the axis runs: all that is finite and not zero."""
    shown = values[values.isfinite() & (values > 0)].log10()
    low = min(-LEAST_DECADES, math.floor(shown.min().item()))
    high = max(0, math.ceil(shown.max().item() - 1e-9))
    return max(low, -MOST_DECADES), min(high, MOST_DECADES)


def _places(values: Tensor, decades: tuple[int, int]) -> list[float]:
    """Return how far up each value stands: zero lies on the floor, infinity at the top."""
    low, high = decades
    return ((values.log10() - low) / (high - low)).clamp(0, 1).nan_to_num(1.0).tolist()


def _ticks(decades: tuple[int, int]) -> list[tuple[float, str]]:
    low, high = decades
    every = max(1, math.ceil((high - low) / 5))
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    return [
        ((power - low) / (high - low), "1" if power == 0 else f"10{str(power).translate(raised)}")
        for power in range(high, low - 1, -every)
    ]
