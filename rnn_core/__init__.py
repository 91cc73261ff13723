"""The mathematics of Unrolled: recurrent networks, step by step, in torch.

The public names are imported when they are first used, so that a page that needs only a colour of
``rnn_core.figures.theme`` does not wait for torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnn_core.bptt import BPTTTrace, backpropagate
    from rnn_core.cells import RNNParams
    from rnn_core.gated.backward import GatedBPTT, backpropagate_gru, backpropagate_lstm
    from rnn_core.gated.cells import GRUParams, LSTMParams
    from rnn_core.gated.flow import GRUFlow, LSTMFlow, gru_flow, lstm_flow
    from rnn_core.gated.forcing import HeldGate
    from rnn_core.gated.unrolling import GRUTrace, LSTMTrace, unroll_gru, unroll_lstm
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
    "GRUFlow",
    "GRUParams",
    "GRUTrace",
    "GatedBPTT",
    "GradientFlow",
    "HeldGate",
    "LSTMFlow",
    "LSTMParams",
    "LSTMTrace",
    "RNNParams",
    "ScalarChain",
    "ScalarSweep",
    "UnrollTrace",
    "backpropagate",
    "backpropagate_gru",
    "backpropagate_lstm",
    "gradient_flow",
    "gru_flow",
    "lstm_flow",
    "scalar_chain",
    "scalar_sweep",
    "unroll",
    "unroll_gru",
    "unroll_lstm",
]

_HOMES = {
    "BPTTTrace": "bptt",
    "backpropagate": "bptt",
    "RNNParams": "cells",
    "UnrollTrace": "unrolling",
    "unroll": "unrolling",
    "GatedBPTT": "gated.backward",
    "backpropagate_gru": "gated.backward",
    "backpropagate_lstm": "gated.backward",
    "GRUParams": "gated.cells",
    "LSTMParams": "gated.cells",
    "GRUFlow": "gated.flow",
    "LSTMFlow": "gated.flow",
    "gru_flow": "gated.flow",
    "lstm_flow": "gated.flow",
    "HeldGate": "gated.forcing",
    "GRUTrace": "gated.unrolling",
    "LSTMTrace": "gated.unrolling",
    "unroll_gru": "gated.unrolling",
    "unroll_lstm": "gated.unrolling",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'rnn_core' has no attribute {name!r}")
    return getattr(import_module(f"rnn_core.{_HOMES.get(name, 'gradients')}"), name)
