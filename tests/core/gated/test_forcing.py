"""What a person does to the gates, and how a link says it."""

import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.gated.forcing import (
    HeldGate,
    SetBias,
    format_biases,
    format_held,
    held_values,
    parse_biases,
    parse_held,
    put_bias,
    put_held,
    with_biases,
)
from tests.core.gated.cases import make_cell

STEPS = 9
ACTS = st.lists(
    st.tuples(
        st.sampled_from("ifo"),
        st.sampled_from([0.0, 1.0, None]),
        st.sampled_from([(1, None), (3, None), (5, None), (1, 1), (4, 4), (9, 9), (2, 6)]),
    ),
    max_size=8,
)


def after(acts):
    held = ()
    for gate, value, (first, last) in acts:
        held = put_held(held, gate, value, first, last)
    return held


@given(acts=ACTS)
def test_the_last_word_counts_at_every_step(acts):
    expected = {gate: [None] * STEPS for gate in "ifo"}
    for gate, value, (first, last) in acts:
        for t in range(first, (last or STEPS) + 1):
            expected[gate][t - 1] = value
    params = make_cell("lstm", hidden_size=1)
    values = held_values(after(acts), params, STEPS)
    for gate, wanted in expected.items():
        column = values[:, params.rows(gate)].flatten().tolist()
        assert [None if value != value else value for value in column] == wanted


@given(acts=ACTS)
def test_a_link_holds_what_was_held(acts):
    params, held = make_cell("lstm", hidden_size=1), after(acts)
    read = parse_held(format_held(held))
    values = [held_values(each, params, STEPS) for each in (held, read)]
    torch.testing.assert_close(*values, equal_nan=True)


def test_a_bias_overrules_what_it_covers_and_no_more():
    biases = (SetBias("f", 1.0, unit=0), SetBias("f", 2.0, unit=1), SetBias("i", 3.0))
    assert put_bias(biases, SetBias("f", 5.0, unit=1)) == (biases[0], biases[2], SetBias("f", 5.0, unit=1))
    assert put_bias(biases, SetBias("f", 5.0)) == (biases[2], SetBias("f", 5.0))
    assert parse_biases(format_biases(biases)) == biases


def test_biases_reach_their_cell_and_leave_others_alone():
    params = make_cell("lstm", hidden_size=2)
    changed = with_biases(
        params, [SetBias("f", 5.0), SetBias("f", -1.0, unit=1), SetBias("z", 9.0), SetBias("o", 1.0, unit=7)]
    )
    assert changed.of("f").b_h.tolist() == [5.0, -1.0]
    for gate in "igo":
        assert torch.equal(changed.of(gate).b_h, params.of(gate).b_h)


@pytest.mark.parametrize(
    "part",
    ["f", "f=ajar", "g=open", "f=open@0", "f=open@+", "f=open@1e3", "f=open@9999", "q=shut", "f=open@4-5"],
)
def test_a_hold_that_cannot_be_read_is_named(part):
    with pytest.raises(ValueError, match=re.escape(f"Found {part!r}; a held gate is written like")):
        parse_held(f"i=shut {part}")


@pytest.mark.parametrize("part", ["f", "f=", "f=x", "f=1e9", "q=1", "f[0]=1", "f[300]=1", "f=nan", "f[1]"])
def test_a_bias_that_cannot_be_read_is_named(part):
    with pytest.raises(ValueError, match=re.escape(f"Found {part!r}; a bias is written like")):
        parse_biases(f"i=1 {part}")


def test_too_many_changes_are_refused():
    with pytest.raises(ValueError, match="Found 201 changes; at most 200 are allowed"):
        parse_biases("f=1 " * 201)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: HeldGate("g", 1.0), "gate must be one of i, f, o, r, z, found 'g'"),
        (lambda: HeldGate("f", 1.5), "value must be a finite number from 0 to 1, found 1.5"),
        (lambda: HeldGate("f", 1.0, first=0), "first must be a whole number from 1 to 1000, found 0"),
        (lambda: HeldGate("f", 1.0, first=4, last=3), "last must be a whole number from 4 to 1000, found 3"),
        (lambda: SetBias("h", 1.0), "gate must be one of i, f, g, o, r, z, n, found 'h'"),
        (lambda: SetBias("f", 101.0), "value must be a finite number from -100 to 100, found 101.0"),
        (lambda: SetBias("f", 1.0, unit=-1), "unit must be a whole number from 0 to 255, found -1"),
    ],
)
def test_what_cannot_be_held_or_set_is_named(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()
