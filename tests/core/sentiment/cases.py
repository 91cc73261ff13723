"""Small models and corpora that the sentiment tests share; no review of IMDB is among them."""

import random

import torch

from rnn_core.data.corpus import Corpus
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.recipes import Recipe
from rnn_core.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("<pad>", "<unknown>", "a", "film", "fine", "dull", ".", "not", "!"))
PLAIN = ["the", "a", "film", "of", "plot", "cast", "it", "was", "and", "so", "then"]
GOOD, BAD = ["fine", "lovely", "great"], ["dull", "awful", "bad"]
TINY = Recipe(
    title="Tiny",
    reason="For tests.",
    vocab_size=60,
    embedding_size=8,
    hidden_size=8,
    word_vectors=False,
    train_tokens=16,
    eval_tokens=16,
    batch_size=16,
    num_epochs=4,
    learning_rate=0.03,
    embedding_rate=0.03,
    dropout=0.0,
)


def make_model(seed=0, **changes):
    settings = {
        "cell": "rnn",
        "vocab_size": len(VOCABULARY),
        "embedding_size": 5,
        "hidden_size": 6,
        "pooling": "max",
        "padding": "right",
        "pad_to": None,
        "max_tokens": 20,
    }
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return SentimentModel(ModelConfig(**(settings | changes))).eval()


def make_corpus(num_train=160, num_validation=60, seed=0):
    """Reviews whose label one word tells: learned in a second."""
    draw = random.Random(seed)

    def review(label):
        said = [draw.choice(PLAIN) for _ in range(8)]
        said.insert(draw.randrange(8), draw.choice(GOOD if label else BAD))
        return " ".join(said) + "."

    labels = [k % 2 for k in range(num_train + num_validation)]
    texts = [review(label) for label in labels]
    return Corpus(texts[:num_train], labels[:num_train], texts[num_train:], labels[num_train:], "order")
