"""Fit the temperatures of a folder's models: ``python -m rnn_core.sentiment.calibrate --data FILE.parquet``.

Writes ``{cell}_calibration.json`` beside each model and the card anew; prints one line of JSON for each model
with its ``temperature`` and the errors before and after. The reviews are those that the model's own training
held back. The temperature of a shipped model goes into `rnn_core.sentiment.checkpoints.SHIPPED`.
"""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from rnn_core.data.imdb import VALIDATION_SIZE, load_imdb, read_unlabelled, validation_films
from rnn_core.sentiment.calibration_figures import CalibrationFigures, measure_calibration
from rnn_core.sentiment.card import CARD_FILE, UNLABELLED_FILE, Figures, render_card
from rnn_core.sentiment.card_text import TITLES
from rnn_core.sentiment.checkpoints import LoadedModel, load_checkpoint
from rnn_core.sentiment.commands import Parser, positive, run_command
from rnn_core.sentiment.evaluation import logits, single_sentences, unseen_validation
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words
from rnn_core.weight_files import MODELS_DIR


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the reviews, measure each model, and write what was found."""
    options = _parser().parse_args(arguments)
    found = [cell for cell in TITLES if (options.models / f"{cell}.json").exists()]
    if not found:
        raise ValueError(
            f"{options.models} must hold a model with its figures, such as lstm.json; found none"
        )
    corpus = load_imdb(options.data, options.validation_size)
    source = options.unlabelled or options.data.with_name(UNLABELLED_FILE)
    films = validation_films(options.data, options.validation_size)
    seen = read_unlabelled(source, films) if options.unlabelled or source.is_file() else []
    reviews = unseen_validation(corpus, seen)
    sentences = single_sentences(*reviews)
    command = f"python -m rnn_core.sentiment.calibrate --data {shlex.quote(options.data.name)}"
    for cell in found:
        print(f"{cell}: reading {len(reviews[0]):,} reviews", file=sys.stderr, flush=True)
        loaded = load_checkpoint(options.models / f"{cell}.safetensors")
        figures = measure_calibration(
            (_answers(loaded, reviews[0]), reviews[1]),
            (_answers(loaded, sentences[0]), sentences[1]),
            command=command,
            cell=cell,
            sha256=Figures.load(options.models / f"{cell}.json").sha256,
        )
        figures.save(options.models)
        print(_line(figures))
    (options.models / CARD_FILE).write_text(render_card(options.models), encoding="utf-8")


def _parser() -> Parser:
    parser = Parser(
        prog="python -m rnn_core.sentiment.calibrate", description="Fit the temperatures of trained models."
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="the parquet file that the models were trained on"
    )
    parser.add_argument(
        "--models", type=Path, default=MODELS_DIR, help="folder of the models (default: the shipped ones)"
    )
    parser.add_argument(
        "--unlabelled",
        type=Path,
        help=f"parquet file of the texts that teachers labelled (default: {UNLABELLED_FILE} beside the data)",
    )
    parser.add_argument(
        "--validation-size",
        type=positive,
        default=VALIDATION_SIZE,
        help=f"reviews that the trainings held back (default: {VALIDATION_SIZE})",
    )
    return parser


def _answers(loaded: LoadedModel, texts: Sequence[str]) -> Float32[np.ndarray, " N"]:
    encoded = EncodedTexts.encode([words(text) for text in texts], loaded.vocabulary)
    with one_quiet_thread():
        return logits(loaded.model, encoded)


def _line(figures: CalibrationFigures) -> str:
    return json.dumps(
        {
            "model": figures.cell,
            "temperature": figures.temperature,
            "n": figures.raw.size,
            "error_raw": round(figures.raw.error, 4),
            "error": round(figures.calibrated.error, 4),
            "error_by_chance": round(figures.calibrated.error_by_chance, 4),
            "error_on_sentences": round(figures.sentences.error, 4),
        }
    )


if __name__ == "__main__":
    run_command(main)
