"""The ladder on the Train page: what was measured, what a visitor's own runs did, and the next rung."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pandas import DataFrame
from streamlit.testing.v1 import AppTest

from pages.ui import climb, run_view, runs, training
from rnn_core.jobs import JobManager, JobView, QueueFullError
from rnn_core.running.records import RightAnswers
from rnn_core.running.store import JobEnd, JobResult, JobStore
from rnn_core.sentiment.climb import steps
from rnn_core.sentiment.ladder import spec_with
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

NUM_JUDGED = 400


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobManager]:
    manager = JobManager(JobStore(tmp_path), num_slots=1)
    monkeypatch.setattr(runs, "_manager", lambda folder: manager)
    yield manager
    manager.close()


def result(num_right: int, num_examples: int = 1_000) -> JobResult:
    right = RightAnswers.of("the same", [k < num_right for k in range(NUM_JUDGED)])
    share = num_right / NUM_JUDGED
    return JobResult(share, 0.02, NUM_JUDGED, 5.0, 10, num_examples, 9, 9, None, right)


def ended(spec: TrainSpec, num_right: int, num_examples: int = 1_000) -> JobView:
    return JobView("a" * 16, "done", spec, result=result(num_right, num_examples))


def step(place: int, dataset: str = "order", seed: int = 0) -> TrainSpec:
    return steps(dataset)[place].spec(dataset, 5.0, seed)


def test_one_rung_is_named_with_what_it_moved_and_whether_chance_would():
    said = climb.told(ended(step(0), 200), ended(step(1), 300))
    what = "with “Padding on the left”: 50.0 % → 75.0 %"
    assert said == f"Against your run before, {what}, **+25.0 points**: hardly chance."
    assert climb.told(ended(step(1), 200), ended(step(0), 204)).endswith("**+1.0 points**: it may be chance.")
    assert "without “Padding on the left”" in climb.told(ended(step(1), 200), ended(step(0), 204))


def test_equal_seconds_with_more_reviews_are_worth_a_word():
    assert "It read 1.5 times as many reviews in the same seconds" in climb.told(
        ended(step(1), 300, 1_000), ended(step(2), 300, 1_500)
    )


def test_several_changes_prove_nothing_of_any():
    after = spec_with(["clipping"], "order", "lstm", seed=3, budget_s=20.0, changes=(("hidden_size", 8),))
    said = climb.told(ended(step(0), 200), ended(after, 300))
    assert "with 5 things changed" in said
    assert "none of them is shown to have done it" in said
    one = climb.told(ended(step(0), 200), ended(step(0, seed=2), 210))
    assert "seed 2 in place of seed 0: " in one


def test_a_run_that_was_steered_says_so_and_older_runs_claim_nothing():
    steered = replace(ended(step(0), 210), progress=(TrainProgress("training", changed="dropout 0.5"),))
    plain = ended(step(0), 200)
    assert "changed on its way" in climb.told(plain, steered)
    unknown = replace(plain, result=replace(result(200), right=None))
    assert climb.told(unknown, ended(step(1), 210)).endswith("**+2.5 points**.")


@pytest.fixture
def climbed(manager: JobManager, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The textbook run and the one a rung above it, of one visitor."""
    monkeypatch.setattr(runs, "visitor", lambda: "me")
    ids = []
    for place, num_right in ((0, 200), (1, 300)):
        job_id = manager.store.create(step(place))
        manager.store.write_end(job_id, JobEnd("done", result=result(num_right)))
        manager.owners.add(job_id, "me")
        ids.append(job_id)
    return ids


def table_of(at: AppTest) -> DataFrame:
    return next(each.value for each in at.dataframe if "yours" in each.value)


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in at.markdown)


def test_the_end_of_a_run_tells_what_was_changed_and_leads_one_rung_up(
    open_page, manager, climbed, monkeypatch
):
    asked: list = []

    def submit(spec, visitor):
        asked.append(spec)
        raise QueueFullError("Full.")

    monkeypatch.setattr(manager, "submit", submit)
    at = open_page("train", **{"train-job": climbed[1], "train-seconds": "5", "train-seed": "7"})
    assert "Against your run before, with “Padding on the left”: 50.0 % → 75.0 %" in texts(at)
    table = table_of(at)
    assert table["yours"].tolist()[:2] == [50.0, 75.0]
    assert table["rung, with all below it"].tolist()[1] == "Padding on the left ◀"
    assert table["measured"].tolist()[0] == 50.0
    assert table["rung, with all below it"].tolist()[-1] == "Rival: TF-IDF pairs"
    at.button(key="train-climb-next").click().run()
    assert asked == [step(2, seed=7)]
    assert at.query_params["train-recipe"] == "textbook"
    assert at.query_params["train-rungs"] == "left-padding.flush-denormal"
    at.button(key="train-climb-bottom").click().run()
    assert asked[-1] == step(0, seed=7)
    assert "train-rungs" not in at.query_params
    assert not at.exception


def test_a_link_of_somebody_else_is_compared_with_nothing(open_page, manager, climbed, monkeypatch):
    monkeypatch.setattr(runs, "visitor", lambda: "somebody else")
    at = open_page("train", **{"train-job": climbed[1]})
    assert "Against your run before" not in texts(at)
    assert table_of(at)["yours"].isna().all()
    assert at.button(key="train-climb-next").label == "Next: Flush denormal numbers"


def test_before_a_run_the_page_says_what_a_press_brings_and_how_long_it_takes():
    assert run_view.invitation(step(0)) == "Choose, then press Start. It trains for 5 s while you watch."
    counts = TrainSpec("imdb", "tfidf", "textbook")
    assert run_view.invitation(counts) == "Choose, then press Start. It counts for some seconds."


def test_a_run_on_the_ladder_is_named_by_its_newest_rung():
    title = training.run_title(step(3))
    assert title == "Order matters · RNN · ladder up to “Gradient clipping” · 5 s · seed 0"
    assert "Textbook" in training.run_title(step(0))
