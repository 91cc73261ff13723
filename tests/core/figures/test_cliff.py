import torch

from rnn_core.cliff import cliff_surface, descend
from rnn_core.figures.cliff import cliff_figure, cliff_map_figure, descent_figure
from rnn_core.figures.theme import DARK, LIGHT

W, B = torch.linspace(3.6, 6, 5).double(), torch.linspace(-3.2, -1.4, 4).double()
SURFACE = cliff_surface(W, B)
PATHS = {
    "with clipping": descend(5.0, -2.3, rate=0.1, num_updates=80, clip_at=1.0),
    "without clipping": descend(5.0, -2.3, rate=0.1, num_updates=80),
}


def test_the_surface_holds_the_loss_and_each_path_lies_just_above_it():
    ground, clipped, plain = cliff_figure(W, B, SURFACE, PATHS, LIGHT).data
    assert [list(row) for row in ground.z] == SURFACE.loss.tolist()
    assert list(clipped.x) == PATHS["with clipping"].w.tolist()
    assert all(z > loss for z, loss in zip(clipped.z, PATHS["with clipping"].loss.tolist(), strict=True))
    assert (clipped.name, plain.name) == tuple(PATHS)


def test_a_path_that_leaves_the_surface_is_broken_there():
    *_, plain = cliff_figure(W, B, SURFACE, PATHS, DARK).data
    assert PATHS["without clipping"].w[-1] > W.max()
    assert plain.x[-1] is None
    assert plain.z[-1] is None
    assert plain.x[0] == 5.0


def test_from_above_the_strong_path_is_drawn_last():
    ground, plain, clipped = cliff_map_figure(W, B, SURFACE, PATHS, LIGHT).data
    assert [list(row) for row in ground.z] == SURFACE.loss.tolist()
    assert (plain.name, clipped.name) == ("without clipping", "with clipping")


def test_the_loss_is_drawn_after_each_update():
    clipped, plain = descent_figure(PATHS, LIGHT).data
    assert list(clipped.y) == PATHS["with clipping"].loss.tolist()
    assert len(plain.y) == 81


def test_the_legends_name_the_paths_in_one_order():
    assert cliff_map_figure(W, B, SURFACE, PATHS, LIGHT).layout.legend.traceorder == "reversed"
    for figure in (cliff_figure(W, B, SURFACE, PATHS, LIGHT), descent_figure(PATHS, LIGHT)):
        assert [line.name for line in figure.data[-2:]] == list(PATHS)
