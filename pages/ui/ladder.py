"""The ladder of remedies on the Train page: a switch for each, kept in the link."""

from collections.abc import Collection

import streamlit as st

from pages.ui import link, widgets
from rnn_core.sentiment.ladder import BY_KEY, PRESETS, RUNGS, Rung, remarks
from rnn_core.sentiment.recipes import RECIPES, Cell, Dataset

TITLE = "Ladder of remedies"
RUNGS_ON, NONE = "train-rungs", "none"
SWITCH = "train-rung-{key}"
MAX_NAMED = 3
"""Switches that a sentence names one by one."""


def ladder(recipe: str, dataset: Dataset, cell: Cell) -> frozenset[str]:
    """Draw the switches and return the keys of those that are on.

    Parameters
    ----------
    recipe
        The named recipe whose rungs are on until a person turns one.
    dataset, cell
        What is to be trained: a switch that does nothing there says so.
    """
    on = _on(recipe)
    # Its heading never changes: Streamlit would take it for another expander, and close it.
    with st.expander(TITLE, icon=":material/stairs:", key="train-ladder", on_change="rerun") as opened:
        if opened.open:
            with st.container(gap="xsmall"):
                _switches(on, recipe, dataset, cell)
    link.put(RUNGS_ON, None if on == PRESETS[recipe] else ".".join(_in_order(on)) or NONE)
    return on


def said(on: Collection[str], recipe: str, dataset: Dataset) -> str:
    """Say in one sentence how many are on, and what or how much was turned against a named recipe."""
    possible = [rung.key for rung in RUNGS if not _nothing_to_do(rung, dataset)]
    added = [f"with “{BY_KEY[key].title}”" for key in _in_order(on) if key not in PRESETS[recipe]]
    removed = [f"without “{BY_KEY[key].title}”" for key in _in_order(PRESETS[recipe]) if key not in on]
    turned = [*added, *removed]
    what = ", ".join(turned) if len(turned) <= MAX_NAMED else f"{len(turned)} switches turned"
    changed = f"{RECIPES[recipe].title}, {what}: " if turned else ""
    return f"{changed}{len(set(possible) & set(on))} of {len(possible)} remedies are on."


def _nothing_to_do(rung: Rung, dataset: Dataset) -> bool:
    return dataset == "order" and bool(rung.not_on_order)


def back_to_recipe() -> None:
    """Forget what was turned, so that the named recipe decides again."""
    st.session_state.pop(RUNGS_ON, None)
    st.query_params.pop(RUNGS_ON, None)


def _on(recipe: str) -> frozenset[str]:
    """Return what is on: what was turned on this page, else what the link says, else the recipe's own."""
    if RUNGS_ON not in st.session_state:
        found = st.query_params.get(RUNGS_ON)
        asked = None if found is None else _read(found)
        if found is not None and asked is None:
            widgets.say(
                f"The link asks for the remedies “{link.plain(found)}”; allowed are {', '.join(BY_KEY)}, "
                f"joined by dots, or {NONE}. Using those of the recipe."
            )
        st.session_state[RUNGS_ON] = asked
    kept: frozenset[str] | None = st.session_state[RUNGS_ON]
    return PRESETS[recipe] if kept is None else kept


def _read(text: str) -> frozenset[str] | None:
    keys = [] if text == NONE else text.split(".")
    return frozenset(keys) if set(keys) <= set(BY_KEY) else None


def _in_order(keys: Collection[str]) -> list[str]:
    return [rung.key for rung in RUNGS if rung.key in keys]


def _switches(on: frozenset[str], recipe: str, dataset: Dataset, cell: Cell) -> None:
    idle = remarks(on, dataset, cell)
    for rung in RUNGS:
        key, disabled = SWITCH.format(key=rung.key), _nothing_to_do(rung, dataset)
        st.session_state[key] = rung.key in on and not disabled
        st.toggle(
            rung.title,
            key=key,
            help=rung.reason,
            disabled=disabled,
            on_change=_turn,
            args=(rung.key, recipe),
        )
        if rung.key in idle and (rung.key in on or len(set(idle.values())) > 1):
            link.aside(idle[rung.key])
    if len(idle) == len(RUNGS):
        link.aside(next(iter(idle.values())))
    if on != PRESETS[recipe]:
        st.button(
            "Back to the recipe", key="train-ladder-back", icon=":material/undo:", on_click=back_to_recipe
        )


def _turn(rung: str, recipe: str) -> None:
    on = _on(recipe) ^ {rung}
    st.session_state[RUNGS_ON] = None if on == PRESETS[recipe] else on
