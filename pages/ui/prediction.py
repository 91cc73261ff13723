"""What the Predict page answers with: the cached judgements, and what they mean.

torch is imported when the first model is needed, so that the page is on screen before.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.calibrated import meaning
from pages.ui.readers import Reader, network_of
from pages.ui.review import KEPT, TEXT
from pages.ui.wording import opinion, percent
from rnn_core.sentiment.hard_cases import CASES
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.attribution import Baseline
    from rnn_core.sentiment.close_reading import CloseReading, HiddenStates
    from rnn_core.sentiment.prediction import Prediction

EXAMPLES = {
    "Slow start": "The first half is slow and I nearly gave up, but the ending is superb.",
    "Not good": "This film is not good, and the acting is not convincing either.",
    "Not bad": "Not bad at all: I never once looked at my watch.",
    "Loved, hated": "I loved the cast and the music, and I hated every minute of the plot.",
    "New words": "A gloriously zorbulent space opera with a wonderful blimfark in the lead.",
}
ARRIVAL = EXAMPLES["Slow start"]
OWN = "Back to my words"
EXAMPLE, BACK = "predict-example", "predict-back"


@dataclass(frozen=True)
class Judgement:
    """A prediction, or the one sentence that says why there is none."""

    prediction: "Prediction | None" = None
    problem: str = ""


def examples(text: str) -> None:
    """Draw the examples, and the way back to a person's own words; ``text`` is what stands there now."""
    kept = st.session_state.get(KEPT, "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.pills(
            "Examples",
            list(EXAMPLES),
            key=EXAMPLE,
            label_visibility="collapsed",
            wrap=True,
            on_change=_take_example,
        )
        if kept:
            st.button(OWN, key=BACK, type="tertiary", disabled=kept == text, on_click=_take_kept)


def _take_example() -> None:
    name = st.session_state[EXAMPLE]
    st.session_state[EXAMPLE] = None
    if name is not None:
        put_review(EXAMPLES[name])


def _take_kept() -> None:
    put_review(st.session_state[KEPT])


def put_review(text: str) -> None:
    """Put a text where the review is written; what the person had typed stays one click away."""
    typed = st.session_state[TEXT]
    ours = {*EXAMPLES.values(), *(case.text for case in CASES)}
    if typed.strip() and typed not in ours:
        st.session_state[KEPT] = typed
    st.session_state[TEXT] = text


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={Reader: lambda reader: reader.identity})
def _predict(reader: Reader, text: str) -> "Prediction":
    from rnn_core.sentiment.prediction import predict

    loaded = network_of(reader)
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={Reader: lambda reader: reader.identity})
def read_closely(reader: Reader, text: str, baseline: "Baseline") -> "CloseReading":
    """Take the reading of a review that can be judged apart."""
    from rnn_core.sentiment.close_reading import read_closely

    loaded = network_of(reader)
    return read_closely(loaded.model, loaded.vocabulary, text, baseline)


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={Reader: lambda reader: reader.identity})
def read_states(reader: Reader, text: str) -> "HiddenStates":
    """Give the hidden states of a review that can be judged."""
    from rnn_core.sentiment.close_reading import read_states

    loaded = network_of(reader)
    return read_states(loaded.model, loaded.vocabulary, text)


def judge(reader: Reader, text: str) -> Judgement:
    """Let a network read ``text``; what is wrong with either comes back as one sentence."""
    try:
        return Judgement(_predict(reader, text))
    except ValueError as error:  # no words, or CheckpointError: a model file is missing or damaged
        return Judgement(problem=as_sentence(str(error)))


def before_and_now(judgement: Judgement, before: Judgement | None) -> str:
    """Say what an edit did to the verdict; empty where there was none, or nothing to compare."""
    now, then = judgement.prediction, before.prediction if before else None
    if now is None or then is None:
        return ""
    return f"Review before: {percent(then.probability)}, now: {percent(now.probability)}"


def verdict(prediction: "Prediction", reader: Reader) -> None:
    """Say what the model makes of the whole review, and what the number means."""
    said, icon = opinion(prediction.probability)
    st.markdown(f"## :material/{icon}: {said}", anchors=False)
    kind = "calibrated probability of positive"
    if not reader.is_shipped and reader.temperature is None:
        kind = "probability of positive, not calibrated"
    st.markdown(f":green[**{percent(prediction.probability)}**] {kind}")
    link.aside(
        meaning(reader.key, prediction.probability, prediction.num_tokens)
        if reader.is_shipped
        else _own_meaning(reader.temperature)
    )
    if prediction.truncated:
        link.aside(
            f":material/content_cut: The review is longer than the network reads: "
            f"only its first {prediction.num_tokens:,} words and marks were read."
        )


def _own_meaning(temperature: float | None) -> str:
    """Say what the probability of a run's network is worth."""
    if temperature is None:
        return (
            "The run left no temperature, so it is not known how often such a probability comes true: "
            "read it as a leaning."
        )
    return (
        f"Calibrated by a temperature of {temperature:.3f}, fitted on the run's own held-back reviews; how "
        "well that holds was not measured."
    )


def track_record(reader: Reader) -> str:
    """Say in one sentence how often the network was right, from the figures that training left beside it."""
    if reader.is_shipped:
        return _shipped_record(reader.key)
    result = reader.result
    if result is None or not result.validation_size:
        return f"{reader.settings}. How often it is right is not known: its training did not come to its end."
    return (
        f"{reader.settings}. On {result.validation_size:,} held-back reviews of the kind that it learned "
        f"from, this network was right in {100 * result.validation_accuracy:.1f} % of cases (standard error "
        f"{100 * result.standard_error:.1f} points). Other texts are beyond what was measured."
    )


def _shipped_record(name: str) -> str:
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
