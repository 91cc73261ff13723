"""What the live curves of a training on the memory test show: a `JobView` in, places and texts out."""

import math

from pages.ui.curve import Curve, CurvesData, Mark
from pages.ui.memory_words import share
from rnn_core.jobs import JobView
from rnn_core.remembering.spec import NUM_SYMBOLS, NUM_UPDATES
from rnn_core.sentiment.spec import TrainProgress

CHANCE, CHANCE_LOSS = 1 / NUM_SYMBOLS, math.log(NUM_SYMBOLS)  # nats: the loss of four equal answers
LOSS_HIGH = 1.6
MAX_POINTS = 200
ACCURACY_HEIGHT, LOSS_HEIGHT = 190, 120


def recall_picture(view: JobView | None, start: str = "Start") -> CurvesData:
    """Put a training on the memory test into two curves over its updates; None draws the empty axes.

    Parameters
    ----------
    view
        The training, or None.
    start
        What the button reads that starts one.
    """
    reports = [] if view is None else [report for report in view.progress if report.phase == "training"]
    judged = [report for report in reports if report.validation_accuracy is not None]
    return CurvesData(
        curves=(_accuracy(judged, _message(view, start)), _loss(reports)),
        ticks=tuple(Mark(k / 2, f"{k * NUM_UPDATES // 2:,}{' updates' if k == 2 else ''}") for k in range(3)),
    )


def _message(view: JobView | None, start: str) -> str:
    if view is None:
        return f"Choose, then press {start}."
    if view.state == "queued":
        return f"Waiting for a free place: number {view.place} in line."
    if view.progress:
        return ""
    return "The training process takes over …" if view.is_live else "Nothing was learned."


def _accuracy(reports: list[TrainProgress], message: str) -> Curve:
    values = tuple(share(report.validation_accuracy or 0.0) for report in reports)
    return Curve(
        title="Right answers on 1,000 new sequences",
        role="output",
        height=ACCURACY_HEIGHT,
        value=values[-1] if values else "",
        note=_after(reports[-1]) if reports else "",
        points=tuple(_place(report, report.validation_accuracy or 0.0) for report in reports),
        values=values,
        notes=tuple(map(_after, reports)),
        ticks=tuple(Mark(k / 4, f"{25 * k} %") for k in range(5)),
        reference=Mark(CHANCE, f"chance {100 * CHANCE:.0f} %"),
        message=message,
        description=_described("Share of right answers on new sequences", reports, values),
    )


def _loss(reports: list[TrainProgress]) -> Curve:
    shown = [report for report in reports if report.loss is not None][-MAX_POINTS:]
    values = tuple(f"{report.loss or 0.0:.3f}" for report in shown)
    return Curve(
        title="Loss on the sequences it learns from",
        role="gradient",
        height=LOSS_HEIGHT,
        value=values[-1] if values else "",
        note="nats, mean of the last 50 updates" if values else "",
        points=tuple(_place(report, (report.loss or 0.0) / LOSS_HIGH) for report in shown),
        values=values,
        notes=tuple(f"nats {_after(report)}" for report in shown),
        ticks=(Mark(0.0, "0"), Mark(0.5, f"{LOSS_HIGH / 2:.1f}"), Mark(1.0, f"{LOSS_HIGH:.1f}")),
        reference=Mark(CHANCE_LOSS / LOSS_HIGH, f"chance {CHANCE_LOSS:.3f}"),
        message="",
        description=_described("Loss on the sequences that the network learns from", shown, values),
    )


def _place(report: TrainProgress, up: float) -> tuple[float, float]:
    """Put a value on the axes; one that lies outside stands at their edge."""
    return round(report.step / NUM_UPDATES, 4), round(min(1.0, max(0.0, up)), 4)


def _after(report: TrainProgress) -> str:
    return f"after {report.step:,} updates"


def _described(what: str, reports: list[TrainProgress], values: tuple[str, ...]) -> str:
    if not reports:
        return f"{what}: nothing yet."
    return f"{what}: {values[0]} {_after(reports[0])}, {values[-1]} {_after(reports[-1])}."
