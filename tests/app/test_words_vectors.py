"""The word vectors of the words page: neighbours, a map, and ten sentences counted by hand."""

import json
import re

import pytest

from pages.ui import vectors_data
from pages.ui.lesson import load_lesson
from rnn_core.text import shipped_vectors
from rnn_core.text.word_groups import GROUPS

MADE, NEAR, MAP = ({f"words-{key}": "true"} for key in ("made", "near", "map"))


def said(at):
    return "\n".join(each.value for each in at.markdown)


def data_of(at, key):
    """Return what a component was sent, told by a field that it alone has."""
    for element in at.get("bidi_component"):
        data = json.loads(element.proto.json)
        if key in data:
            return data
    raise AssertionError(f"no component with {key}")


def test_nothing_is_counted_before_a_section_is_opened(open_page):
    at = open_page("words")
    assert not at.exception
    assert "Neighbours of a word, before training and after" in [each.label for each in at.expander]
    assert "never stand near each other" not in said(at)


class TestMade:
    def test_opposites_that_never_meet_have_one_vector_by_their_company(self, open_page):
        at = open_page("words", **MADE)
        assert not at.exception
        assert "“excellent” and “terrible” :orange[0.967].**" in said(at)
        assert "Each word had a row of 21 numbers; 4 are kept. They hold 66.6 %" in said(at)

    def test_the_cell_of_the_picture_is_the_formula_worked_by_hand(self, open_page):
        data = data_of(open_page("words", **MADE), "meetings")
        a, b = data["pair"]
        assert (data["words"][a], data["words"][b]) == ("terrible", "slow")
        assert data["counts"][a][b] == 1  # "terrible and slow", two places apart
        (sentence, first, second) = data["meetings"][f"{a}-{b}"][0]
        assert [data["words"][data["sentences"][sentence][place]] for place in (first, second)] == [
            "terrible",
            "slow",
        ]
        powers = [total**0.75 for total in data["totals"]]
        assert data["context"][b] == pytest.approx(powers[b] / sum(powers))
        assert data["ratios"][a][b] == pytest.approx(1 / data["totals"][a] / data["context"][b])

    def test_a_sentence_more_is_counted_at_once_and_stands_in_the_link(self, open_page):
        at = open_page("words", **MADE)
        at.text_area(key="words-made-sentences").set_value(
            at.text_area(key="words-made-sentences").value + "\nterrible and excellent"
        ).run()
        assert len(data_of(at, "meetings")["sentences"]) == 11
        assert at.query_params["words-made-sentences"].endswith("terrible and excellent")
        at.pills(key="words-made-example").set_value("Opposites").run()
        assert "words-made-sentences" not in at.query_params
        assert len(data_of(at, "meetings")["sentences"]) == 10

    def test_each_example_shows_its_point(self, open_page):
        at = open_page("words", **MADE)
        at.pills(key="words-made-example").set_value("Opposites apart").run()
        data = data_of(at, "meetings")
        excellent, terrible, slow = map(data["words"].index, ("excellent", "terrible", "slow"))
        assert data["cosines"][excellent][terrible] < 0.2 < 0.9 < data["cosines"][terrible][slow]
        at.pills(key="words-made-example").set_value("Two meanings").run()
        data = data_of(at, "meetings")
        spring, summer, wheel = map(data["words"].index, ("spring", "summer", "wheel"))
        cosines = data["cosines"]
        assert cosines[summer][wheel] < 0.1 < 0.5 < min(cosines[spring][summer], cosines[spring][wheel])
        places = data["places"]
        assert places[wheel][1] < places[spring][1] < places[summer][1], "between both on the map"
        assert "one word is one row" in said(at)
        assert f"“spring” and “wheel” :orange[{cosines[spring][wheel]:.3f}]" in said(at)

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "must hold at least two different words, found none"),
            ("cat", "must hold at least two different words, found one"),
            ("cat\ndog", "a sentence must hold two words or more, found only single words"),
            (" ".join(f"w{k}" for k in range(900)), "must hold at most 40 different words, found 900"),
            ("a b\n" * 1_000, "must hold at most 30 sentences, found 1,000"),
        ],
    )
    def test_what_cannot_be_counted_is_named_and_the_last_sentences_stay(self, open_page, text, complaint):
        at = open_page("words", **MADE)
        at.text_area(key="words-made-sentences").set_value("cats sleep\ndogs sleep").run()
        at.text_area(key="words-made-sentences").set_value(text).run()
        assert not at.exception
        assert complaint in said(at)
        assert "The last sentences that could be counted stay in use." in said(at)
        assert data_of(at, "meetings")["words"] == ["sleep", "cats", "dogs"]

    def test_a_sentence_of_one_word_is_named(self, open_page):
        at = open_page("words", **MADE, **{"words-made-sentences": "cats sleep\nalas\ndogs sleep"})
        assert "Sentence 2 has one word only: there is no company to count." in said(at)
        assert not at.exception

    def test_every_choice_changes_the_numbers_and_stands_in_the_link(self, open_page):
        at = open_page("words", **MADE)
        before = data_of(at, "meetings")
        at.number_input(key="words-made-window").set_value(1).run()
        assert sum(data_of(at, "meetings")["totals"]) < sum(before["totals"])
        at.number_input(key="words-made-rank").set_value(3).run()
        at.segmented_control(key="words-made-power").set_value("1").run()
        at.segmented_control(key="words-made-shows").set_value("information").run()
        data = data_of(at, "meetings")
        assert (data["rank"], data["power"], data["shows"]) == (3, 1, "information")
        assert data["context"] == pytest.approx([total / sum(data["totals"]) for total in data["totals"]])
        for name, value in {"window": "1", "rank": "3"}.items():
            assert at.query_params[f"words-made-{name}"] == value

    def test_fewer_words_than_numbers_kept_keep_as_many_as_there_are(self, open_page):
        at = open_page("words", **MADE, **{"words-made-rank": "9"})
        at.text_area(key="words-made-sentences").set_value("cats sleep\ndogs sleep").run()
        assert not at.exception
        assert "Found 9; whole numbers from 2 to 3 are allowed." in said(at)
        assert data_of(at, "meetings")["rank"] <= 3

    def test_plain_information_keeps_what_is_negative(self, open_page):
        at = open_page("words", **MADE, **{"words-made-kind": "plain"})
        assert min(min(row) for row in data_of(at, "meetings")["information"]) < 0
        at.segmented_control(key="words-made-kind").set_value("only positive").run()
        assert min(min(row) for row in data_of(at, "meetings")["information"]) == pytest.approx(0)

    def test_a_link_brings_its_pair_and_a_pair_of_other_words_is_named(self, open_page):
        data = data_of(open_page("words", **MADE, **{"words-made-pair": "cat slept"}), "meetings")
        assert [data["words"][place] for place in data["pair"]] == ["cat", "slept"]
        at = open_page("words", **MADE, **{"words-made-pair": "cat <b>zebra"})
        assert "The link asks for the pair “cat ?b?zebra”; both words must stand in the sentences." in said(
            at
        )


class TestNear:
    def test_both_lists_and_both_cosines_are_on_arrival(self, open_page):
        at = open_page("words", **NEAR)
        assert not at.exception
        assert "- As counted: cosine **0.467**, neighbour 340 of 19,997" in said(at)
        assert re.search(
            r"- After training: LSTM: cosine \*\*0\.41\d\*\*, neighbour \d{3} of 19,997", said(at)
        )
        assert "| 1 | awful | 0.96 |" in said(at)

    def test_what_training_did_to_pairs_is_drawn_and_listed(self, open_page):
        at = open_page("words", **NEAR)
        figure = json.loads(at.get("plotly_chart")[0].proto.spec)
        before, after = (marks["x"] for marks in figure["data"])
        names = [note["text"] for note in figure["layout"]["annotations"]]
        assert names[:3] == [
            "terrible and excellent",
            "40 words of praise and 40 of blame, mean",
            "40 words of praise and each other, mean",
        ]
        assert before[:2] == pytest.approx([0.467, 0.182], abs=5e-4)
        assert after[1] < before[1]
        assert after[2] > before[2], "the words of one side come together"
        for name, counted, trained in zip(names[3:], before[3:], after[3:], strict=True):
            praise, blame = name.split(" and ")
            assert (praise in GROUPS["praise"], blame in GROUPS["blame"]) == (True, True)
            assert counted - trained > 0.1
        at.session_state["words-near-table"] = True
        table = at.run().dataframe[1].value
        assert table["cosine after training"].tolist() == pytest.approx(after)

    def test_another_network_is_another_list(self, open_page):
        at = open_page("words", **NEAR)
        before = said(at)
        at.segmented_control(key="words-near-network").set_value("GRU").run()
        assert "After training: GRU" in said(at) != before

    def test_an_unknown_word_is_named_and_a_spelling_can_be_taken(self, open_page):
        at = open_page("words", **NEAR)
        at.text_input(key="words-near-word").set_value("Terible").run()
        assert "“terible” is not among the 20,000 words: a network hears “unknown”." in said(at)
        at.pills(key="words-near-word-spelled").set_value("terrible").run()
        assert at.text_input(key="words-near-word").value == "terrible"
        assert "| 1 | awful |" in said(at)

    def test_a_neighbour_leads_on(self, open_page):
        at = open_page("words", **NEAR)
        at.pills(key="words-near-walk").set_value("awful").run()
        assert at.text_input(key="words-near-word").value == "awful"
        assert at.query_params["words-near-word"] == "awful"

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "Type one word; found none."),
            ("two words", "Type one word; found 2."),
            ("zqxj", "“zqxj” is not among the 20,000 words"),
            ("<b>", None),
        ],
    )
    def test_what_is_no_word_gets_one_sentence(self, open_page, text, complaint):
        at = open_page("words", **NEAR)
        at.text_input(key="words-near-word").set_value(text).run()
        assert not at.exception
        if complaint:
            assert complaint in said(at)
            assert "As counted" not in said(at)

    def test_the_same_word_twice_is_not_compared(self, open_page):
        at = open_page("words", **NEAR, **{"words-near-other": "terrible"})
        assert not at.exception
        assert "From “terrible”" not in said(at)


class TestMap:
    def test_axes_carry_their_share_and_the_words_at_their_ends(self, open_page):
        at = open_page("words", **MAP)
        assert not at.exception
        data = data_of(at, "groups")
        assert len(data["words"]) == 251
        low, name, high = data["axes"][0]
        assert name == "component 1, 11.1 % of the variance"
        across = {word: place[0] for word, place in zip(data["words"], data["places"], strict=True)}
        order = sorted(across, key=across.get)
        assert low == ", ".join(order[:3])
        assert high == ", ".join(order[:-4:-1])
        assert data["words"][data["chosen"]] == "terrible"

    def test_fewer_groups_find_another_plane(self, open_page):
        at = open_page("words", **MAP, **{"words-map-groups": "praise,blame"})
        data = data_of(at, "groups")
        assert set(data["words"]) == {*GROUPS["praise"], *GROUPS["blame"]}
        pills = at.pills(key="words-map-groups")
        pills.set_value(["people"]).run()
        assert set(data_of(at, "groups")["words"]) == set(GROUPS["people"])
        assert at.query_params["words-map-groups"] == "people"
        pills = at.pills(key="words-map-groups")
        pills.set_value([]).run()
        assert "A map needs three words: choose a group, or type some." in said(at)

    def test_words_of_ones_own_join_and_unknown_ones_are_named(self, open_page):
        at = open_page("words", **MAP)
        at.text_input(key="words-map-own").set_value("wine sword terible wine").run()
        data = data_of(at, "groups")
        assert data["words"][:2] == ["wine", "sword"]
        assert data["groups"][:2] == ["typed", "typed"]
        assert "“terible” is not among the 20,000 words. Spelled like it: terrible" in said(at)

    def test_the_trained_space_has_other_places(self, open_page):
        at = open_page("words", **MAP)
        before = data_of(at, "groups")["places"]
        at.segmented_control(key="words-map-space").set_value("LSTM").run()
        assert data_of(at, "groups")["places"] != before

    def test_a_group_that_does_not_exist_is_named(self, open_page):
        at = open_page("words", **MAP, **{"words-map-groups": "praise,<b>"})
        assert "The link asks for the group “?b?”; there is none." in said(at)
        assert set(data_of(at, "groups")["words"]) == set(GROUPS["praise"])


def test_a_missing_file_is_said_and_the_page_stays(open_page, monkeypatch):
    monkeypatch.setattr(shipped_vectors, "VECTORS_FILE", "none.safetensors")
    vectors_data.space.clear()
    at = open_page("words", **NEAR, **MAP)
    assert not at.exception
    assert "none.safetensors cannot be read" in "\n".join(each.value for each in at.warning)
    vectors_data.space.clear()


def test_sections_of_the_lesson_are_short():
    lesson = load_lesson("words")
    for name in [name for name in lesson if name.startswith("vectors")]:
        assert len(lesson[name].split()) <= 80, name
