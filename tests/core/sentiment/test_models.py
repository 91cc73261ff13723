import pytest
import torch

from tests.core.sentiment.cases import make_model

IDS = torch.tensor([[2, 3, 4, 6], [5, 8, 0, 0]], dtype=torch.int32)
MASK = IDS != 0


def by_hand(model, ids):
    """Run torch's own layer over one review without any filler."""
    config = model.config
    layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[config.cell]
    layer = layer(config.embedding_size, config.hidden_size)
    layer.load_state_dict(model.recurrent.state_dict())
    h = layer(model.embedding(ids))[0]
    pooled = h.max(0).values if config.pooling == "max" else h[-1]
    return model.output(pooled)[0]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_max_over_time_ignores_the_filler(cell):
    model = make_model(cell=cell)
    expected = torch.stack([by_hand(model, IDS[0]), by_hand(model, IDS[1, :2])])
    torch.testing.assert_close(model(IDS, MASK), expected)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_last_column_is_read_as_it_stands_filler_and_all(cell):
    model = make_model(cell=cell, pooling="last")
    expected = torch.stack([by_hand(model, IDS[0]), by_hand(model, IDS[1])])
    torch.testing.assert_close(model(IDS, MASK), expected)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_recurrent_blocks_start_orthogonal(cell):
    model = make_model(cell=cell)
    for block in model.recurrent.weight_hh_l0.split(6):
        torch.testing.assert_close(block @ block.t(), torch.eye(6))


def test_the_forget_gate_starts_open():
    layer = make_model(cell="lstm").recurrent
    bias = (layer.bias_ih_l0 + layer.bias_hh_l0).detach().reshape(4, 6)
    torch.testing.assert_close(bias, torch.tensor([0.0, 1.0, 0.0, 0.0])[:, None].expand(4, 6))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    "reading",
    [
        {"pooling": "max"},
        {"pooling": "last", "padding": "left"},
        {"pooling": "last", "padding": "right", "pad_to": 20},
    ],
)
def test_prefix_logits_are_those_of_each_prefix_run_alone(cell, reading):
    model = make_model(cell=cell, **reading)
    ids = torch.tensor([2, 5, 1, 4, 4, 6, 8], dtype=torch.int32)
    expected = []
    for length in range(1, len(ids) + 1):
        filler = torch.zeros((reading.get("pad_to") or length) - length, dtype=torch.int32)
        padded = torch.cat([ids[:length], filler])[None]
        expected.append(model(padded, padded != 0))
    torch.testing.assert_close(model.prefix_logits(ids), torch.cat(expected))


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cell": "mlp"}, "cell must be one of rnn, lstm, gru; found 'mlp'"),
        ({"pooling": "mean"}, "pooling must be one of last, max; found 'mean'"),
        ({"hidden_size": 0}, "hidden_size must be between 1 and 1024, found 0"),
        ({"vocab_size": 10**9}, "vocab_size must be between 1 and 100000, found 1000000000"),
        ({"pad_to": 30, "padding": "left"}, "pad_to must be None where padding is left, found 30"),
        ({"pad_to": 3}, r"pad_to must be max_tokens \(20\) or more, found 3"),
    ],
)
def test_a_model_that_cannot_be_is_refused_in_words(changes, message):
    with pytest.raises(ValueError, match=message):
        make_model(**changes)
