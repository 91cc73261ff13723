"""The PyTorch script that trains a network of the memory test again."""

from collections.abc import Sequence

from rnn_core.remembering.spec import (
    BATCH_SIZE,
    FORGET_BIAS,
    LEARNING_RATE,
    NAMES,
    NUM_JUDGED,
    NUM_SYMBOLS,
    NUM_UPDATES,
    RecallSpec,
    sequences_seed,
)
from rnn_core.sentiment.progress import TrainProgress

LAYERS = {"rnn": "nn.RNN", "lstm": "nn.LSTM", "lstm-1": "nn.LSTM", "lstm-3": "nn.LSTM", "gru": "nn.GRU"}
BIAS = """        with torch.no_grad():  # how open the forget gate starts; torch adds two biases
            self.recurrent.bias_ih_l0[HIDDEN_SIZE : 2 * HIDDEN_SIZE] = {bias}
            self.recurrent.bias_hh_l0[HIDDEN_SIZE : 2 * HIDDEN_SIZE] = 0.0
"""
SCRIPT = '''"""A run of Unrolled on the memory test: {title}.

A sequence of symbols; after the last one the network has to name the first. This script trains the run again
with PyTorch alone; nothing of Unrolled is needed. Install what it imports:

    pip install torch safetensors

and run it:

    python train.py

The same seeds draw the same numbers in the same order as in the app, so that the weights come out alike but
for the rounding of floating-point numbers.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

SEED = {seed}
SEQUENCES_SEED = {sequences_seed}
JUDGE_SEED = 0
NUM_STEPS = {num_steps}
NUM_SYMBOLS = {num_symbols}
HIDDEN_SIZE = {hidden_size}
BATCH_SIZE = {batch_size}
LEARNING_RATE = {learning_rate}
NUM_UPDATES = {num_updates}


class Network(nn.Module):
    """A recurrent layer as torch draws it, and a layer that reads its last hidden state."""

    def __init__(self):
        super().__init__()
        self.recurrent = {layer}(NUM_SYMBOLS, HIDDEN_SIZE)
        self.readout = nn.Linear(HIDDEN_SIZE, NUM_SYMBOLS)
{bias}
    def forward(self, symbols):
        x = nn.functional.one_hot(symbols, NUM_SYMBOLS).float()  # (T, B, symbols)
        return self.readout(self.recurrent(x)[0][-1])


def draw(count, generator):
    """Draw sequences, one in each column; every symbol comes first equally often."""
    first = torch.randperm(count, generator=generator) % NUM_SYMBOLS
    noise = torch.randint(NUM_SYMBOLS, (NUM_STEPS - 1, count), generator=generator)
    return torch.cat([first[None], noise])


def train(num_updates):
    """Train a network on fresh sequences in every update."""
    torch.manual_seed(SEED)
    network, generator = Network(), torch.Generator().manual_seed(SEQUENCES_SEED)
    adam = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, fused=True)
    for update in range(1, num_updates + 1):
        symbols = draw(BATCH_SIZE, generator)
        loss = nn.functional.cross_entropy(network(symbols), symbols[0])
        adam.zero_grad()
        loss.backward()
        adam.step()
        if update % 100 == 0 or update == num_updates:
            print(f"update {{update}} of {{num_updates}}: loss {{loss.item():.4f}}")
    return network


@torch.inference_mode()
def accuracy(network):
    """Share of new sequences whose first symbol the network names."""
    symbols = draw({num_judged}, torch.Generator().manual_seed(JUDGE_SEED))
    return (network(symbols).argmax(dim=1) == symbols[0]).double().mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=NUM_UPDATES, help="how often the weights are moved")
    parser.add_argument("--save", type=Path, default=Path("model.safetensors"), help="where the weights go")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network = train(arguments.updates)
    save_file(network.state_dict(), arguments.save)
    print(json.dumps({{"accuracy": accuracy(network), "n": {num_judged}, "updates": arguments.updates}}))


if __name__ == "__main__":
    main()
'''


def memory_script(spec: RecallSpec, progress: Sequence[TrainProgress] = ()) -> str:
    """Write a script that trains a run again with PyTorch, and with nothing of this project.

    Parameters
    ----------
    spec
        What was trained.
    progress
        The run's reports: how many updates it took. Without them the script takes all of them.

    Examples
    --------
    >>> "nn.GRU(" in memory_script(RecallSpec("gru", 20))
    True
    """
    bias = FORGET_BIAS.get(spec.cell)
    return SCRIPT.format(
        title=f"{NAMES[spec.cell]}, T = {spec.num_steps}, seed {spec.seed}",
        seed=spec.seed,
        sequences_seed=sequences_seed(spec.num_steps, spec.seed),
        num_steps=spec.num_steps,
        num_symbols=NUM_SYMBOLS,
        hidden_size=spec.hidden_size,
        batch_size=BATCH_SIZE,
        learning_rate=LEARNING_RATE,
        num_updates=progress[-1].step if progress else NUM_UPDATES,
        layer=LAYERS[spec.cell],
        bias="" if bias is None else BIAS.format(bias=bias),
        num_judged=NUM_JUDGED,
    )
