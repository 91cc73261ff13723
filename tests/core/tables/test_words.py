import pandas as pd
import torch

from rnn_core.sentiment.held_along import HeldAlong
from rnn_core.tables.words import batches_table, coverage_table, held_table, way_table
from rnn_core.text.corpus_figures import CorpusFigures
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.text.way import follow

VOCABULARY = Vocabulary.from_texts([["good", "good", "film"]], max_size=10)


def table_of(text, limit=9):
    way = follow(
        text, ["Good film"], VOCABULARY,
        limit=limit, window="tail", side="left", to_the_limit=True, batch_size=2,
    )  # fmt: skip
    return way_table(way)


def test_every_token_has_its_row():
    table = table_of("Good odd film", limit=2)
    assert table["token"].tolist() == ["good", "odd", "film"]
    assert table["number"].tolist() == [2, 1, 3]
    assert table["rank"].tolist() == [1, pd.NA, 2]
    assert table["known"].tolist() == [True, False, True]
    assert table["kept"].tolist() == [False, True, True]
    assert table["column"].tolist() == [pd.NA, 1, 2]
    assert table[["first character", "last character"]].values.tolist() == [[1, 4], [6, 8], [10, 13]]
    assert table.index.tolist() == [1, 2, 3]


def test_a_review_without_words_is_an_empty_table():
    assert len(table_of(" ")) == 0


def test_every_review_of_the_batches_has_its_row():
    way = follow(
        "Good", ["Good film good", "Film", "Good film good film"], VOCABULARY,
        limit=9, window="head", side="right", to_the_limit=False, batch_size=2,
    )  # fmt: skip
    table = batches_table(way, ("own", "a", "b", "c"))
    assert table["review"].tolist() == ["own", "a", "b", "c"]
    assert table["tokens kept"].tolist() == [1, 3, 1, 4]
    assert table["batch, as they come"].tolist() == [1, 1, 2, 2]
    assert table["filler, as they come"].tolist() == [2, 0, 3, 0]
    assert table["batch, in buckets"].tolist() == [1, 2, 1, 2]
    assert table["filler, in buckets"].tolist() == [0, 1, 0, 0]


def test_every_step_of_both_rows_is_listed():
    held = HeldAlong(
        1, 2, left=torch.tensor([0.0, 0.0, 1.0]).double(), right=torch.tensor([1.0, 0.5, 0.2]).double()
    )
    table = held_table(held, ["good"])
    assert table["read, right"].tolist() == ["good", "filler", "filler"]
    assert table["read, left"].tolist() == ["filler", "filler", "good"]
    assert table["held, right"].tolist() == held.right.tolist()
    assert table["held, left"].tolist() == held.left.tolist()
    assert table.index.tolist() == [1, 2, 3]


def test_coverage_has_a_row_for_each_way_and_size():
    figures = CorpusFigures.load()
    table = coverage_table(figures)
    assert len(table) == sum(len(each.sizes) for each in figures.coverage)
    assert table["other films"].iloc[0] == figures.coverage[0].held_back[0]
