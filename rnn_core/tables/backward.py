"""A backward pass and an update as pandas tables."""

from pandas import DataFrame
from torch import Tensor

from rnn_core.bptt import BPTTTrace
from rnn_core.cells import WEIGHTS, RNNParams
from rnn_core.clipping import Gradient


def backward_table(gradients: BPTTTrace, tokens: list[str]) -> DataFrame:
    """Tabulate every gradient of a backward pass, one row for each time step.

    Parameters
    ----------
    gradients
        What ``backpropagate`` returned.
    tokens
        What stands at each step.

    Returns
    -------
    DataFrame
        Columns ``t``, ``token`` and ``loss``, then one for each number of dL/dy_t, of its two ways into
        dL/dh_t (``from output``, ``from future``), of dL/dh_t, of the slope and of delta_t, then the norm of
        the step's share in each weight.
    """
    parts = {
        "dL/dy": gradients.dy,
        "from output": gradients.from_output,
        "from future": gradients.from_future,
        "dL/dh": gradients.dh,
        "slope": gradients.slope,
        "delta": gradients.da,
    }
    columns = {
        f"{name}[{index + 1}]": values[:, index].tolist()
        for name, values in parts.items()
        for index in range(values.shape[1])
    }
    shares = {
        f"share of {name}": values.flatten(1).norm(dim=1).tolist()
        for name, values in gradients.by_step.items()
    }
    steps = range(1, len(tokens) + 1)
    losses = gradients.loss_by_step.tolist()
    return DataFrame({"t": steps, "token": tokens, "loss": losses, **columns, **shares})


def update_table(before: RNNParams, gradient: Gradient, after: RNNParams) -> DataFrame:
    """Tabulate what one update does to every weight.

    Parameters
    ----------
    before, after
        The network before and after it.
    gradient
        What the update used.

    Returns
    -------
    DataFrame
        Columns ``weight`` (as W_hh[1, 2]), ``before``, ``gradient``, ``moved by`` and ``after``.
    """
    rows = []
    for name in WEIGHTS:
        old, new = getattr(before, name), getattr(after, name)
        for place in _places(old):
            values = (
                old[place].item(),
                gradient[name][place].item(),
                (new - old)[place].item(),
                new[place].item(),
            )
            rows.append((f"{name}[{', '.join(str(index + 1) for index in place)}]", *values))
    return DataFrame(rows, columns=["weight", "before", "gradient", "moved by", "after"])


def _places(values: Tensor) -> list[tuple[int, ...]]:
    if values.dim() == 1:
        return [(row,) for row in range(len(values))]
    return [(row, column) for row in range(values.shape[0]) for column in range(values.shape[1])]
