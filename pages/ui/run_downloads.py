"""What a run is taken away as: its network, every setting, its curves, a script that trains it again."""

import functools
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.ui import runs
from rnn_core.export.memory import memory_script
from rnn_core.export.script import needs_shipped_vectors, training_script
from rnn_core.export.settings import run_settings
from rnn_core.jobs import JobView
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.store import MODEL_FILE, UnknownJobError
from rnn_core.sentiment.spec import TrainSpec

SCRIPT = "train.py"


def downloads(view: JobView) -> None:
    """Draw a button for each; what it hands out is made when it is pressed."""
    no_network = "" if network_file(view) else "This run left no network of weights."
    no_curve = "" if view.progress else "This run ended before its first report."
    with st.container(horizontal=True, key="train-downloads"):
        _offer(view, "Network (.zip)", network_zip, ".zip", no_network)
        _offer(view, "Settings (.json)", run_settings, ".json")
        _offer(view, "Curves (.csv)", curves_csv, ".csv", no_curve)
        _offer(view, "PyTorch script (.zip)", script_zip, "-script.zip")


def _offer(
    view: JobView, label: str, make: Callable[[JobView], str | bytes], ending: str, why_not: str = ""
) -> None:
    st.download_button(
        label,
        functools.partial(make, view),
        f"run-{view.job_id}{ending}",
        key=f"train-download-{make.__name__}",
        icon=":material/download:",
        on_click="ignore",
        disabled=bool(why_not),
        help=why_not or None,
    )


def network_file(view: JobView) -> Path | None:
    """Find what a run learned: its network, or the newest snapshot of one that broke off."""
    from rnn_core.sentiment.snapshots import kept_model

    try:
        return kept_model(runs.manager().store.path(view.job_id))
    except UnknownJobError:  # cleared away meanwhile
        return None


def network_zip(view: JobView) -> bytes:
    """Pack the weights, the words that they know, and the settings."""
    weights = network_file(view)
    files = {"settings.json": run_settings(view).encode()}
    if weights is not None:
        files[MODEL_FILE] = weights.read_bytes()
        if isinstance(view.spec, TrainSpec):
            files["vocabulary.txt"] = weights.with_name("vocabulary.txt").read_bytes()
    return _zip(files)


def curves_csv(view: JobView) -> str:
    """Write every report of a run as a line."""
    from rnn_core.tables.runs import curves_table

    return curves_table(view.progress).to_csv(index=False)


def script_zip(view: JobView) -> bytes:
    """Pack the script with what it needs beside it; IMDB it asks for."""
    from rnn_core.data.order import order_corpus
    from rnn_core.tables.runs import corpus_table
    from rnn_core.weight_files import MODELS_DIR

    spec = view.spec
    if isinstance(spec, RecallSpec):
        return _zip({SCRIPT: memory_script(spec, view.progress).encode()})
    files = {SCRIPT: training_script(spec, view.progress).encode()}
    if spec.dataset == "order":
        files["reviews.csv"] = corpus_table(order_corpus()).to_csv(index=False).encode()
    if needs_shipped_vectors(spec):
        files["word_vectors.safetensors"] = (MODELS_DIR / "word_vectors.safetensors").read_bytes()
        files["word_vectors.txt"] = (MODELS_DIR / "vocabulary.txt").read_bytes()
    return _zip(files)


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
