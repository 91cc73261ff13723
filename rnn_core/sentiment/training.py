"""Train a sentiment model, tell how it goes, and heed what is changed on the way."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Int64

from rnn_core.data.corpus import Corpus, TaughtReviews
from rnn_core.sentiment import pace
from rnn_core.sentiment.batching import Batches
from rnn_core.sentiment.calibration import known_temperature
from rnn_core.sentiment.control import UNTOUCHED, Control, what_changed
from rnn_core.sentiment.evaluation import Score, are_right, logits, score, score_of
from rnn_core.sentiment.measures import Measures, measure
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.optimisation import AverageWeights, Optimiser
from rnn_core.sentiment.pace import Occasion, Rhythm, Speed, one_quiet_thread
from rnn_core.sentiment.preparation import PreparationStopped, prepare
from rnn_core.sentiment.progress import Phase, TrainProgress
from rnn_core.sentiment.recipes import Recipe, recipe_of
from rnn_core.sentiment.result import TrainResult
from rnn_core.sentiment.running_loss import RunningLoss
from rnn_core.sentiment.spec import TrainingDiverged, TrainSpec
from rnn_core.sentiment.step import train_step
from rnn_core.text.batches import buckets
from rnn_core.text.vocabulary import Vocabulary

__all__ = ["TrainProgress", "TrainResult", "TrainSpec", "TrainingDiverged", "train"]

Keep = Callable[[int, SentimentModel, Vocabulary], None]
SUBSET_SIZE, SUBSET_SEED = 500, 0
"""Validation reviews for the live curve: always the same, so that only the model moves it."""
LOOK_EVERY_S = 0.25
"""Seconds between two looks at what a person has changed."""


def train(
    spec: TrainSpec,
    corpus: Corpus,
    *,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    control: Callable[[], Control] = lambda: UNTOUCHED,
    keep: Keep = lambda step, model, vocabulary: None,
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
        Called about 4 times a second; validation accuracy and what is measured inside the network come as
        often as they cost no more than 4 % of the time together.
    should_stop
        Asked at every step, and a few times a second in preparation; True ends the run, and the result holds
        what was learned until then.
    control
        Asked about 4 times a second how to go on; a pause stops the clock of the budget.
    keep
        Handed the steps taken, the model and its words before the first step and at every judgement; the
        model goes on changing.
    recipe
        Settings to use in place of those that ``spec`` names.
    cache_dir
        Folder that keeps encoded texts and word vectors from one run to the next; None keeps nothing.
    taught
        More reviews to learn from, with a teacher's probabilities in place of labels.
    clock
        Tells the seconds that the budget counts; ``time.process_time`` leaves out what other work costs.

    Raises
    ------
    TrainingDiverged
        If the loss stops being finite, or grows beyond 100 nats.
    """
    with one_quiet_thread(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(spec.seed)
        recipe = recipe or recipe_of(spec)
        torch.set_flush_denormal(recipe.flush_denormal)
        run = _Run(spec, corpus, recipe, _Ties(report, should_stop, control, keep), clock)
        try:
            run.prepare(cache_dir, taught)
        except PreparationStopped:
            return TrainResult.of_nothing(run.recipe, spec.cell)
        run.learn()
        return run.finish()


@dataclass(frozen=True)
class _Ties:
    """What ties a training to whoever asked for it."""

    report: Callable[[TrainProgress], None]
    should_stop: Callable[[], bool]
    control: Callable[[], Control]
    keep: Keep


class _Run:
    """One training on its way."""

    def __init__(
        self,
        spec: TrainSpec,
        corpus: Corpus,
        recipe: Recipe,
        ties: _Ties,
        clock: Callable[[], float],
    ) -> None:
        self.spec, self.corpus, self.recipe, self.ties, self.clock = spec, corpus, recipe, ties, clock
        self.control = UNTOUCHED
        self.rng = np.random.default_rng(spec.seed)
        self.history: list[TrainProgress] = []
        self.step = self.num_examples = 0
        self.elapsed_s = 0.0
        self.tokens = Speed()
        self.loss = RunningLoss()
        self.measured: Measures | None = None
        self.stopped = self.reached = False

    def prepare(self, cache_dir: Path | None, taught: TaughtReviews | None) -> None:
        """Turn the corpus into numbers and build the model."""
        self.data = prepare(
            self.corpus,
            self.recipe,
            say=self._say,
            cache_dir=cache_dir,
            more_texts=taught.texts if taught else (),
            should_stop=self.ties.should_stop,
        )
        if self.ties.should_stop():
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
        self.batches = Batches(self.data.train, self.recipe, self.rng)
        self.steps_per_epoch = math.ceil(len(self.labels) / self.recipe.batch_size)

    def _say(self, message: str) -> None:
        self.ties.report(TrainProgress("preparing", message, budget_s=self.spec.budget_s))

    @property
    def fraction(self) -> float:
        """Share of the run that is over: by the clock with a budget, by steps without."""
        if self.spec.budget_s is not None:
            return min(1.0, self.elapsed_s / self.spec.budget_s)
        return self.step / (self.steps_per_epoch * self.recipe.num_epochs)

    def learn(self) -> None:
        """Take steps until the run is over, telling on the way how it goes."""
        telling, looking = Rhythm(), Rhythm(LOOK_EVERY_S)
        self.judging = Occasion(pace.JUDGE_EVERY_S, pace.JUDGE_SHARE)
        self.measuring = Occasion(pace.MEASURE_EVERY_S, pace.MEASURE_SHARE)
        self.ties.keep(0, self.average.model, self.data.vocabulary)
        self._heed()
        try:
            self._go_on(telling, looking)
        except TrainingDiverged:
            self._report(None)  # the curve shows how it went wrong
            raise

    def _go_on(self, telling: Rhythm, looking: Rhythm) -> None:
        while not self._is_over():
            for indices in buckets(self.data.train.lengths, self.recipe.batch_size, self.rng):
                self._learn_from(indices)
                if self.judging.is_due(self.elapsed_s):
                    self._judge_and_report()
                elif telling.is_due():
                    self._report(None)
                self.stopped = self.ties.should_stop()
                if looking.is_due():
                    self._heed()
                if self._is_over():
                    break

    def _is_over(self) -> bool:
        return self.stopped or self.reached or self.fraction >= 1

    def _heed(self) -> None:
        """Take up what a person has changed, tell it, and wait as long as the run is paused."""
        before, self.control = self.control, self.ties.control()
        if self.control.paused and not self.stopped:
            self._report(None, phase="paused")
        while self.control.paused and not self.stopped:
            time.sleep(LOOK_EVERY_S)
            self.stopped, self.control = self.ties.should_stop(), self.ties.control()
        changed = what_changed(before, self.control)
        if changed:
            self._adjust()
            self._report(None, changed=changed)

    def _learn_from(self, indices: Int64[np.ndarray, " B"]) -> None:
        started = self.clock()
        ids, mask = self.batches.draw(indices)
        labels = torch.from_numpy(self.labels[indices])
        self._adjust()
        self.model.train()
        value = train_step(self.model, self.optimiser, ids, mask, labels)
        self.average.update()
        self.step += 1
        self.loss.add(value, self.step)
        self.num_examples += len(indices)
        self.elapsed_s += self.clock() - started
        self.tokens.add(int(mask.count_nonzero()))
        if self.measuring.is_due(self.elapsed_s):
            with self.measuring.timed(self.elapsed_s):
                self.measured = measure(self.model, ids, mask, labels)

    def _adjust(self) -> None:
        """Set what the next step uses, as the recipe says or a person."""
        asked = self.control.dropout
        self.model.dropout.p = self.recipe.dropout if asked is None else asked
        self.optimiser.adjust(self.fraction, self.control)

    def _judge(self) -> Score:
        judged = score(self.average.model, self.subset, self.subset_labels)
        if not math.isfinite(judged.loss):
            raise TrainingDiverged(f"the network's answers stopped being numbers at step {self.step}")
        return judged

    def _judge_and_report(self) -> None:
        """Judge what is learned so far, keep it, and end the run if it is good enough."""
        with self.judging.timed(self.elapsed_s):
            judged = self._judge()
            self.ties.keep(self.step, self.average.model, self.data.vocabulary)
        self._report(judged)
        wanted = self.spec.stop_accuracy
        self.reached = wanted is not None and judged.accuracy >= wanted

    def _report(self, judged: Score | None, phase: Phase = "training", changed: str = "") -> None:
        inside, self.measured = self.measured, None
        progress = TrainProgress(
            phase=phase,
            message="Learning" if phase == "training" else "Paused",
            step=self.step,
            num_examples=self.num_examples,
            elapsed_s=self.elapsed_s,
            fraction=self.fraction,
            budget_s=self.spec.budget_s,
            loss=self.loss.mean,
            validation_accuracy=judged.accuracy if judged else None,
            validation_loss=judged.loss if judged else None,
            gradient_norms=inside.gradient_norms if inside else (),
            spectral_radius=inside.spectral_radius if inside else None,
            saturation=inside.saturation if inside else None,
            tokens_per_s=self.tokens.since_last(self.elapsed_s),
            learning_rate=self.optimiser.learning_rate,
            clip_norm=self.optimiser.clip_norm,
            dropout=self.model.dropout.p,
            changed=changed,
        )
        if phase == "training":
            self.history.append(progress)
        self.ties.report(progress)

    def finish(self) -> TrainResult:
        """Judge what was learned on the whole validation part."""
        if not self.reached:
            self._judge_and_report()
        latest = replace(self.history[-1], changed="")  # what was changed is told once
        self.ties.report(replace(latest, phase="evaluating", message="Reading every validation review"))
        values = logits(self.average.model, self.data.validation)
        judged = score_of(values, self.corpus.validation_labels)
        return TrainResult(
            model=self.average.model.eval(),
            vocabulary=self.data.vocabulary,
            history=tuple(self.history),
            stopped=self.stopped,
            reached=self.reached,
            seconds=self.elapsed_s,
            num_steps=self.step,
            validation_accuracy=judged.accuracy,
            validation_loss=judged.loss,
            validation_size=judged.n,
            standard_error=judged.standard_error,
            temperature=known_temperature(values, self.corpus.validation_labels),
            right=are_right(values, self.corpus.validation_labels),
        )
