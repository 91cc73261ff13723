"""Cells of every kind on the memory test: held to torch, seeded, pinned, and what the page says of them."""

import itertools
import json
import math

import pytest
import torch

from rnn_core.remembering import cell_training, cells
from rnn_core.remembering.cell_training import judged_task, train_cell
from rnn_core.remembering.models import LAYERS, RecallModel, learning, start_model
from rnn_core.remembering.snapshots import (
    FILE,
    SHA256,
    cell_curves,
    load_shipped_snapshots,
    load_snapshots,
    save_snapshots,
    snapshot_specs,
)
from rnn_core.remembering.spec import (
    CELLS,
    LENGTHS,
    NUM_SYMBOLS,
    SIZES,
    SNAPSHOTS,
    RecallSpec,
    hidden_size,
    num_parameters,
)
from rnn_core.sentiment.spec import TrainingDiverged
from rnn_core.tasks import first_symbol_task
from rnn_core.weight_files import CheckpointError, read_weights, write_weights

SPEC = RecallSpec("gru", 5, seed=2)


@pytest.fixture(scope="module")
def shipped():
    return load_shipped_snapshots()


@pytest.fixture(scope="module")
def curves(shipped):
    return {size: cell_curves(shipped, size) for size in SIZES}


# What is asked for


def test_a_spec_survives_json():
    spec = RecallSpec("lstm-3", 100, seed=7, size="parameters")
    assert RecallSpec.from_json(spec.to_json()) == spec


@pytest.mark.usefixtures("as_users_run")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cell": "elman"}, "cell must be one of rnn, lstm, lstm-1, lstm-3, gru; found 'elman'"),
        ({"num_steps": 10}, "num_steps must be one of 5, 20, 50, 100; found 10"),
        ({"num_steps": "5"}, "num_steps must be of kind int, found '5'"),
        ({"seed": 1000}, "seed must be between 0 and 999, found 1000"),
        ({"seed": -1}, "seed must be between 0 and 999, found -1"),
        ({"size": "bytes"}, "size must be one of units, parameters; found 'bytes'"),
        ({"task": "last symbol"}, "task must be one of first symbol; found 'last symbol'"),
        ({"speed": 3}, "a training has the fields task, cell, num_steps, seed, size; found 'speed'"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(change, message):
    good = json.loads(RecallSpec("rnn", 5).to_json())
    with pytest.raises(ValueError) as error:
        RecallSpec.from_json(json.dumps(good | change))
    assert str(error.value) == message


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cell", CELLS)
def test_the_count_of_parameters_is_torchs(cell, size):
    model = RecallModel(cell, hidden_size(cell, size))
    assert num_parameters(cell, hidden_size(cell, size)) == sum(w.numel() for w in model.parameters())


def test_equal_parameters_are_as_equal_as_whole_units_allow():
    wanted = num_parameters("rnn", 16)
    for cell in CELLS:
        units = hidden_size(cell, "parameters")
        found = abs(num_parameters(cell, units) - wanted)
        assert found <= 25
        assert all(found < abs(num_parameters(cell, other) - wanted) for other in (units - 1, units + 1))


# Networks and their training


@pytest.mark.parametrize("cell", CELLS)
def test_a_network_starts_as_torch_draws_it_but_for_the_forget_bias_that_is_set(cell):
    torch.manual_seed(3)
    layer, readout = LAYERS[cell](NUM_SYMBOLS, 6), torch.nn.Linear(6, NUM_SYMBOLS)
    model = start_model(cell, 6, 3)
    for name, weight in layer.named_parameters():
        ours = model.recurrent.get_parameter(name).detach().clone()
        if name.startswith("bias") and cell in ("lstm-1", "lstm-3"):
            weight, ours = (torch.cat([bias[:6], bias[12:]]) for bias in (weight, ours))
        torch.testing.assert_close(ours, weight.detach())
    torch.testing.assert_close(model.readout.weight, readout.weight)


@pytest.mark.parametrize(("cell", "bias"), [("lstm-1", 1.0), ("lstm-3", 3.0)])
def test_the_forget_gate_starts_as_far_open_as_its_bias_says(cell, bias):
    """With no input and no h_0 the gate is sigmoid(bias): c_1 = f c_0 + i g, and the difference is f c_0."""
    layer = start_model(cell, 8, 0).recurrent
    zeros = torch.zeros(1, 1, 8)
    moved = [layer(torch.zeros(1, 1, 4), (zeros, zeros + c))[1][1] for c in (1.0, 0.0)]
    torch.testing.assert_close(
        (moved[0] - moved[1]).detach(), torch.full((1, 1, 8), 1 / (1 + math.exp(-bias)))
    )


def test_a_training_is_seeded_and_does_not_depend_on_who_looks_on():
    state = torch.get_rng_state()
    told = []
    quiet = train_cell(SPEC, num_updates=20)
    watched = train_cell(SPEC, num_updates=20, report=told.append)
    other = train_cell(RecallSpec("gru", 5, seed=3), num_updates=20)
    for name, weight in quiet.model.state_dict().items():
        assert torch.equal(weight, watched.model.state_dict()[name])
    assert not torch.equal(quiet.model.readout.weight, other.model.readout.weight)
    assert torch.equal(torch.get_rng_state(), state)
    assert (told[-1].step, told[-1].num_examples, told[-1].fraction) == (20, 1_280, pytest.approx(1))
    assert told[-1].validation_accuracy == pytest.approx(quiet.model.accuracy(judged_task(5)))


def test_all_cells_of_a_length_and_seed_learn_from_the_same_sequences(monkeypatch):
    seeds = []

    def look(model, num_steps, *, seed, **settings):
        seeds.append(seed)
        return learning(model, num_steps, seed=seed, **settings)

    monkeypatch.setattr(cell_training, "learning", look)
    for cell, size in itertools.product(CELLS, SIZES):
        train_cell(RecallSpec(cell, 5, 1, size), num_updates=1)
    train_cell(RecallSpec("rnn", 20, 1), num_updates=1)
    train_cell(RecallSpec("rnn", 5, 2), num_updates=1)
    assert len(set(seeds)) == 3
    assert len(set(seeds[:10])) == 1
    assert min(seeds) > 9_999, "judging draws from 0 to 9999"


def test_a_training_stops_when_it_is_asked_to_and_says_how_far_it_came():
    told = []
    trained = train_cell(SPEC, num_updates=50, report=told.append, should_stop=lambda: True)
    assert trained.stopped
    assert (trained.num_updates, told[-1].step) == (1, 1)
    assert told[-1].validation_accuracy is not None


def test_a_loss_that_is_no_number_ends_the_training(monkeypatch):
    monkeypatch.setattr(cell_training, "learning", lambda *args, **kwargs: iter([1.0, math.nan]))
    with pytest.raises(TrainingDiverged, match="the loss stopped being a number at update 2, found nan"):
        train_cell(SPEC)


# The file


def test_the_shipped_file_is_the_pinned_one_and_holds_every_network(shipped):
    assert load_snapshots(FILE, SHA256).weights.keys() == shipped.weights.keys()
    assert len(snapshot_specs()) == (2 * len(CELLS) - 1) * len(LENGTHS) * SNAPSHOTS
    for cell in CELLS:
        assert shipped.model(RecallSpec(cell, 5)).readout.in_features == 16


def test_a_seed_that_was_not_kept_is_named(shipped):
    with pytest.raises(ValueError) as error:
        shipped.model(RecallSpec("rnn", 5, seed=SNAPSHOTS))
    assert str(error.value) == f"seed must be a whole number from 0 to {SNAPSHOTS - 1}, found {SNAPSHOTS}"


def test_networks_survive_the_disk_each_in_its_place(tmp_path):
    models = {spec: start_model(spec.cell, spec.hidden_size, k) for k, spec in enumerate(snapshot_specs())}
    path = tmp_path / "cells.safetensors"
    loaded = load_snapshots(path, save_snapshots(path, models))
    for spec, model in models.items():
        for name, weight in loaded.model(spec).state_dict().items():
            assert torch.equal(weight, model.state_dict()[name])


def test_files_that_are_something_else_are_refused(tmp_path, shipped):
    path = tmp_path / "other.safetensors"
    write_weights(path, {"a": torch.ones(2)})
    with pytest.raises(CheckpointError, match=r"other\.safetensors holds no networks of every cell"):
        load_snapshots(path)
    write_weights(path, {name: weight[:3] for name, weight in shipped.weights.items()})
    with pytest.raises(CheckpointError, match=r"other\.safetensors holds no networks of every cell"):
        load_snapshots(path)
    with pytest.raises(CheckpointError, match=r"other\.safetensors is damaged: its SHA-256"):
        load_snapshots(path, SHA256)
    assert read_weights(path)


@pytest.mark.parametrize("spec", [RecallSpec("rnn", 5), RecallSpec("lstm-3", 5, 0, "parameters")])
def test_the_shipped_networks_come_out_of_the_recipe(shipped, spec):
    """Another processor rounds otherwise, so not the weights but what they are worth is compared."""
    task = judged_task(spec.num_steps)
    assert train_cell(spec).model.accuracy(task) == pytest.approx(
        shipped.model(spec).accuracy(task), abs=0.02
    )


def test_the_command_trains_saves_and_judges(tmp_path, capsys):
    path = tmp_path / "cells.safetensors"
    cells.main(["--out", str(path), "--updates", "1"])
    told = json.loads(capsys.readouterr().out)
    assert load_snapshots(path, told["sha256"])
    assert list(told["accuracy"]["parameters"]) == list(CELLS)
    assert list(told["accuracy"]["units"]["gru"]) == [str(length) for length in LENGTHS]


# Judging


def test_a_curve_counts_the_right_answers_of_every_network(shipped, curves):
    curve = curves["parameters"]["lstm-1"]
    assert curve.lengths == LENGTHS
    assert tuple(curve.accuracies.shape) == (len(LENGTHS), SNAPSHOTS)
    task = first_symbol_task(20, 1_000, seed=0)
    model = shipped.model(RecallSpec("lstm-1", 20, 2, "parameters"))
    named = [model(task.inputs().float()[:, [k]]).argmax().item() for k in range(100)]
    assert named == model.answers(task)[:100].tolist()
    share = (model.answers(task) == task.targets).double().mean().item()
    assert curve.accuracies[1, 2].item() == pytest.approx(share)


def test_another_seed_asks_other_sequences(shipped, curves):
    other = cell_curves(shipped, "units", seed=1)["rnn"]
    assert not torch.equal(other.accuracies, curves["units"]["rnn"].accuracies)
    torch.testing.assert_close(other.means, curves["units"]["rnn"].means, atol=0.03, rtol=0)


def test_the_vanilla_network_is_the_same_in_both_sizes(curves):
    assert torch.equal(curves["units"]["rnn"].accuracies, curves["parameters"]["rnn"].accuracies)


# What the page says


@pytest.mark.parametrize(
    ("size", "learned"),
    [
        (
            "units",
            {
                "rnn": [5, 0, 0, 0],
                "lstm": [5, 0, 0, 0],
                "lstm-1": [5, 3, 0, 0],
                "lstm-3": [5, 5, 3, 2],
                "gru": [5, 5, 5, 5],
            },
        ),
        (
            "parameters",
            {
                "rnn": [5, 0, 0, 0],
                "lstm": [5, 0, 0, 0],
                "lstm-1": [5, 2, 0, 0],
                "lstm-3": [5, 5, 2, 1],
                "gru": [5, 5, 5, 5],
            },
        ),
    ],
)
def test_gates_hold_longer_and_not_for_their_size(curves, size, learned):
    assert {cell: curve.num_learned.tolist() for cell, curve in curves[size].items()} == learned


def test_networks_that_learned_nothing_guess(curves):
    for size, cell in itertools.product(SIZES, ("rnn", "lstm")):
        assert (curves[size][cell].accuracies[1:] - 0.25).abs().max() < 0.05


def gradient_left(cell, seed, num_steps=50):
    """How much of the loss's gradient the first symbol gets, where the last one gets 1 (median)."""
    task = first_symbol_task(num_steps, 100, seed=0)
    x = task.inputs().requires_grad_()
    scores = start_model(cell, 16, seed).double()(x)
    loss = torch.nn.functional.cross_entropy(scores, task.targets, reduction="sum")
    norms = torch.autograd.grad(loss, x)[0].norm(dim=2)
    return (norms[0] / norms[-1]).median().item()


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("rnn", 0, 1e-7),
        ("lstm", 0, 1e-7),
        ("gru", 0, 1e-7),
        ("lstm-1", 3e-5, 5e-4),
        ("lstm-3", 0.05, 1),
    ],
)
def test_the_start_decides_how_much_gradient_comes_back(cell, low, high):
    for seed in range(SNAPSHOTS):
        assert low <= gradient_left(cell, seed) < high


def mean_gate(model, num_steps):
    """Mean of what keeps the old state, the second gate in torch's order of both: forget, or update."""
    x = first_symbol_task(num_steps, 100, seed=0).inputs().float()
    layer = model.recurrent
    with torch.no_grad():
        h = layer(x)[0]
        before = torch.cat([torch.zeros_like(h[:1]), h[:-1]])
        a = x @ layer.weight_ih_l0.T + layer.bias_ih_l0 + before @ layer.weight_hh_l0.T + layer.bias_hh_l0
    return a.unflatten(2, (-1, h.shape[2]))[:, :, 1].sigmoid().mean().item()


def test_while_it_guesses_a_gru_opens_its_gate_and_an_lstm_closes_its_own():
    task = first_symbol_task(50, 1_000, seed=0)
    before, after = {}, {}
    for cell in ("gru", "lstm"):
        before[cell] = mean_gate(start_model(cell, 16, 1), 50)
        model = train_cell(RecallSpec(cell, 50, 1), num_updates=500).model
        assert model.accuracy(task) < 0.35
        after[cell] = mean_gate(model, 50)
    assert before["gru"] == pytest.approx(0.5, abs=0.01)
    assert after["gru"] > 0.65
    assert after["lstm"] < before["lstm"] - 0.03
