"""Train the networks of the memory test: ``python -m rnn_core.remembering --out FILE.safetensors``.

Progress goes to standard error, one line of JSON to standard output: the file's SHA-256, the seconds that
training took, and the share of right answers for each T, averaged over its networks.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rnn_core.remembering.evaluation import recall_curve
from rnn_core.remembering.networks import FILE, load_networks, save_networks
from rnn_core.remembering.training import LENGTHS, NUM_NETWORKS, RECIPE, train_networks
from rnn_core.sentiment.checkpoints import check_folder
from rnn_core.sentiment.commands import Parser, positive, run_command


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, save, and judge the saved file."""
    parser = Parser(prog="python -m rnn_core.remembering", description="Train the memory test's networks.")
    parser.add_argument("--out", type=Path, default=FILE, help="file to write (default: the one that ships)")
    parser.add_argument(
        "--lengths", type=positive, nargs="+", default=LENGTHS, help="every T (default: 1 to 100)"
    )
    parser.add_argument("--networks", type=positive, default=NUM_NETWORKS, help="for each T (default: 8)")
    options = parser.parse_args(arguments)
    check_folder(options.out.parent)
    started = time.perf_counter()
    networks = train_networks(tuple(options.lengths), options.networks, RECIPE, report=_print_progress)
    seconds = round(time.perf_counter() - started, 1)
    sha256 = save_networks(options.out, networks)
    curve = recall_curve(load_networks(options.out, sha256))
    means = dict(zip(curve.lengths, (round(mean, 3) for mean in curve.means.tolist()), strict=True))
    print(json.dumps({"sha256": sha256, "training_s": seconds, "accuracy": means}))


def _print_progress(num_steps: int, network: int) -> None:
    if network == 0:
        print(f"training for T = {num_steps}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    run_command(main)
