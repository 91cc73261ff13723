"""What happens to order B between a hand and the server, and what the picture says of itself."""

import itertools
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, wait_until_still
from tests.browser.memory_page import TELLING, WORDS, chip, drag, expect_answers, ready, second

NEW = ["so", "dull", "but", "never", "sad"]
TWELVE = "i thought it would be dull but it was good and fun"
LONG = (
    "wonderful entertaining unforgettable extraordinary disappointing unwatchable forgettable predictable "
    "hilarious outstanding marvelous incredible"
)


def box_of(part: Locator) -> dict[str, float]:
    box = part.bounding_box()
    assert box is not None
    return dict(box)


def meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def test_a_press_that_brings_a_new_sentence_does_not_lock_the_row(open_page):
    page = ready(open_page("memory"))
    page.get_by_label("Your sentence").fill(" ".join(NEW))
    wait_until_still(page)
    box = box_of(chip(page, "was"))
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()  # the field loses the focus and sends the new sentence
    expect(chip(page, "never")).to_be_visible()
    ready(page)
    page.mouse.up()
    expect(page.locator(".orders .held")).to_have_count(0)
    expect_answers(page, NEW, second(page).all_inner_texts())
    before = second(page).all_inner_texts()
    drag(page, chip(page, before[0]), chip(page, before[1]))
    moved = [before[1], before[0], *before[2:]]
    expect(second(page)).to_have_text(moved)
    expect_answers(page, NEW, moved)


def test_a_button_pressed_while_a_sentence_is_pending_acts_on_that_sentence(open_page):
    page = ready(open_page("memory"))
    page.get_by_label("Your sentence").fill(" ".join(NEW))
    page.get_by_role("button", name="Back to A").click()
    expect(second(page)).to_have_text(NEW)
    expect(page.locator(".orders .parting")).to_contain_text("Both orders are the same")
    expect_answers(page, NEW, NEW)
    page.wait_for_url("**/memory?memory-words=so+dull+but+never+sad&memory-order=1-2-3-4-5")


def test_a_new_order_stands_in_the_link_and_adds_no_step_for_back(open_page):
    page = ready(open_page("memory"))
    before = page.evaluate("history.length")
    for word, order in (("film", "2-1-3-4-7-6-5"), ("was", "2-3-1-4-7-6-5")):
        chip(page, word).focus()
        page.keyboard.press("Shift+ArrowLeft")
        page.wait_for_url(f"**/memory?memory-order={order}")
        expect(page.locator(".orders.stale")).to_have_count(0)
    page.get_by_role("button", name="Most telling swap").click()
    expect_answers(page, WORDS, TELLING)
    page.wait_for_url(re.compile("/memory$"))
    assert page.evaluate("history.length") == before
    chip(page, "film").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_url("**/memory?memory-order=2-1-3-4-7-6-5")
    page.reload()
    expect(second(ready(page))).to_have_text(["film", "the", *TELLING[2:]])


def test_the_old_numbers_step_back_while_a_word_is_on_its_way(open_page):
    page = ready(open_page("memory"))
    drag(page, chip(page, "not"), chip(page, "but"), drop=False)
    expect(page.locator(".orders.stale")).to_have_count(1)
    expect(page.locator(".orders g.hidden.b").first).to_have_css("opacity", "0.3")
    page.keyboard.press("Escape")
    expect(page.locator(".orders.stale")).to_have_count(0)
    page.mouse.up()


@pytest.mark.parametrize("words", [" ".join(WORDS), TWELVE, LONG])
def test_a_number_is_read_out_beside_its_row_on_the_first_screen(open_page, words):
    page = ready(open_page(f"memory?memory-words={quote(words)}"))
    for row in (0, 1):
        cell = page.locator(f".orders rect[data-at='{row}-1-{8 * (1 - row)}']")
        cell.hover()
        readout = page.locator(".orders .readout")
        expect(readout).to_contain_text(f"Order {'AB'[row]}, word 2")
        box, at = box_of(readout), box_of(cell)
        assert abs(box["y"] - at["y"]) < 100
        assert box["y"] + box["height"] <= DESKTOP["height"]


def test_on_a_phone_a_tapped_cell_is_read_out_beside_its_row(open_page):
    page = ready(open_page("memory", viewport=PHONE))
    for row in (0, 1):
        cell = page.locator(f".orders rect[data-at='{row}-4-7']")
        cell.click()
        readout = page.locator(".orders .readout")
        expect(readout).to_contain_text(f"Order {'AB'[row]}, word 5")
        assert abs(box_of(readout)["y"] - box_of(cell)["y"]) < 100


def test_escape_clears_the_ring_and_home_and_end_reach_the_ends(open_page):
    page = ready(open_page("memory"))
    readout = page.locator(".orders .readout")
    page.locator(".orders .frame > svg").focus()
    for key, said in (("End", "word 7, “good”"), ("Home", "word 1, “the”"), ("Escape", "Point at a cell")):
        page.keyboard.press(key)
        expect(readout).to_contain_text(said)
    expect(page.locator(".orders .cell-ring")).to_have_attribute("visibility", "hidden")


def test_it_is_said_that_order_b_moves_and_what_a_swap_waits_for(open_page):
    page = ready(open_page("memory"))
    hint = page.locator(".orders .tools .hint")
    expect(hint).to_have_text("Drag a word of order B, or choose two and swap them.")
    swap = page.get_by_role("button", name="Swap two")
    expect(swap).to_have_attribute("title", "Choose two words of order B first")
    chip(page, "film").click()
    expect(hint).to_have_text("One word is chosen: choose another to swap.")
    chip(page, "but").click()
    expect(hint).to_have_text("Two words are chosen: swap them.")
    expect(swap).to_have_attribute("title", "")


@pytest.mark.parametrize("words", [TWELVE, LONG])
def test_twelve_words_fit_on_a_desktop_with_the_names_of_the_lines(open_page, words):
    page = ready(open_page(f"memory?memory-words={quote(words)}"))
    frame = page.locator(".orders .frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    edge = box_of(frame)
    for name in page.locator(".orders .frame .end").all():
        box = box_of(name)
        assert box["x"] + box["width"] <= edge["x"] + edge["width"] + 0.5
    for row in ("a", "b"):
        boxes = [box_of(word) for word in page.locator(f".orders g.input.{row} .word").all()]
        assert len(boxes) == 12
        assert not any(meet(*pair) for pair in itertools.pairwise(boxes))


@pytest.mark.parametrize("words", [" ".join(WORDS), TWELVE, LONG, "so good", "good not good, bad not bad"])
def test_names_in_the_plane_of_the_paths_never_overprint_each_other(open_page, words):
    page = ready(open_page(f"memory?memory-words={quote(words)}"))
    names = page.locator(".orders .plane svg text:not(.axis)")
    assert names.count() >= 3
    boxes = [box_of(name) for name in names.all()]
    inner = [{**box, "y": box["y"] + 5, "height": box["height"] - 10} for box in boxes]  # without line gaps
    assert not any(meet(*pair) for pair in itertools.combinations(inner, 2))


def test_the_plane_names_the_parting_words_and_the_way_of_the_paths(open_page):
    page = ready(open_page("memory"))
    said = page.locator(".orders .plane svg text").all_text_contents()
    assert {"start", "A", "B", "5 bad", "5 good"} <= set(said)
    expect(page.locator(".orders .plane .fork")).to_have_count(1)
    assert page.locator(".orders .plane .arrow").count() >= 4
    expect(page.locator(".orders .plane .title")).to_have_text(
        "Path of the hidden state in its first two principal components"
    )


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_scale_of_the_colours_is_printed(open_page, viewport):
    page = ready(open_page("memory", viewport=viewport))
    scale = page.locator(".orders svg.colours:visible")
    expect(scale).to_have_count(1)
    expect(scale.locator("text")).to_have_text(["−1", "0", "1"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_value_still_shows_its_sign(open_page, scheme):
    page = ready(open_page("memory", scheme=scheme))
    shares = page.locator(".orders .frame rect[data-at]").evaluate_all(
        "cells => cells.map(cell => parseInt(cell.style.getPropertyValue('--share')))"
    )
    assert len(shares) == 2 * len(WORDS) * 16
    assert min(shares) >= 14


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_place_of_the_picture_has_its_height_before(open_page, viewport: dict[str, int]):
    page: Page = ready(open_page("memory", viewport=viewport))
    kept = page.locator(".st-key-memory-orders").evaluate(
        "place => parseFloat(getComputedStyle(place).minHeight)"
    )
    assert kept == pytest.approx(box_of(page.locator(".orders"))["height"], abs=24)


def test_on_a_phone_the_answers_come_before_the_sentences(open_page):
    page = ready(open_page("memory", viewport=PHONE))
    tops = [
        box_of(page.locator(f".orders {part}"))["y"] for part in (".tools", ".answers", ".words", ".plane")
    ]
    assert tops == sorted(tops)
