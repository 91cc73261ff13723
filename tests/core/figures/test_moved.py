from rnn_core.figures.moved import moved_figure
from rnn_core.figures.theme import LIGHT
from rnn_core.text.word_map import Moved

PAIRS = (Moved("great", "worst", 0.45, 0.2), Moved("good", "bad", 0.1, -0.3))


def test_each_pair_has_both_its_cosines_and_its_name_on_one_line():
    figure = moved_figure(PAIRS, LIGHT)
    before, after = figure.data
    assert (list(before.x), list(after.x)) == ([0.45, 0.1], [0.2, -0.3])
    assert list(before.y) == list(after.y) == [2, 1], "the first pair stands on top"
    assert [note.text for note in figure.layout.annotations] == ["great and worst", "good and bad"]
    assert [(way.x0, way.x1, way.y0) for way in figure.layout.shapes] == [(0.45, 0.2, 2), (0.1, -0.3, 1)]
    assert (before.marker.symbol, after.marker.symbol) == ("circle-open", "circle")


def test_the_axis_reaches_what_is_negative():
    low, high = moved_figure(PAIRS, LIGHT).layout.xaxis.range
    assert low < -0.3 < 1 < high
