"""The cells' memory test: its numbers are those of the shipped networks, and its runs are real jobs."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import cells_memory, runs
from pages.ui.cells_memory import compared, describe, reach
from pages.ui.lesson import load_lesson
from pages.ui.recall_picture import CHANCE_LOSS, LOSS_HIGH, recall_picture
from rnn_core.jobs import JobManager, JobView
from rnn_core.remembering.snapshots import cell_curves, load_shipped_snapshots
from rnn_core.remembering.spec import CELLS, SIZES, RecallSpec
from rnn_core.running.store import JobEnd, JobResult, JobStore
from rnn_core.sentiment.spec import TrainProgress, TrainSpec

SPEC = RecallSpec("lstm-1", 20, seed=0)
TIMEOUT_S = 120
WAITS_FOR_STOP = """
import json, pathlib, sys, time
print('{"event": "ready"}', flush=True)
folder = pathlib.Path(json.loads(sys.stdin.readline())["folder"])
(folder / "progress.jsonl").write_text('{"phase": "training", "step": 700, "elapsed_s": 2.5}\\n')
while not (folder / "stop").exists():
    time.sleep(0.01)
(folder / "part").write_text('{"state": "stopped", "reason": "", "result": null}')
(folder / "part").rename(folder / "result.json")
"""


@pytest.fixture(scope="module")
def curves():
    snapshots = load_shipped_snapshots()
    return {size: cell_curves(snapshots, size) for size in SIZES}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobStore:
    monkeypatch.setenv("UNROLLED_JOBS_DIR", str(tmp_path))
    return JobStore(tmp_path)


@pytest.fixture
def manager(store: JobStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobManager]:
    """A manager whose trainings go on until they are stopped, in place of the server's."""
    manager = JobManager(store, num_slots=1, command=(sys.executable, "-c", WAITS_FOR_STOP))
    monkeypatch.setattr(runs, "manager", lambda: manager)
    yield manager
    manager.close()


def section():
    from pages.ui.cells_memory import cells_memory

    cells_memory()


@pytest.fixture
def open_section(manager: JobManager) -> Callable[..., AppTest]:
    """Return a function that draws the section alone, with what its link says."""

    def open_section(**query: str) -> AppTest:
        at = AppTest.from_function(section, default_timeout=TIMEOUT_S)
        for name, value in query.items():
            at.query_params[f"gradients-cells-{name}"] = value
        return at.run()

    return open_section


def said(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.markdown, *at.warning])


def button(at: AppTest, name: str):
    return next(each for each in at.button if each.key == f"gradients-cells-{name}")


def chart(at: AppTest) -> list[dict]:
    return json.loads(at.get("plotly_chart")[0].proto.spec)["data"]


def traces(at: AppTest, mode: str) -> list[list[float]]:
    return [trace["y"] for trace in chart(at) if trace["mode"] == mode]


def ended(store: JobStore, spec: RecallSpec, accuracy: float, state: str = "done") -> str:
    job_id = store.create(spec)
    error = (accuracy * (1 - accuracy) / 1_000) ** 0.5
    result = JobResult(accuracy, error, 1_000, 3.2, 2_000, 128_000, 1_476, 4)
    told = TrainProgress("training", "Learning", 2_000, 128_000, 3.2, 1.0, None, 0.4, accuracy)
    (store.path(job_id) / "progress.jsonl").write_text(f"{told.to_json()}\n")
    store.write_end(job_id, JobEnd(state, result=result))
    return job_id


def test_the_section_arrives_with_the_accuracies_of_the_shipped_networks(open_section, curves):
    at = open_section()
    assert not at.exception
    assert traces(at, "markers") == [
        curve.accuracies.flatten().tolist() for curve in curves["units"].values()
    ]
    assert traces(at, "lines") == [curve.means.tolist() for curve in curves["units"].values()]
    assert "RNN: 5 (5 of 5); LSTM: 5 (5 of 5); LSTM bias 1: 20 (3 of 5); LSTM bias 3: 100 (2 of 5)" in said(
        at
    )
    assert "RNN 16 units, 420 parameters; LSTM 16 units, 1,476 parameters" in said(at)
    assert "No run yet" in said(at)
    assert button(at, "stop").disabled


def test_equal_parameters_are_other_networks(open_section, curves):
    at = open_section(size="equal parameters")
    assert traces(at, "markers")[4] == curves["parameters"]["gru"].accuracies.flatten().tolist()
    assert "LSTM 7 units, 396 parameters; GRU 9 units, 445 parameters" in said(at)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("size", "bytes", "The link asks for “bytes”; choose equal units or equal parameters."),
        ("cell", "<b>elman", "The link asks for “?b?elman”; choose RNN or LSTM or LSTM bias 1"),
        ("t", "10", "The link asks for “10”; choose 5 or 20 or 50 or 100."),
        ("seed", "1e400", "The link asks for “1e400”; whole numbers from 0 to 999 are allowed. Using 0."),
        ("seed", "1000", "Found 1000; whole numbers from 0 to 999 are allowed. Using 0."),
        ("job", "../../etc/passwd", "No such run here"),
        ("job", "a" * 16, "No such run here"),
    ],
)
def test_nonsense_in_the_link_is_said_once_and_replaced(open_section, name, text, sentence):
    at = open_section(**{name: text})
    assert not at.exception
    assert said(at).count(sentence) == 1
    assert not button(at, "start").disabled


def test_what_is_chosen_is_what_is_trained_and_stands_in_the_link(open_section, manager):
    at = open_section(size="equal parameters", cell="GRU", t="100", seed="12")
    button(at, "start").click().run()
    assert not at.exception
    job_id = at.query_params["gradients-cells-job"]
    assert manager.read(job_id).spec == RecallSpec("gru", 100, 12, "parameters")
    wait_for(manager, job_id, "training")
    again = open_section(job=job_id)
    assert "GRU, 9 units · T = 100 · seed 12" in said(again)
    assert button(again, "stop").label == "Leave", "it is somebody else's so far"
    again.session_state["runs-visitor"] = at.session_state["runs-visitor"]  # a browser's cookie says so
    assert button(again.run(), "start").disabled
    button(again, "stop").click().run()
    wait_for(manager, job_id, "stopped")


def wait_for(manager: JobManager, job_id: str, state: str) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while manager.read(job_id).state != state:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_run_that_has_ended_is_set_beside_the_snapshot_and_ringed(open_section, store):
    at = open_section(job=ended(store, SPEC, 0.623))
    assert "**Snapshot 74.7 %, yours 62.3 %.**" in said(at)
    assert "Counted on the same 1,000 sequences, with a standard error of 1.5 points for yours." in said(at)
    assert load_lesson("gradients")["cells again"] in said(at)
    assert traces(at, "markers+text") == [[0.623]]
    assert ":material/check_circle: Done after 2,000 of 2,000 updates, 3.2 s" in progress(at)


def progress(at: AppTest) -> str:
    return at.get("progress")[0].proto.text


def test_a_run_without_an_error_has_no_standard_error(open_section, store):
    at = open_section(job=ended(store, RecallSpec("gru", 5, seed=1), 1.0))
    assert "**Snapshot 100 %, yours 100 %.**" in said(at)
    assert "Counted on the same 1,000 sequences." in said(at)


def test_a_run_of_another_size_is_not_ringed_among_these(open_section, store):
    at = open_section(job=ended(store, RecallSpec("lstm-1", 20, 1, "parameters"), 0.9))
    assert "**Snapshot 100 %, yours 90.0 %.**" in said(at)
    assert traces(at, "markers+text") == []


def test_a_run_that_was_stopped_says_how_far_it_came_and_is_not_ringed(open_section, store):
    at = open_section(job=ended(store, SPEC, 0.25, "stopped"))
    assert "yours 25.0 %." in said(at)
    assert ":material/stop_circle: Stopped after" in progress(at)
    assert traces(at, "markers+text") == []


def test_a_run_that_failed_says_why(open_section, store):
    job_id = store.create(SPEC)
    store.write_end(job_id, JobEnd("failed", "the loss stopped being a number at update 3, found nan"))
    at = open_section(job=job_id)
    assert [error.value for error in at.error] == ["The loss stopped being a number at update 3, found nan."]
    assert "yours" not in said(at)


def test_each_page_takes_only_runs_of_its_own_kind(open_section, open_page, store):
    reviews = store.create(TrainSpec("order", "rnn", "textbook"))
    assert "No such run here" in said(open_section(job=reviews))
    at = open_page("train", **{"train-job": ended(store, SPEC, 0.5)})
    assert not at.exception
    assert "No such run here" in said(at)


def test_every_accuracy_stands_in_a_table(open_section, curves):
    at = open_section()
    at.session_state["gradients-cells-table"] = True
    at.run()
    table = at.dataframe[0].value
    assert len(table) == 4 * len(CELLS)
    assert table["mean"].tolist() == [p for curve in curves["units"].values() for p in curve.means.tolist()]


def test_a_damaged_file_is_said_in_one_sentence(open_section, tmp_path, monkeypatch):
    from rnn_core.remembering import snapshots

    damaged = tmp_path / "remember_first_cells.safetensors"
    damaged.write_bytes(snapshots.FILE.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(snapshots, "FILE", damaged)
    cells_memory.snapshots.clear()
    at = open_section()
    cells_memory.snapshots.clear()
    assert not at.exception
    (warning,) = at.warning
    assert warning.value == (
        "The model file remember_first_cells.safetensors is damaged: "
        "its SHA-256 is not the one that was shipped."
    )


def test_a_seed_without_a_snapshot_is_set_beside_all_of_them(curves):
    curve = curves["units"]["lstm-1"]
    told = compared(RecallSpec("lstm-1", 20, seed=5), 0.618, curve)
    assert told == "Snapshots of other seeds 23.9 % to 100 %, yours 61.8 %."


def test_the_text_alternative_holds_every_mean(curves):
    told = describe(curves["units"])
    assert "RNN 100 % at T = 5, 25.0 % at T = 20" in told
    assert told.endswith("Chance is 25 %.")
    assert "GRU: 100 (5 of 5)." in reach(curves["units"])


# The live picture


def view(*reports: TrainProgress, state: str = "training", place: int | None = None) -> JobView:
    return JobView("a" * 16, state, SPEC, reports, place)


def report(step: int, loss: float, accuracy: float | None = None) -> TrainProgress:
    return TrainProgress("training", "", step, 64 * step, 1.0, step / 2_000, None, loss, accuracy)


def test_the_live_curves_run_over_the_updates():
    picture = recall_picture(view(report(100, 1.4, 0.25), report(150, 1.2), report(200, 0.8, 0.745)))
    accuracy, loss = picture.curves
    assert accuracy.points == ((0.05, 0.25), (0.1, 0.745))
    assert (accuracy.value, accuracy.note) == ("74.5 %", "after 200 updates")
    assert loss.points == tuple((step / 2_000, round(nats / LOSS_HIGH, 4)) for step, nats in losses())
    assert loss.reference.place == pytest.approx(CHANCE_LOSS / LOSS_HIGH)
    assert accuracy.description == (
        "Share of right answers on new sequences: 25.0 % after 100 updates, 74.5 % after 200 updates."
    )
    assert [mark.label for mark in picture.ticks] == ["0", "1,000", "2,000 updates"]


def losses() -> list[tuple[int, float]]:
    return [(100, 1.4), (150, 1.2), (200, 0.8)]


def test_a_loss_beyond_the_axis_stands_at_its_edge():
    assert recall_picture(view(report(2_000, 7.0))).curves[1].points == ((1.0, 1.0),)


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        (None, "Choose, then press Train one again."),
        (view(state="queued", place=2), "Waiting for a free place: number 2 in line."),
        (view(state="preparing"), "The training process takes over …"),
        (view(report(100, 1.0)), ""),
        (view(state="failed"), "Nothing was learned."),
    ],
)
def test_a_picture_without_a_curve_says_why(shown, message):
    assert recall_picture(shown, "Train one again").curves[0].message == message
