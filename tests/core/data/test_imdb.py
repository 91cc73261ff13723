import random

import pandas as pd
import pytest

from rnn_core.data import imdb
from rnn_core.data.corpus import Corpus
from rnn_core.data.imdb import find_imdb, load_imdb, read_reviews, read_unlabelled, validation_films


@pytest.fixture
def table():
    draw = random.Random(0)
    rows = [(f"Review {k} of {draw.random()}.", k % 2, f"tt{draw.randrange(40):04}") for k in range(400)]
    return pd.DataFrame(rows, columns=["text", "label", "movie"])


@pytest.fixture
def write(tmp_path):
    def to_parquet(table):
        table.to_parquet(tmp_path / "train.parquet")
        return tmp_path / "train.parquet"

    return to_parquet


def test_no_film_and_no_text_is_on_both_sides(table, write):
    corpus = load_imdb(write(table), validation_size=60)
    film = dict(zip(table["text"], table["movie"], strict=True))
    train, validation = (
        {film[text] for text in part} for part in (corpus.train_texts, corpus.validation_texts)
    )
    assert not train & validation
    assert len(corpus.train_texts) + len(corpus.validation_texts) == 400
    assert 60 <= len(corpus.validation_texts) < 90
    assert sorted(validation) == validation_films(write(table), validation_size=60)


def test_labels_stay_with_their_texts(table, write):
    corpus = load_imdb(write(table), validation_size=60)
    label = dict(zip(table["text"], table["label"], strict=True))
    for texts, labels in [
        (corpus.train_texts, corpus.train_labels),
        (corpus.validation_texts, corpus.validation_labels),
    ]:
        assert [label[text] for text in texts] == list(labels)


def test_the_same_films_are_held_back_whatever_the_order_of_the_file(table, write):
    held_back = validation_films(write(table), validation_size=60)
    assert validation_films(write(table.iloc[::-1]), validation_size=60) == held_back


def test_a_file_without_films_is_split_by_text_and_says_so(table, write):
    corpus = load_imdb(write(table.drop(columns="movie")), validation_size=60)
    assert len(corpus.validation_texts) == 60
    assert not set(corpus.train_texts) & set(corpus.validation_texts)
    assert "does not name the films" in corpus.split
    assert "does not name the films" not in load_imdb(write(table), validation_size=60).split


def test_a_text_that_repeats_is_kept_once(table, write):
    twice = pd.concat([table, table.iloc[:50]])
    corpus = load_imdb(write(twice), validation_size=60)
    texts = [*corpus.train_texts, *corpus.validation_texts]
    assert len(texts) == len(set(texts)) == 400


def test_unlabelled_reviews_of_films_held_back_are_left_out(table, write):
    path = write(table.drop(columns="label"))
    texts = read_unlabelled(path, without_movies=["tt0001", "tt0002"])
    assert set(texts) == set(table[~table["movie"].isin(["tt0001", "tt0002"])]["text"])


@pytest.mark.parametrize("kind", [str, int])
def test_films_with_numbers_for_names_are_held_back_from_the_unlabelled_too(table, write, kind):
    films = table.assign(movie=table["movie"].str.removeprefix("tt").astype(kind))
    path = write(films)
    held_back = validation_films(path, validation_size=60)
    texts = read_unlabelled(path, without_movies=held_back)
    corpus = load_imdb(path, validation_size=60)
    assert set(texts) == set(corpus.train_texts)
    assert not set(texts) & set(corpus.validation_texts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="label"), "must have the columns text, label; found text, movie"),
        (lambda t: t.iloc[:0], "must hold at least one review, found none"),
        (lambda t: t.assign(label=t["label"] + 3), "label of train.parquet must hold 0 or 1, found 3, 4"),
        (lambda t: t.assign(label="good"), "label of train.parquet must hold 0 or 1, found good"),
        (lambda t: t.assign(text=5), "text of train.parquet must hold text"),
        (lambda t: t.assign(text=t["text"].where(t.index > 3)), "must have a value in every cell"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(table, write, change, message):
    with pytest.raises(ValueError, match=message):
        read_reviews(write(change(table)))


def test_a_missing_file_and_one_of_another_kind_are_refused(tmp_path):
    with pytest.raises(ValueError, match="there is no such file"):
        read_reviews(tmp_path / "none.parquet")
    (tmp_path / "text.parquet").write_text("not parquet")
    with pytest.raises(ValueError, match="not a parquet file"):
        read_reviews(tmp_path / "text.parquet")


@pytest.mark.parametrize("size", [0, 400])
def test_a_validation_part_that_cannot_be_is_refused(table, write, size):
    with pytest.raises(ValueError, match=f"between 1 and 399 .*, found {size}"):
        load_imdb(write(table), validation_size=size)


@pytest.mark.parametrize("kept", [["Review."], ["Review.", "Review."]])
def test_a_file_too_small_to_split_is_refused_in_words(table, write, kept):
    tiny = table.iloc[: len(kept)].assign(text=kept)
    with pytest.raises(ValueError, match=r"must hold two different reviews or more, found one"):
        load_imdb(write(tiny))


def test_one_film_cannot_be_split(table, write):
    with pytest.raises(ValueError, match="reviews of two films or more, found one"):
        load_imdb(write(table.assign(movie="tt1")), validation_size=60)


def test_the_named_folder_comes_before_the_one_beside_the_checkout(tmp_path, monkeypatch):
    checkout = tmp_path / "checkout"
    beside, named = tmp_path / "shared" / "imdb", tmp_path / "named"
    for folder in (beside, named):
        folder.mkdir(parents=True)
    monkeypatch.setattr(imdb, "CHECKOUT", checkout)
    monkeypatch.delenv("UNROLLED_DATA_DIR", raising=False)
    assert find_imdb() is None
    (beside / "train.parquet").touch()
    assert find_imdb() == beside / "train.parquet"
    monkeypatch.setenv("UNROLLED_DATA_DIR", str(named))
    assert find_imdb() == beside / "train.parquet"
    (named / "train.parquet").touch()
    assert find_imdb() == named / "train.parquet"


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0], "train_texts and train_labels differ: 2 against 1"),
        ([0, 2], "train_labels must be 0 or 1, found 2"),
    ],
)
def test_a_corpus_that_cannot_be_is_refused(labels, message):
    with pytest.raises(ValueError, match=message):
        Corpus(["a", "b"], labels, ["c"], [1], "made up")
    with pytest.raises(ValueError, match="validation_texts must hold at least one review"):
        Corpus(["a", "b"], [0, 1], [], [], "made up")
