"""Train one cell of any kind to remember the first of T symbols, told of on the way."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from rnn_core.remembering.models import RecallModel, learning, start_model
from rnn_core.remembering.spec import (
    BATCH_SIZE,
    LEARNING_RATE,
    NUM_JUDGED,
    NUM_UPDATES,
    RecallSpec,
    sequences_seed,
)
from rnn_core.sentiment.pace import Rhythm, one_quiet_thread
from rnn_core.sentiment.spec import TrainingDiverged, TrainProgress
from rnn_core.tasks import FirstSymbolTask, first_symbol_task

JUDGE_SEED = 0
"""Of the sequences on which every network is judged, on the way and at the end."""
JUDGE_EVERY = 100
"""Updates from one judgement to the next."""
LOSS_UPDATES = 50
"""Updates over which the loss that is told is averaged."""


@dataclass(frozen=True)
class TrainedCell:
    """What came of a training.

    Attributes
    ----------
    model
        The network.
    num_updates
        How often its weights were moved.
    seconds
        Seconds of training, without the judgements.
    stopped
        Whether somebody stopped it before its last update.
    """

    model: RecallModel
    num_updates: int
    seconds: float
    stopped: bool


def judged_task(num_steps: int) -> FirstSymbolTask:
    """Draw the sequences of one length on which networks are judged; training never draws their seed."""
    return first_symbol_task(num_steps, NUM_JUDGED, seed=JUDGE_SEED)


def train_cell(
    spec: RecallSpec,
    *,
    num_updates: int = NUM_UPDATES,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainedCell:
    """Train a network; what it becomes does not depend on who looks on.

    Parameters
    ----------
    spec
        Which network. All cells of one T and seed learn from the same sequences.
    num_updates
        How often its weights are moved.
    report
        Told some four times a second how it goes; every 100 updates, and at the last one, also how often it
        is right.
    should_stop
        Asked after every update.

    Raises
    ------
    TrainingDiverged
        If the loss stops being a number.
    """
    model = start_model(spec.cell, spec.hidden_size, spec.seed)
    seed = sequences_seed(spec.num_steps, spec.seed)
    updates = learning(model, spec.num_steps, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, seed=seed)
    task, clock = judged_task(spec.num_steps), Rhythm()
    step, seconds, mean_loss, stopped = 0, 0.0, 0.0, False
    with one_quiet_thread():
        while step < num_updates and not stopped:
            started = time.perf_counter()
            loss = next(updates)
            seconds += time.perf_counter() - started
            step += 1
            if not math.isfinite(loss):
                raise TrainingDiverged(f"the loss stopped being a number at update {step}, found {loss}")
            mean_loss += (loss - mean_loss) / min(step, LOSS_UPDATES)
            stopped = should_stop()
            told = TrainProgress("training", "Learning", step, step * BATCH_SIZE, seconds, step / num_updates)
            if stopped or step == num_updates or step % JUDGE_EVERY == 0:
                report(replace(told, loss=mean_loss, validation_accuracy=model.accuracy(task)))
            elif clock.is_due():
                report(replace(told, loss=mean_loss))
    return TrainedCell(model.eval(), step, seconds, stopped)
