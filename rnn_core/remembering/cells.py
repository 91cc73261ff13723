"""Train the networks of every cell: ``python -m rnn_core.remembering.cells --out FILE.safetensors``.

Progress goes to standard error, one line of JSON to standard output: the file's SHA-256, the seconds that
training took, and for each size and cell the mean share of right answers at each T.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rnn_core.remembering.cell_training import train_cell
from rnn_core.remembering.models import RecallModel
from rnn_core.remembering.snapshots import FILE, cell_curves, load_snapshots, save_snapshots, snapshot_specs
from rnn_core.remembering.spec import NUM_UPDATES, SIZES, RecallSpec
from rnn_core.sentiment.checkpoints import check_folder
from rnn_core.sentiment.commands import Parser, positive, run_command


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, save, and judge the saved file."""
    options = _parser().parse_args(arguments)
    check_folder(options.out.parent)
    started = time.perf_counter()
    models: dict[RecallSpec, RecallModel] = {}
    for spec in snapshot_specs():
        if spec.seed == 0:
            print(f"training {spec.cell} of {spec.hidden_size}, T = {spec.num_steps}", file=sys.stderr)
        models[spec] = train_cell(spec, num_updates=options.updates).model
    seconds = round(time.perf_counter() - started, 1)
    sha256 = save_snapshots(options.out, models)
    snapshots = load_snapshots(options.out, sha256)
    accuracy = {
        size: {
            cell: dict(zip(curve.lengths, (round(mean, 3) for mean in curve.means.tolist()), strict=True))
            for cell, curve in cell_curves(snapshots, size).items()
        }
        for size in SIZES
    }
    print(json.dumps({"sha256": sha256, "training_s": seconds, "accuracy": accuracy}))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m rnn_core.remembering.cells", description="Train every cell's networks.")
    parser.add_argument("--out", type=Path, default=FILE, help="file to write (default: the one that ships)")
    parser.add_argument(
        "--updates", type=positive, default=NUM_UPDATES, help=f"of each network (default: {NUM_UPDATES:,})"
    )
    return parser


if __name__ == "__main__":
    run_command(main)
