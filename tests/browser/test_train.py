"""A visitor trains networks in real Chromium: to above 80 %, with a reload in the middle, and stops one."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, running_app, wait_until_still

TRAIN_S = 240_000
"""Milliseconds that a run may take to get somewhere: it yields to whatever else the machine does."""
pytestmark = pytest.mark.timeout(900)
CURVES = ".st-key-train-curves .curves"
REVIEW = "Dull, not <b>zorbulent</b> $x^2$ clever."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app whose runs are its own."""
    with running_app({"UNROLLED_JOBS_DIR": str(tmp_path_factory.mktemp("jobs"))}) as address:
        yield address


def button(page: Page, name: str) -> Locator:
    """Ours; Streamlit has a button Stop of its own in the corner while a page is slow."""
    return page.locator(f".st-key-train-{name} button")


def accuracy(page: Page) -> float | None:
    text = page.locator(f"{CURVES} .output .curve-head .value").inner_text()
    return float(text.removesuffix(" %")) if text else None


def wait_until(page: Page, above: float) -> float:
    deadline = time.monotonic() + TRAIN_S / 1000
    while (now := accuracy(page)) is None or now <= above:
        assert time.monotonic() < deadline, f"still at {now}"
        page.wait_for_timeout(100)
    return now


def start(page: Page) -> None:
    expect(page.get_by_text("Choose, then press Start.")).to_be_visible()
    button(page, "start").click()
    expect(page).to_have_url(re.compile("train-job="))


def stop(page: Page) -> None:
    button(page, "stop").click()
    expect(button(page, "stop")).to_be_disabled(timeout=TRAIN_S)


def test_a_run_passes_80_percent_through_a_reload_without_a_flicker(open_page):
    page = open_page("train?train-seconds=60")
    start(page)
    wait_until(page, above=0.0)
    link = page.url
    page.reload()
    wait_until(page, above=0.0)
    assert page.url == link
    expect(button(page, "stop")).to_be_enabled()
    page.locator(CURVES).evaluate("element => { element.dataset.stayed = 'yes'; }")
    assert wait_until(page, above=80.0) > 80
    watch_it_on_a_phone(open_page, link)
    stop(page)
    expect(page.get_by_text(re.compile("Stopped after"))).to_be_visible(timeout=TRAIN_S)
    expect(page.locator(f"{CURVES}[data-stayed]")).to_have_count(1)
    expect(page.get_by_text("Does it hear the order?")).to_be_visible()
    expect(page.get_by_text(re.compile(r"of 6 of these right"))).to_be_visible()
    expect(button(page, "start")).to_be_enabled()


def watch_it_on_a_phone(open_page: Callable[..., Page], link: str) -> None:
    """The link shows the run in another browser; to stop it is for the browser that asked for it."""
    phone = open_page(link.split("/")[-1], viewport=PHONE, scheme="dark")
    wait_until(phone, above=80.0)  # it may fall below for a moment
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "it scrolls sideways"
    button(phone, "stop").click()
    expect(phone.get_by_text(re.compile("goes on without you"))).to_be_visible()


def test_a_run_is_paused_changed_and_watched_and_nothing_jumps_or_is_lost(open_page):
    page = open_page("train?train-seed=5&train-seconds=60&train-recipe=last-step")
    expect(page.get_by_text("Choose, then press Start.")).to_be_visible()
    wait_until_still(page)
    idle = place_of_the_curves(page)
    button(page, "climb-bottom").click()  # from far below: the run comes into view
    expect(page).to_have_url(re.compile("train-job="))
    expect(page.locator(CURVES)).to_be_in_viewport(ratio=1)
    wait_until(page, above=0.0)
    assert place_of_the_curves(page) == idle
    type_a_review_and_change_the_dropout_in_a_pause(page)
    page.locator(".learned").evaluate("element => { element.dataset.stayed = 'yes'; }")
    stop(page)
    expect(page.get_by_text(re.compile("Stopped after"))).to_be_visible(timeout=TRAIN_S)
    expect(page.locator(".learned[data-stayed]")).to_have_count(1)
    expect(button(page, "climb-next")).to_contain_text("Padding on the left")
    assert place_of_the_curves(page) == idle
    expect(page.locator(".reading").get_by_text("zorbulent").first).to_be_visible()
    assert page.locator("b", has_text="zorbulent").count() == 0
    walk_back_to_the_untrained_network(page)
    read_the_strip_under_the_mouse(page)
    read_the_curve_under_the_mouse(page)
    find_the_typed_seed_after_a_reload(page)


def place_of_the_curves(page: Page) -> list[float]:
    """Their top below the page's title, and their height: the same however far the page is scrolled."""
    return page.locator(CURVES).evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            return [box.top - document.querySelector("h1").getBoundingClientRect().top, box.height];
        }"""
    )


def type_a_review_and_change_the_dropout_in_a_pause(page: Page) -> None:
    button(page, "pause").click()
    progress = page.get_by_test_id("stProgress")
    expect(progress).to_contain_text("Paused after", timeout=TRAIN_S)
    paused = progress.inner_text()
    review = page.get_by_label("A review of your own")
    review.fill(REVIEW)  # while the page is read anew every second
    dropout = page.locator(".st-key-train-steer").get_by_role("spinbutton", name="Dropout")
    dropout.scroll_into_view_if_needed()
    expect(progress).to_have_text(paused.strip(), use_inner_text=True)
    expect(review).to_have_value(REVIEW)
    review.press("Enter")
    expect(page.locator(".learned .words").first).to_contain_text("clever")
    dropout.fill("0.4")
    dropout.press("Enter")
    expect(dropout).to_have_value("0.4")
    button(page, "pause").click()
    expect(page.locator(".plot .changed").first).to_have_text("dropout 0.4", timeout=TRAIN_S)


def find_the_typed_seed_after_a_reload(page: Page) -> None:
    """The link brings a seed, so that the settings stand open."""
    seed = page.get_by_role("spinbutton", name="Seed", exact=True)
    seed.fill("77")
    seed.press("Enter")
    expect(page).to_have_url(re.compile("train-seed=77"))
    page.reload()
    expect(seed).to_be_visible()
    expect(seed).to_have_value("77")
    assert "zorbulent" in page.url


def read_the_curve_under_the_mouse(page: Page) -> None:
    value, note = (page.locator(f"{CURVES} .gradient .curve-head .{part}") for part in ("value", "note"))
    latest = value.inner_text()
    page.locator(f"{CURVES} .gradient svg").hover(position={"x": 60, "y": 60})
    expect(note).to_contain_text("nats at")
    page.mouse.move(0, 0)
    expect(note).to_have_text("nats, mean of the last 50 steps")
    expect(value).to_have_text(latest)


def walk_back_to_the_untrained_network(page: Page) -> None:
    slider = page.get_by_role("slider", name="Moment of the training")
    said = page.locator(".learned .said")
    expect(said).not_to_have_text("Untrained: means nothing yet")
    slider.press("Home")
    expect(said).to_have_text("Untrained: means nothing yet")
    page.get_by_role("button", name="later moment").click()
    expect(said).not_to_have_text("Untrained: means nothing yet")
    page.locator(".learned canvas").first.hover(position={"x": 5, "y": 5})
    expect(page.locator(".learned .readout")).to_contain_text("after “Dull”: unit")


def read_the_strip_under_the_mouse(page: Page) -> None:
    strip = page.locator(".curves .gradient", has_text="Gradient at h").first
    strip.locator("svg").hover(position={"x": 46, "y": 14})  # the first column is always there
    expect(strip.locator(".note")).to_contain_text("at the last word, at")


def test_a_link_to_a_run_that_is_not_here_keeps_the_page_up(open_page):
    page = open_page("train?train-job=../../etc/passwd&train-cell=lstm")
    expect(page.get_by_text(re.compile("No such run here"))).to_be_visible()
    expect(button(page, "start")).to_be_enabled()
    expect(page.get_by_role("radio", name="LSTM")).to_be_checked()
