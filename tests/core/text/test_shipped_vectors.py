import hashlib
import json
import re

import pandas as pd
import pytest
import torch
from safetensors.torch import save_file

from rnn_core.data.imdb import validation_films
from rnn_core.sentiment.checkpoints import SHIPPED_VOCABULARY_SHA256
from rnn_core.text import count_vectors
from rnn_core.text.shipped_vectors import (
    VECTORS_FILE,
    VECTORS_SHA256,
    VOCABULARY_FILE,
    VOCABULARY_SHA256,
    WordVectors,
    load_word_vectors,
    save_word_vectors,
)
from rnn_core.text.vocabulary import SPECIAL, Vocabulary
from rnn_core.weight_files import MODELS_DIR, CheckpointError


@pytest.fixture(scope="module")
def shipped():
    return load_word_vectors()


def some_words():
    return WordVectors(Vocabulary((*SPECIAL, "good", "bad")), torch.arange(12.0).view(4, 3))


def cosine(words, one, other):
    return torch.nn.functional.cosine_similarity(*words.rows_for([one, other]), dim=0).item()


def test_the_shipped_vectors_fit_the_words_of_the_shipped_networks(shipped):
    assert shipped.vectors.shape == (20_000, 64)
    assert shipped.vectors.dtype == torch.float32
    assert VOCABULARY_SHA256 == SHIPPED_VOCABULARY_SHA256 == shipped.vocabulary.sha256
    assert shipped.vectors[2:].std().item() == pytest.approx(1, abs=0.01)
    assert torch.count_nonzero(shipped.vectors[:2]) == 0


def test_words_of_like_company_lie_close_and_unlike_ones_do_not(shipped):
    assert cosine(shipped, "terrible", "horrible") > 0.9
    assert cosine(shipped, "terrible", "wednesday") < 0.3


def test_rows_are_found_word_by_word_and_an_unknown_word_has_none():
    rows = some_words().rows_for(["bad", "gibberish", "good", "<pad>"])
    torch.testing.assert_close(rows, torch.tensor([[9.0, 10, 11], [0, 0, 0], [6, 7, 8], [0, 0, 0]]))


def test_vectors_come_back_as_they_were_written(tmp_path):
    words = some_words()
    words.vocabulary.save(tmp_path / VOCABULARY_FILE)
    sha256 = save_word_vectors(tmp_path, words)
    again = load_word_vectors(tmp_path, sha256, words.vocabulary.sha256)
    assert again.vocabulary == words.vocabulary
    torch.testing.assert_close(again.vectors, words.vectors)


def test_a_flipped_bit_is_noticed(tmp_path):
    content = bytearray((MODELS_DIR / VECTORS_FILE).read_bytes())
    content[-1] ^= 1
    (tmp_path / VECTORS_FILE).write_bytes(content)
    with pytest.raises(CheckpointError, match=r"word_vectors\.safetensors is damaged: its SHA-256"):
        load_word_vectors(tmp_path)


def test_a_file_of_other_words_is_refused(tmp_path):
    words = some_words()
    sha256 = save_word_vectors(tmp_path, words)
    more = Vocabulary((*words.vocabulary.words, "more"))
    more.save(tmp_path / VOCABULARY_FILE)
    with pytest.raises(CheckpointError, match=r"do not fit together: .*found 4 against 5"):
        load_word_vectors(tmp_path, sha256, more.sha256)


def test_a_missing_tensor_is_named(tmp_path):
    some_words().vocabulary.save(tmp_path / VOCABULARY_FILE)
    save_file({"others": torch.zeros(4, 3)}, tmp_path / VECTORS_FILE)
    sha256 = hashlib.sha256((tmp_path / VECTORS_FILE).read_bytes()).hexdigest()
    with pytest.raises(CheckpointError, match="do not fit together: 'vectors'"):
        load_word_vectors(tmp_path, sha256, some_words().vocabulary.sha256)


def test_the_command_counts_in_what_training_may_see(tmp_path, capsys):
    texts = [f"{word} film number {k}" for k, word in enumerate(("good", "bad") * 1_300)]
    movies = [f"film {k}" for k in range(len(texts))]
    labels = [0, 1] * 1_300
    train, more = tmp_path / "train.parquet", tmp_path / "unsup.parquet"
    pd.DataFrame({"text": texts, "label": labels, "movie": movies}).to_parquet(train)
    held_back = validation_films(train)[0]
    pd.DataFrame({"text": ["a good film", "a bad film"], "movie": ["other", held_back]}).to_parquet(more)
    Vocabulary((*SPECIAL, "good", "bad", "film", "number", "a")).save(tmp_path / VOCABULARY_FILE)
    options = ["--data", str(train), "--unlabelled", str(more), "--out", str(tmp_path), "--size", "2"]
    count_vectors.main(options)
    printed = json.loads(capsys.readouterr().out)
    assert printed["reviews"] == len(texts) - 2_500 + 1
    loaded = load_word_vectors(tmp_path, printed["sha256"], printed["vocabulary_sha256"])
    assert loaded.vectors.shape == (7, 2)
    assert cosine(loaded, "good", "bad") > 0.99


def test_the_command_says_what_it_misses(tmp_path, capsys):
    with pytest.raises(SystemExit):
        count_vectors.main([])
    assert re.search("--data", capsys.readouterr().err)
    Vocabulary((*SPECIAL, "good")).save(tmp_path / VOCABULARY_FILE)
    with pytest.raises(ValueError, match="there is no such file"):
        count_vectors.main(["--data", str(tmp_path / "none.parquet"), "--out", str(tmp_path)])


def test_the_card_names_the_file_that_ships():
    assert VECTORS_SHA256 in (MODELS_DIR / "WORD_VECTORS.md").read_text(encoding="utf-8")
