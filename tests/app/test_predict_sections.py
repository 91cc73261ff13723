"""Hard cases, many reviews at once, and what a probability is worth: the sections below the review."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui.calibrated import meaning
from pages.ui.networks import MODELS
from pages.ui.prediction import ARRIVAL
from pages.ui.wording import percent, unbroken
from rnn_core import weight_files
from rnn_core.sentiment import checkpoints
from rnn_core.sentiment.calibration_figures import CalibrationFigures
from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.sentiment.hard_cases import CASES, GROUPS
from rnn_core.sentiment.prediction import Prediction, predict

CASES_OPEN, BATCH_OPEN, CALIBRATION_OPEN = (
    {f"predict-{name}": "true"} for name in ("cases", "batch", "calibration")
)


def spoken(at: AppTest) -> str:
    return "\n".join(element.value for kind in (at.markdown, at.warning) for element in kind)


def judged(name: str, text: str) -> Prediction:
    loaded = load_shipped(name)
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


def forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


def paste(at: AppTest, text: str) -> AppTest:
    at.text_area(key="predict-batch-text").set_value(text).run()
    assert not at.exception
    return at


def test_closed_sections_compute_nothing(open_page):
    at = open_page("predict")
    assert not at.dataframe
    assert not at.get("plotly_chart")
    assert not [button for button in at.button if button.key.startswith("predict-case-")]


class TestHardCases:
    def test_a_group_stands_with_what_a_person_says_and_the_networks_own_numbers(self, open_page):
        at = open_page("predict", **CASES_OPEN, **{"predict-group": "Irony"})
        said, table = spoken(at), at.table[0].value
        case = next(case for case in CASES if case.group == "Irony")
        assert "A person: negative" in said
        assert table.iloc[:, 0].tolist() == [*GROUPS, "All"]
        for name, title in MODELS.items():
            assert f"{title} :green[{unbroken(percent(judged(name, case.text).probability))}]" in said
            counts = [cell.split(" of ") for cell in table[title]]
            assert sum(int(right) for right, _ in counts[:-1]) == int(counts[-1][0])
            assert counts[-1][1] == "40"

    def test_a_click_puts_a_case_into_the_review_and_keeps_what_was_typed(self, open_page):
        at = open_page("predict", **CASES_OPEN, **{"predict-text": "My own words."})
        at.button(key="predict-case-1").click().run()
        assert not at.exception
        assert at.session_state["predict-text"] == CASES[1].text
        assert at.query_params["predict-text"] == CASES[1].text
        at.button(key="predict-case-2").click().run()
        at.button(key="predict-back").click().run()
        assert at.session_state["predict-text"] == "My own words."

    def test_a_missing_network_and_a_group_that_is_none_are_a_sentence_each(
        self, open_page, monkeypatch, tmp_path
    ):
        at = open_page("predict", **CASES_OPEN, **{"predict-group": "Puns"})
        assert any("“Puns”" in warning.value for warning in at.warning)
        assert CASES[0].text in spoken(at)
        monkeypatch.setattr(checkpoints, "MODELS_DIR", tmp_path)
        forget()
        at.run()
        forget()
        assert not at.exception
        assert any("rnn.safetensors cannot be read" in warning.value for warning in at.warning)
        assert not at.table


class TestManyReviews:
    def test_lines_become_rows_with_every_network_s_calibrated_answer(self, open_page):
        at = paste(open_page("predict", **BATCH_OPEN), f"{ARRIVAL}\nDreadful.\n***")
        table = at.dataframe[0].value
        assert len(table) == 3
        for name, title in MODELS.items():
            assert table[title].iloc[0] == pytest.approx(100 * judged(name, ARRIVAL).probability, abs=1e-3)
        assert table["verdict"].tolist()[1:] == ["all negative", "no words"]
        assert "**2** reviews" in spoken(at)
        paste(at, "A fine film.\n" * 250)
        assert len(at.dataframe[0].value) == 200
        assert "Only the first 200 of 250 reviews are judged" in spoken(at)

    def test_labels_are_compared(self, open_page):
        at = paste(open_page("predict", **BATCH_OPEN), "label,text\n1,Superb.\n0,Superb.\n1,Wonderful.")
        said = spoken(at)
        assert "Of the 3 with a label" in said
        assert "Vanilla RNN :green[66.7 %] ± 27.2" in said
        at.button(key="predict-batch-example").click().run()
        assert len(at.dataframe[0].value) == 40, "the hard cases"
        assert "Of the 32 with a label" in spoken(at)

    def test_how_it_is_read_can_be_chosen_and_what_cannot_be_read_is_one_harmless_sentence(self, open_page):
        at = open_page("predict", **BATCH_OPEN, **{"predict-batch-as": "one review a line"})
        assert len(paste(at, "text\nSuperb.").dataframe[0].value) == 2
        paste(at, "**id**;$x$\n1;2")
        at.segmented_control(key="predict-batch-as").set_value("a table").run()
        (warning,) = at.warning
        assert "found \\*\\*id\\*\\*, \\$x\\$" in warning.value
        assert at.text_area(key="predict-batch-text").value.startswith("**id**")

    def test_a_file_is_read_in_its_encoding_and_that_is_said(self, open_page):
        at = open_page("predict", **BATCH_OPEN)
        for name, content, rows, said in (
            ("a.csv", "review;label\nTrès bon film;1\nDull;0".encode("cp1252"), 2, "Windows-1252"),
            ("b.csv", "text\nGood\nBad\nMeh".encode("utf-16"), 3, "UTF-16"),
        ):
            at.file_uploader(key="predict-batch-file").set_value((name, content, "text/csv")).run()
            assert not at.exception
            assert len(at.dataframe[0].value) == rows
            assert f"The file is {said}" in spoken(at)
        at.file_uploader(key="predict-batch-file").set_value(("c.csv", b"id,score\n1,2", "text/csv")).run()
        (warning,) = at.warning
        assert "must have a column named text, review or comment; found id, score" in warning.value


class TestCalibration:
    def test_the_picture_and_the_table_are_of_what_was_measured(self, open_page):
        at = open_page("predict", **CALIBRATION_OPEN, **{"predict-bins": "true"})
        assert at.dataframe[0].value["texts"].sum() == 2_453
        for name, title in MODELS.items():
            at.segmented_control(key="predict-calibrated").set_value(title).run()
            figures = CalibrationFigures.load(weight_files.MODELS_DIR, name)
            full = json.loads(at.get("plotly_chart")[-1].proto.spec)["data"][2]
            assert full["x"] == pytest.approx(
                [b.mean_probability for b in figures.calibrated.bins if b.count]
            )
            assert f"{100 * figures.calibrated.error:.1f} points" in spoken(at)
            table = at.table[-1].value
            assert table["Calibrated"].iloc[0] == f"{100 * figures.calibrated.error:.1f} %"
            assert table["As the network gives it"].iloc[0] == f"{100 * figures.raw.error:.1f} %"

    def test_single_sentences_are_said_to_be_another_matter(self, open_page):
        asked = {"predict-calibrated": "Vanilla RNN", "predict-texts": "single sentences"}
        at = open_page("predict", **CALIBRATION_OPEN, **asked)
        figures = CalibrationFigures.load(weight_files.MODELS_DIR, "rnn")
        said = spoken(at)
        assert f"{100 * figures.sentences.error:.1f} points" in said
        assert "It claims too much." in said
        assert f"right in {percent(figures.sentences.accuracy)}" in said
        answer = judged("lstm", ARRIVAL)
        assert meaning("lstm", answer.probability, answer.num_tokens) in said, "beside the verdict"

    def test_missing_figures_cost_the_picture_and_no_verdict(self, open_page, monkeypatch, tmp_path):
        monkeypatch.setattr(weight_files, "MODELS_DIR", tmp_path)
        forget()
        at = open_page("predict", **CALIBRATION_OPEN)
        forget()
        assert not at.exception
        assert "What this probability is worth is not known" in spoken(at)
        assert any("The figures lstm" in warning.value for warning in at.warning)
        assert not at.get("plotly_chart")
        assert "probability of positive" in spoken(at)


class TestMeaning:
    def test_a_short_text_is_compared_with_sentences_and_a_long_one_with_reviews(self):
        figures = CalibrationFigures.load(weight_files.MODELS_DIR, "gru")
        for num_tokens, measured, kind in (
            (12, figures.sentences, "single sentences"),
            (230, figures.calibrated, "reviews that it had not met"),
        ):
            last = measured.bins[-1]
            said = meaning("gru", 0.99, num_tokens)
            assert said.startswith(f"Of {last.count:,} {kind} that it gave 93 to 100 %, ")
            assert f"{100 * last.share_positive:.0f} in 100" in said

    @pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
    def test_every_probability_has_a_meaning(self, probability):
        assert meaning("rnn", probability, 10).endswith(".")
