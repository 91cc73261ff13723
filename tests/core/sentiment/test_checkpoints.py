import json
import math

import pytest
import torch
from safetensors.torch import load, save

from rnn_core.sentiment import checkpoints
from rnn_core.sentiment.checkpoints import load_checkpoint, load_shipped, save_checkpoint
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import CheckpointError
from tests.core.sentiment.cases import VOCABULARY, make_model


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "lstm.safetensors"
    save_checkpoint(path, make_model(cell="lstm"), VOCABULARY)
    return path


def rewrite(path, change):
    """Change weights and keep the file's description."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + length])["__metadata__"]
    weights = load(content)
    change(weights, metadata)
    path.write_bytes(save(weights, metadata=metadata))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_model_survives_the_disk(tmp_path, cell):
    model = make_model(cell=cell, pooling="last", padding="left")
    save_checkpoint(tmp_path / "m.safetensors", model, VOCABULARY)
    loaded = load_checkpoint(tmp_path / "m.safetensors")
    assert loaded.vocabulary == VOCABULARY
    assert loaded.model.config == model.config
    ids = torch.tensor([2, 4, 5], dtype=torch.int32)
    torch.testing.assert_close(loaded.model.prefix_logits(ids), model.prefix_logits(ids), atol=2e-3, rtol=0)


def test_the_same_model_gives_the_same_file(tmp_path):
    model = make_model()
    assert len({save_checkpoint(tmp_path / f"{k}.safetensors", model, VOCABULARY) for k in range(3)}) == 1


def test_a_loaded_model_is_ready_for_use(saved):
    model = load_checkpoint(saved).model
    assert not model.training
    assert not any(weight.requires_grad for weight in model.parameters())


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=r"none\.safetensors cannot be read: No such file"):
        load_checkpoint(tmp_path / "none.safetensors")


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 8, b"nonsense" * 9, b"\xff" * 100, save({"a": torch.ones(2)})]
)
def test_a_file_of_another_kind_is_refused(saved, content):
    saved.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"lstm\.safetensors is damaged or of another kind"):
        load_checkpoint(saved)


def test_half_a_file_is_refused(saved):
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="is damaged"):
        load_checkpoint(saved)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_weight_that_is_not_finite_is_refused(saved, value):
    rewrite(saved, lambda weights, metadata: weights["recurrent.weight_hh_l0"][0, 0].fill_(value))
    with pytest.raises(CheckpointError, match=r"recurrent\.weight_hh_l0 holds values that are not finite"):
        load_checkpoint(saved)


def test_a_model_that_is_not_finite_is_not_saved(tmp_path):
    model = make_model()
    with torch.no_grad():
        model.embedding.weight[3, 0] = 1e6  # beyond half precision
    with pytest.raises(CheckpointError, match=r"embedding\.weight holds values that are not finite"):
        save_checkpoint(tmp_path / "m.safetensors", model, VOCABULARY)
    assert not list(tmp_path.iterdir())


def test_weights_that_do_not_fit_the_description_are_refused(saved):
    rewrite(saved, lambda weights, metadata: weights.pop("output.bias"))
    with pytest.raises(CheckpointError, match="holds other weights than its description says"):
        load_checkpoint(saved)


def test_an_absurd_description_is_refused_before_it_costs_memory(saved):
    def enlarge(weights, metadata):
        metadata["unrolled"] = metadata["unrolled"].replace('"hidden_size": 6', '"hidden_size": 60000')

    rewrite(saved, enlarge)
    with pytest.raises(CheckpointError, match="damaged or of another kind"):
        load_checkpoint(saved)


def test_the_vocabulary_must_be_the_one_of_the_training(saved):
    words = list(VOCABULARY.words)
    words[3], words[4] = words[4], words[3]
    Vocabulary(tuple(words)).save(saved.parent / "vocabulary.txt")
    with pytest.raises(CheckpointError, match="not the one that the model was trained with"):
        load_checkpoint(saved)


def test_a_missing_vocabulary_is_named(saved):
    (saved.parent / "vocabulary.txt").unlink()
    with pytest.raises(CheckpointError, match=r"cannot read the vocabulary vocabulary\.txt"):
        load_checkpoint(saved)


def test_a_folder_holds_models_of_one_vocabulary_only(saved):
    other = Vocabulary((*VOCABULARY.words[:-1], "?"))
    with pytest.raises(CheckpointError, match="holds the words of another training: choose another folder"):
        save_checkpoint(saved.parent / "gru.safetensors", make_model(cell="gru"), other)


def test_a_shipped_file_with_one_flipped_bit_is_refused(tmp_path, monkeypatch):
    for name in ("rnn.safetensors", "vocabulary.txt"):
        (tmp_path / name).write_bytes((checkpoints.MODELS_DIR / name).read_bytes())
    monkeypatch.setattr(checkpoints, "MODELS_DIR", tmp_path)
    damaged = bytearray((tmp_path / "rnn.safetensors").read_bytes())
    damaged[-100] ^= 1
    (tmp_path / "rnn.safetensors").write_bytes(damaged)
    with pytest.raises(CheckpointError, match=r"rnn\.safetensors is damaged: its SHA-256 is not the one"):
        load_shipped("rnn")


def test_a_repaired_file_works_at_once(tmp_path, monkeypatch):
    whole = checkpoints.MODELS_DIR
    monkeypatch.setattr(checkpoints, "MODELS_DIR", tmp_path)
    with pytest.raises(CheckpointError, match=r"gru\.safetensors cannot be read"):
        load_shipped("gru")
    for name in ("gru.safetensors", "vocabulary.txt"):
        (tmp_path / name).write_bytes((whole / name).read_bytes())
    assert load_shipped("gru").model.config.cell == "gru"


def test_a_name_that_is_not_shipped_is_refused():
    with pytest.raises(CheckpointError, match="the model must be one of rnn, lstm, gru; found 'bert'"):
        load_shipped("bert")
