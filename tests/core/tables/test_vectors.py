import pytest
import torch

from rnn_core.tables.vectors import (
    company_vectors_table,
    neighbours_table,
    pairs_table,
    singular_table,
    word_map_table,
)
from rnn_core.text.company import count_company
from rnn_core.text.neighbours import nearest
from rnn_core.text.shipped_vectors import WordVectors
from rnn_core.text.vocabulary import SPECIAL, Vocabulary
from rnn_core.text.word_map import word_map


@pytest.fixture
def company():
    return count_company([["cat", "sat"], ["dog", "sat"], ["cat", "ran"]], window=1, context_power=1.0)


@pytest.fixture
def space():
    rows = torch.tensor([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [5.0, 0.1], [0.0, 2.0]])
    return WordVectors(Vocabulary((*SPECIAL, "a", "b", "c")), rows)


def test_every_pair_that_met_has_a_row_with_its_numbers(company):
    table = pairs_table(company).set_index(["word", "near"])
    assert len(table) == 6
    row = table.loc[("dog", "sat")]
    assert row[["n(a, b)", "n(a)"]].tolist() == [1, 1]
    assert row[["p(b)", "ratio"]].tolist() == pytest.approx([1 / 3, 3])
    assert row["information"] == pytest.approx(1.0986, abs=1e-4)
    assert ("cat", "dog") not in table.index


def test_vectors_have_a_column_for_each_number_that_is_kept(company):
    table = company_vectors_table(company, 3)
    assert list(table.columns) == ["word", "1", "2", "3"]
    assert table["word"].tolist() == list(company.words)
    assert table["2"].tolist() == pytest.approx(company.vectors(3)[:, 1].tolist())


def test_singular_values_come_with_what_they_keep(company):
    table = singular_table(company)
    assert table["number"].tolist() == [1, 2, 3, 4]
    assert table["kept so far"].iloc[-1] == pytest.approx(1)
    assert table["kept so far"].is_monotonic_increasing


def test_neighbours_of_several_spaces_stand_side_by_side(space):
    near = nearest(space, "a", 2)
    table = neighbours_table({"counted": near, "trained": near[::-1]})
    assert table["counted"].tolist() == ["b", "c"]
    assert table["trained"].tolist() == ["c", "b"]
    assert table["counted: cosine"].tolist() == pytest.approx([0.9998, 0], abs=1e-4)


def test_words_of_a_map_have_their_group_or_were_typed(space):
    table = word_map_table(word_map(space, ("a", "b", "c")), {"letters": ("a", "c")})
    assert table["group"].tolist() == ["letters", "typed", "letters"]
    assert table["nearest"].tolist() == ["b, c", "a, c", "b, a"]
    assert list(table.columns) == ["word", "group", "across", "up", "nearest"]
