import pytest

from rnn_core.sentiment.checkpoints import LoadedModel
from rnn_core.sentiment.many import Hits, JudgedText, count_hits, judge_texts
from rnn_core.sentiment.prediction import predict
from rnn_core.text.vocabulary import Vocabulary
from tests.core.sentiment.cases import VOCABULARY, make_model

NETWORKS = {
    cell: LoadedModel(make_model(cell=cell), VOCABULARY, temperature)
    for cell, temperature in (("rnn", 1.0), ("lstm", 0.5), ("gru", 2.0))
}
TEXTS = ["a fine film .", "not dull !", "zebra zebra okapi", "fine " * 30, "A", "***", ""]


def test_each_text_gets_the_answer_that_it_gets_alone():
    for judged, text in zip(judge_texts(NETWORKS, TEXTS), TEXTS, strict=True):
        assert judged.text == text
        for name, loaded in NETWORKS.items():
            if judged.num_tokens:
                alone = predict(loaded.model, VOCABULARY, text, temperature=loaded.temperature)
                assert judged.probabilities[name] == pytest.approx(alone.probability, abs=1e-6)


def test_a_text_without_words_gets_no_answer_and_the_others_theirs():
    judged = judge_texts(NETWORKS, TEXTS)
    assert [text.num_tokens for text in judged] == [4, 3, 3, 30, 1, 0, 0]
    assert [len(text.probabilities) for text in judged] == [3, 3, 3, 3, 3, 0, 0]
    assert judge_texts(NETWORKS, ["", "..."])[0].probabilities == {}
    assert judge_texts(NETWORKS, []) == ()


def test_unknown_words_are_named_once():
    assert judge_texts(NETWORKS, TEXTS)[2].unknown == ("zebra", "okapi")
    assert judge_texts(NETWORKS, TEXTS)[0].unknown == ()


def test_each_network_reads_with_its_own_words():
    few = Vocabulary(("<pad>", "<unknown>", "a"))
    other = LoadedModel(make_model(vocab_size=3), few)
    text = judge_texts({**NETWORKS, "other": other}, TEXTS)[0]
    alone = predict(other.model, few, TEXTS[0])
    assert text.probabilities["other"] == pytest.approx(alone.probability, abs=1e-6)
    assert text.num_unknown == {"rnn": 0, "lstm": 0, "gru": 0, "other": 3}
    assert text.unknown == (), "those that the first does not know"


def test_without_a_network_nothing_is_judged():
    with pytest.raises(ValueError, match="at least one network, found none"):
        judge_texts({}, TEXTS)


def judged(*probabilities):
    return [JudgedText("x", 1, (), {"rnn": p} if p is not None else {}) for p in probabilities]


def test_hits_count_only_texts_with_a_label_and_an_answer():
    hits = count_hits(judged(0.9, 0.4, 0.7, None, 0.5), [1, 1, None, 1, 1])
    assert hits == {"rnn": Hits(right=2, size=3)}
    assert hits["rnn"].accuracy == pytest.approx(2 / 3)
    assert hits["rnn"].standard_error == pytest.approx((2 / 27) ** 0.5)


def test_without_any_label_nothing_is_counted():
    assert count_hits(judged(0.9), [None]) == {}
    assert count_hits(judged(None), [1]) == {}


def test_labels_of_other_texts_are_refused():
    with pytest.raises(ValueError, match="judged and labels differ in number: 1 against 2"):
        count_hits(judged(0.9), [1, 0])
