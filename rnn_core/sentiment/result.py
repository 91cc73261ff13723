"""What a training leaves behind."""

import math
from dataclasses import dataclass

from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.recipes import Cell, Recipe
from rnn_core.sentiment.spec import TrainProgress
from rnn_core.text.vocabulary import SPECIAL, Vocabulary


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
        Whether ``should_stop`` ended the run early. Where it did so before the first step, ``num_steps`` and
        ``validation_size`` are 0, the validation figures are NaN, and the model is untrained and knows no
        words.
    seconds
        Seconds of training, without preparation and evaluation.
    num_steps
        Steps taken.
    validation_accuracy, validation_loss, standard_error
        Share of right answers on the whole validation part (0 to 1), its loss in nats, and the standard error
        sqrt(p (1 - p) / n) of the share.
    validation_size
        Number n of validation reviews.
    reached
        Whether it ended early because it was as good as the spec's ``stop_accuracy`` asks.
    temperature
        What the model's logits are to be divided by for probabilities that mean what they say, fitted on the
        whole validation part; None where nothing was learned, or the answers tell no temperature.
    right
        For each review of the validation part whether it was answered right; empty where nothing was learned.
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
    reached: bool = False
    temperature: float | None = None
    right: tuple[bool, ...] = ()

    @classmethod
    def of_nothing(cls, recipe: Recipe, cell: Cell) -> "TrainResult":
        """Give the result of a run that was stopped before its first step."""
        vocabulary = Vocabulary(SPECIAL)
        config = ModelConfig.from_recipe(recipe, cell, len(vocabulary))
        return cls(
            model=SentimentModel(config).eval(),
            vocabulary=vocabulary,
            history=(),
            stopped=True,
            seconds=0.0,
            num_steps=0,
            validation_accuracy=math.nan,
            validation_loss=math.nan,
            validation_size=0,
            standard_error=math.nan,
        )
