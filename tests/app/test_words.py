"""The words page: every stage of real and of impossible reviews, on the weights and the figures that ship."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.cut_rows import MAX_SHOWN
from pages.ui.link import MAX_TEXT
from pages.ui.pipeline_data import shown_places, vocabulary_of, way_of
from pages.ui.words_settings import ARRIVAL, COMPANIONS, EXAMPLES, WordsSetting
from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.text.batches import EncodedTexts, pad, shorten
from rnn_core.text.corpus_figures import CorpusFigures
from rnn_core.text.pipeline import NO_DRAW
from rnn_core.text.tokenizer import tokenize, words

DEFAULT = WordsSetting(20_000, 32, "head", "right", False, 4)


def shown(at: AppTest) -> dict[str, Any]:
    """What the picture was given."""
    assert not at.exception
    return json.loads(at.get("bidi_component")[0].proto.json)


def typed(at: AppTest, text: str) -> AppTest:
    at.text_area(key="words-text").set_value(text).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join(element.value for kind in (at.markdown, at.warning) for element in kind)


class TestPicture:
    def test_an_example_stands_there_at_every_stage(self, open_page):
        data = shown(open_page("words"))
        assert "".join(piece["typed"] for piece in data["pieces"]) == ARRIVAL
        assert [token["text"] for token in data["tokens"]] == words(ARRIVAL)
        assert list(data["stages"]) == ["text", "clean", "tokens", "cut", "row", "vectors", "batch"]
        assert all(stage["name"] for stage in data["stages"].values())
        assert data["stages"]["vectors"]["shape"] == f"float32 ({len(data['numbers'])}, 64)"

    def test_its_tensor_is_what_training_makes_of_the_same_reviews(self, open_page):
        data = shown(open_page("words"))
        loaded = load_shipped("lstm")
        encoded = EncodedTexts.encode([words(text) for text in (ARRIVAL, *COMPANIONS)], loaded.vocabulary)
        rows = [shorten(encoded[k], 32, "head", NO_DRAW) for k in range(len(encoded))]
        longest = sorted(range(len(rows)), key=lambda k: len(rows[k]))[-4:]
        batch = pad([rows[k] for k in longest], "right")
        assert data["numbers"] == batch.ids[longest.index(0)].tolist()
        assert data["mask"] == batch.mask[longest.index(0)].astype(int).tolist()

    def test_its_vectors_are_rows_of_the_shipped_embedding(self, open_page):
        data = shown(open_page("words"))
        weight = load_shipped("lstm").model.embedding.weight
        assert set(map(str, data["numbers"])) <= set(data["vectors"])
        for number, vector in data["vectors"].items():
            assert vector == pytest.approx(weight[int(number)].tolist(), abs=6e-5)
        assert data["vectors"]["0"] == [0.0] * 64

    def test_each_token_says_where_it_stood_and_where_it_went(self, open_page):
        data = shown(open_page("words"))
        token = next(token for token in data["tokens"] if token["text"] == "odd")
        spot = tokenize(ARRIVAL)[2]
        number = load_shipped("lstm").vocabulary.encode(["odd"])[0]
        assert token["facts"] == [
            f"characters {spot.start + 1} to {spot.end}",
            "token 3",
            f"number {number:,}, rank {number - 1:,} of 19,998 by frequency",
            f"column 3 of {len(data['numbers'])}",
        ]
        unknown = next(token for token in data["tokens"] if not token["known"])
        assert (unknown["text"], unknown["number"]) == ("zorbulent", 1)
        assert "number 1, out of the vocabulary" in unknown["facts"]

    def test_what_is_cleaned_is_named_where_it_was(self, open_page):
        data = shown(typed(open_page("words"), EXAMPLES["From the web"]))
        kinds = {(piece["typed"], piece["kind"]) for piece in data["pieces"]}
        assert {("U+0092", "apostrophe"), ("U+0085", "windows"), ("U+0007", "control"), ("<br>", "break"),
                ("U+00AD", "inside")} <= kinds  # fmt: skip
        clean = data["stages"]["clean"]["said"]
        assert clean.startswith(
            "2 line breaks (read as a blank); 1 control character (read as a blank); 2 char"
        )

    @pytest.mark.parametrize("keep", ["head", "tail", "head and tail"])
    @pytest.mark.parametrize("side", ["left", "right"])
    def test_limit_and_filler_do_what_they_say(self, open_page, keep, side):
        query = {"words-limit": "8", "words-keep": keep, "words-filler": side, "words-fill": "the limit"}
        at = open_page("words", **query)
        data = shown(at)
        kept = [token["place"] - 1 for token in data["tokens"] if token["kept"]]
        count = len(words(ARRIVAL))
        assert kept == shorten_places(count, 8, keep)
        assert f"{count - 8} of {count} are cut off" in data["stages"]["cut"]["said"]
        at.number_input(key="words-limit").set_value(30).run()
        mask = shown(at)["mask"]
        assert mask == (
            [0] * (30 - count) + [1] * count if side == "left" else [1] * count + [0] * (30 - count)
        )

    def test_buckets_waste_less(self, open_page):
        as_they_come, in_buckets = shown(open_page("words"))["batches"]
        for panel in (as_they_come, in_buckets):
            rows = [row for _, rows in panel["batches"] for row in rows]
            places = sum(width * len(rows) for width, rows in panel["batches"])
            filler = places - sum(row["length"] for row in rows)
            assert len(rows) == 1 + len(COMPANIONS)
            assert sum(row["is_own"] for row in rows) == 1
            share = f"{100 * filler / places:.1f} %"
            assert panel["said"] == f"{filler:,} of {places:,} places are filler: {share}"
        assert as_they_come["batches"][0][1][1]["said"] == "“Dull.” 2 tokens, 30 places of filler."
        assert in_buckets["batches"][0][1][0]["said"] == "“Dull.” 2 tokens, 5 places of filler."
        said = [row["said"] for _, rows in in_buckets["batches"] for row in rows]
        assert max(map(len, said)) <= 90, "what stands below a panel has two lines"
        assert sum("for a rainy afternoon.”" in each for each in said) == 1
        assert sum(" …” " in each for each in said) > 1
        assert in_buckets["said"].endswith("22.9 %")
        assert as_they_come["said"].endswith("46.2 %")

    def test_a_smaller_vocabulary_knows_fewer_words(self, open_page):
        at = open_page("words", **{"words-vocabulary": "500"})
        data = shown(at)
        assert all(token["number"] < 500 for token in data["tokens"])
        few = vocabulary_of(500)
        assert [token["known"] for token in data["tokens"]] == [word in few for word in words(ARRIVAL)]
        assert "out of the vocabulary of 500" in data["stages"]["tokens"]["said"]

    def test_the_table_lists_every_token(self, open_page):
        at = open_page("words")
        assert not at.dataframe, "built only when it is opened"
        at.session_state["words-table"] = True
        at.run()
        assert at.dataframe[0].value["token"].tolist() == words(ARRIVAL)
        tokens = [len(words(text)) for text in (ARRIVAL, *COMPANIONS)]
        assert at.dataframe[1].value["tokens kept"].tolist() == [min(count, 32) for count in tokens]


def shorten_places(count: int, limit: int, keep: str) -> list[int]:
    head = {"head": limit, "tail": 0, "head and tail": limit // 2}[keep]
    return [*range(head), *range(count - (limit - head), count)]


class TestLink:
    def test_everything_that_is_set_is_in_it(self, open_page):
        at = typed(open_page("words"), "Short and sweet.")
        at.number_input(key="words-limit").set_value(5).run()
        assert at.query_params["words-text"] == "Short and sweet."
        assert at.query_params["words-limit"] == "5"
        at.number_input(key="words-limit").set_value(32).run()
        assert "words-limit" not in at.query_params

    def test_it_brings_back_the_token_that_was_chosen(self, open_page):
        data = shown(open_page("words", **{"words-token": "3"}))
        assert data["tokens"][data["chosen"]]["place"] == 3

    @pytest.mark.parametrize("asked", ["0", "999", "x", "-1"])
    def test_a_token_that_is_not_there_is_passed_over(self, open_page, asked):
        data = shown(open_page("words", **{"words-token": asked}))
        assert data["tokens"][data["chosen"]]["text"] == "gloriously", "the rarest known word"

    def test_values_that_cannot_be_used_are_named(self, open_page):
        query = {"words-limit": "1e400", "words-vocabulary": "7", "words-keep": "<b>", "words-batch": "99"}
        at = open_page("words", **query)
        assert len(shown(at)["numbers"]) == 32
        text = said(at)
        assert "The link asks for “7”; choose 500 or 2,000 or 5,000 or 10,000 or 20,000." in text
        assert "The link asks for “1e400”; whole numbers from 1 to 256 are allowed. Using 32." in text
        assert "Found 99; whole numbers from 1 to 12 are allowed. Using 4." in text
        assert "<b>" not in text

    def test_a_review_too_long_for_it_is_said_to_be(self, open_page):
        at = typed(open_page("words"), "A wonderful film. " * 40)
        assert "words-text" not in at.query_params
        assert f"up to {MAX_TEXT} characters" in said(at)


class TestBadInput:
    @pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u2014", "<br />", "\u202e"])
    def test_a_review_without_words_is_one_unknown_word(self, open_page, text):
        data = shown(typed(open_page("words"), text))
        assert data["tokens"] == []
        assert data["chosen"] is None
        assert sum(data["mask"]) == 1
        assert data["numbers"][data["mask"].index(1)] == 1
        assert data["stages"]["tokens"]["said"].startswith("No word was found")

    def test_a_million_characters_stay_up_and_both_ends_are_shown(self, open_page):
        text = "wonder <br />x\u00ad " * 62_000
        at = typed(open_page("words", **{"words-keep": "head and tail"}), text[:1_000_000])
        data = shown(at)
        assert len(data["tokens"]) == 120
        assert data["folded"] == f"… {2 * 62_000 - 120:,} more words and marks …"
        assert sum(token["kept"] for token in data["tokens"]) == 32
        assert data["tokens"][-1]["place"] == 2 * 62_000
        at.session_state["words-cutting"] = True
        assert "Only the first 20,000 characters were cut." in said(at.run())

    @pytest.mark.parametrize(
        "text",
        [
            "<b>Great</b> <script>alert(1)</script>",
            "**Great** :red[film] $x$",
            "סרט נהדר",
            "a" * 10_000,
            "👍🏽",
            "great" + "\u0301" * 500,
        ],
    )
    def test_odd_text_reaches_the_page_only_as_data(self, open_page, text):
        at = typed(open_page("words", **{"words-cutting": "true"}), text)
        assert len(shown(at)["tokens"]) == len(tokenize(text))
        for fragment in (text, "<b>", "<script>", "**Great**", "aaaa"):
            assert fragment not in said(at)


@pytest.mark.parametrize("limit", [1, 40, 256])
@pytest.mark.parametrize("window", ["head", "tail", "head and tail"])
def test_every_kept_token_of_a_long_review_is_shown(limit, window):
    way = way_of("word " * 1_000, WordsSetting(20_000, limit, window, "right", True, 4))
    places = shown_places(way)
    assert set(way.kept.tolist()) <= set(places)
    assert places == sorted(set(places))
    assert len(places) <= 120 + limit


class TestSections:
    def test_they_compute_nothing_before_they_are_opened(self, open_page):
        at = open_page("words")
        assert not at.get("plotly_chart")
        assert len(at.main.get("bidi_component")) == 1

    def test_the_corpus_s_figures_are_those_that_were_counted(self, open_page):
        at = open_page(
            "words", **{"words-corpus": "true", "words-vocabulary": "10,000", "words-limit": "128"}
        )
        figures = CorpusFigures.load()
        unknown = figures.of("words and marks").unknown_at(10_000)
        assert f"{100 * (1 - unknown):.1f} % of those of other films" in said(at)
        place = figures.lengths.limits.index(128)
        assert f"keeps {100 * figures.lengths.kept[place]:.1f} % of all tokens" in said(at)
        assert f"{100 * figures.filler[-1].in_buckets:.1f} % in buckets" in said(at)
        assert len(at.get("plotly_chart")) == 2

    def test_padding_is_checked_with_autograd(self, open_page):
        at = open_page("words", **{"words-padding": "true", "words-text": "Good fun.", "words-seed": "4"})
        assert "Equals autograd" in said(at)
        assert "Behind **64 places of filler on the right**" in said(at)
        assert len(at.get("plotly_chart")) == 3

    def test_the_row_with_filler_ends_where_the_curve_says(self, open_page):
        query = {"words-padding": "true", "words-text": "Good fun.", "words-places": "16", "words-seed": "4"}
        at = open_page("words", **query)
        rows = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
        curves = json.loads(at.get("plotly_chart")[1].proto.spec)["data"]
        ends = {row["name"]: row["customdata"][-1][1] for row in rows}
        at_16 = {line["name"]: dict(line["customdata"])[16] for line in curves}
        assert ends == at_16
        assert [len(row["y"]) for row in rows] == [19, 19]
        at.session_state["words-padding-table"] = True
        table = at.run().dataframe[0].value
        assert table["held, right"].tolist() == rows[0]["y"]
        assert f"with the filler on the **left** :orange[**{ends['filler on the left']}**]" in said(at)

    def test_the_same_text_is_cut_in_four_ways(self, open_page):
        at = open_page("words", **{"words-cutting": "true", "words-text": "Great. " * 100})
        (cuts,) = [
            json.loads(each.proto.json) for each in at.get("bidi_component") if "rows" in each.proto.json
        ]
        assert [row["name"] for row in cuts["rows"]][2] == "Words and marks, as here"
        assert [chip["text"] for chip in cuts["rows"][0]["chips"][:2]] == ["Great.", "Great."]
        assert not any(chip["known"] for chip in cuts["rows"][1]["chips"])
        assert all(chip["known"] for chip in cuts["rows"][2]["chips"])
        assert cuts["rows"][2]["more"] == f"… {200 - MAX_SHOWN} more"
        assert cuts["rows"][0]["said"].startswith("100 of 100 tokens unknown (100 %).")

    def test_every_window_shows_what_it_keeps_of_the_review(self, open_page):
        query = {"words-corpus": "true", "words-limit": "3", "words-text": "It is long, and it ends well."}
        at = open_page("words", **query)
        rows = json.loads(at.get("bidi_component")[2].proto.json)["rows"]
        kept = {row["name"]: [chip["text"] for chip in row["chips"] if chip["known"]] for row in rows}
        assert kept == {
            "Head": ["it", "is", "long"],
            "Tail": ["ends", "well", "."],
            "Head and tail": ["it", "is", "."],
        }
        assert rows[0]["said"] == "3 of 9 tokens kept."
        at.number_input(key="words-limit").set_value(9).run()
        assert "Your review has 9 tokens: a limit of 9 cuts nothing off." in said(at)
        at.text_area(key="words-text").set_value("so " * 121).run()
        sizes = json.loads(at.get("bidi_component")[1].proto.json)["rows"]
        assert sizes[0]["said"].startswith("0 of the first 40 tokens unknown; in")
        assert "Shown for reviews of up to 120 tokens; this one has 121." in said(at)

    def test_each_word_is_known_from_the_size_on_that_holds_it(self, open_page):
        at = open_page("words", **{"words-corpus": "true", "words-text": "Good jokes, zorbulent."})
        (rows,) = [
            data["rows"]
            for each in at.get("bidi_component")
            if "rows" in (data := json.loads(each.proto.json))
        ]
        number = load_shipped("lstm").vocabulary.encode(["jokes"])[0]
        assert 500 <= number < 2_000
        assert [row["name"] for row in rows] == ["500 entries", "2,000 to 20,000 entries"]
        assert [[chip["known"] for chip in row["chips"]] for row in rows] == [
            [True, False, True, False, True],
            [True, True, True, False, True],
        ]
        ours = CorpusFigures.load().of("words and marks")
        first, last = (f"{100 * ours.unknown_at(size):.1f} %" for size in (2_000, 20_000))
        assert rows[1]["said"] == f"1 of 5 tokens unknown; in the reviews of other films {first} to {last}."
        assert rows[0]["chips"][1]["sentence"].endswith("known from 2,000 entries on")
        at.text_area(key="words-text").set_value("").run()
        assert "Type a review with at least one word, and it is looked up here." in said(at)
