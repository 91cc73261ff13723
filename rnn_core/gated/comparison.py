"""The three cells over the same input: their runs, their sizes, and what is left of the gradient."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_tensor
from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.gated.flow import GRUFlow, LSTMFlow, gru_flow, lstm_flow
from rnn_core.gated.forcing import HeldGate, SetBias, with_biases
from rnn_core.gated.sizes import Equal, sizes_for
from rnn_core.gated.unrolling import GRUTrace, LSTMTrace, unroll_gru, unroll_lstm
from rnn_core.gradients import GradientFlow, gradient_flow
from rnn_core.unrolling import UnrollTrace, unroll


@dataclass(frozen=True)
class RNNRun:
    """A vanilla network, its run and the flow of the gradient through it."""

    params: RNNParams
    trace: UnrollTrace
    flow: GradientFlow


@dataclass(frozen=True)
class LSTMRun:
    """An LSTM, its run and the flow of the gradient through it."""

    params: LSTMParams
    trace: LSTMTrace
    flow: LSTMFlow


@dataclass(frozen=True)
class GRURun:
    """A GRU, its run and the flow of the gradient through it."""

    params: GRUParams
    trace: GRUTrace
    flow: GRUFlow


@dataclass(frozen=True)
class CellComparison:
    """The three cells, drawn from the same seed and run over the same input."""

    rnn: RNNRun
    lstm: LSTMRun
    gru: GRURun


def compare_cells(
    x: Float[Tensor, "T D"],
    hidden_size: int,
    *,
    seed: int = 0,
    equal: Equal = "units",
    biases: Sequence[SetBias] = (),
    held: Sequence[HeldGate] = (),
) -> CellComparison:
    """Draw a vanilla RNN, an LSTM and a GRU, run them over the same input and follow the gradient back.

    Every recurrent matrix is drawn orthogonal, which is the best that a vanilla network can start with; the
    forget gate starts with a bias of 1, all other biases are 0.

    Parameters
    ----------
    x
        The sequence, 1 to 1000 steps.
    hidden_size
        Units of the LSTM, from 1 to 64.
    seed
        The same seed draws the same three networks.
    equal
        What the other two have as much of: ``"units"`` or, as nearly as whole units come, ``"parameters"``.
    biases, held
        What was set by hand, for the cell that has a gate of that name.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> import torch
    >>> cells = compare_cells(torch.ones(5, 3, dtype=torch.float64), 2, equal="parameters")
    >>> [run.params.num_parameters for run in (cells.rnn, cells.lstm, cells.gru)]
    [51, 51, 41]
    """
    check_tensor("x", x, ("T", "D"))
    sizes = sizes_for(hidden_size, input_size=x.shape[1], equal=equal)
    rnn, lstm, gru = _draw(x.shape[1], sizes["rnn"], sizes["lstm"], sizes["gru"], seed)
    lstm, gru = with_biases(lstm, biases), with_biases(gru, biases)
    rnn_trace = unroll(rnn, x)
    lstm_trace = unroll_lstm(lstm, x, held=[each for each in held if each.gate in lstm.gates])
    gru_trace = unroll_gru(gru, x, held=[each for each in held if each.gate in gru.gates])
    return CellComparison(
        RNNRun(rnn, rnn_trace, gradient_flow(rnn, rnn_trace)),
        LSTMRun(lstm, lstm_trace, lstm_flow(lstm, lstm_trace)),
        GRURun(gru, gru_trace, gru_flow(gru, gru_trace)),
    )


@lru_cache(maxsize=64)
def _draw(
    input_size: int, rnn_size: int, lstm_size: int, gru_size: int, seed: int
) -> tuple[RNNParams, LSTMParams, GRUParams]:
    """Draw the three networks, once: a hand that moves a bias must not wait for an orthogonal matrix."""
    return (
        RNNParams.random(input_size=input_size, hidden_size=rnn_size, seed=seed),
        LSTMParams.random(input_size=input_size, hidden_size=lstm_size, seed=seed),
        GRUParams.random(input_size=input_size, hidden_size=gru_size, seed=seed),
    )
