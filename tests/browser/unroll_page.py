"""Reading the unroll page in Chromium: what the tests of its stage share."""

import re
from collections.abc import Sequence

import torch
from playwright.sync_api import Locator, Page, expect

from rnn_core import RNNParams
from rnn_core.sequences import embed_words
from tests.browser.conftest import wait_until_still
from tests.torch_run import TorchRun

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
PARAMS = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
X = embed_words(WORDS, 3, seed=1)
NOW = '.column[data-time="now"]'
SUMS = ("new", "old", "a", "h", "readout", "y")
MATRICES = ("W_xh", "W_hh", "W_hy")

_READ = """cells => cells
  .filter(cell => cell.getClientRects().length > 0 && cell.checkVisibility({ visibilityProperty: true }))
  .map(cell => [cell.dataset.number, (cell.querySelector("text") ?? cell).textContent])"""
_WATCH = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const note = () => {
    const stage = document.querySelector(".st-key-unroll_stage_place").getBoundingClientRect();
    window.places.add([main.scrollTop, main.scrollHeight, stage.top, stage.height].map(Math.round).join(" "));
    requestAnimationFrame(note);
  };
  const isNew = !window.places;
  window.places = new Set();
  if (isNew) note();
}"""
KEPT = ".picture [data-number], .arithmetic [data-number]"


def numbers_in(page: Page, area: str) -> dict[str, str]:
    """Return every number that can be seen in a part of the stage, by its address, where it has one text."""
    found: dict[str, str] = {}
    for address, text in page.locator(f"{area} [data-number]").evaluate_all(_READ):
        assert found.setdefault(address, text) == text, address
    return found


def cell(page: Page, address: str, area: str = ".picture") -> Locator:
    return page.locator(f'{area} [data-number="{address}"]').first


def expect_run(page: Page, run: TorchRun) -> None:
    """Wait for the last numbers of a run, then hold the whole row and its matrices to it."""
    steps = range(1, len(run.x) + 1)
    expected = run.written(steps, ("x", "h", "y"))
    for address in [list(expected)[-1], f"h@{len(run.x)} 0"]:
        expect(page.locator(f'.row [data-number="{address}"] text')).to_have_text(expected[address])
    start = {f"h@0 {row}": "0" for row in range(run.h.shape[1])}
    assert numbers_in(page, ".row") == expected | start
    t = max(1, int(page.locator(NOW).get_attribute("data-step") or 0))
    assert numbers_in(page, ".plates") == run.weights_written(t, MATRICES)


def expect_step(page: Page, run: TorchRun, t: int, names: Sequence[str] = SUMS) -> None:
    """Hold the opened arithmetic of a step to a run."""
    memory = run.written([t - 1], ["h"]) if t > 1 else {f"h@0 {row}": "0" for row in range(run.h.shape[1])}
    weights = run.weights_written(t, ["W_xh", "W_hh", "b_h"])
    if "y" in names:
        weights |= run.weights_written(t, ["W_hy", "b_y"])
    assert numbers_in(page, ".arithmetic") == run.written([t], ["x", *names]) | memory | weights


def to_depth(page: Page, name: str) -> None:
    page.locator(".depths").get_by_role("button", name=name).click()
    expect(page.locator(".stage")).to_have_attribute("data-depth", name)


def to_step(page: Page, t: int) -> None:
    page.locator(".scrub input").fill(str(t))
    expect(page.locator(NOW)).to_have_attribute("data-step", str(t))


def focused(page: Page) -> str | None:
    """Return the address of the number that has the focus."""
    address: str | None = page.evaluate("document.activeElement.shadowRoot?.activeElement?.dataset.number")
    return address


def watch_the_page(page: Page) -> None:
    """Note at every frame from now on where the page and the stage stand, and mark every number's element."""
    wait_until_still(page)
    page.locator(KEPT).evaluate_all("cells => cells.forEach(cell => (cell.isOld = true))")
    page.evaluate(_WATCH)


def expect_a_still_page(page: Page) -> None:
    """Since it was watched nothing has moved and no number has got another element."""
    assert page.evaluate("window.places.size") == 1, page.evaluate("[...window.places]")
    assert page.locator(KEPT).evaluate_all("cells => cells.every(cell => cell.isOld)")


def expect_in_link(page: Page, text: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(text)))


def tensor(*rows: object) -> torch.Tensor:
    return torch.tensor(rows, dtype=torch.float64)
