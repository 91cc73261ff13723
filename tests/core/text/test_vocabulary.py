from collections import Counter

import pytest

from rnn_core.text.vocabulary import PAD, UNKNOWN, Vocabulary

COUNTS = Counter({"the": 9, "bad": 3, "good": 3, "rare": 1})


def test_frequent_words_come_first_and_ties_by_alphabet():
    assert Vocabulary.from_counts(COUNTS, max_size=5).words == ("<pad>", "<unknown>", "the", "bad", "good")


def test_rare_words_can_be_left_out():
    assert "rare" not in Vocabulary.from_counts(COUNTS, max_size=100, min_count=2)


def test_words_become_numbers_and_strangers_unknown():
    vocabulary = Vocabulary.from_counts(COUNTS, max_size=100)
    assert vocabulary.encode(["good", "zebra", "the"]).tolist() == [4, UNKNOWN, 2]
    assert vocabulary.encode([]).tolist() == []


def test_special_entries_are_not_words():
    vocabulary = Vocabulary.from_counts(COUNTS, max_size=100)
    assert "<pad>" not in vocabulary
    assert vocabulary.words[PAD] == "<pad>"
    assert 3 not in vocabulary


def test_it_survives_the_disk(tmp_path):
    vocabulary = Vocabulary.from_counts(Counter({"café": 2, "سينما": 1, "😀": 1}), max_size=9)
    vocabulary.save(tmp_path / "v.txt")
    assert (tmp_path / "v.txt").read_text(encoding="utf-8").startswith("<pad>\n<unknown>\ncafé\n")
    assert Vocabulary.load(tmp_path / "v.txt") == vocabulary


def test_line_ends_of_another_system_change_nothing(tmp_path):
    (tmp_path / "v.txt").write_bytes(b"<pad>\r\n<unknown>\r\na\r\n")
    assert Vocabulary.load(tmp_path / "v.txt").words == ("<pad>", "<unknown>", "a")


def test_the_fingerprint_changes_with_the_order_of_words():
    special = ("<pad>", "<unknown>")
    assert Vocabulary((*special, "a", "b")).sha256 != Vocabulary((*special, "b", "a")).sha256


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must begin with '<pad>' and '<unknown>'"),
        (b"the\nand\n", "found 'the' and 'and'"),
        (b"<pad>\n<unknown>\na\na\n", "found 'a' more than once"),
        (b"<pad>\n<unknown>\na\n\nb\n", "must be one line that is not empty, found ''"),
        (b"<pad>\n<unknown>\na\x0bb\n", "must be one line"),
        (b"<pad>\n<unknown>\n\xff\xfe\n", "is not UTF-8 text"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path, content, message):
    path = tmp_path / "vocabulary.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        Vocabulary.load(path)


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match=r"cannot read the vocabulary none\.txt"):
        Vocabulary.load(tmp_path / "none.txt")


def test_a_size_without_room_for_a_word_is_refused():
    with pytest.raises(ValueError, match="max_size must be 3 or more, found 2"):
        Vocabulary.from_counts(COUNTS, max_size=2)
