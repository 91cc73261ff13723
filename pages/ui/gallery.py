"""Hard cases: forty short texts, what a person would say of each, and what the networks say."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import frame, link
from pages.ui.lesson import load_lesson
from pages.ui.many import caveats, heading, judge_many, usable
from pages.ui.prediction import put_review
from pages.ui.readers import Reader
from pages.ui.section import lazy_section
from pages.ui.wording import percent, unbroken
from rnn_core.sentiment.hard_cases import CASES, GROUPS, GroupScore, HardCase, score_groups
from rnn_core.sentiment.verdict import Mark, mark

if TYPE_CHECKING:
    from rnn_core.sentiment.many import JudgedText

SECTION, GROUP = "predict-cases", "predict-group"
FIRST = next(iter(GROUPS))
IN_A_ROW = 3
"""Answers that stand side by side."""
MARKS: dict[Mark, str] = {
    "right": ":material/check: right",
    "wrong": ":material/close: wrong",
    "undecided": ":material/remove: undecided",
}


def gallery(readers: tuple[Reader, ...]) -> None:
    """Draw the section, closed; which group stands open is in the link.

    Parameters
    ----------
    readers
        The networks that judge the cases.
    """
    lazy_section(
        "Hard cases, and what the networks get wrong", ":material/quiz:", SECTION, partial(_opened, readers)
    )


def _opened(asked: tuple[Reader, ...]) -> None:
    readers = usable(asked)
    if not readers:
        return
    judged = judge_many(readers, tuple(case.text for case in CASES))
    lesson = load_lesson("predict")
    scores = score_groups(
        {reader.key: [text.probabilities[reader.key] for text in judged] for reader in readers}
    )
    few = len(readers) <= IN_A_ROW
    said, counted = st.columns([3, 2], gap="large") if few else (frame.prose(), st.container())
    with said:
        st.markdown(lesson["cases"], anchors=False)
        link.aside(
            "The table counts the texts of each group that a network judges as a person would. From 45 to "
            "55 % it decides nothing, which is right only where a person would say neither."
        )
        caveats(readers, list(judged))
    counted.table(_counts(readers, scores), border="horizontal")
    group = _chosen_group()
    link.aside(GROUPS[group])
    for number, (case, answer) in enumerate(zip(CASES, judged, strict=True)):
        if case.group == group:
            _case(number, case, readers, answer)


def _counts(readers: tuple[Reader, ...], scores: tuple[GroupScore, ...]) -> dict[str, list[str]]:
    """Arrange the scores as columns: the groups, then each network, with the sums at the foot."""
    columns = {"": [*GROUPS, "All"]}
    for reader in readers:
        mine = [score for score in scores if score.model == reader.key]
        total = GroupScore("All", reader.key, sum(s.right for s in mine), sum(s.size for s in mine))
        title = link.escaped(heading(reader))
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


def _case(number: int, case: HardCase, readers: tuple[Reader, ...], answer: "JudgedText") -> None:
    """Draw one text with every answer, and a button that puts it into the review."""
    with st.container(border=True):
        text, answers, button = st.columns([9, 12, 3], vertical_alignment="center")
        text.markdown(f"**{link.escaped(case.text)}**  \nA person: {case.said}")
        for first in range(0, len(readers), IN_A_ROW):
            row = readers[first : first + IN_A_ROW]
            for column, reader in zip(answers.columns(IN_A_ROW), row, strict=False):
                probability = answer.probabilities[reader.key]
                title, said = link.escaped(heading(reader)), MARKS[mark(probability, case.said)]
                share = unbroken(percent(probability))
                column.markdown(f"{title} :green[{share}]  \n{said}")
        button.button("Read it", key=f"predict-case-{number}", on_click=_take, args=(case.text,))


def _take(text: str) -> None:
    """Put a case where the review is written."""
    put_review(text)
    st.toast("The review above is now this text.", icon=":material/north:")
