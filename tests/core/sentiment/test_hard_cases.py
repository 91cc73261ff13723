"""The hard cases, and every claim that assets/lessons/predict.md makes of the shipped networks' answers."""

import re
from pathlib import Path

import pytest

from rnn_core.data.pasted import read_pasted
from rnn_core.sentiment.checkpoints import SHIPPED, load_shipped
from rnn_core.sentiment.hard_cases import CASES, GROUPS, HardCase, as_csv, score_groups
from rnn_core.sentiment.many import judge_texts
from rnn_core.sentiment.verdict import mark

LESSON = Path(__file__).parents[3] / "assets" / "lessons" / "predict.md"


@pytest.fixture(scope="module")
def networks():
    return {name: load_shipped(name) for name in SHIPPED}


@pytest.fixture(scope="module")
def answers(networks):
    """Give each network's probability by text."""
    judged = judge_texts(networks, [case.text for case in CASES])
    return {name: {text.text: text.probabilities[name] for text in judged} for name in SHIPPED}


@pytest.fixture(scope="module")
def scores(answers):
    found = score_groups({name: list(values.values()) for name, values in answers.items()})
    return {(score.model, score.group): score for score in found}


def test_there_are_four_different_texts_of_each_group():
    assert [case.group for case in CASES] == [group for group in GROUPS for _ in range(4)]
    assert len({case.text for case in CASES}) == 40


def test_only_where_nothing_is_judged_a_person_says_neither():
    assert {case.group for case in CASES if case.said == "neither"} == {"Plot summary", "Gibberish"}


@pytest.mark.parametrize("name", SHIPPED)
class TestClaims:
    def test_13_of_40(self, name, scores):
        mine = [score for (model, _), score in scores.items() if model == name]
        assert sum(score.right for score in mine) == 13
        assert sum(score.size for score in mine) == 40

    def test_denied_blame_stays_blame(self, name, answers):
        assert answers[name]["There is nothing bad about this film."] < 0.1645

    def test_praise_of_an_original_counts_for_its_remake(self, name, answers):
        (text,) = [case.text for case in CASES if case.text.startswith("Watch the original instead")]
        assert answers[name][text] > 0.94

    def test_irony_passes_for_praise_in_two_or_three_of_four(self, name, answers):
        ironic = [case for case in CASES if case.group == "Irony"]
        passed = sum(mark(answers[name][case.text], case.said) == "wrong" for case in ironic)
        assert passed in (2, 3)
        assert {case.said for case in ironic} == {"negative"}

    def test_thumbs_down_and_thumbs_up_are_nearly_the_same(self, name, networks):
        judged = judge_texts({name: networks[name]}, ["Two thumbs down.", "Two thumbs up."])
        down, up = (text.probabilities[name] for text in judged)
        assert abs(down - up) < 0.02

    def test_german_is_never_judged_right(self, name, scores):
        assert scores[name, "German"].right == 0

    def test_a_plot_is_judged_by_its_events(self, name, answers):
        wedding, farm = (
            next(case.text for case in CASES if word in case.text) for word in ("lottery", "burned down")
        )
        assert answers[name][wedding] > 0.75
        assert answers[name][farm] < 0.45


def test_the_lesson_makes_these_claims_and_no_others():
    section = LESSON.read_text("utf-8").split("\n## cases\n")[1].split("\n## ")[0]
    assert re.findall(r"\d+(?:\.\d+)?", section) == ["13", "40", "16.4", "94", "2", "75"]


def test_scores_count_what_a_person_would_say():
    cases = [HardCase("A", "x", "positive"), HardCase("A", "y", "neither"), HardCase("B", "z", "negative")]
    found = score_groups({"rnn": [0.9, 0.9, 0.1], "gru": [0.5, 0.5, 0.5]}, cases)
    assert [(score.group, score.model, score.right, score.size) for score in found] == [
        ("A", "rnn", 1, 2), ("A", "gru", 1, 2), ("B", "rnn", 1, 1), ("B", "gru", 0, 1),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="rnn must have 3 probabilities, found 1"):
        score_groups({"rnn": [0.9]}, cases)


def test_the_table_of_the_cases_can_be_pasted():
    pasted = read_pasted(as_csv())
    assert pasted.texts == tuple(case.text for case in CASES)
    given = {"positive": 1, "negative": 0, "neither": None}
    assert pasted.labels == tuple(given[case.said] for case in CASES)
