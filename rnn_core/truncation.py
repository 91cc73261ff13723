r"""Truncated backpropagation through time: no loss reaches further back than a window of steps.

Split the gradient of a_t by the loss that it comes from, s steps later:

.. math::
    \delta_t^{(0)} = \phi'(a_t) \odot W_{hy}^\top \frac{\partial L_t}{\partial y_t}, \qquad
    \delta_t^{(s)} = \phi'(a_t) \odot W_{hh}^\top \delta_{t+1}^{(s-1)}, \qquad
    \delta_t = \sum_s \delta_t^{(s)}

A window of k steps keeps s = 0 .. k - 1.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.bptt import BPTTTrace, shares_by_step
from rnn_core.cells import RNNParams
from rnn_core.checks import check_count
from rnn_core.unrolling import UnrollTrace, check_trace


def truncated_total(
    params: RNNParams, trace: UnrollTrace, gradients: BPTTTrace, window: int
) -> dict[str, Tensor]:
    """Return the gradient of every weight, as ``truncated_shares`` adds up."""
    shares = truncated_shares(params, trace, gradients, window)
    return {name: values.sum(0) for name, values in shares.items()}


def truncated_shares(
    params: RNNParams, trace: UnrollTrace, gradients: BPTTTrace, window: int
) -> dict[str, Tensor]:
    """Return each step's share of every gradient if each loss may travel back over ``window`` steps only.

    Parameters
    ----------
    params, trace
        A network and its run.
    gradients
        The whole backward pass of that run, from ``backpropagate``.
    window
        How many steps each loss reaches, its own included: 1 keeps it there, T or more cuts nothing.

    Returns
    -------
    dict
        For each weight the share of every step, shaped as in ``BPTTTrace.by_step``.

    Raises
    ------
    ValueError
        If the trace is another network's or the window is not from 1 to 1000.

    References
    ----------
    Williams and Peng (1990), "An efficient gradient-based algorithm for on-line training of recurrent network
    trajectories", https://doi.org/10.1162/neco.1990.2.4.490

    Examples
    --------
    >>> from rnn_core import RNNParams, backpropagate, unroll
    >>> params = RNNParams.random(input_size=1, hidden_size=2)
    >>> trace = unroll(params, torch.ones(5, 1, dtype=torch.float64))
    >>> whole = backpropagate(params, trace, torch.ones(1, dtype=torch.float64))
    >>> shares = truncated_shares(params, trace, whole, window=2)["b_h"]
    >>> [bool(share.any()) for share in shares]
    [False, False, False, True, True]
    """
    check_trace(params, trace)
    check_count("window", window, 1, 1000)
    da = torch.zeros_like(gradients.da)
    sent = params.pull_back(trace.h[1:], gradients.from_output)
    for _ in range(min(window, trace.num_steps)):
        da = da + sent
        sent = params.pull_back(trace.h[1:], _one_step_back(params, sent))
    return shares_by_step(trace, gradients.dy, da)


def _one_step_back(params: RNNParams, da: Float[Tensor, "T H"]) -> Float[Tensor, "T H"]:
    """Hand every step's part of delta to the step before; nothing comes to the last one."""
    return torch.cat([da[1:] @ params.W_hh, torch.zeros_like(da[:1])])
