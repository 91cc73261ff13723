"""Tables hold the numbers of their results, unrounded."""

from rnn_core import scalar_chain
from rnn_core.tables import scalar_chain_table


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
