"""The forward pass, unrolled: one network, run step by step, with everything it computed on the way."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_num_steps, check_tensor


@dataclass(frozen=True)
class UnrollTrace:
    """Every value of one forward pass; ``h[t]`` is h_t, ``h[0]`` the initial state, ``x[t - 1]`` is x_t.

    Attributes
    ----------
    x
        The inputs x_1 .. x_T.
    from_input
        New information, W_xh x_t.
    from_memory
        Old memory, W_hh h_{t-1}.
    a
        Pre-activations, ``from_input + from_memory + b_h``.
    h
        Hidden states h_0 .. h_T.
    y
        Outputs y_1 .. y_T.
    """

    x: Float[Tensor, "T D"]
    from_input: Float[Tensor, "T H"]
    from_memory: Float[Tensor, "T H"]
    a: Float[Tensor, "T H"]
    h: Float[Tensor, "S H"]
    y: Float[Tensor, "T C"]

    @property
    def num_steps(self) -> int:
        """Length T of the sequence."""
        return self.x.shape[0]


def check_trace(params: RNNParams, trace: UnrollTrace) -> None:
    """Make sure that a trace can be a run of a network.

    Raises
    ------
    ValueError
        If its sizes are another network's.
    """
    sizes = {"input_size": trace.x, "hidden_size": trace.h, "output_size": trace.y}
    for name, values in sizes.items():
        wanted, found = getattr(params, name), values.shape[1]
        if found != wanted:
            raise ValueError(f"trace must be a run of params, with {name} {wanted}; found {found}")


def step(params: RNNParams, x_t: Float[Tensor, " D"], h_before: Float[Tensor, " H"]) -> Float[Tensor, " H"]:
    """Compute h_t from x_t and h_{t-1}: the one computation that is repeated at every step."""
    return params.activate(params.W_xh @ x_t + params.W_hh @ h_before + params.b_h)


def unroll(params: RNNParams, x: Tensor, h_0: Tensor | None = None) -> UnrollTrace:
    """Run a network over a sequence and keep every intermediate of every step.

    Parameters
    ----------
    params
        The weights, the same at every step.
    x
        The sequence, shape (T, input_size), 1 to 1000 steps.
    h_0
        The hidden state before the first step, shape (hidden_size,); zeros if not given.

    Raises
    ------
    ValueError
        If a shape does not fit ``params``, a number is not finite, or T is not from 1 to 1000.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 10.2, https://www.deeplearningbook.org

    Examples
    --------
    One hidden unit that hears a 1 and then silence forgets it by half at each step:

    >>> from rnn_core import RNNParams, unroll
    >>> one, zero = torch.ones(1, 1), torch.zeros(1)
    >>> params = RNNParams(W_xh=one, W_hh=0.5 * one, W_hy=one, b_h=zero, b_y=zero, activation="relu")
    >>> unroll(params, torch.tensor([[1.0], [0.0], [0.0]])).h.flatten().tolist()
    [0.0, 1.0, 0.5, 0.25]
    """
    if isinstance(x, Tensor) and x.dim() > 0:
        check_num_steps("x", x.shape[0])
    check_tensor("x", x, ("T", params.input_size))
    x = x.to(params.W_hh.dtype)
    start = torch.zeros_like(params.b_h) if h_0 is None else check_tensor("h_0", h_0, (params.hidden_size,))

    from_input = x @ params.W_xh.T
    bias_and_input = from_input + params.b_h
    states = [start.to(params.W_hh.dtype)]
    for known in bias_and_input:
        states.append(params.activate(torch.addmv(known, params.W_hh, states[-1])))
    h = torch.stack(states)
    from_memory = h[:-1] @ params.W_hh.T
    return UnrollTrace(
        x=x,
        from_input=from_input,
        from_memory=from_memory,
        a=bias_and_input + from_memory,
        h=h,
        y=h[1:] @ params.W_hy.T + params.b_y,
    )
