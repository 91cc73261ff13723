"""What the tests of the memory page share: its chips, a hand that drags them, and torch's own answer."""

import re

import torch
from playwright.sync_api import Locator, Page, expect

from pages.ui.wording import percent
from rnn_core.memory.files import load_readers
from tests.browser.conftest import wait_until_still

WORDS = ["the", "film", "was", "not", "bad", "but", "good"]
TELLING = ["the", "film", "was", "not", "good", "but", "bad"]


def ready(page: Page) -> Page:
    expect(page.locator(".orders .parting")).to_contain_text("MLP")
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_attached(timeout=60_000)
    return page


def second(page: Page) -> Locator:
    return page.locator(".orders .movable .chip .text")


def chip(page: Page, text: str) -> Locator:
    return page.locator(".orders .movable .chip").filter(has_text=re.compile(f"^{re.escape(text)}"))


def run(tokens: list[str]) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Run torch's own networks with the shipped weights: states, probabilities, the MLP's probability."""
    readers = load_readers()
    numbers = readers.vocabulary.encode(tokens).tolist()
    params, mlp = readers.rnn.params, readers.mlp
    rnn = torch.nn.RNN(params.input_size, params.hidden_size, dtype=torch.float64)
    linear = torch.nn.functional.linear
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        h = rnn(readers.rnn.embedding[numbers])[0]
        mean = mlp.embedding[numbers].mean(0)
        alone = linear(torch.tanh(linear(mean, mlp.W_in, mlp.b_in)), mlp.W_out, mlp.b_out)
        return h, torch.sigmoid(linear(h, params.W_hy, params.b_y))[:, 0], torch.sigmoid(alone).item()


def shown(value: float) -> str:
    return f"{value:#.3g}".replace("-", "−")


def expect_answers(page: Page, first: list[str], other: list[str]) -> None:
    cells = page.locator(".orders .answers td strong")
    mlp = percent(run(first)[2])
    rnn = [percent(run(tokens)[1][-1].item()) for tokens in (first, other)]
    expect(cells).to_have_text([mlp, mlp, *rnn])


def drag(page: Page, source: Locator, target: Locator, *, drop: bool = True) -> None:
    wait_until_still(page)
    start, end = source.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.move(end["x"] + end["width"] - 2, end["y"] + end["height"] / 2, steps=4)
    if drop:
        page.mouse.up()
