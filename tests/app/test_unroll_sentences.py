"""The sentence of each step names what is added up there, and nothing that is not."""

from dataclasses import replace

import pytest
import torch

from pages.ui.unroll_sentences import step_sentence
from rnn_core import RNNParams, unroll
from rnn_core.figures.numbers import format_number

PARAMS = RNNParams.random(input_size=2, hidden_size=3, seed=1)
BIASED = replace(PARAMS, b_h=torch.tensor([3.0, 4.0, 0.0], dtype=torch.float64))
X = torch.tensor([[1.0, -1.0], [0.5, 2.0]], dtype=torch.float64)


def sentence(params, t, *off, predicts=False):
    switched = params.without(*off)
    return step_sentence(switched, unroll(switched, X), t, "so", off, predicts=predicts)


@pytest.mark.parametrize(
    ("t", "off", "parts"),
    [
        (1, (), "there is no old memory yet; there is new information (length {new}) and the bias ({bias})"),
        (2, (), "The bias (length {bias}) is added to both."),
        (2, ("W_hh",), "each step forgets; there is new information (length {new}) and the bias ({bias})."),
        (2, ("W_xh",), "hears nothing; there is old memory (length {old}) and the bias ({bias})."),
    ],
)
def test_a_bias_is_named_beside_the_others(t, off, parts):
    trace = unroll(BIASED.without(*off), X)
    new, old = (f"{each[t - 1].norm():.2f}" for each in (trace.from_input, trace.from_memory))
    said = sentence(BIASED, t, *off)
    assert parts.format(new=new, old=old, bias="5.00") in said
    assert "squashes their sum, which is the next memory" in said


@pytest.mark.parametrize(
    ("t", "off", "said"),
    [
        (2, ("W_xh", "W_hh"), "nor old memory, only the bias (length 5.00). tanh squashes it, which"),
        (1, ("W_xh",), "no old memory yet, only the bias (length 5.00). tanh squashes it, which"),
    ],
)
def test_a_bias_alone_is_one_part(t, off, said):
    assert said in sentence(BIASED, t, *off)


@pytest.mark.parametrize(
    ("t", "off", "said"),
    [
        (1, (), "no old memory yet, only new information (length "),
        (2, ("W_hh",), "there is only new information (length "),
        (2, ("W_xh",), "there is only old memory (length 0)"),
    ],
)
def test_without_a_bias_a_part_alone_is_called_it(t, off, said):
    found = sentence(PARAMS, t, *off)
    assert said in found
    assert "tanh squashes it, which" in found
    assert "bias" not in found


@pytest.mark.parametrize(("t", "off"), [(2, ("W_xh", "W_hh")), (1, ("W_xh",))])
def test_where_there_is_nothing_nothing_is_squashed(t, off):
    said = sentence(PARAMS, t, *off)
    assert "the biases are 0" in said
    assert said.endswith("tanh of 0 is 0, which is the next memory.")


def test_relu_cuts_off_and_a_prediction_is_named_where_it_is_made():
    params = replace(PARAMS, activation="relu")
    said = sentence(params, 2, predicts=True)
    assert "ReLU cuts their sum off at 0" in said
    assert said.endswith(f"The prediction from it is {format_number(unroll(params, X).y[1].item())}.")
