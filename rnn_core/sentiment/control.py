"""What a person may change while a training goes on."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rnn_core.sentiment.spec import read_fields

CONTROL_FILE = "control.json"
SMALLEST_RATE, LARGEST_RATE = 1e-8, 1e9
"""The largest is far past any use: that a training diverges is something to try."""
LARGEST_CLIP, LARGEST_DROPOUT = 1e6, 0.95
NUMBER = (int, float, type(None))
KINDS = {"paused": (bool,), "learning_rate": NUMBER, "clip_norm": NUMBER, "dropout": NUMBER}


@dataclass(frozen=True)
class Control:
    """How a training is to go on from now; None stands for what its recipe says.

    Parameters
    ----------
    paused
        Whether it waits. The clock of its budget waits with it.
    learning_rate
        Peak rate of the network's weights, 1e-8 to 1e9; the recipe's schedule goes on below it, and the rate
        of the embeddings keeps its ratio to it.
    clip_norm
        Largest gradient norm, 0 to 1e6; 0 does not clip.
    dropout
        Probability to silence a pooled unit, 0 to 0.95.

    Raises
    ------
    ValueError
        If a value is not allowed; the message names it, what was found and what is allowed.

    Examples
    --------
    >>> Control.from_json(Control(learning_rate=0.01).to_json())
    Control(paused=False, learning_rate=0.01, clip_norm=None, dropout=None)
    """

    paused: bool = False
    learning_rate: float | None = None
    clip_norm: float | None = None
    dropout: float | None = None

    def __post_init__(self) -> None:
        for name, low, high in (
            ("learning_rate", SMALLEST_RATE, LARGEST_RATE),
            ("clip_norm", 0.0, LARGEST_CLIP),
            ("dropout", 0.0, LARGEST_DROPOUT),
        ):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # NaN fails this too
                raise ValueError(f"{name} must be between {low:g} and {high:g}, found {value}")

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Control":
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If it is no JSON object with these fields, or a value has the wrong kind or is not allowed.
        """
        values = read_fields(text, KINDS, needed=())
        for name, value in values.items():
            values[name] = float(value) if type(value) is int else value
        return cls(**values)


SAID = {"learning_rate": "learning rate", "clip_norm": "clipping", "dropout": "dropout"}
UNTOUCHED = Control()
"""Everything goes on as the recipe says."""


def read_control(folder: Path) -> Control:
    """Read the control of a job's folder; where none is kept, or it makes no sense, nothing is changed."""
    try:
        return Control.from_json((folder / CONTROL_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return UNTOUCHED


def what_changed(before: Control, after: Control) -> str:
    """Say in a few words what differs; a pause is not worth any.

    Examples
    --------
    >>> what_changed(UNTOUCHED, Control(learning_rate=0.01, clip_norm=0.0))
    'learning rate 0.01, clipping off'
    >>> what_changed(Control(dropout=0.5), Control(paused=True))
    'dropout as in the recipe'
    """
    values = {name: getattr(after, name) for name in SAID if getattr(after, name) != getattr(before, name)}
    return ", ".join(f"{SAID[name]} {_written(name, value)}" for name, value in values.items())


def _written(name: str, value: float | None) -> str:
    if value is None:
        return "as in the recipe"
    return "off" if name == "clip_norm" and value == 0 else f"{value:g}"
