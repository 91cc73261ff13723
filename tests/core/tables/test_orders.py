import torch

from rnn_core.memory.files import load_readers
from rnn_core.memory.orders import compare_orders
from rnn_core.tables.orders import orders_table


def test_every_number_of_both_orders_stands_in_a_row_of_its_word():
    both = compare_orders(load_readers(), ("not", "bad", "but", "good"), (0, 3, 2, 1))
    table = orders_table(both)
    assert table["order"].tolist() == ["A"] * 4 + ["B"] * 4
    assert table["t"].tolist() == [1, 2, 3, 4] * 2
    assert table["word"].tolist() == ["not", "bad", "but", "good", "not", "good", "but", "bad"]
    assert table.columns[5:].tolist() == [f"h[{unit}]" for unit in range(1, 17)]
    states = torch.tensor(table.iloc[:, 5:].to_numpy())
    torch.testing.assert_close(states, torch.cat([both.first.h[1:], both.second.h[1:]]))
    answers = torch.tensor(table[["RNN: positive", "MLP: positive"]].to_numpy())
    torch.testing.assert_close(answers[4:, 0], both.second.probabilities)
    torch.testing.assert_close(
        answers[:, 1], torch.full((8,), both.first.mlp_probability, dtype=torch.float64)
    )
