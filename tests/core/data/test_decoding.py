import pytest

from rnn_core.data.decoding import MAX_BYTES, check_size, decode

TEXT = "review\nCafé Zürich – “très bon”, 5 €.\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_the_usual_encodings_are_found_out(codec, name):
    assert decode(TEXT.encode(codec)).text == TEXT
    assert decode(TEXT.encode(codec)).encoding == name


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_found_out(codec):
    plain = "text\nA fine film.\n"
    assert decode(plain.encode(codec)).text == plain
    assert decode(plain.encode(codec)).encoding == "UTF-16"


def test_latin_1_takes_what_windows_does_not_know():
    assert decode(b"caf\xe9 \x81").encoding == "Latin-1"
    assert decode(b"caf\xe9").encoding == "Windows-1252"


@pytest.mark.parametrize("text", ["", "plain", "हिन्दी फ़िल्म", "👍🏽 wow", "x"])
def test_utf_8_of_any_script_stays_itself(text):
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"PK\x03\x04\x00\x00\x08\x00 a spreadsheet \x00\x01",
            "found binary data: save a spreadsheet as CSV",
        ),
        (b"\xff\xfea\x00b", "the file must be text, found damaged UTF-16"),
        (b"\xef\xbb\xbfcaf\xe9", "found damaged UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(content, message):
    with pytest.raises(ValueError, match=message):
        decode(content)


def test_a_file_of_50_mb_is_refused_by_its_size_alone():
    with pytest.raises(ValueError, match=r"^the file must have 1 MB at most, found 52\.4 MB$"):
        check_size(50 * 1024**2)
    with pytest.raises(ValueError, match="1 MB at most"):
        decode(b"x" * (MAX_BYTES + 1))
    assert decode(b"x" * MAX_BYTES).encoding == "UTF-8"
