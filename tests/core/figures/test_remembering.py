import math

import pytest
import torch

from rnn_core.figures.remembering import answer_figure, recall_curve_figure
from rnn_core.figures.theme import DARK, LIGHT, contrast
from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.tasks import letter

CURVE = RecallCurve(
    lengths=(1, 10, 100),
    accuracies=torch.tensor([[1.0, 1.0], [1.0, 0.5], [0.25, 0.27]], dtype=torch.float64),
    num_sequences=100,
    chance=0.25,
)


def make_answers(num_steps):
    symbols = torch.arange(1, num_steps + 1) % 4
    scores = torch.randn(num_steps, 4, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return scores.softmax(dim=1), symbols


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_network_is_a_dot_that_no_line_joins_to_another_and_their_mean_a_line(palette):
    *networks, mean = recall_curve_figure(CURVE, palette).data
    assert [list(dots.y) for dots in networks] == CURVE.accuracies.T.tolist()
    assert {dots.mode for dots in networks} == {"markers"}
    assert mean.mode == "lines"
    assert list(mean.y) == CURVE.means.tolist()
    assert list(mean.x) == [1, 10, 100]
    assert {each.marker.color for each in (*networks, mean)} == {palette.ink["output"]}
    assert "network 2 of this T" in networks[1].hovertemplate
    assert networks[1].customdata == ("100.0 %", "50.0 %", "27.0 %")


def test_lines_are_named_at_their_ends_and_not_in_a_legend():
    figure = recall_curve_figure(CURVE, LIGHT)
    assert not any(line.showlegend for line in figure.data)
    names = {note.text: note.y for note in figure.layout.annotations}
    assert names == {"chance, 25 %": 0.25, "mean of 2 networks": 1.0}
    (chance,) = figure.layout.shapes
    assert (chance.y0, chance.y1, chance.line.dash) == (0.25, 0.25, "dot")


@pytest.mark.parametrize(("length", "side"), [(1, "left"), (10, "left"), (100, "right")])
def test_the_chosen_length_is_marked_by_an_upright_line_with_its_name(length, side):
    figure = recall_curve_figure(CURVE, LIGHT, length)
    assert [shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1] == [length]
    (name,) = (note for note in figure.layout.annotations if note.text == f"T = {length}")
    assert (name.x, name.xanchor) == (pytest.approx(math.log10(length)), side)


def test_answers_stand_in_rows_and_the_first_symbol_is_printed_strong():
    probabilities, symbols = make_answers(12)
    figure = answer_figure(probabilities, symbols, LIGHT)
    heatmap, heard = figure.data
    assert [list(row) for row in heatmap.z] == probabilities.T.tolist()
    assert (heatmap.zmin, heatmap.zmax) == (0, 1)
    assert list(heard.y) == symbols.tolist()
    assert figure.layout.yaxis.ticktext == ("A", "<b>B, first</b>", "C", "D")
    assert figure.layout.xaxis.ticktext == tuple(letter(symbol) for symbol in symbols.tolist())


@pytest.mark.parametrize(("num_steps", "is_written"), [(1, True), (10, True), (11, False), (100, False)])
def test_only_a_short_sequence_has_its_numbers_written(num_steps, is_written):
    heatmap, _ = answer_figure(*make_answers(num_steps), LIGHT).data
    assert (heatmap.texttemplate is not None) == is_written


def test_a_long_sequence_counts_its_steps():
    figure = answer_figure(*make_answers(100), DARK)
    assert figure.layout.xaxis.tickvals == (1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
    assert figure.data[0].colorscale[0] == (0, DARK.page)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_number_can_be_read_on_the_fullest_cell(palette):
    heatmap, _ = answer_figure(*make_answers(5), palette).data
    assert contrast(heatmap.textfont.color, heatmap.colorscale[1][1]) >= 4.5
