"""The visitor takes the memory test too: one symbol after the other, then the first is asked for."""

import secrets

import streamlit as st

from pages.ui import link

MAX_OWN = 20
"""Symbols that a visitor is shown at most."""
LETTERS = "ABCD"
PLACE, SYMBOLS, TALLY, SAID = "own-memory-place", "own-memory-symbols", "own-memory-tally", "own-memory-said"


def own_memory(num_steps: int) -> None:
    """Draw the visitor's own test, at the pace of a button."""
    length = min(num_steps, MAX_OWN)
    if len(st.session_state.get(SYMBOLS, "")) != length:
        _begin(length)
    if num_steps > MAX_OWN:
        link.aside(f"T is {num_steps}; to spare you, your sequence has {MAX_OWN} symbols.")
    symbols, place = st.session_state[SYMBOLS], st.session_state[PLACE]
    is_over = place == length
    st.markdown(f"# {'?' if is_over else symbols[place]}", anchors=False)
    link.aside(
        "Which symbol came first?" if is_over else f"Symbol {place + 1} of {length}. Remember the first one."
    )
    with st.container(horizontal=True):
        if is_over:
            for name in LETTERS:
                st.button(name, key=f"own-memory-{name}", on_click=_name, args=(name, length))
        else:
            st.button("Next symbol", key="own-memory-next", on_click=_show_next)
    if SAID in st.session_state:
        right, asked = st.session_state[TALLY]
        st.markdown(f"{st.session_state[SAID]} You named {right} of {asked} so far.")


def _begin(length: int) -> None:
    st.session_state[SYMBOLS] = "".join(secrets.choice(LETTERS) for _ in range(length))
    st.session_state[PLACE] = 0


def _show_next() -> None:
    st.session_state[PLACE] += 1


def _name(name: str, length: int) -> None:
    first = st.session_state[SYMBOLS][0]
    right, asked = st.session_state.get(TALLY, (0, 0))
    st.session_state[TALLY] = (right + (name == first), asked + 1)
    icon, verdict = ("check", "Right") if name == first else ("close", "Wrong")
    st.session_state[SAID] = f":material/{icon}: {verdict}: {first} came first."
    _begin(length)
