"""The Predict page: networks side by side, what each word did, edits of single words, and own runs."""

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.ui import readers, word_edits
from pages.ui.lanes import number, signed
from pages.ui.networks import MODELS
from pages.ui.prediction import ARRIVAL
from pages.ui.review import MAX_REVIEW
from pages.ui.word_edits import WordEdit
from pages.ui.wording import percent, points, unbroken
from rnn_core.remembering.job import RecallSpec
from rnn_core.running.owners import Owners
from rnn_core.running.records import JobEnd, JobResult
from rnn_core.running.store import MODEL_FILE, JobStore
from rnn_core.sentiment.checkpoints import SHIPPED, load_shipped, save_checkpoint
from rnn_core.sentiment.close_reading import read_closely
from rnn_core.sentiment.hard_cases import CASES
from rnn_core.sentiment.prediction import predict
from rnn_core.sentiment.snapshots import SNAPSHOTS_FOLDER, keep_snapshot
from rnn_core.sentiment.spec import TrainSpec
from tests.app.test_predict import judge, read, rows, sent, spoken
from tests.core.sentiment.cases import VOCABULARY, make_model

ROOT = Path(__file__).parents[2]
NEGATED = "This film is not good."


def test_the_page_comes_on_screen_before_torch_and_pandas_are_loaded():
    modules = "batch calibrated close_picture gallery prediction readers review verdicts word_edits"
    imports = ", ".join(f"pages.ui.{name}" for name in modules.split())
    code = f"import sys, {imports}; sys.exit(bool({{'torch', 'pandas'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def core(name: str, text: str):
    loaded = load_shipped(name)
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


class TestSideBySide:
    def test_each_network_has_a_row_with_the_core_s_numbers(self, open_page):
        shown = rows(judge(open_page("predict"), NEGATED))
        assert list(shown) == list(SHIPPED)
        for name, row in shown.items():
            expected = core(name, NEGATED)
            assert row["share"] == pytest.approx(expected.probability)
            assert row["percent"] == percent(expected.probability)
            assert row["before"] is None
            assert row["sentence"].startswith(f"{row['title']}: ")

    def test_without_words_no_row_has_a_verdict(self, open_page):
        shown = rows(judge(open_page("predict"), " "))
        assert [row["share"] for row in shown.values()] == [None] * 3


class TestWhatEachWordDid:
    def close(self, text, baseline="unknown"):
        loaded = load_shipped("lstm")
        return read_closely(loaded.model, loaded.vocabulary, text, baseline)

    def test_bars_and_sentences_are_the_core_s(self, open_page):
        at = judge(open_page("predict"), NEGATED)
        shares, effects = self.close(NEGATED).gradients.shares, self.close(NEGATED).deletion.effects
        largest = max(shares.abs().max(), effects.abs().max()).item()
        bars = read(at)["lanes"]["bars"]
        assert bars[0]["places"] == pytest.approx((shares / largest).tolist())
        assert bars[1]["places"] == pytest.approx((effects / largest).tolist())
        assert bars[0]["notes"][3] == f"share {signed(shares[3].item())}"
        assert read(at)["lanes"]["scale"] == [signed(largest), signed(-largest)]

    @pytest.mark.parametrize(
        ("choice", "baseline"), [("the unknown word", "unknown"), ("a zero vector", "zero")]
    )
    def test_the_sum_that_must_come_out_is_said(self, open_page, choice, baseline):
        at = judge(open_page("predict", **{"predict-baseline": choice}), NEGATED)
        found = self.close(NEGATED, baseline).gradients
        total = signed(found.shares.sum().item())
        (said,) = [line for line in read(at)["legend"] if "add up to" in line]
        assert f"add up to {total}. The logit moved by {total}: from {number(found.start)}," in said
        assert said.endswith(f"to {number(found.end)}.")

    def test_the_way_from_the_logit_to_the_probability_is_said(self, open_page):
        at, expected = judge(open_page("predict"), NEGATED), core("lstm", NEGATED)
        assert read(at)["legend"][-1] == (
            f"The sigmoid of the logit {number(expected.logit)}, divided by the temperature "
            f"{load_shipped('lstm').temperature:.3f}, is the probability {percent(expected.probability)}."
        )

    def test_the_hidden_states_arrive_whole(self, open_page):
        lanes = read(judge(open_page("predict"), NEGATED))["lanes"]
        states = np.frombuffer(base64.b64decode(lanes["states"]), np.float32).reshape(-1, lanes["num_units"])
        expected = self.close(NEGATED).gradients.h
        torch.testing.assert_close(torch.from_numpy(states.copy()), expected.float())
        assert lanes["largest"] == pytest.approx(expected.abs().max().item())
        for order in lanes["orders"]:
            assert sorted(order["units"]) == list(range(lanes["num_units"]))

    def test_units_stand_by_weight_and_by_peak(self, open_page):
        orders = {order["name"]: order["units"] for order in read(open_page("predict"))["lanes"]["orders"]}
        weights = load_shipped("lstm").model.output.weight[0][orders["weight"]]
        assert (weights[:-1] >= weights[1:]).all()
        peaks = self.close(ARRIVAL).gradients.h.argmax(0)[orders["peak"]]
        assert (peaks[:-1] <= peaks[1:]).all()

    def test_a_long_review_is_read_at_once_and_taken_apart_when_the_typing_rests(self, open_page):
        text = "This film is not good. " * 60
        at = judge(open_page("predict"), text)
        first = read(at)
        assert len(first["words"]) == 360
        assert set(first["lanes"]["bars"][0]["places"]) == {None}
        assert first["lanes"]["waiting"] in first["legend"]
        at.session_state["predict-table"] = True
        assert "share" not in at.run().dataframe[0].value
        at.session_state["predict-rested"] = [first["waiting_for"]]
        then = read(at.run())
        assert (then["waiting_for"], then["lanes"]["waiting"]) == ("", "")
        assert then["words"] == first["words"]
        assert "share" in at.dataframe[0].value
        sent_states = (base64.b64decode(each["lanes"]["states"]) for each in (first, then))
        np.testing.assert_allclose(*(np.frombuffer(each, np.float32) for each in sent_states), atol=1e-5)
        effects = self.close(text).deletion.effects
        assert then["lanes"]["bars"][1]["places"][3] * effects[3] > 0
        assert read(judge(at, f"Well. {text}"))["waiting_for"] != first["waiting_for"]

    def test_one_word_cannot_be_left_out(self, open_page):
        lane = read(judge(open_page("predict"), "good"))["lanes"]["bars"][1]
        assert lane["places"] == [None]
        assert lane["notes"] == ["nothing would be left without it"]

    def test_unknown_words_have_neighbours_by_spelling(self, open_page):
        legend = read(judge(open_page("predict"), "A wonderfull blimfark."))["legend"]
        assert legend[2] == (
            "In their place it reads <unknown>. Known words spelled most like them: "
            "\u2068wonderfull\u2069: wonderful, wonderfully; \u2068blimfark\u2069: none within two letters."
        )

    def test_an_order_in_the_link_is_used_and_a_bad_one_said(self, open_page):
        assert read(open_page("predict", **{"predict-order": "peak"}))["lanes"]["order"] == "peak"
        at = open_page("predict", **{"predict-order": "taste"})
        assert read(at)["lanes"]["order"] == "number"
        assert "allowed is number, weight, peak" in at.warning[0].value


class TestEdits:
    def edited(self, open_page) -> AppTest:
        after = "This film is good."
        at = judge(open_page("predict"), NEGATED)
        at.session_state["predict-edits"] = [WordEdit(NEGATED, after, "“not” was taken out.")]
        return judge(at, after)

    def test_before_and_after_stand_side_by_side(self, open_page):
        at = self.edited(open_page)
        assert "“not” was taken out." in spoken(at)
        for name, row in rows(at).items():
            before, after = core(name, NEGATED).probability, core(name, "This film is good.").probability
            assert (row["before"], row["share"]) == pytest.approx((before, after))
            assert row["change"] == f"was {percent(before)}: {points(after - before)}"

    def test_undo_brings_the_review_back(self, open_page):
        at = self.edited(open_page)
        at.button(key="predict-undo").click().run()
        assert sent(at, "stamp")[0]["text"] == NEGATED
        assert at.button(key="predict-undo").disabled
        assert rows(at)["lstm"]["before"] is None

    def test_whoever_types_on_starts_anew(self, open_page):
        at = judge(self.edited(open_page), "This film is good. Or is it?")
        assert rows(at)["lstm"]["before"] is None
        assert at.button(key="predict-undo").disabled

    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ({"edit": "delete", "place": 3, "start": 13, "new": ""}, "This film is good."),
            ({"edit": "swap", "place": 3, "start": 13, "new": ""}, "This film is good not."),
            (
                {"edit": "replace", "place": 4, "start": 17, "new": "<b>bad</b>"},
                "This film is not <b>bad</b>.",
            ),
            ({"edit": "delete", "place": 3, "start": 12, "new": ""}, NEGATED),
            ({"edit": "delete", "place": 99, "start": 0, "new": ""}, NEGATED),
            ({"edit": "swap", "place": 5, "start": 21, "new": ""}, NEGATED),
            ({"edit": "drop", "place": 3, "start": 13, "new": ""}, NEGATED),
            ({"edit": "delete", "place": "3", "start": 13, "new": ""}, NEGATED),
            (None, NEGATED),
        ],
    )
    def test_an_edit_is_made_where_it_fits_the_review(self, monkeypatch, told, expected):
        state = {"predict-text": NEGATED}
        monkeypatch.setattr(word_edits.st, "session_state", state)
        word_edits.take_edit(told)
        assert state["predict-text"] == expected
        assert len(state.get("predict-edits", [])) == (expected != NEGATED)


class TestOwnRuns:
    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobStore]:
        monkeypatch.setenv("UNROLLED_JOBS_DIR", str(tmp_path))
        return JobStore(tmp_path)

    def run(self, store: JobStore, cell: str = "gru") -> str:
        job_id = store.create(TrainSpec("order", cell, "max-over-time"))
        save_checkpoint(store.path(job_id) / MODEL_FILE, make_model(cell=cell), VOCABULARY)
        result = JobResult(0.875, 0.02, 200, 9.0, 10, 100, 1_000, len(VOCABULARY), temperature=2.0)
        store.write_end(job_id, JobEnd("done", result=result))
        return job_id

    @pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
    def test_a_run_stands_beside_the_others_and_can_be_opened(self, open_page, store, cell):
        job_id = self.run(store, cell)
        at = open_page(
            "predict", **{"predict-run": job_id, "predict-model": job_id, "predict-text": "A fine film."}
        )
        assert not at.exception
        assert not at.warning
        row = rows(at)[job_id]
        expected = predict(make_model(cell=cell), VOCABULARY, "A fine film.", temperature=2.0)
        assert row["share"] == pytest.approx(expected.probability, abs=1e-3)
        assert sent(at, "rows")[0]["chosen"] == job_id
        assert read(at)["lanes"]["num_units"] == 6
        assert "On 200 held-back reviews" in spoken(at)
        assert "87.5 %" in spoken(at)
        assert at.query_params["predict-run"] == job_id

    def test_a_link_to_a_run_opens_that_run(self, open_page, store):
        job_id = self.run(store)
        at = open_page("predict", **{"predict-run": job_id})
        assert sent(at, "rows")[0]["chosen"] == job_id
        at.session_state["predict-model"] = "gru"
        assert sent(at.run(), "rows")[0]["chosen"] == "gru", (
            "and leaves the choice to the person from then on"
        )

    @pytest.mark.parametrize("job_id", ["A" * 16, "../../../etc/pass", "<b>x</b>"])
    def test_a_run_that_is_not_here_is_one_sentence(self, open_page, store, job_id):
        at = open_page("predict", **{"predict-run": job_id})
        assert not at.exception
        assert [warning.value.startswith("No such run here") for warning in at.warning] == [True]
        assert "<b>" not in at.warning[0].value
        assert list(rows(at)) == list(SHIPPED)

    def test_a_calibrated_run_says_so(self, open_page, store):
        at = open_page("predict", **{"predict-run": self.run(store)})
        assert "calibrated probability of positive" in spoken(at)
        assert "Calibrated by a temperature of 2.000" in spoken(at)

    def test_a_run_that_broke_off_reads_by_its_newest_snapshot_and_is_not_calibrated(self, open_page, store):
        job_id = store.create(TrainSpec("order", "lstm", "max-over-time"))
        (store.path(job_id) / SNAPSHOTS_FOLDER).mkdir()
        keep_snapshot(store.path(job_id), 0, make_model(1, cell="lstm"), VOCABULARY)
        keep_snapshot(store.path(job_id), 7, make_model(2, cell="lstm"), VOCABULARY)
        store.write_end(job_id, JobEnd("failed", "The loss stopped being a number."))
        at = open_page("predict", **{"predict-run": job_id, "predict-text": "A fine film."})
        assert not at.warning
        expected = predict(make_model(2, cell="lstm"), VOCABULARY, "A fine film.")
        assert rows(at)[job_id]["share"] == pytest.approx(expected.probability, abs=1e-3)
        assert "probability of positive, not calibrated" in spoken(at)
        assert "its training did not come to its end" in spoken(at)

    def test_what_a_run_learns_meanwhile_is_read_at_once(self, open_page, store):
        job_id = store.create(TrainSpec("order", "lstm", "max-over-time"))
        (store.path(job_id) / SNAPSHOTS_FOLDER).mkdir()
        keep_snapshot(store.path(job_id), 3, make_model(1, cell="lstm"), VOCABULARY)
        at = open_page("predict", **{"predict-run": job_id, "predict-text": "A fine film."})
        keep_snapshot(store.path(job_id), 7, make_model(2, cell="lstm"), VOCABULARY)
        expected = predict(make_model(2, cell="lstm"), VOCABULARY, "A fine film.")
        assert rows(at.run())[job_id]["share"] == pytest.approx(expected.probability, abs=1e-3)

    def test_runs_of_one_kind_are_told_apart(self, open_page, store):
        both = (self.run(store), self.run(store))
        at = open_page("predict", **{"predict-run": ",".join(both)})
        assert [rows(at)[job_id]["title"] for job_id in both] == ["GRU on order", "GRU on order (2)"]

    def test_a_run_called_like_a_network_that_ships_is_told_apart(self, open_page, store, monkeypatch):
        monkeypatch.setattr(readers, "visitor", lambda: "me")
        job_id = self.run(store)
        Owners(store).add(job_id, "me")
        Owners(store).rename(job_id, "me", "LSTM")
        assert rows(open_page("predict", **{"predict-run": job_id}))[job_id]["title"] == "LSTM (2)"

    def test_a_run_judges_the_hard_cases_and_many_reviews_too(self, open_page, store):
        job_id = self.run(store)
        opened = {"predict-run": job_id, "predict-cases": "true", "predict-batch": "true"}
        at = open_page("predict", **opened)
        at.text_area(key="predict-batch-text").set_value("A fine film.\n***").run()
        assert not at.exception
        case = predict(make_model(cell="gru"), VOCABULARY, CASES[0].text, temperature=2.0)
        assert f"“GRU on order” :green[{unbroken(percent(case.probability))}]" in spoken(at)
        assert list(at.table[0].value)[-1] == "“GRU on order”"
        line = predict(make_model(cell="gru"), VOCABULARY, "A fine film.", temperature=2.0)
        shown = at.dataframe[0].value["“GRU on order”"]
        assert shown.iloc[0] == pytest.approx(100 * line.probability, abs=0.05)
        assert "all four networks agree" in spoken(at)
        assert "“GRU on order” is calibrated, and does not know 0 % of these words" in spoken(at)
        at.multiselect(key="predict-runs").set_value([]).run()
        assert list(at.table[0].value)[1:] == list(MODELS.values())
        assert "“GRU on order”" not in at.dataframe[0].value

    def test_a_late_address_takes_no_choice_back(self, open_page, store, monkeypatch):
        monkeypatch.setattr(readers, "visitor", lambda: "me")
        runs = [self.run(store) for _ in range(3)]
        for job_id in runs:
            Owners(store).add(job_id, "me")
        at = open_page("predict", **{"predict-run": ",".join(runs[:2])})
        for chosen in ([runs[0]], [runs[0], runs[2]], []):
            late = at.query_params.get("predict-run", "")
            at.multiselect(key="predict-runs").set_value(chosen).run()
            at.query_params["predict-run"] = late
            at.run()
            assert [key for key in rows(at) if key not in SHIPPED] == chosen
        at.query_params["predict-run"] = runs[0]
        at.session_state[readers.LEFT] = ((runs[0],), 0.0)  # long ago
        assert runs[0] in rows(at.run()), "a link to a run that was left brings it back"

    def test_what_left_no_network_is_said(self, open_page, store):
        waiting = store.create(TrainSpec("order", "gru", "max-over-time"))
        other = store.create(RecallSpec("rnn", 5, 1))
        at = open_page("predict", **{"predict-run": f"{waiting},{other}"})
        assert not at.exception
        said = [warning.value for warning in at.warning]
        assert "This run has left no network" in said[0]
        assert "no network that reads a review word by word" in said[1]


def test_a_text_without_end_is_cut(open_page):
    at = open_page("predict")
    at.session_state["predict-text"] = "x" * (MAX_REVIEW + 1)
    at.run()
    assert not at.exception
    assert len(sent(at, "stamp")[0]["text"]) == MAX_REVIEW
