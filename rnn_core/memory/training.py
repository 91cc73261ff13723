"""Train both readers the same way: on the order-matters corpus and on short everyday sentences.

Words of the corpus are now and then exchanged for synonyms (a pleasing predicate for another pleasing one),
so that a person's own words are known, and a few are not heard at all, so that an unknown word does no harm.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from rnn_core.cells import RNNParams
from rnn_core.data.order_words import POLES
from rnn_core.memory.everyday import EVERYDAY_POLES, Sentence
from rnn_core.memory.models import (
    EMBEDDING_SIZE,
    HIDDEN_SIZE,
    MLP_UNITS,
    WordMLP,
    WordReaders,
    WordRNN,
)
from rnn_core.memory.sentences import training_sentences
from rnn_core.sentiment.optimisation import one_cycle
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.sentiment.tanh_rnn import TanhRNN
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import Vocabulary

NUM_EPOCHS, BATCH_SIZE = 50, 64
PEAK_RATE, CLIP_NORM = 3e-3, 1.0
MLP_DECAY, RNN_DECAY = 0.0, 0.1
"""Weight decay, for each network what suits it: with 0.1 the MLP is right on 69 % of new everyday
sentences instead of 85, without it the RNN is right on 96 % of the held-out templates instead of 98."""
SYNONYM_SHARE, UNHEARD_SHARE, UNMARKED_SHARE = 0.4, 0.1, 0.4
"""Of the polar words exchanged, of all words unheard, of the texts without their last mark."""


UNHEARD = ""
"""No word of any vocabulary, and so heard as unknown."""


class _OrderBlind(nn.Module):
    def __init__(self, vocab_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE)
        self.hidden = nn.Linear(EMBEDDING_SIZE, MLP_UNITS)
        self.output = nn.Linear(MLP_UNITS, 1)

    def forward(self, ids: Int[Tensor, "T B"]) -> Float[Tensor, " B"]:
        logits: Tensor = self.output(torch.tanh(self.hidden(self.embedding(ids).mean(0))))
        return logits.squeeze(1)

    def weights(self) -> WordMLP:
        h, y = self.hidden, self.output
        return WordMLP(*map(_kept, (self.embedding.weight, h.weight, h.bias, y.weight, y.bias)))


class _Recurrent(nn.Module):
    def __init__(self, vocab_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE)
        self.recurrent = TanhRNN(EMBEDDING_SIZE, HIDDEN_SIZE)
        self.output = nn.Linear(HIDDEN_SIZE, 1)
        second_bias = self.recurrent.get_parameter("bias_hh_l0")
        nn.init.orthogonal_(self.recurrent.get_parameter("weight_hh_l0"))
        nn.init.zeros_(second_bias).requires_grad_(False)  # one bias is enough: the other would add to it

    def forward(self, ids: Int[Tensor, "T B"]) -> Float[Tensor, " B"]:
        logits: Tensor = self.output(self.recurrent(self.embedding(ids))[0][-1])
        return logits.squeeze(1)

    def weights(self) -> WordRNN:
        weight_ih, weight_hh, bias = (
            _kept(self.recurrent.get_parameter(f"{name}_l0"))
            for name in ("weight_ih", "weight_hh", "bias_ih")
        )
        W_hy, b_y = _kept(self.output.weight), _kept(self.output.bias)
        return WordRNN(_kept(self.embedding.weight), RNNParams(weight_ih, weight_hh, W_hy, bias, b_y))


def _kept(weight: Tensor) -> Tensor:
    return weight.detach().double()


def train_readers(
    seed: int = 0,
    num_epochs: int = NUM_EPOCHS,
    sentences: Sequence[Sentence] | None = None,
    report: Callable[[str], None] = print,
) -> WordReaders:
    """Train both networks from a seed, on one thread.

    Parameters
    ----------
    seed
        Of the weights, the order and the exchanged words.
    num_epochs
        Times that every sentence is read, 1 or more.
    sentences
        What both learn from; `training_sentences` if not given.
    report
        Told a line after every epoch.
    """
    sentences = training_sentences() if sentences is None else sentences
    known = sorted(
        {word for kind in EVERYDAY_POLES.values() for each in kind.good + kind.bad for word in words(each)}
    )
    vocabulary = Vocabulary.from_texts([*(s.words for s in sentences), known], max_size=10_000)
    with one_quiet_thread():
        torch.manual_seed(seed)
        mlp, rnn = _OrderBlind(len(vocabulary)), _Recurrent(len(vocabulary))
        for name, model, decay in (("MLP", mlp, MLP_DECAY), ("RNN", rnn, RNN_DECAY)):
            lessons, adam = _Lessons(sentences, vocabulary, Random(seed)), _optimiser(model, decay)
            for epoch in range(num_epochs):
                loss = _train_epoch(model, adam, list(lessons.batches()), epoch, num_epochs)
                report(f"{name} epoch {epoch + 1}/{num_epochs}: loss {loss:.4f}")
    return WordReaders(mlp.weights(), rnn.weights(), vocabulary)


def _optimiser(model: nn.Module, decay: float) -> torch.optim.AdamW:
    return torch.optim.AdamW(model.parameters(), PEAK_RATE, weight_decay=decay, fused=True)


def _train_epoch(
    model: nn.Module,
    adam: torch.optim.AdamW,
    batches: Sequence[tuple[Tensor, Tensor]],
    epoch: int,
    num_epochs: int,
) -> float:
    """Go through all batches once and return the mean loss."""
    losses: list[float] = []
    for place, (ids, labels) in enumerate(batches):
        for group in adam.param_groups:
            group["lr"] = PEAK_RATE * one_cycle((epoch + place / len(batches)) / num_epochs)
        loss = nn.functional.binary_cross_entropy_with_logits(model(ids), labels)
        adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)
        adam.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def _synonyms() -> dict[str, tuple[str, ...]]:
    """Give for every polar word of one word the everyday words that say as much."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, everyday in (
        ("adj", "adj"), ("plain", "adj"), ("mood", "adj"), ("like", "like"), ("liked", "liked"),
        ("felt", "felt"), ("adv", "adv"),
    ):  # fmt: skip
        for side in ("good", "bad"):
            alike = getattr(EVERYDAY_POLES[everyday], side)
            found |= dict.fromkeys(getattr(POLES[kind], side), alike)
    return found


class _Lessons:
    """The sentences, told a little differently in every epoch."""

    def __init__(self, sentences: Sequence[Sentence], vocabulary: Vocabulary, random: Random) -> None:
        self.sentences, self.vocabulary, self.random = sentences, vocabulary, random
        self.synonyms = _synonyms()

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Give shuffled batches of sentences of one length, which need no padding."""
        by_length: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            retold = self._retold(sentence)
            by_length[len(retold.words)].append(retold)
        groups: list[list[Sentence]] = []
        for alike in by_length.values():
            self.random.shuffle(alike)
            groups += [alike[k : k + BATCH_SIZE] for k in range(0, len(alike), BATCH_SIZE)]
        self.random.shuffle(groups)
        for group in groups:
            rows = [torch.from_numpy(self.vocabulary.encode(each.words)) for each in group]
            yield torch.stack(rows, dim=1), torch.tensor([float(each.label) for each in group])

    def _retold(self, sentence: Sentence) -> Sentence:
        """Exchange some words for synonyms, leave some out of hearing, drop some last marks."""
        kept = sentence.words
        if kept[-1] == "." and len(kept) > 1 and self.random.random() < UNMARKED_SHARE:
            kept = kept[:-1]
        return Sentence(tuple(map(self._heard, kept)), sentence.label)

    def _heard(self, word: str) -> str:
        draw = self.random.random()
        if draw < UNHEARD_SHARE:
            return UNHEARD
        if draw < UNHEARD_SHARE + SYNONYM_SHARE and word in self.synonyms:
            return self.random.choice(self.synonyms[word])
        return word
