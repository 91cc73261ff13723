"""The process that trains: ``python -m rnn_core.worker``.

It imports torch, says ``{"event": "ready"}`` on standard output, waits on standard input for one line
``{"folder": "..."}``, trains what the ``spec.json`` of that job asks for, and leaves. When its standard input
closes, it exits at once: it does not outlive the server that started it.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, TextIO

from rnn_core.data.corpus import Corpus
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.breakdown import limit_memory, reason_of
from rnn_core.running.records import CANNOT_WRITE, RightAnswers
from rnn_core.running.store import (
    CACHE_FOLDER,
    DATA_FILE,
    MODEL_FILE,
    PROGRESS_FILE,
    STOP_FILE,
    JobData,
    JobEnd,
    JobResult,
    JobStore,
    write_whole,
)
from rnn_core.sentiment.control import Control, read_control
from rnn_core.sentiment.recipes import COUNTS, Dataset
from rnn_core.sentiment.spec import TrainingDiverged, TrainProgress, TrainSpec
from rnn_core.wording import as_sentence

if TYPE_CHECKING:
    from rnn_core.remembering.models import RecallModel
    from rnn_core.sentiment.models import SentimentModel
    from rnn_core.text.vocabulary import Vocabulary

REACHED = "It reached the {share:g} % that were asked for."
NICENESS = 10
"""Training yields to the pages: a visitor's click comes first."""


def load_corpus(dataset: Dataset) -> Corpus:
    """Load the reviews of a dataset.

    Raises
    ------
    ValueError
        If IMDB is asked for and not there, or its file cannot be used.
    """
    if dataset == "order":
        from rnn_core.data.order import order_corpus

        return order_corpus()
    from rnn_core.data.imdb import find_imdb, load_imdb

    path = find_imdb()
    if path is None:
        raise ValueError("IMDB is not here: put train.parquet in the folder that UNROLLED_DATA_DIR names")
    try:
        return load_imdb(path)
    except ValueError as error:  # visitors read it, and where this machine keeps its files is not theirs
        raise ValueError(str(error).replace(f"{path.parent}{os.sep}", "")) from error


@dataclass(frozen=True)
class Job:
    """One job as the worker sees it."""

    folder: Path

    @property
    def store(self) -> JobStore:
        """The store that the folder belongs to."""
        return JobStore(self.folder.parent)

    def run(self, load: Callable[[Dataset], Corpus]) -> None:
        """Train, and write how it ended, whatever happens."""
        try:
            end = self._train(load)
        except (TrainingDiverged, ValueError) as error:
            end = JobEnd("failed", as_sentence(str(error)))
        except Exception as error:  # whatever it is, the run must say why it ended, and free its place
            end = JobEnd("failed", reason_of(error))
        self.store.write_end(self.folder.name, end)

    def _train(self, load: Callable[[Dataset], Corpus]) -> JobEnd:
        from rnn_core.remembering.job import train_recall
        from rnn_core.sentiment.rivals import train_rival

        spec = self.store.spec(self.folder.name)
        with (self.folder / PROGRESS_FILE).open("a", encoding="utf-8") as file:
            report = _Reporter(file)
            if isinstance(spec, RecallSpec):
                return train_recall(spec, report, self._should_stop, self._keep_recall)
            report(TrainProgress("preparing", "Reading the reviews", budget_s=spec.budget_s))
            corpus = load(spec.dataset)
            self._tell_data(corpus)
            if spec.cell in COUNTS:
                return train_rival(spec, corpus, report, self._should_stop)
            return self._train_network(spec, corpus, report)

    def _tell_data(self, corpus: Corpus) -> None:
        from rnn_core.sentiment.training import SUBSET_SIZE

        num_validation = len(corpus.validation_texts)
        num_live = min(SUBSET_SIZE, num_validation)
        data = JobData(len(corpus.train_texts), num_validation, num_live, corpus.split)
        write_whole(self.folder / DATA_FILE, json.dumps(data.__dict__))

    def _train_network(self, spec: TrainSpec, corpus: Corpus, report: "_Reporter") -> JobEnd:
        from rnn_core.sentiment.checkpoints import save_checkpoint
        from rnn_core.sentiment.training import train

        trained = train(
            spec,
            corpus,
            report=report,
            should_stop=self._should_stop,
            control=self._control,
            keep=self._keep,
            cache_dir=self._cache_dir(spec.dataset),
        )
        if trained.stopped and trained.num_steps <= 1:
            return JobEnd("stopped", "It was stopped before it had learned anything.")
        self._save(lambda path: save_checkpoint(path, trained.model, trained.vocabulary))
        result = JobResult(
            validation_accuracy=trained.validation_accuracy,
            standard_error=trained.standard_error,
            validation_size=trained.validation_size,
            seconds=trained.seconds,
            num_steps=trained.num_steps,
            num_examples=report.num_examples,
            num_parameters=sum(weight.numel() for weight in trained.model.parameters()),
            vocab_size=len(trained.vocabulary),
            temperature=trained.temperature,
            right=RightAnswers.of(corpus.questions, trained.right),
        )
        reason = "" if spec.stop_accuracy is None else REACHED.format(share=100 * spec.stop_accuracy)
        return JobEnd("stopped" if trained.stopped else "done", reason * trained.reached, result)

    def _save(self, write: Callable[[Path], object]) -> None:
        """Write the network so that a reader sees all of it or none."""
        part = self.folder / f"part-{MODEL_FILE}"
        write(part)
        part.replace(self.folder / MODEL_FILE)

    def _should_stop(self) -> bool:
        return (self.folder / STOP_FILE).exists()

    def _control(self) -> Control:
        return read_control(self.folder)

    def _keep(self, step: int, model: "SentimentModel", vocabulary: "Vocabulary") -> None:
        from rnn_core.sentiment.snapshots import keep_snapshot

        keep_snapshot(self.folder, step, model, vocabulary)

    def _keep_recall(self, model: "RecallModel") -> None:
        from rnn_core.weight_files import write_weights

        self._save(lambda path: write_weights(path, model.state_dict()))

    def _cache_dir(self, dataset: Dataset) -> Path | None:
        """Keep what is costly to prepare; the order corpus is not."""
        return self.folder.parent / CACHE_FOLDER if dataset == "imdb" else None


class _Reporter:
    """Append each report as one line, for whoever reads along."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.num_examples = 0

    def __call__(self, progress: TrainProgress) -> None:
        self.num_examples = progress.num_examples
        self.file.write(f"{progress.to_json()}\n")
        self.file.flush()


def main(load: Callable[[Dataset], Corpus] = load_corpus) -> int:
    """Run one job that comes on standard input; the exit status is 0 if it was run and told how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the server's terminal reaches its whole group
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    lines: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    _import_ahead()
    print(json.dumps({"event": "ready"}), file=answers, flush=True)
    limit_memory()
    try:
        Job(Path(json.loads(lines.get())["folder"])).run(load)
    except OSError:  # not even how it ended could be written; whoever reads the exit status says so
        traceback.print_exc()
        return CANNOT_WRITE
    return 0


def _listen(lines: SimpleQueue[str]) -> None:
    """Hand on what comes in, and leave with the server: its end of the pipe closes when it dies."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def _import_ahead() -> None:
    """Load torch, with what it loads late itself, before there is a job to wait for it."""
    import torch

    import rnn_core.data.order
    import rnn_core.remembering.job
    import rnn_core.sentiment.snapshots
    import rnn_core.sentiment.training  # noqa: F401

    torch.optim.AdamW([torch.zeros(1, requires_grad=True)])  # the first one imports some 800 modules more
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)


if __name__ == "__main__":
    sys.exit(main())
