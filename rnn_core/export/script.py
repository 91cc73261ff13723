"""The PyTorch script that trains a run on reviews again."""

import json
from collections.abc import Sequence
from typing import Any

from rnn_core.export import reading_parts as reading
from rnn_core.export import training_parts as training
from rnn_core.running.summary import CELL_NAMES
from rnn_core.sentiment.progress import TrainProgress
from rnn_core.sentiment.recipes import COUNTS, SNIPPET_TOKENS, Recipe, recipe_of
from rnn_core.sentiment.spec import TrainSpec

LAYERS = {"rnn": "nn.RNN", "lstm": "nn.LSTM", "gru": "nn.GRU"}
Steering = tuple[float, float | None, float]
"""Peak rate, clipping and dropout."""
VECTOR_SIZE = 64
"""Length of the shipped word vectors; others are counted."""
EXACT = (
    "The same seed draws the same numbers in the same order as in the app, so that the weights come out\n"
    "alike but for the rounding of floating-point numbers."
)
BY_CLOCK = (
    "The app lays its schedule out by the clock, this script by steps, so that the weights differ a little\n"
    "where the rates change on the way; start weights, batches and dropout are the same."
)


def training_script(spec: TrainSpec, progress: Sequence[TrainProgress] = ()) -> str:
    """Write a script that trains a run again with PyTorch, and with nothing of this project.

    Parameters
    ----------
    spec
        What was trained.
    progress
        The run's reports: how many steps it took, and what was changed on its way. Without them the script
        takes the recipe's number of passes.

    Returns
    -------
    str
        Python source. It asks for the file of reviews, a csv or parquet with the columns text and label, by
        ``--data``; with shipped word vectors it finds ``word_vectors.safetensors`` and ``word_vectors.txt``
        beside itself.

    Examples
    --------
    >>> "nn.LSTM(" in training_script(TrainSpec("order", "lstm", "textbook"))
    True
    """
    if spec.cell in COUNTS:
        return _counting_script(spec)
    recipe = recipe_of(spec)
    return "".join(
        (
            _opening(spec, _network_imports(recipe), "torch safetensors numpy pandas pyarrow"),
            _constants(spec, recipe, progress),
            reading.READING,
            reading.WORDS,
            reading.NUMBERS.replace("{mask}", _mask(recipe)),
            _network(spec, recipe),
            _vectors(recipe),
            training.SCHEDULE if recipe.one_cycle else "",
            _training(recipe, _steered(recipe, progress)),
        )
    )


def needs_shipped_vectors(spec: TrainSpec) -> bool:
    """Tell whether the script of a run looks for the shipped word vectors beside itself."""
    return spec.cell not in COUNTS and _takes_shipped(recipe_of(spec))


def _takes_shipped(recipe: Recipe) -> bool:
    return recipe.word_vectors and recipe.shipped_vectors and recipe.embedding_size == VECTOR_SIZE


def _opening(spec: TrainSpec, imports: str, packages: str) -> str:
    seconds = "" if spec.budget_s is None else f", {spec.budget_s:g} seconds"
    return reading.OPENING.format(
        title=f"A run of Unrolled: {CELL_NAMES[spec.cell]}, recipe {spec.recipe}{seconds}, seed {spec.seed}.",
        packages=packages,
        data="reviews.csv" if spec.dataset == "order" else "train.parquet",
        note=EXACT if spec.budget_s is None else BY_CLOCK,
        imports=imports,
    )


def _network_imports(recipe: Recipe) -> str:
    load = "load_file, save_file" if _takes_shipped(recipe) else "save_file"
    copy = "import copy\n" if recipe.average_decay else ""
    return f"""{copy}import hashlib
import json
import math
import re
import unicodedata
from collections import Counter
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from safetensors.torch import {load}
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits"""


def _constants(spec: TrainSpec, recipe: Recipe, progress: Sequence[TrainProgress]) -> str:
    num_steps, planned = _steps(spec, progress)
    values: dict[str, Any] = {
        "SEED": spec.seed,
        "SPLIT_SEED": _split_seed(),
        "VOCAB_SIZE": recipe.vocab_size,
        "EMBEDDING_SIZE": recipe.embedding_size,
        "HIDDEN_SIZE": recipe.hidden_size,
        "BATCH_SIZE": recipe.batch_size,
        "NUM_EPOCHS": recipe.num_epochs,
        "NUM_STEPS": num_steps,
        "PLANNED_STEPS": planned,
        "TRAIN_TOKENS": recipe.train_tokens,
        "WINDOW": recipe.window,
        "EVAL_TOKENS": recipe.eval_tokens,
        "LEARNING_RATE": recipe.learning_rate,
        "EMBEDDING_RATE": recipe.embedding_rate,
        "WEIGHT_DECAY": recipe.weight_decay,
        "CLIP_NORM": recipe.clip_norm,
        "DROPOUT": recipe.dropout,
    }
    if recipe.word_dropout:
        values["WORD_DROPOUT"] = recipe.word_dropout
    if recipe.snippet_share:
        values["SNIPPET_SHARE"] = recipe.snippet_share
    if recipe.average_decay:
        values["AVERAGE_DECAY"] = recipe.average_decay
    steered = _steered(recipe, progress)
    if steered:
        values["STEERED"] = steered
    return "\n" + "".join(f"{name} = {_literal(value)}\n" for name, value in values.items())


def _literal(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _split_seed() -> int:
    from rnn_core.data.imdb import SPLIT_SEED

    return SPLIT_SEED


def _steps(spec: TrainSpec, progress: Sequence[TrainProgress]) -> tuple[int | None, int | None]:
    """Give the steps that a run took, and those that its schedule was laid out for."""
    last = next((report for report in reversed(progress) if report.step), None)
    if last is None or last.fraction <= 0:
        return None, None
    took = last.step if last.fraction < 1 or spec.budget_s is not None else None
    return took, None if spec.budget_s is None else round(last.step / last.fraction)


def _steered(recipe: Recipe, progress: Sequence[TrainProgress]) -> dict[int, Steering]:
    """Give what was changed on a run's way: by step what counts from there."""
    from rnn_core.sentiment.optimisation import one_cycle

    found = {}
    for report in progress:
        if report.changed and report.learning_rate is not None and report.dropout is not None:
            share = one_cycle(report.fraction) if recipe.one_cycle else 1.0
            rate = float(f"{report.learning_rate / share:.6g}")
            found[report.step] = (rate, report.clip_norm, report.dropout)
    return found


def _mask(recipe: Recipe) -> str:
    right, left = "columns < lengths[:, None]", "columns >= len(columns) - lengths[:, None]"
    return left if recipe.padding == "left" else right


def _network(spec: TrainSpec, recipe: Recipe) -> str:
    if spec.cell == "mean":
        layer, states, start, size = "", "self.embedding(ids.t())", "", "EMBEDDING_SIZE"
    else:
        layer = f"        self.recurrent = {LAYERS[spec.cell]}(EMBEDDING_SIZE, HIDDEN_SIZE)\n"
        states, size = "self.recurrent(self.embedding(ids.t()))[0]", "HIDDEN_SIZE"
        start = training.START if recipe.orthogonal_start else ""
        if start and spec.cell == "lstm":
            start += training.OPEN_FORGET_GATE
    pooling = training.POOLING["mean" if spec.cell == "mean" else recipe.pooling]
    return training.NETWORK.format(layer=layer, states=states, start=start, pooling=pooling, size=size)


def _vectors(recipe: Recipe) -> str:
    if not recipe.word_vectors:
        return ""
    return reading.SHIPPED_VECTORS if _takes_shipped(recipe) else reading.COUNTED_VECTORS


def _training(recipe: Recipe, steered: dict[int, Any]) -> str:
    return training.TRAINING.format(
        vectors=_vector_lines(recipe),
        average_start=_indent(4, AVERAGE_START) if recipe.average_decay else "",
        steered_start="    rate, clip_norm = LEARNING_RATE, CLIP_NORM\n",
        cut=_indent(12, SNIPPETS if recipe.snippet_share else WHOLE),
        width=", TRAIN_TOKENS" if recipe.pad_to_limit else "",
        word_dropout=_indent(12, WORD_DROPOUT) if recipe.word_dropout else "",
        rates=_indent(
            12, [*(STEERED if steered else []), *(CYCLE if recipe.one_cycle else CONSTANT), *RATES]
        ),
        clip=_indent(12, CLIP) if recipe.clip_norm is not None or steered else "",
        average_step=_indent(12, AVERAGE_STEP) if recipe.average_decay else "",
        result="average" if recipe.average_decay else "network",
        eval_width=", EVAL_TOKENS" if recipe.pad_to_limit else "",
        flush=recipe.flush_denormal,
    )


AVERAGE_START = ["average = copy.deepcopy(network)"]
AVERAGE_STEP = [
    "decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))",
    "with torch.no_grad():",
    "    for slow, quick in zip(average.parameters(), network.parameters()):",
    "        slow.lerp_(quick, 1 - decay)",
]
WHOLE = ["limit, window = TRAIN_TOKENS, WINDOW"]
SNIPPETS = [
    *WHOLE,
    "if rng.random() < SNIPPET_SHARE:  # a few words from anywhere: what is a single sentence worth?",
    f"    limit = int(rng.integers({SNIPPET_TOKENS[0]}, {SNIPPET_TOKENS[1]}, endpoint=True))",
    '    window = "random"',
]
WORD_DROPOUT = ["ids[mask & (rng.random(ids.shape) < WORD_DROPOUT)] = UNKNOWN"]
STEERED = [
    "if step in STEERED:  # changed by hand while it was learning",
    "    rate, clip_norm, network.dropout.p = STEERED[step]",
]
CONSTANT = ["now = rate"]
CYCLE = ["now = rate * one_cycle(step / planned)"]
RATES = [
    'optimiser.param_groups[0]["lr"] = now * EMBEDDING_RATE / LEARNING_RATE',
    'optimiser.param_groups[1]["lr"] = now',
]
CLIP = ["if clip_norm is not None:", "    nn.utils.clip_grad_norm_(others, clip_norm)"]


def _vector_lines(recipe: Recipe) -> str:
    if not recipe.word_vectors:
        return ""
    asked = "vocabulary" if _takes_shipped(recipe) else "train_rows, len(vocabulary)"
    line = f"network.embedding.weight.data.copy_(start_vectors({asked}))"
    if _takes_shipped(recipe):
        return _indent(4, [line])
    return _indent(4, ["if len(vocabulary) >= EMBEDDING_SIZE:", f"    {line}"])


def _indent(width: int, lines: Sequence[str]) -> str:
    return "".join(f"{' ' * width}{line}\n" for line in lines)


def _counting_script(spec: TrainSpec) -> str:
    from rnn_core.sentiment import rivals

    imports = """import hashlib
import json
import re
import unicodedata
from collections import Counter
from itertools import accumulate
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression"""
    return "".join(
        (
            _opening(spec, imports, "scikit-learn pandas pyarrow"),
            f"\nSPLIT_SEED = {_split_seed()}\n",
            reading.READING,
            reading.WORDS,
            training.COUNTING.format(
                longest=rivals.LONGEST[spec.cell],
                min_reviews=rivals.MIN_REVIEWS,
                strength=rivals.STRENGTH[spec.cell],
                max_steps=rivals.MAX_STEPS,
            ),
        )
    )
