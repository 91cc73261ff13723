"""The word vectors that come with the app: counted once in film reviews, kept in half precision.

They belong to the vocabulary of the shipped networks. Whoever has other words takes the rows word by word
with `WordVectors.rows_for`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import MODELS_DIR, CheckpointError, read_content, read_weights, write_weights

VECTORS_FILE, VOCABULARY_FILE = "word_vectors.safetensors", "vocabulary.txt"
VECTORS_SHA256 = "5aedc84200a7122301123aaf39b8c6122cce297dcfda4dab77aff31fe0615553"
VOCABULARY_SHA256 = "7de13ec2d5c70305b03f24f9549dc2d58ef8b2b7d19841af10bf119f89fb5a7b"
"""Of the files that ship. After counting anew, put in what `rnn_core.text.count_vectors` prints."""
NAME = "vectors"


@dataclass(frozen=True)
class WordVectors:
    """Words and their vectors: row k of ``vectors`` belongs to ``vocabulary.words[k]``.

    Raises
    ------
    ValueError
        If there are not as many rows as words.
    """

    vocabulary: Vocabulary
    vectors: Float[Tensor, "V E"]

    def __post_init__(self) -> None:
        if len(self.vectors) != len(self.vocabulary):
            found = f"{len(self.vectors)} against {len(self.vocabulary)}"
            raise ValueError(f"vectors must have a row for every word of the vocabulary, found {found}")

    def rows_for(self, words: Sequence[str]) -> Float[Tensor, "N E"]:
        """Give a row for each word; a word without a vector gets zeros."""
        numbers = torch.from_numpy(self.vocabulary.encode(words)).long()
        known = torch.tensor([word in self.vocabulary for word in words], dtype=torch.bool)
        return self.vectors[numbers] * known[:, None]


def save_word_vectors(folder: Path, words: WordVectors) -> str:
    """Write the vectors in half precision and return the file's SHA-256.

    Raises
    ------
    CheckpointError
        If a number is not finite in half precision.
    """
    return write_weights(folder / VECTORS_FILE, {NAME: words.vectors.half()})


def load_word_vectors(
    folder: Path = MODELS_DIR,
    vectors_sha256: str = VECTORS_SHA256,
    vocabulary_sha256: str = VOCABULARY_SHA256,
) -> WordVectors:
    """Load the counted vectors in single precision, anew at each call: whoever asks often keeps the answer.

    Parameters
    ----------
    folder
        Where both files lie.
    vectors_sha256, vocabulary_sha256
        What they must hash to.

    Raises
    ------
    CheckpointError
        If a file is missing, is not the one that was shipped, or does not fit the other.
    """
    weights = read_weights(folder / VECTORS_FILE, vectors_sha256)
    read_content(folder / VOCABULARY_FILE, vocabulary_sha256)
    try:
        return WordVectors(Vocabulary.load(folder / VOCABULARY_FILE), weights[NAME].float())
    except (KeyError, ValueError) as error:
        raise CheckpointError(
            f"the files {VECTORS_FILE} and {VOCABULARY_FILE} do not fit together: {error}"
        ) from error
