import pytest
import torch

from rnn_core.sentiment.checkpoints import SHIPPED, load_shipped
from rnn_core.sentiment.deletion import delete_each_word
from rnn_core.text.tokenizer import words
from tests.core.sentiment.cases import make_model
from tests.core.sentiment.test_attribution import REVIEW, each_cell


def read_again(model, ids):
    """Read a review from its start, as a batch of one."""
    return model.prefix_logits(ids)[-1].item()


@each_cell
def test_each_logit_is_what_the_model_says_of_the_shortened_review(case):
    model, ids = make_model(1, **case), torch.tensor([2, 4, 7, 5, 1, 6, 3, 8, 4])
    found = delete_each_word(model, ids)
    naive = [read_again(model, torch.cat([ids[:t], ids[t + 1 :]])) for t in range(len(ids))]
    torch.testing.assert_close(found.without, torch.tensor(naive).double(), atol=1e-6, rtol=0)
    assert found.whole == pytest.approx(read_again(model, ids), abs=1e-6)
    torch.testing.assert_close(found.effects, found.whole - found.without)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_long_review_is_read_as_exactly(name):
    loaded = load_shipped(name)
    ids = torch.from_numpy(loaded.vocabulary.encode(words(REVIEW * 4)))
    found = delete_each_word(loaded.model, ids)
    for t in (0, 1, 30, len(ids) - 1):
        shortened = torch.cat([ids[:t], ids[t + 1 :]])
        assert found.without[t].item() == pytest.approx(read_again(loaded.model, shortened), abs=1e-5)


def test_nothing_is_left_of_a_review_of_one_word():
    found = delete_each_word(make_model(), torch.tensor([4]))
    assert found.without.isnan().tolist() == [True]
    assert found.effects.isnan().tolist() == [True]


def test_a_review_without_words_is_refused():
    with pytest.raises(ValueError, match="ids must hold at least one word, found none"):
        delete_each_word(make_model(), torch.tensor([], dtype=torch.long))
