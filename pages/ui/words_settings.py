"""What a person sets on the words page: a review and what is done to it, all of it in the link."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link, widgets
from pages.ui.typed_text import typed_text

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from rnn_core.text.batches import Side, Window

TEXT, EXAMPLE, TOKEN = "words-text", "words-example", "words-token"
EXAMPLES = {
    "A first review": "A gloriously odd film.<br /><br />The jokes are zorbulent, the music isn\u2019t, and "
    "yet I laughed for two hours.",
    "From the web": "Don\x92t miss it\x85 <br>\u201cSo\u00ad good\u201d\x07 \u2014 gre\u00adat fun\u200b "
    "\U0001f44d\U0001f3fd<BR/>Caf\u00e9 scenes: 10/10.",
    "Long": "We went on a wet Tuesday, my brother and I, because the other room was full. For an hour "
    "nothing happens: people open doors, look at rain, close doors again. Then the old man begins to sing, "
    "and I have not been so moved in a cinema for years. Go and see it, but take somebody with you.",
    "Short": "Not bad.",
    "Another script": "סרט נהדר, ממש מצחיק!",
}
ARRIVAL = EXAMPLES["A first review"]
COMPANIONS = (
    "Dull.",
    "I would happily watch the first half again and never the second, which forgets its own story, its best "
    "actor and, in the end, the audience as well.",
    "Great fun for all of us.",
    "The plot is thin, but who cares when the songs are this good?",
    "Slow, cold, beautiful.",
    "My sister fell asleep. I envied her, because I had to see how it ended, and it ended badly, loudly, and "
    "at least forty minutes after it should have; even the credits took their time.",
    "Not for children, and not for me either.",
    "A small wonder: four people, one room, and every word of it rings true from beginning to end.",
    "I laughed twice.",
    "The book was better, the first film was better, and my own holiday video has the better chase scene.",
    "It was fine, I suppose, for a rainy afternoon.",
)
"""Reviews written here that travel with the person's own."""
SIZES = ("500", "2,000", "5,000", "10,000", "20,000")
WINDOWS: "tuple[Window, ...]" = ("head", "tail", "head and tail")
SIDES: "tuple[Side, ...]" = ("left", "right")
FILL_TO = ("the longest of its batch", "the limit")
MAX_LIMIT = 256
MAX_REVIEW = 1_000_000
"""Characters of a review."""


@dataclass(frozen=True)
class WordsSetting:
    """Everything that decides what becomes of the review."""

    vocab_size: int
    limit: int
    window: "Window"
    side: "Side"
    to_the_limit: bool
    batch_size: int


def review() -> str:
    """Draw the text area and the examples, and return what was typed."""
    return typed_text(
        "Your review", EXAMPLES, ARRIVAL, key=TEXT, example_key=EXAMPLE, height=84, max_chars=MAX_REVIEW
    )


def setting(above: "DeltaGenerator", below: "DeltaGenerator") -> WordsSetting:
    """Draw the choices at the edges of the picture and return them.

    Parameters
    ----------
    above
        Holds what is done to the review alone, in the order of the stages.
    below
        Holds what concerns its batch, which is the last stage.
    """
    with above, st.container(horizontal=True, gap="medium", key="words_settings"):
        size = widgets.choice(
            "Words in the vocabulary",
            SIZES,
            SIZES[-1],
            key="words-vocabulary",
            help="The most frequent ones in the training reviews, the filler and the unknown word included.",
        )
        window = widgets.choice("Where it is too long, keep the", WINDOWS, WINDOWS[0], key="words-keep")
        limit = widgets.whole_number("Tokens at most", 1, MAX_LIMIT, 32, key="words-limit")
        side = widgets.choice("Filler on the", SIDES, SIDES[1], key="words-filler")
    with below, st.container(horizontal=True, gap="medium", key="words_batch_settings"):
        batch_size = widgets.whole_number("Reviews a batch", 1, len(COMPANIONS) + 1, 4, key="words-batch")
        fill_to = widgets.choice("Fill up to", FILL_TO, FILL_TO[0], key="words-fill")
    return WordsSetting(
        vocab_size=entries(size),
        limit=limit,
        window=next(each for each in WINDOWS if each == window),
        side=next(each for each in SIDES if each == side),
        to_the_limit=fill_to == FILL_TO[1],
        batch_size=batch_size,
    )


def entries(size: str) -> int:
    """Read one of the sizes as a number."""
    return int(size.replace(",", ""))


def asked_token() -> int | None:
    """Return the token that the link points at, counted from 1, or None."""
    found = st.query_params.get(TOKEN)
    return None if found is None else link.whole(found)


def keep_token(place: object) -> None:
    """Put the token that a hand has chosen into the link."""
    link.put(TOKEN, str(place) if isinstance(place, int) and place >= 1 else None)
