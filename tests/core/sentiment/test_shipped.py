import hashlib
import time
from dataclasses import asdict

import numpy as np
import pytest

from rnn_core.data.imdb import find_imdb, load_imdb
from rnn_core.sentiment.card import CARD_FILE, Figures, render_card
from rnn_core.sentiment.checkpoints import SHIPPED, SHIPPED_VOCABULARY_SHA256, load_shipped
from rnn_core.sentiment.evaluation import score
from rnn_core.sentiment.models import ModelConfig
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.sentiment.prediction import predict
from rnn_core.sentiment.recipes import recipe_for
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words
from rnn_core.weight_files import MODELS_DIR

FLOORS = {"rnn": 0.875, "lstm": 0.89, "gru": 0.89}
SAMPLE_SIZE = 600


@pytest.mark.parametrize("name", SHIPPED)
def test_the_file_is_the_one_that_was_measured(name):
    figures = Figures.load(MODELS_DIR / f"{name}.json")
    assert SHIPPED[name].sha256 == figures.sha256
    assert figures.vocabulary_sha256 == SHIPPED_VOCABULARY_SHA256
    content = (MODELS_DIR / SHIPPED[name].file_name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == figures.sha256


@pytest.mark.parametrize("name", SHIPPED)
def test_the_measured_accuracy_is_above_the_floor(name):
    figures = Figures.load(MODELS_DIR / f"{name}.json")
    assert figures.validation_accuracy >= FLOORS[name]
    assert figures.validation_size >= 2_400


TRAINED_BY = {
    "padding": "right",
    "pad_to_limit": False,
    "pooling": "max",
    "vocab_size": 20_000,
    "embedding_size": 64,
    "hidden_size": 64,
    "word_vectors": True,
    "train_tokens": 200,
    "window": "random",
    "snippet_share": 0.25,
    "eval_tokens": 1_000,
    "batch_size": 64,
    "num_epochs": 5,
    "learning_rate": 3e-3,
    "embedding_rate": 1e-3,
    "weight_decay": 0.01,
    "one_cycle": True,
    "clip_norm": 1.0,
    "dropout": 0.3,
    "word_dropout": 0.1,
    "average_decay": 0.9995,
    "flush_denormal": True,
    "orthogonal_start": True,
    "shipped_vectors": False,
}
"""Every setting under which the pinned weights came about: who changes one must train them again."""


@pytest.mark.parametrize("name", SHIPPED)
def test_the_recipe_is_still_the_one_that_trained_the_file(name):
    figures = Figures.load(MODELS_DIR / f"{name}.json")
    recipe = recipe_for(figures.recipe, "imdb", taught=figures.unlabelled_size > 0)
    settings = {key: value for key, value in asdict(recipe).items() if key not in ("title", "reason")}
    assert settings == TRAINED_BY
    assert (figures.recipe, figures.num_epochs, figures.seed) == ("thorough", recipe.num_epochs, 0)
    assert (figures.vocab_size, figures.embedding_size) == (recipe.vocab_size, recipe.embedding_size)
    assert (figures.hidden_size, figures.max_tokens) == (recipe.hidden_size, recipe.eval_tokens)
    config = load_shipped(name).model.config
    assert config == ModelConfig.from_recipe(recipe, name, figures.vocab_size)


def test_the_teacher_is_still_the_one_that_taught_them():
    teacher = recipe_for("thorough", "imdb")
    changed = {
        "num_epochs": 8,
        "embedding_rate": 1e-3,
        "dropout": 0.5,
        "word_dropout": 0.15,
        "average_decay": 0.998,
    }
    settings = {key: value for key, value in asdict(teacher).items() if key in TRAINED_BY}
    assert settings == TRAINED_BY | changed


def test_the_card_is_what_the_figures_say():
    assert (MODELS_DIR / CARD_FILE).read_text(encoding="utf-8") == render_card(MODELS_DIR)


def test_all_models_know_the_same_words_and_fit_the_space():
    vocabularies = {load_shipped(name).vocabulary.sha256 for name in SHIPPED}
    assert vocabularies == {SHIPPED_VOCABULARY_SHA256}
    assert sum(path.stat().st_size for path in MODELS_DIR.iterdir()) < 13_000_000


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A wonderful film, moving and funny.", "positive"),
        ("One of the best movies I have ever seen!", "positive"),
        ("Dull, badly acted and far too long.", "negative"),
        ("What a waste of time. The plot makes no sense.", "negative"),
    ],
)
def test_plain_words_are_understood(name, text, label):
    loaded = load_shipped(name)
    assert predict(loaded.model, loaded.vocabulary, text).label == label


@pytest.mark.parametrize("name", SHIPPED)
def test_a_review_of_250_words_is_read_in_a_tenth_of_a_second(name):
    loaded = load_shipped(name)
    times = []
    for _ in range(5):
        start = time.thread_time()
        predict(loaded.model, loaded.vocabulary, "a fine film but not great " * 42)
        times.append(time.thread_time() - start)
    assert min(times) < 0.1


@pytest.fixture(scope="module")
def sample():
    """Give a fixed sample of the reviews that no training saw."""
    path = find_imdb()
    if path is None:
        pytest.skip("IMDB is not here")
    corpus = load_imdb(path)
    draw = np.random.default_rng(0).permutation(len(corpus.validation_texts))[:SAMPLE_SIZE]
    vocabulary = load_shipped("lstm").vocabulary
    texts = EncodedTexts.encode([words(corpus.validation_texts[k]) for k in draw], vocabulary)
    return texts, [corpus.validation_labels[k] for k in draw]


@pytest.mark.parametrize("name", SHIPPED)
def test_accuracy_on_reviews_of_films_never_seen(name, sample):
    with one_quiet_thread():
        measured = score(load_shipped(name).model, *sample)
    assert measured.accuracy >= FLOORS[name] - 2 * measured.standard_error
