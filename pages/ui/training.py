"""What the Train page asks for: data, network, recipe, ladder, seconds; all of it stands in the link."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import imdb, ladder, link, memory_choices, training_settings, widgets
from pages.ui.place import FIELD_HEIGHT, place
from rnn_core.running.spec import JobSpec
from rnn_core.sentiment.climb import place_of, steps
from rnn_core.sentiment.ladder import BY_KEY, recipe_with, spec_with
from rnn_core.sentiment.recipes import COUNTS, RECIPES, Cell, Dataset
from rnn_core.sentiment.spec import TrainSpec

Name = TypeVar("Name", bound=str)

DATASETS: dict[Dataset, str] = {"order": "Order matters", "imdb": "IMDB"}
MEMORY = "memory"
DATA_TITLES: dict[str, str] = {str(name): title for name, title in DATASETS.items()} | {MEMORY: "Memory test"}
CELLS: dict[Cell, str] = {
    "rnn": "RNN",
    "lstm": "LSTM",
    "gru": "GRU",
    "mean": "Mean",
    "tfidf": "TF-IDF",
    "tfidf2": "TF-IDF pairs",
}
RIVALS: dict[Cell, str] = {
    "mean": "A rival without recurrence: the output sees the mean of the embeddings, in whatever order.",
    "tfidf": "A rival that counts words, and weighs the counts by logistic regression. It has no recipe.",
    "tfidf2": "A rival that counts words and pairs of neighbours, and weighs the counts by logistic "
    "regression. It has no recipe.",
}
"""One sentence about each network that is not recurrent."""
MEAN_RECIPE = (
    "Of the recipe only lengths, rates, dropout and word vectors count here: what is read is the mean."
)
TITLES = {name: recipe.title for name, recipe in RECIPES.items()}
DEFAULT_RECIPE: dict[Dataset, str] = {"order": "max-over-time", "imdb": "thorough"}
DEFAULT_SECONDS: dict[Dataset, int] = {"order": 15, "imdb": 60}
MIN_SECONDS, MAX_SECONDS = 5, 300
DATA, CELL, RECIPE, SECONDS = (f"train-{name}" for name in ("data", "cell", "recipe", "seconds"))
BOX, REFUSED = "train-seconds-box", "train-seconds-refused"
DATA_SAID: dict[Dataset, str] = {
    "order": "Short reviews that a grammar writes: “Hated the cast, loved the film” is positive; swap the "
    "two verbs, and it is negative.",
    "imdb": "25,000 film reviews by viewers; one in ten is kept back to judge by.",
}
"""What the reviews are, for who meets them for the first time."""
PILLS_HEIGHT = 96  # pixels: two rows and the label
MAX_SAID = 3
"""Changes of a recipe that a title names one by one."""


def choices() -> tuple[JobSpec, DeltaGenerator]:
    """Draw the controls, keep the link up to date, and return what they ask for.

    Returns
    -------
    spec
        What is asked for.
    buttons
        Where the buttons belong that start it: above what may be folded open, so that they stay in sight.
    """
    found = link.asked("train")
    chosen = _one_of(found, DATA, DATA_TITLES, "order", "Data")
    if chosen == MEMORY:
        return memory_choices.choices(), st.container()
    data: Dataset = "imdb" if chosen == "imdb" else "order"
    link.aside(DATA_SAID[data])
    if data == "imdb":
        imdb.panel()
    cell = _one_of(found, CELL, CELLS, "rnn", "Network")
    if cell in RIVALS:
        link.aside(RIVALS[cell])
    if cell in COUNTS:
        return TrainSpec(data, cell, "textbook"), st.container()
    recipe = _one_of(found, RECIPE, TITLES, DEFAULT_RECIPE[data], "Recipe")
    link.aside(MEAN_RECIPE if cell == "mean" else RECIPES[recipe].reason)
    seconds = _seconds(found, DEFAULT_SECONDS[data])
    buttons = st.container()
    on = ladder.ladder(recipe, data, cell)
    link.aside(ladder.said(on, recipe, data))
    with training_settings.box():
        seed = training_settings.seed()
        changes = training_settings.changes(recipe_with(on, data, float(seconds)))
        stop = training_settings.stop_accuracy()
    spec = spec_with(on, data, cell, seed=seed, budget_s=float(seconds), changes=changes, stop_accuracy=stop)
    return spec, buttons


def why_not(spec: TrainSpec) -> str:
    """Say in one sentence why this cannot be trained now, or nothing."""
    if spec.dataset == "imdb" and not imdb.is_here():
        return "IMDB is not here yet: get it first, or choose the order corpus."
    return ""


def run_title(spec: TrainSpec) -> str:
    """Name a run by what it was asked for."""
    data, cell = DATASETS[spec.dataset], CELLS[spec.cell]
    if spec.cell in COUNTS:
        return f"{data} · {cell}"
    place = place_of(spec, by_hand=False) if spec.changes else None
    newest = steps(spec.dataset)[place].newest if place is not None else ""
    said = [f"{name.replace('_', ' ')} {written(value)}" for name, value in spec.changes]
    more = [f"{len(said) - MAX_SAID} more changes"] if len(said) > MAX_SAID + 1 else said[MAX_SAID:]
    changed = ", ".join([TITLES[spec.recipe], *said[:MAX_SAID], *more])
    recipe = f"ladder up to “{BY_KEY[newest].title}”" if newest else changed
    seconds = "" if spec.budget_s is None else f" · {spec.budget_s:g} s"
    return f"{data} · {cell} · {recipe}{seconds} · seed {spec.seed}"


def written(value: object) -> str:
    """Write the value of a setting."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "off" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _one_of(
    found: Mapping[str, str], name: str, titles: Mapping[Name, str], default: Name, label: str
) -> Name:
    """Draw a choice that is in the link: side by side, or in a list where its titles are long."""
    if st.session_state.get(name) not in titles:
        st.session_state[name] = found[name] if found.get(name) in titles else default
    options, write = list(titles), titles.__getitem__
    chosen: Name | None
    if name != RECIPE:
        fit = _fit_data if name == DATA else None
        with place(name, PILLS_HEIGHT):
            chosen = st.pills(
                label,
                options,
                required=True,
                format_func=write,
                key=name,
                on_change=fit,
                wrap=True,
                persist_state="session",
            )
    else:
        with place(name):
            chosen = st.selectbox(
                label,
                options,
                format_func=write,
                key=name,
                on_change=ladder.back_to_recipe,
                persist_state="session",
            )
    if found.get(name, chosen) not in titles:
        link.explain(dict(found), {name: (chosen, " or ".join(titles))})
    chosen = default if chosen is None else chosen
    link.put(name, chosen if chosen != default else None)
    return chosen


def _fit_data() -> None:
    """Give who never touched the seconds or the recipe those that fit the data."""
    data = st.session_state[DATA]
    if data == MEMORY:
        return
    if st.session_state.get(SECONDS) in DEFAULT_SECONDS.values():
        st.session_state[SECONDS] = DEFAULT_SECONDS[data]
    if st.session_state.get(RECIPE) in DEFAULT_RECIPE.values():
        st.session_state[RECIPE] = DEFAULT_RECIPE[data]


def _seconds(found: Mapping[str, str], default: int) -> int:
    """Draw the budget as a slider and a number box that follow each other."""
    allowed = f"a whole number from {MIN_SECONDS} to {MAX_SECONDS}"
    asked = link.whole(found.get(SECONDS, ""))
    if asked is not None and not MIN_SECONDS <= asked <= MAX_SECONDS:
        asked = None
    seconds = st.session_state.get(SECONDS) or asked or default
    st.session_state[SECONDS] = st.session_state[BOX] = seconds
    with st.container(
        key="train_seconds_place",
        height=FIELD_HEIGHT,
        horizontal=True,
        vertical_alignment="bottom",
        border=False,
    ):
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
