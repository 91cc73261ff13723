"""The mathematics of Unrolled: recurrent networks, step by step, in torch."""

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
from rnn_core.unroll import UnrollTrace, unroll

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
