import torch

from rnn_core import RNNParams, unroll
from rnn_core.figures.theme import DARK, LIGHT
from rnn_core.figures.unrolled import hidden_state_figure


def make_trace():
    params = RNNParams.random(input_size=2, hidden_size=3, seed=4, spectral_radius=0.9)
    return unroll(params, torch.tensor([[1.0, 0.0], [0.0, -1.0]], dtype=torch.float64))


def test_the_heatmap_holds_the_hidden_states_and_is_symmetric_about_zero():
    trace = make_trace()
    (heatmap,) = hidden_state_figure(trace, ["one", "two"], LIGHT).data
    assert [list(row) for row in heatmap.z] == trace.h.T.tolist()
    assert heatmap.zmax == trace.h.abs().max().item() == -heatmap.zmin
    assert heatmap.colorscale[1] == (0.5, LIGHT.page)


def test_words_are_no_markup_and_the_theme_is_asked_for():
    figure = hidden_state_figure(make_trace(), ["<b>", "a&b"], DARK)
    assert figure.layout.xaxis.ticktext == ("h<sub>0</sub>", "&lt;b&gt;", "a&amp;b")
    assert figure.data[0].colorscale[1] == (0.5, DARK.page)
