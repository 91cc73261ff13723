"""Edits of single words on the predict page: what was changed, what it was before, and the way back."""

from dataclasses import dataclass

import streamlit as st

from pages.ui import link
from pages.ui.review import TEXT
from pages.ui.wording import shortened
from rnn_core.text.tokenizer import tokenize

EDITS = "predict-edits"
MAX_EDITS = 50


@dataclass(frozen=True)
class WordEdit:
    """One edit: the review before and after it, and what was done."""

    before: str
    after: str
    said: str


def last_edit(text: str) -> WordEdit | None:
    """Return the edit that made the review what it is; whoever types on starts anew."""
    edits: list[WordEdit] = st.session_state.setdefault(EDITS, [])
    if edits and edits[-1].after != text:
        edits.clear()
    return edits[-1] if edits else None


def take_edit(told: object) -> None:
    """Make the edit that the browser asks for, unless the review is another one by now."""
    match told:
        case {"edit": str(edit), "place": int(place), "start": int(start), "new": str(new)}:
            _edit(edit, place, start, new)


def _edit(edit: str, place: int, start: int, new: str) -> None:
    from rnn_core.text.word_edits import edit_word

    text: str = st.session_state[TEXT]
    tokens = tokenize(text, max(place, 0) + 2)
    if not 0 <= place < len(tokens) or tokens[place].start != start:
        return
    try:
        after = edit_word(text, place, edit, new)
    except ValueError:  # nothing behind the last word to swap it with, or not from our own page
        return
    if after != text:
        typed = [text[token.start : token.end] for token in tokens[place:]]
        st.session_state.setdefault(EDITS, []).append(WordEdit(text, after, _say(edit, typed, new)))
        del st.session_state[EDITS][:-MAX_EDITS]
        st.session_state[TEXT] = after


def _say(edit: str, typed: list[str], new: str) -> str:
    word = f"“{link.escaped(shortened(typed[0]))}”"
    if edit == "swap":
        return f"{word} and “{link.escaped(shortened(typed[1]))}” have changed places."
    if edit == "delete" or not new.strip():
        return f"{word} was taken out."
    return f"“{link.escaped(shortened(new.strip()))}” stands in the place of {word}."


def undo(edit: WordEdit | None) -> None:
    """Say what the last edit was, with a button that takes it back."""
    with st.container(horizontal=True, vertical_alignment="center", key="predict-undo-row", gap="small"):
        st.button("Undo", key="predict-undo", icon=":material/undo:", disabled=edit is None, on_click=_undo)
        link.aside(edit.said if edit else "Choose a word below to edit it.")


def _undo() -> None:
    edits: list[WordEdit] = st.session_state[EDITS]
    if edits:
        st.session_state[TEXT] = edits.pop().before
