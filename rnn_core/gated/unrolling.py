"""The forward pass of a gated cell, unrolled, with every gate of every step."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from rnn_core.checks import check_num_steps, check_tensor
from rnn_core.gated.cells import GatedParams, GRUParams, LSTMParams
from rnn_core.gated.forcing import HeldGate, held_values


@dataclass(frozen=True)
class GatedTrace:
    """What the runs of both cells have; ``h[t]`` is h_t, ``h[0]`` the initial state, ``x[t - 1]`` is x_t.

    Attributes
    ----------
    x
        The inputs x_1 .. x_T.
    from_input
        W_xh x_t, for every gate one below the other.
    from_memory
        W_hh h_{t-1}, in the same order.
    a
        Pre-activations of every gate and of the candidate.
    own
        What the network itself makes of them.
    held
        Where a gate is held by hand, so that its own value is not used.
    kept, written
        What stays of the last state, and what is added to it.
    h
        Hidden states h_0 .. h_T.
    y
        Outputs y_1 .. y_T.
    """

    x: Float[Tensor, "T D"]
    from_input: Float[Tensor, "T G"]
    from_memory: Float[Tensor, "T G"]
    a: Float[Tensor, "T G"]
    own: Float[Tensor, "T G"]
    held: Bool[Tensor, "T G"]
    kept: Float[Tensor, "T H"]
    written: Float[Tensor, "T H"]
    h: Float[Tensor, "S H"]
    y: Float[Tensor, "T C"]

    @property
    def num_steps(self) -> int:
        """Length T of the sequence."""
        return self.x.shape[0]


@dataclass(frozen=True)
class LSTMTrace(GatedTrace):
    """Every value of one run of an LSTM.

    Attributes
    ----------
    i, f, g, o
        Input gate, forget gate, candidate and output gate, as they were used.
    c
        Cell states c_0 .. c_T: ``kept + written``.
    squashed
        tanh(c_t), of which the output gate shows a part.
    """

    i: Float[Tensor, "T H"]
    f: Float[Tensor, "T H"]
    g: Float[Tensor, "T H"]
    o: Float[Tensor, "T H"]
    c: Float[Tensor, "S H"]
    squashed: Float[Tensor, "T H"]


@dataclass(frozen=True)
class GRUTrace(GatedTrace):
    """Every value of one run of a GRU; ``a`` and ``own`` of the candidate are those after the reset gate.

    Attributes
    ----------
    r, z, n
        Reset gate, update gate and candidate, as they were used.
    recalled
        W_hn h_{t-1} + b_n, of which the reset gate lets a part into the candidate.
    """

    r: Float[Tensor, "T H"]
    z: Float[Tensor, "T H"]
    n: Float[Tensor, "T H"]
    recalled: Float[Tensor, "T H"]


def check_gated_trace(params: GatedParams, trace: GatedTrace) -> None:
    """Make sure that a trace can be a run of a cell.

    Raises
    ------
    ValueError
        If its sizes are another cell's.
    """
    wanted = (params.input_size, params.hidden_size, params.W_hh.shape[0], params.output_size)
    found = (trace.x.shape[1], trace.h.shape[1], trace.a.shape[1], trace.y.shape[1])
    if found != wanted:
        raise ValueError(
            "trace must be a run of params, with sizes of input, hidden state, all gates and output "
            f"{wanted}; found {found}"
        )


def unroll_lstm(
    params: LSTMParams,
    x: Tensor,
    h_0: Tensor | None = None,
    c_0: Tensor | None = None,
    held: Sequence[HeldGate] = (),
) -> LSTMTrace:
    """Run an LSTM over a sequence and keep every intermediate of every step.

    Parameters
    ----------
    params
        The weights, the same at every step.
    x
        The sequence, shape (T, input_size), 1 to 1000 steps.
    h_0, c_0
        Hidden state and cell state before the first step, shape (hidden_size,); zeros if not given.
    held
        Gates that are held at a value by hand.

    Raises
    ------
    ValueError
        If a shape does not fit ``params``, a number is not finite, T is not from 1 to 1000, or a held gate is
        not one of i, f and o.

    References
    ----------
    Gers, Schmidhuber and Cummins (2000), section 3, https://doi.org/10.1162/089976600300015015;
    torch.nn.LSTM, https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html

    Examples
    --------
    With the forget gate held open and the input gate shut, the cell state stays as it was:

    >>> params = LSTMParams.random(input_size=1, hidden_size=1)
    >>> held = [HeldGate("f", 1.0), HeldGate("i", 0.0)]
    >>> x, c_0 = torch.ones(3, 1), torch.tensor([0.25])
    >>> unroll_lstm(params, x, c_0=c_0, held=held).c.flatten().tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    x = _checked_sequence(params, x)
    h, c = [_start(params, "h_0", h_0)], [_start(params, "c_0", c_0)]
    values = held_values(held, params, len(x))
    from_input, steps = x @ params.W_xh.T, []
    for known, forced in zip(from_input + params.b_h, values, strict=True):
        from_memory = params.W_hh @ h[-1]
        a = known + from_memory
        own = _squash(params, a)
        i, f, g, o = torch.where(forced.isnan(), own, forced).chunk(4)
        kept, written = f * c[-1], i * g
        c.append(kept + written)
        squashed = torch.tanh(c[-1])
        h.append(o * squashed)
        steps.append((from_memory, a, own, kept, written, i, f, g, o, squashed))
    names = ("from_memory", "a", "own", "kept", "written", "i", "f", "g", "o", "squashed")
    states = torch.stack(h)
    return LSTMTrace(
        x=x,
        from_input=from_input,
        held=~values.isnan(),
        h=states,
        c=torch.stack(c),
        y=states[1:] @ params.W_hy.T + params.b_y,
        **{name: torch.stack(column) for name, column in zip(names, zip(*steps, strict=True), strict=True)},
    )


def unroll_gru(
    params: GRUParams, x: Tensor, h_0: Tensor | None = None, held: Sequence[HeldGate] = ()
) -> GRUTrace:
    """Run a GRU over a sequence and keep every intermediate of every step.

    Parameters
    ----------
    params, x, h_0
        As for ``unroll_lstm``.
    held
        Gates that are held at a value by hand, r or z.

    Raises
    ------
    ValueError
        As ``unroll_lstm`` does.

    References
    ----------
    Cho et al. (2014), section 2.3, https://aclanthology.org/D14-1179;
    torch.nn.GRU, https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html
    """
    x = _checked_sequence(params, x)
    h = [_start(params, "h_0", h_0)]
    values = held_values(held, params, len(x))
    from_input, steps = x @ params.W_xh.T, []
    num_gate_rows = 2 * params.hidden_size
    for known, forced in zip(from_input + params.b_h, values, strict=True):
        from_memory = params.W_hh @ h[-1]
        own = torch.sigmoid(known[:num_gate_rows] + from_memory[:num_gate_rows])
        r, z = torch.where(forced[:num_gate_rows].isnan(), own, forced[:num_gate_rows]).chunk(2)
        recalled = from_memory[num_gate_rows:] + params.b_n
        a_n = known[num_gate_rows:] + r * recalled
        n = torch.tanh(a_n)
        a = torch.cat([known[:num_gate_rows] + from_memory[:num_gate_rows], a_n])
        kept, written = z * h[-1], (1 - z) * n
        h.append(kept + written)
        steps.append((from_memory, a, torch.cat([own, n]), kept, written, r, z, n, recalled))
    names = ("from_memory", "a", "own", "kept", "written", "r", "z", "n", "recalled")
    states = torch.stack(h)
    return GRUTrace(
        x=x,
        from_input=from_input,
        held=~values.isnan(),
        h=states,
        y=states[1:] @ params.W_hy.T + params.b_y,
        **{name: torch.stack(column) for name, column in zip(names, zip(*steps, strict=True), strict=True)},
    )


def _checked_sequence(params: GatedParams, x: Tensor) -> Float[Tensor, "T D"]:
    if isinstance(x, Tensor) and x.dim() > 0:
        check_num_steps("x", x.shape[0])
    return check_tensor("x", x, ("T", params.input_size)).to(params.W_hh.dtype)


def _start(params: GatedParams, name: str, value: Tensor | None) -> Float[Tensor, " H"]:
    if value is None:
        return params.W_hh.new_zeros(params.hidden_size)
    return check_tensor(name, value, (params.hidden_size,)).to(params.W_hh.dtype)


def _squash(params: GatedParams, a: Float[Tensor, " G"]) -> Float[Tensor, " G"]:
    """Send the candidate through tanh and every gate through the logistic function."""
    blocks = zip(params.gates, a.chunk(len(params.gates)), strict=True)
    return torch.cat(
        [torch.tanh(block) if gate == params.candidate else torch.sigmoid(block) for gate, block in blocks]
    )
