"""How often each reader is right on what it never met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rnn_core.checks import check_count, check_number
from rnn_core.memory.everyday import Sentence
from rnn_core.memory.models import WordReaders
from rnn_core.memory.sentences import new_everyday_sentences, order_sentences
from rnn_core.sentiment.uncertainty import standard_error


@dataclass(frozen=True)
class Accuracy:
    """The share of right answers on a set of sentences.

    Attributes
    ----------
    share
        Of right answers, 0 to 1.
    num_sentences
        How many were answered.

    Raises
    ------
    ValueError
        If the share is none, or no sentence was answered.
    """

    share: float
    num_sentences: int

    def __post_init__(self) -> None:
        check_number("share", self.share, 0.0, 1.0)
        check_count("num_sentences", self.num_sentences, 1, 1_000_000)

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
