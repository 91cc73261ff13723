"""The sentences that both readers learn from, and those on which they are examined."""

from collections.abc import Sequence

from rnn_core.data.order import order_corpus
from rnn_core.memory.everyday import Sentence, everyday_sentences
from rnn_core.text.tokenizer import words

NUM_EVERYDAY = 20_000
NEW_SEED = 1
"""Of the everyday sentences for the examination; training took another."""


def training_sentences(num_everyday: int = NUM_EVERYDAY, seed: int = 0) -> list[Sentence]:
    """Return what both networks learn from: the corpus' training part and the everyday sentences."""
    corpus = order_corpus()
    learned = _in_words(corpus.train_texts, corpus.train_labels)
    return learned + everyday_sentences(num_everyday, seed)


def order_sentences() -> list[Sentence]:
    """Return the held-out part of the order-matters corpus, in words."""
    corpus = order_corpus()
    return _in_words(corpus.validation_texts, corpus.validation_labels)


def new_everyday_sentences(num_drawn: int = 4_000) -> list[Sentence]:
    """Draw everyday sentences, of the patterns that training saw, and leave out those that it held."""
    known = {sentence.words for sentence in training_sentences()}
    return [each for each in everyday_sentences(num_drawn, NEW_SEED) if each.words not in known]


def _in_words(texts: Sequence[str], labels: Sequence[int]) -> list[Sentence]:
    return [Sentence(tuple(words(text)), label) for text, label in zip(texts, labels, strict=True)]
