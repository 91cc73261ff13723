"""The Train page: empty, with nonsense in its link, with runs in every state, and what its picture shows."""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import imdb, runs, trained, training
from pages.ui.lesson import load_lesson
from pages.ui.run_picture import CHANCE_LOSS, MAX_POINTS, run_picture
from pages.ui.run_view import drawn
from rnn_core.jobs import JobManager, JobView
from rnn_core.running.store import JobData, JobEnd, JobStore
from rnn_core.sentiment.recipes import RECIPES, recipe_for
from rnn_core.sentiment.spec import MAX_SEED, TrainProgress, TrainSpec

SPEC = TrainSpec("order", "rnn", "max-over-time", seed=0, budget_s=15.0)
ME = "another visitor"
WAITS_FOR_STOP = """
import json, pathlib, sys, time
print('{"event": "ready"}', flush=True)
folder = pathlib.Path(json.loads(sys.stdin.readline())["folder"])
def write(name, text):
    (folder / "part").write_text(text)
    (folder / "part").rename(folder / name)
write("data.json", json.dumps({"num_train": 100, "num_validation": 50, "num_live": 50, "split": "by hand"}))
write("progress.jsonl", json.dumps({
    "phase": "training", "step": 12, "num_examples": 240, "elapsed_s": 3.0, "fraction": 0.2, "budget_s": 15.0,
    "loss": 0.5, "validation_accuracy": 0.9}) + "\\n")
while not (folder / "stop").exists():
    time.sleep(0.01)
write("result.json", '{"state": "stopped", "reason": "", "result": null}')
"""


@pytest.fixture(autouse=True)
def manager(jobs_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobManager]:
    """A manager whose trainings go on until they are stopped, in place of the server's."""
    manager = JobManager(JobStore(jobs_folder), num_slots=1, command=(sys.executable, "-c", WAITS_FOR_STOP))
    monkeypatch.setattr(runs, "manager", lambda: manager)
    monkeypatch.setattr("pages.ui.run_view.manager", lambda: manager)
    for module in ("trained", "learned", "run_control"):
        monkeypatch.setattr(f"pages.ui.{module}.manager", lambda: manager)
    yield manager
    manager.close()


def texts(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.info, *at.error, *at.title, *at.subheader]
    return "\n".join(element.value for element in elements)


def picture(at: AppTest) -> dict:
    return json.loads(at.get("bidi_component")[0].proto.json)


def wait_for(manager: JobManager, job_id: str, state: str) -> None:
    deadline = time.monotonic() + 120
    while manager.read(job_id).state != state:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_before_a_run_the_page_claims_nothing_and_says_what_to_do(open_page):
    at = open_page("train")
    assert not at.exception
    assert (
        picture(at)["curves"][0]["message"] == "Choose, then press Start. It trains for 15 s while you watch."
    )
    assert [curve["points"] for curve in picture(at)["curves"]] == [[], []]
    assert "**No run yet**" in texts(at)
    assert "Does it hear the order?" not in texts(at)
    assert not at.metric
    assert not at.button(key="train-start").disabled
    assert at.button(key="train-stop").disabled
    assert at.slider(key="train-seconds").value == 15
    assert not at.query_params


def test_a_link_sets_every_control(open_page, monkeypatch):
    monkeypatch.setattr(imdb, "is_here", lambda: True)
    link = {"data": "imdb", "cell": "gru", "recipe": "textbook", "seconds": "30", "seed": "7"}
    at = open_page("train", **{f"train-{name}": value for name, value in link.items()})
    assert not at.warning
    assert at.session_state["train-data"] == "imdb"
    assert at.session_state["train-cell"] == "gru"
    assert at.selectbox(key="train-recipe").value == "textbook"
    assert at.slider(key="train-seconds").value == 30
    assert at.number_input(key="train-seconds-box").value == 30
    assert at.number_input(key="train-seed").value == 7
    assert dict(at.query_params) == {f"train-{name}": value for name, value in link.items()}


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("data", "mnist", "order"),
        ("cell", "<b>transformer</b>", "rnn"),
        ("recipe", "__init__", "max-over-time"),
        ("seconds", "soon", 15),
        ("seconds", "301", 15),
        ("seconds", "-5", 15),
        ("seconds", "15.5", 15),
        ("seconds", "٣٠", 15),
        ("seconds", "1e400", 15),
        ("seconds", "9" * 5_000, 15),
        ("seconds", "", 15),
        ("seconds", "-0", 15),
        ("seconds", "1_0", 15),
    ],
)
def test_nonsense_in_the_link_falls_back_and_is_said(open_page, name, value, used):
    at = open_page("train", **{f"train-{name}": value})
    assert not at.exception
    assert at.session_state[f"train-{name}"] == used
    assert len(at.warning) == 1
    assert f"Showing {used}" in at.warning[0].value
    assert "<b>" not in at.warning[0].value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("x", f"The link asks for “x”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        ("", f"The link asks for “”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        ("9999999999", f"Found 9999999999; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        (
            "9" * 5_000,
            f"The link asks for “{'9' * 24}”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0.",
        ),
        ("1e400", f"The link asks for “1e400”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        ("٣", f"The link asks for “٣”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        ("1_0", f"The link asks for “1?0”; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
        ("-1", f"Found -1; whole numbers from 0 to {MAX_SEED} are allowed. Using 0."),
    ],
)
def test_a_seed_that_cannot_be_used_is_said_beside_its_box(open_page, manager, value, sentence):
    at = open_page("train", **{"train-seed": value})
    assert f":red[:small[{sentence}]]" in texts(at)
    at.button(key="train-start").click().run()
    assert manager.read(at.query_params["train-job"]).spec.seed == 0


def test_seconds_out_of_range_are_said_and_the_last_good_ones_stay(open_page):
    at = open_page("train", **{"train-seconds": "30"})
    at.number_input(key="train-seconds-box").set_value(500).run()
    assert ":red[:small[Found 500; a whole number from 5 to 300 is allowed.]]" in texts(at)
    assert at.number_input(key="train-seconds-box").value == 30
    assert at.slider(key="train-seconds").value == 30


def test_streamlit_has_nothing_to_warn_of(open_page, caplog, monkeypatch):
    monkeypatch.setattr("streamlit.elements.lib.policies._shown_default_value_warning", False)
    at = open_page("train", **{"train-seconds": "30", "train-seed": "4"})
    at.number_input(key="train-seconds-box").set_value(40).run()
    assert at.slider(key="train-seconds").value == 40
    assert not at.warning
    assert "Session State API" not in caplog.text


@pytest.mark.parametrize("job_id", ["nonsense", "../../../etc", "a" * 16, "<script>", "x" * 5_000])
def test_a_run_that_is_not_here_is_said_and_the_page_stays_up(open_page, job_id):
    at = open_page("train", **{"train-job": job_id})
    assert not at.exception
    assert at.warning[0].value.startswith("No such run here")
    assert not at.button(key="train-start").disabled


def test_where_imdb_is_not_here_it_is_offered_and_nothing_can_be_started(open_page, monkeypatch):
    monkeypatch.setattr(imdb, "is_here", lambda: False)
    at = open_page("train", **{"train-data": "imdb"})
    assert not at.exception
    assert at.button(key="train-imdb-start").label == "Get IMDB (21 MB)"
    assert at.button(key="train-start").disabled
    assert "IMDB is not here yet: get it first, or choose the order corpus." in texts(at)


def test_start_puts_the_run_in_the_link_and_stop_ends_it(open_page, manager):
    at = open_page("train", **{"train-seed": "11"})
    at.button(key="train-start").click().run()
    job_id = at.query_params["train-job"]
    assert manager.read(job_id).spec == TrainSpec("order", "rnn", "max-over-time", seed=11, budget_s=15.0)
    wait_for(manager, job_id, "training")
    at.run()
    assert at.button(key="train-start").disabled
    assert "Training: 3.0 s, 12.0 s left" in [element.proto.text for element in at.get("progress")]
    accuracy, loss = picture(at)["curves"]
    assert (accuracy["value"], accuracy["note"]) == ("90.0 %", "± 4.2 points (standard error, n = 50)")
    assert loss["value"] == "0.5"
    at.button(key="train-stop").click().run()
    wait_for(manager, job_id, "stopped")
    at.run()
    assert not at.exception
    assert not at.button(key="train-start").disabled
    assert at.number_input(key="train-seed").value == 11


def test_a_second_visitor_waits_in_line_and_is_told_the_place(open_page, manager):
    first = manager.submit(TrainSpec("order", "rnn", "max-over-time", seed=21, budget_s=15.0), ME)
    second = manager.submit(TrainSpec("order", "rnn", "max-over-time", seed=22, budget_s=15.0), "you")
    at = open_page("train", **{"train-job": second})
    assert picture(at)["curves"][0]["message"] == "Waiting for a free place: number 1 in line."
    manager.stop(second, "you")
    manager.stop(first, ME)


def test_who_shares_a_run_leaves_without_stopping_it(open_page, manager):
    spec = TrainSpec("order", "rnn", "max-over-time", seed=31, budget_s=15.0)
    job_id = manager.submit(spec, ME)
    at = open_page("train", **{"train-seed": "31"})
    at.button(key="train-start").click().run()
    assert at.query_params["train-job"] == job_id
    at.button(key="train-stop").click().run()
    assert "it goes on without you" in texts(at)
    assert "train-job" not in at.query_params
    assert manager.read(job_id).is_live
    manager.stop(job_id, ME)


def test_a_full_line_is_said_and_nothing_is_lost(open_page, manager, monkeypatch):
    monkeypatch.setattr(manager.line, "max_length", 0)
    at = open_page("train", **{"train-seed": "41"})
    at.button(key="train-start").click().run()
    assert "trainings wait already" in texts(at)
    assert "train-job" not in at.query_params
    assert at.number_input(key="train-seed").value == 41


def test_a_finished_run_is_shown_from_its_folder(open_page, finished):
    at = open_page("train", **{"train-job": finished, "train-seed": "5"})
    assert not at.exception
    result = JobStore(Path(runs.default_folder())).end(finished).result
    assert at.metric[0].value == f"{100 * result.validation_accuracy:.1f} %"
    assert f"{result.num_parameters:,}" in [metric.value for metric in at.metric]
    assert "Order matters · RNN · Max over time · 0.7 s · seed 3" in texts(at)
    assert "It read 1,000 different reviews" in texts(at)
    assert "of 6** of these right" in texts(at)
    assert at.number_input(key="train-seed").value == 5, "the controls belong to the next run"


def test_a_sentence_is_judged_by_the_run_and_marks_unknown_words(open_page, finished):
    at = open_page("train", **{"train-job": finished})
    at.text_input(key="train-sentence").input("the <b>zorbulent</b> film").run()
    assert not at.exception
    pictures = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    words = next(shown["words"] for shown in pictures if "words_label" in shown)
    assert [word["text"] for word in words if not word["known"]] == ["b", "zorbulent", "b"]
    assert "<b>" not in texts(at)
    assert at.query_params["train-sentence"] == "the <b>zorbulent</b> film"


def test_a_sentence_too_long_for_the_link_is_said_to_be(open_page, finished):
    at = open_page("train", **{"train-job": finished})
    at.text_input(key="train-sentence").input("wonder " * 100).run()
    assert "train-sentence" not in at.query_params
    assert "up to 500 characters; this one has 700, so a reload would lose it." in texts(at)


@pytest.mark.parametrize("sentence", ["   ", "***", "word " * 400])
def test_odd_sentences_do_no_harm(open_page, finished, sentence):
    at = open_page("train", **{"train-job": finished})
    at.text_input(key="train-sentence").input(sentence).run()
    assert not at.exception
    expected = "at least one word" if not sentence.startswith("word") else "Only the first 32 words"
    assert expected in texts(at)


def test_a_damaged_model_is_said_in_one_sentence(open_page, manager, finished, tmp_path):
    store = manager.store
    job_id = store.create(SPEC)
    for name in ("data.json", "result.json", "progress.jsonl", "vocabulary.txt", "model.safetensors"):
        (store.path(job_id) / name).write_bytes((store.path(finished) / name).read_bytes())
    (store.path(job_id) / "model.safetensors").write_bytes(b"damaged")
    at = open_page("train", **{"train-job": job_id})
    assert not at.exception
    assert "The model file model.safetensors is damaged" in texts(at)


def test_a_failed_run_says_why_and_keeps_its_curve(open_page, manager):
    store = manager.store
    job_id = store.create(SPEC)
    report = TrainProgress("training", step=3, elapsed_s=1.0, loss=0.7, validation_accuracy=0.5)
    (store.path(job_id) / "progress.jsonl").write_text(report.to_json() + "\n")
    store.write_end(job_id, JobEnd("failed", "The loss stopped being a number at step 4."))
    at = open_page("train", **{"train-job": job_id})
    assert at.error[0].value == "The loss stopped being a number at step 4."
    assert picture(at)["curves"][0]["value"] == "50.0 %"
    assert not at.metric


def test_a_reason_is_shown_as_it_is_and_never_as_markdown(open_page, manager):
    job_id = manager.store.create(SPEC)
    manager.store.write_end(job_id, JobEnd("failed", "found a_b in `x` $y$ :red[z]"))
    at = open_page("train", **{"train-job": job_id})
    assert at.error[0].value == r"Found a\_b in \`x\` \$y\$ \:red\[z\]."


def test_a_run_that_was_asked_to_stop_says_so_at_once(open_page, manager, monkeypatch):
    monkeypatch.setattr(
        manager.executor, "command", (sys.executable, "-c", WAITS_FOR_STOP.replace("stop", "never"))
    )
    first = manager.submit(TrainSpec("order", "rnn", "max-over-time", seed=50, budget_s=15.0), ME)
    manager.stop(first, ME)
    wait_for(manager, first, "stopped")
    at = open_page("train", **{"train-seed": "51"})
    at.button(key="train-start").click().run()
    wait_for(manager, at.query_params["train-job"], "training")
    at.run()
    assert at.button(key="train-stop").label == "Stop"
    at.button(key="train-stop").click().run()
    assert at.button(key="train-stop").label == "Stopping"
    assert at.button(key="train-stop").disabled
    assert "Stopping after 3.0 s of training" in [element.proto.text for element in at.get("progress")]


def test_another_tab_of_a_live_run_cannot_fill_the_line(open_page, manager):
    at = open_page("train", **{"train-seed": "61"})
    at.button(key="train-start").click().run()
    job_id = at.query_params["train-job"]
    for seed in ("62", "63"):
        tab = open_page("train", **{"train-seed": seed, "train-job": job_id})
        tab.session_state["runs-visitor"] = at.session_state["runs-visitor"]  # a browser's cookie says so
        assert tab.run().button(key="train-start").disabled
        assert tab.query_params["train-job"] == job_id
    assert not manager.line
    at.button(key="train-stop").click().run()
    wait_for(manager, job_id, "stopped")


def test_who_only_has_the_link_cannot_end_what_two_asked_for(open_page, manager):
    spec = TrainSpec("order", "rnn", "max-over-time", seed=71, budget_s=15.0)
    job_id = manager.submit(spec, ME)
    manager.submit(spec, "you")
    at = open_page("train", **{"train-job": job_id})
    assert at.button(key="train-stop").label == "Leave"
    assert "This run is somebody else's." in texts(at)
    assert not at.button(key="train-start").disabled, "what others train keeps nobody from a run of their own"
    at.button(key="train-stop").click().run()
    assert not manager.read(job_id).is_stopping
    assert "goes on without you" in texts(at)
    assert at.button(key="train-stop").label == "Stop"


def test_a_folder_that_cannot_be_made_is_said_when_start_is_pressed(open_page, monkeypatch):
    def fail():
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr(runs, "manager", fail)
    at = open_page("train", **{"train-job": "a" * 16})
    assert at.warning[0].value.startswith("No such run here")
    at.button(key="train-start").click().run()
    assert not at.exception
    assert "The run could not be started: File exists." in texts(at)


def test_a_class_that_watches_a_run_shares_one_picture_until_the_next_report():
    run = view(20)
    shared = drawn(run, 15.0)
    assert shared is drawn(replace(run), 15.0)
    assert shared == run_picture(run, 15.0)
    assert drawn(replace(run, progress=run.progress[:-1]), 15.0) is not shared
    assert drawn(replace(run, state="done"), 15.0) is not shared


def view(num_reports: int, state: str = "training") -> JobView:
    progress = tuple(
        TrainProgress(
            "training",
            step=k,
            elapsed_s=15.0 * k / num_reports,
            loss=1.2 - k / num_reports,
            validation_accuracy=k / num_reports if k % 4 == 0 else None,
        )
        for k in range(1, num_reports + 1)
    )
    return JobView("a" * 16, state, SPEC, progress, data=JobData(100, 80, 40, ""))


def test_places_are_shares_of_axes_that_hold_every_value():
    accuracy, loss = run_picture(view(100), 15.0).curves
    assert accuracy.points[-1] == (1.0, 1.0)
    assert accuracy.points[0] == (0.04, 0.0), "4 % lies below the axis and stands at its edge"
    assert len(accuracy.points) == len(accuracy.values) == len(accuracy.notes) == 25
    assert all(0 <= place <= 1 for curve in (accuracy, loss) for point in curve.points for place in point)
    assert loss.ticks[-1].label == "1.2"
    assert loss.reference.place == pytest.approx(CHANCE_LOSS / 1.2)
    assert (accuracy.reference.label, accuracy.reference.place) == ("chance 50 %", pytest.approx(1 / 6))


def test_the_axis_is_the_budget_even_if_the_last_step_ends_after_it():
    late = TrainProgress("training", step=1, elapsed_s=15.2, loss=0.1, validation_accuracy=0.9)
    picture = run_picture(JobView("a" * 16, "done", SPEC, (late,)), 60.0)
    assert [tick.label for tick in picture.ticks] == ["0", "3", "6", "9", "12", "15 s"]
    assert picture.curves[0].points[-1][0] == 1.0


def test_a_long_run_sends_no_more_points_than_a_short_one_and_keeps_the_latest():
    loss = run_picture(view(5_000), 15.0).curves[1]
    assert len(loss.points) <= MAX_POINTS
    assert loss.points[-1][0] == 1.0
    assert loss.value == "0.2"


def test_the_text_alternative_tells_the_curve():
    accuracy = run_picture(view(100), 15.0).curves[0]
    assert accuracy.description == (
        "Share of right answers on unseen reviews: 4.0 % at first, 100.0 % after 15.0 s of training."
    )


def test_the_lesson_names_the_batch_sizes_that_the_recipes_have():
    budgets = (None, 5.0, 20.0, 60.0, 180.0)
    asked = product(RECIPES, training.DATASETS, budgets)
    sizes = sorted({recipe_for(name, data, budget_s=budget).batch_size for name, data, budget in asked})
    named = f"{', '.join(map(str, sizes[:-1]))} or {sizes[-1]}"
    assert f"A batch of {named} reviews" in load_lesson("train")["step"]


def test_every_section_of_the_lesson_is_short():
    lesson = load_lesson("train")
    assert {"step", "order", "recipes", "inside", "loop", "simple", "try", "sources"} <= set(lesson)
    for name in set(lesson) - {"try", "sources"}:
        assert len(lesson[name].split("\n", 1)[1].split()) <= 80, name


@pytest.mark.parametrize(
    ("probability", "label", "expected"),
    [(0.9, "positive", True), (0.9, "negative", False), (0.508, "positive", False), (0.1, "negative", True)],
)
def test_near_one_half_a_network_is_not_said_to_be_right(probability, label, expected):
    answer = SimpleNamespace(probability=probability)
    assert trained.is_right(answer, label) == expected
