r"""Which words moved a network's verdict: integrated gradients.

Every word's vector is led on a straight line from a baseline b to what it is, and word t is given

.. math:: s_t = \sum_d (e_{td} - b_d) \int_0^1 \frac{\partial z(b + \alpha (e - b))}{\partial e_{td}} d\alpha

of the logit z. The shares add up to z at the end less z at the start. The integral is taken in segments, and
in each of them by chords rather than tangents (`rnn_core.sentiment.chords`): the sum then holds to rounding
with any number of segments, also where a maximum moves to another step or a gradient explodes on the way, and
each share nears the integral as the segments grow shorter. They are short where the output moves fast: with
many words most of that happens close to the baseline, and segments of one length would step over it.

References
----------
Sundararajan, Taly and Yan (2017), "Axiomatic attribution for deep networks", sections 3 and 5,
https://proceedings.mlr.press/v70/sundararajan17a.html
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from jaxtyping import Float64, Int
from torch import Tensor

from rnn_core.checks import check_choice, check_count
from rnn_core.sentiment.chords import runs_along
from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.vocabulary import PAD, UNKNOWN

Baseline = Literal["zero", "unknown"]
BASELINES: tuple[Baseline, ...] = get_args(Baseline)
FEWEST, MOST, WORK = 16, 64, 4_096
"""Segments of an ordinary and of a short review, and how many steps of all together are aimed at."""
LONG, LONG_SEGMENTS = 300, 32
"""Words from which a review is so long that one waits for its shares anyway, and its segments."""
LOOKS, EVENLY = 32, 0.3
"""Places at which the way is looked at before it is cut, and the part of the cuts that is spread evenly."""
MAX_SEGMENTS = 10_000


@dataclass(frozen=True)
class IntegratedGradients:
    """The share of each word in a logit, and the run that ends in the review itself.

    Attributes
    ----------
    shares
        Of each word, in logits; above 0 it drew the review towards "positive".
    start, end
        The logit where every word is the baseline, and of the review.
    baseline
        What every word starts from: the zero vector, or the vector of the unknown word.
    num_segments
        Parts into which the way is cut.
    h
        ``h[t - 1]`` is h_t of the review.
    """

    shares: Float64[Tensor, " T"]
    start: float
    end: float
    baseline: Baseline
    num_segments: int
    h: Float64[Tensor, "T H"]


@torch.no_grad()
def integrated_gradients(
    model: SentimentModel,
    ids: Int[Tensor, " T"],
    baseline: Baseline = "unknown",
    num_segments: int | None = None,
) -> IntegratedGradients:
    """Give each word of a review its share in the logit, in float64.

    Parameters
    ----------
    model
        From `rnn_core.sentiment.checkpoints.load_shipped` or a training.
    ids
        The words' numbers, at least one.
    baseline
        ``"zero"`` or ``"unknown"``.
    num_segments
        1 to 10,000; None takes 16 to 64 by the review's length, and always 64 without gates: such a network
        costs least and needs most.

    Raises
    ------
    ValueError
        If there is no word, the baseline is unknown, or ``num_segments`` is outside its range.

    Examples
    --------
    >>> from rnn_core.sentiment.checkpoints import load_shipped
    >>> loaded = load_shipped("lstm")
    >>> ids = torch.from_numpy(loaded.vocabulary.encode(["not", "bad"]))
    >>> found = integrated_gradients(loaded.model, ids)
    >>> abs(found.shares.sum().item() - (found.end - found.start)) < 1e-12
    True
    """
    check_choice("baseline", baseline, BASELINES)
    if len(ids) == 0:
        raise ValueError("ids must hold at least one word, found none")
    if num_segments is None:
        num_segments = _num_segments(model.config.cell, len(ids))
    check_count("num_segments", num_segments, 1, MAX_SEGMENTS)
    end = model.embedding(ids.long()).double()
    start = torch.zeros_like(end) if baseline == "zero" else _vector(model, UNKNOWN).expand_as(end)
    cuts = _cuts(model, start, end, num_segments)
    runs = runs_along(model.config.cell, model.recurrent, _inputs(model, start, end, cuts))
    pooled, arriving = _pool(model, runs.h, len(ids))
    weight = model.output.weight[0].double()
    slopes = (runs.back(arriving * weight)[: len(ids)] * cuts.diff()[:, None]).sum(1)
    logits = pooled @ weight + model.output.bias.double()
    return IntegratedGradients(
        shares=(slopes * (end - start)).sum(1),
        start=logits[0].item(),
        end=logits[-1].item(),
        baseline=baseline,
        num_segments=num_segments,
        h=runs.h[: len(ids), -1].clone(),
    )


def _num_segments(cell: str, num_words: int) -> int:
    if cell == "rnn":
        return MOST
    return LONG_SEGMENTS if num_words > LONG else min(MOST, max(FEWEST, WORK // num_words))


def _inputs(model: SentimentModel, start: Tensor, end: Tensor, alpha: Tensor) -> Tensor:
    """Give what each run reads: the words so far on their way, and the filler behind them."""
    x = torch.addcmul(start.unsqueeze(1), alpha[:, None], (end - start).unsqueeze(1))
    return torch.cat([x, _filler(model, x)])


def _cuts(model: SentimentModel, start: Tensor, end: Tensor, num_segments: int) -> Tensor:
    """Cut the way from 0 to 1 so that in each segment the output moves about as much."""
    looks = torch.linspace(0, 1, LOOKS + 1, dtype=torch.float64)
    weight = model.output.weight[0]
    h = model.recurrent(_inputs(model, start, end, looks).to(weight.dtype))[0]
    seen, _ = _pool(model, h, len(end))
    moved = (seen.diff(dim=0) * weight).abs().sum(1).double()
    density = (1 - EVENLY) * moved / moved.sum().clamp_min(torch.finfo(moved.dtype).tiny) + EVENLY / LOOKS
    passed = np.append(0.0, density.cumsum(0) / density.sum())
    cuts = np.interp(np.linspace(0, 1, num_segments + 1), passed, looks)
    return torch.from_numpy(cuts)


def _vector(model: SentimentModel, number: int) -> Tensor:
    return model.embedding.weight[number].double()


def _filler(model: SentimentModel, x: Tensor) -> Tensor:
    """Give the vectors that stand behind the review where the output reads the last column, filler or not."""
    config = model.config
    is_read = config.pad_to is not None and config.pooling == "last"
    num_steps = (config.pad_to or 0) - len(x) if is_read else 0
    return _vector(model, PAD).expand(num_steps, x.shape[1], -1)


def _pool(model: SentimentModel, h: Tensor, num_words: int) -> tuple[Tensor, Tensor]:
    """Give what the output sees in each run, and what each state is worth to it from one run to the next."""
    pooling = model.config.pooling
    arriving = h.new_zeros(len(h), h.shape[1] - 1, h.shape[2])
    if pooling == "mean":
        arriving[:num_words] = 1 / num_words
        return h[:num_words].mean(0), arriving
    if pooling in ("last", "last real"):
        last = len(h) - 1 if pooling == "last" else num_words - 1
        arriving[last] = 1.0
        return h[last], arriving
    highest, step = h[:num_words].max(0)
    # Where the maximum moves from one step to another, its change lies between the changes of the two; the
    # share of the one is how far it stood above the other, against how far it is then overtaken.
    lead = highest[:-1] - h[:, :-1].gather(0, step[1:][None])[0]
    overtaken = highest[1:] - h[:, 1:].gather(0, step[:-1][None])[0]
    both = lead + overtaken
    share = torch.where(both > 0, lead / both.clamp_min(torch.finfo(h.dtype).tiny), 0.5)
    arriving.scatter_add_(0, step[:-1][None], share[None])
    arriving.scatter_add_(0, step[1:][None], (1 - share)[None])
    return highest, arriving
