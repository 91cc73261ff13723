"""What the benchmark of the ladder measures and writes; its measuring takes an hour and is not done here."""

import json
import re
from dataclasses import asdict

import pytest

from benchmarks.ladder import (
    END,
    PARTS,
    ROOT,
    START,
    Measured,
    ladder_rows,
    read_results,
    rows,
    shipped,
    tables,
    write_between,
)
from rnn_core.sentiment.climb import measured as measured_steps
from rnn_core.sentiment.ladder import RUNGS
from rnn_core.sentiment.recipes import recipe_for, recipe_of
from rnn_core.sentiment.spec import TrainSpec


def measured(
    part: str, title: str, accuracy: float, budget_s: float | None = 60.0, seed: int = 0
) -> Measured:
    spec = TrainSpec("imdb", "lstm", "thorough", seed, budget_s).to_json()
    return Measured(part, title, spec, accuracy, 2_500, 61.2, 900, 1_316_417)


def test_the_ladder_is_climbed_from_the_textbook_to_the_fitted_recipe():
    first, *_, rnn, lstm, gru = ladder_rows()
    assert (first.spec.recipe, first.spec.changes) == ("textbook", ())
    for row, cell in ((lstm, "lstm"), (gru, "gru")):
        assert (row.spec.cell, row.spec.recipe, row.spec.changes) == (cell, "thorough", ())
    best = recipe_for("thorough", "imdb", budget_s=60.0)
    found = recipe_of(rnn.spec)
    assert (found.pooling, found.dropout, found.train_tokens) == (
        best.pooling,
        best.dropout,
        best.train_tokens,
    )
    assert len(list(ladder_rows())) == 1 + len(RUNGS) + 2


def test_every_rung_is_another_training():
    specs = [row.spec for row in ladder_rows()]
    assert len(set(specs)) == len(specs)


def test_runs_are_counted_as_asked_for():
    assert len(list(rows(("best",), (20.0, 60.0, 180.0), 3))) == 27
    assert len(list(rows(("best",), (20.0,), 1))) == 3
    assert len(list(rows(PARTS, (20.0,), 1))) == 14 + 13 + 3 + 3


def test_results_are_read_again_and_a_line_cut_short_is_left_out(tmp_path):
    path = tmp_path / "ladder.jsonl"
    assert read_results(path) == []
    one = measured("ladder", "Textbook RNN", 0.5)
    path.write_text(json.dumps(asdict(one)) + "\n" + json.dumps(asdict(one))[:40])
    assert read_results(path) == [one]


def test_the_tables_hold_every_run_and_the_spread_of_seeds():
    text = tables(
        [
            measured("ladder", "Textbook RNN", 0.512),
            measured("best", "LSTM", 0.89, seed=0),
            measured("best", "LSTM", 0.90, seed=1),
            measured("rivals", "TF-IDF words, logistic regression", 0.892, budget_s=None),
        ]
    )
    assert "| Textbook RNN | 51.2 |" in text
    assert "| LSTM | 60 | 89.5 (89.0 to 90.0) | 2 | 1,316,417 |" in text
    assert "| TF-IDF words, logistic regression | 61 | 89.2 | 1 | 1,316,417 |" in text
    assert "2,500 validation reviews" in text
    assert "standard error 0.6 points" in text


def test_the_readme_changes_between_the_markers_only():
    text = f"before\n{START}\nold\n{END}\nafter\n"
    assert write_between(text, "new") == f"before\n{START}\nnew\n{END}\nafter\n"
    assert write_between(write_between(text, "new"), "new") == write_between(text, "new")
    for damaged in ("nothing", START, f"{END} {START}", f"{text}{text}"):
        with pytest.raises(ValueError, match="must hold <!-- ladder --> and after it"):
            write_between(damaged, "new")


def test_the_app_ships_what_the_readme_says():
    found = re.findall(r"^\| [^|]+ \| (\d+\.\d) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    of_imdb = {f"{100 * share:.1f}" for spec, share in measured_steps().items() if spec.dataset == "imdb"}
    assert len(found) >= len(RUNGS)
    assert set(found) <= of_imdb


def test_what_is_shipped_can_be_read_again():
    step = measured("ladder", "the same with a LSTM", 0.51234)
    text = shipped([step, measured("best", "LSTM", 0.9), measured("best", "LSTM", 0.8, seed=1)])
    assert [row["accuracy"] for row in json.loads(text)] == [0.51234]
    alone = shipped([measured("best", "LSTM", 0.9)])
    assert [row["accuracy"] for row in json.loads(alone)] == [0.9], "the top is the best recipe"
