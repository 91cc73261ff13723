"""Tables hold the numbers of their results, unrounded."""

import torch

from rnn_core import RNNParams, scalar_chain, unroll
from rnn_core.tables.unrolled import scalar_chain_table, unroll_table


def test_scalar_chain_table_has_a_row_for_each_step_back():
    chain = scalar_chain(1.5, 101, x=1.0)
    table = scalar_chain_table(chain)
    assert table["k"].tolist() == list(range(101))
    assert table["W_hh^k"].tolist() == chain.linear.tolist()
    assert table["dh_T/dh_T-k"].tolist() == chain.through_tanh.tolist()


def test_scalar_chain_table_counts_the_states_back_from_the_last():
    chain = scalar_chain(0.9, 3, x=0.1, num_run=7)
    assert scalar_chain_table(chain)["h_T-k"].tolist() == [
        chain.h[7].item(),
        chain.h[6].item(),
        chain.h[5].item(),
    ]


def test_every_number_of_a_run_has_its_column():
    params = RNNParams.random(input_size=2, hidden_size=3, output_size=1, seed=1)
    trace = unroll(params, torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64))
    table = unroll_table(trace, ["one", "two"])
    assert table["token"].tolist() == ["one", "two"]
    assert table["t"].tolist() == [1, 2]
    assert table["h[3]"].tolist() == trace.h[1:, 2].tolist()
    assert table["memory[1]"].tolist() == trace.from_memory[:, 0].tolist()
    assert len(table.columns) == 2 + 2 + 3 * 4 + 1
