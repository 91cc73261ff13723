"""Runs as pandas tables: a visitor's own beside one another, one run's curves, and what it learned from."""

from collections.abc import Sequence
from dataclasses import asdict

from pandas import DataFrame, concat

from rnn_core.data.corpus import Corpus
from rnn_core.running.summary import RunSummary
from rnn_core.sentiment.progress import TrainProgress


def runs_table(runs: Sequence[RunSummary], letters: Sequence[str]) -> DataFrame:
    """List runs, a row each.

    Parameters
    ----------
    runs
        What `rnn_core.running.summary.summary_of` gave.
    letters
        What each is called in a picture beside the table.

    Returns
    -------
    DataFrame
        Columns ``run``, ``name``, ``state``, ``data``, ``network``, ``recipe``, ``seed``, ``right answers``
        and ``standard error`` (shares), ``judged on``, ``seconds``, ``parameters``; None where nothing is
        known.
    """
    table = DataFrame(
        {
            "run": list(letters),
            "name": [run.name for run in runs],
            "state": [run.state for run in runs],
            "data": [run.data for run in runs],
            "network": [run.cell for run in runs],
            "recipe": [run.recipe for run in runs],
            "seed": [run.seed for run in runs],
            "right answers": [run.accuracy for run in runs],
            "standard error": [run.standard_error for run in runs],
            "judged on": [run.num_judged for run in runs],
            "seconds": [run.seconds for run in runs],
            "parameters": [run.num_parameters for run in runs],
        }
    )
    return table.astype(
        {"right answers": "float64", "standard error": "float64", "judged on": "Int64", "parameters": "Int64"}
    )


def curves_table(progress: Sequence[TrainProgress]) -> DataFrame:
    """List every report of a run, a row each, with a column for each norm of the gradient.

    Parameters
    ----------
    progress
        The reports, in order.

    Returns
    -------
    DataFrame
        The fields of `TrainProgress`; ``gradient_norms`` becomes ``gradient_norm_0`` (at the last token),
        ``gradient_norm_1`` and so on, where a report has any.
    """
    rows = []
    for report in progress:
        values = asdict(report)
        norms = values.pop("gradient_norms")
        rows.append(values | {f"gradient_norm_{back}": norm for back, norm in enumerate(norms)})
    return DataFrame(rows)


def corpus_table(corpus: Corpus) -> DataFrame:
    """List every review of a corpus with its ``label`` and the ``part`` that it belongs to."""
    train = DataFrame({"text": corpus.train_texts, "label": corpus.train_labels, "part": "train"})
    validation = DataFrame(
        {"text": corpus.validation_texts, "label": corpus.validation_labels, "part": "validation"}
    )
    return concat([train, validation], ignore_index=True)
