"""Hard cases: forty short texts, what a person would say of each, and what the three networks say."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import link
from pages.ui.lesson import load_lesson
from pages.ui.networks import MODELS, judge_all
from pages.ui.prediction import put_review
from pages.ui.section import lazy_section
from pages.ui.wording import percent
from rnn_core.sentiment.hard_cases import CASES, GROUPS, GroupScore, HardCase, score_groups
from rnn_core.sentiment.verdict import Mark, mark
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.many import JudgedText

SECTION, GROUP = "predict-cases", "predict-group"
FIRST = next(iter(GROUPS))
MARKS: dict[Mark, str] = {
    "right": ":material/check: right",
    "wrong": ":material/close: wrong",
    "undecided": ":material/remove: undecided",
}


def gallery() -> None:
    """Draw the section, closed; which group stands open is in the link."""
    lazy_section("Hard cases, and what the networks get wrong", ":material/quiz:", SECTION, _opened)


def _opened() -> None:
    try:
        judged = judge_all(tuple(case.text for case in CASES))
    except ValueError as error:  # a model file is missing or damaged
        st.warning(as_sentence(str(error)), icon=":material/error:")
        return
    lesson = load_lesson("predict")
    scores = score_groups({name: [text.probabilities[name] for text in judged] for name in MODELS})
    said, counted = st.columns([3, 2], gap="large")
    with said:
        st.markdown(lesson["cases"], anchors=False)
        link.aside(
            "The table counts the texts of each group that a network judges as a person would. From 45 to "
            "55 % it decides nothing, which is right only where a person would say neither."
        )
    counted.table(_counts(scores), border="horizontal")
    group = _chosen_group()
    link.aside(GROUPS[group])
    for number, (case, answer) in enumerate(zip(CASES, judged, strict=True)):
        if case.group == group:
            _case(number, case, answer)


def _counts(scores: tuple[GroupScore, ...]) -> dict[str, list[str]]:
    """Arrange the scores as columns: the groups, then each network, with the sums at the foot."""
    columns = {"": [*GROUPS, "All"]}
    for model, title in MODELS.items():
        mine = [score for score in scores if score.model == model]
        total = GroupScore("All", model, sum(s.right for s in mine), sum(s.size for s in mine))
        columns[title] = [f"{score.right} of {score.size}" for score in (*mine, total)]
    return columns


def _chosen_group() -> str:
    found = link.asked("predict").get(GROUP)
    chosen = st.pills(
        "Group", list(GROUPS), default=FIRST, required=True, key=GROUP, bind="query-params", wrap=True
    )
    if found is not None and found not in GROUPS:
        st.warning(
            f"The link asks for the group “{link.plain(found)}”, which is none of these. Showing {FIRST}.",
            icon=":material/link_off:",
        )
    return chosen or FIRST


def _case(number: int, case: HardCase, answer: "JudgedText") -> None:
    """Draw one text with every answer, and a button that puts it into the review."""
    with st.container(border=True):
        text, *columns, button = st.columns([9, 4, 4, 4, 3], vertical_alignment="center")
        text.markdown(f"**{link.escaped(case.text)}**  \nA person: {case.said}")
        for column, (name, title) in zip(columns, MODELS.items(), strict=True):
            probability = answer.probabilities[name]
            said = f"{title} :green[{percent(probability)}]  \n{MARKS[mark(probability, case.said)]}"
            column.markdown(said)
        button.button("Read it", key=f"predict-case-{number}", on_click=_take, args=(case.text,))


def _take(text: str) -> None:
    """Put a case where the review is written."""
    put_review(text)
    st.toast("The review above is now this text.", icon=":material/north:")
