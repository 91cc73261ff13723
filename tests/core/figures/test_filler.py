import torch

from rnn_core.autograd_check import AutogradCheck
from rnn_core.figures.filler import filler_figure
from rnn_core.figures.theme import LIGHT
from rnn_core.sentiment.padding_effect import FillerEffect, PaddingEffect
from rnn_core.tables.words import filler_table

FILLERS = (0, 1, 8)


def numbers(*values):
    return torch.tensor(values, dtype=torch.float64)


LEFT = FillerEffect(FILLERS, numbers(1.0, 1.0, 0.9), numbers(4.0, 4.0, 2.0))
RIGHT = FillerEffect(FILLERS, numbers(1.0, 0.1, 0.0), numbers(4.0, 1.0, 1e-30))
EFFECT = PaddingEffect(LEFT, RIGHT, AutogradCheck(0.0, 0.0, 1))


def test_both_sides_are_drawn_in_multiples_of_what_they_are_without_filler():
    figure = filler_figure(EFFECT, "state", LIGHT)
    left_state, right_state = figure.data
    left_gradient, right_gradient = filler_figure(EFFECT, "gradient", LIGHT).data
    assert list(left_state.y) == [1.0, 1.0, 0.9]
    assert list(left_gradient.y) == [1.0, 1.0, 0.5]
    assert list(right_gradient.y)[:2] == [1.0, 0.25]
    assert list(right_state.y)[:2] == [1.0, 0.1]
    assert figure.layout.xaxis.ticktext == ("0", "1", "8")


def test_what_is_too_small_stands_hollow_on_the_lowest_line_with_its_true_number():
    for what, said in (("state", "0"), ("gradient", "2.50e−31")):
        line = filler_figure(EFFECT, what, LIGHT).data[1]
        assert line.y[-1] == 1e-16
        assert line.marker.symbol == ("square", "square", "square-open")
        assert line.customdata[-1] == [8, said]


def test_the_right_side_is_named_where_it_has_left_the_other():
    fillers = (0, 1, 2, 4, 8, 16, 32)
    level = numbers(1, 1, 1, 1, 1, 1, 1)
    late = numbers(1, 2, 1, 1, 1, 1, 1e-12)
    effect = PaddingEffect(
        FillerEffect(fillers, level, level), FillerEffect(fillers, late, level), AutogradCheck(0.0, 0.0, 1)
    )
    places = [
        {note.text: note.x for note in filler_figure(effect, what, LIGHT).layout.annotations}
        for what in ("state", "gradient")
    ]
    assert places == [
        {"filler on the left": 1, "filler on the right": 6},
        {"filler on the left": 1, "filler on the right": 4},
    ]


def test_the_table_has_every_number():
    table = filler_table(EFFECT)
    assert table.index.tolist() == [0, 1, 8]
    assert table["gradient, right"].tolist() == [4.0, 1.0, 1e-30]
    assert table["state, left"].tolist() == [1.0, 1.0, 0.9]
