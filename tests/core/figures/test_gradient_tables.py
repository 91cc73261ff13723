import torch

from rnn_core import RNNParams
from rnn_core.autograd_check import AutogradCheck
from rnn_core.cliff import descend
from rnn_core.figures.gradient_tables import descent_table, flow_table, word_gradients_table
from rnn_core.matrix_flow import flow_sweep
from rnn_core.sentiment.word_gradients import WordGradients


def test_the_flow_stands_beside_its_bounds():
    params = RNNParams.random(input_size=2, hidden_size=4, init="gaussian", seed=1)
    radii = torch.tensor([0.5, 2.0], dtype=torch.float64)
    sweep = flow_sweep(params, torch.zeros(3, 2, dtype=torch.float64), radii)
    table = flow_table(sweep, 1, {"other": torch.arange(4.0)})
    assert list(table.columns) == ["k", "norm", "sigma^k", "rho^k", "other"]
    assert table["norm"].tolist() == sweep.norms[1].tolist()
    assert table["rho^k"].tolist() == [1.0, 2.0, 4.0, 8.0]
    assert table["other"].tolist() == [0.0, 1.0, 2.0, 3.0]


def test_every_word_has_a_row():
    numbers = torch.tensor([0.1, 0.2], dtype=torch.float64)
    found = WordGradients(
        tokens=("good", "film"),
        known=(True, True),
        probability=0.9,
        loss=0.1,
        reached=numbers,
        reached_last=2 * numbers,
        held=torch.tensor([3, 1]),
        flow=torch.tensor([0.5, 0.7, 1.0], dtype=torch.float64),
        truncated=False,
        check=AutogradCheck(largest=0.0, largest_relative=0.0, compared=3),
    )
    table = word_gradients_table({"LSTM": found})
    assert table["word"].tolist() == ["good", "film"]
    assert table["LSTM: last state alone"].tolist() == [0.2, 0.4]
    assert table["LSTM: maxima"].tolist() == [3, 1]
    assert table["LSTM: dh_T/ds_t"].tolist() == [0.7, 1.0]
    assert table.index.tolist() == [1, 2]


def test_every_update_of_every_path_has_a_row():
    path = descend(5.0, -2.3, rate=0.1, num_updates=3, clip_at=1e-3)
    table = descent_table({"clipped": path, "again": path})
    assert len(table) == 8
    assert table["update"].tolist() == [0, 1, 2, 3] * 2
    assert table["w"].tolist()[:4] == path.w.tolist()
    assert table["clipped"].tolist()[:4] == [True, True, True, False]
