"""What a network that was just trained makes of reviews: twins of the same words, and a visitor's own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.networks import run_network
from pages.ui.reading import reading
from pages.ui.runs import manager
from pages.ui.wording import opinion, percent
from rnn_core.jobs import JobView
from rnn_core.sentiment.recipes import COUNTS
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.prediction import Prediction

CALIBRATED = (
    "Here and below, the probability is calibrated on the run's unseen reviews; "
    "along the training, above, it is as the network gives it."
)
ARRIVAL = "I wanted to hate the film, but I had to love it."


@dataclass(frozen=True)
class Twins:
    """Two sentences of the same words, the first positive and the second negative."""

    positive: str
    negative: str


TWINS = (
    Twins("Hated the cast, loved the film.", "Loved the cast, hated the film."),
    Twins(ARRIVAL, "I wanted to love the film, but I had to hate it."),
    Twins("Clever, not dull, from start to finish.", "Dull, not clever, from start to finish."),
)


def twins(view: JobView) -> None:
    """Show what the run's network makes of each pair; its words are the same, so only their order decides."""
    if isinstance(view.spec, TrainSpec) and view.spec.cell in COUNTS:
        link.aside("This run counted words and kept no network that could read these sentences.")
        return
    judged = [(sentence, label, _judge(view, sentence)) for sentence, label in _sentences()]
    problem = next((answer for _, _, answer in judged if isinstance(answer, str)), None)
    if problem is not None:
        st.warning(problem, icon=":material/error:")
        return
    right = sum(not isinstance(answer, str) and is_right(answer, label) for _, label, answer in judged)
    st.markdown(f"It gets **{right} of {len(judged)}** of these right. Each pair holds the same words.")
    for column, k in zip(st.columns(len(TWINS)), range(0, len(judged), 2), strict=True):
        with column, st.container(border=True, height="stretch"):
            for sentence, label, answer in judged[k : k + 2]:
                if not isinstance(answer, str):
                    _verdict(sentence, label, answer)


def word_by_word(view: JobView, text: str) -> None:
    """Show how the run's network reads a review: its verdict after each word."""
    answer = _judge(view, text)
    if isinstance(answer, str):
        st.warning(answer, icon=":material/info:")
        return
    if answer.truncated:
        link.aside(f"Only the first {answer.num_tokens} words and marks were read.")
    if view.result and view.result.temperature:
        link.aside(CALIBRATED)
    reading(answer, text, key="train-reading")


def _sentences() -> list[tuple[str, str]]:
    return [
        (sentence, label)
        for pair in TWINS
        for sentence, label in ((pair.positive, "positive"), (pair.negative, "negative"))
    ]


def _verdict(sentence: str, label: str, answer: "Prediction") -> None:
    said, neutral = opinion(answer.probability)
    icon, word = ("check", "right") if is_right(answer, label) else ("close", "wrong")
    if said.startswith("Undecided"):
        icon, word = neutral, "undecided"
    judgement = (
        f":green[**{percent(answer.probability)}**] positive · :material/{icon}: {word}, it is {label}"
    )
    st.markdown(f"{sentence}  \n{judgement}")


def is_right(answer: "Prediction", label: str) -> bool:
    """Whether the network says what is so; near one half it says nothing."""
    return opinion(answer.probability)[0] == label.capitalize()


def _judge(view: JobView, text: str) -> "Prediction | str":
    """Let the run's network read a sentence, or say in one sentence why it cannot."""
    from rnn_core.sentiment.prediction import predict
    from rnn_core.sentiment.snapshots import kept_model

    try:
        path = kept_model(manager().store.path(view.job_id))
        if path is None:
            return "Nothing was learned that could read it."
        loaded = run_network(path, view.result.temperature if view.result else None)
        return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)
    except ValueError as error:  # no words, or the run's files are gone or damaged
        return as_sentence(str(error))
