import re

import pytest
import torch
from torch import nn

from rnn_core.state_flow import CELL_KINDS, fresh_layer, layer_weights, state_flow
from tests.core.cases import normal

LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def make_layer(kind):
    layer = LAYERS[kind](3, 5, dtype=torch.float64)
    weights = fresh_layer(kind, input_size=3, hidden_size=5, seed=4)
    layer.load_state_dict(weights)
    return layer, weights


@pytest.mark.parametrize("kind", CELL_KINDS)
def test_the_states_are_those_of_torchs_layer(kind):
    layer, weights = make_layer(kind)
    x = normal(9, 3, seed=1)
    flow = state_flow(kind, weights, x)
    torch.testing.assert_close(flow.h[1:], layer(x)[0])
    torch.testing.assert_close(layer_weights(layer), dict(layer.named_parameters()))


@pytest.mark.parametrize("kind", CELL_KINDS)
@pytest.mark.parametrize("t", [0, 4, 8, 9])
def test_the_norms_equal_autograd_on_torchs_layer(kind, t):
    layer, weights = make_layer(kind)
    x = normal(9, 3, seed=1)
    _, before = layer(x[:t]) if t else (None, None)
    if before is None:
        before = (torch.zeros(1, 5),) * 2 if kind == "lstm" else torch.zeros(1, 5)
    start = torch.cat(before, dim=1)[0] if kind == "lstm" else before[0]

    def run_from(s):
        if t == len(x):
            return s[:5]
        state = (s[None, :5], s[None, 5:]) if kind == "lstm" else s[None]
        return layer(x[t:], state)[0][-1]

    jacobian = torch.autograd.functional.jacobian(run_from, start.detach().double())
    expected = torch.linalg.matrix_norm(jacobian, ord=2).item()
    assert state_flow(kind, weights, x).norms[t].item() == pytest.approx(expected, rel=1e-8)


def test_an_open_forget_gate_keeps_the_gradient_longer():
    x = normal(50, 8, seed=2)
    left = [
        state_flow("lstm", fresh_layer("lstm", input_size=8, hidden_size=16, forget_bias=bias), x).norms[0]
        for bias in (0.0, 1.0, 3.0)
    ]
    assert left[0] < left[1] < left[2]
    assert left[2] > 1e10 * left[0]


def test_an_lstm_keeps_more_than_a_vanilla_layer_of_its_size():
    x = normal(50, 8, seed=2)
    flows = {
        kind: state_flow(kind, fresh_layer(kind, input_size=8, hidden_size=16), x) for kind in CELL_KINDS
    }
    assert flows["rnn"].norms[0] < flows["gru"].norms[0] < flows["lstm"].norms[0]


def test_the_same_seed_draws_the_same_weights_and_another_does_not():
    one, again, other = (fresh_layer("gru", input_size=2, hidden_size=3, seed=s) for s in (1, 1, 2))
    torch.testing.assert_close(one, again)
    assert not torch.equal(one["weight_hh_l0"], other["weight_hh_l0"])
    assert one["weight_hh_l0"].abs().max() <= 3**-0.5


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "mlp"}, "kind must be one of rnn, lstm, gru, found 'mlp'"),
        ({"hidden_size": 0}, "hidden_size must be a whole number from 1 to 256, found 0"),
        ({"seed": -1}, "seed must be a whole number from 0 to 2147483647, found -1"),
        ({"forget_bias": 11}, "forget_bias must be a finite number from -10 to 10, found 11"),
    ],
)
def test_a_fresh_layer_refuses(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        fresh_layer(**({"kind": "lstm", "input_size": 2, "hidden_size": 3} | changes))


@pytest.mark.usefixtures("as_users_run")
def test_an_empty_sequence_is_refused():
    weights = fresh_layer("rnn", input_size=2, hidden_size=3)
    with pytest.raises(ValueError, match=r"^x must have 1 to 1000 steps, found 0$"):
        state_flow("rnn", weights, torch.zeros(0, 2))
