"""Train both readers and write their files: ``python -m rnn_core.memory [--out FOLDER] [--seed N]``."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rnn_core.memory.accuracy import examine
from rnn_core.memory.files import save_findings, save_readers
from rnn_core.memory.plane import page_plane
from rnn_core.memory.training import NUM_EPOCHS, train_readers
from rnn_core.sentiment.checkpoints import check_folder
from rnn_core.weight_files import MODELS_DIR


def main() -> None:
    """Train, write the files, and print their hashes and how often either network is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODELS_DIR, help="folder for the files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=NUM_EPOCHS)
    arguments = parser.parse_args()
    check_folder(arguments.out)
    readers = train_readers(arguments.seed, arguments.epochs)
    hashes, found = save_readers(arguments.out, readers), examine(readers)
    save_findings(arguments.out, found, page_plane(readers))
    print(json.dumps({"sha256": hashes, **asdict(found)}, indent=2))


if __name__ == "__main__":
    main()
