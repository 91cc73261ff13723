"""Widgets that several pages use; each stands in the link under its key."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui import link
from pages.ui.place import choice_place, place


def choice(
    label: str,
    options: Sequence[str],
    default: str,
    key: str,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    *,
    wrap: bool = False,
) -> str:
    """Draw a choice between a few options and return the chosen one.

    Parameters
    ----------
    label, help
        What stands above it, and the sentence behind the question mark.
    options, default
        What can be chosen, and what is chosen when the link says nothing.
    key
        The widget's key and its name in the link.
    on_change
        Called when a person has chosen.
    wrap
        Whether a row that is too long goes on in the next line.
    """
    found = st.query_params.get(key)
    with choice_place(key, options):
        chosen = st.segmented_control(
            label,
            options,
            default=default,
            required=True,
            key=key,
            bind="query-params",
            help=help,
            on_change=on_change,
            wrap=wrap or None,
        )
        if found is not None and found not in options:
            say(f"The link asks for “{link.plain(found)}”; choose {' or '.join(options)}.")
    return chosen or default


def whole_number(
    label: str,
    low: int,
    high: int,
    default: int,
    key: str,
    width: int = 132,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> int:
    """Draw a number box with - and + and return its whole number, or the last good one if it is out of range.

    Streamlit's own limits mark such a number without a word, so the range is checked here.

    Parameters
    ----------
    label, help
        What stands above it, and the sentence behind the question mark.
    low, high, default
        The range and the number when the link says nothing.
    key
        The widget's key and its name in the link.
    width
        In pixels.
    on_change
        Called when a person has changed it, also to a number out of range.
    """
    kept, found = f"{key}-last-good", st.query_params.get(key)
    asked = default if found is None else link.whole(found)
    st.session_state.setdefault(key, default if asked is None else asked)
    with place(key, width=width):
        # Not bound to the link: Streamlit itself would read 1e400 from it, and break.
        typed: int = st.number_input(
            label, step=1, key=key, help=help, on_change=on_change, persist_state="session"
        )
        # The range may have changed since the last good number.
        last_good: int = max(low, min(high, st.session_state.get(kept, default)))
        used = typed if low <= typed <= high else last_good
        allowed = f"whole numbers from {low} to {high} are allowed"
        if used != typed:
            say(f"Found {typed}; {allowed}. Using {used}.")
        elif found is not None and asked is None:
            say(f"The link asks for “{link.plain(found)}”; {allowed}. Using {used}.")
    link.put(key, str(used) if used != default else None)
    st.session_state[kept] = used
    return used


def say(sentence: str) -> None:
    """Write beside a control, in a small red sentence, what was found and what is allowed."""
    st.markdown(f":red[:small[{sentence}]]")
