import pandas as pd

from rnn_core.tables.words import coverage_table, way_table
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


def test_coverage_has_a_row_for_each_way_and_size():
    figures = CorpusFigures.load()
    table = coverage_table(figures)
    assert len(table) == sum(len(each.sizes) for each in figures.coverage)
    assert table["other films"].iloc[0] == figures.coverage[0].held_back[0]
