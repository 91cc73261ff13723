"""IMDB on the Train page: whether it is here, and the one download that fetches it for everybody."""

from pathlib import Path

import streamlit as st

from pages.ui import link
from rnn_core.data.download import SOURCES, Download, DownloadState
from rnn_core.data.imdb import data_folder, find_imdb

POLL_S = 0.5
MB = 1e6
WHAT = (
    "IMDB is not on this machine yet: 25,000 labelled film reviews (Maas and others, 2011), fetched once for "
    "everybody who uses this server."
)
ORIGIN = "From Hugging Face, or from Stanford where that fails. The reviews belong to their authors."


def is_here() -> bool:
    """Tell whether IMDB's training reviews lie where they are looked for."""
    return find_imdb() is not None


def panel() -> None:
    """Draw the download until the reviews are here; while it runs it is read anew twice a second."""
    if not is_here():
        is_live = download().state.is_live
        st.fragment(_panel, run_every=POLL_S if is_live else None)(was_live=is_live)


@st.cache_resource(show_spinner=False)
def _download(folder: str) -> Download:
    return Download(Path(folder))


def download() -> Download:
    """Return the one download that this server has."""
    return _download(str(data_folder()))


def _panel(*, was_live: bool) -> None:
    state = download().state
    if was_live != state.is_live:
        st.rerun()  # the whole page: it is to be read anew from now on, or there are reviews to train on
    with st.container(border=True, key="train-imdb"):
        if state.is_live:
            _progress(state)
        else:
            _offer(state)


def _progress(state: DownloadState) -> None:
    share = state.num_bytes / state.total_bytes if state.total_bytes else 0.0
    st.progress(min(1.0, share), text=progress_text(state))
    if state.message:
        link.aside(f"{state.message} This is the second source.")
    st.button(
        "Cancelling" if state.is_cancelling else "Cancel",
        key="train-imdb-cancel",
        icon=":material/close:",
        disabled=state.is_cancelling,
        on_click=_cancel,
    )


def _offer(state: DownloadState) -> None:
    if state.phase == "failed":
        st.error(link.escaped(state.message), icon=":material/cloud_off:")
    else:
        link.aside("Cancelled; nothing was kept." if state.phase == "cancelled" else WHAT)
    begun = state.phase != "idle"
    st.button(
        "Try again" if begun else f"Get IMDB ({SOURCES[0].num_bytes / MB:.0f} MB)",
        key="train-imdb-start",
        icon=":material/refresh:" if begun else ":material/download:",
        on_click=_start,
        help=ORIGIN,
    )


def progress_text(state: DownloadState) -> str:
    """Say what has come, how fast, and how long the rest takes.

    Examples
    --------
    >>> progress_text(DownloadState("downloading", "Stanford", 21_000_000, 84_000_000, 10.0))
    'Stanford: 21.0 of 84.0 MB · 2.1 MB/s · 30 s left'
    """
    if state.phase == "reading":
        return f"{state.source}: the archive is here; reading its 25,000 reviews"
    if state.seconds_left is None:
        return f"{state.source}: asking"
    amount = f"{state.num_bytes / MB:.1f} of {state.total_bytes / MB:.1f} MB"
    pace = f"{state.bytes_per_s / MB:.1f} MB/s · {state.seconds_left:.0f} s left"
    return f"{state.source}: {amount} · {pace}"


def _start() -> None:
    download().start()


def _cancel() -> None:
    download().cancel()
