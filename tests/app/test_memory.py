"""The memory page: two orders of a person's words, in the link and through both networks."""

import json
import shutil
from functools import partial

import pytest
import torch

from pages.ui import order_readings, track_record
from pages.ui.order_readings import _pieces
from pages.ui.orders import identity
from pages.ui.two_orders import EXAMPLES, KEPT, keep_order
from rnn_core.memory import files
from rnn_core.memory.files import (
    FIGURES_FILE,
    MLP_FILE,
    PLANE_FILE,
    RNN_FILE,
    VOCABULARY_FILE,
    load_examination,
    load_readers,
)
from rnn_core.memory.orders import read
from rnn_core.weight_files import MODELS_DIR

WORDS = ["the", "film", "was", "not", "bad", "but", "good"]


def picture_of(at):
    return json.loads(at.get("bidi_component")[0].proto.json)


def order_b(at):
    return picture_of(at)["readings"][1]["words"]


def said(at):
    return [
        each.value
        for each in (*at.warning, *at.error)
        if "memory-order" in each.value or "Found" in each.value
    ]


def test_the_page_arrives_with_a_sentence_that_tells(open_page):
    at = open_page("memory")
    assert not at.exception
    data = picture_of(at)
    assert [word["text"] for word in data["words"]] == WORDS
    assert data["readings"][1]["words"] == ["the", "film", "was", "not", "good", "but", "bad"]
    assert data["parting"] == 5
    said = "".join(text for text, _ in data["elements"])
    assert f"{data['units']} numbers" in said
    for shown in data["readings"]:
        reading = read(load_readers(), shown["words"])
        torch.testing.assert_close(torch.tensor(shown["h"], dtype=torch.float64), reading.h[1:])
        torch.testing.assert_close(
            torch.tensor(shown["probabilities"], dtype=torch.float64), reading.probabilities
        )
    first, second = ({share["value"] for share in answers["shares"]} for answers in data["answers"])
    assert len(first) == 1  # the MLP, to the last digit
    assert len(second) == 2


def test_both_paths_start_at_one_place_and_run_together(open_page):
    data = picture_of(open_page("memory"))
    first, second = data["plane"]["paths"]
    assert len(first) == len(second) == len(WORDS) + 1
    assert first[:5] == second[:5]
    assert first[5] != second[5]


def test_a_link_sets_words_and_order(open_page):
    at = open_page("memory", **{"memory-words": "not good but bad", "memory-order": "4-3-2-1"})
    assert order_b(at) == ["bad", "but", "good", "not"]
    assert at.query_params["memory-order"] == "4-3-2-1"
    assert not said(at)


@pytest.mark.parametrize(
    "text",
    ["1-2", "1-1-2-3-4-5-6", "0-1-2-3-4-5-6", "abc", "", "1e400", "9" * 5_000, "٣-1-2", "1-2-3-4-5-6-8"],
)
def test_an_order_that_is_none_is_named_once_and_replaced(open_page, text):
    at = open_page("memory", **{"memory-order": text})
    assert not at.exception
    assert [
        "allowed is each whole number from 1 to 7 once, with - between. Showing 1-2-3-4-7-6-5." in sentence
        for sentence in said(at)
    ] == [True]
    assert "memory-order" not in at.query_params
    assert not said(at.run())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Found 0 words; 2 to 12 are allowed."),
        ("good", "Found 1 word; 2 to 12 are allowed; one word has no other order."),
        ("word " * 5_000, "Found 5,000 words; 2 to 12 are allowed."),
    ],
)
def test_words_that_cannot_be_shown_leave_the_last_good_ones(open_page, text, sentence):
    at = open_page("memory")
    at.text_input(key="memory-words").set_value("never dull").run()
    at.text_input(key="memory-words").set_value(text).run()
    assert not at.exception
    assert at.error[0].value == f"{sentence} Still showing the last sentence that could be read."
    assert order_b(at) == ["dull", "never"]


def test_a_link_with_too_many_words_falls_back_and_says_so(open_page):
    at = open_page("memory", **{"memory-words": "word " * 5_000})
    for _ in range(2):
        assert at.error[0].value == "Found 5,000 words; 2 to 12 are allowed. Showing an example."
        at.run()
    assert [word["text"] for word in picture_of(at)["words"]] == WORDS


@pytest.mark.parametrize(
    "text", ["<b>bold</b> x", "$x^2$ **bold**", "مرحبا بالعالم", "a\u0000b\u0085c", "w" * 400 + " x"]
)
def test_unusual_text_is_read_as_words(open_page, text):
    at = open_page("memory")
    at.text_input(key="memory-words").set_value(text).run()
    assert not at.exception
    assert not at.error
    assert all(len(word["text"]) <= 40 for word in picture_of(at)["words"])


def test_new_words_forget_the_order_of_the_old_ones(open_page):
    at = open_page("memory", **{"memory-order": "7-6-5-4-3-2-1"})
    at.text_input(key="memory-words").set_value("so very good it was not bad").run()
    assert at.query_params.get("memory-order") is None
    assert not said(at)


def test_the_field_counts_no_characters(open_page):
    assert open_page("memory").text_input(key="memory-words").proto.max_chars == 0


@pytest.mark.parametrize(
    ("words_of", "kept"), [(("so", "good"), (1, 0)), (("so", "bad"), (0, 1)), (("so", "very", "bad"), (0, 1))]
)
def test_an_order_of_other_words_is_passed_over(monkeypatch, words_of, kept):
    state = {KEPT: (("so", "good"), (0, 1))}
    monkeypatch.setattr("pages.ui.two_orders.st.session_state", state)
    keep_order("2-1", identity(words_of))
    assert state[KEPT] == (("so", "good"), kept)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read_and_its_two_orders_part(open_page, example):
    at = open_page("memory", **{"memory-words": example})
    assert picture_of(at)["parting"] is not None


def test_unknown_words_are_marked(open_page):
    data = picture_of(open_page("memory", **{"memory-words": "a zorbulent film"}))
    assert [word["known"] for word in data["words"]] == [True, False, True]


@pytest.mark.parametrize(
    ("words", "order", "sentence"),
    [
        (
            "zorb blim was good",
            "2-1-3-4",
            "“zorb” and “blim” are both unknown words: the networks hear the same",
        ),
        ("zorb blim was good", "2-1-4-3", "The paths part at word 3: “was” in A, “good” in B."),
        ("zorb blim", "2-1", "No order of these words moves a number"),
        ("good good", "1-2", "No order of these words moves a number"),
        ("so good", "1-2", "Both orders are the same, and so is every number: move a word of order B."),
    ],
)
def test_unknown_words_part_no_paths(open_page, words, order, sentence):
    at = open_page("memory", **{"memory-words": words, "memory-order": order})
    assert sentence in picture_of(at)["sentence"]
    first, second = picture_of(at)["plane"]["paths"]
    assert (picture_of(at)["parting"] is None) == (first == second)


def test_a_sentence_of_unknown_words_alone_arrives_with_the_reason_that_nothing_moves(open_page):
    said = picture_of(open_page("memory", **{"memory-words": "zorb blim"}))["sentence"]
    assert "all of them sound the same to the networks" in said
    assert "move a word" not in said.lower()


def test_the_sizes_and_accuracies_are_those_of_the_shipped_networks(open_page):
    at = open_page("memory")
    count = load_readers().rnn.num_parameters
    assert any(f"**{count:,} parameters**" in markdown.value for markdown in at.markdown)
    shown = str([table.value.to_dict() for table in at.table])
    for accuracy in vars(load_examination()).values():
        if accuracy.share == 1:
            assert "all of them" in shown
            continue
        assert f"{100 * accuracy.share:.1f} ± {100 * accuracy.standard_error:.1f} %" in shown


def test_coloured_words_of_a_sentence_become_roles():
    assert _pieces("the :blue[input], then :green[output]") == [
        ("the ", None),
        ("input", "input"),
        (", then ", None),
        ("output", "output"),
    ]


@pytest.fixture
def loaded_anew():
    """Forget what earlier pages loaded, before and after."""
    caches = (order_readings.readers, order_readings.state_plane, track_record.examination)
    for cache in caches:
        cache.clear()
    yield
    for cache in caches:
        cache.clear()


@pytest.mark.parametrize("file", [MLP_FILE, RNN_FILE, VOCABULARY_FILE, FIGURES_FILE, PLANE_FILE])
def test_a_missing_file_is_said_in_one_sentence(open_page, tmp_path, monkeypatch, loaded_anew, file):
    folder = tmp_path / "models"
    shutil.copytree(MODELS_DIR, folder)
    (folder / file).unlink()
    for name in ("load_readers", "load_plane", "load_examination"):
        monkeypatch.setattr(files, name, partial(getattr(files, name), folder))
    at = open_page("memory")
    assert not at.exception
    ((warning,)) = at.warning
    assert warning.value.endswith(f"file {file} cannot be read: No such file or directory.")
    assert warning.value.startswith("The ")
    assert not at.main.get("bidi_component")
    assert not at.table
    assert at.metric  # the memory test has files of its own


def test_a_damaged_network_is_said_in_one_sentence(open_page, tmp_path, monkeypatch, loaded_anew):
    folder = tmp_path / "models"
    shutil.copytree(MODELS_DIR, folder)
    (folder / RNN_FILE).write_bytes((folder / RNN_FILE).read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(files, "load_readers", partial(load_readers, folder))
    at = open_page("memory")
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "The model file memory_rnn.safetensors is damaged: its SHA-256 is not the one that was shipped."
    ]


def test_the_first_visitor_waits_for_no_training_sentences(open_page, monkeypatch, loaded_anew):
    for module in ("rnn_core.memory.sentences", "rnn_core.data.order"):
        monkeypatch.setattr(f"{module}.order_corpus", lambda: pytest.fail("the corpus was built"))
    at = open_page("memory")
    assert not at.exception
    assert picture_of(at)["plane"]["paths"]
