"""What assets/lessons/gates.md claims."""

from dataclasses import replace

import pytest
import torch

from rnn_core import (
    GRUParams,
    HeldGate,
    LSTMParams,
    RNNParams,
    gradient_flow,
    gru_flow,
    lstm_flow,
    unroll,
    unroll_gru,
    unroll_lstm,
)
from tests.core.cases import normal
from tests.core.gated.cases import make_cell

SILENCE = torch.zeros(100, 1, dtype=torch.float64)


def deaf_lstm(forget_bias):
    """Return an LSTM whose gates hear nothing, so that the bias alone decides."""
    params = LSTMParams.random(input_size=1, hidden_size=1, forget_bias=forget_bias)
    return replace(params, W_xh=torch.zeros_like(params.W_xh), W_hh=torch.zeros_like(params.W_hh))


@pytest.mark.parametrize(
    ("bias", "gate", "left"),
    [(0.0, "0.500", "7.89e-31"), (1.0, "0.731", "2.48e-14"), (5.0, "0.993", "0.511")],
)
def test_what_a_forget_bias_leaves_after_100_steps(bias, gate, left):
    params = deaf_lstm(bias)
    trace = unroll_lstm(params, SILENCE)
    assert f"{trace.f[0].item():.3f}" == gate
    assert f"{lstm_flow(params, trace).road[0].item():.3g}" == left


def test_an_lstm_can_forget_faster_than_an_rnn():
    rnn = RNNParams.random(input_size=1, hidden_size=4)
    assert gradient_flow(rnn, unroll(rnn, SILENCE)).norms[0].item() == pytest.approx(1.0)
    lstm = deaf_lstm(0.0)
    assert lstm_flow(lstm, unroll_lstm(lstm, SILENCE)).c_norms[0].item() < 1e-30


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_in_an_rnn_is_at_most_one_and_below_it_wherever_the_state_is_not_zero(seed):
    params = RNNParams.random(input_size=3, hidden_size=4, seed=seed)
    h = unroll(params, normal(20, 3, seed=seed)).h[1:]
    assert (params.slope(h) < 1).all()
    assert params.slope(torch.zeros(4, dtype=torch.float64)).tolist() == [1.0] * 4


@pytest.mark.parametrize("seed", range(5))
def test_no_weight_stands_on_the_road_only_gates(seed):
    """With the gates held, the road is the same whatever the weights; the vanilla network's is not."""
    held = [HeldGate("f", 0.9)]
    x = normal(10, 3, seed=seed)
    for other in (seed, seed + 50):
        params = make_cell("lstm", seed=other)
        road = lstm_flow(params, unroll_lstm(params, x, held=held)).road
        torch.testing.assert_close(road[0], torch.full_like(road[0], 0.9**10))


@pytest.mark.parametrize("seed", range(5))
def test_what_a_gru_keeps_and_writes_are_shares_of_one(seed):
    params = make_cell("gru", seed=seed)
    trace = unroll_gru(params, normal(10, 3, seed=seed))
    low, high = torch.minimum(trace.h[:-1], trace.n), torch.maximum(trace.h[:-1], trace.n)
    assert (trace.h[1:] >= low - 1e-12).all()
    assert (trace.h[1:] <= high + 1e-12).all()


def test_a_gru_whose_update_gate_is_open_hears_nothing():
    params = make_cell("gru")
    h_0 = normal(4, seed=1)
    for seed in (1, 2):
        trace = unroll_gru(params, normal(10, 3, seed=seed), h_0, held=[HeldGate("z", 1.0)])
        assert torch.equal(trace.h[-1], h_0)


def test_the_road_of_a_gru_is_the_product_of_its_update_gates():
    params = GRUParams.random(input_size=1, hidden_size=1, update_bias=5.0)
    deaf = replace(params, W_xh=torch.zeros_like(params.W_xh), W_hh=torch.zeros_like(params.W_hh))
    flow = gru_flow(deaf, unroll_gru(deaf, SILENCE))
    assert f"{flow.road[0].item():.3f}" == "0.511"
    assert flow.norms[0].item() == pytest.approx(flow.road[0].item())
