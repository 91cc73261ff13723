import dataclasses
import json

import numpy as np
import pytest

from rnn_core.data.corpus import Corpus
from rnn_core.text.batches import pad, shorten
from rnn_core.text.corpus_figures import CORPUS_FILE, CorpusFigures
from rnn_core.text.coverage import FILLER_LIMITS, count, coverage, filler_shares, lengths_of
from rnn_core.text.pipeline import NO_DRAW, filled_batches, filler_share
from rnn_core.text.tokenizer import words
from rnn_core.text.variants import OURS, VARIANTS
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import MODELS_DIR

CORPUS = Corpus(
    train_texts=["Good good film.", "Bad film.", "So so.", "Good."],
    train_labels=[1, 0, 0, 1],
    validation_texts=["Good new film.", "So bad."],
    validation_labels=[1, 0],
    name="tiny",
    split="by hand",
)


@pytest.fixture(scope="module")
def shipped() -> CorpusFigures:
    return CorpusFigures.load()


@pytest.mark.parametrize("size", [3, 4, 6, 50])
def test_coverage_is_the_share_of_tokens_that_a_vocabulary_holds(size):
    found = coverage(CORPUS, OURS, sizes=(size,))
    vocabulary = Vocabulary.from_texts([words(text) for text in CORPUS.train_texts], max_size=size)
    for texts, (share,) in ((CORPUS.train_texts, found.train), (CORPUS.validation_texts, found.held_back)):
        tokens = [word for text in texts for word in words(text)]
        assert share == pytest.approx(sum(word in vocabulary for word in tokens) / len(tokens), abs=1e-6)


def test_types_and_tokens_are_counted():
    found = coverage(CORPUS, "blanks", sizes=(3,))
    assert (found.num_types, found.num_tokens) == (7, 8)


def test_a_limit_keeps_what_shorten_keeps():
    rows = [np.arange(length, dtype=np.int32) for length in (1, 5, 9, 9)]
    found = lengths_of(np.array([len(row) for row in rows], np.int64), limits=(1, 5, 9))
    for limit, kept, whole in zip(found.limits, found.kept, found.whole, strict=True):
        cut = [shorten(row, limit, "head", NO_DRAW) for row in rows]
        assert kept == pytest.approx(sum(map(len, cut)) / 24, abs=1e-6)
        assert whole == sum(len(a) == len(b) for a, b in zip(cut, rows, strict=True)) / 4
    assert (found.mean, found.median, found.longest) == (6, 7, 9)


def test_filler_is_what_pad_puts_in():
    tokens = np.random.default_rng(0).integers(1, 40, 50)
    found = filler_shares(tokens, limit=30, batch_size=8)
    rows = [np.ones(min(length, 30), np.int32) for length in tokens]
    to_the_limit = pad(rows, "right", to=30)
    assert found.to_the_limit == pytest.approx((~to_the_limit.mask).mean(), abs=1e-6)
    assert found.in_buckets == pytest.approx(filler_share(filled_batches(rows, 8, "right")), abs=1e-6)
    assert found.in_buckets < found.as_they_come < found.to_the_limit


def test_the_file_comes_back_as_it_was_written(tmp_path):
    figures = count(CORPUS)
    figures.save(tmp_path / "corpus.json")
    assert CorpusFigures.load(tmp_path / "corpus.json") == figures


@pytest.mark.parametrize("content", ["", "[]", '{"command": 1}', "{}"])
def test_a_damaged_file_is_one_sentence(tmp_path, content):
    path = tmp_path / "corpus.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"the figures corpus.json are damaged"):
        CorpusFigures.load(path)
    with pytest.raises(ValueError, match=r"the figures gone.json cannot be read: No such file"):
        CorpusFigures.load(tmp_path / "gone.json")


class TestShipped:
    def test_every_way_was_counted_and_shares_only_rise(self, shipped):
        assert [each.variant for each in shipped.coverage] == list(VARIANTS)
        for each in shipped.coverage:
            for shares in (each.train, each.held_back):
                assert list(shares) == sorted(shares)
                assert all(0 <= share <= 1 for share in shares)

    def test_twenty_thousand_words_hold_97_percent(self, shipped):
        ours = shipped.of(OURS)
        assert ours.train[ours.sizes.index(20_000)] == pytest.approx(0.977, abs=5e-4)
        assert 1 - ours.unknown_at(20_000) == pytest.approx(0.970, abs=5e-4)

    def test_each_further_thousand_words_helps_less(self, shipped):
        ours = shipped.of(OURS)
        gains = np.diff(ours.held_back) / np.diff(ours.sizes)
        assert all(np.diff(gains) < 0)

    def test_cutting_at_blanks_leaves_three_times_as_much_unknown(self, shipped):
        ours = shipped.of(OURS).unknown_at(20_000)
        assert shipped.of("blanks").unknown_at(20_000) > 3 * ours
        assert shipped.of("blanks, lower case").unknown_at(20_000) > 3 * ours

    def test_buckets_save_nearly_all_filler(self, shipped):
        assert [each.limit for each in shipped.filler] == list(FILLER_LIMITS)
        assert all(each.in_buckets < 0.02 for each in shipped.filler)
        assert shipped.filler[-1].to_the_limit > 0.5

    def test_the_vocabulary_is_that_of_the_networks(self, shipped):
        vocabulary = Vocabulary.load(MODELS_DIR / "vocabulary.txt")
        assert len(vocabulary) in shipped.of(OURS).sizes

    def test_the_file_holds_figures_and_no_text(self, shipped):
        values = json.loads(CORPUS_FILE.read_text("utf-8"))
        assert set(values) == {field.name for field in dataclasses.fields(CorpusFigures)}
        assert len(set(shipped.alphabet)) == len(shipped.alphabet) == shipped.of("characters").num_types
        assert CORPUS_FILE.stat().st_size < 30_000

    def test_what_was_not_counted_is_refused(self, shipped):
        with pytest.raises(ValueError, match="size must be one of the sizes that were counted, found 7"):
            shipped.of(OURS).unknown_at(7)
        with pytest.raises(ValueError, match="variant must be one that was counted, found 'bytes'"):
            shipped.of("bytes")
