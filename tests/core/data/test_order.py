import inspect
import re
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB

from rnn_core.data.order import OrderReview, order_corpus, order_reviews
from rnn_core.data.order_grammar import Template
from rnn_core.data.order_templates import CONSTRUCTIONS
from rnn_core.data.order_words import FILLERS, POLES
from rnn_core.sentiment.recipes import recipe_for
from rnn_core.sentiment.training import TrainSpec
from rnn_core.sentiment.training import train as train_model

TOKEN = re.compile(r"[a-z']+|[.,!?;:]")


def count_words(text: str) -> Counter[str]:
    return Counter(TOKEN.findall(text.lower()))


@pytest.fixture(scope="module")
def train() -> list[OrderReview]:
    return order_reviews("train", 20_000)


@pytest.fixture(scope="module")
def validation() -> list[OrderReview]:
    return order_reviews("validation", 4_000)


def test_the_default_corpus_has_at_least_20000_distinct_reviews():
    corpus = order_corpus()
    texts = [*corpus.train_texts, *corpus.validation_texts]
    assert len(texts) == 24_000
    assert len({" ".join(TOKEN.findall(text.lower())) for text in texts}) == len(texts)
    assert corpus.name == "order"


def test_the_corpus_holds_the_reviews_of_both_splits(train, validation):
    corpus = order_corpus()
    assert corpus.train_texts == [review.text for review in train]
    assert corpus.validation_labels == [review.label for review in validation]


def test_no_template_serves_both_splits(train, validation):
    assert not {review.template for review in train} & {review.template for review in validation}
    assert len({review.template for review in train}) > 200
    assert len({review.template for review in validation}) > 40


def test_held_out_templates_differ_from_training_in_words_not_only_in_openers():
    def skeleton(template: Template) -> str:
        bare = re.sub(r"\{(so|tail)\}", "", template.pattern)
        return " ".join(re.findall(r"[\w{}+'|\[\]-]+", bare.lower()))

    training = {skeleton(t) for part in CONSTRUCTIONS for t in part.templates("train")}
    held_out = {skeleton(t) for part in CONSTRUCTIONS for t in part.templates("validation")}
    assert not training & held_out


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=lambda construction: construction.name)
def test_validation_asks_for_every_construction_that_training_teaches(construction):
    assert len(construction.templates("train")) >= 10
    assert len(construction.templates("validation")) >= 2


def test_labels_are_balanced_in_every_template(train, validation):
    for reviews in (train, validation):
        balance = Counter()
        for review in reviews:
            balance[review.template] += 1 if review.label else -1
        assert set(balance.values()) == {0}


def test_every_word_occurs_as_often_in_positive_as_in_negative_reviews(train, validation):
    for reviews in (train, validation):
        counts = {0: Counter(), 1: Counter()}
        for review in reviews:
            counts[review.label] += count_words(review.text)
        assert counts[0] == counts[1]
        assert len(counts[0]) > 500


@pytest.mark.parametrize("split", ["train", "validation"])
@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=lambda construction: construction.name)
def test_every_single_draw_holds_the_same_words_under_both_labels(construction, split):
    random = Random(0)
    for template in construction.templates(split):
        for _ in range(60):  # one word in seven takes "an", which must not betray the label either
            counts = {0: Counter(), 1: Counter()}
            for text, label in template.write(random):
                counts[label] += count_words(text)
            assert counts[0] == counts[1], template.pattern


def test_no_function_of_the_word_counts_reaches_65_percent(train, validation):
    for reviews in (train, validation):
        labels_of_bag: dict[frozenset[tuple[str, int]], Counter[int]] = {}
        for review in reviews:
            bag = frozenset(count_words(review.text).items())
            labels_of_bag.setdefault(bag, Counter())[review.label] += 1
        best = sum(max(labels.values()) for labels in labels_of_bag.values())
        assert best / len(reviews) < 0.6


@pytest.mark.parametrize(
    "model", [LogisticRegression(max_iter=200), MultinomialNB()], ids=["logistic", "bayes"]
)
def test_a_bag_of_words_stays_under_65_percent(model, train, validation):
    counter = CountVectorizer(token_pattern=TOKEN.pattern)
    model.fit(counter.fit_transform([r.text for r in train]), [r.label for r in train])
    right = model.predict(counter.transform([r.text for r in validation])) == [r.label for r in validation]
    assert 0.35 < np.mean(right) < 0.65


def test_a_vanilla_rnn_passes_95_percent_within_seven_epochs():
    recipe = replace(recipe_for("max-over-time", "order"), num_epochs=7)  # 5 s of one core
    result = train_model(TrainSpec("order", "rnn", "max-over-time"), order_corpus(), recipe=recipe)
    assert result.validation_accuracy > 0.95


def test_the_seed_decides_everything(train):
    assert order_reviews("train", 1_000, seed=3) == order_reviews("train", 1_000, seed=3)
    texts = {review.text for review in order_reviews("train", 1_000, seed=3)}
    other = {review.text for review in order_reviews("train", 1_000, seed=4)}
    assert len(texts & other) < 200


def test_reviews_are_plain_short_and_varied(train, validation):
    texts = [review.text for review in train + validation]
    assert all(re.fullmatch(r"[A-Z][A-Za-z',;:.? -]*[.?]", text) for text in texts)
    assert not any(
        re.search(r"  | [,.;:?]|\b[Aa] [aeiou]|\b[Aa]n (?!hour)[^aeiou]|[.?] [a-z]", text) for text in texts
    )
    lengths = [len(re.findall(r"[\w']+", text)) for text in texts]
    assert min(lengths) >= 4
    assert max(lengths) <= 24
    assert len(set().union(*(count_words(text) for text in texts))) > 600


@pytest.mark.parametrize("kind", POLES)
def test_no_word_is_both_pleasing_and_displeasing(kind):
    good, bad = POLES[kind].good, POLES[kind].bad
    assert len(set(good)) == len(good)
    assert len(set(bad)) == len(bad)
    assert not set(good) & {word for poles in POLES.values() for word in poles.bad}


READ_BY_HAND = [
    (
        "This {film} is [not {-plain} at all|{-plain} through and through].",
        "This film is not dull at all.",
        1,
    ),
    (
        "This {film} is [not {-plain} at all|{-plain} through and through].",
        "This film is not funny at all.",
        0,
    ),
    (
        "This {film} is [not {-plain} at all|{-plain} through and through].",
        "This film is dull through and through.",
        0,
    ),
    ("[Not one|One] {-plain} moment [in it|after another].", "Not one dull moment in it.", 1),
    ("[Not one|One] {-plain} moment [in it|after another].", "One funny moment after another.", 1),
    ("[Not one|One] {-plain} moment [in it|after another].", "Not one funny moment in it.", 0),
    ("{-liked} the {part}, {+liked} the {film}.", "Loved the cast, hated the film.", 0),
    ("{-liked} the {part}, {+liked} the {film}.", "Hated the cast, loved the film.", 1),
    ("I wanted to {+like} it[, and I did|, but I could not].", "I wanted to love it, but I could not.", 0),
    ("I wanted to {+like} it[, and I did|, but I could not].", "I wanted to hate it, but I could not.", 1),
    ("I wanted to {-like} the {film} but {+like} it.", "I wanted to love the film but hate it.", 0),
    (
        "The critics said it was {-adj}. They were [wrong|right].",
        "The critics said it was awful. They were wrong.",
        1,
    ),
    (
        "The critics said it was {-adj}. They were [wrong|right].",
        "The critics said it was superb. They were wrong.",
        0,
    ),
    ("It starts {-adv} and ends {+adv}.", "It starts badly and ends superbly.", 1),
    ("{-span} felt like {+span}.", "Three hours felt like ten minutes.", 1),
    ("{-span} felt like {+span}.", "Ten minutes felt like three hours.", 0),
    (
        "[See it|Do anything else] before you [do anything else|see it].",
        "Do anything else before you see it.",
        0,
    ),
    ("After {-noun} came {+noun}.", "After a mess came a delight.", 1),
    ("After {-noun} came {+noun}.", "After a triumph came an ordeal.", 0),
]


@pytest.mark.parametrize(("pattern", "text", "label"), READ_BY_HAND)
def test_a_sentence_has_the_label_that_a_reader_gives_it(pattern, text, label):
    random, template = Random(0), Template(pattern)
    for _ in range(30_000):
        written = dict(template.write(random))
        if text in written:
            assert written[text] == label
            return
    pytest.fail(f"the grammar never wrote {text!r}")


def test_exchanging_poles_and_throwing_switches_both_turn_the_verdict():
    written = Template("It was [not|so] {-plain}.").write(Random(1))
    assert [label for _, label in written] == [1, 0, 0, 1]
    (plain, _), (exchanged, _), (thrown, _), (both, _) = written
    assert plain.replace("not", "so") == thrown
    assert exchanged.replace("not", "so") == both


@pytest.mark.parametrize("pattern", ["It was {+adj}.", "It was {+adj}, {+adj} and {-adj}.", "A {film}."])
def test_a_pattern_whose_words_would_give_the_label_away_is_refused(pattern):
    with pytest.raises(
        ValueError, match=f"as many pleasing as displeasing words, found {re.escape(repr(pattern))}"
    ):
        Template(pattern)


@pytest.mark.parametrize(
    ("pattern", "found"), [("{+cat} {-cat}", "{+cat}"), ("The {hat} is {+adj}, not {-adj}", "{hat}")]
)
def test_an_unknown_gap_is_refused_with_those_that_exist(pattern, found):
    with pytest.raises(ValueError, match=re.escape(f"the gap {found}") + ".*allowed.*") as caught:
        Template(pattern)
    assert ("noun" if "+" in found else "film") in str(caught.value)


@pytest.mark.parametrize("name", FILLERS)
def test_fillers_take_no_side(name):
    loaded = {word for poles in POLES.values() for side in (poles.good, poles.bad) for word in side}
    assert not loaded & {word for filler in FILLERS[name] for word in re.findall(r"[a-z]+", filler.lower())}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("test", 10), "split must be one of train, validation, found 'test'"),
        (("train", 0), "num_reviews must be a whole number from 2 to 60000, found 0"),
        (("train", 7), "num_reviews must be even, since reviews come in opposites; found 7"),
        (("train", 10, -1), "seed must be a whole number from 0 to 2147483647, found -1"),
    ],
)
def test_arguments_out_of_range_are_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        inspect.unwrap(order_reviews)(*arguments)  # as outside the tests, where annotations go unchecked


def test_a_corpus_of_a_few_reviews_is_refused():
    with pytest.raises(ValueError, match="num_reviews must be a whole number from 1200 to 60000, found 100"):
        order_corpus(100)
