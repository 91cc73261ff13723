"""One update of the visitor's network, and what twenty of them make of its loss."""

import math

import streamlit as st

from pages.ui import frame, widgets
from pages.ui.backward_controls import number_within, typed
from pages.ui.backward_run import LossSettings, run_backward
from pages.ui.backward_said import overflow_words
from pages.ui.workbench import Settings
from rnn_core.descent import MAX_RATE, Descent, Optimiser, Rule, descend
from rnn_core.figures.backward import loss_figure, update_figure
from rnn_core.figures.numbers import format_number
from rnn_core.tables.backward import update_table

OPTIMISERS: dict[str, Optimiser] = {"SGD": "sgd", "Adam": "adam"}
NUM_REPEATS = 20
REPEATED = f"{NUM_REPEATS} times"
MAX_BARS = 160
"""Numbers of a network up to which each gets a bar."""


def update_section(settings: Settings, judged: LossSettings, lesson: dict[str, str]) -> None:
    """Draw the controls, the update, its loss before and after, and the curve of twenty."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        word = widgets.choice(
            "Optimiser", tuple(OPTIMISERS), "SGD", key="backprop-optimiser", help=lesson["optimiser"]
        )
        rate: float = typed("Learning rate", "backprop-rate", "0.1", _rate, width=132, help=lesson["rate"])
        repeated = widgets.choice("Updates", ("one", REPEATED), "one", key="backprop-updates")
    overflow = run_backward(settings, judged).overflow
    descent = _descend(settings, judged, OPTIMISERS[word], rate, NUM_REPEATS if repeated == REPEATED else 1)
    happened = "" if overflow is None else overflow_words(overflow)
    st.markdown(_said(descent, happened, is_cut=judged.is_cut))
    if len(descent.losses) < 2:
        return
    moves, curve = st.columns(2, gap="large")
    with moves:
        _moves(descent)
    if repeated == REPEATED:
        curve.markdown(f"**The loss over {NUM_REPEATS} updates**")
        curve.plotly_chart(loss_figure(descent, frame.palette()), key="backprop_losses", alt=_losses(descent))


@st.cache_data(max_entries=32, show_spinner=False)
def _descend(
    settings: Settings, judged: LossSettings, optimiser: Optimiser, rate: float, num_updates: int
) -> Descent:
    back = run_backward(settings, judged)
    rule = Rule(optimiser, rate, judged.window, judged.clip_kind, judged.limit)
    return descend(back.params, back.trace.x, judged.target_tensor, judged.loss, rule, num_updates)


def _moves(descent: Descent) -> None:
    st.markdown("**By how much the first update moves every weight**")
    table = update_table(descent.params[0], descent.gradients[0], descent.params[1])
    furthest = table["moved by"].abs().max()
    if len(table) <= MAX_BARS:
        alt = f"A bar for each of {len(table)} numbers; the one that moves furthest moves by {furthest:.3g}."
        st.plotly_chart(update_figure(descent, frame.palette()), key="backprop_moves", alt=alt)
    else:
        st.markdown(
            f"The network has {len(table):,} numbers, too many for a bar each (up to {MAX_BARS} are drawn): "
            f"the table has them all. The one that moves furthest moves by {format_number(furthest)}."
        )
    with st.expander("Every weight as a table", icon=":material/table:"):
        st.dataframe(table, hide_index=True)


def _said(descent: Descent, overflow: str, *, is_cut: bool) -> str:
    """Say what one update does; ``overflow`` says where the pass before it is not finite, if it is not."""
    before = format_number(descent.losses[0])
    if len(descent.losses) < 2:
        words = f":material/warning: The loss is {before}"
        if overflow:
            return f"{words}, and {overflow}: there is no gradient to update with, and no loss to draw."
        return f"{words}, and the update overflows: nothing can be run again."
    after = descent.losses[1]
    words = f"The loss was {before}. Run forward again after one update, it is **{format_number(after)}**:"
    if not math.isfinite(after):
        return f":material/warning: {words} the run after the update overflows."
    if after > descent.losses[0]:
        too_high = "" if is_cut else " The rate is too high for this step."
        return f":material/trending_up: {words} it rose.{too_high}"
    if after < descent.losses[0]:
        return f":material/trending_down: {words} it fell."
    return f":material/trending_flat: {words} nothing changed."


def _losses(descent: Descent) -> str:
    listed = ", ".join(format_number(loss) for loss in descent.losses)
    return f"The loss before the first update and after each one: {listed}."


def _rate(text: str) -> float:
    return number_within(text, 0.0, MAX_RATE, f"rates from 0 to {MAX_RATE:g}")
