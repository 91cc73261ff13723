import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from rnn_core.sentiment.measures import MAX_POSITIONS, MAX_REVIEWS, SATURATED, measure, spectral_radius
from rnn_core.sentiment.models import ModelConfig, SentimentModel
from rnn_core.sentiment.recipes import recipe_for
from rnn_core.text.batches import pad
from tests.core.sentiment.cases import make_model

IDS = torch.tensor([[2, 3, 4, 5, 6], [2, 7, 4, 0, 0], [8, 3, 0, 0, 0]], dtype=torch.int32)
LABELS = torch.tensor([1.0, 0.0, 1.0])


def sides(padding):
    ids = IDS if padding == "right" else torch.stack([row.roll(int((row == 0).sum())) for row in IDS])
    return ids, ids != 0


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    ("pooling", "padding"),
    [("max", "right"), ("last", "right"), ("last", "left"), ("last real", "right"), ("mean", "left")],
)
def test_the_gradient_at_each_word_is_the_change_of_the_loss_when_that_state_is_pushed(
    cell, pooling, padding
):
    """A push of h_t reaches the read-out and every later step; finite differences know no chain rule."""
    model = make_model(cell=cell, pooling=pooling, padding=padding).double()
    ids, mask = sides(padding)
    found = measure(model, ids, mask, LABELS.double()).gradient_norms
    lengths = mask.sum(1).tolist()
    assert len(found) == max(lengths)
    last = [int(row.nonzero().max()) for row in mask]
    for back, norm in enumerate(found):
        pushed = [
            pushed_norm(model, ids[k : k + 1], mask[k : k + 1], LABELS[k : k + 1].double(), last[k] - back)
            for k in range(3)
            if lengths[k] > back
        ]
        assert norm == pytest.approx(sum(pushed) / len(pushed), rel=1e-3, abs=1e-9)


def pushed_norm(model, ids, mask, label, t):
    def loss_of(push):
        x = model.embedding(ids.t())
        state, states = None, []
        for step, x_t in enumerate(x):
            h, state = run_one(model, x_t[None], state)
            if step == t:
                h, state = h + push, push_state(state, push)
            states.append(h)
        logits = model.read_out(torch.stack(states), mask)
        return binary_cross_entropy_with_logits(logits, label).item()

    size, small = model.config.hidden_size, 1e-6
    units = torch.eye(size, dtype=torch.float64) * small
    with torch.no_grad():
        slopes = [(loss_of(unit) - loss_of(-unit)) / (2 * small) for unit in units]
    return torch.tensor(slopes).norm().item()


def run_one(model, x_t, state):
    """One step of torch's own layer."""
    config = model.config
    layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[config.cell]
    layer = layer(config.embedding_size, config.hidden_size).double()
    layer.load_state_dict(model.recurrent.state_dict())
    h, state = layer(x_t, state)
    return h[0], state


def push_state(state, push):
    return (state[0] + push, state[1]) if isinstance(state, tuple) else state + push


def test_with_the_textbooks_filler_hardly_any_gradient_reaches_a_word():
    """What the Train page says of its strip: pale with the textbook recipe, and not where words are read."""
    ids = torch.randint(2, 9, (16, 10), dtype=torch.int32)
    strongest = {}
    for name in ("textbook", "max-over-time"):
        recipe = recipe_for(name, "order")
        model = SentimentModel(
            ModelConfig.from_recipe(recipe, "rnn", 9), orthogonal_start=recipe.orthogonal_start
        )
        batch = pad([row.numpy() for row in ids], recipe.padding, model.config.pad_to)
        tensors = torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)
        strongest[name] = max(measure(model, *tensors, torch.ones(16)).gradient_norms)
    assert strongest["textbook"] < 1e-3 < 1e-2 < strongest["max-over-time"]


def test_saturation_counts_real_tokens_alone_and_the_radius_is_the_largest_eigenvalue():
    model = make_model()
    ids, mask = sides("right")
    found = measure(model, ids, mask, LABELS)
    h = model.hidden_states(ids).transpose(0, 1)
    assert found.saturation == pytest.approx((h[mask].abs() > SATURATED).float().mean().item())
    with torch.no_grad():
        model.recurrent.get_parameter("weight_hh_l0").copy_(torch.diag(torch.arange(-6.0, 0.0)))
    assert spectral_radius(model) == pytest.approx(6)
    found = measure(model, ids, mask, LABELS)
    assert found.spectral_radius == pytest.approx(6)


@pytest.mark.parametrize(("cell", "num_blocks"), [("lstm", 4), ("gru", 3)])
def test_with_gates_the_worst_block_counts(cell, num_blocks):
    model = make_model(cell=cell)
    with torch.no_grad():
        for k, block in enumerate(torch.split(model.recurrent.get_parameter("weight_hh_l0"), 6)):
            block.copy_((k + 1) * torch.eye(6))
    assert spectral_radius(model) == pytest.approx(num_blocks)


def test_a_measurement_leaves_the_network_as_it_was_and_is_of_limited_size():
    model = make_model(max_tokens=60).train()
    ids = torch.randint(2, 9, (40, 50), dtype=torch.int32)
    found = measure(model, ids, ids != 0, torch.ones(40))
    assert model.training
    assert all(weight.grad is None for weight in model.parameters())
    assert len(found.gradient_norms) == MAX_POSITIONS
    few = measure(model, ids[:MAX_REVIEWS], ids[:MAX_REVIEWS] != 0, torch.ones(MAX_REVIEWS))
    assert found == few


def test_a_network_without_recurrence_has_nothing_to_measure():
    model = make_model(cell="mean", hidden_size=5, pooling="mean")
    ids, mask = sides("right")
    assert measure(model, ids, mask, LABELS) is None
    with pytest.raises(ValueError, match="must have a recurrence"):
        spectral_radius(model)
