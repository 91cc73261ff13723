import pytest
import torch

from rnn_core.sentiment.models import SentimentModel
from tests.core.sentiment.cases import VOCABULARY, make_model

IDS = torch.tensor([[2, 3, 4, 6], [5, 8, 0, 0]], dtype=torch.int32)
MASK = IDS != 0


def by_hand(model, ids):
    """Run torch's own layer over one review without any filler."""
    config = model.config
    layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[config.cell]
    layer = layer(config.embedding_size, config.hidden_size)
    layer.load_state_dict(model.recurrent.state_dict())
    h = layer(model.embedding(ids))[0]
    pooled = {"max": h.max(0).values, "mean": h.mean(0)}.get(config.pooling, h[-1])
    return model.output(pooled)[0]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_max_over_time_ignores_the_filler(cell):
    model = make_model(cell=cell)
    expected = torch.stack([by_hand(model, IDS[0]), by_hand(model, IDS[1, :2])])
    torch.testing.assert_close(model(IDS, MASK), expected)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("pooling", ["mean", "last real"])
@pytest.mark.parametrize("padding", ["right", "left"])
def test_the_mean_and_the_last_real_state_leave_the_filler_out(cell, pooling, padding):
    model = make_model(cell=cell, pooling=pooling, padding=padding)
    ids = IDS if padding == "right" else torch.tensor([[2, 3, 4, 6], [0, 0, 5, 8]], dtype=torch.int32)
    with torch.no_grad():  # filler on the left runs through the layer first: let it leave nothing behind
        for bias in ("bias_ih_l0", "bias_hh_l0"):
            model.recurrent.get_parameter(bias).zero_()
    expected = torch.stack([by_hand(model, IDS[0]), by_hand(model, IDS[1, :2])])
    torch.testing.assert_close(model(ids, ids != 0), expected)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_last_column_is_read_as_it_stands_filler_and_all(cell):
    model = make_model(cell=cell, pooling="last")
    expected = torch.stack([by_hand(model, IDS[0]), by_hand(model, IDS[1])])
    torch.testing.assert_close(model(IDS, MASK), expected)


def test_without_recurrence_the_output_sees_the_mean_of_the_embeddings():
    model = make_model(cell="mean", pooling="mean", hidden_size=5)
    expected = [model.output(model.embedding(ids).mean(0))[0] for ids in (IDS[0], IDS[1, :2])]
    torch.testing.assert_close(model(IDS, MASK), torch.stack(expected))
    assert sum(weight.numel() for weight in model.parameters()) == len(VOCABULARY) * 5 + 5 + 1


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_recurrent_blocks_start_orthogonal(cell):
    model = make_model(cell=cell)
    for block in model.recurrent.weight_hh_l0.split(6):
        torch.testing.assert_close(block @ block.t(), torch.eye(6))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_without_an_orthogonal_start_every_weight_is_drawn_as_torch_does(cell):
    config = make_model(cell=cell).config
    torch.manual_seed(0)
    layer = SentimentModel(config, orthogonal_start=False).recurrent
    weights = torch.cat([weight.detach().flatten() for weight in layer.parameters()])
    bound = 6**-0.5
    assert 0.9 * bound < weights.abs().max() <= bound
    assert weights.std().item() == pytest.approx(bound / 3**0.5, rel=0.1)


def test_the_forget_gate_starts_open():
    layer = make_model(cell="lstm").recurrent
    bias = (layer.bias_ih_l0 + layer.bias_hh_l0).detach().reshape(4, 6)
    torch.testing.assert_close(bias, torch.tensor([0.0, 1.0, 0.0, 0.0])[:, None].expand(4, 6))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    "reading",
    [
        {"pooling": "max"},
        {"pooling": "mean"},
        {"pooling": "last real"},
        {"pooling": "last real", "pad_to": 20},
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
        ({"cell": "mlp"}, "cell must be one of rnn, lstm, gru, mean; found 'mlp'"),
        ({"pooling": "sum"}, "pooling must be one of last, last real, max, mean; found 'sum'"),
        (
            {"cell": "mean"},
            "the cell mean must pool by mean, states as long as embeddings; found pooling max",
        ),
        ({"hidden_size": 0}, "hidden_size must be between 1 and 1024, found 0"),
        ({"vocab_size": 10**9}, "vocab_size must be between 1 and 100000, found 1000000000"),
        ({"pad_to": 30, "padding": "left"}, "pad_to must be None where padding is left, found 30"),
        ({"pad_to": 3}, r"pad_to must be max_tokens \(20\) or more, found 3"),
    ],
)
def test_a_model_that_cannot_be_is_refused_in_words(changes, message):
    with pytest.raises(ValueError, match=message):
        make_model(**changes)
