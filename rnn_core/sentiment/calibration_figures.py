"""What was measured about a model's probabilities, which stays beside its file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Float64, Int64

from rnn_core.sentiment.calibration import calibrate_all, fit_temperature, log_loss
from rnn_core.sentiment.reliability import Bin, error_by_chance, expected_calibration_error, reliability

DIGITS = 4
"""Decimals of a temperature that are kept: far more than a few thousand reviews can tell."""
HALF_SEED = 0


@dataclass(frozen=True)
class Measured:
    """How far probabilities lie from what is true, on one set of texts; every error is a share.

    Parameters
    ----------
    size, accuracy
        Texts, and the share of right answers.
    log_loss
        Mean binary cross-entropy in nats.
    error
        Expected calibration error of the probability of "positive", in 15 bins of equal width.
    error_equal_mass
        The same in 15 bins of equally many texts.
    error_of_label
        The same, bins of equal width, of the probability of the label that was chosen: the measure of Guo and
        others.
    error_by_chance
        What ``error`` is on average for probabilities that are true, on as many texts.
    mean_confidence
        Mean probability of the label that was chosen; above ``accuracy`` where the network is too sure.
    bins
        Of equal width.
    """

    size: int
    accuracy: float
    log_loss: float
    error: float
    error_equal_mass: float
    error_of_label: float
    error_by_chance: float
    mean_confidence: float
    bins: tuple[Bin, ...]

    @classmethod
    def of(cls, logits: Float[np.ndarray, " N"], labels: Sequence[int]) -> "Measured":
        """Measure logits that are already divided by their temperature."""
        p, y = calibrate_all(logits), np.asarray(labels, np.int64)
        right = (p >= 0.5) == (y == 1)
        confidence = np.maximum(p, 1 - p)
        return cls(
            size=len(y),
            accuracy=float(right.mean()),
            log_loss=log_loss(logits, y),
            error=expected_calibration_error(p, y),
            error_equal_mass=expected_calibration_error(p, y, equal_mass=True),
            error_of_label=expected_calibration_error(confidence, right),
            error_by_chance=error_by_chance(p),
            mean_confidence=float(confidence.mean()),
            bins=reliability(p, y),
        )

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Measured":
        """Build it again from what ``asdict`` made."""
        return cls(**(values | {"bins": tuple(Bin(**bin) for bin in values["bins"])}))


@dataclass(frozen=True)
class CalibrationFigures:
    """A model's temperature, and what its probabilities are worth before and after.

    Parameters
    ----------
    command, cell, sha256
        What measured them, of which model and file.
    temperature
        Fitted on all held-back reviews: the one in use.
    half_temperatures
        Fitted on each half of them.
    half_errors
        Expected calibration error on each half, with the temperature of the other.
    half_error_by_chance
        What that is on average for probabilities that are true, on half as many reviews.
    raw, calibrated
        All held-back reviews: as the network gives them, and each half with the temperature of the other.
    sentences_raw, sentences
        Single sentences: as the network gives them, and with ``temperature``.
    """

    command: str
    cell: str
    sha256: str
    temperature: float
    half_temperatures: tuple[float, float]
    half_errors: tuple[float, float]
    half_error_by_chance: float
    raw: Measured
    calibrated: Measured
    sentences_raw: Measured
    sentences: Measured

    @classmethod
    def path(cls, folder: Path, cell: str) -> Path:
        """Name the file of a model's figures."""
        return folder / f"{cell}_calibration.json"

    def save(self, folder: Path) -> None:
        """Write ``{cell}_calibration.json``."""
        text = json.dumps(_rounded(asdict(self)), indent=1)
        self.path(folder, self.cell).write_text(f"{text}\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, cell: str) -> "CalibrationFigures":
        """Read what `save` wrote.

        Raises
        ------
        ValueError
            If the file is missing or holds something else.
        """
        path = cls.path(folder, cell)
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            parts = ("raw", "calibrated", "sentences_raw", "sentences")
            values |= {part: Measured.from_json(values[part]) for part in parts}
            values |= {name: tuple(values[name]) for name in ("half_temperatures", "half_errors")}
            return cls(**values)
        except OSError as error:
            raise ValueError(f"the figures {path.name} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"the figures {path.name} are damaged") from error


def _rounded(value: Any) -> Any:
    """Keep six decimals, so that the file shows figures rather than the last bits of an addition."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, 6) if isinstance(value, float) else value


def measure_calibration(
    reviews: tuple[Float[np.ndarray, " N"], Sequence[int]],
    sentences: tuple[Float[np.ndarray, " M"], Sequence[int]],
    *,
    command: str,
    cell: str,
    sha256: str,
) -> CalibrationFigures:
    """Fit a model's temperature and measure its probabilities; each pair holds logits and labels.

    A temperature that was judged on the reviews that it was fitted on would look better than it is. So the
    reviews are cut at random into halves, and each is judged with the temperature of the other.

    Raises
    ------
    ValueError
        If there are fewer than two reviews, or logits and labels do not fit.
    """
    logits, labels = reviews
    if len(logits) < 2:
        raise ValueError(f"reviews must hold two or more, so that they can be halved; found {len(logits)}")
    temperature = round(fit_temperature(logits, labels), DIGITS)
    halves = _halves(len(logits))
    wanted = np.asarray(labels, np.int64)
    fitted = [fit_temperature(logits[half], wanted[half]) for half in halves]
    crossed: Float64[np.ndarray, " N"] = logits.astype(np.float64)
    for half, other in zip(halves, reversed(fitted), strict=True):
        crossed[half] /= other
    errors = [expected_calibration_error(calibrate_all(crossed[half]), wanted[half]) for half in halves]
    return CalibrationFigures(
        command=command,
        cell=cell,
        sha256=sha256,
        temperature=temperature,
        half_temperatures=(fitted[0], fitted[1]),
        half_errors=(errors[0], errors[1]),
        half_error_by_chance=error_by_chance(calibrate_all(crossed[halves[0]])),
        raw=Measured.of(*reviews),
        calibrated=Measured.of(crossed, labels),
        sentences_raw=Measured.of(*sentences),
        sentences=Measured.of(sentences[0] / temperature, sentences[1]),
    )


def _halves(size: int) -> tuple[Int64[np.ndarray, " A"], Int64[np.ndarray, " B"]]:
    drawn = np.random.default_rng(HALF_SEED).permutation(size)
    return np.sort(drawn[: size // 2]), np.sort(drawn[size // 2 :])
