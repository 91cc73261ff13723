"""What a network would say of a review without one of its words, for every word at once.

Up to a word that is left out, the review without it runs as the whole review does. So the runs part from the
whole one by one, and from then on all of them read the same word at each step: a batch that grows with time,
half the work of reading each shortened review from its start.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float64, Int
from torch import Tensor, nn

from rnn_core.sentiment.models import SentimentModel
from rnn_core.text.vocabulary import PAD

WHOLE = 0
"""Place of the run that leaves nothing out; the run without word t (from 1) stands at place t."""


@dataclass(frozen=True)
class Deletion:
    """The logit of a review, and without each of its words.

    Attributes
    ----------
    whole
        With all words.
    without
        ``without[t - 1]`` is the logit without word t; NaN where no word is left.
    """

    whole: float
    without: Float64[Tensor, " T"]

    @property
    def effects(self) -> Float64[Tensor, " T"]:
        """How much each word adds: above 0 where the review would be less positive without it."""
        return self.whole - self.without


@torch.inference_mode()
def delete_each_word(model: SentimentModel, ids: Int[Tensor, " T"]) -> Deletion:
    """Read a review once for each of its words, without that word.

    Parameters
    ----------
    model
        From `rnn_core.sentiment.checkpoints.load_shipped` or a training.
    ids
        The words' numbers, at least one.

    Raises
    ------
    ValueError
        If there is no word.

    Examples
    --------
    >>> from rnn_core.sentiment.checkpoints import load_shipped
    >>> loaded = load_shipped("lstm")
    >>> ids = torch.from_numpy(loaded.vocabulary.encode(["a", "superb", "film"]))
    >>> delete_each_word(loaded.model, ids).effects.argmax().item()
    1
    """
    if len(ids) == 0:
        raise ValueError("ids must hold at least one word, found none")
    num_words = len(ids)
    runs = _runs(model, num_words + 1)
    kept = _Kept(model.config.pooling, runs.h)
    for t, a_t in enumerate(runs.inputs(model.embedding(ids.long()))):
        runs.part(t + 1)
        kept.part(t + 1)
        runs.step(a_t, t + 1)
        kept.look(t + 1)
    _read_filler(model, runs, num_words)
    logits = model.output(kept.pooled(num_words)).squeeze(1).double()
    if num_words == 1:
        logits[1] = torch.nan
    return Deletion(logits[WHOLE].item(), logits[1:].clone())


def _read_filler(model: SentimentModel, runs: "_Runs", num_words: int) -> None:
    """Run through the filler where the last column is read: one more of it where a word is missing."""
    config = model.config
    if config.pad_to is None or config.pooling != "last":
        return
    (a_pad,) = runs.inputs(model.embedding.weight[PAD : PAD + 1])
    for _ in range(config.pad_to - num_words):
        runs.step(a_pad, num_words + 1)
    whole = runs.h[WHOLE].clone()
    runs.step(a_pad, num_words + 1)
    runs.h[WHOLE] = whole


class _Kept:
    """What the output sees of the states so far, for each run."""

    def __init__(self, pooling: str, h: Tensor) -> None:
        self.pooling, self.h = pooling, h
        self.seen = torch.full_like(h, -torch.inf) if pooling == "max" else torch.zeros_like(h)

    def part(self, place: int) -> None:
        self.seen[place] = self.seen[WHOLE]

    def look(self, num_runs: int) -> None:
        if self.pooling == "max":
            torch.maximum(self.seen[:num_runs], self.h[:num_runs], out=self.seen[:num_runs])
        elif self.pooling == "mean":
            self.seen[:num_runs] += self.h[:num_runs]

    def pooled(self, num_words: int) -> Tensor:
        if self.pooling not in ("max", "mean"):
            return self.h
        if self.pooling == "mean":
            self.seen[WHOLE] /= num_words
            self.seen[1:] /= max(num_words - 1, 1)
        return self.seen


class _Runs:
    """The states of a batch of runs that is stepped in place; without recurrence they are the words."""

    def __init__(self, layer: nn.Module, num_runs: int, size: int) -> None:
        self.h = torch.zeros(num_runs, size)

    def inputs(self, x: Tensor) -> Tensor:
        """Give each word's share of the pre-activations: the same for every run."""
        return x

    def part(self, place: int) -> None:
        """Let a run part from the whole one, before the word that it leaves out is read."""
        self.h[place] = self.h[WHOLE]

    def step(self, a_t: Tensor, num_runs: int) -> None:
        """Let the first runs read one word."""
        self.h[:num_runs] = a_t


def _runs(model: SentimentModel, num_runs: int) -> _Runs:
    kinds = {"rnn": _Tanh, "lstm": _LSTM, "gru": _GRU, "mean": _Runs}
    return kinds[model.config.cell](model.recurrent, num_runs, model.config.hidden_size)


class _Tanh(_Runs):
    def __init__(self, layer: nn.Module, num_runs: int, size: int) -> None:
        super().__init__(layer, num_runs, size)
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        weights: list[Tensor] = [layer.get_parameter(name) for name in names]
        self.W_ih, W_hh, self.b_ih, self.b_hh = weights
        self.W_hh_T = W_hh.T.contiguous()
        self.a = torch.empty(num_runs, W_hh.shape[0])

    def inputs(self, x: Tensor) -> Tensor:
        return x @ self.W_ih.T + (self.b_ih + self.b_hh)

    def step(self, a_t: Tensor, num_runs: int) -> None:
        h = self.h[:num_runs]
        torch.tanh(torch.addmm(a_t, h, self.W_hh_T, out=self.a[:num_runs]), out=h)


class _LSTM(_Tanh):
    """The gates stand in the order i, f, o, g here, so that one sigmoid does for three of them."""

    def __init__(self, layer: nn.Module, num_runs: int, size: int) -> None:
        super().__init__(layer, num_runs, size)
        order = torch.arange(4 * size).view(4, size)[[0, 1, 3, 2]].flatten()
        self.W_ih, self.W_hh_T = self.W_ih[order], self.W_hh_T[:, order].contiguous()
        self.b_ih, self.b_hh = self.b_ih[order], self.b_hh[order]
        self.c = torch.zeros(num_runs, size)

    def part(self, place: int) -> None:
        super().part(place)
        self.c[place] = self.c[WHOLE]

    def step(self, a_t: Tensor, num_runs: int) -> None:
        h, c = self.h[:num_runs], self.c[:num_runs]
        a = torch.addmm(a_t, h, self.W_hh_T, out=self.a[:num_runs])
        i, f, o, g = a.chunk(4, 1)
        a[:, : 3 * h.shape[1]].sigmoid_()
        c.mul_(f).addcmul_(i, g.tanh_())
        torch.tanh(c, out=h).mul_(o)


class _GRU(_Tanh):
    def inputs(self, x: Tensor) -> Tensor:
        return x @ self.W_ih.T + self.b_ih

    def step(self, a_t: Tensor, num_runs: int) -> None:
        h = self.h[:num_runs]
        gates = 2 * h.shape[1]  # b_hh joins the gates' inputs; of the new state r scales it
        from_h = torch.addmm(self.b_hh, h, self.W_hh_T, out=self.a[:num_runs])
        r, z = from_h[:, :gates].add_(a_t[:gates]).sigmoid_().chunk(2, 1)
        n = torch.addcmul(a_t[gates:], r, from_h[:, gates:]).tanh_()
        torch.lerp(n, h, z, out=h)
