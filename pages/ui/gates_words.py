"""What the gates page says in words that are computed: underflow, the other roads, and what a hold keeps."""

from jaxtyping import Bool, Float
from torch import Tensor

from pages.ui.gates_settings import GateSettings
from rnn_core.autograd_check import AutogradCheck
from rnn_core.figures.numbers import format_number
from rnn_core.gated.comparison import CellComparison
from rnn_core.gated.flow_check import check_gru_roads, check_lstm_roads
from rnn_core.jacobian_check import check_flow

BELOW = "0 (below the smallest number)"
OTHER_ROADS = {
    "rnn": "",
    "lstm": (
        "All roads: besides the product of f, a gradient comes back through h and the gates. "
        "These other roads add to the product or cancel some of it."
    ),
    "gru": (
        "All roads: besides the product of z, a gradient comes back through the gates and the candidate. "
        "These other roads add to the product or cancel some of it."
    ),
}


def below_smallest(left: Float[Tensor, " S"], factors: Float[Tensor, "T H"]) -> Bool[Tensor, " S"]:
    """Return where what is left is 0 although no later factor is: it fell below the smallest number."""
    is_open = (factors > 0).all(1).flip(0).cummin(0).values.flip(0)
    found = left == 0
    found[:-1] &= is_open
    return found


def say_left(value: float, is_below: bool) -> str:
    """Write what is left of a gradient; a 0 by underflow is named."""
    return BELOW if is_below else format_number(value)


def say_kept(settings: GateSettings, held: CellComparison, free: CellComparison) -> str:
    """Compare what the cell keeps with the gates that are held and without any hold; empty where none is."""
    if settings.cell == "rnn":
        return ""
    run, own = (held.lstm, free.lstm) if settings.cell == "lstm" else (held.gru, free.gru)
    holds = [each for each in settings.held if each.gate in run.params.gates]
    last = run.trace.num_steps
    first = min((each.first for each in holds), default=last + 1)
    if first > last:
        return ""
    state = "c" if settings.cell == "lstm" else "h"
    start = max(first - 1, min(1, last - 1))  # c_0 and h_0 are 0: nothing of them can be kept
    with_hold, without = (say_left(each.flow.road[start].mean().item(), False) for each in (run, own))
    return (
        f"Kept of {state}{low(start)} in {state}{low(last)}, on average over the units: "
        f"{with_hold} with the hold, {without} without it."
    )


def checks(settings: GateSettings, runs: CellComparison) -> dict[str, AutogradCheck]:
    """Hold every gradient that the picture of the chosen cell shows to autograd, now."""
    rnn = {"in the vanilla RNN": check_flow(runs.rnn.params, runs.rnn.trace.x)}
    if settings.cell == "rnn":
        return rnn
    found = check_lstm_roads(runs.lstm) if settings.cell == "lstm" else check_gru_roads(runs.gru)
    gate = "f" if settings.cell == "lstm" else "z"
    return {f"on the road, the product of {gate}": found.road, "by all roads": found.all_roads} | rnn


def compared_check(runs: CellComparison) -> AutogradCheck:
    """Hold every line of the comparison of the three cells to autograd, now."""
    lstm, gru = check_lstm_roads(runs.lstm), check_gru_roads(runs.gru)
    found = [
        check_flow(runs.rnn.params, runs.rnn.trace.x),
        lstm.road,
        lstm.all_roads,
        gru.road,
        gru.all_roads,
    ]
    return AutogradCheck(
        max(each.largest for each in found),
        max(each.largest_relative for each in found),
        sum(each.compared for each in found),
    )


def low(number: int) -> str:
    """Write a number as an index."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
