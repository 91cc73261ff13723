"""Every sentence of every preset's reason, on the preset's own sequence and on others."""

import math
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import unroll
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_by_meaning, parse_numbers, parse_words

BY_KEY = {preset.key: preset for preset in PRESETS}
ZERO_ONE = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=30)


def read(preset, text=None):
    """Return the preset's run over a text, its own if none is given."""
    text = preset.text if text is None else text
    if preset.kind == "words":
        return unroll(preset.params, embed_by_meaning(parse_words(text, 1000)))
    return run(preset, parse_numbers(text, 1000))


def run(preset, numbers, h_0=0.0):
    x = torch.tensor(numbers, dtype=torch.float64)[:, None]
    return unroll(preset.params, x, torch.tensor([h_0], dtype=torch.float64))


def states(preset, numbers, h_0=0.0):
    return run(preset, numbers, h_0).h[1:, 0].tolist()


@pytest.mark.parametrize("preset", PRESETS, ids=BY_KEY)
def test_a_preset_can_be_drawn_in_full(preset):
    trace = read(preset)
    assert 1 <= preset.step <= trace.num_steps <= 12
    assert preset.params.hidden_size <= 8
    assert trace.y.isfinite().all()


@pytest.mark.parametrize("preset", PRESETS, ids=BY_KEY)
def test_the_weights_are_small_and_round(preset):
    for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y"):
        weight = getattr(preset.params, name)
        assert weight.abs().max() <= 5
        torch.testing.assert_close(weight, (10 * weight).round() / 10)


def test_keys_and_titles_are_different():
    assert len(BY_KEY) == len({preset.title for preset in PRESETS}) == len(PRESETS)


@pytest.mark.parametrize("preset", PRESETS, ids=BY_KEY)
def test_the_weights_that_a_reason_names_are_the_preset_s(preset):
    if preset.params.hidden_size == 1:
        assert f"W_hh = {preset.params.W_hh.item():g}" in preset.reason


LAST_SIGN = BY_KEY["last_sign"]
NUDGES = st.sampled_from([0.0, 0.5, -0.5, 1.0, -1.0]) | st.floats(0.5, 100) | st.floats(-100, -0.5)


@given(numbers=st.lists(NUDGES, min_size=1, max_size=40))
def test_the_state_has_the_sign_of_the_last_input_that_was_not_zero(numbers):
    last = 0.0
    for number, state in zip(numbers, states(LAST_SIGN, numbers), strict=True):
        last = number or last
        assert math.copysign(1, state) == math.copysign(1, last) if last else state == pytest.approx(0)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_sign_is_held_at_0_958_for_as_long_as_the_input_is_0(sign):
    held = states(LAST_SIGN, [sign * 1.0] + [0.0] * 200)[10:]
    assert held == pytest.approx([sign * 0.958] * 191, abs=5e-4)
    assert math.tanh(2 * 0.958) == pytest.approx(0.958, abs=5e-4)
    assert LAST_SIGN.params.W_xh.item() == pytest.approx(5)


def test_the_sign_s_own_sequence_shows_it_at_every_step():
    signs = torch.sign(read(LAST_SIGN).y[:, 0]).tolist()
    assert signs == [1, 1, 1, 1, -1, -1, -1, -1, 1, 1]


@given(numbers=ZERO_ONE)
def test_the_counter_counts_the_ones(numbers):
    expected = [sum(numbers[:t]) for t in range(1, len(numbers) + 1)]
    assert states(BY_KEY["counts"], numbers) == pytest.approx(expected)


def test_tanh_would_squeeze_the_count_below_one():
    counter = BY_KEY["counts"]
    squeezed = unroll(with_tanh(counter.params), read(counter).x)
    assert squeezed.h.abs().max() < 1


def with_tanh(params):
    weights = {name: getattr(params, name) for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")}
    return type(params)(**weights, activation="tanh")


def test_half_is_left_at_each_step():
    half = BY_KEY["half"]
    assert read(half).h[1:, 0].tolist() == pytest.approx([1, 0.5, 0.25, 0.125, 0.0625])
    assert "1, 0.5, 0.25, 0.125, 0.0625." in half.reason


@given(first=st.floats(0.01, 100))
def test_after_ten_silent_steps_less_than_a_thousandth_is_left(first):
    left = states(BY_KEY["half"], [first] + [0.0] * 10)
    assert left[-1] < 0.001 * first < left[-2]


SATURATED = BY_KEY["saturates"]


@given(numbers=st.lists(st.sampled_from([-1.0, 1.0]) | st.floats(-1, 1), max_size=40))
def test_no_input_moves_the_saturated_state(numbers):
    assert min(states(SATURATED, [1.0, *numbers])) > 0.94


def test_even_the_strongest_input_does_not_move_the_saturated_state():
    left = states(SATURATED, [1.0] + [-1.0] * 200)
    assert 0.94 < min(left) < 0.95
    a = run(SATURATED, [1.0] + [-1.0] * 200)
    assert (a.from_memory[1:, 0] > -a.from_input[1:, 0]).all()


def test_the_slope_at_step_3_is_as_stated():
    h = read(SATURATED).h[:, 0]
    slope = SATURATED.params.slope(h)[3].item()
    assert slope == pytest.approx(0.00987, abs=5e-6)
    assert "0.00987" in SATURATED.reason
    x = read(SATURATED).x[:, 0].tolist()
    lifted = states(SATURATED, [*x[:2], x[2] + 0.1])[-1] - h[3].item()
    assert 0 < lifted < 0.002
    assert SATURATED.params.W_xh.item() == pytest.approx(2)


EXPLODES = BY_KEY["explodes"]


def test_a_single_one_doubles_at_every_step():
    assert read(EXPLODES).h[1:, 0].tolist() == pytest.approx([2**t for t in range(10)])
    assert EXPLODES.step == 10
    assert "512 at step 10" in EXPLODES.reason


@given(numbers=st.lists(st.floats(0, 1), max_size=20))
def test_whatever_follows_the_state_at_least_doubles(numbers):
    exploding = states(EXPLODES, [1.0, *numbers])
    assert all(after >= 2 * before for before, after in pairwise(exploding))


def test_tanh_would_hold_the_explosion_below_one():
    assert unroll(with_tanh(EXPLODES.params), read(EXPLODES).x).h.abs().max() < 1


LATCH = BY_KEY["latch"]
SETS, RESETS = ["not", "never", "isn't", "no"], ["but", ".", "however"]
TOKENS = [*SETS, *RESETS, "good", "awful", "great", "bad", "the", "film", "was"]


@given(tokens=st.lists(st.sampled_from(TOKENS), min_size=1, max_size=60))
def test_the_latch_is_up_exactly_while_a_not_is_in_force(tokens):
    is_on = False
    for token, y in zip(tokens, unroll(LATCH.params, embed_by_meaning(tokens)).y[:, 0].tolist(), strict=True):
        is_on = token in SETS or (is_on and token not in RESETS)
        assert (y > 0) == is_on
        assert y != pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("sentence", "on"),
    [
        (LATCH.text, "not a good film at all"),
        ("the film was good", ""),
        ("never dull . great fun", "never dull"),
        ("i didn't like it but she loved it", "didn't like it"),
        ("good , yet not great", "not great"),
    ],
)
def test_the_latch_reads_other_sentences_too(sentence, on):
    y = read(LATCH, sentence).y[:, 0]
    tokens = parse_words(sentence, 100)
    assert [token for token, value in zip(tokens, y.tolist(), strict=True) if value > 0] == on.split()


@pytest.mark.parametrize(("first", "sign"), [("not", 1), ("but", -1), ("film", -1)])
def test_the_latch_holds_for_200_words(first, sign):
    y = read(LATCH, f"{first} " + "good film " * 100).y[:, 0]
    assert (torch.sign(y) == sign).all()
    torch.testing.assert_close(y[-1], y[-50])


def test_at_the_start_the_biases_put_unit_2_up():
    assert LATCH.params.b_h.tolist() == pytest.approx([-0.2, 0.2])
    h = read(LATCH, "a film").h[-1]
    assert h[1] > 0 > h[0]


def test_the_units_of_the_latch_support_themselves_and_inhibit_each_other():
    assert LATCH.params.W_hh.tolist() == [[1, -1], [-1, 1]]
    assert LATCH.params.W_xh.tolist() == [[4, 0, -4], [-4, 0, 4]]
    trace = read(LATCH)
    torch.testing.assert_close(trace.y[:, 0], trace.h[1:, 0] - trace.h[1:, 1])
