"""Train a sentiment model and tell how it goes."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Int64

from rnn_core.data.corpus import Corpus, TaughtReviews
from rnn_core.sentiment.evaluation import Score, score
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.optimisation import AverageWeights, Optimiser
from rnn_core.sentiment.pace import Rhythm, one_quiet_thread
from rnn_core.sentiment.preparation import PreparationStopped, prepare
from rnn_core.sentiment.recipes import SNIPPET_TOKENS, Recipe, recipe_of
from rnn_core.sentiment.result import TrainResult
from rnn_core.sentiment.spec import TrainingDiverged, TrainProgress, TrainSpec
from rnn_core.text.batches import Window, buckets, pad, shorten
from rnn_core.text.vocabulary import UNKNOWN

__all__ = ["TrainProgress", "TrainResult", "TrainSpec", "TrainingDiverged", "train"]

SUBSET_SIZE, SUBSET_SEED = 1_000, 0
"""Validation reviews for the live curve: always the same, so that only the model moves it."""
LOSS_STEPS = 50
"""Steps over which the running loss looks back."""


def train(
    spec: TrainSpec,
    corpus: Corpus,
    *,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    recipe: Recipe | None = None,
    cache_dir: Path | None = None,
    taught: TaughtReviews | None = None,
    clock: Callable[[], float] = time.perf_counter,
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
        Asked at every step, and a few times a second in preparation; True ends the run, and the result holds
        what was learned until then.
    recipe
        Settings to use in place of those that ``spec.recipe`` names.
    cache_dir
        Folder that keeps encoded texts and word vectors from one run to the next; None keeps nothing.
    taught
        More reviews to learn from, with a teacher's probabilities in place of labels.
    clock
        Tells the seconds that the budget counts; ``time.process_time`` leaves out what other work costs.

    Raises
    ------
    TrainingDiverged
        If the loss stops being finite.
    """
    with one_quiet_thread(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(spec.seed)
        recipe = recipe or recipe_of(spec)
        torch.set_flush_denormal(recipe.flush_denormal)
        run = _Run(spec, corpus, recipe, report, should_stop, clock)
        try:
            run.prepare(cache_dir, taught)
        except PreparationStopped:
            return TrainResult.of_nothing(run.recipe, spec.cell)
        run.learn()
        return run.finish()


class _Run:
    """One training on its way."""

    def __init__(
        self,
        spec: TrainSpec,
        corpus: Corpus,
        recipe: Recipe,
        report: Callable[[TrainProgress], None],
        should_stop: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        self.clock = clock
        self.spec, self.corpus, self.recipe = spec, corpus, recipe
        self.tell, self.should_stop = report, should_stop
        self.rng = np.random.default_rng(spec.seed)
        self.history: list[TrainProgress] = []
        self.step = self.num_examples = 0
        self.elapsed_s = 0.0
        self.loss: float | None = None
        self.stopped = False

    def prepare(self, cache_dir: Path | None, taught: TaughtReviews | None) -> None:
        """Turn the corpus into numbers and build the model."""
        self.data = prepare(
            self.corpus,
            self.recipe,
            say=lambda message: self.tell(TrainProgress("preparing", message, budget_s=self.spec.budget_s)),
            cache_dir=cache_dir,
            more_texts=taught.texts if taught else (),
            should_stop=self.should_stop,
        )
        if self.should_stop():
            raise PreparationStopped
        config = ModelConfig.from_recipe(self.recipe, self.spec.cell, len(self.data.vocabulary))
        self.model = SentimentModel(
            config, self.recipe.dropout, orthogonal_start=self.recipe.orthogonal_start
        )
        if self.data.vectors is not None:
            self.model.embedding.weight.data.copy_(self.data.vectors)
        more = taught.probabilities if taught else ()
        self.labels = np.array([*self.corpus.train_labels, *more], np.float32)
        self.optimiser = Optimiser(self.model, self.recipe)
        self.average = AverageWeights(self.model, self.recipe.average_decay)
        draw = np.random.default_rng(SUBSET_SEED).permutation(len(self.data.validation))[:SUBSET_SIZE]
        self.subset = self.data.validation.select(draw)
        self.subset_labels = [self.corpus.validation_labels[k] for k in draw]
        self.steps_per_epoch = math.ceil(len(self.labels) / self.recipe.batch_size)

    @property
    def fraction(self) -> float:
        """Share of the run that is over: by the clock with a budget, by steps without."""
        if self.spec.budget_s is not None:
            return min(1.0, self.elapsed_s / self.spec.budget_s)
        return self.step / (self.steps_per_epoch * self.recipe.num_epochs)

    def learn(self) -> None:
        """Take steps until the run is over, telling on the way how it goes."""
        clock = Rhythm()
        while self.fraction < 1 and not self.stopped:
            for indices in buckets(self.data.train.lengths, self.recipe.batch_size, self.rng):
                self._learn_from(indices)
                if clock.time_to_judge(self.elapsed_s):
                    self._report(self._judge())
                    clock.judged(self.elapsed_s)
                elif clock.time_to_tell():
                    self._report(None)
                self.stopped = self.should_stop()
                if self.stopped or self.fraction >= 1:
                    break

    def _learn_from(self, indices: Int64[np.ndarray, " B"]) -> None:
        started = self.clock()
        recipe = self.recipe
        limit, window = self._cut()
        rows = [shorten(self.data.train[k], limit, window, self.rng) for k in indices]
        batch = pad(rows, recipe.padding, recipe.train_tokens if recipe.pad_to_limit else None)
        if recipe.word_dropout:
            batch.ids[batch.mask & (self.rng.random(batch.ids.shape) < recipe.word_dropout)] = UNKNOWN
        self.model.train()
        logits = self.model(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
        wanted = torch.from_numpy(self.labels[indices])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)
        value = loss.item()
        self.step += 1
        if not math.isfinite(value):
            raise TrainingDiverged(f"the loss stopped being a number at step {self.step}, found {value}")
        self.optimiser.step(loss, self.fraction)
        self.average.update()
        self.num_examples += len(indices)
        self.loss = (
            value if self.loss is None else self.loss + (value - self.loss) / min(self.step, LOSS_STEPS)
        )
        self.elapsed_s += self.clock() - started

    def _cut(self) -> tuple[int, Window]:
        """Give the length and place of the window that this batch sees."""
        recipe = self.recipe
        if recipe.snippet_share and self.rng.random() < recipe.snippet_share:
            return int(self.rng.integers(*SNIPPET_TOKENS, endpoint=True)), "random"
        return recipe.train_tokens, recipe.window

    def _judge(self) -> Score:
        return score(self.average.model, self.subset, self.subset_labels)

    def _report(self, judged: Score | None) -> None:
        progress = TrainProgress(
            phase="training",
            message="Learning",
            step=self.step,
            num_examples=self.num_examples,
            elapsed_s=self.elapsed_s,
            fraction=self.fraction,
            budget_s=self.spec.budget_s,
            loss=self.loss,
            validation_accuracy=judged.accuracy if judged else None,
            validation_loss=judged.loss if judged else None,
        )
        self.history.append(progress)
        self.tell(progress)

    def finish(self) -> TrainResult:
        """Judge what was learned on the whole validation part."""
        self._report(self._judge())
        self.tell(replace(self.history[-1], phase="evaluating", message="Reading every validation review"))
        model = self.average.model.eval()
        judged = score(model, self.data.validation, self.corpus.validation_labels)
        return TrainResult(
            model=model,
            vocabulary=self.data.vocabulary,
            history=tuple(self.history),
            stopped=self.stopped,
            seconds=self.elapsed_s,
            num_steps=self.step,
            validation_accuracy=judged.accuracy,
            validation_loss=judged.loss,
            validation_size=judged.n,
            standard_error=judged.standard_error,
        )
