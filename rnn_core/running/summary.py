"""What of a run stands in a table and beside others: what it was, how far it came, its curve."""

from dataclasses import dataclass

from rnn_core.running.view import JobView, State
from rnn_core.sentiment.recipes import COUNTS, RECIPES, Cell, Dataset
from rnn_core.sentiment.spec import TrainSpec
from rnn_core.sentiment.uncertainty import standard_error

DATA_NAMES: dict[Dataset, str] = {"order": "Order matters", "imdb": "IMDB"}
CELL_NAMES: dict[Cell, str] = {
    "rnn": "RNN", "lstm": "LSTM", "gru": "GRU", "mean": "mean of embeddings",
    "tfidf": "TF-IDF of words", "tfidf2": "TF-IDF of words and pairs",
}  # fmt: skip


@dataclass(frozen=True)
class CurvePoint:
    """A judgement on the way: seconds of training, reviews read by then, share of right answers."""

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
    data, cell, recipe, seed
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
    """

    job_id: str
    name: str
    state: State
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


def summary_of(view: JobView, name: str) -> RunSummary:
    """Sum a run up.

    Parameters
    ----------
    view
        The run as it stands.
    name
        What its owner calls it, or nothing.

    Raises
    ------
    TypeError
        If it is no run on reviews.
    """
    spec = view.spec
    if not isinstance(spec, TrainSpec):
        raise TypeError("a run must be one on reviews to stand among others, found one on the memory test")
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
        data=DATA_NAMES[spec.dataset],
        cell=CELL_NAMES[spec.cell],
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
    )


def _judged(view: JobView, curve: tuple[CurvePoint, ...]) -> tuple[float | None, float | None, int | None]:
    if view.result is not None:
        result = view.result
        return result.validation_accuracy, result.standard_error, result.validation_size
    if not curve:
        return None, None, None
    latest, num_live = curve[-1].accuracy, view.data.num_live if view.data else None
    return latest, standard_error(latest, num_live) if num_live else None, num_live


def _recipe(spec: TrainSpec) -> str:
    changes = [f"{name.replace('_', ' ')} {value}" for name, value in spec.changes]
    return "none" if spec.cell in COUNTS else ", ".join([RECIPES[spec.recipe].title, *changes])


def compares(one: RunSummary, other: RunSummary) -> bool:
    """Tell whether two accuracies may be compared: both final, and on the same data."""
    return one.is_final and other.is_final and one.data == other.data
