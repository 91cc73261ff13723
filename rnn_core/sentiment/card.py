"""The model card: what the models in a folder are, written from the figures that training left beside them.

Much of what is true of the shipped models is unknown of others (the data, the choice of a recipe, the
language), so that it is said only where every file is one whose SHA-256 is pinned.
"""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from rnn_core.sentiment.card_calibration import calibration_section
from rnn_core.sentiment.card_figures import Figures
from rnn_core.sentiment.card_text import TITLES, fill
from rnn_core.sentiment.checkpoints import SHIPPED
from rnn_core.sentiment.recipes import SNIPPET_TOKENS, STUDENT_CHANGES, Recipe, recipe_for

__all__ = ["CARD_FILE", "Figures", "render_card"]

CARD_FILE = "MODEL_CARD.md"
UNLABELLED_FILE = "unsup.parquet"
"""Where the command looks for reviews without labels, beside the data, if it is told nothing else."""
_CITATION = """\
Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng and Christopher Potts (2011), \
"Learning word vectors for sentiment analysis", Proceedings of ACL-HLT, pages 142 to 150, \
https://aclanthology.org/P11-1015"""


def render_card(folder: Path) -> str:
    """Write the card over every ``{cell}.json`` of a folder.

    Raises
    ------
    ValueError
        If there are no figures in the folder, or they are damaged.
    """
    models = [Figures.load(folder / f"{cell}.json") for cell in TITLES if (folder / f"{cell}.json").exists()]
    if not models:
        raise ValueError(f"{folder} must hold the figures of a model, such as lstm.json; found none")
    shipped = all(model.sha256 == SHIPPED[model.cell].sha256 for model in models)
    blocks = [
        "# Sentiment models",
        fill(_introduction(shipped)),
        _table(models),
        fill(_measures(models)),
        *calibration_section(folder, {model.cell: model.sha256 for model in models}),
        "## How they were made",
        "\n".join(["```", *(model.command for model in models), "```"]),
        "\n".join(fill(point, bullet="- ") for point in _points(models, shipped)),
        fill(
            "Embeddings are stored in half precision, everything else in single. Line k of `vocabulary.txt`, "
            "from 0, is the word with number k. "
            + ("`rnn_core/sentiment/checkpoints.py` pins the files:" if shipped else "The files:")
        ),
        _hashes(models),
        "## Use and limits",
        fill(_limits(models, shipped)),
        "## Sources and licence",
        fill(_licence(shipped)),
        fill(_CITATION),
    ]
    return "\n\n".join(blocks) + "\n"


def _once(models: Sequence[Figures], say: Callable[[Figures], str]) -> str:
    """Say it once where it is the same of every model, else of each by its name."""
    said = [say(model) for model in models]
    if len(set(said)) == 1:
        return said[0]
    return "; ".join(f"{TITLES[model.cell]}: {text}" for model, text in zip(models, said, strict=True))


def _introduction(shipped: bool) -> str:
    if shipped:
        return (
            "Small recurrent networks that read an English film review and say how likely it is positive. "
            "They come with Unrolled, an interactive lesson in recurrent networks, so that a page can show a "
            "prediction form word by word."
        )
    return (
        "Small recurrent networks that read a review and say how likely it is positive, trained with "
        "Unrolled, an interactive lesson in recurrent networks."
    )


def _table(models: Sequence[Figures]) -> str:
    measured = "validation accuracy | standard error | loss (nats) | single sentences"
    head = f"| model | file | {measured} | weights | training |"
    return "\n".join([head, "|---" * 8 + "|", *map(_row, models)])


def _row(model: Figures) -> str:
    return (
        f"| {TITLES[model.cell]} | `{model.cell}.safetensors` ({model.file_bytes / 1e6:.1f} MB) "
        f"| {model.validation_accuracy:.1%} | {model.standard_error:.1%} | {model.validation_loss:.3f} "
        f"| {model.sentence_accuracy:.1%} | {model.num_weights:,} "
        f"| {model.num_epochs} epochs, {model.training_s:.0f} s, seed {model.seed} |"
    )


def _measures(models: Sequence[Figures]) -> str:
    reviews = _once(models, lambda model: f"{model.validation_size:,}")
    sentences = _once(models, lambda model: f"{model.sentence_size:,}")
    by_film = all(model.split.startswith("split by film") for model in models)
    films = ", nor the label of another review of their films" if by_film else ""
    return (
        f"Accuracy is the share of right answers on {reviews} held-back reviews: no training saw "
        f"them{films}. Single sentences: the same share on {sentences} sentences of 4 to 30 words, one drawn "
        "from each of those reviews that has one and judged against its label, which it need not support. "
        "The figures are of the files as they lie here, after rounding; the commands below measured them. "
        "Seconds are of the last training alone, and depend on the machine and its other work."
    )


def _points(models: Sequence[Figures], shipped: bool) -> list[str]:
    points = [
        f"Data: {_once(models, lambda model: _data(model, shipped))} Texts that occur twice are kept once.",
        _once(models, _teachers),
        f"Network: {_once(models, _network)}.",
        f"Training: {_once(models, _training)}.",
    ]
    if shipped:
        points[0] += " The official test part was not used."
        points.append(
            "Choice: recipes and settings were compared on the same held-back reviews, which makes the "
            "accuracy a little optimistic. No seed was chosen."
        )
    points.append(
        "Repeating: one thread, seeded; "
        "the same versions on the same kind of processor give the same weights."
    )
    return points


def _data(model: Figures, shipped: bool) -> str:
    origin = ", the training part of the Large Movie Review Dataset" if shipped else ""
    return (
        f"`{_option(model, '--data', 'a file')}`{origin}; {model.train_size:,} reviews to learn from and "
        f"the others held back, {model.split}."
    )


def _teachers(model: Figures) -> str:
    if not model.unlabelled_size:
        return "Unlabelled reviews: none."
    plain, taught = recipe_for(model.recipe, "imdb"), recipe_for(model.recipe, "imdb", taught=True)
    changes = [
        f"`{name}` from {getattr(plain, name)} to {getattr(taught, name)}"
        for name in STUDENT_CHANGES
        if getattr(plain, name) != getattr(taught, name)
        and not (name == "num_epochs" and model.num_epochs != taught.num_epochs)  # the command set them
    ]
    return (
        f"Teachers: {model.unlabelled_size:,} unlabelled reviews "
        f"(`{_option(model, '--unlabelled', UNLABELLED_FILE)}`) were labelled by the mean probability of two "
        "teachers that learned from the labelled reviews alone: an LSTM "
        f"(recipe `{model.recipe}` without snippets), and logistic regression over words and word pairs. "
        "The networks learned from both kinds of reviews (`rnn_core/sentiment/teaching.py`), with settings "
        f"of the recipe changed: {', '.join(changes)}. A held-back "
        "text that stands among the unlabelled reviews too is not scored."
    )


def _option(model: Figures, name: str, default: str) -> str:
    parts = shlex.split(model.command)
    return parts[parts.index(name) + 1] if name in parts[:-1] else default


def _recipe(model: Figures) -> Recipe:
    return recipe_for(model.recipe, "imdb", taught=model.unlabelled_size > 0)


def _network(model: Figures) -> str:
    recipe = _recipe(model)
    counted = recipe.word_vectors and model.vocab_size >= model.embedding_size
    start = "counted word vectors (positive pointwise mutual information, randomised SVD)"
    read = {
        "max": "each unit's maximum over time",
        "last": f"the last state with filler on the {recipe.padding}",
    }
    return (
        f"a vocabulary of {model.vocab_size:,} entries from the labelled training reviews, embeddings of "
        f"{model.embedding_size} that start from {start if counted else 'random numbers'}, one recurrent "
        f"layer of {model.hidden_size} units, {read[recipe.pooling]}, one output"
    )


def _training(model: Figures) -> str:
    recipe = _recipe(model)
    parts = [
        f"recipe `{model.recipe}` of `rnn_core/sentiment/recipes.py`, {model.num_epochs} epochs",
        "AdamW on one cycle" if recipe.one_cycle else "AdamW at a constant rate",
        f"windows of at most {recipe.train_tokens} tokens ({recipe.window})",
    ]
    if recipe.snippet_share:
        low, high = SNIPPET_TOKENS
        parts.append(f"{recipe.snippet_share:.0%} of the batches cut to snippets of {low} to {high} tokens")
    noise = {"dropout": recipe.dropout, "word dropout": recipe.word_dropout}
    parts += [f"{name} {share:g}" for name, share in noise.items() if share]
    if recipe.average_decay:
        parts.append(f"a running average of the weights (decay {recipe.average_decay:g} a step)")
    return ", ".join(parts)


def _hashes(models: Sequence[Figures]) -> str:
    rows = [f"| {model.cell}.safetensors | `{model.sha256}` |" for model in models]
    rows.append(
        f"| vocabulary.txt | `{models[-1].vocabulary_sha256}` |"
    )  # a folder holds one vocabulary only
    return "\n".join(["| file | SHA-256 |", "|---|---|", *rows])


def _limits(models: Sequence[Figures], shipped: bool) -> str:
    use = (
        "Meant for teaching: to watch a hidden state and a prediction change, and to compare cells. Not "
        "meant for decisions about people or products. "
    )
    known = (
        "The models know English film reviews of up to 2011. Other languages, other subjects, irony and very "
        "short texts are read badly. The reviews were clearly for or clearly against, so a probability near "
        "one half does not measure a mixed opinion. "
    )
    tokens = _once(models, lambda model: f"{model.max_tokens:,}")
    return (
        f"{use}{known if shipped else ''}Words outside the vocabulary all look alike; "
        f"the reviewers' prejudices are learned with the rest. At most {tokens} tokens are read."
    )


def _licence(shipped: bool) -> str:
    if shipped:
        return (
            "The weights are under this repository's licence. The reviews belong to their authors and are no "
            "part of this repository. The data set asks for this citation:"
        )
    return (
        "The reviews are no part of Unrolled. Those of the Large Movie Review Dataset ask for this citation:"
    )
