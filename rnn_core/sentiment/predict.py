"""Read one review: ``python -m rnn_core.sentiment.predict --model lstm "A fine film."``.

Prints one JSON object: the model, ``probability`` of "positive", ``label``, and for every token the
probability had the review ended there. A shipped model's probabilities are calibrated: ``temperature``
divided the ``logit``, which is given too. Those of a file are not, unless ``--temperature`` is given.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rnn_core.sentiment.commands import Parser, load_model, run_command
from rnn_core.sentiment.prediction import predict


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict and print."""
    parser = Parser(
        prog="python -m rnn_core.sentiment.predict", description="Predict the sentiment of one review."
    )
    parser.add_argument("text", help='the review, or "-" to read it from standard input')
    parser.add_argument("--model", default="lstm", help="rnn, lstm, gru, or the path of a .safetensors file")
    parser.add_argument("--max-tokens", type=int, help="tokens to read at most")
    parser.add_argument(
        "--temperature", type=float, help="what divides the logit (default: the shipped model's own, else 1)"
    )
    options = parser.parse_args(arguments)
    loaded = load_model(options.model)
    text = sys.stdin.read() if options.text == "-" else options.text
    temperature = loaded.temperature if options.temperature is None else options.temperature
    prediction = predict(loaded.model, loaded.vocabulary, text, options.max_tokens, temperature)
    print(json.dumps({"model": options.model, **asdict(prediction)}))


if __name__ == "__main__":
    run_command(main)
