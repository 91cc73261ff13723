"""Sequences that a person types: words with a tiny embedding, or plain numbers."""

import math
import zlib

import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.checks import check_count
from rnn_core.text.tokenizer import words

MAX_NUMBER = 100.0
MEANING = ("not", "tone", "but")
"""What the three numbers of ``embed_by_meaning`` stand for."""
_WORDS_BY_MEANING = {
    (1.0, 0.0, 0.0): "not no never nor neither nothing nobody none without cannot",
    (
        0.0,
        1.0,
        0.0,
    ): "good nice fine fun funny clever charming moving beautiful strong liked loved love enjoyed",
    (0.0, 2.0, 0.0): "great excellent wonderful brilliant superb amazing perfect masterpiece best",
    (
        0.0,
        -1.0,
        0.0,
    ): "bad dull boring poor weak slow silly flat stupid messy disappointing hated hate disliked",
    (0.0, -2.0, 0.0): "awful terrible horrible dreadful appalling dire unwatchable worst",
    (0.0, 0.0, 1.0): "but yet however though although . ! ?",
}
_MEANINGS = {word: vector for vector, listed in _WORDS_BY_MEANING.items() for word in listed.split()}


def parse_words(text: str, max_steps: int) -> list[str]:
    """Split a sentence into the words and marks that the network reads one by one.

    Parameters
    ----------
    text
        What a person typed.
    max_steps
        The most words that are allowed.

    Raises
    ------
    ValueError
        If there is no word in it, or more than ``max_steps``.
    """
    found = words(text)
    return _checked_length(found, max_steps, "words")


def parse_numbers(text: str, max_steps: int) -> list[float]:
    """Read numbers that are separated by blanks, commas or semicolons; U+2212 is a minus sign as well.

    Parameters
    ----------
    text
        What a person typed.
    max_steps
        The most numbers that are allowed.

    Raises
    ------
    ValueError
        If something is not a number from -100 to 100, if there is none, or more than ``max_steps``.

    Examples
    --------
    >>> parse_numbers("1, 0 0.5; -1", max_steps=12)
    [1.0, 0.0, 0.5, -1.0]
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    return [parse_number(part) for part in _checked_length(parts, max_steps, "numbers")]


def parse_number(text: str, limit: float = MAX_NUMBER) -> float:
    """Read one number that a person typed; U+2212 is a minus sign as well.

    Parameters
    ----------
    text
        The number, with blanks around it or without.
    limit
        The largest that is allowed, on either side of 0; infinity for every finite number.

    Raises
    ------
    ValueError
        If it is not a finite number from ``-limit`` to ``limit``.
    """
    part = text.strip().replace("\u2212", "-")
    is_plain = part.isascii() and "_" not in part  # float reads 1_0 and the digits of other scripts too
    try:
        value = float(part) if is_plain else math.nan
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and abs(value) <= limit):
        found = repr(part[:20]) if part else "nothing"
        allowed = f"numbers from −{limit:g} to {limit:g}" if math.isfinite(limit) else "finite numbers"
        raise ValueError(f"Found {found}; {allowed} are allowed.")
    return value


def _checked_length(parts: list[str], max_steps: int, unit: str) -> list[str]:
    if not 1 <= len(parts) <= max_steps:
        raise ValueError(f"Found {len(parts):,} {unit}; 1 to {max_steps} are allowed.")
    return parts


def embed_words(tokens: list[str], embedding_size: int, seed: int = 0) -> Float[Tensor, "T D"]:
    """Give each word a vector of its own, drawn from the seed and the word: the same word, the same vector.

    A trained network learns such vectors; here they only have to tell the words apart.

    Parameters
    ----------
    tokens
        The words, in order; none give a tensor of no rows.
    embedding_size
        Numbers in each vector, from 1 to 64.
    seed
        Another seed gives other vectors, 0 or more.

    Raises
    ------
    ValueError
        If ``embedding_size`` or ``seed`` is outside its range.
    """
    check_count("embedding_size", embedding_size, 1, 64)
    check_count("seed", seed, 0, 2**31 - 1)

    def vector(token: str) -> Tensor:
        generator = torch.Generator().manual_seed(zlib.crc32(f"{seed} {token}".encode()))
        return 2 * torch.rand(embedding_size, generator=generator, dtype=torch.float64) - 1

    rows = [vector(token) for token in tokens]
    return torch.stack(rows) if rows else torch.empty(0, embedding_size, dtype=torch.float64)


def embed_by_meaning(tokens: list[str]) -> Float[Tensor, "T 3"]:
    """Look each word up in a tiny embedding written by hand, whose numbers can be read: not, tone, but.

    The first is 1 for a negation ("not", "never", "isn't"), the second is the tone from -2 ("awful") over
    -1 ("bad") and 1 ("good") to 2 ("great"), the third is 1 where a thought turns or ends ("but", a full
    stop). All other words are zeros: the network hears nothing.

    Parameters
    ----------
    tokens
        The words, in order, as ``parse_words`` cuts them.

    Examples
    --------
    >>> embed_by_meaning(["not", "awful", "but", "odd"]).tolist()
    [[1.0, 0.0, 0.0], [0.0, -2.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """
    negation, silence = _MEANINGS["not"], (0.0,) * len(MEANING)
    rows = [negation if token.endswith("n't") else _MEANINGS.get(token, silence) for token in tokens]
    return torch.tensor(rows, dtype=torch.float64).reshape(-1, len(MEANING))
