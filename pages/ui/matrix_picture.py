"""What the matrix section shows: cached sweeps over the spectral radius, and the sentences about them."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from pages.ui.flow import Axis, FlowCurve, FlowMap, FlowPicture, map_to_json
from rnn_core.figures.numbers import format_number

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_core.autograd_check import AutogradCheck
    from rnn_core.cells import Activation, Init, RNNParams
    from rnn_core.matrix_flow import FlowSweep
    from rnn_core.state_flow import CellKind

INITS = ("gaussian", "xavier", "orthogonal", "identity")
LEVELS = ("none", "weak", "strong")
STRENGTH = {"none": 0.0, "weak": 0.1, "strong": 1.0}
AXES: tuple[Axis, ...] = ("near", "wide")
REMEDIES = (
    "orthogonal start",
    "identity and ReLU",
    "LSTM",
    "LSTM, forget gate open",
    "GRU",
    "window of 10 steps",
    "clipping at 1",
)
LOW, HIGH, STEP = 0.05, 3.0, 0.05
NUM_RADII = 60
GRID = {f"{place / 20:.2f}": place / 20 for place in range(1, NUM_RADII + 1)}
INPUT_SIZE = 8
WINDOW, THRESHOLD = 10, 1.0
FORGET_BIAS = {"LSTM": 1.0, "LSTM, forget gate open": 4.0, "GRU": 0.0}
SINGULAR_AT = (1, 2, 5, 10, 20, 50, 100)
MAP_NOTE = "The map is computed in float64: it goes on where the curve's float32 overflows."
MAP_SIZE = 16
"""Steps of the map that follows the hand; at rest every single step is shown."""


@dataclass(frozen=True)
class Network:
    """What a visitor chose: how W_hh starts, its size and seed, what it hears, and for how long."""

    init: str
    units: int
    seed: int
    level: str
    steps: int


@st.cache_data(max_entries=32, show_spinner="The gradients of 60 networks are being computed.")
def picture(network: Network, remedies: tuple[str, ...], has_map: bool, dtype: str) -> dict[str, Any]:
    """Return the picture of a network for every spectral radius, with the remedies that were asked for."""
    from rnn_core.matrix_flow import eigenvalues

    sweep = _sweep(network, dtype)
    curves = [
        FlowCurve("norm", "norm", sweep.norms.numpy()),
        FlowCurve("σᵏ, upper bound", "bound", sweep.upper_bound.numpy()),
        FlowCurve("ρᵏ, long run", "bound", sweep.long_run.numpy()),
    ]
    curves += [
        FlowCurve(remedy, "remedy", _remedy(network, remedy, sweep, dtype).numpy()) for remedy in remedies
    ]
    found = eigenvalues(_params(network))
    return FlowPicture(
        LOW,
        HIGH,
        STEP,
        tuple(curves),
        sentences=tuple(_sentence(sweep, row, dtype) for row in range(NUM_RADII)),
        eigenvalues=tuple(zip(found.real.tolist(), found.imag.tolist(), strict=True)),
        singular_at=sweep.at,
        singular=sweep.singular_values.numpy(),
        pairs=_pairs(network) if has_map else None,
        map_note=MAP_NOTE if dtype == "float32" else "",
    ).to_json()


@st.cache_data(max_entries=32, show_spinner=False)
def check(network: Network, radius: float) -> "AutogradCheck":
    """Hold the network at one radius to autograd: every entry of every Jacobian, and every norm."""
    from rnn_core.jacobian_check import check_flow
    from rnn_core.matrix_flow import with_radius

    return check_flow(with_radius(_params(network), radius), _x(network))


@st.cache_data(max_entries=32, show_spinner=False)
def whole_map(network: Network, radius: float) -> dict[str, Any]:
    """Return the map of every single step for the radius at which the hand rests, as an addition."""
    from rnn_core import unroll
    from rnn_core.matrix_flow import with_radius
    from rnn_core.pairs import pair_map

    own = with_radius(_params(network), radius)
    found = pair_map(own, unroll(own, _x(network)))
    pairs = FlowMap(found.steps, _triangle([found.norms]).numpy())
    return {"whole": {"radius": radius, **map_to_json(pairs)}}


def _params(network: Network, *, init: str = "", activation: str = "tanh") -> "RNNParams":
    from rnn_core import RNNParams

    return RNNParams.random(
        input_size=INPUT_SIZE,
        hidden_size=network.units,
        seed=network.seed,
        init=cast("Init", init or network.init),
        activation=cast("Activation", activation),
    )


def _x(network: Network) -> "Tensor":
    """Return what the network hears: seeded noise, as strong as was chosen."""
    import torch

    generator = torch.Generator().manual_seed(network.seed)
    noise = torch.randn(network.steps, INPUT_SIZE, generator=generator, dtype=torch.float64)
    return STRENGTH[network.level] * noise


def _radii() -> "Tensor":
    import torch

    return torch.tensor(list(GRID.values()), dtype=torch.float64)


@st.cache_data(max_entries=32, show_spinner=False)
def _sweep(network: Network, dtype: str) -> "FlowSweep":
    from rnn_core.matrix_flow import flow_sweep

    at = tuple(back for back in SINGULAR_AT if back <= network.steps)
    return flow_sweep(_params(network), _x(network), _radii(), at=at, dtype=dtype)


def _remedy(network: Network, remedy: str, sweep: "FlowSweep", dtype: str) -> "Tensor":
    """Return what a remedy leaves at each step back: a row for each radius, or one for all."""
    from rnn_core.matrix_flow import flow_sweep
    from rnn_core.remedies import clip_scale, weight_gradient_norms, within_window
    from rnn_core.state_flow import fresh_layer, state_flow

    if remedy in FORGET_BIAS:
        kind: CellKind = "gru" if remedy == "GRU" else "lstm"
        layer = fresh_layer(
            kind,
            input_size=INPUT_SIZE,
            hidden_size=network.units,
            seed=network.seed,
            forget_bias=FORGET_BIAS[remedy],
        )
        return state_flow(kind, layer, _x(network)).norms.flip(0)[None]
    if remedy.startswith("window"):
        return within_window(sweep.norms, min(WINDOW, network.steps))
    if remedy.startswith("clipping"):
        norms = weight_gradient_norms(_params(network), _x(network), _radii())
        return clip_scale(norms, THRESHOLD)[:, None] * sweep.norms
    init, activation = ("orthogonal", "tanh") if remedy.startswith("orthogonal") else ("identity", "relu")
    other = _params(network, init=init, activation=activation)
    return flow_sweep(other, _x(network), _radii(), dtype=dtype).norms


@st.cache_data(max_entries=8, show_spinner="Every pair of steps is being followed, for 60 networks.")
def _pairs(network: Network) -> FlowMap:
    """Return the map that follows the hand: at most 17 steps of the run, for every radius."""
    from rnn_core.pairs import pair_sweep

    every = math.ceil(network.steps / MAP_SIZE)
    maps = pair_sweep(_params(network), _x(network), _radii(), every=every)
    return FlowMap(maps[0].steps, _triangle([each.norms for each in maps]).numpy())


def _triangle(maps: "list[Tensor]") -> "Tensor":
    """Lay the lower triangle of each map out row by row."""
    import torch

    rows, columns = torch.tril_indices(*maps[0].shape)
    return torch.stack(maps)[:, rows, columns]


def _sentence(sweep: "FlowSweep", row: int, dtype: str) -> str:
    """Say in words what the norm does at one radius, and where it stops being a number."""
    norms, num_steps = sweep.norms[row], sweep.num_steps
    start = f"Spectral radius {sweep.radii[row].item():.2f}, largest singular value σ = "
    start += f"{format_number(sweep.sigma[row].item())}:"
    broken = (~norms.isfinite()).nonzero()
    if len(broken):
        return f"{start} {_overflow(int(broken[0]), norms, dtype)}"
    gone = (norms == 0).nonzero()
    if len(gone):
        return f"{start} from step {int(gone[0])} back on, nothing is left: the product is exactly 0."
    end, peak = format_number(norms[-1].item()), int(norms.argmax())
    if 0 < peak < num_steps and norms[peak] > 1.005:
        highest = format_number(norms[peak].item())
        steps = "step" if peak == 1 else "steps"
        return f"{start} the norm rises to {highest} after {peak} {steps} and is {end} after {num_steps}."
    return f"{start} after {num_steps} steps back the norm is {end}."


def _overflow(step: int, norms: "Tensor", dtype: str) -> str:
    """Say where an entry is too large for its numbers; the norm of all entries may be larger than each."""
    import torch

    largest = format_number(torch.finfo(getattr(torch, dtype)).max)
    kept = format_number(norms[step - 1].item())
    return (
        f"overflow at step {step} back, where an entry of the product passes {largest}, the largest number "
        f"of {dtype}. One step before, every entry fitted; their norm, taken in float64, was {kept}."
    )


def show_table(network: Network, remedies: tuple[str, ...], dtype: str, radius: float) -> None:
    """Draw every number of the curves for one radius."""
    from rnn_core.figures.gradient_tables import flow_table

    sweep = _sweep(network, dtype)
    row = list(GRID.values()).index(radius)
    extra = {name: _remedy(network, name, sweep, dtype) for name in remedies}
    table = flow_table(sweep, row, {name: left[min(row, len(left) - 1)] for name, left in extra.items()})
    numbers = st.column_config.NumberColumn(format="%.6g")
    st.dataframe(table, hide_index=True, column_config=dict.fromkeys(table.columns[1:], numbers))
