import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.tokenizer import Token, tokenize, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("great.", ["great", "."]),
        ("GREAT!!!", ["great", "!", "!", "!"]),
        ("don't", ["don't"]),
        ("don\u2019t", ["don't"]),
        ("don\x92t", ["don't"]),
        ("the actors' lines", ["the", "actors", "lines"]),
        ("'quoted'", ["quoted"]),
        ("rock 'n' roll", ["rock", "n", "roll"]),
        ("dull.<br /><br />Yet", ["dull", ".", "yet"]),
        ("dull<BR>yet<br/>good", ["dull", "yet", "good"]),
        ("well-made (1994), 7/10", ["well", "made", "1994", ",", "7", "10"]),
        ("wait\x85 what\x96ever", ["wait", "what", "ever"]),
        ("nul\x00char\tand\nlines", ["nul", "char", "and", "lines"]),
        ("gre\u00adat", ["great"]),
        ("caf\u00e9 cafe\u0301", ["café", "café"]),
        ("\u0130stanbul", ["i\u0307stanbul"]),
        ("فيلم رائع", ["فيلم", "رائع"]),
        ("סרט נהדר!", ["סרט", "נהדר", "!"]),
        ("हिन्दी फिल्म", ["हिन्दी", "फिल्म"]),
        ("最高の映画", ["最高の映画"]),
        ("<b>fine</b>", ["b", "fine", "b"]),
        ("<script>alert(1)</script>", ["script", "alert", "1", "script"]),
        ("**bold** _it_ $\\frac{a}{b}$", ["bold", "it", "frac", "a", "b"]),
        ("ok 😀👍🏽", ["ok", "😀", "👍🏽"]),
        ("👨\u200d👩\u200d👧", ["👨👩👧"]),
        ("", []),
        (" \n\u200b*#()", []),
    ],
)
def test_tokens_of(text, expected):
    assert [token.text for token in tokenize(text)] == expected


def test_a_token_remembers_where_it_stood_in_what_was_typed():
    text = "So  G\u00adOOD<br />Don\u2019t"
    assert [text[token.start : token.end] for token in tokenize(text)] == ["So", "G\u00adOOD", "Don\u2019t"]
    assert tokenize("a b")[1] == Token("b", 2, 3)


@given(st.text(max_size=60) | st.text(alphabet="a'\u0301\u200d\u00ad👍🏽<br />!_\x92é", max_size=40))
def test_both_paths_agree_and_spans_are_ordered_and_never_empty(text):
    tokens = tokenize(text)
    assert words(text) == [token.text for token in tokens]
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end <= len(text) for end, token in zip(ends, tokens, strict=False))
    assert all(token.text.strip() for token in tokens)


def test_limit_stops_early_on_a_huge_text():
    text = "word " * 100_000
    start = time.process_time()
    assert len(tokenize(text, limit=1_000)) == 1_000
    assert time.process_time() - start < 0.1
    assert len(tokenize(text)) == 100_000


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a'" * 100_000, "e\u0301" * 100_000, "👍🏽" * 50_000, "<br" * 70_000]
)
def test_hostile_texts_take_no_longer_than_their_length(text):
    start = time.process_time()
    tokenize(text)
    assert time.process_time() - start < 2


def test_a_negative_limit_is_refused():
    with pytest.raises(ValueError, match="limit must be 0 or more tokens, found -1"):
        tokenize("a", limit=-1)
