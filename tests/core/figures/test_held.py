import torch

from rnn_core.figures.held import held_figure
from rnn_core.figures.theme import LIGHT
from rnn_core.sentiment.held_along import HeldAlong

HELD = HeldAlong(
    2,
    1,
    left=torch.tensor([0.0, 0.5, 1.0], dtype=torch.float64),
    right=torch.tensor([0.5, 1.0, 0.25], dtype=torch.float64),
)


def test_every_step_of_both_rows_has_its_bar_and_the_last_one_its_number():
    figure = held_figure(HELD, ["good", "film"], LIGHT)
    right, left = figure.data
    assert (list(right.y), list(left.y)) == ([0.5, 1.0, 0.25], [0.0, 0.5, 1.0])
    assert [each[0] for each in right.customdata] == ["good", "film", "filler"]
    assert [each[0] for each in left.customdata] == ["filler", "good", "film"]
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["tokens: 2", "filler: 1", "<b>0.250</b>", "filler: 1", "tokens: 2", "<b>1.00</b>"]
    assert right.marker.opacity == (0.5, 0.5, 1.0), "the last one is what the output reads"


def test_the_ground_lies_under_the_filler():
    right, left = held_figure(HELD, ["good", "film"], LIGHT).layout.shapes
    assert (right.x0, right.x1) == (2.5, 3.5)
    assert (left.x0, left.x1) == (0.5, 1.5)
    bare = HeldAlong(1, 0, left=torch.ones(1).double(), right=torch.ones(1).double())
    assert not held_figure(bare, ["good"], LIGHT).layout.shapes
