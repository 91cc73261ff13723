"""What the Train page lets a person choose: the ladder, more settings, rivals, IMDB's download, memory."""

import json
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import imdb, ladder, memory_choices, runs, training
from pages.ui.run_picture import run_picture
from rnn_core.data.download import DownloadState
from rnn_core.jobs import JobManager, QueueFullError
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import JobEnd, JobResult
from rnn_core.running.store import JobStore
from rnn_core.sentiment.ladder import PRESETS, RUNGS
from rnn_core.sentiment.recipes import LEARNERS, recipe_of
from rnn_core.sentiment.spec import TrainProgress, TrainSpec


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JobManager]:
    waits = (sys.executable, "-c", "import sys; sys.stdin.read()")
    manager = JobManager(JobStore(tmp_path_factory.mktemp("jobs")), num_slots=1, command=waits)
    yield manager
    manager.close()


@pytest.fixture(autouse=True)
def asked(manager: JobManager, monkeypatch: pytest.MonkeyPatch) -> list:
    """What was handed in; nothing is trained, for the line is always full."""
    specs: list = []

    def submit(spec, visitor):
        specs.append(spec)
        raise QueueFullError("Full.")

    monkeypatch.setattr(manager, "submit", submit)
    monkeypatch.setattr(runs, "_manager", lambda folder: manager)
    return specs


@pytest.fixture
def with_imdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imdb, "is_here", lambda: True)


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.warning, *at.error])


def start(at: AppTest, asked: list) -> TrainSpec:
    at.button(key="train-start").click().run()
    assert not at.exception
    return asked[-1]


def open_ladder(open_page, **link: str) -> AppTest:
    """Open the page with its ladder: AppTest cannot click an expander, so that it is opened by its state."""
    return still_open(open_page("train", **link))


def still_open(at: AppTest) -> AppTest:
    at.session_state["train-ladder"] = True
    return at.run()


def test_the_ladder_starts_with_the_rungs_of_the_recipe_and_each_can_be_turned(open_page, asked):
    at = open_ladder(open_page)
    switches = {rung.key: at.toggle(key=f"train-rung-{rung.key}") for rung in RUNGS}
    idle = {rung.key for rung in RUNGS if rung.not_on_order}
    assert {key for key, switch in switches.items() if switch.disabled} == idle
    assert {key for key, switch in switches.items() if switch.value} == PRESETS["max-over-time"] - idle
    switches["clipping"].set_value(False).run()
    assert not at.exception
    assert "Max over time, without “Gradient clipping”: 4 of 8 remedies are on." in texts(at)
    assert set(at.query_params["train-rungs"].split(".")) == PRESETS["max-over-time"] - {"clipping"}
    spec = start(at, asked)
    assert (spec.recipe, spec.changes) == ("max-over-time", (("clip_norm", None),))
    still_open(at).toggle(key="train-rung-clipping").set_value(True).run()
    assert "train-rungs" not in at.query_params


def test_another_recipe_brings_its_own_rungs(open_page, asked):
    at = open_ladder(open_page, **{"train-rungs": "left-padding.clipping"})
    at.selectbox(key="train-recipe").set_value("textbook").run()
    assert "train-rungs" not in at.query_params
    still_open(at)
    assert not any(at.toggle(key=f"train-rung-{rung.key}").value for rung in RUNGS)
    assert (start(at, asked).recipe, asked[-1].changes) == ("textbook", ())


@pytest.mark.usefixtures("with_imdb")
def test_a_link_carries_the_ladder(open_page, asked):
    at = open_page("train", **{"train-data": "imdb", "train-rungs": "last-real.one-cycle"})
    recipe = recipe_of(start(at, asked))
    assert (recipe.pooling, recipe.one_cycle, recipe.clip_norm, recipe.word_vectors) == (
        "last real", True, None, False,
    )  # fmt: skip


def test_no_rung_at_all_is_said_in_the_link_too(open_page, asked):
    at = open_page("train", **{"train-rungs": "none"})
    assert "Max over time, 8 switches turned: 0 of 8 remedies are on." in texts(at)
    spec = start(at, asked)
    assert (spec.recipe, spec.changes) == ("textbook", ())


@pytest.mark.parametrize("value", ["clipping.luck", "a" * 4_000])
def test_rungs_that_are_none_fall_back_and_are_said(open_page, value):
    at = open_page("train", **{"train-rungs": value})
    assert not at.exception
    assert "Using those of the recipe." in texts(at)
    assert "train-rungs" not in at.query_params


def test_what_does_nothing_where_it_stands_says_so_beside_its_switch(open_page):
    at = open_ladder(open_page, **{"train-rungs": "last-real.max"})
    assert "“Max over time” reads every state" in texts(at)
    assert "These reviews have 5 to 20 words: there is nothing to cut." in texts(at)


def test_the_way_back_to_the_recipe(open_page):
    at = open_ladder(open_page, **{"train-rungs": "max"})
    at.button(key="train-ladder-back").click().run()
    assert "train-rungs" not in at.query_params
    assert ladder.said(PRESETS["textbook"], "textbook", "imdb") == "0 of 11 remedies are on."


def test_every_setting_is_in_the_link_and_in_the_training(open_page, asked):
    link = {"rate": "1e9", "clip": "0.5", "dropout": "0.25", "units": "16", "stop-at": "95", "seed": "3"}
    at = open_page("train", **{f"train-{name}": value for name, value in link.items()})
    assert not at.exception
    spec = start(at, asked)
    assert dict(spec.changes) == {
        "learning_rate": 1e9, "clip_norm": 0.5, "dropout": 0.25, "hidden_size": 16,
    }  # fmt: skip
    assert (spec.stop_accuracy, spec.seed) == (0.95, 3)
    assert float(at.query_params["train-rate"]) == pytest.approx(1e9)
    assert at.query_params["train-units"] == "16"


def test_an_empty_box_leaves_the_recipe_as_it_is(open_page, asked):
    at = open_page("train", **{"train-rate": "0.01"})
    at.number_input(key="train-rate").set_value(None).run()
    assert "train-rate" not in at.query_params
    assert start(at, asked).changes == ()


NUMBERS = "numbers from {} are allowed. The box is left out."


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "rate": ("1e10", "Found 1e+10; " + NUMBERS.format("1e-06 to 1e+09")),
            "clip": ("0", "Found 0; " + NUMBERS.format("0.001 to 1,000")),
            "dropout": ("1", "Found 1; " + NUMBERS.format("0 to 0.9")),
            "units": ("1.5", "The link asks for “1.5”; whole " + NUMBERS.format("1 to 256")),
            "stop-at": ("101", "Found 101; " + NUMBERS.format("50 to 100")),
        },
        {
            "rate": ("1e400", "The link asks for “1e400”; "),
            "clip": ("nan", "The link asks for “nan”; "),
            "dropout": ("٣", "The link asks for “٣”; "),
            "units": ("9" * 400, f"The link asks for “{'9' * 24}”; "),
            "stop-at": ("1_0", "The link asks for “1?0”; "),
        },
    ],
)
def test_settings_that_cannot_be_are_said_and_left_out(open_page, asked, wrong):
    at = open_page("train", **{f"train-{name}": value for name, (value, _) in wrong.items()})
    assert not at.exception
    for _, said in wrong.values():
        assert said in texts(at)
    spec = start(at, asked)
    assert (spec.changes, spec.stop_accuracy) == ((), None)


def test_who_counts_words_is_asked_for_nothing_else(open_page, asked):
    at = open_page("train", **{"train-cell": "tfidf2", "train-recipe": "thorough", "train-seed": "4"})
    assert not at.selectbox
    assert "It has no recipe." in texts(at)
    assert start(at, asked) == TrainSpec("order", "tfidf2", "textbook")


def test_the_mean_has_a_recipe_and_says_what_does_not_concern_it(open_page, asked):
    at = open_ladder(open_page, **{"train-cell": "mean"})
    assert "Without a recurrent layer there is no state to read" in texts(at)
    assert start(at, asked).cell == "mean"
    assert training.MEAN_RECIPE in texts(at), "what the recipe says of hidden units is not so here"


@pytest.mark.usefixtures("with_imdb")
def test_imdb_has_a_recipe_and_seconds_of_its_own_until_a_person_chooses(open_page, asked):
    at = open_page("train")
    at.pills(key="train-data").set_value("imdb").run()
    spec = start(at, asked)
    assert (spec.recipe, spec.budget_s) == ("thorough", 60.0)
    at = open_page("train", **{"train-recipe": "last-step", "train-seconds": "33"})
    at.pills(key="train-data").set_value("imdb").run()
    spec = start(at, asked)
    assert (spec.recipe, spec.budget_s) == ("last-step", 33.0)


def test_the_memory_test_is_a_third_choice(open_page, asked):
    link = {"data": "memory", "memory-cell": "LSTM bias 3", "memory-t": "50", "memory-seed": "7"}
    at = open_page("train", **{f"train-{name}": value for name, value in link.items()})
    assert not at.exception
    at.button(key="train-memory-start").click().run()
    assert asked[-1] == RecallSpec("lstm-3", 50, seed=7)
    assert memory_choices.TASK in texts(at)


@pytest.fixture
def download(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    pressed: list[str] = []
    double = SimpleNamespace(
        state=DownloadState(),
        pressed=pressed,
        start=lambda: pressed.append("start"),
        cancel=lambda: pressed.append("cancel"),
    )
    monkeypatch.setattr(imdb, "is_here", lambda: False)
    monkeypatch.setattr(imdb, "download", lambda: double)
    return double


def test_imdb_is_offered_and_fetched_by_one_click(open_page, download):
    at = open_page("train", **{"train-data": "imdb"})
    assert at.button(key="train-imdb-start").label == "Get IMDB (21 MB)"
    at.button(key="train-imdb-start").click().run()
    assert download.pressed == ["start"]


def test_a_download_on_its_way_tells_bytes_speed_and_time_left_and_can_be_cancelled(open_page, download):
    download.state = DownloadState("downloading", "Hugging Face", 7_000_000, 21_000_000, 3.5)
    at = open_page("train", **{"train-data": "imdb"})
    told = [element.proto.text for element in at.get("progress")]
    assert "Hugging Face: 7.0 of 21.0 MB · 2.0 MB/s · 7 s left" in told
    at.button(key="train-imdb-cancel").click().run()
    assert download.pressed == ["cancel"]


def test_a_download_that_failed_says_why_and_what_to_do(open_page, download):
    download.state = DownloadState("failed", message="No `network`.")
    at = open_page("train", **{"train-data": "imdb"})
    assert at.error[0].value == r"No \`network\`."
    assert at.button(key="train-imdb-start").label == "Try again"
    assert at.button(key="train-start").disabled


def test_a_cancelled_download_can_be_begun_again(open_page, download):
    download.state = DownloadState("cancelled", "Hugging Face")
    at = open_page("train", **{"train-data": "imdb"})
    assert "Cancelled; nothing was kept." in texts(at)
    assert at.button(key="train-imdb-start").label == "Try again"


@pytest.mark.parametrize(
    ("spec", "title"),
    [
        (TrainSpec("order", "tfidf2", "textbook"), "Order matters · TF-IDF pairs"),
        (
            TrainSpec("imdb", "gru", "textbook", 2, 60.0, (("clip_norm", 1.0), ("one_cycle", True))),
            "IMDB · GRU · Textbook, clip norm 1, one cycle on · 60 s · seed 2",
        ),
    ],
)
def test_a_run_is_named_by_what_was_asked_for(spec, title):
    assert training.run_title(spec) == title


def test_a_long_list_of_changes_is_cut_short():
    changes = (("clip_norm", 1.0), ("dropout", 0.1), ("hidden_size", 8), ("one_cycle", True), ("seed", 1))
    spec = TrainSpec("order", "rnn", "textbook", 0, 5.0, changes[:4])
    assert "one cycle on" in training.run_title(spec), "one more is no list"
    more = TrainSpec("order", "rnn", "textbook", 0, 5.0, (*changes[:4], ("word_dropout", 0.1)))
    assert "hidden size 8, 2 more changes · 5 s" in training.run_title(more)


@pytest.mark.parametrize(("query", "is_open"), [({}, False), ({"train-seed": "-4"}, True)])
def test_what_a_link_sets_among_the_further_settings_is_seen(open_page, query, is_open):
    at = open_page("train", **query)
    more = next(box for box in at.expander if box.label == "More settings")
    assert more.proto.expanded == is_open


def test_every_network_has_a_name():
    assert set(training.CELLS) == set(LEARNERS)


def test_the_axis_of_a_run_without_a_budget_ends_where_it_ended(manager):
    job_id = manager.store.create(TrainSpec("order", "tfidf", "textbook"))
    report = TrainProgress("training", step=1, elapsed_s=1.6, fraction=1.0, loss=0.3, validation_accuracy=0.7)
    (manager.store.path(job_id) / "progress.jsonl").write_text(report.to_json() + "\n")
    manager.store.write_end(job_id, JobEnd("done", result=JobResult(0.7, 0.03, 200, 1.6, 1, 1_000, 301, 302)))
    picture = run_picture(manager.read(job_id), budget_s=300.0)
    assert picture.ticks[-1].label == "1.6 s"
    assert picture.curves[0].points[0][0] == 1.0
    assert picture.curves[1].note == "nats, mean of all reviews"


def test_a_finished_run_that_counted_words_is_shown_without_a_network(open_page, manager):
    job_id = manager.store.create(TrainSpec("order", "tfidf", "textbook"))
    result = JobResult(0.5, 0.04, 200, 1.5, 1, 1_000, 301, 302)
    manager.store.write_end(job_id, JobEnd("done", result=result))
    at = open_page("train", **{"train-job": job_id, "train-cell": "tfidf"})
    assert not at.exception
    assert "This run counted words and kept no network" in texts(at)
    assert "has no recurrent layer: no gradient travels back" in texts(at)
    shown = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    assert not any("moments" in each for each in shown), "no empty room is kept for what does not come"
    assert "Order matters · TF-IDF" in texts(at)
