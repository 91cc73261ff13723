"""The part of the model card that says what the probabilities are worth."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rnn_core.sentiment.calibration_figures import CalibrationFigures
from rnn_core.sentiment.card_text import TITLES, fill
from rnn_core.sentiment.reliability import NUM_BINS


def calibration_section(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Say what the probabilities are worth, where that was measured on the very files.

    Parameters
    ----------
    folder
        Where ``python -m rnn_core.sentiment.calibrate`` wrote.
    files
        The SHA-256 of each cell's file.

    Returns
    -------
    list of str
        Paragraphs and tables of markdown.

    Raises
    ------
    ValueError
        If what was measured is damaged.
    """
    measured = [cell for cell in files if CalibrationFigures.path(folder, cell).exists()]
    found = [CalibrationFigures.load(folder, cell) for cell in measured]
    if not found or any(figures.sha256 != files[figures.cell] for figures in found):
        return ["## Calibration", "The probabilities of these files were not calibrated."]
    cell = (
        "model | temperature | error as given | calibrated, each half | calibrated | loss (nats) | by chance"
    )
    head = f"| {cell} | on single sentences |"
    return [
        "## Calibration",
        fill(_what_was_measured(found)),
        "\n".join([head, "|---" * 8 + "|", *map(_calibration_row, found)]),
        fill(_on_sentences(found)),
        "\n".join(["```", *dict.fromkeys(figures.command for figures in found), "```"]),
    ]


def _what_was_measured(found: Sequence[CalibrationFigures]) -> str:
    sizes = " and ".join(dict.fromkeys(f"{figures.raw.size:,}" for figures in found))
    return (
        "A probability is the sigmoid of the network's logit over a temperature, one number a model, which "
        f"makes the log loss smallest on the {sizes} held-back reviews (Guo and others, 2017). The expected "
        "calibration error is how far, on average, the probability of “positive” lies from the share that is "
        f"positive, in {NUM_BINS} bins of equal width. It is measured on each half of the reviews with the "
        "temperature of the other half, and on both halves together. By chance: the mean error of "
        "probabilities that are true, on half as many and on as many reviews."
    )


def _calibration_row(figures: CalibrationFigures) -> str:
    halves = " and ".join(f"{error:.1%}" for error in figures.half_errors)
    return (
        f"| {TITLES[figures.cell]} | {figures.temperature:.4f} | {figures.raw.error:.1%} | {halves} "
        f"| {figures.calibrated.error:.1%} | {figures.calibrated.log_loss:.3f} "
        f"| {figures.half_error_by_chance:.1%} and {figures.calibrated.error_by_chance:.1%} "
        f"| {figures.sentences.error:.1%} |"
    )


def _on_sentences(found: Sequence[CalibrationFigures]) -> str:
    told = "; ".join(
        f"{TITLES[figures.cell]} {figures.sentences.mean_confidence:.1%} against "
        f"{figures.sentences.accuracy:.1%}"
        for figures in found
    )
    return (
        "Single sentences are those of the table above. The mean probability of the label that was chosen, "
        f"against the share of right ones: {told}."
    )
