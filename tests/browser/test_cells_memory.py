"""A visitor trains cells on the memory test in real Chromium: to the end, through a reload, and stops one."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, running_app

TRAIN_S = 240_000
"""Milliseconds that a run may take to get somewhere: it yields to whatever else the machine does."""
pytestmark = pytest.mark.timeout(900)
OPEN = "gradients?gradients-memory=true"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app whose runs are its own."""
    with running_app({"UNROLLED_JOBS_DIR": str(tmp_path_factory.mktemp("jobs"))}) as address:
        yield address


def ready(page: Page) -> Page:
    expect(page.locator(".st-key-gradients-cells-chart .js-plotly-plot")).to_be_visible(timeout=TRAIN_S)
    return page


def button(page: Page, name: str):
    return page.locator(f".st-key-gradients-cells-{name} button")


def updates(page: Page) -> int:
    """Read off the page how far the run is."""
    text = page.get_by_text(re.compile(r"^Training: [0-9,]+ of 2,000 updates"))
    expect(text).to_be_visible(timeout=TRAIN_S)
    return int(text.inner_text().split()[1].replace(",", ""))


def wait_for_more(page: Page, than: int) -> int:
    deadline = time.monotonic() + TRAIN_S / 1000
    while (now := updates(page)) <= than:
        assert time.monotonic() < deadline, f"still at {now}"
        page.wait_for_timeout(100)
    return now


def test_a_run_by_keyboard_is_set_beside_the_snapshot_and_found_by_its_link(open_page):
    page = ready(open_page(f"{OPEN}&gradients-cells-cell=RNN&gradients-cells-t=5&gradients-cells-seed=3"))
    expect(page.get_by_text("Choose, then press Train one again.")).to_be_visible()
    button(page, "start").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gradients-cells-job="))
    told = re.compile(r"Snapshot 100 %, yours (100|9[5-9]\.\d) %\.")
    expect(page.get_by_text(told)).to_be_visible(timeout=TRAIN_S)
    expect(page.get_by_text("RNN, 16 units · T = 5 · seed 3")).to_be_visible()
    expect(page.locator(".st-key-gradients-cells-chart").get_by_text("yours")).to_be_visible()
    other = ready(open_page(page.url.split("/")[-1], viewport=PHONE, scheme="dark"))
    expect(other.get_by_text(told)).to_be_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "it scrolls sideways"


def test_a_run_goes_on_through_a_reload_and_stops_when_it_is_told_to(open_page):
    page = ready(open_page(f"{OPEN}&gradients-cells-cell=GRU&gradients-cells-t=100&gradients-cells-seed=7"))
    button(page, "start").click()
    before = wait_for_more(page, than=0)
    page.locator(".curves").last.evaluate("element => { element.dataset.stayed = 'yes'; }")
    wait_for_more(page, than=before)
    expect(page.locator(".curves[data-stayed]")).to_have_count(1)
    page.reload()
    wait_for_more(ready(page), than=before)
    expect(button(page, "start")).to_be_disabled()
    button(page, "stop").click()
    expect(page.get_by_text(re.compile(r"Stopped after [0-9,]+ of 2,000 updates"))).to_be_visible(
        timeout=TRAIN_S
    )
    expect(page.get_by_text(re.compile("Snapshots of other seeds 100 % to 100 %, yours"))).to_be_visible()
    expect(button(page, "start")).to_be_enabled()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_the_section_fits_the_page(open_page, viewport, scheme):
    page = ready(open_page(f"{OPEN}&gradients-cells-size=equal+parameters", viewport=viewport, scheme=scheme))
    expect(page.get_by_text("LSTM 7 units, 396 parameters")).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    box = page.locator(".st-key-gradients-cells-chart").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]


def test_the_chart_has_a_text_alternative_and_a_table(open_page):
    page = ready(open_page(OPEN))
    told = re.compile("Mean share of right answers: RNN 100 % at T = 5, 25.0 % at T = 20")
    expect(page.get_by_label(told)).to_have_count(1)
    page.get_by_text("Every accuracy of every cell as a table").click()
    expect(page.locator(".st-key-gradients-cells-table").get_by_test_id("stDataFrame")).to_be_visible()
