"""The runs of this visitor in a table: compare, rename, remove, use on the predict page, take away."""

from dataclasses import dataclass, replace
from string import ascii_uppercase

import streamlit as st

from pages.ui import link, runs
from pages.ui.memory_choices import spec_title
from pages.ui.run_compare import compare
from pages.ui.run_downloads import downloads, network_file
from pages.ui.training import run_title
from rnn_core.figures.runs import MAX_RUNS
from rnn_core.jobs import JobView
from rnn_core.running.owners import MAX_NAME
from rnn_core.running.store import UnknownJobError
from rnn_core.running.summary import CHANCE, RunSummary, summary_of
from rnn_core.sentiment.recipes import NETWORKS
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.wording import as_sentence

LINK = "train-runs"
"""Ids of the runs that are compared, with commas between them."""
COMPARED, CHOSEN, NAME, NOTICE = "train-compared", "train-chosen", "train-name", "train-runs-notice"
WIDTHS = {
    "run": 40, "name": 84, "state": 76, "data": 114, "network": 88, "recipe": 114, "seed": 48,
    "right answers": 94, "standard error": 102, "judged on": 72, "seconds": 64, "parameters": 82,
}  # fmt: skip
"""Pixels of each column: together as wide as the page beside its menu."""
FORMATS: dict[str, str] = {
    "right answers": "%.1f %%", "standard error": "%.1f points", "judged on": "localized",
    "seconds": "%.1f", "parameters": "localized",
}  # fmt: skip
MAX_ROWS = len(ascii_uppercase)
TICK_S = 1.0
"""Seconds between two looks at a run on its way."""
EMPTY = "No run of yours yet. Each that you start will stand here, to be compared with others and taken away."
TASKS_DIFFER = (
    "Right answers on reviews and on the memory test are not to be set beside each other: who guesses has "
    f"{100 * CHANCE['reviews']:.0f} % of the one and {100 * CHANCE['sequences']:.0f} % of the other."
)
READ_ONLY = "This run is somebody else's: it can be compared and taken away, not renamed or removed."


@dataclass(frozen=True)
class Row:
    """A run as the table has it; ``letter`` names it in the picture, ``is_mine`` lets it be renamed."""

    view: JobView
    summary: RunSummary
    letter: str
    is_mine: bool

    @property
    def label(self) -> str:
        """What a person picks it by."""
        return f"{self.letter} · {self.summary.name or self.title}"

    @property
    def title(self) -> str:
        """What was asked for, in words."""
        spec = self.view.spec
        return run_title(spec) if isinstance(spec, TrainSpec) else f"Memory test · {spec_title(spec)}"


def run_table() -> None:
    """Draw the section; what is done in it redraws nothing else."""
    st.fragment(_section)()


def _section() -> None:
    rows = _rows()
    notice = st.session_state.pop(NOTICE, "")
    with st.container():  # each keeps what follows in its place when it gains or loses something
        if notice:
            link.aside(f":material/info: {link.escaped(notice)}")
    if not rows:
        link.aside(EMPTY)
        return
    is_live = any(row.view.is_live for row in rows)
    with st.container():
        st.fragment(_table, run_every=TICK_S if is_live else None)(rows)
        if len({row.summary.task for row in rows}) > 1:
            link.aside(TASKS_DIFFER)
    with st.container():
        chosen = _chosen_to_compare(rows)[::-1]
        if chosen:
            compare([row.summary for row in chosen], [row.letter for row in chosen])
    _one_run(rows)


def _rows() -> list[Row]:
    """Give this visitor's runs, the newest first, and those that the link names besides.

    Letters go by age, so that a new run leaves those of the others as they are.
    """
    try:
        mine = runs.manager().owners.runs(runs.visitor())
    except OSError:  # the folder of jobs cannot be made: who presses Start is told
        return []
    asked = _asked()
    others = [job_id for job_id in asked if job_id not in mine]
    views = [view for job_id in (*others, *reversed(mine)) if (view := _read(job_id))][-MAX_ROWS:]
    missing = set(asked) - {view.job_id for view in views}
    if missing:
        _note("The link names a run that is not here: it was made elsewhere or has been cleared away.")
        _ask_for([job_id for job_id in asked if job_id not in missing])
    return [
        Row(view, summary_of(view, _own_name(view)), letter, view.job_id in mine)
        for view, letter in zip(views, ascii_uppercase, strict=False)
    ][::-1]


def _read(job_id: str) -> JobView | None:
    try:
        return runs.manager().read(job_id)
    except (UnknownJobError, OSError):
        return None


def _own_name(view: JobView) -> str:
    return runs.manager().owners.name(view.job_id, runs.visitor())


def _table(rows: list[Row]) -> None:
    """Draw the table; a run on its way is read anew, and the page once more can be done with it."""
    from rnn_core.tables.runs import runs_table

    now = [_now(row) if row.view.is_live else row for row in rows]
    if [_stage(row) for row in rows] != [_stage(row) for row in now]:
        st.rerun()
    table = runs_table([row.summary for row in now], [row.letter for row in now])
    shares = ["right answers", "standard error"]
    table[shares] = (100 * table[shares]).round(1)
    table["seconds"] = table["seconds"].round(1)
    widths = WIDTHS
    if not any(row.summary.name for row in now):  # an empty column would only push the figures aside
        widths = {name: width for name, width in WIDTHS.items() if name != "name"}
        widths["recipe"] += WIDTHS["name"]
    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        column_order=list(widths),
        column_config={
            name: st.column_config.NumberColumn(width=width, format=FORMATS[name])
            if name in FORMATS
            else st.column_config.Column(width=width, pinned=name == "run")
            for name, width in widths.items()
        },
        key="train-runs-table",
        alt="Your runs: what was trained, right answers with standard error, seconds, parameters.",
    )


def _now(row: Row) -> Row:
    """Read a run anew; one that has been cleared away meanwhile stays as it was."""
    view = _read(row.view.job_id) or row.view
    return replace(row, view=view, summary=summary_of(view, row.summary.name))


def _stage(row: Row) -> tuple[bool, bool]:
    """Tell what decides what may be done with a run: whether it goes on, and whether it has been judged."""
    return row.view.is_live, bool(row.summary.curve)


def _chosen_to_compare(rows: list[Row]) -> list[Row]:
    """Draw which runs are compared, keep them in the link, and return them."""
    labels = {row.view.job_id: row.label for row in rows}
    st.session_state[COMPARED] = [job_id for job_id in _asked() if job_id in labels]
    st.pills(
        f"Compare up to {MAX_RUNS}",
        list(labels),
        selection_mode="multi",
        format_func=lambda job_id: link.escaped(labels.get(job_id, "")),
        key=COMPARED,
        wrap=True,
        on_change=_take_comparison,
    )
    judged = [row for row in rows if row.summary.curve]
    latest = [row.view.job_id for row in judged if row.summary.data == judged[0].summary.data][:MAX_RUNS]
    with st.container(horizontal=True):
        st.button(
            "Compare the latest",
            key="train-compare-all",
            icon=":material/stacked_line_chart:",
            on_click=_ask_for,
            args=(latest,),
            disabled=not latest,
        )
        st.button("Compare none", key="train-compare-none", on_click=_ask_for, args=([],))
    return [row for row in rows if row.view.job_id in st.session_state[COMPARED]]


def _take_comparison() -> None:
    chosen = st.session_state[COMPARED]
    if len(chosen) > MAX_RUNS:
        _note(f"A picture holds {MAX_RUNS} runs; the first {MAX_RUNS} are shown.")
    _ask_for(chosen)


def _asked() -> list[str]:
    """Read the ids off the link; they stay while a person looks at other pages."""
    asked = st.query_params.get(LINK) or st.session_state.get(LINK, "")
    return list(dict.fromkeys(part for part in asked.split(",") if part))[:MAX_RUNS]


def _ask_for(job_ids: list[str]) -> None:
    st.session_state[LINK] = ",".join(job_ids[:MAX_RUNS])
    link.put(LINK, st.session_state[LINK] or None)


def _one_run(rows: list[Row]) -> None:
    """Draw what may be done with one run."""
    found = {row.view.job_id: row for row in rows}
    if st.session_state.get(CHOSEN) not in found:
        st.session_state[CHOSEN] = rows[0].view.job_id
    with st.container(horizontal=True, vertical_alignment="bottom"):
        job_id = st.selectbox("One run", list(found), format_func=lambda each: found[each].label, key=CHOSEN)
        row = found[job_id]
        if row.is_mine:
            _rename(row)
        _buttons(row, rows)
    if not row.is_mine:
        link.aside(READ_ONLY)
    downloads(row.view)


def _rename(row: Row) -> None:
    job_id = row.view.job_id
    st.session_state[NAME] = _own_name(row.view)
    st.text_input(
        "Its name",
        key=NAME,
        max_chars=MAX_NAME,
        placeholder="a name of your own",
        on_change=_take_name,
        args=(job_id,),
    )


def _take_name(job_id: str) -> None:
    try:
        runs.manager().rename(job_id, runs.visitor(), st.session_state[NAME])
        st.session_state[CHOSEN] = job_id  # so that the list above shows it by its new name
    except (UnknownJobError, ValueError) as error:
        _note(as_sentence(str(error)))
    except OSError as error:
        _note(f"The name could not be kept: {error.strerror}.")


def _buttons(row: Row, rows: list[Row]) -> None:
    view, spec = row.view, row.view.spec
    reads = isinstance(spec, TrainSpec) and spec.cell in NETWORKS and network_file(view) is not None
    st.page_link(
        "pages/predict.py",
        label="Use on Predict",
        icon=":material/rate_review:",
        query_params={"predict-run": view.job_id},
        disabled=not reads or view.is_live,
    )
    st.button(
        "Remove",
        key="train-remove",
        icon=":material/delete:",
        disabled=view.is_live or not row.is_mine,
        on_click=_remove,
        args=([view.job_id],),
    )
    ended = [each.view.job_id for each in rows if each.is_mine and not each.view.is_live]
    with st.popover("Clear the table", icon=":material/delete_sweep:", disabled=not ended):
        st.markdown("Every run that has ended goes off the table. Whoever has its link finds it still.")
        st.button("Remove them all", key="train-remove-all", on_click=_remove, args=(ended,))


def _remove(job_ids: list[str]) -> None:
    try:
        for job_id in job_ids:
            runs.manager().owners.remove(job_id, runs.visitor())
    except (UnknownJobError, OSError) as error:
        _note(as_sentence(str(error)))
    _ask_for([job_id for job_id in _asked() if job_id not in job_ids])


def _note(sentence: str) -> None:
    st.session_state[NOTICE] = sentence
