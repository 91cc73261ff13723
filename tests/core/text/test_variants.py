import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.tokenizer import tokenize
from rnn_core.text.variant_counts import cut_every_way
from rnn_core.text.variants import VARIANTS, cut
from rnn_core.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary.from_texts([["great", ".", "film"]], max_size=10)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("blanks", ["Great.", "Film<br"]),
        ("blanks, lower case", ["great.", "film<br"]),
        ("words and marks", ["great", ".", "film", "br"]),
        ("characters", [*"great.", " ", *"film<br"]),
    ],
)
def test_the_same_text_in_four_ways(variant, expected):
    assert [token.text for token in cut("Great. \n Film<br", variant)] == expected


@given(st.text(max_size=50), st.sampled_from(VARIANTS))
def test_tokens_stand_in_order_on_their_spans(text, variant):
    tokens = cut(text, variant)
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end <= len(text) for end, token in zip(ends, tokens, strict=False))
    assert cut(text, variant, limit=2) == tokens[:2]


@given(st.text(max_size=50))
def test_our_way_is_the_tokeniser(text):
    assert cut(text, "words and marks") == tokenize(text)


def test_a_word_with_its_full_stop_is_unknown_to_a_network_that_knows_the_word():
    found = {each.variant: each for each in cut_every_way("Great.", VOCABULARY, "greatf. ")}
    assert found["blanks"].known == found["blanks, lower case"].known == (False,)
    assert found["words and marks"].known == (True, True)
    assert found["characters"].num_unknown == 0
    assert found["blanks"].num_unknown == 1


def test_another_way_is_refused_in_words(as_users_run):
    with pytest.raises(ValueError, match=r"variant must be one of blanks; .*; found 'bytes'"):
        cut("a", "bytes")
