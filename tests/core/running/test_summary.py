"""Runs beside one another: what is summed up, tabulated, drawn and said of their difference."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core.data.order import order_corpus
from rnn_core.figures.runs import GAP, MAX_RUNS, runs_figure, spread
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import JobData, JobResult
from rnn_core.running.summary import compares, summary_of
from rnn_core.running.view import JobView
from rnn_core.sentiment.spec import TrainProgress, TrainSpec
from rnn_core.sentiment.uncertainty import Difference, difference, standard_error
from rnn_core.tables_runs import corpus_table, curves_table, runs_table

SPEC = TrainSpec("order", "lstm", "textbook", seed=4, budget_s=10.0, changes=(("dropout", 0.25),))
RESULT = JobResult(0.9, 0.0095, 1_000, 9.5, 300, 19_200, 12_345, 663)


def report(step, accuracy=None, **more):
    return TrainProgress("training", "", step, 64 * step, step / 10, validation_accuracy=accuracy, **more)


def view(*accuracies, result=RESULT, spec=SPEC, state="done"):
    progress = tuple(report(10 * k, accuracy) for k, accuracy in enumerate(accuracies, 1))
    return JobView("a" * 16, state, spec, progress, data=JobData(800, 1_000, 400, ""), result=result)


def test_a_finished_run_is_summed_up_by_its_result():
    run = summary_of(view(0.5, None, 0.88), "mine")
    assert (run.name, run.data, run.cell, run.seed) == ("mine", "Order matters", "LSTM", 4)
    assert run.recipe == "Textbook, dropout 0.25"
    assert (run.accuracy, run.standard_error, run.num_judged) == (0.9, 0.0095, 1_000)
    assert (run.is_final, run.seconds, run.num_parameters) == (True, 9.5, 12_345)
    assert [point.accuracy for point in run.curve] == [0.5, 0.88]
    assert [point.num_examples for point in run.curve] == [640, 1_920]


def test_a_run_that_broke_off_is_summed_up_by_its_last_judgement():
    run = summary_of(view(0.5, 0.75, None, result=None, state="failed"), "")
    assert (run.accuracy, run.num_judged, run.is_final) == (0.75, 400, False)
    assert run.standard_error == pytest.approx(standard_error(0.75, 400))
    assert run.seconds == pytest.approx(3.0)
    nothing = summary_of(view(result=None, state="stopped"), "")
    assert (nothing.accuracy, nothing.seconds, nothing.curve) == (None, 0.0, ())


def test_a_memory_test_does_not_stand_among_reviews():
    with pytest.raises(TypeError, match="found one on the memory test"):
        summary_of(view(spec=RecallSpec("rnn", 5)), "")


def test_only_final_figures_on_the_same_data_are_compared():
    one = summary_of(view(0.5), "")
    assert compares(one, one)
    assert not compares(one, replace(one, is_final=False))
    assert not compares(one, replace(one, data="IMDB"))


def test_the_standard_error_of_a_difference_is_what_chance_makes_of_it():
    rng = np.random.default_rng(0)
    n, p, q = 1_000, 0.9, 0.86
    drawn = (rng.binomial(n, p, 20_000) - rng.binomial(n, q, 20_000)) / n
    found = difference(p, standard_error(p, n), q, standard_error(q, n))
    assert found.value == pytest.approx(0.04)
    assert found.standard_error == pytest.approx(drawn.std(), rel=0.03)
    lucky = (rng.binomial(n, p, 20_000) - rng.binomial(n, p, 20_000)) / n
    alike = difference(p, standard_error(p, n), p, standard_error(p, n)).standard_error
    share = np.mean([Difference(value, alike).is_beyond_chance for value in lucky.tolist()])
    assert share == pytest.approx(1 / 22, abs=0.01)


@pytest.mark.parametrize(("value", "error", "beyond"), [(0.02, 0.01, True), (-0.02, 0.01, True),
                                                        (0.019, 0.01, False), (0.0, 0.0, False)])  # fmt: skip
def test_twice_the_standard_error_is_the_bound(value, error, beyond):
    assert Difference(value, error).is_beyond_chance == beyond


def test_the_table_has_a_row_for_each_run_and_holes_where_nothing_is_known():
    runs = [summary_of(view(0.5), "mine"), summary_of(view(result=None, state="stopped"), "")]
    table = runs_table(runs, "AB")
    assert table["run"].tolist() == ["A", "B"]
    assert table["right answers"].isna().tolist() == [False, True]
    assert table["parameters"].isna().tolist() == [False, True]
    assert runs_table([], "").empty


def test_the_curves_have_a_line_for_each_report_and_a_column_for_each_norm():
    table = curves_table([report(1), report(2, 0.5, gradient_norms=(1.0, 0.5), changed="dropout 0.5")])
    assert table["step"].tolist() == [1, 2]
    assert table["gradient_norm_1"].tolist()[1] == pytest.approx(0.5)
    assert np.isnan(table["gradient_norm_1"].tolist()[0])
    assert table["changed"].tolist() == ["", "dropout 0.5"]
    assert "gradient_norms" not in table


def test_a_corpus_is_listed_with_its_parts():
    corpus = order_corpus(1_200)
    table = corpus_table(corpus)
    assert table["part"].value_counts().to_dict() == {"train": 1_000, "validation": 200}
    assert table["text"].tolist()[:1] == [corpus.train_texts[0]]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_curve_is_named_at_its_end_with_a_stroke_of_its_own(palette):
    runs = [replace(summary_of(view(0.5, 0.6 + 0.01 * k), ""), job_id=str(k)) for k in range(MAX_RUNS)]
    figure = runs_figure(runs, "ABCDEF", palette)
    assert [trace.name for trace in figure.data] == list("ABCDEF")
    assert len({(trace.line.dash, trace.marker.symbol) for trace in figure.data}) == MAX_RUNS
    assert {trace.line.color for trace in figure.data} == {palette.ink["output"]}
    named = [note for note in figure.layout.annotations if note.text.startswith("<b>")]
    assert [note.text for note in named][:2] == ["<b>A</b> 60.0 %", "<b>B</b> 61.0 %"]
    heights = sorted(note.y for note in named)
    assert min(np.diff(heights)) >= GAP - 1e-9


def test_the_axis_across_is_time_or_reviews_and_a_run_without_a_curve_is_left_out():
    runs = [summary_of(view(0.5, 0.7), ""), summary_of(view(), "")]
    assert list(runs_figure(runs, "AB", LIGHT).data[0].x) == [1.0, 2.0]
    figure = runs_figure(runs, "AB", LIGHT, "reviews")
    assert list(figure.data[0].x) == [640, 1_280]
    assert len(figure.data) == 1


def test_names_move_no_more_than_they_must():
    assert spread([0.9, 0.5], 0.05) == [0.9, 0.5]
    assert spread([], 0.05) == []
    moved = spread([0.5, 0.5, 0.5], 0.1)
    assert moved == pytest.approx([0.4, 0.5, 0.6])
