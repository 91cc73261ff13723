"""Principal components: the few directions in which points vary most."""

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import check_count, check_tensor


def principal_axes(
    points: Float[Tensor, "N E"], count: int = 2
) -> tuple[Float[Tensor, " E"], Float[Tensor, "K E"], Float[Tensor, " K"]]:
    """Find the directions in which points vary most (principal component analysis).

    Parameters
    ----------
    points
        One in each row, one or more.
    count
        How many directions, 1 to the length of a row.

    Returns
    -------
    centre
        The mean point.
    axes
        The directions, of length 1, in rows. A direction may point either way; the sign is fixed so that its
        largest number is positive.
    shares
        The share of the variance along each, 0 to 1; zeros where all points are one.

    Raises
    ------
    ValueError
        If there are no points, they are not finite, or ``count`` is out of range.

    References
    ----------
    Pearson (1901), "On lines and planes of closest fit to systems of points in space",
    https://doi.org/10.1080/14786440109462720
    """
    check_tensor("points", points, ("N", "E"))
    check_count("count", count, 1, points.shape[1])
    centre = points.mean(0)
    is_short = len(points) < count  # then the points alone do not span the directions asked for
    _, sizes, directions = torch.linalg.svd(points - centre, full_matrices=is_short)
    axes = directions[:count]
    largest = axes.gather(1, axes.abs().argmax(1, keepdim=True))
    variances = torch.zeros(len(directions), dtype=points.dtype)
    variances[: len(sizes)] = sizes**2
    shares = variances / variances.sum().clamp_min(torch.finfo(points.dtype).tiny)
    return centre, axes * largest.sign(), shares[:count]
