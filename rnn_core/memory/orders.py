"""Read one sentence in two orders of its words, and find where the paths of the hidden state part."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.memory.models import WordReaders
from rnn_core.text.tokenizer import words

MIN_WORDS, MAX_WORDS = 2, 12


@dataclass(frozen=True)
class Reading:
    """One order of the words, read by both networks.

    Attributes
    ----------
    words
        In the order in which they were read.
    h
        The RNN's hidden state before the first word and after each.
    logits, probabilities
        What the RNN answers after each word: the logit of "positive", and its sigmoid.
    mlp_logit, mlp_probability
        What the MLP answers for all the words.
    """

    words: tuple[str, ...]
    h: Float[Tensor, "S H"]
    logits: Float[Tensor, " T"]
    probabilities: Float[Tensor, " T"]
    mlp_logit: float
    mlp_probability: float


@dataclass(frozen=True)
class OrderComparison:
    """The same words in two orders.

    Attributes
    ----------
    first, second
        Both readings.
    parting
        The step, from 1, at which the networks hear different words for the first time; None if at none.
    differing
        The step, from 1, at which the words as they are written differ for the first time; None if at none.
        It comes before ``parting`` where both words are unknown, since all of these sound alike.
    """

    first: Reading
    second: Reading
    parting: int | None
    differing: int | None


def sentence_words(text: str) -> tuple[str, ...]:
    """Cut a short sentence into the words and marks that the networks hear, in lower case.

    Parameters
    ----------
    text
        What a person typed.

    Raises
    ------
    ValueError
        If there are fewer than 2 words and marks, or more than 12.

    Examples
    --------
    >>> sentence_words("Not bad, but good")
    ('not', 'bad', ',', 'but', 'good')
    """
    found = words(text)
    if not MIN_WORDS <= len(found) <= MAX_WORDS:
        unit = "word" if len(found) == 1 else "words"
        reason = "; one word has no other order" if len(found) == 1 else ""
        raise ValueError(f"Found {len(found):,} {unit}; {MIN_WORDS} to {MAX_WORDS} are allowed{reason}.")
    return tuple(found)


def read(readers: WordReaders, tokens: Sequence[str]) -> Reading:
    """Let both networks read words in the order given; a word outside the vocabulary is heard as unknown.

    Parameters
    ----------
    readers
        Both networks.
    tokens
        1 or more words, as `sentence_words` gives them.

    Raises
    ------
    ValueError
        If there are no words.
    """
    _check_words(tokens)
    numbers = readers.vocabulary.encode(tokens).tolist()
    trace = readers.rnn.read(numbers)
    logits = trace.y[:, 0]
    mlp_logit = readers.mlp.logit(numbers)
    mlp_probability = torch.tensor(mlp_logit, dtype=torch.float64).sigmoid().item()
    return Reading(tuple(tokens), trace.h, logits, logits.sigmoid(), mlp_logit, mlp_probability)


def _check_words(tokens: Sequence[str]) -> None:
    if not tokens:
        raise ValueError("tokens must hold 1 or more words, found 0")


def compare_orders(readers: WordReaders, tokens: Sequence[str], order: Sequence[int]) -> OrderComparison:
    """Read words as they stand and in another order.

    Parameters
    ----------
    readers
        Both networks.
    tokens
        The words.
    order
        Which word stands at each place of the other order, counted from 0.

    Raises
    ------
    ValueError
        If there are no words, or ``order`` does not hold every place exactly once.
    """
    if sorted(order) != list(range(len(tokens))):
        raise ValueError(f"order must hold each number from 0 to {len(tokens) - 1} once, found {list(order)}")
    first, second = read(readers, tokens), read(readers, [tokens[place] for place in order])
    heard = readers.vocabulary.encode(tokens).tolist()
    parting = _first_difference(heard, [heard[place] for place in order])
    return OrderComparison(first, second, parting, _first_difference(first.words, second.words))


def _first_difference(one: Sequence[object], other: Sequence[object]) -> int | None:
    pairs = enumerate(zip(one, other, strict=True), 1)
    return next((t for t, (a, b) in pairs if a != b), None)


def most_telling_swap(readers: WordReaders, tokens: Sequence[str]) -> tuple[int, ...]:
    """Find the swap of two words that moves the RNN's last answer most, among all that there are.

    Parameters
    ----------
    readers
        Both networks.
    tokens
        The words.

    Returns
    -------
    tuple of int
        The order after the swap, counted from 0; the order as it stands if all words are the same to the
        network.

    Raises
    ------
    ValueError
        If there are no words.
    """
    _check_words(tokens)
    numbers = readers.vocabulary.encode(tokens).tolist()
    asis = tuple(range(len(tokens)))

    def answer(order: Sequence[int]) -> float:
        trace = readers.rnn.read([numbers[place] for place in order])
        return trace.y[-1, 0].sigmoid().item()

    best, furthest, before = asis, 0.0, answer(asis)
    for i, j in combinations(asis, 2):
        if numbers[i] == numbers[j]:  # one word to the network, so that nothing would change
            continue
        order = list(asis)
        order[i], order[j] = j, i
        after = answer(order)
        if abs(after - before) > furthest:
            best, furthest = tuple(order), abs(after - before)
    return best
