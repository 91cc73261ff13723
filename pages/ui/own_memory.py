"""The visitor takes the memory test too: one symbol after the other, then the first is asked for.

One button walks on and stays in its place at every stage, and the answers stay once they are given: whoever
works with the keyboard never loses it.
"""

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
    is_over, verdict = place == length, st.session_state.get(SAID)
    shown = symbols[0] if verdict else "?" if is_over else symbols[place]
    st.markdown(f"# {shown}", anchors=False)
    if verdict:
        right, asked = st.session_state[TALLY]
        st.markdown(f"{verdict} You named {right} of {asked} so far.")
    else:
        step = f"Symbol {place + 1} of {length}. Remember the first one."
        st.markdown("Which symbol came first?" if is_over else step)
    with st.container(horizontal=True):
        name = "Another sequence" if verdict else "Show them again" if is_over else "Next symbol"
        st.button(name, key="own-memory-next", on_click=_go_on, args=(length,))
        for letter in LETTERS if is_over else "":
            st.button(letter, key=f"own-memory-{letter}", on_click=_name, args=(letter,))


def _begin(length: int) -> None:
    st.session_state[SYMBOLS] = "".join(secrets.choice(LETTERS) for _ in range(length))
    st.session_state[PLACE] = 0
    st.session_state.pop(SAID, None)


def _go_on(length: int) -> None:
    """Show the next symbol; after the last one the same sequence again, or another once it was answered."""
    if SAID in st.session_state:
        _begin(length)
    else:
        st.session_state[PLACE] = (st.session_state[PLACE] + 1) % (length + 1)


def _name(letter: str) -> None:
    """Take the answer to this sequence; a second one does not count."""
    if SAID in st.session_state:
        return
    first = st.session_state[SYMBOLS][0]
    right, asked = st.session_state.get(TALLY, (0, 0))
    st.session_state[TALLY] = (right + (letter == first), asked + 1)
    icon, verdict = ("check", "Right") if letter == first else ("close", "Wrong")
    st.session_state[SAID] = f":material/{icon}: {verdict}: {first} came first."
