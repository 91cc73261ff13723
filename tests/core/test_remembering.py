"""The memory test's networks: held to torch, pinned, and what the page says of them."""

import json

import pytest
import torch
from safetensors.torch import save_file

from rnn_core import RNNParams, gradient_flow, unroll
from rnn_core.remembering import __main__ as command
from rnn_core.remembering.evaluation import accuracy, answers, follow, fresh_task, recall_curve
from rnn_core.remembering.networks import (
    FILE,
    SHA256,
    RecallNetworks,
    load_networks,
    load_shipped_networks,
    save_networks,
)
from rnn_core.remembering.training import (
    LENGTHS,
    NUM_NETWORKS,
    RECIPE,
    RecallRecipe,
    starting_network,
    train_network,
    train_networks,
)
from rnn_core.tables.memory import answer_table, recall_table
from rnn_core.tasks import first_symbol_task
from rnn_core.weight_files import CheckpointError, read_weights, write_weights

SMALL = RecallRecipe(num_updates=5)


@pytest.fixture(scope="module")
def shipped():
    return load_shipped_networks()


@pytest.fixture(scope="module")
def curve(shipped):
    return recall_curve(shipped, 1_000, seed=0)


def as_torch(params):
    """Give torch's own layer and readout with the same weights."""
    rnn = torch.nn.RNN(params.input_size, params.hidden_size, dtype=torch.float64)
    readout = torch.nn.Linear(params.hidden_size, params.output_size, dtype=torch.float64)
    with torch.no_grad():
        for weight, value in zip(
            (*rnn.parameters(), *readout.parameters()),
            (params.W_xh, params.W_hh, params.b_h, torch.zeros_like(params.b_h), params.W_hy, params.b_y),
            strict=True,
        ):
            weight.copy_(value)
    return rnn, readout


@pytest.mark.parametrize("num_steps", [1, 12, 100])
def test_answers_and_probabilities_are_torchs(shipped, num_steps):
    params, task = shipped.by_length[num_steps][1], fresh_task(shipped, num_steps, 50, seed=4)
    rnn, readout = as_torch(params)
    with torch.no_grad():
        scores = readout(rnn(task.inputs())[0])
    assert answers(params, task).tolist() == scores[-1].argmax(dim=1).tolist()
    torch.testing.assert_close(follow(params, task, 7), scores[:, 7].softmax(dim=1))
    share = (
        sum(a == b for a, b in zip(scores[-1].argmax(1).tolist(), task.targets.tolist(), strict=True)) / 50
    )
    assert accuracy(params, task) == pytest.approx(share)


def test_a_curve_counts_the_right_answers_of_every_network(shipped, curve):
    assert curve.lengths == LENGTHS
    assert tuple(curve.accuracies.shape) == (len(LENGTHS), NUM_NETWORKS)
    task = fresh_task(shipped, 12, 1_000, seed=0)
    counted = [accuracy(params, task) for params in shipped.by_length[12]]
    assert curve.accuracies[LENGTHS.index(12)].tolist() == pytest.approx(counted)
    torch.testing.assert_close(curve.means, curve.accuracies.mean(1))
    p = curve.accuracies[-1, 0].item()
    assert curve.standard_errors[-1, 0].item() == pytest.approx((p * (1 - p) / 1_000) ** 0.5)


def test_another_seed_asks_other_sequences(shipped, curve):
    other = recall_curve(shipped, 1_000, seed=1)
    assert not torch.equal(other.accuracies, curve.accuracies)
    torch.testing.assert_close(other.means, curve.means, atol=0.03, rtol=0)


def test_the_table_holds_every_accuracy(curve):
    table = recall_table(curve)
    assert table.index.tolist() == list(LENGTHS)
    assert table["mean"].tolist() == curve.means.tolist()
    assert table["network 8"].tolist() == curve.accuracies[:, 7].tolist()


def test_the_table_of_one_sequence_holds_every_probability(shipped):
    task = fresh_task(shipped, 12)
    probabilities, symbols = follow(shipped.by_length[12][0], task, 3), task.symbols[:, 3]
    table = answer_table(probabilities, symbols)
    assert table["heard"].tolist() == ["ABCD"[symbol] for symbol in symbols.tolist()]
    assert table["C"].tolist() == probabilities[:, 2].tolist()
    assert table.index.tolist() == list(range(1, 13))


# What the page says


def test_short_memories_are_learned_and_long_ones_are_not(curve):
    means = dict(zip(curve.lengths, curve.means.tolist(), strict=True))
    assert all(means[length] == pytest.approx(1.0) for length in (1, 2, 3, 5, 6))
    assert 0.7 < means[12] < 0.9
    error_of_mean = (0.25 * 0.75 / 8_000) ** 0.5
    for length in (20, 30, 40, 50, 70, 100):
        assert abs(means[length] - 0.25) < 4 * error_of_mean


def latch(hidden_size):
    """Set weights by hand: two units take their signs from the first symbol and hold them."""
    signs = torch.tensor([[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]], dtype=torch.float64)
    sizes = ((hidden_size, 4), (hidden_size, hidden_size), (4, hidden_size))
    W_xh, W_hh, W_hy = (torch.zeros(size, dtype=torch.float64) for size in sizes)
    W_xh[:2], W_hh[:2, :2], W_hy[:, :2] = signs, 4 * torch.eye(2), signs.T
    zeros = torch.zeros(hidden_size, dtype=torch.float64)
    return RNNParams(W_xh, W_hh, W_hy, b_h=zeros, b_y=torch.zeros(4, dtype=torch.float64))


@pytest.mark.parametrize("hidden_size", [2, 16])
@pytest.mark.parametrize("num_steps", [1, 2, 100, 1000])
def test_a_network_with_the_right_weights_holds_the_symbol(hidden_size, num_steps):
    assert accuracy(latch(hidden_size), first_symbol_task(num_steps, 500, seed=0)) == pytest.approx(1.0)


def test_the_latch_holds_against_every_input():
    """From h_1 on the memory outweighs the input: 4 |h| > 1 + what keeps |h| there, whatever is heard."""
    weakest = torch.tanh(torch.tensor(1.0, dtype=torch.float64))  # |h_1|
    assert torch.tanh(4 * weakest - 1) > weakest


def test_before_training_almost_nothing_of_the_gradient_comes_back():
    left = {20: 0.0, 50: 0.0}
    for network in range(NUM_NETWORKS):
        params = starting_network(network)
        for num_steps in left:
            x = first_symbol_task(num_steps, 20, seed=0).inputs()
            norms = [gradient_flow(params, unroll(params, x[:, k])).norms[1].item() for k in range(20)]
            left[num_steps] = max(left[num_steps], *norms)
    assert left[20] < 2e-4
    assert left[50] < 1e-10


def test_an_orthogonal_start_alone_teaches_twenty_steps(curve):
    task = first_symbol_task(20, 1_000, seed=0)
    assert curve.accuracies[LENGTHS.index(20)].max() < 0.35
    for network in range(NUM_NETWORKS):
        params = train_network(20, network, RecallRecipe(W_hh_start="orthogonal"))
        assert accuracy(params, task) > 0.99


def test_only_w_hh_starts_otherwise():
    plain, other = starting_network(3), starting_network(3, RecallRecipe(W_hh_start="orthogonal"))
    torch.testing.assert_close(
        other.W_hh @ other.W_hh.T, torch.eye(16, dtype=torch.float64), atol=1e-5, rtol=0
    )
    for name in ("W_xh", "W_hy", "b_h", "b_y"):
        assert torch.equal(getattr(plain, name), getattr(other, name))


def test_a_network_may_be_right_at_the_end_and_wrong_before(shipped):
    task = first_symbol_task(12, 300, seed=2)
    params = shipped.by_length[12][1]
    early = [(follow(params, task, k).argmax(1) == task.targets[k]).tolist() for k in range(300)]
    shares = torch.tensor(early).double().mean(0).tolist()
    assert shares[11] > 0.99
    assert max(shares[2:9]) < 0.01


@pytest.mark.parametrize("num_steps", [20, 30, 40, 50, 70, 100])
def test_networks_that_never_learned_stay_near_chance(shipped, num_steps):
    task = fresh_task(shipped, num_steps, 6)
    for params in shipped.by_length[num_steps]:
        for sequence in range(6):
            assert (follow(params, task, sequence) - 0.25).abs().max() < 0.12


# Training


def test_the_start_is_torchs():
    torch.manual_seed(2)
    rnn, readout = torch.nn.RNN(4, 16), torch.nn.Linear(16, 4)
    params = starting_network(2)
    torch.testing.assert_close(params.W_hh, rnn.weight_hh_l0.detach().double())
    torch.testing.assert_close(params.W_xh, rnn.weight_ih_l0.detach().double())
    torch.testing.assert_close(params.b_h, (rnn.bias_ih_l0.double() + rnn.bias_hh_l0.double()).detach())
    torch.testing.assert_close(params.W_hy, readout.weight.detach().double())
    assert params.W_hh.abs().max() <= 0.25


def test_training_is_seeded_and_leaves_the_callers_generator_alone():
    state = torch.get_rng_state()
    one, same, other = (train_network(4, network, SMALL) for network in (0, 0, 1))
    assert torch.equal(one.W_hh, same.W_hh)
    assert not torch.equal(one.W_hh, other.W_hh)
    assert torch.equal(torch.get_rng_state(), state)
    assert not torch.equal(one.W_hh, starting_network(0).W_hh)


def test_the_shipped_networks_come_out_of_the_recipe(shipped):
    assert RECIPE.num_sequences == 128_000
    trained = train_network(2, 0)
    torch.testing.assert_close(trained.W_hh, shipped.by_length[2][0].W_hh, atol=0.02, rtol=0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 0), "num_steps must be a whole number from 1 to 1000, found 0"),
        ((5, 1000), "network must be a whole number from 0 to 999, found 1000"),
        ((5, -1), "network must be a whole number from 0 to 999, found -1"),
    ],
)
def test_what_cannot_be_trained_is_named(arguments, message):
    with pytest.raises(ValueError) as error:
        train_network(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize("seed", [-1, 10_000])
def test_sequences_of_training_cannot_be_asked_for(shipped, seed):
    with pytest.raises(ValueError) as error:
        fresh_task(shipped, 5, 10, seed=seed)
    assert str(error.value) == f"seed must be a whole number from 0 to 9999, found {seed}"


def test_a_sequence_that_is_not_there_is_named(shipped):
    with pytest.raises(ValueError, match="sequence must be a whole number from 0 to 9, found 10"):
        follow(shipped.by_length[1][0], fresh_task(shipped, 1, 10), 10)


def test_the_command_trains_saves_and_judges(tmp_path, capsys):
    path = tmp_path / "new" / "networks.safetensors"
    command.main(["--out", str(path), "--lengths", "1", "--networks", "1"])
    told = json.loads(capsys.readouterr().out)
    assert told["accuracy"] == {"1": 1.0}
    assert load_networks(path, told["sha256"]).lengths == (1,)


# The file


def test_the_shipped_file_is_the_pinned_one(shipped):
    assert shipped.lengths == LENGTHS
    assert (shipped.num_networks, shipped.num_symbols) == (NUM_NETWORKS, 4)
    assert shipped.by_length[1][0].hidden_size == RECIPE.hidden_size
    assert load_networks(FILE, SHA256).lengths == LENGTHS


def test_networks_survive_the_disk_and_give_the_same_file(tmp_path):
    networks = train_networks((2, 3), 2, SMALL)
    hashes = {save_networks(tmp_path / f"{k}.safetensors", networks) for k in range(3)}
    assert len(hashes) == 1
    loaded = load_networks(tmp_path / "0.safetensors", hashes.pop())
    assert isinstance(loaded, RecallNetworks)
    for length, some in networks.by_length.items():
        for ours, theirs in zip(some, loaded.by_length[length], strict=True):
            torch.testing.assert_close(ours.b_h, theirs.b_h)
            torch.testing.assert_close(ours.W_hy, theirs.W_hy)


def test_a_flipped_bit_is_found(tmp_path):
    content = bytearray(FILE.read_bytes())
    content[-3] ^= 1
    (tmp_path / "flipped.safetensors").write_bytes(content)
    with pytest.raises(CheckpointError) as error:
        load_networks(tmp_path / "flipped.safetensors", SHA256)
    assert str(error.value) == (
        "the model file flipped.safetensors is damaged: its SHA-256 is not the one that was shipped"
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_refused(tmp_path, value):
    path = tmp_path / "bad.safetensors"
    with pytest.raises(CheckpointError, match=r"bad\.safetensors cannot be written: W_hh holds values"):
        write_weights(path, {"W_hh": torch.tensor([1.0, value])})
    assert not path.exists()
    weights = read_weights(FILE)
    weights["b_y"][0, 0, 0] = value
    save_file(weights, path)
    with pytest.raises(CheckpointError, match=r"bad\.safetensors is damaged: b_y holds values"):
        load_networks(path)


def test_files_that_are_something_else_are_refused(tmp_path):
    path = tmp_path / "other.safetensors"
    with pytest.raises(CheckpointError, match=r"other\.safetensors cannot be read: No such file"):
        load_networks(path)
    path.write_bytes(b"nonsense" * 9)
    with pytest.raises(CheckpointError, match=r"other\.safetensors is damaged or of another kind"):
        load_networks(path)
    write_weights(path, {"a": torch.ones(2)})
    with pytest.raises(CheckpointError, match=r"other\.safetensors holds no networks of the memory test"):
        load_networks(path)
