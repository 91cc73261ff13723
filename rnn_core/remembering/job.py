"""The memory test's training as a job: what a worker does with a `RecallSpec`."""

from collections.abc import Callable

from rnn_core.remembering.cell_training import TrainedCell, judged_task, train_cell
from rnn_core.remembering.models import RecallModel
from rnn_core.remembering.spec import BATCH_SIZE, NUM_JUDGED, NUM_SYMBOLS, TASK, RecallSpec, num_parameters
from rnn_core.running.records import JobEnd, JobResult, RightAnswers
from rnn_core.sentiment.spec import TrainProgress
from rnn_core.sentiment.uncertainty import standard_error


def train_recall(
    spec: RecallSpec,
    report: Callable[[TrainProgress], None],
    should_stop: Callable[[], bool],
    keep: Callable[[RecallModel], None] = lambda model: None,
) -> JobEnd:
    """Train one network, judge it, and say how it ended.

    Parameters
    ----------
    spec
        Which network.
    report
        Told how it goes.
    should_stop
        Asked after every update.
    keep
        Handed the network at the end.

    Raises
    ------
    TrainingDiverged
        If the loss stops being a number.
    """
    trained = train_cell(spec, report=report, should_stop=should_stop)
    if trained.stopped and trained.num_updates <= 1:
        return JobEnd("stopped", "It was stopped before it had learned anything.")
    keep(trained.model)
    return JobEnd("stopped" if trained.stopped else "done", result=_judged(spec, trained))


def _judged(spec: RecallSpec, trained: TrainedCell) -> JobResult:
    task = judged_task(spec.num_steps)
    right = trained.model.answers(task) == task.targets
    accuracy = right.double().mean().item()
    return JobResult(
        validation_accuracy=accuracy,
        standard_error=standard_error(accuracy, NUM_JUDGED),
        validation_size=NUM_JUDGED,
        seconds=trained.seconds,
        num_steps=trained.num_updates,
        num_examples=trained.num_updates * BATCH_SIZE,
        num_parameters=num_parameters(spec.cell, spec.hidden_size),
        vocab_size=NUM_SYMBOLS,
        right=RightAnswers.of(f"{TASK}, T = {spec.num_steps}", right.tolist()),
    )
