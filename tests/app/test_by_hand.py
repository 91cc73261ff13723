"""What the exercise says: the stage's own names, hints that lead to the answer, the reason of a slip."""

import math
import re
from dataclasses import replace

import pytest
import torch

from pages.ui.by_hand import FLAT, TOLERANCE, hints, prompt, reveal_sentence, verdict_sentence
from rnn_core import RNNParams, unroll
from rnn_core.exercise import TOLERANCE as TOLERATED
from rnn_core.exercise import Place, answer, first_place, judge, next_place


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


PARAMS = RNNParams(
    W_xh=tensor([[0.5, -0.2], [0.1, 0.3]]),
    W_hh=tensor([[0.9, -0.2], [0.3, 1.2]]),
    W_hy=tensor([[2.0, -1.0]]),
    b_h=tensor([0.25, -0.2]),
    b_y=tensor([0.7]),
)
TRACE = unroll(PARAMS, tensor([[1.0, 2.0], [-1.0, 3.0]]))
RELU = replace(PARAMS, activation="relu")
RELU_TRACE = unroll(RELU, TRACE.x)


def places():
    place = first_place()
    while place:
        yield place
        place = next_place(PARAMS, 2, place)


def test_a_number_is_asked_for_by_the_name_that_the_stage_gives_it():
    names = [prompt(Place(12, name, 1)) for name in ("new", "old", "sum", "state", "readout", "output")]
    assert names == [
        "new₁₂[2] = ?",
        "memory₁₂[2] = ?",
        "a₁₂[2] = ?",
        "h₁₂[2] = ?",
        "readout₁₂[2] = ?",
        "y₁₂[2] = ?",
    ]


def test_the_tolerance_that_is_stated_is_the_one_that_counts():
    assert f"{TOLERATED:g}, or {100 * TOLERATED:g} %" in TOLERANCE


def test_the_hints_for_a_product_rise_from_words_to_the_products():
    assert hints(PARAMS, TRACE, Place(2, "old", 1)) == [
        "Multiply row 2 of W_hh and h₁, pair by pair, and add the products.",
        "memory₂[2] = W_hh[2, 1] · h₁[1] + W_hh[2, 2] · h₁[2]",
        "memory₂[2] = 0.300 · 0.336 + 1.20 · 0.462",
        "The products, one by one: 0.300 · 0.336 = 0.101; 1.20 · 0.462 = 0.555. Add them.",
    ]


def test_the_hints_for_the_sum_and_the_output_name_their_bias():
    assert hints(PARAMS, TRACE, Place(2, "sum", 0)) == [
        "Add the new information, the memory and the bias, each in row 1.",
        "a₂[1] = new₂[1] + memory₂[1] + b_h[1]",
        "a₂[1] = −1.10 + 0.210 + 0.250",
        "−1.10 + 0.210 = −0.890; add the bias 0.250.",
    ]
    assert hints(PARAMS, TRACE, Place(1, "output", 0)) == [
        "Add the bias b_y[1] to the readout.",
        "y₁[1] = readout₁[1] + b_y[1]",
        "y₁[1] = 0.211 + 0.700",
    ]


def test_the_hints_for_the_state_spell_the_activation_out():
    assert hints(PARAMS, TRACE, Place(1, "state", 0)) == [
        "Put the sum a₁[1] through tanh, which squeezes every number to between −1 and 1.",
        "h₁[1] = tanh(a₁[1])",
        "h₁[1] = tanh(0.350)",
        "tanh(a) = (eᵃ − e⁻ᵃ) / (eᵃ + e⁻ᵃ); here eᵃ = 1.42 and e⁻ᵃ = 0.705.",
    ]
    assert hints(RELU, RELU_TRACE, Place(1, "state", 0)) == [
        "Put the sum a₁[1] through ReLU, which turns every number below 0 into 0 and leaves the others.",
        "h₁[1] = ReLU(a₁[1])",
        "h₁[1] = ReLU(0.350)",
        "0.350 is above 0: it stays.",
    ]
    assert hints(RELU, RELU_TRACE, Place(2, "state", 0))[-1].endswith("is not above 0: it becomes 0.")


@pytest.mark.parametrize("a", [FLAT, -FLAT, 50.0, -1000.0])
def test_a_flat_tanh_is_said_to_be_one_and_is(a):
    one = tensor([[1.0]])
    params = RNNParams(W_xh=one, W_hh=one, W_hy=one, b_h=tensor([a]), b_y=tensor([0.0]))
    trace, place = unroll(params, 0 * one), Place(1, "state", 0)
    assert hints(params, trace, place)[-1] == "From ±3 on, tanh is within 0.01 of ±1."
    assert judge(params, trace, place, math.copysign(1, a)).is_right


def numbers_in(text):
    return [float(found) for found in re.findall(r"-?[0-9.]*[0-9]", text.replace("−", "-"))]


@pytest.mark.parametrize(("params", "trace"), [(PARAMS, TRACE), (RELU, RELU_TRACE)], ids=["tanh", "relu"])
def test_whoever_follows_the_last_hint_is_right(params, trace):
    for place in places():
        last = hints(params, trace, place)[-1]
        if place.quantity in ("new", "old", "readout"):
            found = sum(numbers_in(part)[-1] for part in last.split(":")[1].split(";"))
        elif place.quantity == "sum":
            found = sum(numbers_in(last)[-2:])
        elif place.quantity == "output":
            found = sum(numbers_in(last.split("=")[1]))
        elif params.activation == "relu":
            found = numbers_in(last)[0] if "stays" in last else 0.0
        else:
            up, down = numbers_in(last.split("here")[1])
            found = (up - down) / (up + down)
        assert judge(params, trace, place, found).is_right, (place, last)


def test_no_hint_gives_the_answer_of_a_single_product_away():
    one = tensor([[1.0]])
    params = RNNParams(W_xh=3 * one, W_hh=one, W_hy=one, b_h=tensor([0.5]), b_y=tensor([0.0]))
    assert hints(params, unroll(params, 2 * one), first_place()) == [
        "Multiply row 1 of W_xh and x₁, pair by pair, and add the products.",
        "new₁[1] = W_xh[1, 1] · x₁[1]",
        "new₁[1] = 3.00 · 2.00",
    ]


def said(place, given, params=PARAMS, trace=TRACE):
    verdict = judge(params, trace, place, given)
    return verdict_sentence(params, trace, place, verdict, given)


NEW, OLD, SUM = Place(2, "new", 0), Place(2, "old", 0), Place(2, "sum", 0)
STATE, READOUT, OUTPUT = Place(2, "state", 0), Place(2, "readout", 0), Place(2, "output", 0)
[H_1, H_2] = TRACE.h[1:].tolist()
A_2 = TRACE.a[1].tolist()
Y_2 = TRACE.y[1].item()


@pytest.mark.parametrize(
    ("place", "given_number", "sentence"),
    [
        (NEW, -1.1, "Right: new₂[1] = −1.10."),
        (NEW, 1.1, "The size is right, the sign is not."),
        (NEW, -0.2, "That is column 1 of W_xh; this is row 1."),
        (NEW, 0.8, "That is row 2 of W_xh; this is row 1."),
        (NEW, 0.1, "That uses x₁; step 2 reads x₂."),
        (NEW, 2.3, "That adds weights and numbers; multiply each pair, then add the products."),
        (NEW, -0.85, "That has the bias b_h[1] in it already; it is added later."),
        (NEW, -0.6, "That leaves out W_xh[1, 1] · x₂[1] = −0.500."),
        (
            NEW,
            -1.13,
            "Close, but not close enough: −1.13 may have been rounded on the way; keep three digits.",
        ),
        (NEW, 77.0, "Not 77.0, and no common slip leads there; a hint says how to compute it."),
        (OLD, 0.9 * H_2[0] - 0.2 * H_2[1], "That uses h₂; the memory at step 2 comes from h₁."),
        (SUM, A_2[0] - 0.25, "That is the sum without its bias b_h[1]."),
        (SUM, math.tanh(A_2[0]), "That went through tanh; a₂[1] is the plain sum."),
        (SUM, A_2[1], "That is a₂[2]; this is a₂[1]."),
        (SUM, -1.1 + 0.25, "That leaves out memory₂[1] = 0.210."),
        (STATE, A_2[0], "That is a₂[1] itself; tanh of it is asked for."),
        (STATE, 0.0, "That is ReLU of a₂[1]; this network uses tanh."),
        (STATE, H_1[0], "That is h₁[1], the state before this step."),
        (READOUT, 2 * H_1[0] - H_1[1], "That uses h₁; the output at step 2 is read from h₂."),
        (READOUT, Y_2, "That has the bias b_y[1] in it already; it is added later."),
        (OUTPUT, Y_2 - 0.7, "That is the sum without its bias b_y[1]."),
        (OUTPUT, math.tanh(Y_2), "That went through tanh; y₂[1] is the plain sum."),
    ],
)
def test_a_number_gets_its_reason_in_one_sentence(place, given_number, sentence):
    assert said(place, given_number) == sentence


def test_the_names_of_the_activations_are_the_other_way_round_with_relu():
    place = Place(2, "state", 1)
    a = RELU_TRACE.a[1, 1].item()
    sentence = "That is tanh of a₂[2]; this network uses ReLU."
    assert said(place, math.tanh(a), RELU, RELU_TRACE) == sentence


def test_a_number_that_is_shown_is_the_answer():
    assert reveal_sentence(PARAMS, TRACE, NEW) == "Shown: new₂[1] = −1.10."


def test_every_number_that_is_given_gets_a_sentence_without_gaps():
    for place in places():
        for off in torch.linspace(-3, 3, 61).tolist():
            sentence = said(place, answer(PARAMS, TRACE, place) + off)
            assert sentence.endswith(".")
            assert not re.search(r"None|[{}]", sentence)
