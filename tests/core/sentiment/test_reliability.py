from itertools import pairwise

import pytest

from rnn_core.sentiment.calibration import calibrate_all
from rnn_core.sentiment.reliability import error_by_chance, expected_calibration_error, reliability
from tests.core.sentiment.test_calibration import draw


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


def test_by_chance_the_truth_too_is_off_and_less_on_more_texts():
    few, many = (calibrate_all(draw(size)[0]) for size in (200, 20_000))
    assert error_by_chance(few) > 2 * error_by_chance(many) > 0
    logits, labels = draw(2_000, seed=5)
    p = calibrate_all(logits)
    assert expected_calibration_error(p, labels) < 2 * error_by_chance(p)


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match=r"probabilities must be between 0 and 1, found 1\.5"):
        reliability([0.5, 1.5], [0, 1])
    with pytest.raises(ValueError, match="num_bins must be a whole number from 1 to 1000, found 0"):
        reliability([0.5], [0], 0)
