"""What the Train page asks for on the memory test: cell, T, seed; all of it stands in the link."""

from pages.ui import link, widgets
from rnn_core.remembering.spec import LENGTHS, MAX_SEED, NAMES, MemoryCell, RecallSpec

PLACE = "train-memory"
CELL, LENGTH, SEED = (f"{PLACE}-{name}" for name in ("cell", "t", "seed"))
DEFAULT_CELL, DEFAULT_LENGTH = "RNN", "20"
TASK = (
    "A sequence of T symbols out of A, B, C and D; after the last one the network has to name the first. "
    "What it remembers has to pass through every step."
)


def choices() -> RecallSpec:
    """Draw the controls and return what they ask for; all of it stands in the link."""
    link.aside(TASK)
    named: dict[str, MemoryCell] = {name: cell for cell, name in NAMES.items()}
    cell = named[widgets.choice("Cell", list(named), DEFAULT_CELL, key=CELL, wrap=True)]
    lengths = [str(length) for length in LENGTHS]
    length = int(widgets.choice("T, symbols in the sequence", lengths, DEFAULT_LENGTH, key=LENGTH))
    about = "Decides the start weights and the sequences."
    return RecallSpec(cell, length, widgets.whole_number("Seed", 0, MAX_SEED, 0, key=SEED, help=about))


def spec_title(spec: RecallSpec) -> str:
    """Name what is asked for."""
    return f"{NAMES[spec.cell]}, {spec.hidden_size} units · T = {spec.num_steps} · seed {spec.seed}"
