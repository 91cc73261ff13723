import itertools

import pytest
import torch

from rnn_core.sentiment.snapshots import MAX_SNAPSHOTS, keep_snapshot, kept_model, least_missed, snapshots
from rnn_core.text.vocabulary import Vocabulary
from rnn_core.weight_files import CheckpointError
from tests.core.sentiment.cases import VOCABULARY, make_model


def keep(folder, step, seed=0):
    keep_snapshot(folder, step, make_model(seed), VOCABULARY)


def test_every_snapshot_is_the_network_that_it_was(tmp_path):
    for step in (0, 30, 7):
        keep(tmp_path, step, seed=step)
    found = snapshots(tmp_path)
    assert [snapshot.step for snapshot in found] == [0, 7, 30]
    for snapshot in found:
        loaded = snapshot.load()
        was = make_model(snapshot.step)
        torch.testing.assert_close(loaded.model.output.weight, was.output.weight, rtol=0, atol=0)
        assert loaded.vocabulary.words == VOCABULARY.words


def test_the_words_are_written_once_for_somebody_may_be_reading_them(tmp_path, monkeypatch):
    keep(tmp_path, 0)
    monkeypatch.setattr(Vocabulary, "save", lambda vocabulary, path: pytest.fail("half of it could be read"))
    keep(tmp_path, 1)
    assert len(snapshots(tmp_path)) == 2


def test_a_long_run_keeps_the_first_the_newest_and_some_in_between(tmp_path):
    for step in range(0, 400, 10):
        keep(tmp_path, step)
    steps = [snapshot.step for snapshot in snapshots(tmp_path)]
    gaps = [b - a for a, b in itertools.pairwise(steps)]
    assert (steps[0], steps[-1], len(steps)) == (0, 390, MAX_SNAPSHOTS)
    assert max(gaps) <= 4 * min(gaps)


def test_the_one_whose_going_leaves_the_smallest_gap_goes():
    assert least_missed([0, 1, 2]) == 1
    assert least_missed([0, 100, 200, 210, 300]) == 3


def test_a_folder_without_any_lists_none(tmp_path):
    assert snapshots(tmp_path) == ()
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "part-3.safetensors").touch()
    assert snapshots(tmp_path) == ()


def test_a_run_that_broke_off_leaves_its_newest_snapshot_and_a_whole_one_its_model(tmp_path):
    assert kept_model(tmp_path) is None
    keep(tmp_path, 0)
    assert kept_model(tmp_path) is None, "nothing was learned"
    keep(tmp_path, 7)
    keep(tmp_path, 30)
    assert kept_model(tmp_path) == snapshots(tmp_path)[-1].path
    (tmp_path / "model.safetensors").touch()
    assert kept_model(tmp_path).name == "model.safetensors"


def test_one_that_went_meanwhile_or_is_not_finite_is_said(tmp_path):
    keep(tmp_path, 0)
    (gone,) = snapshots(tmp_path)
    gone.path.unlink()
    with pytest.raises(CheckpointError, match="cannot be read"):
        gone.load()
    model = make_model()
    with torch.no_grad():
        model.output.bias.fill_(torch.nan)
    with pytest.raises(CheckpointError, match="not finite"):
        keep_snapshot(tmp_path, 1, model, VOCABULARY)
