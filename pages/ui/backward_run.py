"""What the backprop page shows: the loss of the visitor's own run, sent back through every step."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
import torch
from torch import Tensor

from pages.ui.backward import BackwardData, BackwardRun, BackwardShares
from pages.ui.backward_said import badge, cut_sentence, overflow_words, start_sentence, step_sentence
from pages.ui.unrolled import MAX_DRAWN_UNITS, run_network
from pages.ui.wording import shortened
from pages.ui.workbench import Settings
from rnn_core import BPTTTrace, RNNParams, UnrollTrace, backpropagate, unroll
from rnn_core.autograd_check import check_against_autograd
from rnn_core.bptt import Loss
from rnn_core.cells import WEIGHTS
from rnn_core.clipping import ClipKind, Gradient, clip_factor
from rnn_core.descent import Rule
from rnn_core.figures.numbers import format_number
from rnn_core.overflow import Overflow, find_overflow
from rnn_core.truncation import truncated_shares

LOSS_WORDS: dict[Loss, str] = {"squared_error": "squared error", "binary_cross_entropy": "cross entropy"}
DECADES = 8  # an arrow whose norm is that many powers of ten below the largest is a hair


@dataclass(frozen=True)
class LossSettings:
    """What the outputs should be, and what is left out of the gradient.

    Attributes
    ----------
    loss
        How a step's output is judged.
    targets
        One target for each step, or a single one for the last.
    window
        Over how many steps each loss may travel back; all if not given.
    clip_kind, limit
        Whether and at what the gradient is clipped.
    """

    loss: Loss = "squared_error"
    targets: tuple[float, ...] = (1.0,)
    window: int | None = None
    clip_kind: ClipKind | None = None
    limit: float = 0.5

    @property
    def rule(self) -> Rule:
        """What is done with the gradient, as ``descend`` takes it."""
        return Rule(window=self.window, clip_kind=self.clip_kind, limit=self.limit)

    @property
    def is_cut(self) -> bool:
        """Whether truncation or clipping is on."""
        return self.window is not None or self.clip_kind is not None

    @property
    def target_tensor(self) -> Tensor:
        """The targets as ``backpropagate`` takes them."""
        targets = torch.tensor(self.targets, dtype=torch.float64)
        return targets if len(self.targets) == 1 else targets[:, None]


@dataclass(frozen=True)
class BackwardPass:
    """A tied network, its run, and the loss sent back through it."""

    tokens: list[str]
    params: RNNParams
    trace: UnrollTrace
    gradients: BPTTTrace

    @property
    def overflow(self) -> Overflow | None:
        """Where a number is first infinite or NaN, if one is."""
        return find_overflow(self.trace, self.gradients)

    def truncated_total(self, judged: LossSettings) -> Gradient:
        """Return the gradient before it is clipped."""
        return Rule(window=judged.window).gradient(self.params, self.trace, self.gradients)

    def used_shares(self, judged: LossSettings) -> dict[str, Tensor]:
        """Return each step's share as truncation and clipping by norm leave it."""
        shares = self.gradients.by_step
        if judged.window is not None:
            shares = truncated_shares(self.params, self.trace, self.gradients, judged.window)
        if judged.clip_kind == "norm":
            factor = clip_factor({name: values.sum(0) for name, values in shares.items()}, judged.limit)
            shares = {name: values * factor for name, values in shares.items()}
        return shares

    def used_total(self, judged: LossSettings) -> Gradient:
        """Return the gradient that an update gets."""
        return judged.rule.gradient(self.params, self.trace, self.gradients)


def run_backward(settings: Settings, judged: LossSettings) -> BackwardPass:
    """Run the visitor's network, its copies tied to their average, and send the loss back."""
    run = run_network(settings)
    trace = run.trace if run.copies is None else unroll(run.shared, run.trace.x)
    gradients = backpropagate(run.shared, trace, judged.target_tensor, judged.loss)
    return BackwardPass([shortened(token) for token in run.tokens], run.shared, trace, gradients)


@st.cache_data(max_entries=64, show_spinner=False)
def backward_data(settings: Settings, judged: LossSettings) -> BackwardData:
    """Send the loss back and return what the picture draws."""
    back = run_backward(settings, judged)
    is_drawn = settings.units <= MAX_DRAWN_UNITS
    truncated, used_total = back.truncated_total(judged), back.used_total(judged)
    check = check_against_autograd(back.params, back.trace, judged.target_tensor, judged.loss, back.gradients)
    overflow = back.overflow
    said = cut_sentence(judged.rule, back.gradients.total, truncated, used_total) if judged.is_cut else ""
    return BackwardData(
        tokens=back.tokens,
        activation=settings.activation,
        loss=LOSS_WORDS[judged.loss],
        run=_run(back, judged) if is_drawn else None,
        weights=_weights(back, judged, is_drawn=is_drawn),
        badge=badge(check, overflow),
        sentences=[
            start_sentence(back.gradients, overflow),
            *(step_sentence(back.gradients, back.tokens, t) for t in range(len(back.tokens), 0, -1)),
        ],
        cut=said,
        alt=(
            f"The gradient of the loss on its way back through {len(back.tokens)} steps, from the last to "
            "the first, and what each step adds to every weight. Arrow keys move; a table follows."
        ),
        overflow="" if overflow is None else overflow_words(overflow),
    )


def _weights(back: BackwardPass, judged: LossSettings, *, is_drawn: bool) -> dict[str, BackwardShares]:
    """Describe the shares in every weight; what is clipped by value is the total, and no share."""
    used, used_total, truncated = (
        back.used_shares(judged),
        back.used_total(judged),
        back.truncated_total(judged),
    )
    are_shares_cut = judged.window is not None or judged.clip_kind == "norm"
    by_value = judged.clip_kind == "value"
    return {
        name: _shares(
            back.gradients.by_step[name],
            used[name] if are_shares_cut else None,
            used_total[name] if judged.is_cut else None,
            truncated[name].abs() > judged.limit if by_value else None,
            is_drawn=is_drawn,
        )
        for name in WEIGHTS
    }


def _run(back: BackwardPass, judged: LossSettings) -> BackwardRun:
    params, trace, gradients = back.params, back.trace, back.gradients
    beyond = torch.zeros_like(gradients.da[:1])
    da = torch.cat([gradients.da, beyond])
    without = trace.num_steps - len(judged.targets)
    parts = {name: getattr(gradients, name) for name in ("from_output", "from_future", "da")}
    norms = {name: values.norm(dim=1) for name, values in parts.items()}
    products = {
        "W_hy": gradients.dy[:, None, :] * params.W_hy.T,
        "W_hh": da[1:, None, :] * params.W_hh.T,
    }
    top = max((n for values in norms.values() for n in values.tolist() if n < torch.inf), default=0.0)
    weights: dict[str, Any] = {name: getattr(params, name).tolist() for name in WEIGHTS}
    return BackwardRun(
        **weights,
        x=trace.x.tolist(),
        h=trace.h.tolist(),
        y=trace.y.tolist(),
        target=[None] * without + [[target] for target in judged.targets],
        probability=trace.y.sigmoid().tolist() if judged.loss == "binary_cross_entropy" else None,
        dy=gradients.dy.tolist(),
        from_output=gradients.from_output.tolist(),
        from_future=gradients.from_future.tolist(),
        dh=gradients.dh.tolist(),
        slope=gradients.slope.tolist(),
        da=da.tolist(),
        products={name: values.tolist() for name, values in products.items()},
        widths={name: [_width(n, top) for n in values.tolist()] for name, values in norms.items()},
        norms={name: values.tolist() for name, values in norms.items()},
    )


def _width(norm: float, top: float) -> float | None:
    """Place a norm on a logarithmic scale that ends at the largest; nothing for nothing at all."""
    if norm == 0 or norm != norm:
        return None
    if norm == torch.inf:
        return 1.0
    decades = torch.tensor(norm / top, dtype=torch.float64).log10().item()  # a denormal share gives -inf
    return max(0.0, 1 + decades / DECADES)


def _shares(
    by_step: Tensor,
    used: Tensor | None,
    used_total: Tensor | None,
    clipped: Tensor | None,
    *,
    is_drawn: bool,
) -> BackwardShares:
    """Describe one weight's shares, with every number where the network is small enough."""
    norms = _norms(by_step)
    total = by_step.sum(0)
    finite = [
        each[each.isfinite()].abs().amax().item() if each.isfinite().any() else 0.0
        for each in (norms, by_step)
    ]
    plain = BackwardShares(
        norms=norms.tolist(),
        used_norms=None if used is None else _norms(used).tolist(),
        top=(finite[0] or 1.0, finite[1] or 1.0),
        total_norm=total.norm().item(),
        used_norm=None if used_total is None else used_total.norm().item(),
        said=_cancelled(norms.sum().item(), total.norm().item()),
        shares=None,
        used=None,
        sums=None,
        sizes=None,
        total=None,
        used_total=None,
        clipped=None,
    )
    if not is_drawn:
        return plain
    return replace(
        plain,
        shares=by_step.tolist(),
        used=None if used is None else used.tolist(),
        sums=by_step.flip(0).cumsum(0).flip(0).tolist(),
        sizes=by_step.abs().sum(0).tolist(),
        total=total.tolist(),
        used_total=None if used_total is None else used_total.tolist(),
        clipped=None if clipped is None else clipped.tolist(),
    )


def _norms(shares: Tensor) -> Tensor:
    return shares.flatten(1).norm(dim=1)


def _cancelled(sum_of_norms: float, norm_of_sum: float) -> str:
    said = (
        f"The norms of the shares add up to {format_number(sum_of_norms)}, "
        f"the norm of their sum is {format_number(norm_of_sum)}"
    )
    if not 0 < sum_of_norms < torch.inf:
        return f"{said}."
    return f"{said}: {100 * (1 - norm_of_sum / sum_of_norms):.0f} % cancels."
