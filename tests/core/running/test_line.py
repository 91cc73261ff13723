"""Estimates of the wait, folders that have to go, and whose a run is."""

from pathlib import Path

import pytest

from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.folders import Folder, too_many
from rnn_core.running.line import Line, expected_s, left_s, wait_s
from rnn_core.running.owners import MAX_OWNERS, Owners, read_owners
from rnn_core.running.store import JobStore
from rnn_core.running.wishes import Wishes
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

SPEC = TrainSpec("order", "rnn", "max-over-time", budget_s=15.0)


@pytest.mark.parametrize(
    ("running", "ahead", "num_slots", "expected"),
    [
        ([], [], 1, 0.0),
        ([7.0], [], 1, 7.0),
        ([7.0], [], 2, 0.0),
        ([7.0], [3.0, 4.0], 1, 14.0),
        ([7.0, 1.0], [3.0, 4.0], 2, 7.0),
        ([5.0, 5.0, 5.0], [10.0], 3, 5.0),
    ],
)
def test_the_wait_is_what_the_slots_still_do(running, ahead, num_slots, expected):
    assert wait_s(running, ahead, num_slots) == pytest.approx(expected)


def test_what_is_left_follows_the_reports():
    whole = expected_s(SPEC)
    assert left_s(SPEC, None) == pytest.approx(whole)
    later = [left_s(SPEC, TrainProgress("training", elapsed_s=t, fraction=t / 15)) for t in (5.0, 10.0, 15.0)]
    assert later == sorted(later, reverse=True)
    assert whole > later[0]
    recall = RecallSpec("rnn", 5)
    half = left_s(recall, TrainProgress("training", elapsed_s=4.0, fraction=0.5))
    assert half == pytest.approx(4.0)


def test_a_line_keeps_its_order(tmp_path):
    line = Line(JobStore(tmp_path), max_length=2)
    for job_id in ("a", "b"):
        assert not line.is_full
        line.join(job_id)
    assert line.is_full
    assert [line.place(job_id) for job_id in ("a", "b", "c")] == [1, 2, None]
    assert (line.next(), line.waiting) == ("a", ("b",))


def test_the_oldest_go_by_number_age_and_size():
    found = [Folder(Path(str(k)), float(k), 100) for k in range(10)]

    def going(**limits):
        return [path.name for path in too_many(found, now=10.0, **limits)]

    assert going() == []
    assert going(max_jobs=8) == ["1", "0"]
    assert going(max_age_s=7.5) == ["2", "1", "0"]
    assert going(max_bytes=250) == ["7", "6", "5", "4", "3", "2", "1", "0"]
    assert going(max_jobs=3, keep=["0", "1"]) == ["8", "7", "6", "5", "4", "3", "2"]


def test_wishes_know_who_is_alone():
    wishes = Wishes()
    wishes.add("job", "me")
    assert wishes.only("job") == "me"
    wishes.add("job", "you")
    assert wishes.only("job") is None
    assert not wishes.withdraw("job", "a stranger")
    assert not wishes.withdraw("job", "me")
    assert wishes.of("me", lambda job_id: True) is None
    assert wishes.of("you", lambda job_id: True) == "job"
    assert wishes.of("you", lambda job_id: False) is None
    assert wishes.withdraw("job", "you")


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"a": {}}'])
def test_a_damaged_list_of_owners_is_nobodys(tmp_path, content):
    store = JobStore(tmp_path)
    job_id = store.create(SPEC)
    (store.path(job_id) / "owners.json").write_text(content)
    owners = Owners(store)
    assert not owners.has(job_id, "me")
    owners.add(job_id, "me")
    assert owners.runs("me") == (job_id,)


def test_a_run_has_room_for_a_large_class_and_no_more(tmp_path):
    store = JobStore(tmp_path)
    job_id = store.create(SPEC)
    owners = Owners(store)
    for k in range(MAX_OWNERS + 5):
        owners.add(job_id, f"visitor {k}")
    assert len(read_owners(store.path(job_id))) == MAX_OWNERS
    assert not owners.rename(job_id, f"visitor {MAX_OWNERS + 1}", "late")
