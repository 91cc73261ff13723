import json
from dataclasses import replace

import numpy as np
import pytest

from rnn_core.sentiment.calibration import calibrate_all, expected_calibration_error, fit_temperature
from rnn_core.sentiment.calibration_figures import CalibrationFigures, Measured, measure_calibration
from rnn_core.sentiment.card_calibration import calibration_section
from rnn_core.sentiment.card_figures import Figures
from rnn_core.sentiment.checkpoints import SHIPPED
from rnn_core.weight_files import MODELS_DIR


def draw(size, seed, temperature=2.0):
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, size).astype(np.float32)
    labels = rng.random(size) < 1 / (1 + np.exp(-logits / temperature))
    return logits, labels.astype(int).tolist()


@pytest.fixture(scope="module")
def figures():
    return measure_calibration(draw(2_000, 0), draw(500, 1), command="measure", cell="gru", sha256="ab" * 32)


def test_what_was_measured_is_of_the_logits_before_and_after(figures):
    logits, labels = draw(2_000, 0)
    assert figures.temperature == pytest.approx(fit_temperature(logits, labels), abs=1e-4)
    assert figures.raw.error == pytest.approx(expected_calibration_error(calibrate_all(logits), labels))
    assert figures.calibrated.error < 2 * figures.calibrated.error_by_chance < 0.1 < figures.raw.error
    assert figures.calibrated.log_loss < figures.raw.log_loss
    assert (figures.raw.size, figures.sentences.size) == (2_000, 500)
    told, sentences = draw(500, 1)
    p = calibrate_all(told, figures.temperature)
    assert figures.sentences.error == pytest.approx(expected_calibration_error(p, sentences), abs=1e-6)


def test_each_half_is_judged_with_the_temperature_of_the_other():
    # One half of the reviews obeys another temperature than the other half: the fits must cross.
    logits, labels = draw(2_000, 0)
    first = np.sort(np.random.default_rng(0).permutation(2_000)[:1_000])
    second = np.setdiff1d(np.arange(2_000), first)
    sharp, blunt = draw(1_000, 3, 0.5), draw(1_000, 4, 4.0)
    logits[first], logits[second] = sharp[0], blunt[0]
    wanted = np.array(labels)
    wanted[first], wanted[second] = sharp[1], blunt[1]
    found = measure_calibration((logits, wanted.tolist()), draw(50, 1), command="", cell="gru", sha256="")
    assert found.half_temperatures == pytest.approx((0.5, 4.0), rel=0.2)
    p = calibrate_all(logits[first], found.half_temperatures[1])
    assert found.half_errors[0] == pytest.approx(expected_calibration_error(p, wanted[first]))
    assert found.calibrated.error > 0.1, "own temperatures would hide it"


def test_one_review_cannot_be_halved():
    with pytest.raises(ValueError, match=r"reviews must hold two or more, .*; found 1"):
        measure_calibration(draw(1, 0), draw(5, 1), command="", cell="gru", sha256="")


def test_figures_survive_the_disk_to_six_decimals(figures, tmp_path):
    figures.save(tmp_path)
    loaded = CalibrationFigures.load(tmp_path, "gru")
    assert loaded.temperature == figures.temperature
    assert loaded.raw.error == pytest.approx(figures.raw.error, abs=1e-6)
    assert [bin.count for bin in loaded.raw.bins] == [bin.count for bin in figures.raw.bins]
    loaded.save(tmp_path)
    assert CalibrationFigures.load(tmp_path, "gru") == loaded


def test_missing_and_damaged_figures_are_one_sentence(tmp_path):
    with pytest.raises(ValueError, match=r"the figures gru_calibration\.json cannot be read: No such file"):
        CalibrationFigures.load(tmp_path, "gru")
    for content in ("{", "[]", '{"cell": "gru"}'):
        (tmp_path / "gru_calibration.json").write_text(content)
        with pytest.raises(ValueError, match=r"the figures gru_calibration\.json are damaged"):
            CalibrationFigures.load(tmp_path, "gru")


def test_a_sure_network_is_told_apart_from_a_right_one():
    found = Measured.of(np.array([4.0, 4.0, 4.0, -4.0]), [1, 1, 0, 1])
    assert found.accuracy == pytest.approx(0.5)
    assert found.mean_confidence == pytest.approx(calibrate_all([4.0])[0])


def test_the_card_tells_what_was_measured_of_the_very_file(figures, tmp_path):
    figures.save(tmp_path)
    section = " ".join("\n".join(calibration_section(tmp_path, {"gru": "ab" * 32})).split())
    for said in (
        f"{figures.temperature:.4f}",
        f"{figures.raw.error:.1%}",
        f"{figures.calibrated.error:.1%}",
        f"{figures.sentences.error:.1%}",
        f"{figures.sentences.mean_confidence:.1%} against {figures.sentences.accuracy:.1%}",
        "2,000 held-back reviews",
        "measure",
    ):
        assert said in section
    assert "were not calibrated" in calibration_section(tmp_path, {"gru": "cd" * 32})[1]
    assert "were not calibrated" in calibration_section(tmp_path, {"lstm": "ab" * 32})[1]


SHIPPED_FIGURES = {name: CalibrationFigures.load(MODELS_DIR, name) for name in SHIPPED}


@pytest.mark.parametrize("name", SHIPPED)
class TestShipped:
    """What was measured of the networks that ship."""

    def test_the_figures_are_of_the_shipped_file_and_of_the_reviews_of_its_card(self, name):
        found = SHIPPED_FIGURES[name]
        card = Figures.load(MODELS_DIR / f"{name}.json")
        assert found.sha256 == SHIPPED[name].sha256
        assert found.temperature == SHIPPED[name].temperature
        assert (found.raw.size, found.sentences.size) == (card.validation_size, card.sentence_size)
        assert found.raw.accuracy == pytest.approx(card.validation_accuracy, abs=1e-6)
        assert found.raw.log_loss == pytest.approx(card.validation_loss, abs=1e-5)

    def test_the_calibration_error_is_at_most_3_percent(self, name):
        found = SHIPPED_FIGURES[name].calibrated
        assert max(found.error, found.error_equal_mass, found.error_of_label) <= 0.03

    def test_calibration_mends_more_than_chance_does(self, name):
        found = SHIPPED_FIGURES[name]
        assert found.calibrated.error < found.raw.error
        assert found.calibrated.log_loss <= found.raw.log_loss

    def test_the_lesson_is_right_that_they_were_not_sure_enough(self, name):
        found = SHIPPED_FIGURES[name]
        assert found.temperature < 1
        assert found.raw.mean_confidence < found.raw.accuracy

    def test_the_bins_add_up_to_the_error(self, name):
        for measured in (SHIPPED_FIGURES[name].calibrated, SHIPPED_FIGURES[name].sentences):
            off = sum(bin.count * abs(bin.mean_probability - bin.share_positive) for bin in measured.bins)
            assert off / measured.size == pytest.approx(measured.error, abs=1e-5)
            assert sum(bin.count for bin in measured.bins) == measured.size


def test_a_cell_s_figures_say_which_they_are(figures, tmp_path):
    replace(figures, cell="lstm").save(tmp_path)
    assert json.loads((tmp_path / "lstm_calibration.json").read_text())["cell"] == "lstm"
