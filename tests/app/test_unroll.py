"""The unroll page: its numbers are torch's, and whatever is typed, the page stays up."""

import json

import pytest
import torch

from pages.ui import unrolled
from rnn_core import RNNParams, unroll
from rnn_core.sequences import embed_words

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]


def stage_of(at):
    return json.loads(at.get("bidi_component")[0].proto.json)


def hidden_states(params, x):
    rnn = torch.nn.RNN(x.shape[1], params.hidden_size, nonlinearity=params.activation, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        return rnn(x)[0]


def test_the_page_arrives_with_a_run_that_torch_confirms(open_page):
    data = stage_of(open_page("unroll"))
    assert data["tokens"] == WORDS
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    expected = hidden_states(params, embed_words(WORDS, 3, seed=1))
    torch.testing.assert_close(torch.tensor(data["runs"][0]["h"][1:], dtype=torch.float64), expected)


def test_a_link_sets_every_control(open_page):
    query = {
        "unroll-kind": "numbers",
        "unroll-numbers": "1 0 -1",
        "unroll-units": "5",
        "unroll-activation": "ReLU",
        "unroll-seed": "7",
        "unroll-step": "2",
    }
    data = stage_of(open_page("unroll", **query))
    assert data["tokens"] == ["1.00", "0", "−1.00"]
    assert data["step"] == 2
    assert data["activation"] == "ReLU"
    params = RNNParams.random(input_size=1, hidden_size=5, seed=7, spectral_radius=0.9, activation="relu")
    expected = hidden_states(params, torch.tensor([[1.0], [0.0], [-1.0]], dtype=torch.float64))
    torch.testing.assert_close(torch.tensor(data["runs"][0]["h"][1:], dtype=torch.float64), expected)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("unroll-units", "99", "Found 99; whole numbers from 1 to 64 are allowed. Using 3."),
        ("unroll-units", "abc", "The link asks for “abc”; whole numbers from 1 to 64 are allowed."),
        (
            "unroll-units",
            "9" * 40,
            f"The link asks for “{'9' * 24}”; whole numbers from 1 to 64 are allowed.",
        ),
        ("unroll-units", "1e400", "The link asks for “1e400”; whole numbers from 1 to 64 are allowed."),
        (
            "unroll-units",
            "9" * 5_000,
            f"The link asks for “{'9' * 24}”; whole numbers from 1 to 64 are allowed.",
        ),
        ("unroll-units", "٣", "The link asks for “٣”; whole numbers from 1 to 64 are allowed."),
        ("unroll-units", "", "The link asks for “”; whole numbers from 1 to 64 are allowed."),
        ("unroll-units", "-0", "Found 0; whole numbers from 1 to 64 are allowed. Using 3."),
        ("unroll-units", "1_0", "The link asks for “1?0”; whole numbers from 1 to 64 are allowed."),
        ("unroll-activation", "sigmoid", "The link asks for “sigmoid”; choose tanh or ReLU."),
        ("unroll-kind", "<b>$x$", "The link asks for “?b??x?”; choose words or numbers."),
        (
            "unroll-step",
            "-3",
            "The link asks for unroll-step = “-3”; allowed is a step from 0 to 200. Showing 4.",
        ),
        (
            "unroll-step",
            "1e9",
            "The link asks for unroll-step = “1e9”; allowed is a step from 0 to 200. Showing 4.",
        ),
        *(
            (
                "unroll-step",
                text,
                f"The link asks for unroll-step = “{said}”; allowed is a step from 0 to 200.",
            )
            for text, said in (
                ("1e400", "1e400"),
                ("9" * 5_000, "9" * 24),
                ("٣", "٣"),
                ("", ""),
                ("1_0", "1?0"),
            )
        ),
        ("unroll-seed", "x", "The link asks for “x”; whole numbers from 0 to 9999 are allowed."),
    ],
)
def test_nonsense_in_the_link_is_named_and_replaced(open_page, name, value, sentence):
    at = open_page("unroll", **{name: value})
    assert not at.exception
    said = [
        element.value
        for element in (*at.warning, *at.markdown)
        if "The link asks" in element.value or "allowed" in element.value
    ]
    assert [sentence in text for text in said] == [True]
    assert stage_of(at)["tokens"] == WORDS


@pytest.mark.parametrize(("text", "step"), [("-0", 0), ("007", 7)])
def test_a_step_that_is_written_oddly_is_still_a_number(open_page, text, step):
    at = open_page("unroll", **{"unroll-step": text})
    assert not at.warning
    assert stage_of(at)["step"] == step


def test_a_number_that_cannot_be_read_is_said_once_and_leaves_the_link(open_page):
    at = open_page("unroll", **{"unroll-units": "1e400"})
    assert "unroll-units" not in at.query_params
    at.run()
    assert not [markdown for markdown in at.markdown if "allowed" in markdown.value]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Found 0 words"), ("word " * 5000, "Found 5,000 words"), ("🙂" * 201, "Found 201 words")],
)
def test_words_that_cannot_be_drawn_leave_the_last_good_ones(open_page, text, sentence):
    at = open_page("unroll")
    at.text_input(key="unroll-words").set_value("so good").run()
    at.text_input(key="unroll-words").set_value(text).run()
    assert sentence in at.error[0].value
    assert stage_of(at)["tokens"] == ["so", "good"]


def test_a_number_out_of_range_leaves_the_last_good_ones(open_page):
    at = open_page("unroll", **{"unroll-kind": "numbers"})
    at.text_input(key="unroll-numbers").set_value("1 2").run()
    at.text_input(key="unroll-numbers").set_value("1 1e9").run()
    assert "Found '1e9'; numbers from −100 to 100 are allowed." in at.error[0].value
    assert stage_of(at)["tokens"] == ["1.00", "2.00"]


def test_a_number_that_cannot_be_read_is_shown_as_it_was_typed(open_page):
    at = open_page("unroll", **{"unroll-kind": "numbers", "unroll-numbers": "![](//a.bc/d)"})
    assert [each.value.startswith("Found '!\\[\\](//a.bc/d)'; numbers") for each in at.error] == [True]


@pytest.mark.parametrize("text", ["<b>bold</b>", "$x^2$ **bold**", "مرحبا بالعالم", "a\u0000b\u0085c", "x"])
def test_unusual_text_is_read_as_words(open_page, text):
    at = open_page("unroll")
    at.text_input(key="unroll-words").set_value(text).run()
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("typed", [99, 0, -5])
def test_a_number_box_out_of_range_says_so_and_keeps_the_last_good_one(open_page, typed):
    at = open_page("unroll")
    at.number_input(key="unroll-units").set_value(5).run()
    at.number_input(key="unroll-units").set_value(typed).run()
    sentences = [markdown.value for markdown in at.markdown if "allowed" in markdown.value]
    assert sentences == [f":red[:small[Found {typed}; whole numbers from 1 to 64 are allowed. Using 5.]]"]
    assert len(stage_of(at)["runs"][0]["h"][0]) == 5


def test_where_neither_weighs_anything_the_sentence_does_not_say_that_one_does(open_page):
    query = {"unroll-kind": "numbers", "unroll-numbers": "0 0 1 -1"}
    sentences = stage_of(open_page("unroll", **query))["sentences"]
    assert "there is no old memory yet" in sentences[1]
    assert "weigh the same (length 0)" in sentences[2]
    assert "the new information (length" in sentences[3]


def test_the_step_is_no_part_of_what_is_computed(open_page):
    first, second = (stage_of(open_page("unroll", **{"unroll-step": step})) for step in ("1", "5"))
    assert (first.pop("step"), second.pop("step")) == (1, 5)
    assert first == second


def test_a_run_is_computed_once(open_page, monkeypatch):
    computed = []
    monkeypatch.setattr(unrolled, "unroll", lambda *run: computed.append(run) or unroll(*run))
    at = open_page("unroll", **{"unroll-words": "so good that nobody else has asked for it"})
    at.run()
    assert len(computed) == 1


@pytest.mark.parametrize(("num_steps", "are_sent"), [(60, True), (61, False)])
def test_the_products_of_a_long_run_are_left_out(open_page, num_steps, are_sent):
    query = {"unroll-kind": "numbers", "unroll-numbers": "1 " * num_steps}
    run = stage_of(open_page("unroll", **query))["runs"][0]
    assert (run["products"] is not None) == are_sent
    assert len(run["h"]) == num_steps + 1


def test_a_network_that_is_not_drawn_sends_its_states_and_nothing_else(open_page):
    data = stage_of(open_page("unroll", **{"unroll-units": "9"}))
    assert not data["drawn"]
    params = RNNParams.random(input_size=3, hidden_size=9, seed=1, spectral_radius=0.9)
    expected = hidden_states(params, embed_words(WORDS, 3, seed=1))
    torch.testing.assert_close(torch.tensor(data["runs"][0]["h"][1:], dtype=torch.float64), expected)
    assert {name for name, values in data["runs"][0].items() if values} == {"x", "h", "y"}
