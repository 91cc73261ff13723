"""Runs beside one another: what is summed up, tabulated, drawn and said of their difference."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core.data.order import order_corpus
from rnn_core.figures.runs import GAP, MAX_RUNS, runs_figure, spread
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.remembering.spec import RecallSpec
from rnn_core.running.records import JobData, JobResult, RightAnswers
from rnn_core.running.summary import compared, summary_of
from rnn_core.running.view import JobView
from rnn_core.sentiment.spec import TrainProgress, TrainSpec
from rnn_core.sentiment.uncertainty import PairedDifference, standard_error
from rnn_core.tables.runs import corpus_table, curves_table, runs_table

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


def test_a_memory_test_is_summed_up_as_another_task():
    run = summary_of(view(0.3, result=None, spec=RecallSpec("lstm-1", 20, seed=7), state="stopped"), "")
    assert (run.task, run.data, run.cell) == ("sequences", "Memory, T = 20", "LSTM bias 1")
    assert (run.recipe, run.seed, run.accuracy, run.num_judged) == ("16 units", 7, 0.3, 1_000)
    assert summary_of(view(0.5), "").task == "reviews"


def judged(right, questions="some"):
    return summary_of(view(0.5, result=replace(RESULT, right=RightAnswers.of(questions, right))), "")


def test_only_answers_to_the_same_questions_are_compared():
    one, other = judged([True] * 1_000), judged([True] * 990 + [False] * 10)
    assert compared(one, other) == PairedDifference(10, 0, 1_000)
    assert compared(other, one) == PairedDifference(0, 10, 1_000)
    assert compared(one, judged([True] * 1_000, "others")) is None
    assert compared(one, summary_of(view(0.5), "")) is None, "nobody noted what was right"


def test_questions_that_tell_two_apart_are_counted_from_either_end():
    one, other = (
        RightAnswers.of("", [False, True, True, True]),
        RightAnswers.of("", [True, True, False, False]),
    )
    assert one.against(other) == (2, 1)
    assert RightAnswers.of("", []).against(one) == (0, 3)


def test_the_standard_error_of_a_paired_difference_is_what_chance_makes_of_it():
    rng, n, draws = np.random.default_rng(0), 1_000, 20_000
    parting = rng.binomial(n, 0.1, draws)  # alike networks: questions that one of them alone has right
    only_first = rng.binomial(parting, 0.5)
    found = [PairedDifference(*pair, n) for pair in np.stack([only_first, parting - only_first], 1).tolist()]
    assert np.std([each.value for each in found]) == pytest.approx(found[0].standard_error, rel=0.15)
    lucky = np.mean([each.is_beyond_chance for each in found[:2_000]])
    assert 0.02 < lucky <= 0.05, "an exact test errs on the side of chance"


@pytest.mark.parametrize(
    ("only_first", "only_second", "chance"),
    [(0, 0, 1.0), (5, 5, 1.0), (5, 0, 2 / 32), (6, 0, 2 / 64), (1, 3, 10 / 16)],
)
def test_chance_is_counted_exactly(only_first, only_second, chance):
    for pair in ((only_first, only_second), (only_second, only_first)):
        assert PairedDifference(*pair, 100).chance == pytest.approx(chance)
        assert PairedDifference(*pair, 100).is_beyond_chance == (chance < 0.05)


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
    on_their_way = figure.layout.annotations[:MAX_RUNS]
    assert [note.text for note in on_their_way] == [f"<b>{letter}</b>" for letter in "ABCDEF"]
    named = [note for note in figure.layout.annotations if " %" in note.text and note.xref == "paper"]
    assert [note.text for note in named][:2] == ["<b>A</b> 60.0 %", "<b>B</b> 61.0 %"]
    heights = sorted(note.y for note in named)
    assert min(np.diff(heights)) >= GAP - 1e-9


def test_the_axis_across_is_time_or_reviews_and_a_run_without_a_curve_is_left_out():
    runs = [summary_of(view(0.5, 0.7), ""), summary_of(view(), "")]
    assert list(runs_figure(runs, "AB", LIGHT).data[0].x) == [1.0, 2.0]
    figure = runs_figure(runs, "AB", LIGHT, "examples")
    assert list(figure.data[0].x) == [640, 1_280]
    assert len(figure.data) == 1


def test_chance_and_the_unit_across_are_those_of_the_task():
    run = summary_of(view(0.3, spec=RecallSpec("rnn", 5)), "")
    layout = runs_figure([run], "A", LIGHT, "examples").layout
    assert layout.xaxis.title.text == "sequences read"
    assert layout.shapes[0].y0 == pytest.approx(0.25)
    assert "chance 25 %" in [note.text for note in layout.annotations]
    assert runs_figure([summary_of(view(0.5), "")], "A", LIGHT).layout.shapes[0].y0 == pytest.approx(0.5)


def test_names_move_no_more_than_they_must():
    assert spread([0.9, 0.5], 0.05) == [0.9, 0.5]
    assert spread([], 0.05) == []
    moved = spread([0.5, 0.5, 0.5], 0.1)
    assert moved == pytest.approx([0.4, 0.5, 0.6])
