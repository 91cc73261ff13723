"""A visitor's runs on the Train page: their table, what is compared, and what is done with one."""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import run_downloads, runs
from pages.ui.run_compare import verdicts
from pages.ui.run_table import EMPTY, READ_ONLY
from rnn_core import worker
from rnn_core.data.order import order_corpus
from rnn_core.jobs import JobManager
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import JobEnd, JobResult, RightAnswers
from rnn_core.running.spec import JobSpec
from rnn_core.running.store import JobStore
from rnn_core.running.summary import summary_of
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

ME = "me"
LIVES = """
import sys, time
print('{"event": "ready"}', flush=True)
sys.stdin.readline()
time.sleep(60)
"""
TRAINED = TrainSpec("order", "rnn", "max-over-time", seed=3, budget_s=0.3)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of jobs in which one has really been trained."""
    store = JobStore(tmp_path_factory.mktemp("jobs"))
    job_id = store.create(TRAINED)
    worker.Job(store.path(job_id)).run(lambda dataset: order_corpus(1_200))
    return store.folder, job_id


@pytest.fixture
def manager(trained, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobManager]:
    folder, _ = trained
    monkeypatch.setenv("UNROLLED_JOBS_DIR", str(folder))
    manager = JobManager(JobStore(folder), num_slots=1, command=(sys.executable, "-c", LIVES))
    for name in ("runs", "run_view", "trained", "learned", "run_control"):
        monkeypatch.setattr(f"pages.ui.{name}.manager", lambda: manager, raising=False)
    monkeypatch.setattr(runs, "visitor", lambda: ME)
    yield manager
    for job_id in manager.store.ids():
        (manager.store.path(job_id) / "owners.json").unlink(missing_ok=True)
    manager.close()


def finish(manager: JobManager, accuracy: float, seed: int = 0, spec: JobSpec | None = None) -> str:
    """Put a run of mine in the folder that ended with an accuracy; the last questions are what it missed."""
    job_id = manager.store.create(spec or TrainSpec("order", "lstm", "textbook", seed=seed, budget_s=5.0))
    report = TrainProgress("training", step=9, elapsed_s=4.0, fraction=0.8, validation_accuracy=accuracy)
    (manager.store.path(job_id) / "progress.jsonl").write_text(report.to_json() + "\n")
    error = (accuracy * (1 - accuracy) / 1_000) ** 0.5
    right = RightAnswers.of(type(spec).__name__, [k < 1_000 * accuracy for k in range(1_000)])
    result = JobResult(accuracy, error, 1_000, 5.0, 9, 576, 12_345, 600, right=right)
    manager.store.write_end(job_id, JobEnd("done", result=result))
    manager.owners.add(job_id, ME)
    return job_id


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.warning, *at.error])


def rows(at: AppTest) -> list[str]:
    return at.dataframe[-1].value["run"].tolist()


def test_before_the_first_run_the_table_says_what_to_do(open_page, manager):
    at = open_page("train")
    assert not at.exception
    assert EMPTY in texts(at)


def test_runs_stand_in_the_table_and_are_compared_with_one_click(open_page, manager):
    first, second = finish(manager, 0.9, 1), finish(manager, 0.8, 2)
    at = open_page("train")
    assert not at.exception
    assert rows(at) == ["B", "A"], "the newest first"
    at.button(key="train-compare-all").click().run()
    assert set(at.query_params["train-runs"].split(",")) == {first, second}
    assert "lies 10.0 points above" in texts(at)
    assert "Hardly chance" in texts(at)
    chart = json.loads(at.get("plotly_chart")[-1].proto.spec)
    assert [trace["name"] for trace in chart["data"]] == ["A", "B"]
    at.button(key="train-compare-none").click().run()
    assert "train-runs" not in at.query_params
    assert "Hardly chance" not in texts(at)


def test_somebody_elses_runs_come_by_the_link_and_are_not_mine_to_name(open_page, manager, monkeypatch):
    mine = finish(manager, 0.9, 3)
    monkeypatch.setattr(runs, "visitor", lambda: "you")
    at = open_page("train", **{"train-runs": f"{mine},{'z' * 16},../etc"})
    assert not at.exception
    assert rows(at) == ["A"]
    assert READ_ONLY in texts(at)
    assert at.button(key="train-remove").disabled
    assert "train-name" not in [box.key for box in at.text_input]
    assert at.query_params["train-runs"] == mine
    assert "names a run that is not here" in texts(at)
    assert "names a run that is not here" not in texts(at.run()), "it is said once"


def test_a_run_is_renamed_and_removed(open_page, manager):
    keep, go = finish(manager, 0.9, 4), finish(manager, 0.7, 5)
    at = open_page("train")
    at.selectbox(key="train-chosen").select(go).run()
    at.text_input(key="train-name").input("  slow *one* ").run()
    assert not at.exception
    assert "slow *one*" in at.dataframe[-1].value["name"].tolist()
    assert manager.owners.name(go, ME) == "slow *one*"
    assert at.selectbox(key="train-chosen").proto.set_value, "else the browser goes on showing the old name"
    pills = next(group for group in at.get("button_group") if group.proto.label.startswith("Compare"))
    assert any(r"slow \*one\*" in option.content for option in pills.proto.options)
    at.button(key="train-remove").click().run()
    assert manager.owners.runs(ME) == (keep,)
    assert rows(at) == ["A"]
    at.button(key="train-remove-all").click().run()
    assert EMPTY in texts(at)
    assert manager.store.has(keep), "its link works still"


def test_a_name_that_cannot_be_kept_is_said(open_page, manager, monkeypatch):
    finish(manager, 0.9, 6)
    at = open_page("train")

    def refuse(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manager, "rename", refuse)
    at.text_input(key="train-name").input("mine").run()
    assert not at.exception
    assert r"The name could not be kept\: No space left on device." in texts(at)


def test_what_is_taken_away_is_whole(manager, trained):
    folder, job_id = trained
    view = manager.read(job_id)
    network = zipfile.ZipFile(io.BytesIO(run_downloads.network_zip(view)))
    assert network.namelist() == ["settings.json", "model.safetensors", "vocabulary.txt"]
    assert network.read("model.safetensors") == (folder / job_id / "model.safetensors").read_bytes()
    assert json.loads(network.read("settings.json"))["asked for"]["seed"] == 3
    lines = run_downloads.curves_csv(view).splitlines()
    assert len(lines) == len(view.progress) + 1
    script = zipfile.ZipFile(io.BytesIO(run_downloads.script_zip(view)))
    assert script.namelist() == ["train.py", "reviews.csv"]
    compile(script.read("train.py"), "train.py", "exec")


def test_a_run_that_broke_off_gives_its_newest_snapshot(manager, trained):
    folder, job_id = trained
    (folder / job_id / "model.safetensors").rename(folder / job_id / "hidden")
    try:
        found = run_downloads.network_file(manager.read(job_id))
        steps = [int(path.stem) for path in (folder / job_id / "snapshots").glob("*.safetensors")]
        assert int(found.stem) == max(steps) > 0
        packed = zipfile.ZipFile(io.BytesIO(run_downloads.network_zip(manager.read(job_id))))
        assert "vocabulary.txt" in packed.namelist()
    finally:
        (folder / job_id / "hidden").rename(folder / job_id / "model.safetensors")


def test_the_row_of_a_run_on_its_way_says_how_far_it_is(open_page, manager):
    job_id = manager.submit(TrainSpec("order", "rnn", "textbook", seed=93, budget_s=15.0), ME)
    at = open_page("train")
    assert at.dataframe[-1].value["state"].tolist() == ["preparing"]
    report = TrainProgress("training", step=9, elapsed_s=4.5, fraction=0.3, validation_accuracy=0.75)
    (manager.store.path(job_id) / "progress.jsonl").write_text(report.to_json() + "\n")
    table = at.run().dataframe[-1].value
    assert table[["state", "seconds", "right answers"]].values.tolist() == [["training", 4.5, 75.0]]


def test_a_memory_run_stands_in_the_table_and_is_not_compared_with_reviews(open_page, manager):
    review = finish(manager, 0.9, 7)
    memory = finish(manager, 0.8, spec=RecallSpec("rnn", 20, seed=5))
    at = open_page("train", **{"train-data": "memory", "train-runs": f"{review},{memory}"})
    assert not at.exception
    assert at.dataframe[-1].value["data"].tolist() == ["Memory, T = 20", "Order matters"]
    assert len(at.get("plotly_chart")) == 2
    assert "Runs on different data are not compared" in texts(at)
    assert "who guesses has 50 % of the one and 25 % of the other" in texts(at)
    assert "lies" not in texts(at)
    at.button(key="train-compare-all").click().run()
    assert at.query_params["train-runs"] == memory, "the newest, and others on the same data"
    chosen = manager.read(at.session_state["train-chosen"])
    script = zipfile.ZipFile(io.BytesIO(run_downloads.script_zip(chosen)))
    assert script.namelist() == ["train.py"]


def test_a_second_training_is_refused_with_a_way_out(open_page, manager):
    live = manager.submit(TrainSpec("order", "rnn", "textbook", seed=90, budget_s=15.0), ME)
    at = open_page("train", **{"train-seed": "91"})
    at.button(key="train-start").click().run()
    assert "A training of yours is on its way already." in texts(at)
    at.button(key="train-replace").click().run()
    assert not at.exception
    other = at.query_params["train-job"]
    assert other != live
    assert manager.read(live).is_stopping
    assert "Waiting: number 1 in line, about" in next(bar.proto.text for bar in at.get("progress"))


def test_a_run_that_ended_before_its_time_is_tried_again(open_page, manager):
    job_id = manager.store.create(TrainSpec("order", "gru", "textbook", seed=92, budget_s=15.0))
    manager.store.write_end(job_id, JobEnd("failed", "The loss stopped being a number at step 4."))
    at = open_page("train", **{"train-job": job_id})
    at.button(key="train-retry").click().run()
    again = at.query_params["train-job"]
    assert again != job_id
    assert manager.read(again).spec == manager.read(job_id).spec


def test_a_difference_is_said_for_every_run_but_the_best(manager):
    accuracies = (0.80, 0.90, 0.897)
    summed = [
        summary_of(manager.read(finish(manager, each, 10 + k)), "") for k, each in enumerate(accuracies)
    ]
    said = verdicts(summed, "ABC")
    assert said == [
        "**B** lies 0.3 points above **C** (standard error 0.2): of the same 1,000 reviews, B alone has 3 "
        "right, C alone 0. **It may be chance**: equally good networks would differ by as much in 25 of 100 "
        "such tests.",
        "**B** lies 10.0 points above **A** (standard error 1.0): of the same 1,000 reviews, B alone has 100 "
        "right, A alone 0. **Hardly chance**: equally good networks would differ by as much in fewer than 1 "
        "of 1,000 such tests.",
    ]
    assert verdicts([summed[0], summed[0]], "AB") == [
        "**A** and **B** are right equally often: of the same 1,000 reviews, none parts them."
    ]
