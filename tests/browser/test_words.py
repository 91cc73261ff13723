"""A review followed from text to tensor in a real browser: what a hand touches lights at every stage."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.ui.words_settings import ARRIVAL, EXAMPLES
from rnn_core.text.tokenizer import words
from tests.browser.conftest import PHONE

STAGES = [".body.text .piece", ".body.clean .piece", ".chip", ".bar .mark", ".body.row .column", ".columns i"]


def ready(page: Page) -> Page:
    expect(page.locator(".pipeline .chip").first).to_be_visible()
    return page


def chip(page: Page, text: str):
    return page.get_by_role("option", name=re.compile(f"^{re.escape(text)}:")).first


def lit_everywhere(page: Page, text: str) -> None:
    """Check that one token, and no other, is lit at every stage and read out."""
    expect(page.locator(".pipeline .readout strong")).to_have_text(text)
    index = chip(page, text).get_attribute("data-token")
    for stage in STAGES:
        lit = page.locator(f".pipeline {stage}.lit")
        assert {node.get_attribute("data-token") for node in lit.all()} == {index}, stage
    expect(page.locator(".pipeline .frame")).to_be_visible()
    expect(page.locator(".pipeline .here:visible")).to_have_count(2)


def test_a_touch_lights_a_token_at_every_stage_and_the_link_keeps_it(open_page):
    page = ready(open_page("words"))
    lit_everywhere(page, "gloriously")
    chip(page, "jokes").hover()
    lit_everywhere(page, "jokes")
    page.locator(".body.text .piece", has_text="laughed").hover()
    lit_everywhere(page, "laughed")
    page.locator(".body.row .column").nth(words(ARRIVAL).index("two")).click()
    lit_everywhere(page, "two")
    expect(page.locator(".opened .cell")).to_have_count(64)
    chip(page, "two").focus()
    page.keyboard.press("ArrowRight")
    lit_everywhere(page, "hours")
    expect(chip(page, "hours")).to_be_focused()
    page.wait_for_url(re.compile(f"words-token={len(words(ARRIVAL)) - 1}$"))
    chip(page, "hours").evaluate("chip => { chip.dataset.stayed = 'yes'; }")
    page.locator(".st-key-words-cutting summary").click()  # once its rows are there, the choice has been told
    expect(page.locator(".cuts .way")).to_have_count(4)
    expect(chip(page, "hours")).to_have_attribute("data-stayed", "yes")  # else the keys would have lost it
    ready_again = page.reload()
    assert ready_again is not None
    ready(page)
    lit_everywhere(page, "hours")


def test_a_person_s_words_and_choices_go_through_every_stage(open_page):
    page = ready(open_page("words"))
    review = page.get_by_role("textbox", name="Your review")
    page.locator(".st-key-words-example").get_by_text("From the web").click()
    expect(page.locator(".body.text .piece", has_text="U+0007")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(len(words(EXAMPLES["From the web"])))
    flat = page.locator(".body.row .word.flat bdi")
    expect(flat).to_have_text(["\U0001f44d\U0001f3fd", "."])  # a thumb that is turned would mean the opposite
    assert flat.first.evaluate("sign => getComputedStyle(sign.parentElement).rotate") == "none"
    review.fill("Good fun, zorbulent.")
    review.press("Control+Enter")
    expect(page.locator(".chip .word")).to_have_text(["good", "fun", ",", "zorbulent", "."])
    expect(page.locator(".chip.unknown .word")).to_have_text(["zorbulent"])
    expect(page.locator(".body.row .column").first).not_to_have_class(re.compile("filler"))
    page.locator(".st-key-words-filler").get_by_text("left", exact=True).click()
    expect(page.locator(".body.row .column").first).to_have_class(re.compile("filler"))
    page.wait_for_url(re.compile("words-filler=left"))
    numbers = page.locator(".body.row .column .number").all_text_contents()
    assert numbers[-5:] == page.locator(".chip .number").all_text_contents()
    assert set(numbers[:-5]) == {"0"}
    column = page.locator(".body.row .column").evaluate_all(
        "columns => columns.findIndex(column => column.classList.contains('lit'))"
    )
    for here in page.locator(".pipeline .here").all():  # the filler stands on the left in every batch
        width = int(here.get_attribute("data-width"))
        left = here.evaluate("here => parseFloat(here.style.left)")
        assert left == pytest.approx(100 * (width - len(numbers) + column) / width, abs=0.01)
    review.fill("")
    review.press("Control+Enter")
    expect(page.locator(".pipeline .readout")).to_contain_text("Type a review with at least one word")
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_on_a_phone_it_fits_and_a_tap_lights(open_page, scheme):
    page = ready(open_page("words?words-limit=8", viewport=PHONE, scheme=scheme))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chip(page, "odd").click()
    lit_everywhere(page, "odd")
    chip(page, "hours").click()
    expect(page.locator(".pipeline .readout")).to_contain_text("cut off by the limit of 8")
    expect(page.locator(".pipeline .frame")).to_be_hidden()
    smallest = page.locator(".pipeline").evaluate(
        "root => Math.min(...[...root.querySelectorAll('*')].filter(node => node.textContent.trim())"
        ".map(node => parseFloat(getComputedStyle(node).fontSize)))"
    )
    assert smallest >= 12


def test_the_same_characters_light_in_every_cut(open_page):
    page = ready(open_page("words?words-cutting=true"))
    rows = page.locator(".cuts .way")
    expect(rows).to_have_count(4)
    rows.nth(0).get_by_role("button", name="film.<br").hover()
    expect(rows.nth(2).locator(".cut.lit")).to_have_text(["film", "."])
    expect(rows.nth(3).locator(".cut.lit")).to_have_text([*"film.<br"])
    expect(page.locator(".cuts .readout")).to_have_text("“\u2068film.<br\u2069”, unknown")
    rows.nth(2).get_by_role("button", name="odd").focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(3).locator(".cut:focus")).to_have_text("o")
    page.locator(".st-key-words-example").get_by_text("Another script").click()
    expect(rows.nth(2).locator(".cut")).to_have_text(words(EXAMPLES["Another script"]))
    rows.nth(2).locator(".cut").first.focus()
    page.keyboard.press("ArrowLeft")  # on the screen the second word stands left of the first
    expect(rows.nth(2).locator(".cut").nth(1)).to_be_focused()
