"""Score a model on a file: ``python -m rnn_core.sentiment.evaluate --data FILE.parquet --model lstm``.

FILE has the columns text and label (0 negative, 1 positive). Prints one line of JSON with ``accuracy`` (0
to 1), its ``standard_error``, ``loss`` in nats, ``calibration_error`` (0 to 1, of the probabilities after
division by ``temperature``), ``n`` and ``model``.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from rnn_core.data.imdb import load_imdb, read_reviews
from rnn_core.sentiment.calibration import calibrate_all, expected_calibration_error
from rnn_core.sentiment.commands import Parser, load_model, positive, run_command
from rnn_core.sentiment.evaluation import logits, score_of
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words


def main(arguments: Sequence[str] | None = None) -> None:
    """Score and print."""
    parser = Parser(
        prog="python -m rnn_core.sentiment.evaluate", description="Score a model on labelled reviews."
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="parquet file with the columns text and label"
    )
    parser.add_argument("--model", required=True, help="rnn, lstm, gru, or the path of a .safetensors file")
    parser.add_argument(
        "--validation-size",
        type=positive,
        help="score only what a training with a validation part of this size holds back",
    )
    options = parser.parse_args(arguments)
    loaded = load_model(options.model)
    if options.validation_size is not None:
        corpus = load_imdb(options.data, options.validation_size)
        texts, labels = corpus.validation_texts, corpus.validation_labels
    else:
        reviews = read_reviews(options.data)
        texts, labels = reviews.texts, reviews.labels
    encoded = EncodedTexts.encode([words(text) for text in texts], loaded.vocabulary)
    with one_quiet_thread():
        found = logits(loaded.model, encoded)
    result = score_of(found, labels)
    error = expected_calibration_error(calibrate_all(found, loaded.temperature), labels)
    print(
        json.dumps(
            {
                "accuracy": result.accuracy,
                "standard_error": result.standard_error,
                "loss": result.loss,
                "calibration_error": error,
                "temperature": loaded.temperature,
                "n": result.n,
                "model": options.model,
            }
        )
    )


if __name__ == "__main__":
    run_command(main)
