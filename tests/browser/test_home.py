"""The home page in real Chromium: it paints early, and its picture moves under the hand."""

import re

import pytest
from playwright.sync_api import expect

from pages.ui.home_picture import WEIGHTS, read_picture
from rnn_core.figures.numbers import format_number
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still


def expect_states(page, states):
    expect(page.locator('[data-cell^="h-"] text')).to_have_text(states)


def states_of(index):
    return [format_number(row[0]) for row in read_picture().runs[index].h]


def test_dragging_W_hh_changes_every_hidden_state(open_page):
    page = open_page()
    slider = page.locator(".sweep input")
    expect(slider).to_have_value(str(WEIGHTS.index(0.9)))
    expect_states(page, states_of(WEIGHTS.index(0.9)))
    wait_until_still(page)
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=8)
    page.mouse.up()
    index = int(slider.input_value())
    assert abs(index - 30) <= 1
    expect_states(page, states_of(index))
    slider.press("End")
    expect_states(page, states_of(60))
    expect(page.locator(".sentence")).to_contain_text("never fades to 0")
    expect(page).to_have_url(re.compile(r"home-w=1\.5"))
    page.reload()
    expect(page.locator(".sweep output")).to_have_text("1.50")


def test_plus_and_minus_move_by_one_value(open_page):
    page = open_page()
    page.get_by_role("button", name="More W_hh").click()
    expect(page.locator(".sweep output")).to_have_text("0.950")
    page.get_by_role("button", name="Less W_hh").click()
    expect(page.locator(".sweep output")).to_have_text("0.900")


def test_the_page_never_asks_for_the_chart_bundle(open_page):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.locator(".stage")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if re.search("plotly", url, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_the_path_leads_to_the_lessons(open_page, viewport, scheme):
    page = open_page(viewport=viewport, scheme=scheme)
    expect(page.locator(".stage")).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    main.get_by_role("link", name="2. Unroll a network").click()
    expect(page.get_by_role("heading", name="Unroll a network")).to_be_visible()
