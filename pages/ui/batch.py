"""Judge many reviews at once: pasted or from a file, with a table and a download."""

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link, widgets
from pages.ui.many import NUMBERS, caveats, heading, judge_many, usable
from pages.ui.readers import Reader
from pages.ui.section import lazy_section
from rnn_core.data.decoding import MAX_BYTES, check_size, decode
from rnn_core.data.pasted import MAX_REVIEWS, Layout, PastedReviews, read_pasted
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from rnn_core.sentiment.many import Hits, JudgedText

SECTION, TEXT, FILE, LAYOUT = "predict-batch", "predict-batch-text", "predict-batch-file", "predict-batch-as"
MAX_CHARACTERS = 1_000_000
CHUNK = 20
"""Texts that are judged between two looks at the clock."""
PATIENCE_S = 0.3
"""Seconds after which a bar tells how far it is."""
COLUMN_WIDTH = 96  # pixels
LAYOUTS: dict[str, Layout] = {"as it looks": "auto", "one review a line": "lines", "a table": "table"}
TYPES = ["csv", "tsv", "txt"]
TABLES = (".csv", ".tsv")


def batch(readers: tuple[Reader, ...]) -> None:
    """Draw the section, closed.

    Parameters
    ----------
    readers
        The networks that judge the reviews.
    """
    lazy_section(
        "Judge many reviews at once", ":material/playlist_add_check:", SECTION, partial(_opened, readers)
    )


@st.fragment
def _opened(asked: tuple[Reader, ...]) -> None:
    typed, given = st.columns([3, 2], gap="large")
    with typed:
        text = _text_area()
    with given:
        file = st.file_uploader(
            "Or a file", type=TYPES, key=FILE, max_upload_size=MAX_BYTES // 1_000_000, help=_file_help()
        )
        layout = LAYOUTS[widgets.choice("Read it as", list(LAYOUTS), next(iter(LAYOUTS)), LAYOUT)]
    if file is None and not text.strip():
        link.aside("The table comes here. What is pasted stays on this page and is in no link.")
        return
    try:
        pasted = read_pasted(text, layout) if file is None else _read_file(file, layout)
    except ValueError as error:  # what was pasted cannot be read
        st.warning(link.escaped(as_sentence(str(error))), icon=":material/info:")
        return
    readers = usable(asked)
    if readers:
        judged = _judged(readers, pasted.texts)
        _results(readers, judged, pasted, file is not None and bool(text.strip()))


def _text_area() -> str:
    text: str = st.text_area(
        f"Up to {MAX_REVIEWS} reviews, one a line, or a table with a header",
        key=TEXT,
        height=168,
        max_chars=MAX_CHARACTERS,
        placeholder="A wonderful film.\nDull from beginning to end.",
        persist_state="session",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Judge all", key="predict-batch-judge")
        st.button("Take the hard cases", key="predict-batch-example", on_click=_take_hard_cases)
    return text


def _file_help() -> str:
    return (
        "CSV, TSV or plain text of at most 1 MB. A table needs a header and a column named text, review or "
        "comment, or only one column of text; a column named label or sentiment is compared."
    )


def _take_hard_cases() -> None:
    """Put the hard cases there as a table, with labels where a person would give one."""
    from rnn_core.sentiment.hard_cases import as_csv

    st.session_state[TEXT] = as_csv()


def _read_file(file: "UploadedFile", layout: Layout) -> PastedReviews:
    """Read an uploaded file; how it was encoded joins what is said of it."""
    check_size(file.size)
    decoded = decode(file.getvalue())
    if layout == "auto" and file.name.lower().endswith(TABLES):
        layout = "table"
    pasted = read_pasted(decoded.text, layout)
    return replace(pasted, how=f"{pasted.how} The file is {decoded.encoding}.")


def _judged(readers: tuple[Reader, ...], texts: tuple[str, ...]) -> "list[JudgedText]":
    """Judge chunk by chunk, each kept; a bar tells how far it is if that takes a while."""
    judged: list[JudgedText] = []
    start, bar = time.monotonic(), None
    for first in range(0, len(texts), CHUNK):
        judged += judge_many(readers, texts[first : first + CHUNK])
        if bar is None and time.monotonic() - start > PATIENCE_S:
            bar = st.progress(0.0)
        if bar is not None:
            bar.progress(len(judged) / len(texts), f"{len(judged)} of {len(texts)} reviews judged")
    if bar is not None:
        bar.empty()
    return judged


def _results(
    readers: tuple[Reader, ...],
    judged: "list[JudgedText]",
    pasted: PastedReviews,
    text_is_left_out: bool,
) -> None:
    from rnn_core.tables.batch import batch_csv, batch_table

    headings = {reader.key: heading(reader) for reader in readers}
    link.aside(link.escaped(pasted.how))
    if text_is_left_out:
        link.aside("The file was read, not the text: take the file away to judge the text.")
    if pasted.num_found > len(judged):
        link.aside(
            f":material/content_cut: Only the first {len(judged)} of {pasted.num_found:,} reviews are judged."
        )
    st.markdown(_summary(headings, judged, pasted.labels))
    link.aside("Each network's column is its probability of positive; of the three that ship, calibrated.")
    caveats(readers, judged)
    share = st.column_config.NumberColumn(format="%.1f %%", width=COLUMN_WIDTH)
    st.dataframe(
        batch_table(judged, headings, pasted.labels),
        column_config={
            "text": st.column_config.TextColumn(width="large" if len(readers) <= 3 else "medium"),
            **dict.fromkeys(headings.values(), share),
        },
        alt="Every review with each network's probability of positive.",
    )
    st.download_button(
        "Download every answer",
        batch_csv(judged, headings, pasted.labels),
        "unrolled-reviews.csv",
        "text/csv",
        key="predict-batch-download",
        icon=":material/download:",
        on_click="ignore",
    )


def _summary(
    headings: dict[str, str], judged: "list[JudgedText]", labels: tuple[int | None, ...] | None
) -> str:
    """Say how the reviews were judged, and how often that agrees with their labels."""
    from rnn_core.sentiment.many import count_hits

    read = [text for text in judged if text.probabilities]
    agreed = sum(text.num_positive in (0, len(text.probabilities)) for text in read)
    noun = "review" if len(read) == 1 else "reviews"
    networks = NUMBERS.get(len(headings), str(len(headings)))
    said = f"**{len(read)}** {noun}; all {networks} networks agree on **{agreed}**."
    hits = count_hits(judged, labels) if labels is not None else {}
    if not hits:
        return said
    told = ", ".join(f"{link.escaped(headings[name])} {_score(hit)}" for name, hit in hits.items())
    size = next(iter(hits.values())).size
    return (
        f"{said} Of the {size} with a label, taking 50 % and more for positive, right on (± one standard "
        f"error): {told}."
    )


def _score(hit: "Hits") -> str:
    share = f":green[{100 * hit.accuracy:.1f} %]"
    # the standard error of a share of 0 or 1 is 0, which says more than was seen
    return share if hit.right in (0, hit.size) else f"{share} ± {100 * hit.standard_error:.1f}"
