"""Count the word vectors that ship: ``python -m rnn_core.text.count_vectors --data FILE --unlabelled FILE``.

Both files are parquet. Reads the training reviews without those that `rnn_core.data.imdb.load_imdb` holds
back, and the unlabelled reviews without those of the films held back; writes ``word_vectors.safetensors``
beside the vocabulary whose words it counts, and prints one line of JSON with the file's hash.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rnn_core.data.imdb import load_imdb, read_unlabelled, validation_films
from rnn_core.sentiment.commands import Parser, positive, run_command
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.shipped_vectors import (
    VECTORS_FILE,
    VOCABULARY_FILE,
    WordVectors,
    save_word_vectors,
)
from rnn_core.text.tokenizer import words
from rnn_core.text.vectors import word_vectors
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import MODELS_DIR

SIZE = 64


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, count, decompose, write."""
    parser = Parser(prog="python -m rnn_core.text.count_vectors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled reviews")
    parser.add_argument("--unlabelled", type=Path, help="more reviews, of which only the text is read")
    parser.add_argument("--out", type=Path, default=MODELS_DIR, help=f"folder with {VOCABULARY_FILE}")
    parser.add_argument("--size", type=positive, default=SIZE, help="numbers of a vector")
    options = parser.parse_args(arguments)
    vocabulary = Vocabulary.load(options.out / VOCABULARY_FILE)
    corpus = load_imdb(options.data)
    texts = list(corpus.train_texts)
    if options.unlabelled is not None:
        texts += read_unlabelled(options.unlabelled, validation_films(options.data))
    held_back = set(corpus.validation_texts)
    texts = [text for text in texts if text not in held_back]
    print(f"Counting in {len(texts):,} reviews", file=sys.stderr)
    encoded = EncodedTexts.encode([words(text) for text in texts], vocabulary)
    vectors = word_vectors(encoded, len(vocabulary), options.size)
    sha256 = save_word_vectors(options.out, WordVectors(vocabulary, vectors))
    print(
        json.dumps(
            {
                "file": VECTORS_FILE,
                "sha256": sha256,
                "vocabulary_sha256": vocabulary.sha256,
                "reviews": len(texts),
                "tokens": len(encoded.ids),
            }
        )
    )


if __name__ == "__main__":
    run_command(main)
