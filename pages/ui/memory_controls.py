"""What a visitor sets in the memory test; all of it stands in the link."""

import streamlit as st

from pages.ui import link, widgets

LENGTH, SEED, NETWORK, SEQUENCE = (f"memory-{name}" for name in ("t", "seed", "network", "sequence"))
DEFAULT_LENGTH = 12
NUM_SEQUENCES = 1_000
"""Sequences that each network answers."""
RANGES = {SEED: (0, 9_999), SEQUENCE: (1, NUM_SEQUENCES)}


def length(lengths: tuple[int, ...]) -> int:
    """Draw the slider for T with - and + beside it, keep it in the link, and return T."""
    found = st.query_params.get(LENGTH)
    refused = None
    if LENGTH not in st.session_state:
        asked = None if found is None else link.whole(found)
        wanted = DEFAULT_LENGTH if asked is None else asked
        st.session_state[LENGTH] = min(lengths, key=lambda length: abs(length - wanted))
        refused = found if found is not None and asked != st.session_state[LENGTH] else None
    now = lengths.index(st.session_state[LENGTH])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        num_steps: int = st.select_slider(
            "T, symbols in the sequence", lengths, key=LENGTH, persist_state="session"
        )
        for sign, by, end, name in (("−", -1, 0, "less"), ("\\+", 1, len(lengths) - 1, "more")):
            st.button(
                sign,
                key=f"{LENGTH}-{name}",
                help=f"The {'shorter' if by < 0 else 'longer'} T that networks were trained for",
                on_click=_step,
                args=(lengths, by),
                disabled=now == end,
            )
    if refused is not None:
        trained = ", ".join(map(str, lengths))
        widgets.say(
            f"The link asks for T = “{link.plain(refused)}”; networks were trained for {trained}. "
            f"Showing {num_steps}."
        )
    link.put(LENGTH, str(num_steps) if num_steps != DEFAULT_LENGTH else None)
    return num_steps


def _step(lengths: tuple[int, ...], by: int) -> None:
    place = lengths.index(st.session_state[LENGTH]) + by
    st.session_state[LENGTH] = lengths[min(max(place, 0), len(lengths) - 1)]


def number(key: str) -> int:
    """Return a number that only buttons change, from the link on arrival, and keep it in the link."""
    low, high = RANGES[key]
    found = st.query_params.get(key)
    if key not in st.session_state:
        asked = low if found is None else link.whole(found)
        is_allowed = asked is not None and low <= asked <= high
        st.session_state[key] = asked if is_allowed else low
        if not is_allowed:
            widgets.say(
                f"The link asks for {key} = “{link.plain(found or '')}”; "
                f"whole numbers from {low} to {high:,} are allowed. Using {low}."
            )
    number: int = st.session_state[key]
    link.put(key, str(number) if number != low else None)
    return number


def advance(key: str) -> None:
    """Go on to the next number; after the last comes the first."""
    low, high = RANGES[key]
    st.session_state[key] = low if st.session_state[key] == high else st.session_state[key] + 1
