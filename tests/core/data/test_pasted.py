import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.data.pasted import MAX_REVIEWS, read_pasted


def test_each_line_is_a_review_and_empty_lines_are_none():
    pasted = read_pasted("Great, really great.\r\n\r\n  Dull; badly acted.  \rMeh\n")
    assert pasted.texts == ("Great, really great.", "Dull; badly acted.", "Meh")
    assert (pasted.labels, pasted.num_found) == (None, 3)
    assert pasted.how == "Each line was read as one review."


@pytest.mark.parametrize(
    "text",
    [
        "Good, fine.\nBad, dull.",  # as many commas in each line
        "Loved it; she hated it\nBad; dull",
        "One line only",
        'He said "great", twice.\nShe said no.',
        "A | B\nC | D",
    ],
)
def test_prose_with_separators_is_not_taken_for_a_table(text):
    assert read_pasted(text).texts == tuple(text.split("\n"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["text", "Review", " COMMENT ", "reviews"])
def test_a_table_is_known_by_the_name_of_its_column(delimiter, name):
    rows = [["id", name, "label"], ["1", 'A "fine", long;\nfilm | here.', "1"], ["2", "Dull.", "0"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    pasted = read_pasted(out.getvalue())
    assert pasted.texts == ('A "fine", long;\nfilm | here.', "Dull.")
    assert pasted.labels == (1, 0)


def test_how_it_was_read_is_said():
    pasted = read_pasted("label;review\n1;Great.\n0; \nneg;Dull.")
    assert pasted.how == (
        "Read as a table with semicolons: reviews from the column review, labels from label. "
        "Rows without text were left out: 1."
    )
    assert pasted.labels == (1, 0)
    assert pasted.num_found == 2


def test_the_only_column_of_text_is_taken_whatever_its_name():
    pasted = read_pasted("id,body,stars\n1,A fine film,5\n2,Dull and long,1")
    assert pasted.texts == ("A fine film", "Dull and long")


def test_a_header_alone_on_its_line_has_no_separator():
    pasted = read_pasted('text\nGreat, but long\n"Two\nlines"')
    assert pasted.texts == ("Great, but long", "Two\nlines")


def test_a_byte_order_mark_is_no_part_of_a_name():
    assert read_pasted("\ufefftext,label\nGreat,1").texts == ("Great",)


def test_layouts_can_be_said():
    text = "text,label\nGreat,1"
    assert read_pasted(text, "lines").texts == ("text,label", "Great,1")
    assert read_pasted(text, "auto") == read_pasted(text, "table")
    assert read_pasted("kind,words\nx,good film", "table").texts == ("good film",)


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        (["1", "0", ""], (1, 0, None)),
        (["Positive", "negative ", "pos"], (1, 0, 1)),
        (["1.0", "0.0", "neg"], (1, 0, 0)),
    ],
)
def test_labels_are_read_as_people_write_them(cells, labels):
    rows = "\n".join(f"{cell},A film" for cell in cells)
    assert read_pasted(f"sentiment,text\n{rows}").labels == labels


def test_strange_labels_are_left_out_and_named():
    pasted = read_pasted("label,text\n5,Great\n1,Dull")
    assert pasted.labels is None
    assert pasted.how.endswith("label was not used: a label must be 0 or 1, negative or positive, found 5.")


def test_no_more_than_200_are_taken_and_all_are_counted():
    pasted = read_pasted("\n".join(f"film {k}" for k in range(1_234)))
    assert (len(pasted.texts), pasted.num_found) == (MAX_REVIEWS, 1_234)
    table = read_pasted("text,label\n" + "film,1\n" * 500)
    assert (len(table.texts), len(table.labels), table.num_found) == (200, 200, 500)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there must be at least one review, found none"),
        (" \n\t\r\n", "there must be at least one review, found none"),
        ("id;score\n1;5", "the table must have a column named text, review or comment; found id, score"),
        (
            "title;body\nThe film;A fine film\nThe sequel;A dull one",
            "found several that hold text: title, body",
        ),
        ("text;label", "the column text must hold at least one review, found none"),
        ("text,label\nGreat, but long,1", "row 2 of the table must have 2 cells like its header, found 3"),
        ('text,label\n"Great,1\nDull,0', "the table cannot be read: .*; a quotation mark may be missing"),
        (",".join(f"c{k}" for k in range(20)) + "\n" + ",".join("1" * 20), "c6, c7 and 12 more"),
        ("x" * 99 + ";b\n1;2", "found x{29}…, b"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(text, message):
    with pytest.raises(ValueError, match=message):
        read_pasted(text, "table")


def test_a_cell_without_end_is_refused_rather_than_read():
    with pytest.raises(ValueError, match="the table cannot be read: field larger than field limit"):
        read_pasted('text\n"' + "x" * 200_000 + '"', "table")


def read_or_refuse(text):
    try:
        return read_pasted(text).texts, ""
    except ValueError as error:
        return (), str(error)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_sentence(text):
    texts, refusal = read_or_refuse(text)
    assert bool(texts) != bool(refusal)
    assert "\n" not in refusal
    assert all(each.strip() for each in texts)
