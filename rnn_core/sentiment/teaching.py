"""Learn from reviews that nobody labelled: teachers read them, students learn what they said.

There are two teachers, trained on the labelled reviews alone: an LSTM, and a weighing of words and pairs
that never reads in order. The mean of their probabilities, doubts and all, says more than labels would and
covers three times as many reviews. A student that learns from both under dropout comes out better than the
LSTM that taught it.

References
----------
Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network", https://arxiv.org/abs/1503.02531

Xie, Luong, Hovy and Le (2020), "Self-training with noisy student improves ImageNet classification", CVPR,
https://arxiv.org/abs/1911.04252
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from rnn_core.data.corpus import Corpus, TaughtReviews
from rnn_core.sentiment.evaluation import logits
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.sentiment.preparation import digest_of, load_arrays, prepare, save_arrays
from rnn_core.sentiment.recipes import Cell, Recipe
from rnn_core.sentiment.training import TrainProgress, TrainSpec, train
from rnn_core.sentiment.word_pairs import WordPairs
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import TOKENIZER_VERSION, words

TEACHER_CELL: Cell = "lstm"


def teach(
    texts: Sequence[str],
    corpus: Corpus,
    recipe: Recipe,
    seed: int,
    *,
    report: Callable[[TrainProgress], None] = lambda progress: None,
    cache_dir: Path | None = None,
) -> TaughtReviews:
    """Train the teachers on a corpus and let them label more texts.

    Parameters
    ----------
    texts
        Reviews without labels. None of them should be of a film that validation holds.
    corpus
        What the teachers learn from: its training part.
    recipe, seed
        How the LSTM is trained.
    report
        Told how it goes.
    cache_dir
        Folder that keeps the teachers' answers; None keeps nothing.
    """
    name = f"taught-{digest_of([corpus.train_texts, texts], [TOKENIZER_VERSION, seed, asdict(recipe)])}"
    kept = load_arrays(cache_dir, name)
    if kept is None:
        report(TrainProgress("preparing", "Training the teachers"))
        spec = TrainSpec("imdb", TEACHER_CELL, "thorough", seed=seed)
        reader = train(spec, corpus, report=report, recipe=recipe, cache_dir=cache_dir)
        data = prepare(corpus, recipe, cache_dir=cache_dir)
        weigher = WordPairs.fit(data.train, corpus.train_labels, len(data.vocabulary))
        report(TrainProgress("preparing", "The teachers read the reviews without labels"))
        encoded = EncodedTexts.encode([words(text) for text in texts], reader.vocabulary)
        with one_quiet_thread():
            answers = [logits(reader.model, encoded).astype(np.float64), weigher.logits(encoded)]
        kept = {"probabilities": np.mean([torch.from_numpy(z).sigmoid().numpy() for z in answers], axis=0)}
        save_arrays(cache_dir, name, kept)
    return TaughtReviews(texts, kept["probabilities"].tolist())
