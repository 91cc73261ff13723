"""Forty short texts on which a small network may fail, with what a person would say of each.

They were written for this project before any network had read them, and none was changed for its answer.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnn_core.sentiment.verdict import Said, mark


@dataclass(frozen=True)
class HardCase:
    """One text: the group that it belongs to, its words, and what a person would say."""

    group: str
    text: str
    said: Said


@dataclass(frozen=True)
class GroupScore:
    """How many texts of a group a network judges as a person would."""

    group: str
    model: str
    right: int
    size: int


GROUPS: dict[str, str] = {
    "Negation": "A small word turns the others round, from nearby or from far.",
    "Contrast": "One half praises, the other blames, and the sentence says which half counts.",
    "Irony": "The words praise, the writer does not.",
    "Plot summary": "It tells what happens and judges nothing: a person would say neither.",
    "Two films": "Praise and blame go to different films; the question is about this one.",
    "German": "Another language: a network knows of it what stood in English reviews.",
    "Gibberish": "There is nothing to judge: a person would say neither.",
    "Comparison": "What is better than what decides, not the word “better”.",
    "Condition": "What would have been, or holds for those who like that sort of thing.",
    "Very short": "A word or three, where whole reviews were learned.",
}
"""Each group with what makes it hard."""

_TEXTS: dict[str, tuple[tuple[str, Said], ...]] = {
    "Negation": (
        ("This film is not good.", "negative"),
        ("There is nothing bad about this film.", "positive"),
        ("I would not hesitate to see it again.", "positive"),
        ("Nobody in this cast can act, and none of the jokes is funny.", "negative"),
    ),
    "Contrast": (
        ("The trailer promised a masterpiece, but the film is a bore.", "negative"),
        ("It starts slowly and the effects look cheap, yet I loved every minute.", "positive"),
        ("Great actors, great music, great costumes, and still I was glad when it was over.", "negative"),
        ("Despite a silly plot and wooden dialogue, it won me over completely.", "positive"),
    ),
    "Irony": (
        (
            "Oh, wonderful, another two hours of people shouting at robots. Just what the world needed.",
            "negative",
        ),
        ("A brilliant cure for sleepless nights: I was out within ten minutes.", "negative"),
        ("I laughed and laughed. Sadly it was meant to be a tragedy.", "negative"),
        ("The best part was the moment the lights came back on.", "negative"),
    ),
    "Plot summary": (
        (
            "A retired teacher moves to a village by the sea, where he meets a girl who has lost her dog.",
            "neither",
        ),
        (
            "After a terrible war two brothers return home and "
            "find the farm burned down and their mother dead.",
            "neither",
        ),
        (
            "A murderer escapes from prison, takes a family hostage and "
            "is killed by the police on the last day.",
            "neither",
        ),
        (
            "Two friends win the lottery, fall in love with the same woman "
            "and marry on the same beautiful day.",
            "neither",
        ),
    ),
    "Two films": (
        ("The first film was a masterpiece. This sequel is an insult to it.", "negative"),
        (
            "Last week I sat through a dreadful remake, dull and badly acted. "
            "This one is everything that it was not.",
            "positive",
        ),
        (
            "Watch the original instead: it is funny, warm and superbly acted. The new one is none of that.",
            "negative",
        ),
        ("I hated his earlier films, every one of them. Here he finally gets it right.", "positive"),
    ),
    "German": (
        ("Ein wunderbarer Film, spannend, klug und großartig gespielt.", "positive"),
        ("Der Film war langweilig und viel zu lang, schade um die Zeit.", "negative"),
        ("Ich habe selten so gelacht, unbedingt ansehen!", "positive"),
        ("Das Ende ist ärgerlich und die Schauspieler sind schlecht.", "negative"),
    ),
    "Gibberish": (
        ("Asdf qwer zxcv uiop hjkl.", "neither"),
        ("Blorp the fnarg, zizzle wob and quendle trask.", "neither"),
        ("Table seven window of under green the because walks.", "neither"),
        ("the the the the the the the the", "neither"),
    ),
    "Comparison": (
        ("I have seen better films on the back of a cereal box.", "negative"),
        ("Few films this year come close to it.", "positive"),
        ("Worse than the book, and the book was bad.", "negative"),
        ("It makes most thrillers look like homework.", "positive"),
    ),
    "Condition": (
        ("It could have been a great film if anyone had bothered to write a script.", "negative"),
        ("If you like being bored, this is the film for you.", "negative"),
        ("Had the ending been any better, I would have cried twice.", "positive"),
        ("Unless you hate laughing, you will enjoy this.", "positive"),
    ),
    "Very short": (
        ("Meh.", "negative"),
        ("Wow.", "positive"),
        ("Two thumbs down.", "negative"),
        ("Must see.", "positive"),
    ),
}
CASES: tuple[HardCase, ...] = tuple(
    HardCase(group, text, said) for group, texts in _TEXTS.items() for text, said in texts
)
"""Group by group, in the order of `GROUPS`."""


def score_groups(
    probabilities: Mapping[str, Sequence[float]], cases: Sequence[HardCase] = CASES
) -> tuple[GroupScore, ...]:
    """Count for every group and network the texts that are judged as a person would.

    Parameters
    ----------
    probabilities
        For each network one probability for each case, in order.
    cases
        What was judged.

    Raises
    ------
    ValueError
        If a network has not one probability for each case.
    """
    for name, values in probabilities.items():
        if len(values) != len(cases):
            raise ValueError(f"{name} must have {len(cases)} probabilities, found {len(values)}")
    return tuple(
        _score(group, name, [(p, case) for p, case in zip(values, cases, strict=True) if case.group == group])
        for group in dict.fromkeys(case.group for case in cases)
        for name, values in probabilities.items()
    )


def _score(group: str, model: str, judged: Sequence[tuple[float, HardCase]]) -> GroupScore:
    right = sum(mark(probability, case.said) == "right" for probability, case in judged)
    return GroupScore(group, model, right, len(judged))


def as_csv(cases: Sequence[HardCase] = CASES) -> str:
    """Write the cases as a table of label and text; where a person would say neither, the label is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["label", "text"])
    writer.writerows(("" if case.said == "neither" else case.said, case.text) for case in cases)
    return out.getvalue()
