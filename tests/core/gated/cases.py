"""Small gated cells with runs of them, and torch's own cell with the same weights."""

from dataclasses import replace

import torch
from hypothesis import strategies as st
from torch import nn

from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.gated.unrolling import unroll_gru, unroll_lstm
from tests.core.cases import SEEDS, normal

KINDS = {"lstm": (LSTMParams, unroll_lstm, nn.LSTM), "gru": (GRUParams, unroll_gru, nn.GRU)}


def make_cell(kind, *, input_size=3, hidden_size=4, output_size=2, seed=0):
    """Return a random cell whose biases are not zero, so that no test passes by their absence."""
    params = KINDS[kind][0].random(
        input_size=input_size, hidden_size=hidden_size, output_size=output_size, seed=seed
    )
    biases = {
        name: 0.5 * normal(*getattr(params, name).shape, seed=seed + index)
        for index, name in enumerate(params.weights)
        if name.startswith("b_")
    }
    return replace(params, **biases)


def make_run(kind, *, num_steps=6, seed=0, held=(), **sizes):
    """Return a random cell and its run from a random start."""
    params = make_cell(kind, seed=seed, **sizes)
    x = normal(num_steps, params.input_size, seed=seed + 20)
    num_states = 2 if kind == "lstm" else 1
    starts = [0.5 * normal(params.hidden_size, seed=seed + 30 + k) for k in range(num_states)]
    return params, KINDS[kind][1](params, x, *starts, held=held)


def torch_twin(kind, params):
    """Return torch's cell with the same weights; of its two biases the second is zero or holds b_n."""
    cell = KINDS[kind][2](params.input_size, params.hidden_size, dtype=params.W_hh.dtype)
    second = torch.zeros_like(params.b_h)
    if kind == "gru":
        second[-params.hidden_size :] = params.b_n
    with torch.no_grad():
        cell.weight_ih_l0.copy_(params.W_xh)
        cell.weight_hh_l0.copy_(params.W_hh)
        cell.bias_ih_l0.copy_(params.b_h)
        cell.bias_hh_l0.copy_(second)
    return cell


GATED_CASES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(sorted(KINDS)),
        "num_steps": st.integers(1, 8),
        "input_size": st.integers(1, 4),
        "hidden_size": st.integers(1, 5),
        "output_size": st.integers(1, 3),
        "seed": SEEDS.map(lambda seed: seed // 2),
    }
)
