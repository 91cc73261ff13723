import numpy as np
import pytest
import torch

from rnn_core.principal import principal_axes


@pytest.mark.parametrize(("num_points", "size"), [(40, 6), (4, 9), (9, 9)])
def test_axes_and_shares_are_those_of_numpy_s_covariance(num_points, size):
    points = torch.from_numpy(np.random.default_rng(num_points).normal(size=(num_points, size)))
    centre, axes, shares = principal_axes(points, 3)
    values, vectors = np.linalg.eigh(np.cov(points.numpy().T))
    np.testing.assert_allclose(shares, values[::-1][:3] / values.sum())
    np.testing.assert_allclose(np.abs(axes.numpy() @ vectors[:, ::-1][:, :3]), np.eye(3), atol=1e-7)
    np.testing.assert_allclose(centre, points.numpy().mean(0))


def test_the_largest_number_of_an_axis_is_positive():
    _, axes, _ = principal_axes(torch.randn(30, 5, generator=torch.Generator().manual_seed(1)), 5)
    assert all(axis[axis.abs().argmax()] > 0 for axis in axes)


def test_fewer_points_than_axes_still_give_directions_without_a_share():
    _, axes, shares = principal_axes(torch.tensor([[1.0, 0.0, 0.0], [3.0, 0.0, 0.0]]), 3)
    torch.testing.assert_close(axes @ axes.T, torch.eye(3))
    torch.testing.assert_close(shares, torch.tensor([1.0, 0.0, 0.0]))


def test_one_point_has_no_variance():
    assert principal_axes(torch.ones(1, 4))[2].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("points", "count", "message"),
    [
        (torch.ones(3, 2), 3, "count must be a whole number from 1 to 2, found 3"),
        (torch.ones(0, 2), 1, "points must have shape"),
        (torch.full((2, 2), torch.nan), 1, "points must hold finite numbers only"),
    ],
)
def test_bad_arguments_are_refused_in_words(points, count, message):
    with pytest.raises(ValueError, match=message):
        principal_axes(points, count)
