import pytest
import torch

from rnn_core.figures.cells_memory import OwnRun, cell_curves_figure
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.remembering.evaluation import RecallCurve
from rnn_core.remembering.spec import CELLS, LENGTHS
from rnn_core.tables.memory import cell_curves_table


def make_curves():
    generator = torch.Generator().manual_seed(3)
    return {
        cell: RecallCurve(LENGTHS, torch.rand(4, 5, generator=generator, dtype=torch.float64), 100, 0.25)
        for cell in CELLS
    }


def parts(figure, mode):
    return [trace for trace in figure.data if trace.mode == mode]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_network_of_every_cell_is_a_dot_and_their_mean_a_line(palette):
    curves = make_curves()
    figure = cell_curves_figure(curves, palette)
    dots, lines = parts(figure, "markers"), parts(figure, "lines")
    assert [list(dot.y) for dot in dots] == [curve.accuracies.flatten().tolist() for curve in curves.values()]
    assert [list(line.y) for line in lines] == [curve.means.tolist() for curve in curves.values()]
    assert [dot.xaxis for dot in dots] == ["x", "x2", "x3", "x4", "x5"]
    assert {dot.marker.color for dot in dots} == {palette.ink["output"]}


def test_the_seeds_of_one_length_stand_side_by_side_around_it():
    places = list(parts(cell_curves_figure(make_curves(), LIGHT), "markers")[0].x)
    assert len(set(places)) == 20
    for row in range(4):
        some = places[5 * row : 5 * row + 5]
        assert some == sorted(some)
        assert sum(some) / 5 == pytest.approx(row)
        assert max(some) - row < 0.5


def test_each_panel_names_its_cell_and_chance_its_line():
    figure = cell_curves_figure(make_curves(), LIGHT)
    names = [note.text for note in figure.layout.annotations]
    assert names == ["RNN", "LSTM", "LSTM<br>bias 1", "LSTM<br>bias 3", "GRU", "chance, 25 %"]
    assert {(line.y0, line.y1, line.line.dash) for line in figure.layout.shapes} == {(0.25, 0.25, "dot")}
    assert len(figure.layout.shapes) == 5
    titles = [figure.layout[f"xaxis{k}"].title.text for k in ("", 2, 3, 4, 5)]
    assert titles == [None, None, "T, symbols in the sequence", None, None]
    assert tuple(figure.layout.xaxis.ticktext) == ("5", "<br>20", "50", "<br>100")


@pytest.mark.parametrize(("seed", "beside"), [(0, -0.25), (4, 0.25), (5, 0), (999, 0)])
def test_a_training_of_ones_own_is_ringed_where_its_seed_stands(seed, beside):
    assert parts(cell_curves_figure(make_curves(), LIGHT), "markers+text") == []
    (ring,) = parts(cell_curves_figure(make_curves(), LIGHT, OwnRun("gru", 50, seed, 0.62)), "markers+text")
    assert (ring.xaxis, ring.y, ring.text) == ("x5", (0.62,), ("yours",))
    assert ring.x == (pytest.approx(2 + beside),)


@pytest.mark.parametrize(
    ("num_steps", "accuracy", "position"),
    [(5, 0.3, "top right"), (20, 1.0, "bottom right"), (100, 1.0, "bottom left"), (100, 0.2, "top left")],
)
def test_its_name_stays_in_the_panel(num_steps, accuracy, position):
    figure = cell_curves_figure(make_curves(), LIGHT, OwnRun("gru", num_steps, 0, accuracy))
    assert parts(figure, "markers+text")[0].textposition == position


def test_the_table_holds_every_accuracy_with_its_cell_and_size():
    curves = make_curves()
    table = cell_curves_table(curves, "parameters")
    assert len(table) == 20
    row = table[(table["cell"] == "LSTM bias 1") & (table["T"] == 50)].iloc[0]
    assert (row["units"], row["parameters"]) == (7, 396)
    assert row["mean"] == pytest.approx(curves["lstm-1"].means[2].item())
    assert row["seed 3"] == pytest.approx(curves["lstm-1"].accuracies[2, 3].item())
