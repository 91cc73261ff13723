"""What the Train page asks for: data, cell, recipe, seconds, seed; all of it stands in the link."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from pages.ui import link, widgets
from rnn_core.sentiment.recipes import RECIPES, Cell, Dataset
from rnn_core.sentiment.spec import MAX_SEED, TrainSpec

Name = TypeVar("Name", bound=str)

DATASETS: dict[Dataset, str] = {"order": "Order matters", "imdb": "IMDB"}
CELLS: dict[Cell, str] = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
TITLES = {name: recipe.title for name, recipe in RECIPES.items()}
DEFAULT_RECIPE = "max-over-time"
DEFAULT_SECONDS = {"order": 15, "imdb": 60}
MIN_SECONDS, MAX_SECONDS = 5, 120
DATA, CELL, RECIPE, SECONDS, SEED = (
    f"train-{name}" for name in ("data", "cell", "recipe", "seconds", "seed")
)
BOX, REFUSED = "train-seconds-box", "train-seconds-refused"
SEED_HELP = "Decides the start weights, the order of the reviews and the dropout."


def choices() -> TrainSpec:
    """Draw the controls, keep the link up to date, and return what they ask for."""
    found = link.asked("train")
    has_imdb = imdb_is_here()
    datasets: dict[Dataset, str] = DATASETS if has_imdb else {"order": DATASETS["order"]}
    data = _one_of(found, DATA, datasets, "order", "Data")
    if not has_imdb:
        link.aside(
            "IMDB is not here. To train on it, put its `train.parquet` in the folder that the environment "
            "variable `UNROLLED_DATA_DIR` names."
        )
    cell = _one_of(found, CELL, CELLS, "rnn", "Cell")
    recipe = _one_of(found, RECIPE, TITLES, DEFAULT_RECIPE, "Recipe")
    link.aside(RECIPES[recipe].reason)
    seconds = _seconds(found, DEFAULT_SECONDS[data])
    seed = widgets.whole_number("Seed", 0, MAX_SEED, 0, key=SEED, width=240, help=SEED_HELP)
    return TrainSpec(data, cell, recipe, seed, float(seconds))


def imdb_is_here() -> bool:
    """Tell whether IMDB's training reviews lie where they are looked for."""
    from rnn_core.data.imdb import find_imdb

    return find_imdb() is not None


def run_title(spec: TrainSpec) -> str:
    """Name a run by what it was asked for."""
    seconds = "" if spec.budget_s is None else f" · {spec.budget_s:g} s"
    data, cell = DATASETS[spec.dataset], CELLS[spec.cell]
    return f"{data} · {cell} · {TITLES[spec.recipe]}{seconds} · seed {spec.seed}"


def _one_of(
    found: Mapping[str, str], name: str, titles: Mapping[Name, str], default: Name, label: str
) -> Name:
    """Draw a choice that is in the link: side by side where there are few, else in a list."""
    if st.session_state.get(name) not in titles:
        st.session_state[name] = found[name] if found.get(name) in titles else default
    options, write = list(titles), titles.__getitem__
    if len(titles) <= len(CELLS):
        fit = _fit_seconds if name == DATA else None
        chosen: Name | None = st.segmented_control(
            label, options, required=True, format_func=write, key=name, on_change=fit, persist_state="session"
        )
    else:
        chosen = st.selectbox(label, options, format_func=write, key=name, persist_state="session")
    if found.get(name, chosen) not in titles:
        link.explain(dict(found), {name: (chosen, " or ".join(titles))})
    chosen = default if chosen is None else chosen
    link.put(name, chosen if chosen != default else None)
    return chosen


def _fit_seconds() -> None:
    """Give who never touched the budget the one that fits the data."""
    if st.session_state[SECONDS] in DEFAULT_SECONDS.values():
        st.session_state[SECONDS] = DEFAULT_SECONDS[st.session_state[DATA]]


def _seconds(found: Mapping[str, str], default: int) -> int:
    """Draw the budget as a slider and a number box that follow each other."""
    allowed = f"a whole number from {MIN_SECONDS} to {MAX_SECONDS}"
    asked = link.whole(found.get(SECONDS, ""))
    if asked is not None and not MIN_SECONDS <= asked <= MAX_SECONDS:
        asked = None
    seconds = st.session_state.get(SECONDS) or asked or default
    st.session_state[SECONDS] = st.session_state[BOX] = seconds
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider(
            "Seconds of training",
            MIN_SECONDS,
            MAX_SECONDS,
            key=SECONDS,
            on_change=_follow,
            args=(SECONDS, BOX),
            persist_state="session",
        )
        st.number_input(
            "Seconds of training, typed",
            step=1,
            key=BOX,
            on_change=_follow,
            args=(BOX, SECONDS),
            label_visibility="collapsed",
            width=96,
            persist_state="session",
        )
    if asked is None:
        link.explain(dict(found), {SECONDS: (seconds, allowed)})
    if REFUSED in st.session_state:
        refused = st.session_state.pop(REFUSED)
        widgets.say(f"Found {refused}; {allowed} is allowed.")
    link.put(SECONDS, str(seconds) if seconds != default else None)
    return seconds


def _follow(source: str, target: str) -> None:
    seconds: int = st.session_state[source]
    if MIN_SECONDS <= seconds <= MAX_SECONDS:
        st.session_state[target] = seconds
    else:
        st.session_state[REFUSED] = seconds
