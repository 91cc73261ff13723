"""The Predict page: what it says of real and of impossible reviews, on the weights that ship."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui.link import MAX_TEXT
from pages.ui.prediction import ARRIVAL, EXAMPLES
from pages.ui.reading import reading_data
from pages.ui.wording import opinion, percent, points, printable, shortened
from rnn_core import weight_files
from rnn_core.sentiment import checkpoints
from rnn_core.sentiment.prediction import PredictedToken, Prediction, predict
from rnn_core.text.tokenizer import tokenize

NO_WORDS = "The review must hold at least one word; none was found."


def sent(at: AppTest, has: str) -> list[dict[str, Any]]:
    """What was given to each component whose data have such a field."""
    data = [json.loads(component.proto.json) for component in at.get("bidi_component")]
    return [each for each in data if has in each]


def read(at: AppTest) -> dict[str, Any]:
    """What the reading component was given."""
    return sent(at, "words")[0]


def written(at: AppTest) -> str:
    """What stands where the review is written."""
    return sent(at, "stamp")[0]["text"]


def rows(at: AppTest) -> dict[str, dict[str, Any]]:
    """The row of each network."""
    return {row["key"]: row for row in sent(at, "rows")[0]["rows"]}


def judge(at: AppTest, text: str) -> AppTest:
    at.session_state["predict-text"] = text
    at.run()
    assert not at.exception
    assert written(at) == text, "what was typed must stay"
    return at


def choose(at: AppTest, model: str) -> AppTest:
    at.session_state["predict-model"] = model
    return at.run()


def spoken(at: AppTest) -> str:
    """Everything that goes through Streamlit's markdown, where user text must never be."""
    return "\n".join(
        element.value for kind in (at.markdown, at.caption, at.warning, at.title) for element in kind
    )


def prediction_of(text: str, *probabilities: float, unknown: tuple[str, ...] = ()) -> Prediction:
    tokens = tuple(
        PredictedToken(token.text, token.start, token.end, token.text not in unknown, probability)
        for token, probability in zip(tokenize(text), probabilities, strict=True)
    )
    num_unknown = sum(not token.known for token in tokens)
    label = "positive" if probabilities[-1] >= 0.5 else "negative"
    return Prediction(probabilities[-1], label, tokens, len(tokens), num_unknown, truncated=False)


class TestArrival:
    def test_an_example_is_judged_already(self, open_page):
        at = open_page("predict")
        assert not at.exception
        assert written(at) == ARRIVAL
        assert [word["text"] for word in read(at)["words"]][-2:] == ["superb", "."]
        assert any("probability of positive" in element.value for element in at.markdown)
        assert not at.warning

    @pytest.mark.parametrize("name", ["rnn", "lstm", "gru"])
    def test_every_number_is_the_core_s(self, open_page, name):
        at = open_page("predict", **{"predict-model": name})
        loaded = checkpoints.load_shipped(name)
        expected = predict(loaded.model, loaded.vocabulary, ARRIVAL, temperature=loaded.temperature)
        shown = read(at)["words"]
        assert [word["value"] for word in shown] == pytest.approx([t.probability for t in expected.tokens])
        assert expected.label.capitalize() in spoken(at)
        assert percent(expected.probability) in spoken(at)

    def test_the_accuracy_is_read_from_the_figures_that_training_wrote(self, open_page):
        figures = json.loads((weight_files.MODELS_DIR / "lstm.json").read_text("utf-8"))
        said = spoken(open_page("predict"))
        assert f"{100 * figures['validation_accuracy']:.1f} %" in said
        assert f"{figures['validation_size']:,} reviews" in said

    def test_the_table_holds_one_row_a_token(self, open_page):
        at = open_page("predict")
        assert not at.dataframe, "built only when it is opened"
        at.session_state["predict-table"] = True
        at.run()
        assert at.dataframe[0].value["token"].tolist() == [token.text for token in tokenize(ARRIVAL)]


class TestTyping:
    def test_a_review_is_judged_and_put_in_the_link(self, open_page):
        at = judge(open_page("predict"), "A wonderful film.")
        assert [word["text"] for word in read(at)["words"]] == ["A", "wonderful", "film", "."]
        assert at.query_params["predict-text"] == "A wonderful film."
        assert "Positive" in spoken(at)

    def test_a_verdict_near_one_half_says_that_it_is_none(self, open_page):
        said = spoken(judge(open_page("predict"), EXAMPLES["Not good"]))
        assert "## :material/thumbs_up_down: Undecided, leaning negative" in said

    def test_a_link_brings_its_review_and_its_network(self, open_page):
        at = open_page("predict", **{"predict-text": "Dreadful.", "predict-model": "gru"})
        assert written(at) == "Dreadful."
        assert sent(at, "rows")[0]["chosen"] == "gru"
        assert "Negative" in spoken(at)

    def test_another_network_is_put_in_the_link(self, open_page):
        at = open_page("predict", **{"predict-model": "gru"})
        choose(at, "rnn")
        assert at.query_params["predict-model"] == "rnn"
        assert not at.warning

    def test_a_review_too_long_for_the_link_is_judged_and_said_to_be(self, open_page):
        at = judge(open_page("predict"), "A wonderful film. " * 40)
        assert "predict-text" not in at.query_params
        assert f"up to {MAX_TEXT} characters" in spoken(at)
        assert len(read(at)["words"]) == 160

    def test_an_example_replaces_the_text_which_comes_back_on_demand(self, open_page):
        at = judge(open_page("predict"), "My own words.")
        at.pills(key="predict-example").set_value("Not good").run()
        assert written(at) == EXAMPLES["Not good"]
        at.button(key="predict-back").click().run()
        assert written(at) == "My own words."
        assert not at.exception

    def test_unknown_words_are_counted_and_named(self, open_page):
        at = judge(open_page("predict"), "A zorbulent blimfark.")
        marks = {word["text"]: word["note"] for word in read(at)["words"]}
        assert marks["zorbulent"] == marks["blimfark"] == "not in the vocabulary"
        assert marks["A"] == ""
        assert read(at)["legend"][1].startswith("2 of 4 words and marks are not in the vocabulary")


class TestBadInput:
    @pytest.mark.parametrize(
        "text", ["", "   \n\t ", "\x00\x07\x1b", "\u2014\u2026\u2014", "<br />", "\u202e\u200f"]
    )
    def test_a_review_without_words_gets_one_sentence_and_no_number(self, open_page, text):
        at = judge(open_page("predict"), text)
        assert [element.value for element in at.warning] == [NO_WORDS]
        assert not sent(at, "words")
        assert "probability of positive" not in spoken(at)

    def test_the_verdict_comes_back_after_an_empty_review(self, open_page):
        at = judge(judge(open_page("predict"), ""), "good")
        assert not at.warning
        assert len(read(at)["words"]) == 1
        assert read(at)["words"][0]["change"] == ""

    def test_a_hundred_thousand_words_are_read_as_far_as_the_network_reads(self, open_page):
        at = judge(open_page("predict"), "wonder " * 100_000)
        limit = checkpoints.load_shipped("lstm").model.config.max_tokens
        assert len(read(at)["words"]) == limit
        assert f"only its first {limit:,} words and marks were read" in spoken(at)

    @pytest.mark.parametrize(
        "text",
        [
            "<b>Great</b> <script>alert(1)</script> film",
            "**Great** _film_ `code` # title [link](http://example.org) :red[film]",
            "$x^2$ \\frac{1}{2} $$\\int great$$",
            "\U0001f44d\U0001f3fd great \U0001f468\u200d\U0001f469\u200d\U0001f467",
            "סרט נהדר, ממש wonderful",
            "great\x00 \x1b[31mfilm\x07 \u202eevil",
            "a" * 10_000,
            "great" + "\u0301" * 500,
        ],
        ids=["html", "markdown", "latex", "emoji", "right-to-left", "control", "one long word", "accents"],
    )
    def test_odd_text_is_read_and_reaches_the_page_only_as_data(self, open_page, text):
        at = judge(open_page("predict"), text)
        assert not at.warning
        assert len(read(at)["words"]) == len(tokenize(text))
        for fragment in (text, "<b>", "<script>", "**Great**", "\\frac", "\x00", "aaaa"):
            assert fragment not in spoken(at)

    def test_a_link_with_nonsense_says_so_and_shows_the_default(self, open_page):
        at = open_page("predict", **{"predict-model": "<b>x</b>", "predict-text": ""})
        assert not at.exception
        assert sent(at, "rows")[0]["chosen"] == "lstm"
        assert written(at) == ARRIVAL
        assert len(at.warning) == 1
        assert "<" not in at.warning[0].value
        assert read(at)["words"]


class TestModelFiles:
    @pytest.fixture
    def models(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        """A copy of the shipped models that may be harmed."""
        folder = tmp_path / "models"
        shutil.copytree(weight_files.MODELS_DIR, folder)
        for module in (checkpoints, weight_files):
            monkeypatch.setattr(module, "MODELS_DIR", folder)
        self.forget()
        yield folder
        self.forget()

    @staticmethod
    def forget() -> None:
        getattr(checkpoints.load_shipped, "cache_clear", lambda: None)()
        st.cache_resource.clear()
        st.cache_data.clear()

    def test_a_flipped_bit_is_one_sentence_and_the_other_networks_work(self, open_page, models):
        path = models / "lstm.safetensors"
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
        at = judge(open_page("predict"), "A wonderful film.")
        assert len(at.warning) == 1
        assert "lstm.safetensors is damaged" in at.warning[0].value
        assert not sent(at, "words")
        choose(at, "gru")
        assert not at.warning
        assert written(at) == "A wonderful film."
        assert read(at)["words"]

    @pytest.mark.parametrize("name", ["lstm.safetensors", "vocabulary.txt"])
    def test_a_missing_file_is_named_in_one_sentence(self, open_page, models, name):
        (models / name).unlink()
        at = open_page("predict")
        assert not at.exception
        assert len(at.warning) == 1
        assert name in at.warning[0].value
        assert written(at) == ARRIVAL

    def test_a_repaired_file_is_read_again(self, open_page, models):
        path = models / "lstm.safetensors"
        content = path.read_bytes()
        path.write_bytes(content[:100])
        at = open_page("predict")
        assert len(at.warning) == 1
        path.write_bytes(content)
        at.run()
        assert not at.warning
        assert read(at)["words"]

    def test_missing_figures_cost_the_accuracy_and_nothing_else(self, open_page, models):
        (models / "lstm.json").unlink()
        at = open_page("predict")
        assert not at.exception
        assert read(at)["words"]
        assert "How often it is right is not known" in spoken(at)


class TestReadingData:
    def test_the_picture_starts_at_the_largest_move(self):
        data = reading_data(prediction_of("not bad at all", 0.5, 0.2, 0.3, 0.55), "not bad at all")
        assert data.chosen == 1
        assert data.words[1].after == "after “\u2068bad\u2069”:"
        assert data.words[1].percent == "20.0 % positive"
        assert data.words[1].change == "▼ −30.0 points"
        assert data.words[3].change == "▲ +25.0 points"
        assert data.words[0].change == ""

    def test_a_full_stop_is_not_what_the_picture_starts_at(self):
        assert reading_data(prediction_of("superb film.", 0.5, 0.6, 0.9), "superb film.").chosen == 1
        assert reading_data(prediction_of("! ?", 0.5, 0.9), "! ?").chosen == 1

    def test_bars_show_the_distance_from_one_half(self):
        above, below = reading_data(prediction_of("good bad", 0.75, 0.1), "good bad").words
        assert (above.above, above.below) == (0.5, 0.0)
        assert (below.above, below.below) == (0.0, pytest.approx(0.8))

    def test_what_was_typed_comes_back_character_by_character(self):
        text = 'He said: "GREAT" <i>film</i>\n\n(really)'
        data = reading_data(prediction_of(text, *[0.5] * 7), text)
        shown = "".join(word.before + word.text for word in data.words) + data.end
        assert shown == text.replace("\n\n", "\n")

    def test_right_to_left_text_is_told_apart(self):
        assert reading_data(prediction_of("סרט נהדר wow", 0.5, 0.5, 0.5), "סרט נהדר wow").right_to_left
        assert not reading_data(prediction_of("wonderful סרט", 0.5, 0.5), "wonderful סרט").right_to_left

    def test_the_text_alternative_names_first_last_and_largest_move(self):
        data = reading_data(prediction_of("slow but superb", 0.4, 0.45, 0.9), "slow but superb")
        assert data.description == (
            "Probability of positive after each of 3 words and marks: 40.0 % positive after slow, "
            "90.0 % positive after the last, superb; "
            "apart from marks, the word that moved it most is superb, ▲ +45.0 points."
        )

    def test_no_certainty_is_claimed(self):
        assert (percent(1.0), percent(0.9995), percent(0.0)) == ("over 99.9 %", "over 99.9 %", "under 0.1 %")
        assert (points(0.0), points(-0.00001), points(-0.5)) == ("±0.0 points", "±0.0 points", "−50.0 points")

    @pytest.mark.parametrize(
        ("probability", "said", "icon"),
        [
            (0.551, "Positive", "thumb_up"),
            (0.55, "Undecided, leaning positive", "thumbs_up_down"),
            (0.5, "Undecided", "thumbs_up_down"),
            (0.4997, "Undecided", "thumbs_up_down"),
            (0.45, "Undecided, leaning negative", "thumbs_up_down"),
            (0.449, "Negative", "thumb_down"),
        ],
    )
    def test_near_one_half_nothing_is_decided(self, probability, said, icon):
        assert opinion(probability) == (said, icon)

    def test_what_stands_between_words_is_bounded_and_harmless(self):
        assert printable("-" * 100_000) == "-" * 23 + "…"
        assert printable(" \t ") == " "
        assert printable("\u202e\x00\ud800") == "\ufffd\ufffd"
        assert shortened("x" * 100_000) == "x" * 39 + "…"
        assert shortened("don\x92t") == "don’t"
