"""Tables of a backward pass and of an update hold the numbers of their results, unrounded."""

import torch

from rnn_core.bptt import backpropagate
from rnn_core.cells import WEIGHTS
from rnn_core.descent import Rule, descend
from rnn_core.tables.backward import backward_table, update_table
from tests.core.cases import make_case


def test_every_gradient_of_every_step_has_its_column():
    params, trace = make_case(num_steps=3)
    gradients = backpropagate(params, trace, torch.ones(3, 2, dtype=torch.float64))
    table = backward_table(gradients, ["a", "b", "c"])
    assert table["t"].tolist() == [1, 2, 3]
    assert table["token"].tolist() == ["a", "b", "c"]
    assert table["loss"].tolist() == gradients.loss_by_step.tolist()
    assert table["delta[4]"].tolist() == gradients.da[:, 3].tolist()
    assert table["from future[2]"].tolist() == gradients.from_future[:, 1].tolist()
    assert table["share of W_hh"].tolist() == gradients.by_step["W_hh"].flatten(1).norm(dim=1).tolist()
    assert len(table.columns) == 3 + 2 + 5 * 4 + len(WEIGHTS)


def test_an_update_has_a_row_for_every_number_of_the_network():
    params, trace = make_case()
    target = torch.ones(2, dtype=torch.float64)
    descent = descend(params, trace.x, target, "squared_error", Rule(rate=0.25), num_updates=1)
    table = update_table(params, descent.gradients[0], descent.params[1]).set_index("weight")
    assert len(table) == params.num_parameters
    row = table.loc["W_hh[2, 3]"]
    assert row["before"] == params.W_hh[1, 2].item()
    assert row["after"] == descent.params[1].W_hh[1, 2].item()
    assert row["gradient"] == descent.gradients[0]["W_hh"][1, 2].item()
    torch.testing.assert_close(row["moved by"], -0.25 * row["gradient"])
    assert table.loc["b_y[1]", "before"] == params.b_y[0].item()
