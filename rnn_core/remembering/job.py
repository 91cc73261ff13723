"""The memory test's training as a job: what a worker does with a `RecallSpec`."""

from collections.abc import Callable

from rnn_core.remembering.cell_training import NUM_JUDGED, train_cell
from rnn_core.remembering.spec import BATCH_SIZE, NUM_SYMBOLS, RecallSpec, num_parameters
from rnn_core.running.store import JobEnd, JobResult
from rnn_core.sentiment.spec import TrainProgress
from rnn_core.sentiment.uncertainty import standard_error


def train_recall(
    spec: RecallSpec, report: Callable[[TrainProgress], None], should_stop: Callable[[], bool]
) -> JobEnd:
    """Train one network and say how it ended; its accuracy is the one of the last report.

    Parameters
    ----------
    spec
        Which network.
    report
        Told how it goes.
    should_stop
        Asked after every update.

    Raises
    ------
    TrainingDiverged
        If the loss stops being a number.
    """
    told: list[TrainProgress] = []

    def tell(progress: TrainProgress) -> None:
        told.append(progress)
        report(progress)

    trained = train_cell(spec, report=tell, should_stop=should_stop)
    if trained.stopped and trained.num_updates <= 1:
        return JobEnd("stopped", "It was stopped before it had learned anything.")
    accuracy = told[-1].validation_accuracy or 0.0
    result = JobResult(
        validation_accuracy=accuracy,
        standard_error=standard_error(accuracy, NUM_JUDGED),
        validation_size=NUM_JUDGED,
        seconds=trained.seconds,
        num_steps=trained.num_updates,
        num_examples=trained.num_updates * BATCH_SIZE,
        num_parameters=num_parameters(spec.cell, spec.hidden_size),
        vocab_size=NUM_SYMBOLS,
    )
    return JobEnd("stopped" if trained.stopped else "done", result=result)
