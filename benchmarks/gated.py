"""How fast the gated cells compute, as ratios to torch: python -m benchmarks.gated."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from benchmarks.core import NUM_AUTOGRAD_TURNS, NUM_STEPS, NUM_TURNS, compare
from rnn_core import LSTMParams, lstm_flow, unroll_lstm

HIDDEN_SIZE = 32
NUM_FLOW_STEPS = 25  # the rival needs half a minute for 100

jacobian: Callable[..., Tensor] = torch.autograd.functional.jacobian


def forward() -> str:
    params, x = _network()
    twin = nn.LSTM(params.input_size, HIDDEN_SIZE, dtype=torch.float64)
    weights = {"weight_ih": params.W_xh, "weight_hh": params.W_hh, "bias_ih": params.b_h}
    weights["bias_hh"] = torch.zeros_like(params.b_h)
    twin.load_state_dict({f"{name}_l0": weight for name, weight in weights.items()})

    def torchs() -> Tensor:
        with torch.no_grad():
            return twin(x)[0]

    torch.testing.assert_close(unroll_lstm(params, x).h[1:], torchs())
    our_ms, their_ms, ratio = compare(lambda: unroll_lstm(params, x), torchs, NUM_TURNS)
    return f"{our_ms:.2f} ms, nn.LSTM {their_ms:.2f} ms: {ratio:.1f} times its time, with every gate kept"


def flow() -> str:
    params, x = _network()
    x = x[:NUM_FLOW_STEPS]
    trace = unroll_lstm(params, x)

    def run_from(state: Tensor, t: int) -> Tensor:
        h, c = state.chunk(2)
        later = unroll_lstm(params, x[t:], h, c)
        return torch.cat([later.h[-1], later.c[-1]])

    def torchs() -> Tensor:
        states = torch.cat([trace.h, trace.c], dim=1)
        last = [torch.eye(2 * HIDDEN_SIZE, dtype=torch.float64)]
        steps = range(NUM_FLOW_STEPS)
        found = [jacobian(lambda s, t=t: run_from(s, t), states[t]) for t in steps]
        return torch.stack(found + last)

    torch.testing.assert_close(lstm_flow(params, trace).jacobians, torchs())
    our_ms, their_ms, ratio = compare(lambda: lstm_flow(params, trace), torchs, NUM_AUTOGRAD_TURNS)
    return (
        f"{our_ms:.1f} ms, torch.autograd.functional.jacobian step by step {their_ms:.0f} ms: "
        f"{1 / ratio:.0f} times as fast"
    )


def _network() -> tuple[LSTMParams, Tensor]:
    params = LSTMParams.random(input_size=8, hidden_size=HIDDEN_SIZE)
    generator = torch.Generator().manual_seed(1)
    return params, torch.randn(NUM_STEPS, 8, generator=generator, dtype=torch.float64)


def main() -> None:
    torch.set_num_threads(1)
    print(f"unroll_lstm, T = {NUM_STEPS}, H = {HIDDEN_SIZE}: {forward()}")
    print(f"lstm_flow, T = {NUM_FLOW_STEPS}, H = {HIDDEN_SIZE}: {flow()}")


if __name__ == "__main__":
    main()
