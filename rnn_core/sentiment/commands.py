"""What the three commands share: arguments, models by name or path, errors in one sentence."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from rnn_core.sentiment.checkpoints import SHIPPED, LoadedModel, load_checkpoint, load_shipped
from rnn_core.sentiment.spec import TrainingDiverged
from rnn_core.weight_files import CheckpointError

BAD_INPUT = 2
"""Exit code when the input is at fault."""


class Parser(argparse.ArgumentParser):
    """An argument parser that answers a mistake with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is."""
        self.exit(BAD_INPUT, f"{message} (see {self.prog} --help)\n")


def positive(text: str) -> int:
    """Read a whole number of 1 or more from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of 1 or more, found {text!r}")
    return int(text)


def load_model(name: str) -> LoadedModel:
    """Load a shipped model by its name, or any checkpoint by its path.

    Raises
    ------
    CheckpointError
        If there is none, or its file is damaged.
    """
    if name in SHIPPED:
        return load_shipped(name)
    if not name.endswith(".safetensors"):
        allowed = ", ".join(SHIPPED)
        raise CheckpointError(f"the model must be one of {allowed}, or a .safetensors file; found {name!r}")
    return load_checkpoint(Path(name))


def run_command(main: Callable[[], None]) -> None:
    """Run a command; bad input ends it with one sentence on standard error and exit code 2."""
    try:
        main()
    except (ValueError, TrainingDiverged) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(130)
