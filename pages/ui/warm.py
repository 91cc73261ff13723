"""Import what the lessons need while the first page is already on screen."""

import gc
import importlib
import threading

import streamlit as st

SLOW_IMPORTS = ("torch", "rnn_core", "plotly.graph_objects", "pandas")


@st.cache_resource(show_spinner=False)
def start() -> threading.Thread:
    """Start the warm-up once in the life of the server and return its thread."""
    thread = threading.Thread(target=_import_all, name="warm-up", daemon=True)
    thread.start()
    return thread


def _import_all() -> None:
    for name in SLOW_IMPORTS:
        importlib.import_module(name)
    # runner.postScriptGC is off: collect once what the imports left, and keep it out of later collections.
    gc.collect()
    gc.freeze()
