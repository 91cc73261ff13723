import math

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
    expected_calibration_error,
    fit_temperature,
    known_temperature,
    log_loss,
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
    assert known_temperature([-1.0, 2.0], [0, 1]) is None
    assert known_temperature([-1.0, 2.0], [1, 0]) is None


def test_a_temperature_between_the_bounds_is_known():
    logits, labels = [2.0, 2.0, 2.0, -2.0], [1, 1, 0, 0]
    assert known_temperature(logits, labels) == fit_temperature(logits, labels)


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


def test_scaling_mends_a_network_that_is_too_sure():
    logits, labels = draw(4_000, 3.0)
    before = expected_calibration_error(calibrate_all(logits), labels)
    after = expected_calibration_error(calibrate_all(logits, fit_temperature(logits, labels)), labels)
    assert before > 0.1
    assert after < 0.03


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


@pytest.mark.parametrize("name", SHIPPED)
def test_the_temperature_of_a_shipped_network_is_the_pinned_one(name):
    assert temperature_of(name) == SHIPPED[name].temperature


def test_there_is_no_temperature_of_a_network_that_is_not_shipped():
    with pytest.raises(CheckpointError, match="must be one of rnn, lstm, gru; found 'bert'"):
        temperature_of("bert")
