"""The mathematics of Unrolled: recurrent networks, step by step, in torch.

The public names are imported when they are first used, so that a page that needs only a colour of
``rnn_core.figures.theme`` does not wait for torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnn_core.bptt import BPTTTrace, backpropagate
    from rnn_core.cells import RNNParams
    from rnn_core.gradients import (
        GradientFlow,
        ScalarChain,
        ScalarSweep,
        gradient_flow,
        scalar_chain,
        scalar_sweep,
    )
    from rnn_core.unrolling import UnrollTrace, unroll

__all__ = [
    "BPTTTrace",
    "GradientFlow",
    "RNNParams",
    "ScalarChain",
    "ScalarSweep",
    "UnrollTrace",
    "backpropagate",
    "gradient_flow",
    "scalar_chain",
    "scalar_sweep",
    "unroll",
]

_HOMES = {
    "BPTTTrace": "bptt",
    "backpropagate": "bptt",
    "RNNParams": "cells",
    "UnrollTrace": "unrolling",
    "unroll": "unrolling",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'rnn_core' has no attribute {name!r}")
    return getattr(import_module(f"rnn_core.{_HOMES.get(name, 'gradients')}"), name)
