"""How fast gradients are followed through a whole matrix: python -m benchmarks.gradients.

The map of every pair of steps is compared with what ``torch.autograd.functional.jacobian`` takes for a sample
of pairs, one call a pair; what both compute is compared first. One thread; a ratio is the median of turns.
"""

import statistics
from collections.abc import Callable

import torch

from benchmarks.core import make_network, timed_ms
from rnn_core import unroll
from rnn_core.matrix_flow import flow_sweep
from rnn_core.pairs import pair_map
from rnn_core.unrolling import step

NUM_PAIRS = 5050  # every pair i <= j of steps 1 .. 100
NUM_TURNS, NUM_SWEEPS = 5, 5
SAMPLE = [(i, j) for j in range(10, 101, 10) for i in range(1, j, 9)]
autograd_jacobian: Callable[..., torch.Tensor] = torch.autograd.functional.jacobian
RADII = torch.arange(1, 61, dtype=torch.float64) / 20


def pairs() -> str:
    params, x = make_network(hidden_size=32)
    trace = unroll(params, x)

    def jacobian(i: int, j: int) -> torch.Tensor:
        def run(h: torch.Tensor) -> torch.Tensor:
            for x_t in x[i:j]:
                h = step(params, x_t, h)
            return h

        found: torch.Tensor = autograd_jacobian(run, trace.h[i])
        return torch.linalg.matrix_norm(found, ord=2)

    ours = pair_map(params, trace).norms
    for i, j in SAMPLE[::7]:
        torch.testing.assert_close(ours[j, i], jacobian(i, j), rtol=1e-8, atol=1e-12)
    turns = []
    for _ in range(NUM_TURNS):
        our_ms = timed_ms(lambda: pair_map(params, trace))
        their_ms = timed_ms(lambda: [jacobian(i, j) for i, j in SAMPLE]) * NUM_PAIRS / len(SAMPLE)
        turns.append((our_ms, their_ms))
    ratio = statistics.median(theirs / our for our, theirs in turns)
    our_ms, their_ms = (statistics.median(times) for times in zip(*turns, strict=True))
    return (
        f"{our_ms:.0f} ms (want less than 500), pair by pair {their_ms / 1000:.1f} s "
        f"(from {len(SAMPLE)} pairs): {ratio:.0f} times as fast (want at least 100)"
    )


def median_ms(run: Callable[[], object]) -> float:
    run()
    return statistics.median(timed_ms(run) for _ in range(NUM_SWEEPS))


def flow(hidden_size: int) -> str:
    params, x = make_network(hidden_size=hidden_size)
    return f"{median_ms(lambda: flow_sweep(params, x, RADII)):.0f} ms"


def main() -> None:
    torch.set_num_threads(1)
    print(f"pair_map, T = 100, H = 32: {pairs()}")
    for hidden_size in (16, 32, 64):
        print(f"flow_sweep, 60 radii, T = 100, H = {hidden_size}: {flow(hidden_size)}")


if __name__ == "__main__":
    main()
