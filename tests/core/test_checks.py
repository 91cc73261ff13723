"""Checks return what is allowed and say what was found."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import torch

from rnn_core.checks import (
    MAX_STEPS,
    check_choice,
    check_count,
    check_num_steps,
    check_number,
    check_tensor,
)

pytestmark = pytest.mark.usefixtures("as_users_run")


def refusal(message):
    return pytest.raises(ValueError, match=f"^{re.escape(message)}$")


@pytest.mark.parametrize("value", [-1, -1.0, 0, 0.25, 2])
def test_number_in_range_is_returned(value):
    assert check_number("x", value, -1, 2) is value


@pytest.mark.parametrize(
    "value", [-1.001, 2.5, math.nan, math.inf, -math.inf, True, "1", None, 1j, Fraction(1, 2), 10**400]
)
def test_number_refuses(value):
    with refusal(f"x must be a finite number from -1 to 2, found {value!r}"):
        check_number("x", value, -1, 2)


@pytest.mark.parametrize("value", [np.float32(1), np.int64(1), torch.tensor(1.0)])
def test_number_refuses_what_only_looks_like_one(value):
    with pytest.raises(ValueError, match=r"^x must be a finite number from -1 to 2, found "):
        check_number("x", value, -1, 2)


@pytest.mark.parametrize("value", [1, 5, 10])
def test_count_in_range_is_returned(value):
    assert check_count("n", value, 1, 10) == value


@pytest.mark.parametrize("value", [0, 11, -3, 2.0, True, "2", None, math.nan, 10**400])
def test_count_refuses(value):
    with refusal(f"n must be a whole number from 1 to 10, found {value!r}"):
        check_count("n", value, 1, 10)


def test_choice_is_returned():
    assert check_choice("loss", "b", ("a", "b")) == "b"


@pytest.mark.parametrize("value", ["", "A", "ab", None, 1])
def test_choice_refuses(value):
    with refusal(f"loss must be one of a, b, found {value!r}"):
        check_choice("loss", value, ("a", "b"))


def test_choice_of_text_is_never_a_part_of_a_name():
    with refusal("loss must be one of tanh, relu, found 'tan'"):
        check_choice("loss", "tan", ("tanh", "relu"))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensor_of_the_shape_is_returned(dtype):
    value = torch.ones(3, 2, dtype=dtype)
    assert check_tensor("x", value, ("T", 2)) is value


def test_tensor_of_no_axes_is_allowed_where_asked():
    assert check_tensor("x", torch.tensor(1.0), ()) == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (torch.ones(3), "x must have shape (T, 2), found (3,)"),
        (torch.ones(3, 3), "x must have shape (T, 2), found (3, 3)"),
        (torch.ones(3, 2, 1), "x must have shape (T, 2), found (3, 2, 1)"),
        (torch.ones(0, 2), "x must have shape (T, 2), found (0, 2)"),
        (torch.tensor(1.0), "x must have shape (T, 2), found ()"),
        (
            torch.ones(3, 2, dtype=torch.int64),
            "x must be a floating-point tensor of shape (T, 2), found torch.int64",
        ),
        (
            torch.ones(3, 2, dtype=torch.bool),
            "x must be a floating-point tensor of shape (T, 2), found torch.bool",
        ),
        (
            torch.ones(3, 2, dtype=torch.complex64),
            "x must be a floating-point tensor of shape (T, 2), found torch.complex64",
        ),
        (np.ones((3, 2)), "x must be a floating-point tensor of shape (T, 2), found ndarray"),
        (None, "x must be a floating-point tensor of shape (T, 2), found NoneType"),
        (torch.full((3, 2), math.nan), "x must hold finite numbers only, found NaN or infinity"),
        (torch.full((3, 2), -math.inf), "x must hold finite numbers only, found NaN or infinity"),
    ],
)
def test_tensor_refuses(value, message):
    with refusal(message):
        check_tensor("x", value, ("T", 2))


def test_one_axis_is_written_as_a_tuple():
    with refusal("b_h must have shape (4,), found (3,)"):
        check_tensor("b_h", torch.ones(3), (4,))


@pytest.mark.parametrize("num_steps", [1, MAX_STEPS])
def test_number_of_steps_is_returned(num_steps):
    assert check_num_steps("x", num_steps) == num_steps


@pytest.mark.parametrize("num_steps", [0, MAX_STEPS + 1])
def test_number_of_steps_refuses(num_steps):
    with refusal(f"x must have 1 to 1000 steps, found {num_steps}"):
        check_num_steps("x", num_steps)
