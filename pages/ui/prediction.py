"""What the Predict page asks for and what it answers with: the review, the model, and the cached judgement.

torch is imported when the first model is needed, so that the page is on screen before.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.calibrated import meaning
from pages.ui.networks import MODELS, network
from pages.ui.wording import opinion, percent
from rnn_core.job_store import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.prediction import Prediction

DEFAULT_MODEL = "lstm"
EXAMPLES = {
    "Slow start": "The first half is slow and I nearly gave up, but the ending is superb.",
    "Not good": "This film is not good, and the acting is not convincing either.",
    "Not bad": "Not bad at all: I never once looked at my watch.",
    "Loved, hated": "I loved the cast and the music, and I hated every minute of the plot.",
    "New words": "A gloriously zorbulent space opera with a wonderful blimfark in the lead.",
}
ARRIVAL = EXAMPLES["Slow start"]
OWN = "Back to my words"
MAX_REVIEW = 1_000_000
"""Characters of a review."""
TEXT, MODEL, EXAMPLE, KEPT = "predict-text", "predict-model", "predict-example", "predict-kept"


@dataclass(frozen=True)
class Judgement:
    """A prediction, or the one sentence that says why there is none."""

    prediction: "Prediction | None" = None
    problem: str = ""


def model() -> str:
    """Draw the choice of model, which is in the link, and return its name."""
    found = link.asked("predict")
    asked = found.get(MODEL, DEFAULT_MODEL)
    chosen = st.segmented_control(
        "Network",
        list(MODELS),
        default=asked if asked in MODELS else DEFAULT_MODEL,
        required=True,
        format_func=MODELS.__getitem__,
        key=MODEL,
        persist_state="session",
    )
    link.put(MODEL, chosen if chosen != DEFAULT_MODEL else None)
    if asked not in MODELS:  # a good one may be a click behind
        link.explain(found, {MODEL: (chosen, "rnn, lstm or gru")})
    return chosen


def review() -> str:
    """Draw the text area and the examples, keep the link up to date, and return what was typed."""
    if TEXT not in st.session_state:
        st.session_state[TEXT] = st.query_params.get(TEXT) or ARRIVAL
    text = st.text_area("Your review", key=TEXT, height=104, max_chars=MAX_REVIEW, persist_state="session")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Judge", key="predict-judge")
        kept = st.session_state.get(KEPT, "")
        names = [*EXAMPLES, OWN] if kept and kept != text else list(EXAMPLES)
        st.pills(
            "Examples", names, key=EXAMPLE, label_visibility="collapsed", wrap=True, on_change=_take_example
        )
    link.put_text(TEXT, text, ARRIVAL)
    return text


def _take_example() -> None:
    """Put the example in the text area; what the person had typed stays one click away."""
    name, typed = st.session_state[EXAMPLE], st.session_state[TEXT]
    st.session_state[EXAMPLE] = None
    if name is None:
        return
    chosen = st.session_state[KEPT] if name == OWN else EXAMPLES[name]
    if typed.strip() and typed not in EXAMPLES.values():
        st.session_state[KEPT] = typed
    st.session_state[TEXT] = chosen


@st.cache_data(max_entries=256, show_spinner=False)
def _predict(name: str, text: str) -> "Prediction":
    from rnn_core.sentiment.prediction import predict

    loaded = network(name)
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


def judge(name: str, text: str) -> Judgement:
    """Let a shipped model read ``text``; what is wrong with either comes back as one sentence."""
    try:
        return Judgement(_predict(name, text))
    except ValueError as error:  # no words, or CheckpointError: a model file is missing or damaged
        return Judgement(problem=as_sentence(str(error)))


def track_record(name: str) -> str:
    """Say in one sentence how often the model was right, from the figures that training left beside it."""
    from rnn_core.sentiment.card import Figures
    from rnn_core.weight_files import MODELS_DIR

    try:
        figures = Figures.load(MODELS_DIR / f"{name}.json")
    except ValueError:
        return "How often it is right is not known: the figures of its training are missing."
    return (
        f"On {figures.validation_size:,} reviews of films that it had never met, this network was right in "
        f"{100 * figures.validation_accuracy:.1f} % of cases (standard error "
        f"{100 * figures.standard_error:.1f} points); of single sentences from them, in "
        f"{100 * figures.sentence_accuracy:.1f} %."
    )


def verdict(prediction: "Prediction", name: str) -> None:
    """Say what the model makes of the whole review, and what the number means."""
    said, icon = opinion(prediction.probability)
    st.markdown(f"## :material/{icon}: {said}", anchors=False)
    st.markdown(f":green[**{percent(prediction.probability)}**] probability of positive")
    link.aside(meaning(name, prediction.probability, prediction.num_tokens))
    link.aside(track_record(name))
    if prediction.truncated:
        link.aside(
            f":material/content_cut: The review is longer than the network reads: "
            f"only its first {prediction.num_tokens:,} words and marks were read."
        )
