"""How fast the core computes, as ratios to torch: python -m benchmarks.core.

Each pair of rivals is timed in turns on one thread, so that a busy machine slows both; a ratio is the median
of the turns' ratios. What they compute is compared before it is timed.
"""

import statistics
import time
from collections.abc import Callable

import torch
from torch import nn

from rnn_core import RNNParams, backpropagate, scalar_sweep, unroll

NUM_STEPS = 100
NUM_TURNS = 30
NUM_AUTOGRAD_TURNS = 5
WEIGHTS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


def timed_ms(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def compare(
    ours: Callable[[], object], torchs: Callable[[], object], num_turns: int
) -> tuple[float, float, float]:
    """Return the medians of our time and torch's in ms, and of ours divided by torch's."""
    ours()
    torchs()
    turns = [(timed_ms(ours), timed_ms(torchs)) for _ in range(num_turns)]
    ratio = statistics.median(our / their for our, their in turns)
    our_ms, their_ms = (statistics.median(times) for times in zip(*turns, strict=True))
    return our_ms, their_ms, ratio


def make_network(hidden_size: int) -> tuple[RNNParams, torch.Tensor]:
    params = RNNParams.random(input_size=8, hidden_size=hidden_size, output_size=2, spectral_radius=0.9)
    generator = torch.Generator().manual_seed(1)
    return params, torch.randn(NUM_STEPS, 8, generator=generator, dtype=torch.float64)


def forward() -> str:
    params, x = make_network(hidden_size=64)
    rnn = nn.RNN(8, 64, dtype=torch.float64)
    weights = {"weight_ih": params.W_xh, "weight_hh": params.W_hh, "bias_ih": params.b_h}
    weights["bias_hh"] = torch.zeros_like(params.b_h)
    rnn.load_state_dict({f"{name}_l0": weight for name, weight in weights.items()})

    def torchs() -> torch.Tensor:
        with torch.no_grad():
            return rnn(x)[0]

    torch.testing.assert_close(unroll(params, x).h[1:], torchs())
    our_ms, their_ms, ratio = compare(lambda: unroll(params, x), torchs, NUM_TURNS)
    return f"{our_ms:.2f} ms, nn.RNN {their_ms:.2f} ms: {ratio:.2f} times its time (want at most 3)"


def backward() -> str:
    params, x = make_network(hidden_size=32)
    trace = unroll(params, x)
    targets = torch.ones(NUM_STEPS, 2, dtype=torch.float64)

    torchs = autograd_rival(params, x, targets)
    torch.testing.assert_close(backpropagate(params, trace, targets).by_step["W_hh"], torchs())
    our_ms, their_ms, ratio = compare(
        lambda: backpropagate(params, trace, targets), torchs, NUM_AUTOGRAD_TURNS
    )
    return (
        f"{our_ms:.2f} ms, one autograd backward a step {their_ms:.0f} ms: "
        f"{1 / ratio:.0f} times as fast (want at least 20)"
    )


def autograd_rival(params: RNNParams, x: torch.Tensor, targets: torch.Tensor) -> Callable[[], torch.Tensor]:
    """Return a function that asks autograd for each step's share of every weight, one backward pass a step.

    The forward pass, with a copy of the weights at every step, is made once and not timed.
    """
    copies = [[getattr(params, name).clone().requires_grad_() for name in WEIGHTS] for _ in x]
    h = torch.zeros_like(params.b_h)
    outputs = []
    for (W_xh, W_hh, W_hy, b_h, b_y), x_t in zip(copies, x, strict=True):
        h = torch.tanh(W_xh @ x_t + W_hh @ h + b_h)
        outputs.append(W_hy @ h + b_y)
    loss = 0.5 * (torch.stack(outputs) - targets).square().sum()

    def shares() -> torch.Tensor:
        gradients = [torch.autograd.grad(loss, copy, retain_graph=True) for copy in copies]
        return torch.stack([of_a_step[WEIGHTS.index("W_hh")] for of_a_step in gradients])

    return shares


def sweep() -> str:
    weights = torch.linspace(-2, 2, 401, dtype=torch.float64)
    scalar_sweep(weights, NUM_STEPS)
    median_ms = statistics.median(
        timed_ms(lambda: scalar_sweep(weights, NUM_STEPS)) for _ in range(NUM_TURNS)
    )
    return f"{median_ms:.1f} ms (want less than 50)"


def main() -> None:
    torch.set_num_threads(1)
    print(f"unroll, T = {NUM_STEPS}, H = 64: {forward()}")
    print(f"backpropagate with every step's share, T = {NUM_STEPS}, H = 32: {backward()}")
    print(f"scalar_sweep, 401 weights over {NUM_STEPS} steps: {sweep()}")


if __name__ == "__main__":
    main()
