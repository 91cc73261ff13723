"""The verdicts of all networks, one row each; one network is chosen, and what it did is opened below."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import streamlit as st

from pages.ui import link
from pages.ui.components import COMPONENTS_DIR, read_component, reporter
from pages.ui.place import place
from pages.ui.prediction import Judgement
from pages.ui.readers import ARRIVED, Reader
from pages.ui.wording import opinion, percent, points

MODEL, KEY = "predict-model", "predict-verdicts"
DEFAULT_MODEL = "lstm"
PLACE_FILE = COMPONENTS_DIR / "verdicts" / "page" / "place.css"

_verdicts = st.components.v2.component("unrolled_verdicts", **read_component("verdicts"))


@dataclass(frozen=True)
class VerdictRow:
    """What one network says, as the browser shows it.

    Parameters
    ----------
    key, title
        Of the network.
    said, percent, change
        Its verdict, its probability, and how far an edit moved it.
    share, before
        The probability now and before the edit, 0 to 1; None where there is none.
    sentence
        All of it for a screen reader.
    is_own
        Whether a person trained it, and may have named it.
    """

    key: str
    title: str
    said: str
    percent: str
    change: str
    share: float | None
    before: float | None
    sentence: str
    is_own: bool = False


def verdict_row(reader: Reader, judgement: Judgement, before: Judgement | None) -> VerdictRow:
    """Put one judgement, and the one before an edit, into words."""
    now, then = judgement.prediction, before.prediction if before else None
    if now is None:
        return VerdictRow(reader.key, reader.title, "", "", "", None, None, f"{reader.title}: no verdict")
    said, shown = opinion(now.probability)[0], percent(now.probability)
    leaning = said.replace("Undecided, leaning ", "Leaning ")
    change = ""
    if then is not None:
        change = f"was {percent(then.probability)}: {points(now.probability - then.probability)}"
    told = f"{reader.title}: {said}, {shown} positive{f', {change}' if change else ''}"
    return VerdictRow(
        reader.key,
        reader.title,
        leaning,
        shown,
        change,
        now.probability,
        then.probability if then else None,
        told,
    )


def chosen_reader(readers: tuple[Reader, ...]) -> Reader:
    """Return the network that is opened; a link to one that is not here is said."""
    found = link.asked("predict")
    by_key = {reader.key: reader for reader in readers}
    arrived = st.session_state.pop(ARRIVED, None)
    if arrived in by_key and MODEL not in found:
        st.session_state[MODEL] = arrived
    asked = st.session_state.get(MODEL) or found.get(MODEL, DEFAULT_MODEL)
    reader = by_key.get(asked, by_key[DEFAULT_MODEL])
    if MODEL not in st.session_state and asked not in by_key:
        allowed = "rnn, lstm or gru" if len(by_key) == 3 else ", ".join(by_key)
        link.explain(found, {MODEL: (reader.key, allowed)})
    link.put(MODEL, reader.key if reader.key != DEFAULT_MODEL else None)
    return reader


def verdicts(judged: Mapping[Reader, Judgement], before: Mapping[Reader, Judgement], chosen: Reader) -> None:
    """Draw one row a network.

    Parameters
    ----------
    judged, before
        What each says now, and what it said before an edit (empty without one).
    chosen
        The network that is opened.
    """
    rows = [
        replace(verdict_row(reader, judgement, before.get(reader)), is_own=not reader.is_shipped)
        for reader, judgement in judged.items()
    ]
    st.html(PLACE_FILE)
    with place("predict_verdicts", 146):
        _verdicts(
            key=KEY,
            data={
                "label": "What each network says; the chosen one is opened below",
                "rows": [asdict(row) for row in rows],
                "chosen": chosen.key,
                "name": MODEL,
                "arrival": DEFAULT_MODEL,
            },
            on_chosen_change=reporter(KEY, "chosen", _choose),
        )


def _choose(key: object) -> None:
    if isinstance(key, str):
        st.session_state[MODEL] = key
