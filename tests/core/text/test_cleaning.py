import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.cleaning import BECOMES_BLANK, cleaned, pieces, removed
from rnn_core.text.tokenizer import tokenize, words

texts = st.text(max_size=60) | st.text(
    alphabet="aB'\u2019\x92\u00ad\u200b\u200d\u202e\x07\x85<br />!_-👍🏽é\u0301\n", max_size=40
)


def kinds_of(text):
    return [(piece.text, piece.kind) for piece in pieces(text, tokenize(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<BR/>b", [("a", "token"), ("<BR/>", "break"), ("b", "token")]),
        ("<br /><br>", [("<br />", "break"), ("<br>", "break")]),
        ("a\x07\x1b b", [("a", "token"), ("\x07\x1b", "control"), (" ", "blank"), ("b", "token")]),
        ("it\x85", [("it", "token"), ("\x85", "windows")]),
        ("don\x92t", [("don", "token"), ("\x92", "apostrophe"), ("t", "token")]),
        ("don't", [("don't", "token")]),
        ("gre\u00adat", [("gre", "token"), ("\u00ad", "inside"), ("at", "token")]),
        (
            "a \u202e b",
            [("a", "token"), (" ", "blank"), ("\u202e", "invisible"), (" ", "blank"), ("b", "token")],
        ),
        ("(so)", [("(", "mark"), ("so", "token"), (")", "mark")]),
        ("👍🏽!", [("👍🏽", "token"), ("!", "token")]),
        ("👨\u200d👩", [("👨\u200d👩", "token")]),
        ("", []),
    ],
)
def test_every_character_goes_one_way(text, expected):
    assert kinds_of(text) == expected


@given(texts)
def test_joined_pieces_are_the_review_and_their_tokens_stand_on_their_spans(text):
    tokens = tokenize(text)
    found = pieces(text, tokens)
    assert "".join(piece.text for piece in found) == text
    assert all(text[piece.start : piece.start + len(piece.text)] == piece.text for piece in found)
    for place, token in enumerate(tokens):
        own = [piece for piece in found if piece.token == place]
        assert "".join(piece.text for piece in own) == text[token.start : token.end]
    assert all((piece.token is None) == (piece.kind in BECOMES_BLANK) for piece in found)


@given(texts)
def test_the_tokeniser_finds_the_same_words_in_the_cleaned_review(text):
    assert words(cleaned(pieces(text, tokenize(text)))) == words(text)


@given(texts, st.data())
def test_a_part_of_the_pieces_is_cut_as_the_whole(text, data):
    tokens = tokenize(text)
    if not tokens:
        return
    first = data.draw(st.integers(0, len(tokens) - 1))
    parts = pieces(text, tokens, 0, first) if first else []
    rest = pieces(text, tokens, first)
    held = {
        (piece.text, piece.start, piece.kind, piece.token)
        for piece in pieces(text, tokens)
        if piece.token is not None
    }
    found = {
        (piece.text, piece.start, piece.kind, piece.token)
        for piece in [*parts, *rest]
        if piece.token is not None
    }
    assert found == held
    assert all(piece.text == text[piece.start : piece.start + len(piece.text)] for piece in rest)


def removed_from(text):
    return removed(text, tokenize(text))


def test_what_is_taken_out_is_counted():
    assert removed_from("Don\x92t<br /><BR>it\x85\x07 gre\u00adat\u202e (so!)") == {
        "break": 2,
        "control": 1,
        "windows": 2,
        "invisible": 2,
        "mark": 2,
    }
    assert sum(removed_from("Plain words, e\u0301lan\nand blanks.").values()) == 0
    assert sum(removed_from("👨\u200d👩 👍🏽!").values()) == 0  # joiners hold an emoji together, and stay


@given(texts)
def test_what_is_counted_is_what_the_pieces_show(text):
    found = pieces(text, tokenize(text))
    counts = removed_from(text)
    assert counts["break"] == sum(piece.kind == "break" for piece in found)
    for kind in ("control", "mark"):
        assert counts[kind] == sum(len(piece.text) for piece in found if piece.kind == kind)
    invisible = sum(len(piece.text) for piece in found if piece.kind in ("invisible", "inside"))
    assert counts["invisible"] == invisible
