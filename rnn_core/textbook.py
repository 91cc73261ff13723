"""The textbook example: a SimpleRNN learns two dummy sequences, in float32 and with torch's own parts."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

SEED = 323448
"""A seed whose start looks like the textbook's; another seed starts elsewhere and falls as well."""


class SimpleRNN(nn.Module):
    """A recurrent layer, and a linear layer on its last hidden state."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size, batch_first=True)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        """Read sequences, shape (batch, steps, input), and return one output each, (batch, output)."""
        out, _ = self.rnn(x)
        return self.fc(out[:, -1, :])


def train(seed: int = SEED, num_epochs: int = 5) -> Iterator[str]:
    """Train a SimpleRNN on two dummy sequences of 5 vectors, and give a line for each epoch."""
    torch.manual_seed(seed)
    model = SimpleRNN(input_size=10, hidden_size=20, output_size=1)
    inputs = torch.randn(2, 5, 10)
    labels = torch.tensor([[1.0], [0.0]])
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for epoch in range(num_epochs):
        loss = criterion(model(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield f"Epoch [{epoch + 1}/{num_epochs}], Loss: {loss.item():.4f}"
