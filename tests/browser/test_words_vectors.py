"""A hand on the matrix of ten sentences and on the map of words, in real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

MADE, MAP = "words?words-made=true", "words?words-map=true"
ON_THE_RING = """plane => {
    const ring = plane.querySelector("circle.at").getBoundingClientRect();
    const meets = ({ left, right, top, bottom }) =>
        left < ring.right && ring.left < right && top < ring.bottom && ring.top < bottom;
    const names = [...plane.querySelectorAll(".focus text:not(.at)")];
    return names.filter((name) => meets(name.getBoundingClientRect())).map((name) => name.textContent);
}"""


def made(page: Page) -> Page:
    expect(page.locator(".company .cells rect").first).to_be_visible()
    return page


def cell(page: Page, row: str, column: str):
    """The cell of two words, found by the heads of its row and column."""
    places = [
        page.locator(f".matrix .heads .{kind}").get_by_text(word, exact=True).get_attribute("data-word")
        for kind, word in (("row", row), ("column", column))
    ]
    return page.locator(f'.cells rect[data-at="{places[0]}-{places[1]}"]')


def lit_sentences(page: Page):
    return page.locator(".company .sentences li.lit")


def test_a_cell_lights_its_sentences_its_formula_and_its_word_on_the_map(open_page):
    page = made(open_page(MADE))
    expect(page.locator(".formula")).to_contain_text("PPMI(terrible, slow) = max(0, ln((1 / 11) ÷ 0.0293))")
    expect(page.locator(".formula")).to_contain_text("= 1.13")
    expect(lit_sentences(page)).to_have_text(["the film was terrible and slow"])
    assert page.locator(".word-plane").evaluate(ON_THE_RING) == []
    cell(page, "cat", "in").hover()
    expect(lit_sentences(page)).to_have_text(["the cat slept in the garden", "the cat ran in the garden"])
    expect(page.locator(".company mark")).to_have_text(["cat", "in", "cat", "in"])
    expect(page.locator(".word-plane .focus .at")).to_have_text("cat")
    expect(page.locator(".company .place")).to_contain_text("Nearest: dog 1.00")
    cell(page, "cat", "dog").hover()
    expect(page.locator(".formula")).to_contain_text("PPMI(cat, dog) = 0: they never meet")
    expect(lit_sentences(page)).to_have_count(0)
    page.mouse.move(2, 2)
    expect(lit_sentences(page)).to_have_text(["the film was terrible and slow"])


def test_arrow_keys_choose_a_cell_and_the_link_brings_it_back(open_page):
    page = made(open_page(f"{MADE}&words-made-pair=cat+slept"))
    expect(page.locator(".formula")).to_contain_text("PPMI(cat, slept)")
    page.locator(".matrix svg").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".formula")).to_contain_text("PPMI(dog, slept)")
    expect(page).to_have_url(re.compile(r"words-made-pair=dog(\+|%20)slept"))
    other = made(open_page(page.url.split("/")[-1]))
    expect(other.locator(".formula")).to_contain_text("PPMI(dog, slept)")


def test_an_edited_sentence_is_counted_and_the_picture_stays_in_place(open_page):
    page = made(open_page(MADE))
    page.locator(".company").evaluate("element => { element.dataset.stayed = 'yes'; }")
    page.get_by_role("textbox", name="Sentences, one to a line").fill("cats sleep\ndogs sleep\nfish swim")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".matrix .heads .row")).to_have_text(["sleep", "cats", "dogs", "fish", "swim"])
    expect(page.locator(".company[data-stayed]")).to_have_count(1)
    page.get_by_text("information", exact=True).click()
    expect(page.locator(".company .title").first).to_contain_text("Mutual information")
    expect(page).to_have_url(re.compile("words-made-shows=information"))
    other = made(open_page(page.url.split("/")[-1], viewport=PHONE))
    expect(other.locator(".matrix .heads .row")).to_have_text(["sleep", "cats", "dogs", "fish", "swim"])
    expect(other.locator(".company .title").first).to_contain_text("Mutual information")


def test_every_section_has_its_numbers_as_tables(open_page):
    page = made(open_page("words?words-made=true&words-near=true&words-map=true"))
    expect(page.locator(".word-map circle").first).to_be_attached()
    for key, tables in {"made": 3, "near": 2, "map": 1}.items():
        expander = page.locator(f".st-key-words-{key}-table")
        expander.locator("summary").click()
        expect(expander.get_by_test_id("stDataFrame")).to_have_count(tables)


def test_a_word_of_the_map_lights_its_neighbours_and_arrow_keys_walk(open_page):
    page = open_page(MAP)
    readout = page.locator(".word-map .readout")
    expect(readout).to_contain_text("terrible (blame): nearest of these words awful 0.96")
    page.locator(".word-map .names text").get_by_text("boring", exact=True).hover(force=True)
    expect(readout).to_contain_text("boring (blame)")
    expect(page.locator(".word-map circle.near")).to_have_count(6)
    page.locator(".word-map svg").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("words-map-word="))
    page.mouse.move(2, 2)
    expect(readout).not_to_contain_text("boring (blame)")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop", "phone"]
)
def test_all_sections_fit_the_page(open_page, viewport, scheme):
    page = made(
        open_page("words?words-made=true&words-near=true&words-map=true", viewport=viewport, scheme=scheme)
    )
    expect(page.locator(".word-map circle").first).to_be_attached()
    expect(page.get_by_text("As counted", exact=True)).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
