"""Measure what a live training costs: the learning itself, and everybody else's controls.

``python -m benchmarks.live_training`` prints lines of JSON. For each corpus and cell, steps per second of the
processor with reports, judgements, measurements, snapshots and the look at what is changed, divided by those
of the same loop bare; both kinds take turns. Then how long an edited weight takes to be drawn on another
visitor's page while nothing trains and while somebody trains and watches, again in turns. IMDB is left out
where `rnn_core.data.imdb.find_imdb` does not find it.
"""

import json
import math
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from playwright.sync_api import Page, sync_playwright

from benchmarks.editing import NETWORKS, edit
from rnn_core.data.corpus import Corpus
from rnn_core.running.store import PROGRESS_FILE, STOP_FILE
from rnn_core.sentiment import pace, training
from rnn_core.sentiment.control import UNTOUCHED, read_control
from rnn_core.sentiment.snapshots import keep_snapshot
from rnn_core.sentiment.spec import TrainProgress, TrainSpec
from rnn_core.worker import load_corpus
from tests.browser.conftest import DESKTOP, QUIET, find_chromium, start_server

CASES = (("order", "rnn"), ("order", "lstm"), ("imdb", "rnn"), ("imdb", "lstm"), ("imdb", "gru"))
NUM_TURNS, LEARN_S = 7, 20.0
"""Turns of each kind, and seconds of the processor that a turn lasts."""
NUM_ROUNDS = 4
START_MS = 60_000


def main() -> None:
    with TemporaryDirectory() as name:
        for dataset, cell in CASES:
            spec = TrainSpec(dataset, cell, "max-over-time", budget_s=4 * LEARN_S)  # type: ignore[arg-type]
            try:
                corpus = load_corpus(spec.dataset)
            except ValueError as error:
                print(json.dumps({"corpus": dataset, "left out": str(error)}), flush=True)
                continue
            print(
                json.dumps({"corpus": dataset, "cell": cell} | throughput(spec, corpus, Path(name))),
                flush=True,
            )
    print(json.dumps({"control": "an edited weight"} | controls()), flush=True)


def throughput(spec: TrainSpec, corpus: Corpus, folder: Path, num_turns: int = NUM_TURNS) -> dict[str, float]:
    """Compare the live loop with the bare one, turn by turn."""
    size = training.SUBSET_SIZE
    short = replace(
        corpus,
        validation_texts=corpus.validation_texts[:size],
        validation_labels=corpus.validation_labels[:size],
    )
    bare_s, live_s = [], []
    for turn in range(num_turns + 1):
        with bare():
            bare_s.append(steps_a_second(spec, short, folder, job=None))
        job = folder / f"{spec.dataset}-{spec.cell}-{turn}"
        job.mkdir()
        live_s.append(steps_a_second(spec, short, folder, job))
    ratios = [
        live / plain for live, plain in zip(live_s[1:], bare_s[1:], strict=True)
    ]  # the first one warms up
    return {
        "bare_steps_per_cpu_s": round(statistics.median(bare_s[1:]), 1),
        "live_steps_per_cpu_s": round(statistics.median(live_s[1:]), 1),
        "ratio": round(statistics.median(ratios), 3),
        "lowest": round(min(ratios), 3),
    }


@contextmanager
def bare() -> Iterator[None]:
    """Switch off all that a training does beside learning."""
    with ExitStack() as switched_off:
        for name in ("TELL_EVERY_S", "JUDGE_EVERY_S", "MEASURE_EVERY_S"):
            switched_off.enter_context(patch.object(pace, name, math.inf))
        switched_off.enter_context(patch.object(training, "LOOK_EVERY_S", math.inf))
        yield


def steps_a_second(spec: TrainSpec, corpus: Corpus, cache_dir: Path, job: Path | None) -> float:
    """Train for some seconds of the processor, with a job's folder as the worker does, or without."""
    asked_s: list[float] = []

    def should_stop() -> bool:
        asked_s.append(time.process_time())
        return bool(job and (job / STOP_FILE).exists()) or asked_s[-1] - began_s[0] > LEARN_S

    began_s = [math.inf]

    def begin(step: int, model: object, vocabulary: object) -> None:
        """Learning begins with the keeping of the untrained network: what came before is preparation."""
        if job is not None:
            keep_snapshot(job, step, model, vocabulary)  # type: ignore[arg-type]
        if step == 0:
            began_s[0] = time.process_time()
            asked_s.clear()

    def report(progress: TrainProgress) -> None:
        if job is not None:
            with (job / PROGRESS_FILE).open("a") as file:
                print(progress.to_json(), file=file, flush=True)

    trained = training.train(
        spec,
        corpus,
        report=report,
        should_stop=should_stop,
        control=lambda: read_control(job) if job else UNTOUCHED,
        keep=begin,
        cache_dir=cache_dir,
    )
    return trained.num_steps / (asked_s[-1] - began_s[0])


def controls(num_rounds: int = NUM_ROUNDS) -> dict[str, float]:
    """Time another visitor's edits while nothing trains and while somebody trains and watches."""
    idle_ms, busy_ms = [], []
    with TemporaryDirectory() as jobs:
        process, address = start_server({"UNROLLED_JOBS_DIR": jobs})
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
                trainer, visitor = (browser.new_page(viewport=DESKTOP) for _ in range(2))
                trainer.goto(f"{address}/train?train-seconds=300")
                visitor.goto(f"{address}/{next(iter(NETWORKS.values()))}")
                edit(visitor)  # warms up
                for turn in range(num_rounds):
                    idle_ms.append(edit(visitor, 2 * turn + 1)["median_ms"])
                    start(trainer)
                    busy_ms.append(edit(visitor, 2 * turn + 2)["median_ms"])
                    stop(trainer)
                browser.close()
        finally:
            process.terminate()
    ratios = [busy / idle for busy, idle in zip(busy_ms, idle_ms, strict=True)]
    return {
        "idle_median_ms": statistics.median(idle_ms),
        "while_one_trains_median_ms": statistics.median(busy_ms),
        "ratio": round(statistics.median(ratios), 2),
    }


def start(page: Page) -> None:
    page.locator(".st-key-train-start button").click()
    page.get_by_text(re.compile(r"^Training: ")).wait_for(timeout=START_MS)


def stop(page: Page) -> None:
    page.locator(".st-key-train-stop button").click()
    page.get_by_text(re.compile("Stopped after")).wait_for(timeout=START_MS)


if __name__ == "__main__":
    main()
