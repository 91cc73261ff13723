r"""Two readers of the same words: one that cannot hear their order, and one that reads from left to right.

The order-blind one looks at the mean of the words' vectors,

.. math:: y = w^\top \tanh\Big(W \frac{1}{T} \sum_t x_t + b\Big) + c,

the recurrent one is a vanilla network, :math:`h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h)`, whose last
hidden state gives the answer. Their sizes are chosen so that both have the same number of parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.cells import RNNParams
from rnn_core.checks import check_tensor
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.unrolling import UnrollTrace, unroll

EMBEDDING_SIZE, HIDDEN_SIZE, MLP_UNITS = 14, 16, 32


@dataclass(frozen=True)
class WordMLP:
    """An order-blind network: it is given how often each word occurs, and nothing else.

    Attributes
    ----------
    embedding
        One vector for each word of the vocabulary.
    W_in, b_in
        From the mean vector to the hidden layer.
    W_out, b_out
        From the hidden layer to the logit of "positive".

    Raises
    ------
    ValueError
        If shapes do not fit together or a number is not finite.
    """

    embedding: Float[Tensor, "V D"]
    W_in: Float[Tensor, "K D"]
    b_in: Float[Tensor, " K"]
    W_out: Float[Tensor, "1 K"]
    b_out: Float[Tensor, " 1"]

    def __post_init__(self) -> None:
        check_tensor("embedding", self.embedding, ("V", "D"))
        check_tensor("W_in", self.W_in, ("K", self.embedding.shape[1]))
        num_units = self.W_in.shape[0]
        check_tensor("b_in", self.b_in, (num_units,))
        check_tensor("W_out", self.W_out, (1, num_units))
        check_tensor("b_out", self.b_out, (1,))

    @property
    def num_parameters(self) -> int:
        """Number of weights, the words' vectors included."""
        return sum(w.numel() for w in (self.embedding, self.W_in, self.b_in, self.W_out, self.b_out))

    def logit(self, numbers: Sequence[int]) -> float:
        """Give the logit of "positive" for words, by their numbers in the vocabulary.

        The words are counted first, so that two orders of the same words are the same input to the last bit.

        Parameters
        ----------
        numbers
            One or more numbers of words.
        """
        counts = torch.bincount(torch.tensor(numbers), minlength=len(self.embedding))
        mean = counts.to(self.embedding.dtype) @ self.embedding / len(numbers)
        return float(self.W_out @ torch.tanh(self.W_in @ mean + self.b_in) + self.b_out)


@dataclass(frozen=True)
class WordRNN:
    """A vanilla recurrent network over words; the output after the last word is the logit of "positive".

    Attributes
    ----------
    embedding
        One vector for each word of the vocabulary.
    params
        The recurrent network, with one output.

    Raises
    ------
    ValueError
        If shapes do not fit together or a number is not finite.
    """

    embedding: Float[Tensor, "V D"]
    params: RNNParams

    def __post_init__(self) -> None:
        check_tensor("embedding", self.embedding, ("V", self.params.input_size))
        check_tensor("W_hy", self.params.W_hy, (1, self.params.hidden_size))

    @property
    def num_parameters(self) -> int:
        """Number of weights, the words' vectors included."""
        p = self.params
        return sum(w.numel() for w in (self.embedding, p.W_xh, p.W_hh, p.b_h, p.W_hy, p.b_y))

    def read(self, numbers: Sequence[int]) -> UnrollTrace:
        """Read words, by their numbers in the vocabulary, and keep every hidden state and output.

        Parameters
        ----------
        numbers
            One or more numbers of words.
        """
        return unroll(self.params, self.embedding[torch.tensor(numbers)])


@dataclass(frozen=True)
class WordReaders:
    """Both networks, float64, with the words that they know."""

    mlp: WordMLP
    rnn: WordRNN
    vocabulary: Vocabulary
