import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from rnn_core.sentiment.calibration import (
    HIGHEST,
    LOWEST,
    calibrate,
    calibrate_all,
    error_by_chance,
    expected_calibration_error,
    fit_temperature,
    log_loss,
    reliability,
    temperature_of,
)
from rnn_core.sentiment.checkpoints import SHIPPED
from rnn_core.weight_files import CheckpointError


def draw(size=4_000, temperature=1.0, seed=0):
    """Draw logits, and labels that come true as often as logits over a temperature say."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, size)
    labels = rng.random(size) < 1 / (1 + np.exp(-logits / temperature))
    return logits, labels.astype(np.int64)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_made_the_labels_is_found_again(temperature):
    logits, labels = draw(20_000, temperature)
    assert fit_temperature(logits, labels) == pytest.approx(temperature, rel=0.05)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_temperature_has_a_smaller_log_loss(seed):
    logits, labels = draw(300, 1.7, seed)
    found = minimize_scalar(
        lambda log_t: log_loss(logits, labels, math.exp(log_t)), bounds=(-3, 3), method="bounded"
    )
    assert fit_temperature(logits, labels) == pytest.approx(math.exp(found.x), rel=1e-3)


def test_a_network_that_is_always_right_or_always_wrong_ends_at_a_bound():
    assert fit_temperature([-1.0, 2.0], [0, 1]) == pytest.approx(LOWEST)
    assert fit_temperature([-1.0, 2.0], [1, 0]) == pytest.approx(HIGHEST)


def test_log_loss_is_the_mean_surprise():
    expected = -(math.log(calibrate(2.0, 4.0)) + math.log(1 - calibrate(1.0, 4.0))) / 2
    assert log_loss([2.0, 1.0], [1, 0], 4.0) == pytest.approx(expected)


@given(st.floats(-1e300, 1e300), st.floats(0.05, 20))
def test_a_probability_keeps_its_side_and_its_range(logit, temperature):
    probability = calibrate(logit, temperature)
    assert 0 <= probability <= 1
    assert probability == 0.5 or (probability > 0.5) == (logit > 0)


@given(st.floats(-30, 30), st.floats(0.05, 20))
def test_the_opposite_logit_has_the_opposite_probability(logit, temperature):
    assert calibrate(logit, temperature) + calibrate(-logit, temperature) == pytest.approx(1)


def test_a_higher_temperature_is_less_sure():
    assert calibrate(2.0, 0.5) > calibrate(2.0) > calibrate(2.0, 2.0) > 0.5


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan, math.inf])
def test_a_temperature_that_divides_by_nothing_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature must be a finite number from"):
        calibrate(1.0, temperature)


def naive_error(probabilities, labels, num_bins):
    off = 0.0
    for b in range(num_bins):
        last = b == num_bins - 1
        inside = [
            (p, y)
            for p, y in zip(probabilities, labels, strict=True)
            if b / num_bins <= p and (p < (b + 1) / num_bins or last)
        ]
        if inside:
            off += abs(sum(p for p, _ in inside) - sum(y for _, y in inside))
    return off / len(labels)


@pytest.mark.parametrize("num_bins", [1, 10, 16])
def test_the_error_is_the_one_that_bins_counted_by_hand_give(num_bins):
    logits, labels = draw(500, 3.0)
    p = calibrate_all(logits)
    expected = naive_error(p.tolist(), labels.tolist(), num_bins)
    assert expected_calibration_error(p, labels, num_bins) == pytest.approx(expected)


def test_every_text_stands_in_one_bin_and_the_ends_belong_to_it():
    bins = reliability([0.0, 0.25, 0.5, 1.0], [0, 1, 0, 1], 4)
    assert [bin.count for bin in bins] == [1, 1, 1, 1]
    assert [(bin.low, bin.high) for bin in bins] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]
    assert [bin.share_positive for bin in bins] == [0, 1, 0, 1]


def test_bins_of_equal_mass_hold_as_many_texts_each_in_order():
    p = calibrate_all(draw(1_000)[0])
    bins = reliability(p, draw(1_000)[1], 7, equal_mass=True)
    assert {bin.count for bin in bins} <= {142, 143}
    assert sum(bin.count for bin in bins) == 1_000
    assert all(lower.high <= upper.low for lower, upper in pairwise(bins))


def test_a_sure_liar_is_as_far_off_as_can_be():
    assert expected_calibration_error([1.0, 0.0], [0, 1]) == pytest.approx(1)


def test_scaling_mends_a_network_that_is_too_sure():
    logits, labels = draw(4_000, 3.0)
    before = expected_calibration_error(calibrate_all(logits), labels)
    after = expected_calibration_error(calibrate_all(logits, fit_temperature(logits, labels)), labels)
    assert before > 0.1
    assert after < 0.03


def test_by_chance_the_truth_too_is_off_and_less_on_more_texts():
    few, many = (calibrate_all(draw(size)[0]) for size in (200, 20_000))
    assert error_by_chance(few) > 2 * error_by_chance(many) > 0
    logits, labels = draw(2_000, seed=5)
    p = calibrate_all(logits)
    assert expected_calibration_error(p, labels) < 2 * error_by_chance(p)


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("logits", "labels", "message"),
    [
        ([], [], "logits must hold at least one review, found none"),
        ([1.0], [1, 0], "logits and labels differ in number: 1 against 2"),
        ([math.nan], [1], "logits must hold finite numbers only"),
        ([1.0], [2], "labels must be 0 or 1, found 2"),
    ],
)
def test_reviews_that_do_not_fit_are_refused(logits, labels, message):
    with pytest.raises(ValueError, match=message):
        fit_temperature(logits, labels)


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match=r"probabilities must be between 0 and 1, found 1\.5"):
        reliability([0.5, 1.5], [0, 1])
    with pytest.raises(ValueError, match="num_bins must be a whole number from 1 to 1000, found 0"):
        reliability([0.5], [0], 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_temperature_of_a_shipped_network_is_the_pinned_one(name):
    assert temperature_of(name) == SHIPPED[name].temperature


def test_there_is_no_temperature_of_a_network_that_is_not_shipped():
    with pytest.raises(CheckpointError, match="must be one of rnn, lstm, gru; found 'bert'"):
        temperature_of("bert")
