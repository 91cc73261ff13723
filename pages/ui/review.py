"""The place where a review is written; its text follows every key to Python, a moment later.

``st.session_state[TEXT]`` holds the review. Whoever writes there from elsewhere (an example, a hard case, an
edited word) is seen: the browser then shows the new text.
"""

import streamlit as st

from pages.ui import link
from pages.ui.components import COMPONENTS_DIR, read_component, reporter
from pages.ui.place import place

TEXT = "predict-text"
KEPT = "predict-kept"
"""What a person had written before another text took its place."""
KEY = "predict-review"
SEEN, STAMP, FRESH = f"{KEY}-seen", f"{KEY}-stamp", f"{KEY}-fresh"
MAX_REVIEW = 1_000_000
"""Characters of a review."""
PLACE_FILE = COMPONENTS_DIR / "review" / "page" / "place.css"

_review = st.components.v2.component("unrolled_review", **read_component("review"))


def review(arrival: str) -> str:
    """Draw the textarea, keep the link up to date, and return what is written in it.

    Parameters
    ----------
    arrival
        The review that stands there before anything is written.
    """
    if TEXT not in st.session_state:
        st.session_state[FRESH] = TEXT not in st.query_params
        st.session_state[TEXT] = st.query_params.get(TEXT) or arrival
    text: str = st.session_state[TEXT][:MAX_REVIEW]
    if text != st.session_state.get(SEEN):
        st.session_state[STAMP] = st.session_state.get(STAMP, 0) + 1
        st.session_state[SEEN] = text
    st.html(PLACE_FILE)
    with place("predict_review", 162):
        _review(
            key=KEY,
            data={
                "label": "Your review",
                "placeholder": "Write or paste a review: the networks read along.",
                "text": text,
                "stamp": st.session_state[STAMP],
                "is_fresh": text == arrival and st.session_state.get(FRESH, False),
                "name": TEXT,
                "arrival": arrival,
                "link_length": link.MAX_TEXT,
                "max_length": MAX_REVIEW,
                "full": f"A review takes {MAX_REVIEW:,} characters; what went beyond was cut off.",
            },
            on_text_change=reporter(KEY, "text", _take),
        )
    link.put_text(TEXT, text, arrival, beyond="another person would not find it there. A reload keeps it.")
    return text


def _take(text: object) -> None:
    """Keep what was written, half characters as U+FFFD; the browser shows it already."""
    if not isinstance(text, str):
        return
    whole = text[:MAX_REVIEW].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if st.session_state[TEXT] != st.session_state[SEEN]:  # an example was pressed in the same moment
        st.session_state[KEPT] = whole
    else:
        st.session_state[TEXT] = st.session_state[SEEN] = whole
