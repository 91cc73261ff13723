"""The networks of the memory test as torch trains them: one recurrent layer of any cell, and a readout.

References
----------
Hochreiter and Schmidhuber (1997) for the LSTM, https://doi.org/10.1162/neco.1997.9.8.1735

Cho et al. (2014) for the GRU, https://arxiv.org/abs/1406.1078

Jozefowicz, Zaremba and Sutskever (2015) for a forget bias of 1,
https://proceedings.mlr.press/v37/jozefowicz15.html
"""

from collections.abc import Iterator

import torch
from jaxtyping import Float, Int64
from torch import Tensor, nn

from rnn_core.remembering.spec import FORGET_BIAS, NUM_SYMBOLS, MemoryCell
from rnn_core.tasks import FirstSymbolTask, first_symbol_batches

LAYERS: dict[MemoryCell, type[nn.RNN] | type[nn.LSTM] | type[nn.GRU]] = {
    "rnn": nn.RNN,
    "lstm": nn.LSTM,
    "lstm-1": nn.LSTM,
    "lstm-3": nn.LSTM,
    "gru": nn.GRU,
}


class RecallModel(nn.Module):
    """A recurrent layer as torch draws it, with a linear layer that reads its last hidden state.

    Parameters
    ----------
    cell
        Which layer; two of the LSTMs start with another forget bias.
    hidden_size
        Its units.
    """

    def __init__(self, cell: MemoryCell, hidden_size: int) -> None:
        super().__init__()
        self.recurrent = LAYERS[cell](NUM_SYMBOLS, hidden_size)
        self.readout = nn.Linear(hidden_size, NUM_SYMBOLS)
        if cell in FORGET_BIAS:  # gates stand in the order i, f, g, o, and torch adds two biases
            forget = slice(hidden_size, 2 * hidden_size)
            with torch.no_grad():
                self.recurrent.get_parameter("bias_ih_l0")[forget] = FORGET_BIAS[cell]
                self.recurrent.get_parameter("bias_hh_l0")[forget] = 0.0

    def forward(self, x: Float[Tensor, "T B D"]) -> Float[Tensor, "B K"]:
        """Give a score for each symbol, to be named at the end of each sequence."""
        states: Tensor = self.recurrent(x)[0]
        scores: Tensor = self.readout(states[-1])
        return scores

    @torch.inference_mode()
    def answers(self, task: FirstSymbolTask) -> Int64[Tensor, " B"]:
        """Name a symbol at the end of each sequence: the one with the largest score."""
        return self.forward(task.inputs().float()).argmax(dim=1)

    def accuracy(self, task: FirstSymbolTask) -> float:
        """Return the share of sequences whose first symbol the network names."""
        return (self.answers(task) == task.targets).double().mean().item()


def start_model(cell: MemoryCell, hidden_size: int, seed: int) -> RecallModel:
    """Draw a network from a seed and leave torch's own generator as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return RecallModel(cell, hidden_size)


def learning(
    model: RecallModel, num_steps: int, *, batch_size: int, learning_rate: float, seed: int
) -> Iterator[float]:
    """Move the weights with Adam, batch after batch of fresh sequences, without end.

    Parameters
    ----------
    model
        What learns.
    num_steps
        Length T of the sequences.
    batch_size
        Sequences that each update looks at.
    learning_rate
        Adam's; its other settings are torch's defaults, and nothing is clipped.
    seed
        Of the sequences.

    Yields
    ------
    float
        The loss of each batch before its update: cross-entropy, in nats.
    """
    adam = torch.optim.Adam(model.parameters(), lr=learning_rate, fused=True)
    for batch in first_symbol_batches(num_steps, batch_size, seed=seed):
        loss = nn.functional.cross_entropy(model(batch.inputs().float()), batch.targets)
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        yield loss.item()
