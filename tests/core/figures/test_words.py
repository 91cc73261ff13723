import pytest
import torch

from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.figures.words import word_gradients_figure

NAMES = {"rnn": "Vanilla RNN", "lstm": "LSTM", "gru": "GRU"}


def make_figure(values, tokens=("good", "<b>", "a" * 20), palette=LIGHT):
    series = {"rnn": torch.tensor(values, dtype=torch.float64), "gru": torch.ones(3, dtype=torch.float64)}
    return word_gradients_figure(tokens, series, NAMES, palette)


def test_each_network_is_a_line_of_its_numbers():
    rnn, gru = make_figure([0.5, 0.02, 3.0]).data
    assert list(rnn.y) == [0.5, 0.02, 3.0]
    assert (rnn.name, gru.name) == ("Vanilla RNN", "GRU")
    assert rnn.line.dash != gru.line.dash
    assert set(rnn.marker.symbol) == {"circle"}


def test_words_are_no_markup_and_long_ones_are_cut():
    figure = make_figure([1.0, 1.0, 1.0])
    assert figure.layout.xaxis.ticktext == ("good", "&lt;b&gt;", "a" * 13 + "…")


@pytest.mark.parametrize("small", [0.0, 1e-300])
def test_what_lies_below_the_axis_stands_hollow_on_its_lowest_line_with_its_own_number(small):
    rnn, _ = make_figure([0.5, small, 0.02], palette=DARK).data
    low = make_figure([0.5, small, 0.02]).layout.yaxis.tickvals[0]
    assert rnn.y[1] == low
    assert rnn.marker.symbol[1] == "circle-open"
    assert rnn.customdata[1][0] == ("0" if small == 0 else "1.00e−300")
    assert low < 0.02


def test_nothing_at_all_is_still_a_picture():
    series = {"rnn": torch.zeros(2, dtype=torch.float64)}
    (line,) = word_gradients_figure(("a", "b"), series, NAMES, LIGHT).data
    assert set(line.marker.symbol) == {"circle-open"}
