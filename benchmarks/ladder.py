"""Measure the ladder on IMDB: what each remedy is worth, the best recipe by seconds, and the rivals.

Run as ``python -m benchmarks.ladder`` (about an hour on one core: the seconds of training below, and some ten
more for each run), or in part: ``--only rivals``, ``--budgets 20``, ``--seeds 1``. Runs that stand in the
file of results are not made again. ``--write-readme`` puts the tables of that file into the README, and the
ladder's figures where the app reads them.

Every accuracy is on the validation reviews, whose films training never saw. Seconds are of training alone, by
the processor's clock of the process that trains, so that other work on the machine costs a run nothing.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from rnn_core.data.imdb import find_imdb, load_imdb
from rnn_core.data.order import order_corpus
from rnn_core.sentiment.climb import ASIDE, MEASURED_FILE, MEASURED_S, RIVAL_S, RIVALS, rival, steps
from rnn_core.sentiment.ladder import BY_KEY, PRESETS, RUNGS, spec_with
from rnn_core.sentiment.recipes import CELLS, COUNTS, TAUGHT_RECIPE, Cell
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.sentiment.uncertainty import standard_error

ROOT = Path(__file__).resolve().parents[1]
RESULTS, CACHE = ROOT / ".benchmarks" / "ladder.jsonl", ROOT / ".benchmarks" / "cache"
START, END = "<!-- ladder -->", "<!-- /ladder -->"
PARTS = ("ladder", "order", "best", "rivals")
LADDER_S = MEASURED_S["imdb"]
NAMES: dict[Cell, str] = {
    "rnn": "RNN",
    "lstm": "LSTM",
    "gru": "GRU",
    "mean": "Mean of embeddings, no recurrence",
    "tfidf": "TF-IDF words, logistic regression",
    "tfidf2": "TF-IDF words and pairs, logistic regression",
}


@dataclass(frozen=True)
class Row:
    """One run: the part of the benchmark that it belongs to, what a person reads, and what is trained."""

    part: str
    title: str
    spec: TrainSpec


@dataclass(frozen=True)
class Measured:
    """What came of a run; ``accuracy`` is a share, ``seconds`` are of training."""

    part: str
    title: str
    spec: str
    accuracy: float
    num_reviews: int
    seconds: float
    num_steps: int
    num_parameters: int


def rows(parts: Sequence[str], budgets: Sequence[float], num_seeds: int) -> Iterator[Row]:
    """Name every run that is asked for, the ladder from the bottom up."""
    if "ladder" in parts:
        yield from ladder_rows()
    if "order" in parts:
        yield from order_rows()
    if "best" in parts:
        for cell in CELLS:
            for budget_s in budgets:
                for seed in range(num_seeds):
                    spec = TrainSpec("imdb", cell, TAUGHT_RECIPE, seed, budget_s)
                    yield Row("best", NAMES[cell], spec)
    if "rivals" in parts:
        for budget_s in budgets[:1]:
            yield Row("rivals", NAMES["mean"], TrainSpec("imdb", "mean", TAUGHT_RECIPE, 0, budget_s))
        for cell in COUNTS:
            yield Row("rivals", NAMES[cell], TrainSpec("imdb", cell, "textbook"))


def ladder_rows() -> Iterator[Row]:
    """Climb the ladder with the RNN, one rung more at a time, and change the cell at the top."""
    yield Row("ladder", "Textbook RNN", spec_with((), "imdb", "rnn", budget_s=LADDER_S))
    climbed: list[str] = []
    for rung in RUNGS:
        if rung.key == ASIDE:
            spec = spec_with((ASIDE,), "imdb", "rnn", budget_s=LADDER_S)
            yield Row("ladder", f"or instead: {rung.title[0].lower()}{rung.title[1:]}", spec)
            continue
        climbed.append(rung.key)
        spec = spec_with(climbed, "imdb", "rnn", budget_s=LADDER_S)
        yield Row("ladder", f"+ {rung.title[0].lower()}{rung.title[1:]}", spec)
    for cell in ("lstm", "gru"):
        spec = spec_with(PRESETS[TAUGHT_RECIPE], "imdb", cell, budget_s=LADDER_S)
        yield Row("ladder", f"the same with a {NAMES[cell]}", spec)


def order_rows() -> Iterator[Row]:
    """Climb on the order corpus."""
    for step in steps("order"):
        title = BY_KEY[step.newest].title if step.newest else NAMES[step.cell]
        yield Row("order", title, step.spec("order", MEASURED_S["order"]))
    for cell in RIVALS:
        yield Row("order", NAMES[cell], rival(cell, "order"))


def measure(row: Row, data: Path, cache: Path) -> Measured:
    """Train and judge one run in this process."""
    import torch

    from rnn_core.sentiment.rivals import train_rival
    from rnn_core.sentiment.training import train

    torch.set_num_threads(1)
    corpus = order_corpus() if row.spec.dataset == "order" else load_imdb(data)
    if row.spec.cell in COUNTS:
        found = train_rival(row.spec, corpus, clock=time.process_time).result
        if found is None:
            raise RuntimeError(f"{row.title} came to nothing")
        accuracy, n, seconds = found.validation_accuracy, found.validation_size, found.seconds
        steps, size = found.num_steps, found.num_parameters
    else:
        trained = train(row.spec, corpus, cache_dir=cache, clock=time.process_time)
        accuracy, n = trained.validation_accuracy, trained.validation_size
        seconds, steps = trained.seconds, trained.num_steps
        size = sum(weight.numel() for weight in trained.model.parameters())
    return Measured(row.part, row.title, row.spec.to_json(), accuracy, n, round(seconds, 1), steps, size)


def read_results(path: Path) -> list[Measured]:
    """Read what was measured before; a line that is not whole counts as absent."""
    if not path.exists():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [Measured(**json.loads(line)) for line in lines if line.endswith("}")]


def tables(results: Sequence[Measured]) -> str:
    """Write what was measured as two tables in Markdown."""
    n = next((m.num_reviews for m in results if m.part != "order"), 0)
    error = 100 * standard_error(0.89, n) if n else 0.0
    lines = [
        f"Right answers on {n:,} validation reviews of films that training never saw (standard error "
        f"{error:.1f} points near 89 %), one core, by `python -m benchmarks.ladder`.",
        "",
        f"| what is changed, one after the other ({LADDER_S:.0f} s of training) | right answers, % |",
        "|---|---|",
    ]
    lines += [f"| {m.title} | {100 * m.accuracy:.1f} |" for m in results if m.part == "ladder"]
    return "\n".join([*lines, "", *_by_seconds([m for m in results if m.part in ("best", "rivals")])])


def shipped(results: Sequence[Measured]) -> str:
    """Write the steps of both ladders, and the rivals, as the app reads them.

    The top of a ladder is the best recipe of its seconds, and the same run where it was made for that.
    """
    wanted = {row.spec.to_json() for row in rows(PARTS, (RIVAL_S["imdb"],), 0)}
    found = {m.spec: m.accuracy for m in reversed(results) if m.spec in wanted}
    lines = [
        json.dumps({"spec": json.loads(spec), "accuracy": round(accuracy, 6)})
        for spec, accuracy in reversed(found.items())
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _by_seconds(results: Sequence[Measured]) -> list[str]:
    groups: dict[tuple[str, float | None], list[Measured]] = {}
    for m in results:
        groups.setdefault((m.title, TrainSpec.from_json(m.spec).budget_s), []).append(m)
    lines = ["| the best recipe for the seconds | seconds | right answers, % | runs | numbers learned |"]
    lines.append("|---|---|---|---|---|")
    for (title, budget_s), runs in groups.items():
        shares = [100 * m.accuracy for m in runs]
        spread = f" ({min(shares):.1f} to {max(shares):.1f})" if len(runs) > 1 else ""
        seconds = statistics.mean(m.seconds for m in runs) if budget_s is None else budget_s
        accuracy = f"{statistics.mean(shares):.1f}{spread}"
        size = f"{runs[0].num_parameters:,}"
        lines.append(f"| {title} | {seconds:.0f} | {accuracy} | {len(runs)} | {size} |")
    return lines


def write_between(text: str, content: str) -> str:
    """Put tables between the markers of a text.

    Raises
    ------
    ValueError
        If the text has not both markers, each once and in order.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end or START in after or END in after:
        raise ValueError(f"the text must hold {START} and after it {END}, once each")
    return f"{before}{START}\n{content}\n{END}{after}"


def main() -> None:
    """Make the runs that are asked for, or write the tables of those that were made."""
    options = _parser().parse_args()
    if options.write_readme:
        readme = ROOT / "README.md"
        results = _in_order(read_results(options.out))
        readme.write_text(write_between(readme.read_text("utf-8"), tables(results)), "utf-8")
        MEASURED_FILE.write_text(shipped(results), "utf-8")
        return
    data = options.data or find_imdb()
    if data is None:
        raise SystemExit("IMDB is not here: put train.parquet in the folder that UNROLLED_DATA_DIR names")
    if options.one is not None:
        part, title, spec = json.loads(options.one)
        measured = measure(Row(part, title, TrainSpec.from_json(spec)), data, options.cache)
        print(json.dumps(asdict(measured)))
        return
    known = {(m.part, m.title, m.spec) for m in read_results(options.out)}
    asked = rows(options.only, options.budgets, options.seeds)
    wanted = [row for row in asked if (row.part, row.title, row.spec.to_json()) not in known]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(options.jobs) as pool, options.out.open("a", encoding="utf-8") as file:
        for line in pool.map(lambda row: _in_a_process(row, data, options.cache), wanted):
            print(line, flush=True)
            print(line, file=file, flush=True)


def _in_order(results: Sequence[Measured]) -> list[Measured]:
    """Sort as the runs are named, whatever the order in which they were made; unknown ones last."""
    order = [row.title for row in ladder_rows()] + list(NAMES.values())
    places = {title: place for place, title in enumerate(order)}
    return sorted(
        results,
        key=lambda m: (
            places.get(m.title, len(order)), TrainSpec.from_json(m.spec).budget_s or 0.0
        ),
    )  # fmt: skip


def _in_a_process(row: Row, data: Path, cache: Path) -> str:
    """Run one measurement in a process of its own, whose clock counts nothing else."""
    asked = json.dumps([row.part, row.title, row.spec.to_json()])
    command = [sys.executable, "-m", "benchmarks.ladder", "--one", asked, "--data", str(data)]
    done = subprocess.run(
        [*command, "--cache", str(cache)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ladder", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of the best recipes (default: 3)")
    parser.add_argument("--budgets", nargs="+", type=float, default=(20.0, 60.0, 180.0), help="in seconds")
    parser.add_argument("--jobs", type=int, default=1, help="trainings at a time (default: 1)")
    parser.add_argument("--data", type=Path, help="train.parquet (default: where the app looks)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps encoded reviews from run to run")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file of results, one line of JSON each")
    parser.add_argument("--write-readme", action="store_true", help="write the tables, and measure nothing")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
