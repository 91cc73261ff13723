"""The first small step: PyTorch's own recurrent layer, a linear layer on its last state, and random numbers.

Nothing here is text yet. A tensor of random sequences goes in, each sequence is to be told from the others by
its first number's sign, and the loss falls: that is all that a training is.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn

from rnn_core.checks import check_count
from rnn_core.sentiment.pace import one_quiet_thread

NUM_SEQUENCES, NUM_STEPS, INPUT_SIZE, HIDDEN_SIZE = 32, 6, 4, 16
LEARNING_RATE = 0.02
MAX_UPDATES = 500


class SimpleRNN(nn.Module):
    """A recurrent layer, and an output read off its last state."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size, batch_first=True)
        self.output = nn.Linear(hidden_size, 1)

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, " B"]:
        """Give one logit a sequence."""
        h, _ = self.rnn(x)
        logits: Tensor = self.output(h[:, -1]).squeeze(1)
        return logits


@dataclass(frozen=True)
class Shape:
    """A tensor on the way through the network: its name, its sizes, and what they stand for."""

    name: str
    sizes: tuple[int, ...]
    meaning: str


@dataclass(frozen=True)
class FirstTraining:
    """What came of it: the loss before each update and after the last, the share of right answers then."""

    losses: tuple[float, ...]
    accuracy: float
    shapes: tuple[Shape, ...]


@one_quiet_thread()  # a second thread costs more than it gains, much more on a busy machine
def train_simple(seed: int = 0, num_updates: int = 60) -> FirstTraining:
    """Train a `SimpleRNN` to say whether the first of 24 random numbers is positive.

    The number stands at the first step, and the answer is read at the last: the network has to carry it.

    Parameters
    ----------
    seed
        Decides the numbers and the start weights.
    num_updates
        1 to 500.

    Raises
    ------
    ValueError
        If ``num_updates`` is not allowed.

    Examples
    --------
    >>> first = train_simple()
    >>> first.losses[0] > 0.6 and first.losses[-1] < 0.1
    True
    """
    check_count("num_updates", num_updates, 1, MAX_UPDATES)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        x = torch.randn(NUM_SEQUENCES, NUM_STEPS, INPUT_SIZE)
        labels = (x[:, 0, 0] > 0).float()
        model = SimpleRNN(INPUT_SIZE, HIDDEN_SIZE)
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    loss_of = nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(num_updates):
        optimiser.zero_grad()
        loss = loss_of(model(x), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    with torch.no_grad():
        logits = model(x)
    return FirstTraining(
        losses=(*losses, loss_of(logits, labels).item()),
        accuracy=((logits > 0) == (labels == 1)).double().mean().item(),
        shapes=_shapes(model, x),
    )


@torch.no_grad()
def _shapes(model: SimpleRNN, x: Tensor) -> tuple[Shape, ...]:
    h, _ = model.rnn(x)
    return (
        Shape("x", tuple(x.shape), "sequences, time steps, numbers a step"),
        Shape("h", tuple(h.shape), "sequences, time steps, hidden units"),
        Shape("h[:, -1]", tuple(h[:, -1].shape), "sequences, hidden units of the last step"),
        Shape("logits", tuple(model(x).shape), "sequences: one number each"),
    )
