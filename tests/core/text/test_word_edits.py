import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.text.tokenizer import tokenize, words
from rnn_core.text.word_edits import edit_word

texts = st.text(" abc,.'<>\n\u05d0😀", min_size=1, max_size=40)


@given(texts, st.data())
def test_swapping_twice_gives_the_text_back(text, data):
    found = tokenize(text)
    if len(found) < 2:
        return
    place = data.draw(st.integers(0, len(found) - 2))
    swapped = edit_word(text, place, "swap")
    assert sorted(swapped) == sorted(text)
    if len(words(swapped)) == len(found):  # "a." and "b" without a blank between may join
        assert edit_word(swapped, place, "swap") == text


@given(st.lists(st.sampled_from(["good", "not", ",", "film"]), min_size=1, max_size=8), st.data())
def test_each_edit_touches_its_own_word_alone(read, data):
    place = data.draw(st.integers(0, len(read) - 1))
    text = " ".join(read)
    assert words(edit_word(text, place, "delete")) == read[:place] + read[place + 1 :]
    assert words(edit_word(text, place, "replace", " so so ")) == [
        *read[:place],
        "so",
        "so",
        *read[place + 1 :],
    ]
    if place + 1 < len(read):
        swapped = [*read[:place], read[place + 1], read[place], *read[place + 2 :]]
        assert words(edit_word(text, place, "swap")) == swapped


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("This is not good.", 2, "This is good."),
        ("not good", 0, "good"),
        ("so good", 1, "so"),
        ("good.", 1, "good"),
        ("good", 0, ""),
        ("(great) film", 0, "() film"),
    ],
)
def test_a_word_goes_with_one_of_the_blanks_around_it(text, place, expected):
    assert edit_word(text, place, "delete") == expected


def test_a_word_that_is_replaced_by_nothing_is_taken_out():
    assert edit_word("This is not good.", 2, "replace", "  ") == "This is good."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("good film", 2, "delete"), "place must be a whole number from 0 to 1, found 2"),
        (("good film", -1, "delete"), "place must be a whole number from 0 to 1, found -1"),
        (("good film", 1, "swap"), "place must be a whole number from 0 to 0, found 1"),
        (("good", 0, "swap"), "text has too few words to swap one, found 1"),
        (("***", 0, "delete"), "text has too few words to delete one, found 0"),
        (("good", 0, "turn"), "edit must be one of delete, swap, replace, found 'turn'"),
        (("good", 0, "replace", "x" * 201), "new must have at most 200 characters, found 201"),
    ],
)
def test_an_edit_that_cannot_be_made_is_named(arguments, message, as_users_run):
    with pytest.raises(ValueError, match=message):
        edit_word(*arguments)
