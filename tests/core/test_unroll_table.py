import torch

from rnn_core import RNNParams, unroll
from rnn_core.tables import unroll_table


def test_every_number_of_a_run_has_its_column():
    params = RNNParams.random(input_size=2, hidden_size=3, output_size=1, seed=1)
    trace = unroll(params, torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64))
    table = unroll_table(trace, ["one", "two"])
    assert table["token"].tolist() == ["one", "two"]
    assert table["t"].tolist() == [1, 2]
    assert table["h[3]"].tolist() == trace.h[1:, 2].tolist()
    assert table["memory[1]"].tolist() == trace.from_memory[:, 0].tolist()
    assert len(table.columns) == 2 + 2 + 3 * 4 + 1
