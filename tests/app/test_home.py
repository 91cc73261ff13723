"""The home page: its picture ships as numbers, and they are the numbers that the core computes."""

import pytest
import torch

from pages.ui.home_picture import INPUTS, WEIGHTS, compute_picture, read_picture


def test_the_shipped_picture_is_the_computed_one():
    shipped, computed = read_picture(), compute_picture()
    assert shipped.sweep == computed.sweep
    for ours, theirs in zip(shipped.runs, computed.runs, strict=True):
        torch.testing.assert_close(torch.tensor(ours.h), torch.tensor(theirs.h))
        torch.testing.assert_close(torch.tensor(ours.y), torch.tensor(theirs.y))


@pytest.mark.parametrize("index", [0, 30, 48, 60])
def test_each_run_is_torchs(index):
    rnn = torch.nn.RNN(1, 1, bias=False, dtype=torch.float64)
    torch.nn.init.constant_(rnn.weight_ih_l0, 1.0)
    torch.nn.init.constant_(rnn.weight_hh_l0, WEIGHTS[index])
    expected = rnn(torch.tensor(INPUTS, dtype=torch.float64)[:, None])[0].detach()
    shown = torch.tensor(read_picture().runs[index].h[1:], dtype=torch.float64)
    torch.testing.assert_close(shown, expected)


def long_run(weight, num_steps=2000):
    h = torch.tanh(torch.tensor(1.0, dtype=torch.float64))
    for _ in range(num_steps):
        h = torch.tanh(weight * h)
    return abs(h.item())


def test_the_claims_about_fading_hold_in_the_long_run():
    picture = read_picture()
    for weight, sentence in zip(picture.sweep.values, picture.sweep.sentences, strict=True):
        if "never fades" in sentence:
            assert long_run(weight) > 0.3
        else:
            assert long_run(weight) < 0.03
        assert ("flips" in sentence) == (weight < 0 and "forgotten" not in sentence)


@pytest.mark.parametrize("text", ["2", "abc", "0.91", "", "1e400", "<b>"])
def test_a_weight_that_is_not_on_the_slider_is_said(open_page, text):
    at = open_page("home", **{"home-w": text})
    assert not at.exception
    assert "a number from −1.5 to 1.5 in steps of 0.05. Showing 0.9." in at.warning[0].value


def test_the_page_shows_the_picture_and_the_path(open_page):
    at = open_page("home")
    assert not at.exception
    assert len(at.main.get("bidi_component")) == 1
