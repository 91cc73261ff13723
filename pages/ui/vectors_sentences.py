"""The sentences from which word vectors are made: a person's own, or three that show one thing each."""

import streamlit as st

from pages.ui import link, widgets
from pages.ui.typed_text import typed_text
from rnn_core.wording import as_sentence

TEXT, EXAMPLE = "words-made-sentences", "words-made-example"
ARRIVAL = """the film was excellent and moving
the film was terrible and slow
the plot was terrible and dull
the plot was excellent and moving
the cat slept in the garden
the dog slept in the sun
the dog ran in the park
the cat ran in the garden
an excellent film is moving
a terrible film is slow"""
APART = """we loved this excellent warm film
we loved this excellent moving film
such excellent warm songs
such excellent moving songs
the film was excellent and moving
they hated that terrible slow plot
they hated that terrible dull plot
what terrible slow jokes
what terrible dull jokes
the plot was terrible and slow"""
MEANINGS = """warm spring days are here again
warm summer days are here again
green gardens love warm spring days
green gardens love warm summer days
one steel spring moves this clock
one steel wheel moves this clock
that old steel spring broke loose
that old steel wheel broke loose
summer days are here
this clock wheel broke loose"""
EXAMPLES = {"Opposites": ARRIVAL, "Opposites apart": APART, "Two meanings": MEANINGS}
POINTS = {
    ARRIVAL: "“excellent” and “terrible” fill the same gaps here. Can counting tell them apart?",
    APART: "The same two words, now mostly in company of their own. Can counting tell them apart now?",
    MEANINGS: "“spring” is a season and a part of a clock, but one word is one row. Where does it lie?",
}
"""What an example asks."""
TELLING = (("excellent", "terrible"), ("spring", "summer"), ("spring", "wheel"), ("summer", "wheel"))
"""Pairs of words whose likeness is the point, as long as they stand in the sentences and never meet."""
ARRIVAL_PAIRS = (("terrible", "slow"), ("spring", "steel"))
"""Cells to begin with, as long as both words stand in the sentences."""
MAX_CHARACTERS = 5_000


def read_typed() -> tuple[tuple[str, ...], ...]:
    """Ask for the sentences; where nothing can be counted the last good ones stay in use, and it is said."""
    from rnn_core.text.company import read_sentences

    text = typed_text(
        "Sentences, one to a line",
        EXAMPLES,
        ARRIVAL,
        key=TEXT,
        example_key=EXAMPLE,
        height=272,
        max_chars=MAX_CHARACTERS,
        help="Change, add or remove sentences; the marks ! ? . , count as words, as in the corpus.",
    )
    if text in POINTS:
        link.aside(POINTS[text])
    kept = f"{TEXT}-last-good"
    try:
        found = read_sentences(text)
        st.session_state[kept] = text
    except ValueError as error:
        found = read_sentences(st.session_state.get(kept, ARRIVAL))
        widgets.say(f"{as_sentence(str(error))} The last sentences that could be counted stay in use.")
    else:
        lonely = [str(k) for k, sentence in enumerate(found, 1) if len(sentence) == 1]
        if lonely:
            which = "Sentence" if len(lonely) == 1 else "Sentences"
            verb = "has" if len(lonely) == 1 else "have"
            widgets.say(f"{which} {', '.join(lonely)} {verb} one word only: there is no company to count.")
    return tuple(map(tuple, found))
