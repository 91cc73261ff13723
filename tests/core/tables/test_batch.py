import csv
import io

import pytest

from rnn_core.sentiment.many import JudgedText
from rnn_core.sentiment.reliability import reliability
from rnn_core.tables.batch import batch_csv, batch_table, defused, verdict
from rnn_core.tables.calibration import calibration_table

NAMES = {"rnn": "Vanilla RNN", "lstm": "LSTM", "gru": "GRU"}


def judged(text, *probabilities, unknown=()):
    return JudgedText(text, len(text.split()), unknown, dict(zip(NAMES, probabilities, strict=False)))


ROWS = [
    judged("Great film", 0.9, 0.8, 0.75),
    judged("=HYPERLINK(1)", 0.1, 0.2, 0.6, unknown=("hyperlink",)),
    judged("***"),
]


def test_the_table_has_a_row_a_text_and_a_column_a_network():
    table = batch_table(ROWS, NAMES, [1, None, 0])
    assert list(table) == ["text", "label", *NAMES.values(), "verdict", "unknown words"]
    assert table["label"].tolist() == ["positive", "", "negative"]
    assert table["LSTM"].iloc[:2].tolist() == pytest.approx([80, 20])
    assert table["LSTM"].isna().tolist() == [False, False, True]
    assert table["verdict"].tolist() == ["all positive", "2 of 3 negative", "no words"]
    assert table.index.tolist() == [1, 2, 3]
    assert "label" not in batch_table(ROWS, NAMES)


def test_a_long_text_and_many_unknown_words_are_cut_in_the_table_alone():
    row = judged("very " * 1_000, 0.5, 0.5, 0.5, unknown=tuple(f"w{k}" for k in range(9)))
    shown = batch_table([row], NAMES).iloc[0]
    assert len(shown["text"]) < 90
    assert shown["text"].endswith("…”")
    assert shown["unknown words"] == "w0, w1, w2, w3, w4 and 4 more"
    saved = read(batch_csv([row], NAMES))[0]
    assert saved["text"] == row.text
    assert saved["unknown words"] == " ".join(row.unknown)


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_holds_every_answer_and_its_label():
    first, second, third = read(batch_csv(ROWS, NAMES, [1, None, 0]))
    assert first["text"] == "Great film"
    assert (first["LSTM: positive"], first["LSTM: label"]) == ("0.8000", "positive")
    assert (second["label"], second["GRU: label"], second["verdict"]) == ("", "positive", "2 of 3 negative")
    assert (third["LSTM: positive"], third["LSTM: label"], third["verdict"]) == ("", "", "no words")
    assert batch_csv(ROWS, NAMES).startswith(b"\xef\xbb\xbftext,")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@sum", "  =1+1", "\t=1", "\r=1", "\n=1", "\uff1d1", "\u00a0=1", "-- not a formula"],
)
def test_no_cell_is_taken_for_a_formula(text):
    assert defused(text) == f"'{text}"
    assert read(batch_csv([judged(text, 0.5, 0.5, 0.5)], NAMES))[0]["text"].startswith("'")
    assert batch_table([judged(text, 0.5, 0.5, 0.5)], NAMES)["text"].iloc[0].startswith("“")


@pytest.mark.parametrize("text", ["Good - really", "5 = five", "a@b", "", "'quoted'"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


def test_text_that_breaks_lines_or_encodings_survives_the_file():
    rows = read(batch_csv([judged('two\nlines, "quoted"', 0.5, 0.5, 0.5), judged("\ud800 x", 0.5)], NAMES))
    assert rows[0]["text"] == 'two\nlines, "quoted"'
    assert rows[1]["text"] == "? x"


def test_the_verdict_is_the_majority_s():
    assert verdict(judged("x", 0.5, 0.5, 0.4)) == "2 of 3 positive"
    assert verdict(judged("x", 0.1, 0.2, 0.3)) == "all negative"


def test_the_calibration_table_leaves_empty_bins_empty():
    table = calibration_table(reliability([0.1, 0.9, 0.9], [0, 1, 0], 4))
    assert table["texts"].tolist() == [1, 0, 0, 2]
    assert table["came true"].isna().tolist() == [False, True, True, False]
    assert table["said"].iloc[3] == pytest.approx(0.9)
    assert table["came true"].iloc[3] == pytest.approx(0.5)
