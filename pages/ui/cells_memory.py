"""The memory test of every cell: what training leaves them able to hold, and one training to run again."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, runs, widgets
from pages.ui.lesson import load_lesson
from pages.ui.memory_run import live
from pages.ui.memory_words import share
from pages.ui.run_view import POLL_S, say_reason
from rnn_core.figures.theme import Palette
from rnn_core.jobs import JobView
from rnn_core.remembering.spec import (
    CELLS,
    LENGTHS,
    MAX_SEED,
    NAMES,
    SNAPSHOTS,
    MemoryCell,
    RecallSpec,
    Size,
    num_parameters,
)
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.figures.cells_memory import OwnRun
    from rnn_core.remembering.evaluation import RecallCurve
    from rnn_core.remembering.snapshots import Snapshots

PLACE = "gradients-cells"
SIZE, CELL, LENGTH, SEED = (f"{PLACE}-{name}" for name in ("size", "cell", "t", "seed"))
SIZES: dict[str, Size] = {"equal units": "units", "equal parameters": "parameters"}
DEFAULT_CELL, DEFAULT_LENGTH = "LSTM bias 1", "20"
START = "Train one again"


def cells_memory() -> None:
    """Draw the whole section: every cell's accuracies, one training to run again, and what to make of it."""
    lesson = load_lesson("gradients")
    with frame.prose():
        st.markdown(lesson["cells task"], anchors=False)
    _experiment()
    with frame.prose():
        for section in ("cells why", "cells gru", "cells recipe", "cells sources"):
            st.markdown(lesson[section], anchors=False)


@st.fragment
def _experiment() -> None:
    try:
        snapshots()
    except ValueError as error:  # CheckpointError: the file of weights is missing or damaged
        st.warning(as_sentence(str(error)), icon=":material/error:")
        return
    size = SIZES[widgets.choice("Every cell has", list(SIZES), "equal units", key=SIZE)]
    link.aside(_counts(size))
    picture = st.container()
    st.markdown("#### Train one again", anchors=False)
    controls, beside = st.columns([5, 6], gap="large")
    with controls:
        spec = _choices(size)
        view = runs.current(PLACE, RecallSpec)
        runs.start_and_stop(PLACE, spec, view, label=START)
    with beside:
        is_live = view is not None and view.is_live
        st.fragment(live, run_every=POLL_S if is_live else None)(view, f"{PLACE}-curves", START)
        _outcome(view)
    with picture:
        _comparison(size, _own(view, size))


def _choices(size: Size) -> RecallSpec:
    """Draw what may be chosen; all of it stands in the link."""
    named = {name: cell for cell, name in NAMES.items()}
    cell = named[widgets.choice("Cell", list(named), DEFAULT_CELL, key=CELL)]
    lengths = [str(length) for length in LENGTHS]
    length = int(widgets.choice("T, symbols in the sequence", lengths, DEFAULT_LENGTH, key=LENGTH))
    about = f"Decides the start weights and the sequences; the snapshots have the seeds 0 to {SNAPSHOTS - 1}."
    seed = widgets.whole_number("Seed", 0, MAX_SEED, 0, key=SEED, help=about)
    return RecallSpec(cell, length, seed, size)


@st.cache_resource(show_spinner="The networks are being loaded.")
def snapshots() -> "Snapshots":
    """Return the networks that ship with the app."""
    from rnn_core.remembering.snapshots import load_shipped_snapshots

    return load_shipped_snapshots()


@st.cache_data(max_entries=4, show_spinner="Every network is reading 1,000 new sequences.")
def judged(size: Size) -> "dict[MemoryCell, RecallCurve]":
    """Let every network that ships answer fresh sequences."""
    from rnn_core.remembering.snapshots import cell_curves

    return cell_curves(snapshots(), size)


@st.cache_data(max_entries=64, show_spinner=False)
def _figure(size: Size, palette: Palette, own: "OwnRun | None") -> Any:
    """Keep the picture: an unchanged chart is left alone by the browser."""
    from rnn_core.figures.cells_memory import cell_curves_figure

    return cell_curves_figure(judged(size), palette, own)


def _comparison(size: Size, own: "OwnRun | None") -> None:
    st.markdown(
        f"**Right answers against T.** A dot is one of {SNAPSHOTS} networks, the line their mean.",
    )
    st.plotly_chart(
        _figure(size, frame.palette(), own),
        key=f"{PLACE}-chart",
        config={"displayModeBar": False},
        alt=describe(judged(size)),
    )
    st.markdown(reach(judged(size)))
    name, icon = "Every accuracy of every cell as a table", ":material/table:"
    with st.expander(name, icon=icon, key=f"{PLACE}-table", on_change="rerun") as expander:
        if expander.open:
            from rnn_core.tables.memory import cell_curves_table

            table = cell_curves_table(judged(size), size)
            percent = st.column_config.NumberColumn(format="percent")
            st.dataframe(
                table,
                hide_index=True,
                column_config=dict.fromkeys(table.columns[4:], percent),
                alt="Units, parameters and the share of right answers of every network, for each cell and T.",
            )


def _counts(size: Size) -> str:
    specs = [RecallSpec(cell, LENGTHS[0], size=size) for cell in CELLS if cell not in ("lstm-1", "lstm-3")]
    each = [
        f"{NAMES[spec.cell]} {spec.hidden_size} units, "
        f"{num_parameters(spec.cell, spec.hidden_size):,} parameters"
        for spec in specs
    ]
    return f"{'; '.join(each)}. All three LSTMs are of one size."


def describe(curves: "dict[MemoryCell, RecallCurve]") -> str:
    """Return the text alternative of the chart."""
    each = (
        f"{NAMES[cell]} "
        + ", ".join(
            f"{share(mean)} at T = {length}"
            for length, mean in zip(curve.lengths, curve.means.tolist(), strict=True)
        )
        for cell, curve in curves.items()
    )
    chance = 100 * next(iter(curves.values())).chance
    return f"Mean share of right answers: {'; '.join(each)}. Chance is {chance:.0f} %."


def reach(curves: "dict[MemoryCell, RecallCurve]") -> str:
    """Name the longest T that networks of each cell have learned, and how many of them."""
    each = []
    for cell, curve in curves.items():
        learned = dict(zip(curve.lengths, curve.num_learned.tolist(), strict=True))
        longest = max((length for length, number in learned.items() if number), default=None)
        found = "none" if longest is None else f"{longest} ({learned[longest]} of {SNAPSHOTS})"
        each.append(f"{NAMES[cell]}: {found}")
    return (
        "**The longest T at which networks name at least 90 % of the first symbols**, and how many of them "
        f"do: {'; '.join(each)}."
    )


def _outcome(view: JobView | None) -> None:
    """Say what came of a training that has ended, beside the snapshot."""
    if view is None or view.is_live or not isinstance(view.spec, RecallSpec):
        return
    say_reason(view)
    if view.result is not None:
        accuracy, error = view.result.validation_accuracy, 100 * view.result.standard_error
        st.markdown(f"**{compared(view.spec, accuracy, judged(view.spec.size)[view.spec.cell])}**")
        doubt = f", with a standard error of {error:.1f} points for yours" if error else ""
        counted = f"Counted on the same {view.result.validation_size:,} sequences{doubt}."
        link.aside(f"{counted} {load_lesson('gradients')['cells again']}")


def compared(spec: RecallSpec, accuracy: float, curve: "RecallCurve") -> str:
    """Set an accuracy beside the snapshot's of the same seed, or beside all of them."""
    row = curve.accuracies[LENGTHS.index(spec.num_steps)]
    if spec.seed < SNAPSHOTS:
        return f"Snapshot {share(row[spec.seed].item())}, yours {share(accuracy)}."
    low, high = share(row.min().item()), share(row.max().item())
    return f"Snapshots of other seeds {low} to {high}, yours {share(accuracy)}."


def _own(view: JobView | None, size: Size) -> "OwnRun | None":
    """Return what is ringed in the chart: a training of this size that ran to its end."""
    if view is None or view.state != "done" or view.result is None or not isinstance(view.spec, RecallSpec):
        return None
    if view.spec.size != size:
        return None
    from rnn_core.figures.cells_memory import OwnRun

    return OwnRun(view.spec.cell, view.spec.num_steps, view.spec.seed, view.result.validation_accuracy)
