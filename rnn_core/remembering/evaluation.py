"""How often networks of the memory test are right, and what one of them says after every symbol."""

from dataclasses import dataclass

import torch
from jaxtyping import Float64, Int64
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_count
from rnn_core.remembering.networks import RecallNetworks
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.tasks import FirstSymbolTask, first_symbol_task
from rnn_core.unrolling import unroll

MAX_SEED = 9_999
"""Training draws from seeds far above."""
LEARNED = 0.9
"""Share of right answers from which a network counts as one that has learned the task."""


@dataclass(frozen=True)
class RecallCurve:
    """Right answers against T, on sequences that were drawn anew.

    Attributes
    ----------
    lengths
        Every T.
    accuracies
        Share of right answers, a row for each T and a column for each network.
    num_sequences
        Sequences that each network answered; all networks of one T answered the same.
    chance
        Share of right answers of someone who guesses.
    """

    lengths: tuple[int, ...]
    accuracies: Float64[Tensor, "N S"]
    num_sequences: int
    chance: float

    @property
    def means(self) -> Float64[Tensor, " N"]:
        """Mean over the networks, for each T."""
        return self.accuracies.mean(dim=1)

    @property
    def standard_errors(self) -> Float64[Tensor, "N S"]:
        """Standard error of every accuracy, sqrt(p (1 - p) / n)."""
        rows = [[standard_error(p, self.num_sequences) for p in row] for row in self.accuracies.tolist()]
        return torch.tensor(rows, dtype=torch.float64)

    @property
    def num_learned(self) -> Int64[Tensor, " N"]:
        """How many networks name at least 90 % of the first symbols, for each T."""
        return (self.accuracies >= LEARNED).sum(dim=1)


def recall_curve(networks: RecallNetworks, num_sequences: int = 1_000, *, seed: int = 0) -> RecallCurve:
    """Let every network answer fresh sequences of the length that it was trained on.

    Parameters
    ----------
    networks
        What to judge.
    num_sequences
        How many sequences each network answers, 1 or more.
    seed
        Of the sequences, 0 to 9999.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    rows = []
    with one_quiet_thread():  # thousands of small products: a second thread costs ten times what it gains
        for num_steps in networks.lengths:
            task = fresh_task(networks, num_steps, num_sequences, seed=seed)
            rows.append([accuracy(params, task) for params in networks.by_length[num_steps]])
    accuracies = torch.tensor(rows, dtype=torch.float64)
    return RecallCurve(networks.lengths, accuracies, num_sequences, task.chance)


def fresh_task(
    networks: RecallNetworks, num_steps: int, num_sequences: int = 1_000, *, seed: int = 0
) -> FirstSymbolTask:
    """Draw the sequences of one length on which `recall_curve` judges; arguments and errors as there."""
    check_count("seed", seed, 0, MAX_SEED)
    return first_symbol_task(num_steps, num_sequences, seed=seed, num_symbols=networks.num_symbols)


def accuracy(params: RNNParams, task: FirstSymbolTask) -> float:
    """Return the share of sequences whose first symbol a network names at the end."""
    return (answers(params, task) == task.targets).double().mean().item()


def answers(params: RNNParams, task: FirstSymbolTask) -> Int64[Tensor, " B"]:
    """Return what a network names at the end of each sequence: the output that is largest."""
    h = torch.zeros(task.num_sequences, params.hidden_size, dtype=params.W_hh.dtype)
    of_symbol = params.W_xh.T + params.b_h  # W_xh x_t picks one column: a symbol is a single 1
    for symbols in task.symbols:
        h = params.activate(torch.addmm(of_symbol[symbols], h, params.W_hh.T))
    return (h @ params.W_hy.T + params.b_y).argmax(dim=1)


def follow(params: RNNParams, task: FirstSymbolTask, sequence: int) -> Float64[Tensor, "T K"]:
    """Return what a network would answer after every symbol of one sequence, as probabilities (softmax).

    Only the last row was ever trained: before the end nobody asks.

    Parameters
    ----------
    params
        The network.
    task
        Sequences.
    sequence
        Which of them, from 0.

    Raises
    ------
    ValueError
        If there is no such sequence, or the network tells other symbols apart.
    """
    check_count("sequence", sequence, 0, task.num_sequences - 1)
    return unroll(params, task.inputs()[:, sequence]).y.softmax(dim=1)
