r"""Which words moved a network's verdict: integrated gradients.

Every word's vector is led on a straight line from a baseline b to what it is, and word t is given

.. math:: s_t = \sum_d (e_{td} - b_d) \int_0^1 \frac{\partial z(b + \alpha (e - b))}{\partial e_{td}} d\alpha

of the logit z. The shares add up to z at the end less z at the start. The integral is taken in segments, and
in each of them by chords rather than tangents (`rnn_core.sentiment.chords`): the sum then holds to rounding
with any number of segments, also where a maximum moves to another step or a gradient explodes on the way, and
each share nears the integral as the segments grow shorter.

References
----------
Sundararajan, Taly and Yan (2017), "Axiomatic attribution for deep networks", sections 3 and 5,
https://proceedings.mlr.press/v70/sundararajan17a.html
"""

from dataclasses import dataclass
from typing import Literal, get_args

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
"""Segments of a long and of a short review, and how many steps of all its segments together are aimed at."""
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
        1 to 10,000; None takes 16 for a long review and up to 64 for a short one.

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
        num_segments = min(MOST, max(FEWEST, WORK // len(ids)))
    check_count("num_segments", num_segments, 1, MAX_SEGMENTS)
    end = model.embedding(ids.long()).double()
    start = torch.zeros_like(end) if baseline == "zero" else _vector(model, UNKNOWN).expand_as(end)
    alpha = torch.linspace(0, 1, num_segments + 1, dtype=torch.float64)[:, None]
    x = torch.addcmul(start.unsqueeze(1), alpha, (end - start).unsqueeze(1))
    runs = runs_along(model.config.cell, model.recurrent, torch.cat([x, _filler(model, x)]))
    pooled, arriving = _pool(model, runs.h, len(ids))
    weight = model.output.weight[0].double()
    slopes = runs.back(arriving * weight)[: len(ids)].mean(1)
    logits = pooled @ weight + model.output.bias.double()
    return IntegratedGradients(
        shares=(slopes * (end - start)).sum(1),
        start=logits[0].item(),
        end=logits[-1].item(),
        baseline=baseline,
        num_segments=num_segments,
        h=runs.h[: len(ids), -1].clone(),
    )


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
