"""Ways to train the same small network, from the one that fails to the one that is shipped.

Each recipe changes what the measurements said matters: where the padding stands, what is read off the
hidden states, and how the network is kept from memorising.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

Cell = Literal["rnn", "lstm", "gru"]
Dataset = Literal["order", "imdb"]
Padding = Literal["left", "right"]
Pooling = Literal["last", "max"]
Window = Literal["head", "tail", "head and tail", "random"]
CELLS: tuple[Cell, ...] = ("rnn", "lstm", "gru")
DATASETS: tuple[Dataset, ...] = ("order", "imdb")
SNIPPET_TOKENS = (5, 40)
"""Shortest and longest snippet, in tokens: about a sentence."""


@dataclass(frozen=True)
class Recipe:
    """Every setting of a training.

    Parameters
    ----------
    title, reason
        What a person reads: a name, and one sentence that says what is done, true of every dataset.
    padding, pad_to_limit
        Side of the filler; whether every batch is padded to ``train_tokens`` or only to its longest review.
    pooling
        What the output layer sees: the last column's hidden state, or each unit's maximum over time.
    vocab_size, embedding_size, hidden_size
        Sizes in entries and units.
    word_vectors
        Whether embeddings start from word vectors counted in the training texts (else at random).
    train_tokens, window
        Tokens of a review at most during training, and which of them.
    snippet_share
        Share of the batches that are cut to a few words from anywhere instead (5 to 40), so that the network
        learns what a single sentence is worth; 0 for none.
    eval_tokens
        Tokens of a review at most when the model is judged or used.
    batch_size, num_epochs
        Reviews a step; passes over the training part where no time budget is set.
    learning_rate, embedding_rate, weight_decay
        Peak rates of AdamW for the network and for the embeddings, and its decay.
    one_cycle
        Whether the rate warms up over 15 % of the run and then falls to nothing (else it stays).
    clip_norm
        Largest gradient norm of all weights but the embeddings; None does not clip.
    dropout, word_dropout
        Probability to silence a pooled unit, and to replace a word by the unknown one.
    average_decay
        Decay per step of the running average of the weights that is judged and kept; 0 keeps the last
        weights.
    """

    title: str
    reason: str
    padding: Padding = "right"
    pad_to_limit: bool = False
    pooling: Pooling = "max"
    vocab_size: int = 20_000
    embedding_size: int = 64
    hidden_size: int = 64
    word_vectors: bool = True
    train_tokens: int = 128
    window: Window = "random"
    snippet_share: float = 0.0
    eval_tokens: int = 512
    batch_size: int = 64
    num_epochs: int = 4
    learning_rate: float = 3e-3
    embedding_rate: float = 3e-3
    weight_decay: float = 0.01
    one_cycle: bool = True
    clip_norm: float | None = 1.0
    dropout: float = 0.3
    word_dropout: float = 0.0
    average_decay: float = 0.0


RECIPES: dict[str, Recipe] = {
    "textbook": Recipe(
        title="Textbook",
        reason="Filler on the right brings every review to one length; the hidden state after it is read.",
        padding="right",
        pad_to_limit=True,
        pooling="last",
        word_vectors=False,
        train_tokens=256,
        window="head",
        eval_tokens=256,
        learning_rate=1e-3,
        embedding_rate=1e-3,
        weight_decay=0.0,
        one_cycle=False,
        clip_norm=None,
        dropout=0.0,
    ),
    "last-step": Recipe(
        title="Last step, padding on the left",
        reason="Filler stands on the left; the hidden state after the last word is read.",
        padding="left",
        pooling="last",
        window="head and tail",
    ),
    "max-over-time": Recipe(
        title="Max over time",
        reason="Each hidden unit reports its largest value at any word, and the output reads those.",
    ),
    "thorough": Recipe(
        title="Max over time, thorough",
        reason="As max over time, judged by a running average of the weights; on IMDB also longer windows, "
        "snippets and more dropout.",
        train_tokens=200,
        snippet_share=0.25,
        eval_tokens=1_000,
        num_epochs=8,
        embedding_rate=1e-3,
        dropout=0.5,
        word_dropout=0.15,
        average_decay=0.998,
    ),
}
"""By the name that commands and links use."""

TAUGHT_RECIPE = "thorough"
"""The only recipe that learns from teachers too, and on IMDB only: the shipped models are made so."""
STUDENT_CHANGES: dict[str, Any] = {
    "num_epochs": 5,
    "embedding_rate": 1e-3,
    "dropout": 0.3,
    "word_dropout": 0.1,
    "average_decay": 0.9995,
}
"""What changes with a teacher: soft labels and three times the data need less noise."""

ORDER_CHANGES: dict[str, Any] = {
    "batch_size": 128,
    "num_epochs": 10,
    "learning_rate": 6e-3,
    "embedding_rate": 6e-3,
    "dropout": 0.0,
}
"""What changes on the order corpus: no single word leans to a label there, so that learning begins on a
plateau, which larger batches and rates leave in a second and dropout prolongs."""


def recipe_for(name: str, dataset: Dataset, taught: bool = False) -> Recipe:
    """Look a recipe up, with the lengths that fit the data: reviews of the order corpus have 5 to 20 words.

    Parameters
    ----------
    name
        A key of `RECIPES`.
    dataset
        ``"order"`` or ``"imdb"``.
    taught
        Whether teachers label more reviews to learn from.

    Raises
    ------
    ValueError
        If there is no recipe of that name, or it does not learn from teachers.
    """
    if name not in RECIPES:
        raise ValueError(f"recipe must be one of {', '.join(RECIPES)}; found {name!r}")
    recipe = RECIPES[name]
    if taught:
        if (name, dataset) != (TAUGHT_RECIPE, "imdb"):
            allowed = f"only the recipe {TAUGHT_RECIPE} on imdb learns from reviews without labels"
            raise ValueError(f"{allowed}; found {name} on {dataset}")
        recipe = replace(recipe, **STUDENT_CHANGES)
    if dataset == "order":
        recipe = replace(
            recipe, train_tokens=32, snippet_share=0.0, eval_tokens=32, word_vectors=False, word_dropout=0.0
        )
        if recipe.pooling == "max":
            recipe = replace(recipe, **ORDER_CHANGES)
    return recipe
