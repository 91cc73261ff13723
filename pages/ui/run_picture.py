"""What the two live curves of a training show: a `JobView` in, places and texts out."""

import math
from collections.abc import Callable, Sequence

from pages.ui.curve import Curve, CurvesData, Mark
from pages.ui.wording import MINUS
from rnn_core.jobs import JobView
from rnn_core.sentiment.recipes import COUNTS
from rnn_core.sentiment.spec import TrainProgress, TrainSpec
from rnn_core.sentiment.uncertainty import standard_error

CHANCE = 0.5
CHANCE_LOSS = math.log(2)  # nats: the loss of answering one half every time
ACCURACY_LOW = 0.4
LOSS_HIGH, LOSS_HIGHEST = 0.8, 3.0
"""Where the axis of the loss ends, and ends at most: a loss that leaves all bounds stands at its edge."""
INVITATION = "Choose, then press Start."
MAX_POINTS = 160
ACCURACY_HEIGHT, LOSS_HEIGHT = 184, 112
NUM_TICKS = 5


def run_picture(view: JobView | None, budget_s: float, invitation: str = INVITATION) -> CurvesData:
    """Put a training into two curves over the seconds of its budget; None draws the empty axes.

    Parameters
    ----------
    view
        The training, or None before there is one.
    budget_s
        Seconds that the axis has room for where the training names no budget.
    invitation
        What stands on the empty axes.
    """
    reports = training_reports(view)
    length_s = axis_length_s(view, budget_s)
    message = invitation if view is None else _message(view)
    num_live = view.data.num_live if view and view.data else None
    return CurvesData(
        curves=(
            _accuracy([r for r in reports if r.validation_accuracy is not None], length_s, num_live, message),
            _loss([r for r in reports if r.loss is not None], length_s, _meant(view)),
        ),
        ticks=second_ticks(length_s),
        changes=changes(reports, length_s),
        run=view.job_id if view else "",
    )


def training_reports(view: JobView | None) -> list[TrainProgress]:
    """Give the reports of a run's learning, without its preparation, pauses and last judgement."""
    return [] if view is None else [report for report in view.progress if report.phase == "training"]


def axis_length_s(view: JobView | None, budget_s: float) -> float:
    """Give the seconds that the axis has room for: the run's budget, or all that it has taken."""
    budget = view.spec.budget_s if view else budget_s
    taken = max((report.elapsed_s for report in training_reports(view)[-1:]), default=0.0)
    if view is not None and not view.is_live and taken:
        budget_s = taken  # it had no budget, and is at its end
    return budget or max(budget_s, taken)


def second_ticks(length_s: float) -> tuple[Mark, ...]:
    """Mark the seconds on the common axis."""
    return tuple(
        Mark(k / NUM_TICKS, f"{length_s * k / NUM_TICKS:.3g}{' s' if k == NUM_TICKS else ''}")
        for k in range(NUM_TICKS + 1)
    )


def changes(reports: Sequence[TrainProgress], length_s: float) -> tuple[Mark, ...]:
    """Mark where a person changed something on the way."""
    changed = [report for report in reports if report.changed]
    return tuple(Mark(min(1.0, report.elapsed_s / length_s), report.changed) for report in changed)


def share(accuracy: float) -> str:
    """Write a share of right answers.

    Examples
    --------
    >>> share(0.9131), share(1.0)
    ('91.3 %', '100.0 %')
    """
    return f"{100 * accuracy:.1f} %"


def spread(error: float) -> str:
    """Write the standard error of a share.

    Examples
    --------
    >>> spread(0.0089), spread(0.0)
    ('± 0.9 points', 'without an exception')
    """
    return f"± {100 * error:.1f} points" if error else "without an exception"


def _message(view: JobView) -> str:
    if view.state == "queued":
        return f"Waiting for a free place: number {view.place} in line."
    if view.progress and view.progress[-1].phase != "preparing":
        return ""
    if view.state == "preparing":
        return view.progress[-1].message + " …" if view.progress else "The training process takes over …"
    return "Nothing was learned."


def _accuracy(reports: Sequence[TrainProgress], length_s: float, num_live: int | None, message: str) -> Curve:
    accuracies = [report.validation_accuracy or 0.0 for report in reports]
    errors = [spread(standard_error(p, num_live)) if num_live else "" for p in accuracies]
    notes = [f"{error} at {report.elapsed_s:.1f} s" for error, report in zip(errors, reports, strict=True)]
    named = "standard error, " if accuracies and 0 < accuracies[-1] < 1 else ""
    latest = f"{errors[-1]} ({named}n = {num_live:,})" if reports and num_live else ""
    top = 1 - ACCURACY_LOW
    return Curve(
        title="Right answers on unseen reviews",
        role="output",
        height=ACCURACY_HEIGHT,
        value=share(accuracies[-1]) if accuracies else "",
        note=latest,
        points=places(reports, [(p - ACCURACY_LOW) / top for p in accuracies], length_s),
        values=tuple(map(share, accuracies)),
        notes=tuple(notes),
        ticks=tuple(
            Mark((p / 100 - ACCURACY_LOW) / top, f"{p} %") for p in range(round(100 * ACCURACY_LOW), 101, 20)
        ),
        reference=Mark((CHANCE - ACCURACY_LOW) / top, "chance 50 %"),
        message=message,
        description=describe("Share of right answers on unseen reviews", reports, accuracies, share),
        band=_band(accuracies, num_live) if num_live else (),
    )


def _band(accuracies: Sequence[float], num_live: int) -> tuple[tuple[float, float], ...]:
    """Give one standard error below and above each share, on the axis."""
    errors = [standard_error(p, num_live) for p in accuracies]
    edges = [(p - error, p + error) for p, error in zip(accuracies, errors, strict=True)]
    return tuple((_up(low), _up(high)) for low, high in edges)


def _up(accuracy: float) -> float:
    return round(min(1.0, max(0.0, (accuracy - ACCURACY_LOW) / (1 - ACCURACY_LOW))), 4)


def _meant(view: JobView | None) -> str:
    """Say what the loss is the mean of: a rival that counts words takes no steps."""
    counts = view is not None and isinstance(view.spec, TrainSpec) and view.spec.cell in COUNTS
    return "nats, mean of all reviews" if counts else "nats, mean of the last 50 steps"


def _loss(reports: Sequence[TrainProgress], length_s: float, meant: str) -> Curve:
    reports = thin(reports)
    losses = [report.loss or 0.0 for report in reports]
    high = min(LOSS_HIGHEST, max(LOSS_HIGH, math.ceil(10 * max(losses, default=0.0)) / 10))
    return Curve(
        title="Loss on training reviews",
        role="gradient",
        height=LOSS_HEIGHT,
        value=_loss_text(losses[-1]) if losses else "",
        note=meant if losses else "",
        points=places(reports, [loss / high for loss in losses], length_s),
        values=tuple(map(_loss_text, losses)),
        notes=tuple(f"nats at {report.elapsed_s:.1f} s, step {report.step:,}" for report in reports),
        ticks=(Mark(0.0, "0"), Mark(0.5, f"{high / 2:.2g}"), Mark(1.0, f"{high:.2g}")),
        reference=Mark(CHANCE_LOSS / high, f"chance {CHANCE_LOSS:.3f}"),
        message="",
        description=describe("Loss on training reviews", reports, losses, _loss_text),
    )


def places(
    reports: Sequence[TrainProgress], ups: Sequence[float], length_s: float
) -> tuple[tuple[float, float], ...]:
    """Put each value on the axes; one that lies outside stands at their edge."""
    return tuple(
        (round(min(1.0, report.elapsed_s / length_s), 4), round(min(1.0, max(0.0, up)), 4))
        for report, up in zip(reports, ups, strict=True)
    )


def thin(reports: Sequence[TrainProgress]) -> Sequence[TrainProgress]:
    """Keep the last report and every k-th before, so that a long run sends no more than a short one."""
    stride = math.ceil(len(reports) / MAX_POINTS) or 1
    return reports[::-1][::stride][::-1]


def _loss_text(loss: float) -> str:
    return f"{loss:.3g}".replace("-", MINUS)


def describe(
    what: str, reports: Sequence[TrainProgress], values: Sequence[float], write: Callable[[float], str]
) -> str:
    """Say in one sentence how a curve begins and ends."""
    if not reports:
        return f"{what}: no values yet."
    last_s = reports[-1].elapsed_s
    return f"{what}: {write(values[0])} at first, {write(values[-1])} after {last_s:.1f} s of training."
