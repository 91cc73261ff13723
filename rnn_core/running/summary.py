"""What of a run stands in a table and beside others: what it was, how far it came, its curve."""

from dataclasses import dataclass
from typing import Literal

from rnn_core.remembering import spec as memory
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import RightAnswers
from rnn_core.running.spec import JobSpec
from rnn_core.running.view import JobView, State
from rnn_core.sentiment.recipes import COUNTS, RECIPES, Cell, Dataset
from rnn_core.sentiment.uncertainty import PairedDifference, standard_error

Task = Literal["reviews", "sequences"]
"""What is judged: reviews as positive or negative, sequences of the memory test by their first symbol."""
CHANCE: dict[Task, float] = {"reviews": 0.5, "sequences": 1 / memory.NUM_SYMBOLS}
"""Share of right answers of someone who guesses."""
DATA_NAMES: dict[Dataset, str] = {"order": "Order matters", "imdb": "IMDB"}
CELL_NAMES: dict[Cell, str] = {
    "rnn": "RNN", "lstm": "LSTM", "gru": "GRU", "mean": "Mean", "tfidf": "TF-IDF", "tfidf2": "TF-IDF pairs",
}  # fmt: skip


@dataclass(frozen=True)
class CurvePoint:
    """A judgement on the way: seconds of training, examples read by then, share of right answers."""

    seconds: float
    num_examples: int
    accuracy: float


@dataclass(frozen=True)
class RunSummary:
    """One run among others.

    Parameters
    ----------
    job_id, name, state
        Which it is, what its owner calls it, how it stands.
    task, data, cell, recipe, seed
        What was trained on what, in words; the recipe with what was changed of it.
    accuracy, standard_error, num_judged
        Share of right answers (0 to 1), its standard error, and how many it was judged on; None before the
        first judgement.
    is_final
        Whether that was measured on all of the validation part, at the end.
    seconds, num_examples
        Seconds of training, and examples seen in them.
    num_parameters
        Numbers that were learned; None before the end.
    curve
        Every judgement on the way.
    right
        Which of those that it was judged on at the end it answered right; None where that was not noted.
    """

    job_id: str
    name: str
    state: State
    task: Task
    data: str
    cell: str
    recipe: str
    seed: int
    accuracy: float | None
    standard_error: float | None
    num_judged: int | None
    is_final: bool
    seconds: float
    num_examples: int
    num_parameters: int | None
    curve: tuple[CurvePoint, ...]
    right: RightAnswers | None = None


def summary_of(view: JobView, name: str) -> RunSummary:
    """Sum a run up.

    Parameters
    ----------
    view
        The run as it stands.
    name
        What its owner calls it, or nothing.
    """
    spec = view.spec
    curve = tuple(
        CurvePoint(report.elapsed_s, report.num_examples, report.validation_accuracy)
        for report in view.progress
        if report.validation_accuracy is not None and report.phase != "evaluating"
    )
    accuracy, error, num_judged = _judged(view, curve)
    latest = view.progress[-1] if view.progress else None
    return RunSummary(
        job_id=view.job_id,
        name=name,
        state=view.state,
        task="sequences" if isinstance(spec, RecallSpec) else "reviews",
        data=_data(spec),
        cell=memory.NAMES[spec.cell] if isinstance(spec, RecallSpec) else CELL_NAMES[spec.cell],
        recipe=_recipe(spec),
        seed=spec.seed,
        accuracy=accuracy,
        standard_error=error,
        num_judged=num_judged,
        is_final=view.result is not None,
        seconds=view.result.seconds if view.result else latest.elapsed_s if latest else 0.0,
        num_examples=view.result.num_examples if view.result else latest.num_examples if latest else 0,
        num_parameters=view.result.num_parameters if view.result else None,
        curve=curve,
        right=view.result.right if view.result else None,
    )


def _judged(view: JobView, curve: tuple[CurvePoint, ...]) -> tuple[float | None, float | None, int | None]:
    if view.result is not None:
        result = view.result
        return result.validation_accuracy, result.standard_error, result.validation_size
    if not curve:
        return None, None, None
    num_live = view.data.num_live if view.data else None
    if isinstance(view.spec, RecallSpec):
        num_live = memory.NUM_JUDGED
    latest = curve[-1].accuracy
    return latest, standard_error(latest, num_live) if num_live else None, num_live


def _data(spec: JobSpec) -> str:
    return f"Memory, T = {spec.num_steps}" if isinstance(spec, RecallSpec) else DATA_NAMES[spec.dataset]


def _recipe(spec: JobSpec) -> str:
    if isinstance(spec, RecallSpec):
        return f"{spec.hidden_size} units"
    changes = [f"{name.replace('_', ' ')} {value}" for name, value in spec.changes]
    return "none" if spec.cell in COUNTS else ", ".join([RECIPES[spec.recipe].title, *changes])


def compared(one: RunSummary, other: RunSummary) -> PairedDifference | None:
    """Count where two runs differ; None unless both were judged, at the end, on the same questions."""
    if one.right is None or other.right is None or one.right.questions != other.right.questions:
        return None
    return PairedDifference(*one.right.against(other.right), num_questions=one.num_judged or 1)
