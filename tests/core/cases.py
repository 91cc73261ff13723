"""Small networks with runs of them, and hypothesis strategies that draw them."""

from dataclasses import replace
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from rnn_core.cells import ACTIVATIONS, INITS, RNNParams
from rnn_core.unrolling import UnrollTrace, unroll


def normal(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def make_params(
    *, input_size: int = 3, hidden_size: int = 4, output_size: int = 2, seed: int = 0, **options: Any
) -> RNNParams:
    """Return a random network whose biases are not zero, so that no test passes by their absence."""
    sizes = {"input_size": input_size, "hidden_size": hidden_size, "output_size": output_size}
    params = RNNParams.random(**sizes, seed=seed, **({"spectral_radius": 0.9} | options))
    return replace(
        params, b_h=0.3 * normal(hidden_size, seed=seed + 1), b_y=0.3 * normal(output_size, seed=seed + 2)
    )


def make_case(*, num_steps: int = 6, seed: int = 0, **options: Any) -> tuple[RNNParams, UnrollTrace]:
    """Return a random network and its run from a random start."""
    params = make_params(seed=seed, **options)
    x = normal(num_steps, params.input_size, seed=seed + 3)
    return params, unroll(params, x, 0.5 * normal(params.hidden_size, seed=seed + 4))


SEEDS = st.integers(0, 2**31 - 10)

# The arguments of ``make_case``.
CASES = st.fixed_dictionaries(
    {
        "num_steps": st.integers(1, 8),
        "input_size": st.integers(1, 4),
        "hidden_size": st.integers(1, 6),
        "output_size": st.integers(1, 4),
        "seed": SEEDS,
        "init": st.sampled_from(INITS),
        "spectral_radius": st.floats(0.1, 2.0),
        "activation": st.sampled_from(ACTIVATIONS),
    }
)
