"""Pictures of updates show the numbers of their results, and an overflow by its name."""

import math
from dataclasses import replace

import torch

from rnn_core.descent import Rule, descend
from rnn_core.figures.backward import loss_figure, update_figure
from rnn_core.figures.theme import DARK, FILL, LIGHT
from rnn_core.tables.backward import update_table
from tests.core.cases import make_case


def make_descent(rate=0.01, num_updates=4):
    params, trace = make_case()
    target = torch.ones(2, dtype=torch.float64)
    return descend(params, trace.x, target, "squared_error", Rule(rate=rate), num_updates)


def test_every_weight_has_a_bar_in_the_colour_of_its_role():
    descent = make_descent()
    bars = update_figure(descent, LIGHT).data[0]
    table = update_table(descent.params[0], descent.gradients[0], descent.params[1])
    assert list(bars.x) == table["weight"].tolist()
    assert list(bars.y) == table["moved by"].tolist()
    colours = dict(zip(bars.x, bars.marker.color, strict=True))
    assert colours["W_xh[1, 1]"] == FILL["input"]
    assert colours["W_hh[1, 1]"] == colours["b_h[1]"] == FILL["hidden"]
    assert colours["W_hy[1, 1]"] == colours["b_y[1]"] == FILL["output"]


def test_the_curve_begins_before_the_first_update():
    descent = make_descent()
    line = loss_figure(descent, DARK).data[0]
    assert list(line.x) == [0, 1, 2, 3, 4]
    assert list(line.y) == descent.losses


def test_losses_of_very_different_size_stand_on_a_log_axis():
    descent = make_descent()
    assert loss_figure(descent, LIGHT).layout.yaxis.type == "linear"
    wide = replace(descent, losses=[1e5, 1.0, 0.1, 0.01, 0.001])
    assert loss_figure(wide, LIGHT).layout.yaxis.type == "log"
    touching_zero = replace(descent, losses=[1e5, 1.0, 0.1, 0.01, 0.0])
    assert loss_figure(touching_zero, LIGHT).layout.yaxis.type == "linear"


def test_an_overflow_is_named_where_the_curve_ends():
    descent = replace(make_descent(), losses=[1.0, 1e200, math.inf], overflow_at=2)
    figure = loss_figure(descent, LIGHT)
    assert list(figure.data[0].y) == [1.0, 1e200, None]
    assert [note.text for note in figure.layout.annotations] == ["overflow at update 2"]
    assert not loss_figure(make_descent(), LIGHT).layout.annotations
