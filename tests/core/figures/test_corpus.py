import pytest

from rnn_core.figures.corpus import MOST, coverage_figure, lengths_figure
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.text.corpus_figures import CorpusFigures

FIGURES = CorpusFigures.load()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_way_to_cut_has_its_named_curve_of_other_films(palette):
    figure = coverage_figure(FIGURES, 20_000, palette)
    lines = [line for line in figure.data if line.mode == "lines"]
    drawn = {line.name: line for line in lines}
    assert set(drawn) == {note.text for note in figure.layout.annotations}
    for each in FIGURES.coverage:
        assert list(drawn[each.variant].x) == list(each.sizes)
        assert list(drawn[each.variant].y) == pytest.approx([100 * share for share in each.held_back])
    assert len({line.line.dash for line in lines}) == len(lines)


def test_what_a_limit_keeps_is_drawn_as_it_was_counted():
    figure = lengths_figure(FIGURES, 32, LIGHT)
    kept, whole, _ = figure.data
    limits = [limit for limit in FIGURES.lengths.limits if limit <= MOST]
    assert list(kept.x) == list(whole.x) == limits
    assert list(kept.y) == pytest.approx([100 * share for share in FIGURES.lengths.kept[: len(limits)]])
    assert list(whole.y) == pytest.approx([100 * share for share in FIGURES.lengths.whole[: len(limits)]])


def test_what_the_page_is_set_to_is_marked_on_the_curve():
    for figure, chosen in (
        (coverage_figure(FIGURES, 500, LIGHT), 500),
        (lengths_figure(FIGURES, 200, LIGHT), 200),
    ):
        curve = next(line for line in figure.data if line.line.dash == "solid")
        mark = figure.data[-1]
        assert mark.mode == "markers"
        assert list(mark.x) == [chosen]
        assert mark.y[0] == pytest.approx(curve.y[curve.x.index(chosen)])
