"""The recipes as a ladder: one remedy after the other, each of which can be turned on and off.

The ladder stands on the textbook recipe. A rung sets a few settings of a recipe; where two set the same, the
later one has its way. The named recipes are sets of rungs, and every other set is one of them with changes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from rnn_core.sentiment.changes import Changes, Value, changed
from rnn_core.sentiment.recipes import (
    COUNTS,
    ORDER_CHANGES,
    RECIPES,
    TAUGHT_RECIPE,
    Cell,
    Dataset,
    Recipe,
    recipe_for,
)
from rnn_core.sentiment.spec import TrainSpec

BASE = "textbook"
FITTED = (
    "hidden_size", "train_tokens", "window", "snippet_share", "eval_tokens", "batch_size", "num_epochs",
    "learning_rate", "embedding_rate", "dropout", "word_dropout", "average_decay",
)  # fmt: skip
"""What the last rung sets, as `rnn_core.sentiment.recipes.recipe_for` has it for the data and the seconds."""


@dataclass(frozen=True)
class Rung:
    """One remedy.

    Parameters
    ----------
    key
        Its name in links.
    title, reason
        What a person reads: a name, and one sentence that says what it does.
    sets
        The settings of a recipe that it turns on.
    on_order
        Those on the order corpus where they differ; None where it has nothing to do there.
    not_on_order
        One sentence that says why not.
    """

    key: str
    title: str
    reason: str
    sets: Mapping[str, Value]
    on_order: Mapping[str, Value] | None = None
    not_on_order: str = ""

    def settings(self, dataset: Dataset, budget_s: float | None) -> Mapping[str, Value]:
        """Give what it sets for the data and the seconds; nothing where it has nothing to do."""
        if self.key == LAST:
            fitted = recipe_for(TAUGHT_RECIPE, dataset, budget_s=budget_s)
            return {name: getattr(fitted, name) for name in FITTED}
        if dataset == "order" and self.not_on_order:
            return {}
        if dataset == "order" and self.on_order is not None:
            return self.on_order
        if "word_vectors" in self.sets:
            return {**self.sets, "shipped_vectors": budget_s is not None}
        return self.sets


LAST = "fitted"
RUNGS: tuple[Rung, ...] = (
    Rung(
        "left-padding",
        "Padding on the left",
        "Filler stands before the review, and only up to the longest of its batch: the last column is its "
        "last word.",
        {"padding": "left", "pad_to_limit": False},
    ),
    Rung(
        "last-real",
        "Last real step",
        "Filler stays on the right, but the state at the last word is read instead of the one after the "
        "filler.",
        {"pooling": "last real", "pad_to_limit": False},
    ),
    Rung(
        "flush-denormal",
        "Flush denormal numbers",
        "Gradients that vanish become numbers that a processor is slow with; they are taken for 0.",
        {"flush_denormal": True},
    ),
    Rung(
        "clipping",
        "Gradient clipping",
        "A gradient longer than 1 is shortened to 1, so that no single batch throws the weights far.",
        {"clip_norm": 1.0},
    ),
    Rung(
        "orthogonal",
        "Orthogonal start",
        "W_hh starts as a rotation, which neither shrinks nor stretches; the LSTM's forget gate starts open.",
        {"orthogonal_start": True},
    ),
    Rung(
        "one-cycle",
        "Rate that rises and falls",
        "A higher learning rate warms up over 15 % of the run and then falls to nothing.",
        {"one_cycle": True, "learning_rate": 3e-3, "embedding_rate": 3e-3, "weight_decay": 0.01},
        on_order={"one_cycle": True, "weight_decay": 0.01, **ORDER_CHANGES},
    ),
    Rung(
        "max",
        "Max over time",
        "Each hidden unit reports its largest value at any word: the gradient reaches that word in one jump.",
        {"pooling": "max", "pad_to_limit": False},
    ),
    Rung(
        "word-vectors",
        "Word vectors",
        "Embeddings start from the company that words keep in reviews, counted beforehand without labels.",
        {"word_vectors": True},
        not_on_order="There are no word vectors for this corpus: its words keep all the same company.",
    ),
    Rung(
        "short-long",
        "Train short, evaluate long",
        "Training reads 128 words of a review, half from either end; judging reads up to 512.",
        {"train_tokens": 128, "window": "head and tail", "eval_tokens": 512, "pad_to_limit": False},
        not_on_order="These reviews have 5 to 20 words: there is nothing to cut.",
    ),
    Rung(
        "dropout",
        "Dropout and random windows",
        "Three of ten units are silenced at random, and the words come from anywhere in a review: harder to "
        "learn by heart.",
        {"dropout": 0.3, "window": "random"},
        not_on_order="A grammar writes these reviews, so little can be learned by heart; set dropout below.",
    ),
    Rung(
        LAST,
        "Fitted to the seconds",
        "On IMDB sizes, dropout and rates follow the seconds of training; on the order corpus a running "
        "average of the weights is judged.",
        {},
    ),
)
"""From the bottom up."""
BY_KEY = {rung.key: rung for rung in RUNGS}

_BOTH = frozenset({"flush-denormal", "clipping", "orthogonal", "one-cycle", "word-vectors", "short-long"})
PRESETS: dict[str, frozenset[str]] = {
    "textbook": frozenset(),
    "last-step": _BOTH | {"left-padding"},
    "max-over-time": _BOTH | {"max", "dropout"},
    "thorough": _BOTH | {"max", "dropout", LAST},
}
"""The rungs of every named recipe."""


def recipe_with(rungs: Collection[str], dataset: Dataset, budget_s: float | None = None) -> Recipe:
    """Give the textbook recipe with some rungs turned on.

    Parameters
    ----------
    rungs
        Keys of `RUNGS`, in any order.
    dataset, budget_s
        As for `rnn_core.sentiment.recipes.recipe_for`.

    Raises
    ------
    ValueError
        If there is no rung of that key.
    """
    for key in rungs:
        if key not in BY_KEY:
            raise ValueError(f"rungs must be among {', '.join(BY_KEY)}; found {key!r}")
    recipe = recipe_for(BASE, dataset, budget_s=budget_s)
    for rung in RUNGS:
        if rung.key in rungs:
            recipe = changed(recipe, tuple(rung.settings(dataset, budget_s).items()))
    return recipe


def spec_with(
    rungs: Collection[str],
    dataset: Dataset,
    cell: Cell,
    *,
    seed: int = 0,
    budget_s: float | None = None,
    changes: Changes = (),
    stop_accuracy: float | None = None,
) -> TrainSpec:
    """Describe the training that some rungs and further changes ask for, always in the same words.

    The named recipe that needs the fewest changes is taken, so that whoever asks for the same settings shares
    one run, whichever way they came by them.

    Parameters
    ----------
    rungs
        Keys of `RUNGS`.
    dataset, cell, seed, budget_s, stop_accuracy
        As for `rnn_core.sentiment.spec.TrainSpec`.
    changes
        Settings that are changed besides.

    Raises
    ------
    ValueError
        If something is not allowed.

    Examples
    --------
    >>> spec_with(["left-padding"], "imdb", "rnn").changes
    (('pad_to_limit', False), ('padding', 'left'))
    """
    if cell in COUNTS:  # they have neither weights to start nor steps to take
        return TrainSpec(dataset, cell, BASE)
    wanted = changed(recipe_with(rungs, dataset, budget_s), changes)
    nearest = min(
        RECIPES, key=lambda name: len(_differences(recipe_for(name, dataset, budget_s=budget_s), wanted))
    )
    differences = _differences(recipe_for(nearest, dataset, budget_s=budget_s), wanted)
    return TrainSpec(dataset, cell, nearest, seed, budget_s, differences, stop_accuracy)


def _differences(recipe: Recipe, wanted: Recipe) -> Changes:
    names = sorted(field.name for field in fields(Recipe) if field.name not in ("title", "reason"))
    return tuple(
        (name, getattr(wanted, name)) for name in names if getattr(wanted, name) != getattr(recipe, name)
    )


def remarks(rungs: Collection[str], dataset: Dataset, cell: Cell) -> dict[str, str]:
    """Say, for every rung that has nothing to do where it stands, why: one sentence each.

    Parameters
    ----------
    rungs
        Those that are turned on.
    dataset, cell
        What is to be trained.
    """
    said: dict[str, str] = {}
    for rung in RUNGS:
        if cell in COUNTS:
            said[rung.key] = "Nothing is read in order here: words are counted, and no gradient flows."
        elif dataset == "order" and rung.not_on_order:
            said[rung.key] = rung.not_on_order
        elif cell == "mean" and rung.key in ("left-padding", "last-real", "orthogonal", "max"):
            said[rung.key] = (
                "Without a recurrent layer there is no state to read: the mean leaves filler out."
            )
        elif rung.key in rungs and (above := _above(rung, rungs, dataset)):
            said[rung.key] = above
    return said


def _above(rung: Rung, rungs: Collection[str], dataset: Dataset) -> str:
    """Say which other rung takes from this one all that it does, or nothing."""
    if rung.key == "last-real" and "max" in rungs:
        return "“Max over time” reads every state, so it does not matter which one is last."
    if rung.key == "last-real" and "left-padding" in rungs:
        return "With “Padding on the left” the last column is the last word already."
    if rung.key == "left-padding" and "max" in rungs:
        return "“Max over time” leaves filler out on either side."
    sets = set(rung.settings(dataset, None))
    later = RUNGS[RUNGS.index(rung) + 1 :]
    covered = [other for other in later if other.key in rungs and sets & set(other.settings(dataset, None))]
    if sets and sets <= {name for other in covered for name in other.settings(dataset, None)}:
        titles = " and ".join(f"“{other.title}”" for other in covered)
        return f"{titles} set{'s' if len(covered) == 1 else ''} the same, and later on the ladder."
    return ""
