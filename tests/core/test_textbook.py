"""The textbook example prints what the page promises, and learns."""

import re

import torch

from rnn_core.textbook import SEED, SimpleRNN, train

LINE = re.compile(r"Epoch \[(\d)/5\], Loss: (\d\.\d{4})")


def losses_of(lines):
    return [float(LINE.fullmatch(line)[2]) for line in lines]


def test_five_lines_fall_from_about_0_7645_to_about_0_56():
    lines = list(train())
    assert [LINE.fullmatch(line)[1] for line in lines] == list("12345")
    losses = losses_of(lines)
    assert lines[0] == "Epoch [1/5], Loss: 0.7645"
    assert 0.555 <= losses[-1] <= 0.565
    assert losses == sorted(losses, reverse=True)


def test_the_same_seed_prints_the_same_lines_and_another_seed_falls_too():
    assert list(train()) == list(train(SEED))
    other = losses_of(train(1))
    assert other != losses_of(train())
    assert other == sorted(other, reverse=True)


def test_one_output_is_read_off_the_last_step():
    model = SimpleRNN(10, 20, 1)
    x = torch.randn(2, 5, 10)
    out = model.rnn(x)[0]
    assert model(x).shape == (2, 1)
    torch.testing.assert_close(model(x), model.fc(out[:, -1]))
