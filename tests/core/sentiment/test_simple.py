import pytest

from rnn_core.sentiment.simple import HIDDEN_SIZE, INPUT_SIZE, NUM_SEQUENCES, NUM_STEPS, train_simple


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_loss_falls_and_the_answer_is_carried_to_the_end(seed):
    first = train_simple(seed)
    assert len(first.losses) == 61
    assert first.losses[-1] < first.losses[0] / 5
    assert first.accuracy == pytest.approx(1.0)


def test_the_shapes_are_those_of_the_tensors():
    sizes = {shape.name: shape.sizes for shape in train_simple(num_updates=1).shapes}
    assert sizes == {
        "x": (NUM_SEQUENCES, NUM_STEPS, INPUT_SIZE),
        "h": (NUM_SEQUENCES, NUM_STEPS, HIDDEN_SIZE),
        "h[:, -1]": (NUM_SEQUENCES, HIDDEN_SIZE),
        "logits": (NUM_SEQUENCES,),
    }


def test_the_seed_decides_all_and_a_number_out_of_range_is_named():
    assert train_simple(3, 5) == train_simple(3, 5) != train_simple(4, 5)
    with pytest.raises(ValueError, match="num_updates must be a whole number from 1 to 500, found 0"):
        train_simple(num_updates=0)
