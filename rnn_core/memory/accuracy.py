"""How often each reader is right on what it never met."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rnn_core.data.order import order_corpus
from rnn_core.memory.everyday import Sentence, everyday_sentences
from rnn_core.memory.models import WordReaders
from rnn_core.memory.training import training_sentences
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.text.tokenizer import words
from rnn_core.weight_files import MODELS_DIR, CheckpointError

FIGURES_FILE = "memory_figures.json"
NEW_SEED = 1
"""Of the everyday sentences for the examination; training took another."""


@dataclass(frozen=True)
class Accuracy:
    """The share of right answers on a set of sentences.

    Attributes
    ----------
    share
        Of right answers, 0 to 1.
    num_sentences
        How many were answered.
    """

    share: float
    num_sentences: int

    @property
    def standard_error(self) -> float:
        """Of the share, as for so many independent draws."""
        return standard_error(self.share, self.num_sentences)


@dataclass(frozen=True)
class Examination:
    """Both networks on both sets of sentences.

    Attributes
    ----------
    mlp_order, rnn_order
        On the order-matters corpus, in templates that training never saw.
    mlp_everyday, rnn_everyday
        On short everyday sentences that training never saw, in patterns that it did see.
    """

    mlp_order: Accuracy
    rnn_order: Accuracy
    mlp_everyday: Accuracy
    rnn_everyday: Accuracy


def order_sentences() -> list[Sentence]:
    """Return the held-out part of the order-matters corpus, in words."""
    corpus = order_corpus()
    pairs = zip(corpus.validation_texts, corpus.validation_labels, strict=True)
    return [Sentence(tuple(words(text)), label) for text, label in pairs]


def new_everyday_sentences(num_drawn: int = 4_000) -> list[Sentence]:
    """Draw everyday sentences and leave out those that training held."""
    known = {sentence.words for sentence in training_sentences()}
    return [each for each in everyday_sentences(num_drawn, NEW_SEED) if each.words not in known]


def examine(readers: WordReaders) -> Examination:
    """Let both networks answer all the sentences that they never met.

    Parameters
    ----------
    readers
        Both networks.
    """
    order, everyday = order_sentences(), new_everyday_sentences()

    def by_rnn(numbers: list[int]) -> float:
        return readers.rnn.read(numbers).y[-1].item()

    def share(answer: Callable[[list[int]], float], sentences: Sequence[Sentence]) -> Accuracy:
        encoded = [(readers.vocabulary.encode(each.words).tolist(), each.label) for each in sentences]
        right = sum((answer(numbers) > 0) == (label == 1) for numbers, label in encoded)
        return Accuracy(right / len(sentences), len(sentences))

    mlp = readers.mlp.logit
    return Examination(share(mlp, order), share(by_rnn, order), share(mlp, everyday), share(by_rnn, everyday))


def save_examination(folder: Path, found: Examination) -> None:
    """Write what `examine` found beside the weights, so that the page need not count anew."""
    (folder / FIGURES_FILE).write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")


def load_examination(folder: Path = MODELS_DIR) -> Examination:
    """Read what `save_examination` wrote.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    try:
        fields = json.loads((folder / FIGURES_FILE).read_text(encoding="utf-8"))
        return Examination(**{name: Accuracy(**accuracy) for name, accuracy in fields.items()})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointError(f"the file {FIGURES_FILE} is missing or damaged") from error
