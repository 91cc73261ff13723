"""Train a model to ship: ``python -m rnn_core.sentiment.train --cell lstm --data FILE.parquet --out DIR``.

Writes ``DIR/lstm.safetensors``, ``DIR/vocabulary.txt``, ``DIR/lstm.json`` with the figures, and
``DIR/MODEL_CARD.md`` over all figures in the folder. The figures are of the file as it lies there, after
rounding. Progress goes to standard error, one line of JSON with the figures to standard output. What the
probabilities are worth is measured afterwards: ``python -m rnn_core.sentiment.calibrate``.
"""

import argparse
import hashlib
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from rnn_core.data.corpus import Corpus
from rnn_core.data.imdb import VALIDATION_SIZE, load_imdb, read_unlabelled, validation_films
from rnn_core.sentiment.card import CARD_FILE, Figures, render_card
from rnn_core.sentiment.checkpoints import (
    VOCABULARY_FILE,
    LoadedModel,
    check_folder,
    check_words,
    load_checkpoint,
    save_checkpoint,
)
from rnn_core.sentiment.commands import Parser, positive, run_command
from rnn_core.sentiment.evaluation import Score, score, single_sentences, unseen_validation
from rnn_core.sentiment.recipes import CELLS, RECIPES, TAUGHT_RECIPE, recipe_for
from rnn_core.sentiment.teaching import teach
from rnn_core.sentiment.training import TrainProgress, TrainSpec, train
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import Vocabulary

SIZES = ("vocab_size", "embedding_size", "hidden_size", "max_tokens")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, save, score the saved file, and write its figures."""
    options = _parser().parse_args(arguments)
    spec = TrainSpec("imdb", options.cell, options.recipe, seed=options.seed)
    source = _unlabelled_file(options)
    epochs = {} if options.epochs is None else {"num_epochs": options.epochs}
    # The teacher reads no snippets: what it labels are whole reviews.
    teacher = replace(recipe_for(spec.recipe, spec.dataset), snippet_share=0.0, **epochs)
    recipe = replace(recipe_for(spec.recipe, spec.dataset, taught=source is not None), **epochs)
    check_folder(options.out)
    corpus = load_imdb(options.data, options.validation_size)
    unlabelled = [] if source is None else _unlabelled(source, options)
    if (options.out / VOCABULARY_FILE).exists():  # seconds of work, against minutes that it may spare
        check_words(options.out, Vocabulary.from_texts(map(words, corpus.train_texts), recipe.vocab_size))
    say, cache = _print_progress, options.cache
    taught = None
    if unlabelled:
        taught = teach(unlabelled, corpus, teacher, spec.seed, report=say, cache_dir=cache)
    result = train(spec, corpus, report=say, recipe=recipe, cache_dir=cache, taught=taught)
    path = options.out / f"{spec.cell}.safetensors"
    save_checkpoint(path, result.model, result.vocabulary)
    figures = Figures(
        command=_command(options),
        cell=spec.cell,
        recipe=spec.recipe,
        seed=spec.seed,
        num_epochs=recipe.num_epochs,
        training_s=round(result.seconds, 1),
        train_size=len(corpus.train_texts),
        unlabelled_size=len(unlabelled),
        split=corpus.split,
        **measure(path, corpus, unlabelled),
    )
    figures.save(options.out)
    (options.out / CARD_FILE).write_text(render_card(options.out), encoding="utf-8")
    print(figures.to_json())


def _parser() -> Parser:
    parser = Parser(prog="python -m rnn_core.sentiment.train", description="Train a sentiment model on IMDB.")
    parser.add_argument("--cell", required=True, choices=CELLS, help="recurrent layer")
    parser.add_argument(
        "--data", type=Path, required=True, help="parquet file with text, label and, best, movie"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the model, its words and its figures"
    )
    parser.add_argument(
        "--unlabelled",
        type=Path,
        help="parquet file with texts for teachers to label; for the recipe thorough alone "
        "(default: unsup.parquet beside the data)",
    )
    parser.add_argument("--no-unlabelled", action="store_true", help="learn from the labelled reviews alone")
    parser.add_argument(
        "--recipe", default="thorough", help=f"one of {', '.join(RECIPES)} (default: thorough)"
    )
    parser.add_argument("--seed", type=int, default=0, help="0 or more (default: 0)")
    parser.add_argument("--epochs", type=positive, help="passes over the data (default: the recipe's)")
    parser.add_argument(
        "--validation-size",
        type=positive,
        default=VALIDATION_SIZE,
        help=f"reviews to hold back (default: {VALIDATION_SIZE})",
    )
    parser.add_argument("--cache", type=Path, help="folder that keeps encoded texts from run to run")
    return parser


def _unlabelled_file(options: argparse.Namespace) -> Path | None:
    """Name the file of reviews without labels: the one asked for, else one that lies beside the data."""
    if options.no_unlabelled:
        return None
    beside: Path = options.data.with_name("unsup.parquet")
    if options.unlabelled is None and options.recipe == TAUGHT_RECIPE and beside.is_file():
        return beside
    return options.unlabelled


def _unlabelled(source: Path, options: argparse.Namespace) -> list[str]:
    """Read the reviews without labels, of films that are not held back."""
    texts = read_unlabelled(source, validation_films(options.data, options.validation_size))
    if not texts:
        raise ValueError(f"{source.name} must hold reviews of films that are not held back, found none")
    return texts


def _command(options: argparse.Namespace) -> str:
    """Write the command again without the folders of this machine."""
    data = shlex.quote(options.data.name)
    parts = [f"python -m rnn_core.sentiment.train --cell {options.cell} --data {data} --out DIR"]
    defaults = vars(_parser().parse_args(["--cell", options.cell, "--data", "", "--out", ""]))
    for name in ("unlabelled", "no_unlabelled", "recipe", "seed", "epochs", "validation_size"):
        value = getattr(options, name)
        if value != defaults[name]:
            parts.append(f"--{name.replace('_', '-')}")
            if value is not True:
                parts.append(shlex.quote(value.name if isinstance(value, Path) else str(value)))
    return " ".join(parts)


def measure(path: Path, corpus: Corpus, unlabelled: Sequence[str]) -> dict[str, Any]:
    """Take every figure of a saved model from its file, rounded weights and all."""
    loaded = load_checkpoint(path)
    texts, labels = unseen_validation(corpus, unlabelled)
    judged = _score_texts(loaded, texts, labels)
    sentences = _score_texts(loaded, *single_sentences(texts, labels))
    return {
        "validation_size": judged.n,
        "validation_accuracy": judged.accuracy,
        "standard_error": judged.standard_error,
        "validation_loss": judged.loss,
        "sentence_size": sentences.n,
        "sentence_accuracy": sentences.accuracy,
        **{name: getattr(loaded.model.config, name) for name in SIZES},
        "num_weights": sum(weight.numel() for weight in loaded.model.parameters()),
        "file_bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "vocabulary_sha256": loaded.vocabulary.sha256,
        "torch_version": torch.__version__,
    }


def _score_texts(loaded: LoadedModel, texts: Sequence[str], labels: Sequence[int]) -> Score:
    encoded = EncodedTexts.encode([words(text) for text in texts], loaded.vocabulary)
    return score(loaded.model, encoded, labels)


def _print_progress(progress: TrainProgress) -> None:
    """Write a line to standard error at each judgement."""
    if progress.phase == "training" and progress.validation_accuracy is None:
        return
    parts = [progress.message]
    judged = progress.phase == "training" and progress.validation_accuracy is not None
    if judged and progress.loss is not None:
        parts = [f"{progress.fraction:4.0%}", f"{progress.elapsed_s:5.0f} s", f"loss {progress.loss:.3f}"]
        parts.append(f"validation accuracy {progress.validation_accuracy:.3f}")
    print("  ".join(parts), file=sys.stderr, flush=True)


if __name__ == "__main__":
    run_command(main)
