"""Every setting of a run as JSON, with what came of it."""

import json
import platform
from dataclasses import asdict
from typing import Any

from rnn_core.remembering import spec as memory
from rnn_core.running.records import JobResult
from rnn_core.running.spec import JobSpec
from rnn_core.running.view import JobView
from rnn_core.sentiment.recipes import recipe_of
from rnn_core.sentiment.spec import TrainSpec


def run_settings(view: JobView) -> str:
    """Write every setting of a run as JSON, with what came of it."""
    spec = view.spec
    return json.dumps(
        {
            "asked for": json.loads(spec.to_json()),
            "settings": _settings(spec),
            "changed on its way": [
                {"step": report.step, "seconds": report.elapsed_s, "changed": report.changed}
                for report in view.progress
                if report.changed
            ],
            "reviews": asdict(view.data) if view.data else None,
            "ended": {"state": view.state, "reason": view.reason},
            "result": _told(view.result) if view.result else None,
            "made with": {"python": platform.python_version(), "machine": platform.machine()},
        },
        indent=2,
    )


def _settings(spec: JobSpec) -> dict[str, Any]:
    if isinstance(spec, TrainSpec):
        return asdict(recipe_of(spec))
    return {
        "hidden_size": spec.hidden_size,
        "forget_bias": memory.FORGET_BIAS.get(spec.cell),
        "num_symbols": memory.NUM_SYMBOLS,
        "num_updates": memory.NUM_UPDATES,
        "batch_size": memory.BATCH_SIZE,
        "learning_rate": memory.LEARNING_RATE,
        "sequences_seed": memory.sequences_seed(spec.num_steps, spec.seed),
        "optimiser": "Adam",
    }


def _told(result: JobResult) -> dict[str, Any]:
    """Leave out which single answers were right: it means nothing without the questions."""
    return {name: value for name, value in asdict(result).items() if name != "right"}
