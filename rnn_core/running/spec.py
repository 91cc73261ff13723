"""What a job may be asked for: a training on reviews, or one on the memory test."""

import json
from contextlib import suppress

from rnn_core.remembering.spec import RecallSpec
from rnn_core.sentiment.spec import TrainSpec

JobSpec = TrainSpec | RecallSpec


def read_spec(text: str) -> JobSpec:
    """Read what a spec's ``to_json`` wrote; a field ``task`` tells which kind it is.

    Raises
    ------
    ValueError
        If it describes no training, or a value is not allowed.

    Examples
    --------
    >>> read_spec(RecallSpec("gru", 20).to_json())
    RecallSpec(cell='gru', num_steps=20, seed=0, size='units')
    """
    return RecallSpec.from_json(text) if _names_a_task(text) else TrainSpec.from_json(text)


def _names_a_task(text: str) -> bool:
    with suppress(ValueError):
        values = json.loads(text)
        return isinstance(values, dict) and "task" in values
    return False
