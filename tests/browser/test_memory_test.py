"""The memory test in real Chromium: its slider, its buttons, its numbers, and a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.ui.memory_words import share
from rnn_core.remembering.evaluation import fresh_task, recall_curve
from rnn_core.remembering.networks import load_shipped_networks
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still


@pytest.fixture(scope="module")
def networks():
    return load_shipped_networks()


def ready(page: Page) -> Page:
    expect(page.locator(".st-key-memory-answers .js-plotly-plot")).to_be_visible()
    return page


def slider(page: Page):
    return page.locator(".st-key-memory-t").get_by_role("slider")


def means(networks, seed=0):
    curve = recall_curve(networks, 1_000, seed=seed)
    return {length: share(mean) for length, mean in zip(curve.lengths, curve.means.tolist(), strict=True)}


def expect_length(page, networks, length, seed=0):
    metric = page.get_by_test_id("stMetric")
    expect(metric).to_contain_text(f"At T = {length} the RNNs name the first symbol in")
    expect(metric.get_by_test_id("stMetricValue")).to_have_text(means(networks, seed)[length])


def test_the_slider_and_its_buttons_move_through_the_lengths(open_page, networks):
    page = ready(open_page("memory"))
    expect_length(page, networks, 12)
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect_length(page, networks, 15)
    expect(page).to_have_url(re.compile("memory-t=15"))
    page.locator(".st-key-memory-t-more").get_by_role("button").click()
    expect_length(page, networks, 20)
    page.locator(".st-key-memory-t-less").get_by_role("button").click()
    expect_length(page, networks, 15)


def test_the_chart_marks_t_while_the_page_stays_in_place(open_page, networks):
    page = ready(open_page("memory"))
    marked = page.locator(".st-key-memory-curve .annotation-text", has_text="T = ")
    expect(marked).to_have_text("T = 12")
    slider(page).focus()
    wait_until_still(page)
    before = slider(page).bounding_box()["y"]
    page.keyboard.press("ArrowRight")
    expect(marked.filter(has_text="T = 12")).to_have_count(0)
    expect(marked).to_have_text("T = 15")
    expect_length(page, networks, 15)
    expect(slider(page)).to_be_focused()
    wait_until_still(page)
    assert slider(page).bounding_box()["y"] == pytest.approx(before, abs=1)


def test_a_run_with_new_sequences_keeps_the_focus_and_stands_in_the_link(open_page, networks):
    page = ready(open_page("memory?memory-t=15"))
    expect_length(page, networks, 15)
    run = page.locator(".st-key-memory-run").get_by_role("button")
    run.focus()
    page.keyboard.press("Enter")
    expect_length(page, networks, 15, seed=1)
    expect(run).to_be_focused()
    expect(page).to_have_url(re.compile("memory-seed=1"))
    page.reload()
    expect_length(page, networks, 15, seed=1)


def test_another_sequence_is_the_next_one(open_page, networks):
    page = ready(open_page("memory?memory-t=5"))
    page.locator(".st-key-memory-next").get_by_role("button").click()
    first = "ABCD"[fresh_task(networks, 5).targets[1]]
    expect(page.get_by_text(f"Sequence 2 of 1,000, network 2. The first symbol is {first}.")).to_be_visible()
    expect(page).to_have_url(re.compile("memory-sequence=2"))


def test_a_visitor_takes_the_test_by_keyboard(open_page):
    page = ready(open_page("memory?memory-t=3"))
    page.get_by_text("Take the test yourself").click()
    place = page.get_by_text("Remember the first one.")
    step = page.locator(".st-key-own-memory-next").get_by_role("button")
    expect(place).to_contain_text("Symbol 1 of 3.")
    step.focus()
    for number in (2, 3):
        page.keyboard.press("Enter")
        expect(place).to_contain_text(f"Symbol {number} of 3.")
        expect(step).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which symbol came first?")).to_be_visible()
    expect(step).to_be_focused()
    page.keyboard.press("Tab")
    answer = page.locator(".st-key-own-memory-A").get_by_role("button")
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")
    verdict = re.compile(r"(Right|Wrong): [ABCD] came first\. You named [01] of 1 so far\.")
    expect(page.get_by_text(verdict)).to_be_visible()
    expect(answer).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(place).to_contain_text("Symbol 1 of 3.")
    expect(step).to_be_focused()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_the_longest_sequence_fits_the_page(open_page, viewport, scheme):
    page = ready(open_page("memory?memory-t=100", viewport=viewport, scheme=scheme))
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    for key in ("memory-curve", "memory-answers"):
        box = page.locator(f".st-key-{key}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]


def test_the_picture_has_a_text_alternative_and_a_table(open_page):
    page = ready(open_page("memory"))
    told = re.compile("Share of right answers, mean of 8 networks: 100 % at T = 1")
    expect(page.get_by_label(told)).to_have_count(1)
    page.get_by_text("Every accuracy as a table").click()
    expect(page.locator(".st-key-memory-accuracies").get_by_test_id("stDataFrame")).to_be_visible()
