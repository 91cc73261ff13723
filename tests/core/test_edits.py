"""Edits by hand: where they land, which one wins, and what a link can say."""

import dataclasses
import re
from functools import reduce

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.cells import WEIGHTS
from rnn_core.edits import (
    MAX_EDITS,
    Edit,
    edited,
    edited_vectors,
    format_edits,
    parse_edits,
    put_edit,
)
from rnn_core.sequences import parse_number
from tests.core.cases import make_params, normal

NUMBERS = st.floats(-100, 100)
PLACES = st.integers(0, 255)
STEPS = st.none() | st.integers(1, 1000)
WORDS = st.text(min_size=1, max_size=8).filter(lambda word: word.split() == [word])
BIASES = {"name": st.sampled_from(["b_h", "b_y"]), "index": st.tuples(PLACES), "value": NUMBERS}
MATRICES = BIASES | {"name": st.sampled_from(["W_xh", "W_hh", "W_hy"]), "index": st.tuples(PLACES, PLACES)}
# The arguments of ``Edit``.
EDITS = st.one_of(
    st.fixed_dictionaries(MATRICES | {"step": STEPS}),
    st.fixed_dictionaries(BIASES | {"step": STEPS}),
    st.fixed_dictionaries(BIASES | {"name": st.just("x"), "word": WORDS}),
)


def test_an_edit_of_each_weight_lands_where_it_says():
    params = make_params()
    places = {"W_xh": (3, 2), "W_hh": (0, 3), "W_hy": (1, 0), "b_h": (2,), "b_y": (1,)}
    changed = edited(params, [Edit(name, place, 7.0) for name, place in places.items()])
    for name, place in places.items():
        differs = getattr(changed, name) != getattr(params, name)
        assert differs.nonzero().tolist() == [list(place)]
        assert getattr(changed, name)[place].item() == pytest.approx(7.0)


def test_the_network_before_stays_as_it_was():
    params = make_params()
    before = {name: getattr(params, name).clone() for name in WEIGHTS}
    edited(params, [Edit(name, (0, 0) if name.startswith("W") else (0,), 7.0) for name in WEIGHTS])
    assert all(torch.equal(getattr(params, name), before[name]) for name in WEIGHTS)


def test_the_later_edit_of_a_place_wins():
    changed = edited(make_params(), [Edit("b_h", (0,), 7.0), Edit("b_h", (0,), -2.0)])
    assert changed.b_h[0].item() == pytest.approx(-2.0)


@pytest.mark.parametrize(
    "edit",
    [
        Edit("W_xh", (4, 0), 7.0),
        Edit("W_xh", (0, 3), 7.0),
        Edit("b_y", (2,), 7.0),
        Edit("W_hh", (0, 0), 7.0, step=1),
        Edit("x", (0,), 7.0, word="not"),
    ],
)
def test_an_edit_that_is_not_for_this_network_is_left_out(edit):
    params = make_params()
    changed = edited(params, [edit])
    assert all(torch.equal(getattr(changed, name), getattr(params, name)) for name in WEIGHTS)


def test_a_word_has_its_new_number_wherever_it_stands():
    tokens, x = ["not", "bad", "not", "at"], normal(4, 3, seed=0)
    edits = [Edit("x", (1,), 0.5, word="not"), Edit("x", (3,), 9.0, word="bad"), Edit("b_h", (1,), 9.0)]
    changed = edited_vectors(tokens, x, [*edits, Edit("x", (0,), 9.0, word="good")])
    assert (changed != x).nonzero().tolist() == [[0, 1], [2, 1]]
    assert changed[[0, 2], 1].tolist() == pytest.approx([0.5, 0.5])


def test_the_vectors_before_stay_as_they_were_and_the_later_edit_wins():
    x = normal(1, 3, seed=0)
    before = x.clone()
    edits = [Edit("x", (1,), 0.5, word="not"), Edit("x", (1,), -3.0, word="not")]
    assert edited_vectors(["not"], x, edits)[0, 1].item() == pytest.approx(-3.0)
    assert torch.equal(x, before)


def test_a_token_too_many_is_counted():
    with pytest.raises(ValueError, match="tokens must be 4, one for each step of x, found 5"):
        edited_vectors(["a"] * 5, normal(4, 3, seed=0), [])


def test_an_edit_takes_the_place_of_the_one_before():
    first, other, again = Edit("W_hh", (0, 1), 0.5), Edit("W_hh", (1, 0), 0.5), Edit("W_hh", (0, 1), 0.7)
    assert put_edit(put_edit((first,), other), again) == (other, again)


def test_edits_of_two_steps_or_two_words_are_two():
    steps = (Edit("b_h", (0,), 0.5, step=1), Edit("b_h", (0,), 0.5, step=2))
    words = (Edit("x", (0,), 0.5, word="not"), Edit("x", (0,), 0.5, word="bad"))
    assert put_edit(steps[:1], steps[1]) == steps
    assert put_edit(words[:1], words[1]) == words


def test_an_edit_for_all_steps_overrules_those_of_single_steps_but_not_the_other_way_round():
    of_all, of_one = Edit("b_h", (0,), 0.5), Edit("b_h", (0,), 0.7, step=2)
    assert put_edit((of_one,), of_all) == (of_all,)
    assert put_edit((of_all,), of_one) == (of_all, of_one)


def test_a_link_counts_from_one_and_names_the_word_last():
    edits = (
        Edit("W_hh", (0, 1), 0.5),
        Edit("b_h", (0,), -1.0),
        Edit("W_hh", (0, 1), 0.5, step=3),
        Edit("x", (1,), 0.5, word="not"),
        Edit("x", (0,), 1e-07, word="a:b"),
        Edit("x", (0,), 100.0, word="isn't"),
        Edit("x", (0,), -0.1, word=":"),
    )
    text = "W_hh:1:2:0.5 b_h:1:-1 W_hh@3:1:2:0.5 x:2:0.5:not x:1:1e-07:a:b x:1:100:isn't x:1:-0.1::"
    assert format_edits(edits) == text
    assert parse_edits(text) == edits


@given(edits=st.lists(EDITS, max_size=20))
def test_what_is_written_is_read_again_without_loss(edits):
    edits = reduce(put_edit, [Edit(**fields) for fields in edits], ())
    assert parse_edits(format_edits(edits)) == edits


def test_no_edits_are_no_text():
    assert format_edits(()) == ""
    assert parse_edits("  ") == ()


def test_of_two_edits_at_one_place_the_link_keeps_the_later():
    assert parse_edits("b_h:1:1 b_h:1:2") == (Edit("b_h", (0,), 2.0),)


HOSTILE_NUMBERS = [
    "1e400",
    "nan",
    "inf",
    "-inf",
    "1" * 5000,
    "1_0",
    "٣",
    "0x1",
    "",
    "100.1",
    "0,5",
    "½",
    "--1",
]


@pytest.mark.parametrize("number", HOSTILE_NUMBERS)
def test_a_link_with_no_number_in_range_is_refused(number):
    part = f"b_h:1:{number}"
    with pytest.raises(ValueError, match=f"^Found {re.escape(repr(part[:40]))}; an edit is written like"):
        parse_edits(f"b_y:1:1 {part} b_h:also:bad")


@pytest.mark.parametrize(
    "part",
    [
        *(
            "W_hh",
            "W_hh:1",
            "W_hh:1:2",
            "W_hh:1:2:3:4",
            "b_h:1:2:3",
            "b_h:1:2:",
            "b_h",
            ":",
            "@",
            "x:1:0.5",
            "x:1:0.5:",
        ),
        *("W_yh:1:2:0.5", "w_hh:1:2:0.5", "h:1:0.5", "__class__:1:0.5", ":1:2:0.5"),
        *(
            "W_hh:0:1:0.5",
            "W_hh:-1:1:0.5",
            "W_hh:1_0:1:0.5",
            "W_hh:٣:1:0.5",
            "W_hh:257:1:0.5",
            "W_hh:01:1:0.5",
        ),
        "W_hh:" + "9" * 5000 + ":1:0.5",
        *("W_hh@:1:1:0.5", "W_hh@0:1:1:0.5", "W_hh@-1:1:1:0.5", "W_hh@1001:1:1:0.5", "W_hh@1@2:1:1:0.5"),
        *("W_hh@٣:1:1:0.5", "W_hh@1.5:1:1:0.5", "x@1:1:0.5:not"),
    ],
)
def test_a_part_that_cannot_be_read_is_named(part):
    message = (
        f"Found {part[:40]!r}; an edit is written like W_hh:1:2:0.5, W_hh@3:1:2:0.5, b_h:1:-1 "
        "or x:2:0.5:not, with a number from −100 to 100."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_edits(f"b_h:1:1 {part}")


@given(text=st.text(alphabet="W_xhyb:@ .0123456789-e+naif'\u2212\u0663") | st.text())
def test_a_text_is_read_as_edits_in_range_or_refused(text):
    try:
        edits = parse_edits(text)
    except ValueError:
        return
    assert all(abs(edit.value) <= 100 for edit in edits)


def test_too_many_edits_are_counted():
    text = " ".join(f"W_hh:{row}:{column}:1" for row in range(1, 21) for column in range(1, 21))
    assert len(parse_edits(text)) == MAX_EDITS
    with pytest.raises(ValueError, match=r"^Found 401 edits; at most 400 are allowed\.$"):
        parse_edits(f"{text} b_h:1:1")


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", 0.5), (" −1 ", -1.0), ("-.5", -0.5), ("1e2", 100.0), ("+3", 3.0)]
)
def test_a_cell_takes_a_number_however_it_is_typed(text, value):
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc", "'abc'"),
        ("", "nothing"),
        ("  ", "nothing"),
        ("1e9", "'1e9'"),
        ("1 2", "'1 2'"),
        ("7" * 5000, f"'{'7' * 20}'"),
        ("nan", "'nan'"),
        ("1_0", "'1_0'"),
        ("٣", "'٣'"),
    ],
)
def test_a_cell_refuses_what_is_no_number_in_range(text, found):
    with pytest.raises(ValueError, match=f"^Found {found}; numbers from −100 to 100 are allowed\\.$"):
        parse_number(text)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "W_yh"}, "name must be one of W_xh, W_hh, W_hy, b_h, b_y, x, found 'W_yh'"),
        ({"index": (0,)}, "index must be row and column for W_hh, found (0,)"),
        ({"name": "b_h"}, "index must be one number for b_h, found (0, 1)"),
        ({"index": (0, -1)}, "index must be a whole number from 0 to 255, found -1"),
        ({"index": (0, 256)}, "index must be a whole number from 0 to 255, found 256"),
        ({"index": (0, 1.0)}, "index must be a whole number from 0 to 255, found 1.0"),
        ({"value": 100.5}, "value must be a finite number from -100 to 100, found 100.5"),
        ({"value": float("nan")}, "value must be a finite number from -100 to 100, found nan"),
        ({"value": "1"}, "value must be a finite number from -100 to 100, found '1'"),
        ({"step": 0}, "step must be a whole number from 1 to 1000, found 0"),
        ({"word": "not"}, "word must be left out for W_hh, found 'not'"),
        ({"name": "x", "index": (0,)}, "word must be one word without blanks for x, found None"),
        (
            {"name": "x", "index": (0,), "word": "a b"},
            "word must be one word without blanks for x, found 'a b'",
        ),
        ({"name": "x", "index": (0,), "word": ""}, "word must be one word without blanks for x, found ''"),
        (
            {"name": "x", "index": (0,), "word": "not", "step": 2},
            "step must be left out for x: a word has one vector, found 2",
        ),
    ],
)
def test_an_edit_that_says_nothing_clear_is_refused(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        dataclasses.replace(Edit("W_hh", (0, 1), 0.5), **changes)
