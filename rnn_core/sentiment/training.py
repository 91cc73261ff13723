"""Train a sentiment model and tell how it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rnn_core.data.corpus import Corpus
from rnn_core.sentiment.models import SentimentModel
from rnn_core.sentiment.recipes import Recipe
from rnn_core.sentiment.spec import TrainingDiverged, TrainProgress, TrainSpec
from rnn_core.text.vocabulary import Vocabulary

__all__ = ["TrainProgress", "TrainResult", "TrainSpec", "TrainingDiverged", "train"]


@dataclass(frozen=True)
class TrainResult:
    """A trained model and how it came about.

    Parameters
    ----------
    model, vocabulary
        The model in evaluation mode, and the words that it knows.
    history
        Every report of the phase ``"training"``, in order.
    stopped
        Whether ``should_stop`` ended the run early.
    seconds
        Seconds of training, without preparation and evaluation.
    num_steps
        Steps taken.
    validation_accuracy, validation_loss, standard_error
        Share of right answers on the whole validation part (0 to 1), its loss in nats, and the standard error
        sqrt(p (1 - p) / n) of the share.
    validation_size
        Number n of validation reviews.
    """

    model: SentimentModel
    vocabulary: Vocabulary
    history: tuple[TrainProgress, ...]
    stopped: bool
    seconds: float
    num_steps: int
    validation_accuracy: float
    validation_loss: float
    validation_size: int
    standard_error: float


def train(
    spec: TrainSpec,
    corpus: Corpus,
    *,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    recipe: Recipe | None = None,
    cache_dir: Path | None = None,
    unlabelled: Sequence[str] = (),
) -> TrainResult:
    """Train one model.

    Parameters
    ----------
    spec
        What to train.
    corpus
        What to learn from and be judged on.
    report
        Called about 4 times a second, with validation accuracy about every second or two.
    should_stop
        Asked at every step; True ends the run, and the result holds what was learned until then.
    recipe
        Settings to use in place of those that ``spec.recipe`` names.
    cache_dir
        Folder that keeps encoded texts and word vectors from one run to the next; None keeps nothing.
    unlabelled
        More texts for the word vectors to be counted in, such as IMDB's unlabelled part.

    Raises
    ------
    TrainingDiverged
        If the loss stops being finite.
    """
    raise NotImplementedError
