"""What the backprop page says of a backward pass, in sentences."""

from pages.ui.backward import BackwardBadge
from rnn_core.autograd_check import LIMIT, AutogradCheck
from rnn_core.bptt import BPTTTrace
from rnn_core.clipping import Gradient, cosine, norm_of
from rnn_core.descent import Rule
from rnn_core.figures.numbers import format_number
from rnn_core.overflow import Overflow

_OVERFLOWING = {"forward": "the forward pass", "loss": "the loss", "back": "the way back"}


def overflow_words(overflow: Overflow) -> str:
    """Say where a number is first not finite.

    Examples
    --------
    >>> overflow_words(Overflow("forward", 43))
    'the forward pass overflows at step 43'
    """
    return f"{_OVERFLOWING[overflow.way]} overflows at step {overflow.step}"


def badge(check: AutogradCheck, overflow: Overflow | None = None) -> BackwardBadge:
    """Say in words what the comparison with autograd found; over NaN there is nothing to compare."""
    largest = format_number(check.largest)
    if not check.is_equal:
        return BackwardBadge(f"differs from autograd, largest difference {largest}", is_equal=False)
    if overflow is not None:
        back = " back" if overflow.way == "back" else ""
        return BackwardBadge(
            f"not finite from step {overflow.step} on{back}: nothing to compare", is_equal=None
        )
    if check.largest > LIMIT:
        relative = format_number(check.largest_relative)
        return BackwardBadge(
            f"equals autograd, largest difference {largest}, {relative} of the gradient’s size", is_equal=True
        )
    return BackwardBadge(f"equals autograd, largest difference {largest}", is_equal=True)


def start_sentence(gradients: BPTTTrace, overflow: Overflow | None) -> str:
    """Say what there is before anything has been sent back."""
    happened = "" if overflow is None else f": {overflow_words(overflow)}"
    return (
        f"The forward pass is done and the loss is {format_number(gradients.loss.item())}{happened}. "
        "Nothing has been sent back yet. Press play, or the left arrow key: time runs backwards from here."
    )


def step_sentence(gradients: BPTTTrace, tokens: list[str], t: int) -> str:
    """Say what reaches step ``t``, from 1, and what its slope lets through."""
    own, later, dh, da = (
        format_number(values[t - 1].norm().item())
        for values in (gradients.from_output, gradients.from_future, gradients.dh, gradients.da)
    )
    if t == len(tokens):
        parts = f"its own loss sends {own}, and no step follows, so ∂L/∂h is that"
    elif gradients.dy[t - 1].any():
        parts = f"{own} from its own loss and {later} from all later steps make a ∂L/∂h of {dh}"
    else:
        parts = f"it has no loss of its own; {later} comes from the steps after it"
    return f"t = {t}, “{tokens[t - 1]}”: {parts}. The slope lets {da} of {dh} through: that is δ (norms)."


def cut_sentence(rule: Rule, total: Gradient, truncated: Gradient, used: Gradient) -> str:
    """Say what truncation and clipping did.

    Parameters
    ----------
    rule
        Which of them are on.
    total, truncated, used
        The full gradient, what truncation leaves of it, and what clipping leaves of that.
    """
    done = []
    if rule.window is not None:
        steps = "1 step" if rule.window == 1 else f"{rule.window} steps"
        done.append(f"each loss reaches {steps} back, its own included")
    limit = format_number(rule.limit)
    if rule.clip_kind == "norm":
        done.append(f"the whole gradient is shortened to a norm of at most {limit}")
    if rule.clip_kind == "value":
        marks = [(values.abs() > rule.limit).flatten().tolist() for values in truncated.values()]
        cut, count = sum(map(sum, marks)), sum(map(len, marks))
        found = f"cuts {cut} of {count}, outlined in the sums" if cut else f"cuts none of {count}"
        done.append(
            f"each number of the total is cut at −{limit} and {limit}, which {found}, not the steps’ shares"
        )
    said = ", and ".join(done)
    before, after = format_number(norm_of(total)), format_number(norm_of(used))
    angle = cosine(total, used)
    turned = "there is no direction left" if angle != angle else f"cosine to the full gradient {angle:.4f}"
    return f"{said[0].upper()}{said[1:]}. Norm over all weights {before}, now {after}; {turned}."
