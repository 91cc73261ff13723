import pytest

from rnn_core.figures.corpus import MOST, coverage_figure, lengths_figure
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.text.corpus_figures import CorpusFigures

FIGURES = CorpusFigures.load()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_way_to_cut_has_its_named_curve_of_other_films(palette):
    figure = coverage_figure(FIGURES, palette)
    drawn = {line.name: line for line in figure.data}
    assert set(drawn) == {note.text for note in figure.layout.annotations}
    for each in FIGURES.coverage:
        assert list(drawn[each.variant].x) == list(each.sizes)
        assert list(drawn[each.variant].y) == pytest.approx([100 * share for share in each.held_back])
    assert len({line.line.dash for line in figure.data}) == len(figure.data)


def test_what_a_limit_keeps_is_drawn_as_it_was_counted():
    figure = lengths_figure(FIGURES, LIGHT)
    kept, whole = figure.data
    limits = [limit for limit in FIGURES.lengths.limits if limit <= MOST]
    assert list(kept.x) == list(whole.x) == limits
    assert list(kept.y) == pytest.approx([100 * share for share in FIGURES.lengths.kept[: len(limits)]])
    assert list(whole.y) == pytest.approx([100 * share for share in FIGURES.lengths.whole[: len(limits)]])
