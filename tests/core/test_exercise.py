"""The exercise: every number is asked for once, and a mistake is named only where it was made."""

import itertools
import math
import re
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.cells import RNNParams
from rnn_core.exercise import (
    QUANTITIES,
    TOLERANCE,
    Place,
    Verdict,
    answer,
    first_place,
    judge,
    next_place,
    terms,
)
from rnn_core.figures.numbers import MINUS, format_number
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_by_meaning, embed_words, parse_numbers, parse_words
from rnn_core.unrolling import unroll
from tests.core.cases import CASES, make_case, make_params


def places_of(params, num_steps):
    place = first_place()
    while place:
        yield place
        place = next_place(params, num_steps, place)


def hand_worked():
    """Return a network of two units with numbers that are far apart, and its run: inputs (1, 2), (−1, 3)."""
    weights = {
        "W_xh": [[0.5, -0.2], [0.1, 0.3]],
        "W_hh": [[0.9, -0.2], [0.3, 1.2]],
        "W_hy": [[2.0, -1.0]],
        "b_h": [0.25, -0.2],
        "b_y": [0.7],
    }
    params = RNNParams(**{name: torch.tensor(rows, dtype=torch.float64) for name, rows in weights.items()})
    return params, unroll(params, torch.tensor([[1.0, 2.0], [-1.0, 3.0]], dtype=torch.float64))


def verdict_at(quantity, given, step=2, row=0):
    params, trace = hand_worked()
    return judge(params, trace, Place(step, quantity, row), given)


@given(case=CASES)
def test_every_number_of_the_run_is_asked_for_once_in_the_order_of_computing(case):
    params, trace = make_case(**case)
    places = list(places_of(params, trace.num_steps))
    rows = dict.fromkeys(QUANTITIES, params.hidden_size)
    rows["readout"] = rows["output"] = params.output_size
    expected = [
        Place(t, quantity, row)
        for t in range(1, trace.num_steps + 1)
        for quantity in QUANTITIES
        for row in range(rows[quantity])
    ]
    assert places == expected


@given(case=CASES)
def test_the_answer_is_the_number_of_the_run(case):
    params, trace = make_case(**case)
    for place in places_of(params, trace.num_steps):
        t = place.step
        x_t, before, h_t = trace.x[t - 1], trace.h[t - 1], trace.h[t]
        expected = {
            "new": params.W_xh @ x_t,
            "old": params.W_hh @ before,
            "sum": params.W_xh @ x_t + params.W_hh @ before + params.b_h,
            "state": h_t,
            "readout": params.W_hy @ h_t,
            "output": params.W_hy @ h_t + params.b_y,
        }[place.quantity]
        assert answer(params, trace, place) == pytest.approx(expected[place.row].item())


@given(case=CASES)
def test_the_terms_make_up_the_answer(case):
    params, trace = make_case(**case)
    for place in places_of(params, trace.num_steps):
        total = sum(term.product for term in terms(params, trace, place))
        if place.quantity == "state":
            total = params.activate(torch.tensor(total, dtype=torch.float64)).item()
        assert total == pytest.approx(answer(params, trace, place))


@given(case=CASES)
def test_a_term_is_the_number_that_it_names(case):
    params, trace = make_case(**case)
    vectors = {"x": [None, *trace.x], "h": trace.h, "new": [None, *trace.from_input]}
    vectors |= {"old": [None, *trace.from_memory], "a": [None, *trace.a]}
    vectors |= {"readout": [None, *(trace.h[1:] @ params.W_hy.T)]}
    for place in places_of(params, trace.num_steps):
        for term in terms(params, trace, place):
            vector = getattr(params, term.name) if term.step is None else vectors[term.name][term.step]
            assert term.value == pytest.approx(vector[term.row].item())
            if term.matrix:
                weight = getattr(params, term.matrix)[place.row, term.row].item()
                assert term.weight == pytest.approx(weight)


@given(case=CASES, off=st.floats(-1, 1))
def test_right_is_what_lies_within_the_tolerance(case, off):
    params, trace = make_case(**case)
    for place in places_of(params, trace.num_steps):
        wanted = answer(params, trace, place)
        given_number = wanted + off * TOLERANCE * max(1, abs(wanted))
        assert judge(params, trace, place, given_number) == Verdict(is_right=True, reason="right")


@given(case=CASES, sign=st.sampled_from([-1, 1]), off=st.floats(1.001, 1e6))
def test_nothing_outside_the_tolerance_is_right(case, sign, off):
    params, trace = make_case(**case)
    for place in places_of(params, trace.num_steps):
        wanted = answer(params, trace, place)
        given_number = wanted + sign * off * TOLERANCE * max(1, abs(wanted))
        verdict = judge(params, trace, place, given_number)
        assert not verdict.is_right
        assert verdict.reason != "right"


@pytest.mark.parametrize(
    ("wanted", "given_number", "is_right"),
    [(0.5, 0.51, True), (0.5, 0.49, True), (0.5, 0.512, False), (50.0, 50.5, True), (50.0, 50.6, False)],
)
def test_the_tolerance_is_a_hundredth_or_one_percent(wanted, given_number, is_right):
    one, zero = torch.ones(1, 1), torch.zeros(1)
    params = RNNParams(W_xh=wanted * one, W_hh=one, W_hy=one, b_h=zero, b_y=zero)
    assert judge(params, unroll(params, one), first_place(), given_number).is_right == is_right


# By hand: h_1 = tanh(0.35, 0.5), step 2 reads x_2 = (−1, 3).
H_1 = [math.tanh(0.35), math.tanh(0.5)]
OLD_2 = [0.9 * H_1[0] - 0.2 * H_1[1], 0.3 * H_1[0] + 1.2 * H_1[1]]
A_2 = [-1.1 + OLD_2[0] + 0.25, 0.8 + OLD_2[1] - 0.2]
H_2 = [math.tanh(a) for a in A_2]
READOUT_2 = 2 * H_2[0] - H_2[1]


@pytest.mark.parametrize(
    ("quantity", "wanted"),
    [("new", -1.1), ("old", OLD_2[0]), ("sum", A_2[0]), ("state", H_2[0]), ("readout", READOUT_2)],
)
def test_the_numbers_worked_by_hand_are_right(quantity, wanted):
    assert verdict_at(quantity, wanted).is_right
    assert verdict_at("output", READOUT_2 + 0.7).is_right


@pytest.mark.parametrize(
    ("quantity", "given_number", "reason", "at"),
    [
        ("new", 1.1, "sign", None),
        ("new", -0.5 * 1 + 0.1 * 3, "transposed", None),
        ("new", 0.1 * -1 + 0.3 * 3, "other_row", 1),
        ("new", 0.5 * 1 - 0.2 * 2, "last_step", None),
        ("new", 0.5 - 0.2 - 1 + 3, "sum_instead_of_product", None),
        ("new", -1.1 + 0.25, "with_bias", None),
        ("new", -0.6, "left_out_term", 0),
        ("new", -0.5, "left_out_term", 1),
        ("new", -1.13, "rounding", None),
        ("new", 77.0, "other", None),
        ("old", -OLD_2[0], "sign", None),
        ("old", 0.9 * H_1[0] + 0.3 * H_1[1], "transposed", None),
        ("old", OLD_2[1], "other_row", 1),
        ("old", 0.9 * H_2[0] - 0.2 * H_2[1], "same_step", None),
        ("old", 0.9 - 0.2 + sum(H_1), "sum_instead_of_product", None),
        ("old", OLD_2[0] + 0.25, "with_bias", None),
        ("old", 0.9 * H_1[0], "left_out_term", 1),
        ("sum", A_2[0] - 0.25, "no_bias", None),
        ("sum", -A_2[0], "sign", None),
        ("sum", math.tanh(A_2[0]), "activated", None),
        ("sum", A_2[1], "other_row", 1),
        ("sum", OLD_2[0] + 0.25, "left_out_term", 0),
        ("sum", -1.1 + 0.25, "left_out_term", 1),
        ("state", A_2[0], "no_activation", None),
        ("state", -H_2[0], "sign", None),
        ("state", H_2[1], "other_row", 1),
        ("state", H_1[0], "last_step", None),
        ("state", 0.0, "other_activation", None),
        ("state", H_2[0] + 0.03, "rounding", None),
        ("readout", 2 * H_1[0] - H_1[1], "last_step", None),
        ("readout", READOUT_2 + 0.7, "with_bias", None),
        ("readout", 2 - 1 + sum(H_2), "sum_instead_of_product", None),
        ("readout", 2 * H_2[0], "left_out_term", 1),
        ("output", READOUT_2, "no_bias", None),
        ("output", math.tanh(READOUT_2 + 0.7), "activated", None),
        ("output", -READOUT_2 - 0.7, "sign", None),
        ("output", 1e9, "other", None),
        ("output", math.nan, "other", None),
        ("output", math.inf, "other", None),
    ],
)
def test_a_mistake_is_named(quantity, given_number, reason, at):
    assert verdict_at(quantity, given_number) == Verdict(is_right=False, reason=reason, at=at)
    if reason != "rounding" and math.isfinite(given_number):
        slightly_off = given_number + 0.004
        assert verdict_at(quantity, slightly_off) == Verdict(is_right=False, reason=reason, at=at)


def test_a_relu_that_was_squashed_is_named():
    params, trace = hand_worked()
    params = replace(params, activation="relu")
    trace = unroll(params, trace.x)
    place = Place(2, "state", 1)
    assert judge(params, trace, place, math.tanh(trace.a[1, 1].item())).reason == "other_activation"


@pytest.mark.parametrize(
    ("quantity", "reason"), [("sum", "no_bias"), ("output", "no_bias"), ("new", "with_bias")]
)
def test_a_bias_too_small_to_matter_is_not_named(quantity, reason):
    params, trace = hand_worked()
    place = Place(2, quantity, 0)

    def with_biases(value):
        full = torch.full_like
        changed = replace(params, b_h=full(params.b_h, value), b_y=full(params.b_y, value))
        return changed, unroll(changed, trace.x)

    tolerance = TOLERANCE * max(1, abs(answer(*with_biases(0.0), place)))
    for bias, is_named in ((1.5 * tolerance, False), (4 * tolerance, True)):
        off = bias if reason == "with_bias" else -bias
        verdict = judge(*with_biases(bias), place, answer(*with_biases(bias), place) + off)
        assert verdict.reason == (reason if is_named else "rounding")


@pytest.mark.parametrize(("given_number", "reason"), [(-0.5, "sign"), (-0.494, "other_row")])
def test_of_two_mistakes_the_one_that_leads_closest_is_named(given_number, reason):
    one, zero = torch.ones(1, 1), torch.zeros(2)
    params = RNNParams(
        W_xh=torch.tensor([[0.5], [-0.494]]), W_hh=torch.eye(2), W_hy=torch.ones(1, 2), b_h=zero, b_y=zero[:1]
    )
    assert judge(params, unroll(params, one), first_place(), given_number).reason == reason


@given(case=CASES, off=st.floats(-30, 30))
def test_a_named_mistake_leads_to_what_was_given_and_away_from_the_answer(case, off):
    params, trace = make_case(**case)
    for place in places_of(params, trace.num_steps):
        wanted = answer(params, trace, place)
        verdict = judge(params, trace, place, wanted + off)
        if verdict.reason == "sign":
            assert abs(-wanted - (wanted + off)) <= 1.001 * TOLERANCE * max(1, abs(wanted))
            assert abs(2 * wanted) > TOLERANCE * max(1, abs(wanted))
        if verdict.reason == "other_row":
            other = answer(params, trace, replace(place, row=verdict.at))
            assert abs(other - (wanted + off)) <= 1.001 * TOLERANCE * max(1, abs(other))
            assert not judge(params, trace, place, other).is_right
        if verdict.reason == "left_out_term":
            left_out = terms(params, trace, place)[verdict.at].product
            assert abs(off + left_out) <= 1.001 * TOLERANCE * max(1, abs(wanted - left_out))


def test_a_number_that_overflowed_is_met_by_infinity_alone():
    params = RNNParams(
        W_xh=torch.ones(1, 1, dtype=torch.float64),
        W_hh=torch.full((1, 1), 1e200, dtype=torch.float64),
        W_hy=torch.ones(1, 1, dtype=torch.float64),
        b_h=torch.zeros(1, dtype=torch.float64),
        b_y=torch.zeros(1, dtype=torch.float64),
        activation="relu",
    )
    trace, place = unroll(params, torch.ones(4, 1)), Place(4, "state", 0)
    assert answer(params, trace, place) == math.inf
    assert judge(params, trace, place, math.inf).is_right
    assert not judge(params, trace, place, 1e300).is_right


def written(value):
    """Return a number as the page shows it: three significant digits."""
    return float(format_number(value).replace(MINUS, "-"))


def computed_from_what_is_written(params, trace, place):
    total = sum(
        written(term.weight) * written(term.value) if term.matrix else written(term.value)
        for term in terms(params, trace, place)
    )
    return params.activate(torch.tensor(total)).item() if place.quantity == "state" else total


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("hidden_size", [1, 3, 8])
def test_whoever_computes_with_the_three_digits_on_the_page_is_right(hidden_size, activation):
    tokens = parse_words("the film was not bad at all but i had hoped for", 12)
    for seed, embed in itertools.product(range(3), (embed_words, embed_by_meaning)):
        params = RNNParams.random(
            input_size=3, hidden_size=hidden_size, seed=seed, spectral_radius=0.9, activation=activation
        )
        x = embed(tokens, 3, seed) if embed is embed_words else embed(tokens)
        trace = unroll(params, x)
        for place in places_of(params, len(tokens)):
            assert judge(params, trace, place, computed_from_what_is_written(params, trace, place)).is_right


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_can_be_computed_with_the_three_digits_on_the_page(preset):
    words = preset.kind == "words"
    x = embed_by_meaning(parse_words(preset.text, 12)) if words else None
    x = torch.tensor(parse_numbers(preset.text, 12), dtype=torch.float64)[:, None] if x is None else x
    trace = unroll(preset.params, x)
    for place in places_of(preset.params, trace.num_steps):
        found = computed_from_what_is_written(preset.params, trace, place)
        assert judge(preset.params, trace, place, found).is_right


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((0, "new", 0), "step must be a whole number from 1 to 6, found 0"),
        ((7, "new", 0), "step must be a whole number from 1 to 6, found 7"),
        ((1, "new", 4), "row must be a whole number from 0 to 3, found 4"),
        ((1, "output", 2), "row must be a whole number from 0 to 1, found 2"),
        ((1, "gate", 0), "quantity must be one of new, old, sum, state, readout, output, found 'gate'"),
    ],
)
def test_a_place_that_is_not_in_the_run_is_refused(fields, message):
    (params, trace), place = make_case(), Place(*fields)
    for ask in (answer, terms, lambda *each: judge(*each, 0.0)):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            ask(params, trace, place)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        next_place(params, trace.num_steps, place)


def test_the_run_of_another_network_is_refused():
    _, trace = make_case()
    with pytest.raises(ValueError, match="trace must be a run of params, with hidden_size 3; found 4"):
        answer(make_params(hidden_size=3), trace, first_place())
