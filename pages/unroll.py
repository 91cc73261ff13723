"""Lesson: one step of a recurrent network, then the whole sequence, with every number under the hand."""

from dataclasses import replace

import streamlit as st

from pages.ui import frame, unroll_view, widgets
from pages.ui.bench_acts import act, bench_state
from pages.ui.lesson import load_lesson
from pages.ui.stage import stage
from pages.ui.unrolled import run_network, sequence_input, unrolled
from pages.ui.workbench import DEFAULTS, MAX_SEED, MAX_UNITS, arrive, leave_preset, network_choice, settle
from rnn_core.tables import unroll_table

lesson = load_lesson("unroll")
frame.begin("unroll")


@st.fragment
def experiment() -> None:
    """Controls, the run, the stage and its table."""
    bench = arrive()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        kind = widgets.choice(
            "Sequence of", ("words", "numbers"), DEFAULTS.kind, key="unroll-kind", on_change=leave_preset
        )
        with st.container(width=236):
            text, said = sequence_input(kind, bench.settings.untied if bench.has_arrived else 0)
        preset = network_choice()
        units = widgets.whole_number(
            "Hidden units", 1, MAX_UNITS, DEFAULTS.units, key="unroll-units", on_change=leave_preset
        )
        activation = widgets.choice(
            "Activation", ("tanh", "ReLU"), DEFAULTS.activation, key="unroll-activation"
        )
        with st.popover("More", icon=":material/tune:"):
            outputs = widgets.choice(
                "Outputs at",
                ("every step", "last step"),
                DEFAULTS.outputs,
                key="unroll-outputs",
                help=lesson["outputs"],
            )
            vectors = widgets.choice(
                "Word vectors",
                ("random", "by meaning"),
                DEFAULTS.vectors,
                key="unroll-vectors",
                help=lesson["vectors"],
            )
            seed = widgets.whole_number(
                "Seed",
                0,
                MAX_SEED,
                DEFAULTS.seed,
                key="unroll-seed",
                help=lesson["seed"],
                on_change=leave_preset,
            )
    settings = settle(
        kind=kind,
        preset=preset,
        units=units,
        activation=activation,
        outputs=outputs,
        vectors=vectors,
        seed=seed,
        **{kind: text},
    )
    unroll_view.word(settings, said)
    view = unroll_view.from_link()
    data = replace(unrolled(settings), bench=bench_state(settings), **view)
    stage(data, key="unroll_stage", on_act=act, **unroll_view.REPORTS)
    table = st.expander("Every value as a table", icon=":material/table:", on_change="rerun")
    if table.open:
        run = run_network(settings)
        values = unroll_table(run.trace, run.tokens)
        table.dataframe(values, hide_index=True)
        table.download_button(
            "Download as CSV",
            values.to_csv(index=False),
            "unroll.csv",
            "text/csv",
            icon=":material/download:",
        )


experiment()
left, right = st.columns(2, gap="large")
left.markdown(lesson["same weights"], anchors=False)
left.markdown(lesson["memory"], anchors=False)
right.markdown(lesson["hands"], anchors=False)
right.markdown(lesson["try"], anchors=False)
right.markdown(lesson["sources"], anchors=False)
frame.end("unroll")
