"""A run as the stage gets it: plain numbers in float64's full precision."""

from typing import Any

import torch
from torch import Tensor

from pages.ui.stage import StageCurve, StageRun, StageStates, StageWeights
from rnn_core import RNNParams, UnrollTrace
from rnn_core.cells import WEIGHTS
from rnn_core.untied import UntiedRNNParams

CURVE_REACH, CURVE_POINTS = 4.0, 81


def stage_run(
    params: RNNParams, trace: UnrollTrace, copies: UntiedRNNParams | None = None, *, is_opened: bool = True
) -> StageRun:
    """Return a network and its run.

    Parameters
    ----------
    params, trace
        The network and its run.
    copies
        Each step's own weights, where the network is untied; ``params`` is then what they average to.
    is_opened
        Whether a person can open a number to its terms, so that these are sent too.
    """
    steps = [params] * trace.num_steps if copies is None else copies.steps[: trace.num_steps]
    inputs = {"W_xh": trace.x, "W_hh": trace.h[:-1], "W_hy": trace.h[1:]}
    products = {
        name: torch.stack([getattr(each, name) * vector for each, vector in zip(steps, vectors, strict=True)])
        for name, vectors in inputs.items()
    }
    return StageRun(
        **_weights(params),
        x=trace.x.tolist(),
        from_input=trace.from_input.tolist(),
        from_memory=trace.from_memory.tolist(),
        a=trace.a.tolist(),
        h=trace.h.tolist(),
        readout=_readouts(steps, trace).tolist(),
        y=trace.y.tolist(),
        products={name: values.tolist() for name, values in products.items()} if is_opened else None,
        copies=None if copies is None else [StageWeights(**_weights(each)) for each in steps],
    )


def undrawn_run(trace: UnrollTrace) -> StageStates:
    """Return what the heatmap and the plane need of a run whose network is too large for the row."""
    return StageStates(x=trace.x.tolist(), h=trace.h.tolist(), y=trace.y.tolist())


def activation_curve(params: RNNParams) -> StageCurve:
    """Return the activation over the sums from -4 to 4."""
    sums = torch.linspace(-CURVE_REACH, CURVE_REACH, CURVE_POINTS, dtype=torch.float64)
    return StageCurve(sums.tolist(), params.activate(sums).tolist())


def _readouts(steps: Any, trace: UnrollTrace) -> Tensor:
    return torch.stack([each.W_hy @ h for each, h in zip(steps, trace.h[1:], strict=True)])


def _weights(params: RNNParams) -> dict[str, Any]:
    return {name: getattr(params, name).tolist() for name in WEIGHTS}
