"""What a shipped network's probability is worth, on whole reviews and on single sentences."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.ui import frame, link, widgets
from pages.ui.lesson import load_lesson
from pages.ui.networks import MODELS
from pages.ui.section import lazy_section
from pages.ui.wording import percent
from rnn_core.figures.theme import Palette
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.sentiment.calibration_figures import CalibrationFigures, Measured

SECTION, NETWORK, TEXTS, TABLE = (
    "predict-calibration", "predict-calibrated", "predict-texts", "predict-bins",
)  # fmt: skip
REVIEWS, SENTENCES = "whole reviews", "single sentences"
SENTENCE_TOKENS = 40
"""Words and marks up to which a text is more like a single sentence of 4 to 30 words than like a review."""
FEW = 10


@st.cache_data(show_spinner=False)
def figures_of(name: str) -> "CalibrationFigures":
    """Read what was measured about a shipped network.

    Raises
    ------
    ValueError
        If its file is missing or damaged.
    """
    from rnn_core.sentiment.calibration_figures import CalibrationFigures
    from rnn_core.weight_files import MODELS_DIR

    return CalibrationFigures.load(MODELS_DIR, name)


def meaning(name: str, probability: float, num_tokens: int) -> str:
    """Say in one sentence how often a shipped network's probability came true.

    Parameters
    ----------
    name
        ``"rnn"``, ``"lstm"`` or ``"gru"``.
    probability
        Calibrated, of "positive".
    num_tokens
        Words and marks of the text: a short one is compared with single sentences.
    """
    try:
        figures = figures_of(name)
    except ValueError:
        return "What this probability is worth is not known: the figures of its calibration are missing."
    short = num_tokens <= SENTENCE_TOKENS
    measured = figures.sentences if short else figures.calibrated
    kind = "single sentences" if short else "reviews that it had not met"
    bin = next(bin for bin in measured.bins if probability <= bin.high)
    between = f"{100 * bin.low:.0f} to {100 * bin.high:.0f} %"
    if bin.count < FEW:
        return f"Only {bin.count} {kind} were given {between}: too few to say how often that comes true."
    source = "came from positive reviews" if short else "were positive"
    share = 100 * bin.share_positive
    return f"Of {bin.count:,} {kind} that it gave {between}, {share:.0f} in 100 {source}."


def calibration() -> None:
    """Draw the section, closed."""
    lazy_section("What a probability is worth", ":material/target:", SECTION, _opened)


def _opened() -> None:
    with frame.prose():
        st.markdown(load_lesson("predict")["calibration"], anchors=False)
    picture, said = st.columns([3, 2], gap="large")
    with said:
        title = widgets.choice("Network", list(MODELS.values()), MODELS["lstm"], NETWORK)
        texts = widgets.choice("Measured on", [REVIEWS, SENTENCES], REVIEWS, TEXTS)
    name = next(key for key, each in MODELS.items() if each == title)
    try:
        figures = figures_of(name)
    except ValueError as error:
        st.warning(as_sentence(str(error)), icon=":material/error:")
        return
    raw, calibrated = _pair(figures, texts)
    with picture:
        st.plotly_chart(
            _picture(name, texts, frame.palette()),
            key="predict-calibration-picture",
            config={"displayModeBar": False},
            alt=_alternative(title, texts, calibrated),
        )
    with said:
        st.markdown(_summary(figures, calibrated, texts))
    _measures(raw, calibrated)
    if st.toggle("Every bin as a table", key=TABLE, bind="query-params"):
        _table(calibrated)


def _pair(figures: "CalibrationFigures", texts: str) -> "tuple[Measured, Measured]":
    """Give what was measured before and after."""
    if texts == REVIEWS:
        return figures.raw, figures.calibrated
    return figures.sentences_raw, figures.sentences


def _summary(figures: "CalibrationFigures", measured: "Measured", texts: str) -> str:
    """Say the error, and on single sentences whether the network claims too much."""
    error = f"The calibrated probability is off by :green[**{100 * measured.error:.1f} points**] on average"
    if texts == REVIEWS:
        return (
            f"{error}, over {measured.size:,} reviews, each half of them with the temperature that the other "
            f"half gave. Temperature in use: **{figures.temperature:.3f}**; each half alone gives "
            f"{figures.half_temperatures[0]:.3f} and {figures.half_temperatures[1]:.3f}."
        )
    gap = measured.mean_confidence - measured.accuracy
    verdict = "It claims too much." if gap > 0.02 else "That is about what it claims."
    return (
        f"{error}, over {measured.size:,} sentences of 4 to 30 words, judged against the label of their "
        f"review, which a sentence need not support. It is right in {percent(measured.accuracy)} and says "
        f"{percent(measured.mean_confidence)} on average. {verdict}"
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _picture(name: str, texts: str, palette: Palette) -> Any:
    """Keep the picture: an unchanged chart is left alone by the browser."""
    from rnn_core.figures.calibration import calibration_figure

    raw, calibrated = _pair(figures_of(name), texts)
    return calibration_figure(raw.bins, calibrated.bins, palette)


def _alternative(title: str, texts: str, measured: "Measured") -> str:
    filled = [bin for bin in measured.bins if bin.count >= FEW]
    told = ", ".join(
        f"{100 * bin.mean_probability:.0f} % came true in {100 * bin.share_positive:.0f}" for bin in filled
    )
    return f"{title} on {texts}, share that is positive against calibrated probability: {told}."


def _measures(raw: "Measured", calibrated: "Measured") -> None:
    both = (raw, calibrated)
    st.table(
        {
            "": [
                "Expected calibration error, 15 bins of equal width",
                "The same, 15 bins of equally many texts",
                "The same, of the label that was chosen (Guo and others)",
                "What chance alone gives where every probability is true",
                "Log loss (nats)",
            ],
            **{
                heading: [
                    f"{100 * each.error:.1f} %",
                    f"{100 * each.error_equal_mass:.1f} %",
                    f"{100 * each.error_of_label:.1f} %",
                    f"{100 * each.error_by_chance:.1f} %",
                    f"{each.log_loss:.3f}",
                ]
                for heading, each in zip(("As the network gives it", "Calibrated"), both, strict=True)
            },
        },
        border="horizontal",
    )
    link.aside(f"Measured on {calibrated.size:,} texts by `python -m rnn_core.sentiment.calibrate`.")


def _table(measured: "Measured") -> None:
    from rnn_core.tables.calibration import calibration_table

    share = st.column_config.NumberColumn(format="percent")
    st.dataframe(
        calibration_table(measured.bins),
        hide_index=True,
        column_config=dict.fromkeys(("from", "to", "said", "came true"), share),
        alt="Every bin with its texts, the mean probability that was given, and the share that is positive.",
    )
