import pytest
import torch

from rnn_core.sentiment.checkpoints import load_shipped
from rnn_core.text.shipped_vectors import WordVectors, load_word_vectors
from rnn_core.text.vocabulary import SPECIAL, Vocabulary
from rnn_core.text.word_groups import GROUPS
from rnn_core.text.word_map import mean_cosine, moved_apart, word_map

ALL = tuple(word for group in GROUPS.values() for word in group)


@pytest.fixture(scope="module")
def spaces():
    loaded = [load_shipped(name) for name in ("rnn", "lstm", "gru")]
    trained = [WordVectors(each.vocabulary, each.model.embedding.weight) for each in loaded]
    return [load_word_vectors(), *trained]


def of_rows(rows):
    names = tuple(f"w{k}" for k in range(len(rows)))
    return WordVectors(Vocabulary((*SPECIAL, *names)), torch.tensor([[0.0] * len(rows[0])] * 2 + rows)), names


def test_every_word_of_the_groups_is_known_and_stands_once(spaces):
    assert len(set(ALL)) == len(ALL) > 200
    assert [word for word in ALL if word not in spaces[0].vocabulary] == []


def test_the_plane_is_the_one_in_which_directions_differ_most():
    space, names = of_rows([[4.0, 0.0, 0.1], [-2.0, 0.0, 0.1], [0.0, 1.0, 0.1], [0.0, 1.0, -0.1]])
    found = word_map(space, names, upwards=("w0", "w2", "w3"))
    assert found.axes[0].share + found.axes[1].share > 0.95
    assert found.axes[0].high[0] == "w0"
    assert found.axes[0].low[0] == "w1"
    assert found.places[found.words.index("w2")][1] > 0
    # Length plays no part: the long vector lies as far out as the short one.
    torch.testing.assert_close(found.places[0][0], -found.places[1][0], rtol=0.02, atol=0.02)


def test_neighbours_are_found_among_the_words_of_the_map(spaces):
    found = word_map(spaces[0], ["terrible", "awful", "wednesday", "terrible", "zzzz"])
    assert found.words == ("terrible", "awful", "wednesday")
    assert [each.word for each in found.near[0]] == ["awful", "wednesday"]
    assert found.near[0][0].cosine == pytest.approx(mean_cosine(spaces[0], ["terrible"], ["awful"]))


def test_praise_and_blame_part_on_the_map_in_both_spaces(spaces):
    for space in spaces:
        found = word_map(space, GROUPS["praise"] + GROUPS["blame"], upwards=GROUPS["praise"])
        across = dict(zip(found.words, found.places[:, 0].tolist(), strict=True))
        right_side = [across[word] > 0 for word in GROUPS["praise"]]
        right_side += [across[word] < 0 for word in GROUPS["blame"]]
        assert sum(right_side) / len(right_side) > 0.9


def test_training_moved_praise_and_blame_apart_and_each_closer_together(spaces):
    counted, *networks = spaces
    praise, blame = GROUPS["praise"], GROUPS["blame"]
    for trained in networks:
        assert mean_cosine(trained, praise, blame) < mean_cosine(counted, praise, blame) - 0.02
        for group in (praise, blame):
            assert mean_cosine(trained, group, group) > mean_cosine(counted, group, group)


def test_the_pairs_that_moved_apart_most_are_those_of_a_plain_loop(spaces):
    counted, trained = spaces[:2]
    praise, blame = GROUPS["praise"], GROUPS["blame"]

    def fall(a, b):
        return mean_cosine(counted, [a], [b]) - mean_cosine(trained, [a], [b])

    found = moved_apart(counted, trained, praise[:9], blame[:9], 3)
    falls = sorted((fall(a, b) for a in praise[:9] for b in blame[:9]), reverse=True)
    assert [each.before - each.after for each in found] == pytest.approx(falls[:3])
    assert found[0].before == pytest.approx(mean_cosine(counted, [found[0].word], [found[0].other]))
    with pytest.raises(ValueError, match="must be in both vocabularies, found 'zzzz'"):
        moved_apart(counted, trained, ["good"], ["zzzz"], 1)


def test_a_map_of_too_few_words_is_refused(spaces):
    with pytest.raises(ValueError, match="a map needs three different known words or more, found 2"):
        word_map(spaces[0], ["good", "bad", "bad", "zzzz"])
    with pytest.raises(ValueError, match="two different known words to compare, found none"):
        mean_cosine(spaces[0], ["good"], ["good"])
