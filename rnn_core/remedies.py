"""What clipping and a shorter window do to the gradient's way back, on the axis of ``flow_sweep``."""

import torch
from jaxtyping import Float64
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_count, check_number
from rnn_core.matrix_flow import check_sweep, run_sweep

MAX_THRESHOLD = 1e6


def weight_gradient_norms(params: RNNParams, x: Tensor, radii: Tensor) -> Float64[Tensor, " P"]:
    """Return the norm of dL/dW_hh for every spectral radius of a grid.

    The loss L is the sum of h_T divided by the root of the hidden size, so that the gradient that enters at
    h_T has length 1.

    Parameters
    ----------
    params, x, radii
        As for ``flow_sweep``.

    Raises
    ------
    ValueError
        If an argument is outside its range or a shape does not fit.
    """
    check_sweep(params, x, radii)
    W_hh = radii.to(torch.float64)[:, None, None] * params.W_hh.to(torch.float64)
    h = run_sweep(params, x, W_hh)
    before = torch.cat([torch.zeros_like(h[:, :1]), h[:, :-1]], dim=1)
    dh = torch.full_like(h[:, 0], params.hidden_size**-0.5)
    total = torch.zeros_like(W_hh)
    for t in range(h.shape[1] - 1, -1, -1):
        delta = params.slope(h[:, t]) * dh
        total = total + delta[:, :, None] * before[:, t, None, :]
        dh = (delta[:, None, :] @ W_hh)[:, 0]
    return total.flatten(1).norm(dim=1)


def clip_scale(norms: Float64[Tensor, " P"], threshold: float) -> Float64[Tensor, " P"]:
    """Return by how much clipping by norm multiplies gradients: 1, or ``threshold`` over the norm above it.

    Parameters
    ----------
    norms
        Norms of gradients.
    threshold
        The largest norm allowed, above 0 to 1e6.

    Raises
    ------
    ValueError
        If the threshold is outside its range.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), algorithm 1, https://proceedings.mlr.press/v28/pascanu13.html

    Examples
    --------
    >>> clip_scale(torch.tensor([0.5, 4.0]).double(), 1.0).tolist()
    [1.0, 0.25]
    """
    check_number("threshold", threshold, 1e-9, MAX_THRESHOLD)
    return torch.where(norms > threshold, threshold / norms, 1.0)


def within_window(norms: Float64[Tensor, "P S"], window: int) -> Float64[Tensor, "P S"]:
    """Return what truncated backpropagation leaves: nothing beyond ``window`` steps back.

    Parameters
    ----------
    norms
        From ``flow_sweep``: a column for each step back.
    window
        How many steps the gradient may travel, from 1 to all.

    Raises
    ------
    ValueError
        If the window is outside its range.

    References
    ----------
    Williams and Peng (1990), https://doi.org/10.1162/neco.1990.2.4.490
    """
    check_count("window", window, 1, norms.shape[1] - 1)
    back = torch.arange(norms.shape[1])
    return torch.where(back <= window, norms, 0.0)
