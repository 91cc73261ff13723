"""What the unroll page's picture says at each step: what is added up, what squashes it, the prediction."""

from pages.ui.wording import shortened
from rnn_core import RNNParams, UnrollTrace
from rnn_core.figures.numbers import format_number

START = "t = 0: nothing has been read yet, so the memory h₀ is all zeros. Press play, or the right arrow key."
_SQUASHES = {"tanh": "tanh squashes {}", "relu": "ReLU cuts {} off at 0"}
_ZERO = {"tanh": "tanh of 0 is 0", "relu": "ReLU leaves 0 as it is"}


def step_sentence(
    params: RNNParams, trace: UnrollTrace, t: int, token: str, off: tuple[str, ...], *, predicts: bool
) -> str:
    """Say what happens at a step.

    Parameters
    ----------
    params
        The weights that the step uses.
    trace
        The run.
    t
        The step, from 1.
    token
        What is read there.
    off
        The matrices that are switched off.
    predicts
        Whether a prediction is read off at this step.
    """
    new, old = trace.from_input[t - 1].norm().item(), trace.from_memory[t - 1].norm().item()
    bias = params.b_h.norm().item()
    num_parts = ("W_xh" not in off) + ("W_hh" not in off and t > 1) + (bias > 0)
    squashed = _SQUASHES[params.activation].format("their sum" if num_parts > 1 else "it")
    if num_parts == 0:
        squashed = _ZERO[params.activation]
    weighed = _weighed(new, old, bias, off, is_first=t == 1)
    said = f"t = {t}, “{shortened(token)}”: {weighed} {squashed}, which is the next memory."
    if not predicts:
        return said
    prediction = ", ".join(format_number(y) for y in trace.y[t - 1].tolist())
    return f"{said} The prediction from it is {prediction}."


def _weighed(new: float, old: float, bias: float, off: tuple[str, ...], *, is_first: bool) -> str:
    """Compare the lengths of new information, old memory and bias, as they are written on the page."""
    new_text, old_text, bias_text = map(format_number, (new, old, bias))
    if {"W_xh", "W_hh"} <= set(off):
        left = f"only the bias (length {bias_text})" if bias else "and the biases are 0 too"
        return f"W_xh and W_hh are off, so there is neither new information nor old memory, {left}."
    if "W_hh" in off:
        return f"W_hh is off, so each step forgets; {_alone('new information', new_text, bias)}."
    if "W_xh" in off and is_first:
        left = f"only the bias (length {bias_text})" if bias else "and the biases are 0"
        return f"W_xh is off, so it hears nothing, and there is no old memory yet, {left}."
    if "W_xh" in off:
        return f"W_xh is off, so it hears nothing; {_alone('old memory', old_text, bias)}."
    if is_first and bias:
        return f"there is no old memory yet; {_alone('new information', new_text, bias)}."
    if is_first:
        return f"there is no old memory yet, only new information (length {new_text})."
    return _compared(new, old) + (f" The bias (length {bias_text}) is added to both." if bias else "")


def _alone(name: str, length: str, bias: float) -> str:
    if not bias:
        return f"there is only {name} (length {length})"
    return f"there is {name} (length {length}) and the bias ({format_number(bias)})"


def _compared(new: float, old: float) -> str:
    new_text, old_text = format_number(new), format_number(old)
    if new_text == old_text:
        return f"old memory and new information weigh the same (length {new_text})."
    if old > new:
        return (
            f"old memory (length {old_text} as a vector) weighs more than the new information ({new_text})."
        )
    return f"the new information (length {new_text} as a vector) weighs more than old memory ({old_text})."
