"""The gates page through Streamlit's test harness: what it computes, its link, and what it refuses."""

import json
from dataclasses import replace

import pytest
import streamlit as st
import torch

from pages.ui import gates_settings, gates_words
from pages.ui.gates_settings import Changes, act
from rnn_core.figures.numbers import format_number
from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.sequences import embed_words
from tests.core.gated.cases import torch_twin

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]


def picture_of(at):
    (component,) = at.main.get("bidi_component")
    return json.loads(component.proto.json)


def states(kind, words, *, units=2, seed=1, **options):
    """Run torch's own cell over the words."""
    params = {"lstm": LSTMParams, "gru": GRUParams}[kind].random(
        input_size=3, hidden_size=units, seed=seed, **options
    )
    with torch.no_grad():
        h, _ = torch_twin(kind, params)(embed_words(words, 3, seed=seed))
    return h


def assert_states(data, expected):
    found = torch.tensor(data["quantities"]["h"]["values"][1:], dtype=torch.float64)
    torch.testing.assert_close(found, expected)


def test_the_page_opens_with_torchs_lstm(open_page):
    at = open_page("gates")
    assert not at.exception
    data = picture_of(at)
    assert (data["cell"], data["tokens"], data["step"]) == ("lstm", WORDS, 4)
    assert_states(data, states("lstm", WORDS))


def test_a_link_sets_every_control(open_page):
    query = {
        "gates-cell": "GRU",
        "gates-words": "so very good",
        "gates-units": "3",
        "gates-seed": "7",
        "gates-equal": "parameters",
        "gates-bias": "z=2",
        "gates-step": "2",
    }
    data = picture_of(open_page("gates", **query))
    assert (data["cell"], data["step"], data["comparison"]["equal"]) == ("gru", 2, "parameters")
    assert data["is_changed"]
    assert_states(data, states("gru", ["so", "very", "good"], units=3, seed=7, update_bias=2.0))


def test_a_gate_that_a_link_holds_is_held(open_page):
    data = picture_of(open_page("gates", **{"gates-held": "f=open@4+ i=shut@4+"}))
    cell = data["quantities"]["c"]["values"]
    assert cell[4:] == [cell[3]] * 4
    assert data["quantities"]["f"]["held"] == [False] * 3 + [True] * 4
    (forget,) = [control for control in data["controls"] if control["gate"] == "f"]
    assert forget["held"] == [None] * 3 + [1.0] * 4


def test_equal_parameters_change_the_comparison_and_not_the_cell(open_page):
    units, parameters = (
        picture_of(open_page("gates", **{"gates-equal": equal})) for equal in ("units", "parameters")
    )
    assert units["quantities"] == parameters["quantities"]
    assert [cell["note"] for cell in units["comparison"]["cells"]] == [
        "2 units, 15 parameters",
        "2 units, 41 parameters",
        "2 units, 51 parameters",
    ]
    assert parameters["comparison"]["cells"][0]["note"] == "5 units, 51 parameters"


def test_numbers_are_read_as_one_input(open_page):
    at = open_page("gates", **{"gates-kind": "numbers", "gates-numbers": "1 0 −2"})
    assert picture_of(at)["quantities"]["x"]["values"] == [[1.0], [0.0], [-2.0]]


def test_every_place_on_the_log_axis_is_between_its_ends(open_page):
    query = {"gates-words": "so " * 60, "gates-bias": "f=-100", "gates-held": "z=shut"}
    comparison = picture_of(open_page("gates", **query))["comparison"]
    assert all(0 <= place <= 1 for line in comparison["lines"] for place in line["places"])
    values = {line["label"]: line["values"] for line in comparison["lines"]}
    assert values["GRU, product of z"][0] == 0
    places = {line["label"]: line["places"] for line in comparison["lines"]}
    assert places["GRU, product of z"][0] == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("gates-cell", "RNN", "The link asks for “RNN”; choose vanilla RNN or LSTM or GRU."),
        ("gates-units", "5", "Found 5; whole numbers from 1 to 4 are allowed. Using 2."),
        ("gates-units", "1e400", "The link asks for “1e400”; whole numbers from 1 to 4 are allowed."),
        ("gates-seed", "x", "The link asks for “x”; whole numbers from 0 to 9999 are allowed."),
        ("gates-equal", "size", "Found “size”; units or parameters is allowed."),
        ("gates-bias", "f=1e9", "a bias is written like"),
        ("gates-bias", "f", "a bias is written like"),
        ("gates-held", "f=ajar", "a held gate is written like"),
        ("gates-step", "-3", "allowed is a step from 0 to 60. Showing 4."),
    ],
)
def test_nonsense_in_the_link_is_named_and_replaced(open_page, name, value, sentence):
    at = open_page("gates", **{name: value})
    assert not at.exception
    said = [
        each.value.replace("\\", "")
        for each in (*at.warning, *at.markdown)
        if sentence in each.value.replace("\\", "")
    ]
    assert len(said) == 1
    assert picture_of(at)["tokens"] == WORDS
    assert not picture_of(at)["is_changed"]


def test_a_step_behind_the_end_is_the_last_one(open_page):
    assert picture_of(open_page("gates", **{"gates-step": "60"}))["step"] == 7


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Found 0 words"), ("word " * 5000, "Found 5,000 words"), ("w " * 61, "Found 61 words")],
)
def test_words_that_cannot_be_read_leave_the_last_good_ones(open_page, text, sentence):
    at = open_page("gates")
    at.text_input(key="gates-words").set_value("so good").run()
    at.text_input(key="gates-words").set_value(text).run()
    assert sentence in at.error[0].value
    assert picture_of(at)["tokens"] == ["so", "good"]


def test_moving_through_the_steps_changes_no_number(open_page):
    first, second = (picture_of(open_page("gates", **{"gates-step": step})) for step in ("1", "5"))
    assert (first.pop("step"), second.pop("step")) == (1, 5)
    assert first == second


@pytest.fixture
def made(monkeypatch):
    changes = Changes()
    monkeypatch.setattr(gates_settings, "changes", lambda: changes)
    return changes


def test_a_bias_is_set_for_a_unit_and_taken_back(made):
    act({"do": "edit", "number": "f 1", "text": "−2.5", "id": "a"})
    act({"do": "edit", "number": "i", "text": "3", "id": "b"})
    assert [(bias.gate, bias.value, bias.unit) for bias in made.biases] == [("f", -2.5, 1), ("i", 3.0, None)]
    assert (made.answered, made.said) == ("b", "")
    act({"do": "reset", "id": "c"})
    assert made.biases == ()


@pytest.mark.parametrize("text", ["", "x", "1e9", "nan", "١"])
def test_a_bias_that_is_no_number_is_said_and_nothing_changes(made, text):
    act({"do": "edit", "number": "f", "text": text, "id": "a"})
    assert made.biases == ()
    assert "numbers from −100 to 100 are allowed" in made.said


def test_a_gate_is_held_over_some_steps_and_let_go(made):
    act({"do": "hold", "gate": "f", "value": 1, "first": 4, "last": None, "id": "a"})
    act({"do": "hold", "gate": "f", "value": 0, "first": 5, "last": 5, "id": "b"})
    assert [(held.value, held.first, held.last) for held in made.held] == [(1.0, 4, None), (0.0, 5, 5)]
    act({"do": "hold", "gate": "f", "value": None, "first": 1, "last": None, "id": "c"})
    assert made.held == ()


def test_the_comparison_is_chosen(made):
    act({"do": "equal", "equal": "parameters", "id": "a"})
    assert made.equal == "parameters"


def badges(at):
    return [
        each.value for each in at.markdown if "autograd" in each.value and "largest difference" in each.value
    ]


@pytest.mark.parametrize(
    "query", [{}, {"gates-held": "f=open@3+ i=shut"}, {"gates-cell": "GRU", "gates-held": "z=shut@5"}]
)
def test_every_gradient_is_held_to_autograd_also_while_gates_are_held(open_page, query):
    said = badges(open_page("gates", **query))
    assert len(said) == 4
    assert all("Equals autograd" in each and ":red[" not in each for each in said)
    assert ["product of" in said[0], "all roads" in said[1], "vanilla RNN" in said[2]] == [True] * 3


def test_a_gradient_that_differs_from_autograd_is_said_in_red(open_page, monkeypatch):
    real = gates_words.check_lstm_roads

    def wrong(run):
        return real(replace(run, flow=replace(run.flow, road=run.flow.road * (1 + 1e-6))))

    monkeypatch.setattr(gates_words, "check_lstm_roads", wrong)
    st.cache_data.clear()
    said = badges(open_page("gates", **{"gates-seed": "77"}))
    st.cache_data.clear()
    assert said[0].startswith(":red[:material/error: Differs from autograd on the road")
    assert "Equals autograd" in said[1]


def test_a_held_gate_is_called_held_and_what_is_kept_is_compared(open_page):
    free = picture_of(open_page("gates"))
    data = picture_of(open_page("gates", **{"gates-held": "f=open@4+ i=shut@4+"}))
    assert "keeps 1.00 (held) of the cell state" in data["sentences"][4]
    assert "lets in 0 (held) of" in data["sentences"][4]
    assert "held" not in data["sentences"][3]
    own = torch.tensor(free["quantities"]["f"]["values"][3:], dtype=torch.float64).prod(0).mean().item()
    assert data["kept"] == (
        f"Kept of c₃ in c₇, on average over the units: 1.00 with the hold, {format_number(own)} without it."
    )
    assert free["kept"] == ""


def test_a_gradient_below_the_smallest_number_is_no_plain_zero(open_page):
    data = picture_of(open_page("gates", **{"gates-words": "so " * 60, "gates-bias": "f=-100"}))
    (road,) = (line for line in data["comparison"]["lines"] if line["label"] == "LSTM, product of f")
    assert (road["values"][0], road["below"][0], road["below"][-1]) == (0, True, False)
    assert "0 (below the smallest number) is left here on the road" in data["sentences"][1]
    assert "LSTM, product of f: 0 (below the smallest number)" in data["comparison"]["alt"]


def test_a_gate_that_is_shut_leaves_a_plain_zero(open_page):
    data = picture_of(open_page("gates", **{"gates-held": "f=shut"}))
    (road,) = (line for line in data["comparison"]["lines"] if line["label"] == "LSTM, product of f")
    assert (road["values"][0], any(road["below"])) == (0, False)
