"""From a corpus of strings to numbers, kept on disk because cutting IMDB into words takes seconds.

Kept are plain numpy arrays (npz without pickle); the name holds a hash of every text and setting that the
arrays depend on, so that a stale file is never read.
"""

import hashlib
import itertools
import os
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from rnn_core.data.corpus import Corpus
from rnn_core.sentiment.recipes import Recipe
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.shipped_vectors import load_word_vectors
from rnn_core.text.tokenizer import TOKENIZER_VERSION, words
from rnn_core.text.vectors import word_vectors
from rnn_core.text.vocabulary import SPECIAL, Vocabulary
from rnn_core.weight_files import CheckpointError

Say = Callable[[str], None]
CHECK_EVERY = 500
"""Texts that are cut into words between two looks at whether to stop: some 50 ms of IMDB."""
SAY_EVERY = 2_500
"""Texts after which is said how many are cut."""
CUTTING = "Cutting the reviews into words"
MAX_KEPT_BYTES = 500_000_000
"""Of one folder: every size of a vocabulary that somebody tries on IMDB costs some 25 MB."""


class PreparationStopped(Exception):  # noqa: N818 - the event, not its class, is what one catches
    """Whoever asked for a preparation wants it no more."""


@dataclass(frozen=True)
class Prepared:
    """A corpus in numbers; ``vectors`` are the embeddings to start from, or None."""

    vocabulary: Vocabulary
    train: EncodedTexts
    validation: EncodedTexts
    vectors: Float[Tensor, "V E"] | None


def prepare(
    corpus: Corpus,
    recipe: Recipe,
    *,
    say: Say = lambda message: None,
    cache_dir: Path | None = None,
    more_texts: Sequence[str] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> Prepared:
    """Cut a corpus into words, number them, and count word vectors where the recipe wants them.

    A vocabulary smaller than the length of a vector is too small to count vectors: ``vectors`` is None then.
    Where the recipe wants the shipped vectors and they have another length, vectors are counted.

    Parameters
    ----------
    corpus
        The vocabulary and the vectors come from its training part alone.
    recipe
        Decides the size of the vocabulary and of the vectors.
    say
        Told in one short sentence what is being done.
    cache_dir
        Folder that keeps the results; None keeps nothing.
    more_texts
        Texts to learn from besides; they follow those of the corpus and give the vocabulary no words.
    should_stop
        Asked on the way, a few times a second on IMDB; True breaks off, and what was not finished is not
        kept.

    Raises
    ------
    PreparationStopped
        If ``should_stop`` said so.
    """

    def pause() -> None:
        if should_stop():
            raise PreparationStopped

    pause()
    texts = [corpus.train_texts, more_texts, corpus.validation_texts]
    digest = digest_of(texts, [TOKENIZER_VERSION, recipe.vocab_size])
    kept = load_arrays(cache_dir, f"texts-{digest}")
    if kept is None:
        say(CUTTING)
        kept = _encode(corpus, more_texts, recipe.vocab_size, pause, say)
        save_arrays(cache_dir, f"texts-{digest}", kept)
    vocabulary = Vocabulary((*SPECIAL, *kept["words"].tobytes().decode().splitlines()))
    train = EncodedTexts(kept["train_ids"], kept["train_offsets"])
    vectors = None
    if recipe.word_vectors and recipe.shipped_vectors:
        vectors = _shipped(vocabulary, recipe.embedding_size)
    if recipe.word_vectors and vectors is None and len(vocabulary) >= recipe.embedding_size:
        name = f"vectors-{recipe.embedding_size}-{digest}"
        found = load_arrays(cache_dir, name)
        if found is None:
            say("Counting which words keep company")
            counted = word_vectors(train, len(vocabulary), recipe.embedding_size, pause=pause)
            found = {"vectors": counted.numpy()}
            save_arrays(cache_dir, name, found)
        vectors = torch.from_numpy(found["vectors"])
    validation = EncodedTexts(kept["validation_ids"], kept["validation_offsets"])
    return Prepared(vocabulary, train, validation, vectors)


def _shipped(vocabulary: Vocabulary, size: int) -> Float[Tensor, "V E"] | None:
    """Take the vectors that ship with the app, word by word, or None where they do not fit or are damaged."""
    try:
        shipped = load_word_vectors()
    except CheckpointError:  # they can be counted anew
        return None
    return shipped.rows_for(vocabulary.words) if shipped.vectors.shape[1] == size else None


def _encode(
    corpus: Corpus,
    more_texts: Sequence[str],
    vocab_size: int,
    pause: Callable[[], None],
    say: Callable[[str], None],
) -> dict[str, np.ndarray]:
    total = len(corpus.train_texts) + len(more_texts) + len(corpus.validation_texts)
    done = itertools.count(1)

    def cut(texts: Sequence[str]) -> list[list[str]]:
        result = []
        for k, text in enumerate(texts):
            if k % CHECK_EVERY == 0:
                pause()
            result.append(words(text))
            if (num := next(done)) % SAY_EVERY == 0:
                say(f"{CUTTING}: {num:,} of {total:,}")
        pause()
        return result

    train_words = cut(corpus.train_texts)
    vocabulary = Vocabulary.from_texts(train_words, vocab_size)
    train_words += cut(more_texts)
    train = EncodedTexts.encode(train_words, vocabulary)
    validation = EncodedTexts.encode(cut(corpus.validation_texts), vocabulary)
    return {
        "words": np.frombuffer("\n".join(vocabulary.words[len(SPECIAL) :]).encode(), np.uint8),
        "train_ids": train.ids,
        "train_offsets": train.offsets,
        "validation_ids": validation.ids,
        "validation_offsets": validation.offsets,
    }


def digest_of(texts: Sequence[Sequence[str]], settings: Sequence[object]) -> str:
    """Give the name under which something made from these texts and settings is kept."""
    digest = hashlib.sha256(repr(settings).encode())
    for part in texts:
        for text in part:
            digest.update(text.encode("utf-8", "surrogatepass"))
            digest.update(b"\0")
        digest.update(b"\1")
    return digest.hexdigest()[:24]


def load_arrays(folder: Path | None, name: str) -> dict[str, np.ndarray] | None:
    """Read a kept file; a damaged one counts as absent, for it can always be made again."""
    if folder is None:
        return None
    path = folder / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = dict(arrays)
        os.utime(path)  # what is in use stays
        return found
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def save_arrays(folder: Path | None, name: str, arrays: dict[str, np.ndarray]) -> None:
    """Write beside the place and rename, so that another process never reads half a file."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.{os.getpid()}.part.npz"
    try:
        np.savez(unfinished, allow_pickle=False, **arrays)
        unfinished.replace(folder / f"{name}.npz")
    finally:
        unfinished.unlink(missing_ok=True)  # half a file on a full disk
    _make_room(folder)


def _make_room(folder: Path) -> None:
    """Let go what was used longest ago, halves of processes that were killed among it; the newest stays."""
    found = []
    for path in folder.glob("*.npz"):
        with suppress(OSError):  # another process may be at the same
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    size = 0
    for place, (_, num_bytes, path) in enumerate(sorted(found, reverse=True)):
        size += num_bytes
        if place > 0 and size > MAX_KEPT_BYTES:
            with suppress(OSError):
                path.unlink()
