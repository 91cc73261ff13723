import numpy as np
import pytest
import torch

from rnn_core.sentiment.held_along import held_along, held_in
from rnn_core.sentiment.padding_effect import effect_in, fresh_network
from rnn_core.state_flow import layer_weights

IDS = np.array([5, 90, 700, 12, 3], np.int32)


@pytest.fixture(scope="module")
def fresh():
    return fresh_network("torch", vocab_size=1_000, size=12, seed=3)


@pytest.mark.parametrize("side", ["left", "right"])
def test_every_step_is_the_distance_of_torch_s_own_states(fresh, side):
    held = held_in(fresh, IDS, 4)
    layer = torch.nn.RNN(12, 12).double()
    layer.load_state_dict(fresh.recurrent.state_dict())
    vectors = fresh.embedding(torch.from_numpy(IDS).long()).double()
    filler = torch.zeros(4, 12, dtype=torch.float64)
    row = torch.cat([filler, vectors] if side == "left" else [vectors, filler])
    apart = (layer(row)[0] - layer(torch.zeros_like(row))[0]).norm(dim=1)
    bare = (layer(vectors)[0] - layer(torch.zeros_like(vectors))[0]).norm(dim=1)[-1]
    torch.testing.assert_close(getattr(held, side), apart / bare)


def test_the_last_step_is_what_the_curve_over_many_fillers_shows(fresh):
    effect = effect_in(fresh, IDS, (0, 1, 8))
    for place, k in enumerate((0, 1, 8)):
        held = held_in(fresh, IDS, k)
        torch.testing.assert_close(held.left[-1], effect.left.state[place])
        torch.testing.assert_close(held.right[-1], effect.right.state[place])


def test_filler_before_the_words_holds_nothing_and_behind_them_the_words_come_first(fresh):
    held = held_in(fresh, IDS, 6)
    assert not held.left[:6].any()
    assert held.right[len(IDS) - 1].item() == pytest.approx(1)
    assert (held.num_words, held.num_filler, len(held.right)) == (5, 6, 11)


@pytest.mark.parametrize(
    ("num_words", "num_filler", "message"),
    [
        (0, 4, "words must hold at least one vector, found none"),
        (2, -1, "num_filler must be from 0 to 64 places, found -1"),
        (2, 65, "num_filler must be from 0 to 64 places, found 65"),
    ],
)
def test_what_cannot_be_run_is_named(fresh, num_words, num_filler, message, as_users_run):
    with pytest.raises(ValueError, match=message):
        held_along(
            layer_weights(fresh.recurrent), torch.zeros(num_words, 12, dtype=torch.float64), num_filler
        )
