"""The memory page in real Chromium: words that a hand, a finger or a key puts in another order."""

import re

import pytest
from playwright.sync_api import expect

from pages.ui.wording import percent
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still
from tests.browser.memory_page import TELLING, WORDS, chip, drag, expect_answers, ready, run, second, shown


def test_two_orders_are_there_on_arrival_and_torch_confirms_them(open_page):
    page = ready(open_page("memory"))
    expect(page.locator(".orders .line").first.locator(".chip .text")).to_have_text(WORDS)
    expect(second(page)).to_have_text(TELLING)
    expect(page.locator(".orders .parting")).to_contain_text("part at word 5: “bad” in A, “good” in B.")
    expect_answers(page, WORDS, TELLING)
    exact = page.locator(".orders .exact").all_inner_texts()
    assert exact[0] == exact[1]
    assert float(exact[0]) == pytest.approx(run(WORDS)[2], abs=1e-12)


def test_the_numbers_of_the_hidden_state_are_torchs(open_page):
    page = ready(open_page("memory"))
    readout = page.locator(".orders .readout")
    for row, tokens in enumerate((WORDS, TELLING)):
        h, p, _ = run(tokens)
        for step, unit in ((0, 0), (4, 7), (6, 15)):
            page.locator(f".orders rect[data-at='{row}-{step}-{unit}']").hover()
            expect(readout).to_contain_text(f"h[{unit + 1}] = {shown(h[step, unit].item())}")
            expect(readout).to_contain_text(f"{percent(p[step].item())} positive")


def test_the_whole_picture_is_above_the_fold(open_page):
    page = ready(open_page("memory"))
    for part in (".orders .tools button", ".orders .plane svg", ".orders .parting"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= DESKTOP["height"]


def test_a_dragged_word_brings_new_numbers_in_the_same_picture(open_page):
    page = ready(open_page("memory"))
    page.locator(".orders").evaluate("root => root.dataset.mark = 'kept'")
    wait_until_still(page)
    top = page.locator(".orders").bounding_box()
    drag(page, chip(page, "not"), chip(page, "but"))
    moved = ["the", "film", "was", "good", "but", "not", "bad"]
    expect(second(page)).to_have_text(moved)
    expect_answers(page, WORDS, moved)
    page.wait_for_url("**/memory?memory-order=1-2-3-7-6-4-5")
    expect(chip(page, "not")).to_be_focused()
    expect(page.locator(".orders")).to_have_attribute("data-mark", "kept")
    wait_until_still(page)
    assert page.locator(".orders").bounding_box() == top


def test_escape_lets_a_held_word_go_back(open_page):
    page = ready(open_page("memory"))
    drag(page, chip(page, "not"), chip(page, "but"), drop=False)
    expect(second(page)).not_to_have_text(TELLING)
    page.keyboard.press("Escape")
    expect(second(page)).to_have_text(TELLING)
    page.mouse.up()
    assert "memory-order" not in page.url


def test_shift_and_an_arrow_key_move_a_word_and_the_focus_stays(open_page):
    page = ready(open_page("memory"))
    chip(page, "the").focus()
    page.keyboard.press("ArrowRight")
    expect(chip(page, "film")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    moved = ["film", "the", *TELLING[2:]]
    expect(second(page)).to_have_text(moved)
    expect(page.locator(".orders .parting")).to_contain_text("part at word 1: “the” in A, “film” in B.")
    expect_answers(page, WORDS, moved)
    expect(chip(page, "film")).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(second(page)).to_have_text(TELLING)
    expect(page.locator(".orders .parting")).to_contain_text("part at word 5")
    expect(chip(page, "film")).to_be_focused()


def test_two_chosen_words_are_swapped_and_back_to_a_makes_both_the_same(open_page):
    page = ready(open_page("memory"))
    swap = page.get_by_role("button", name="Swap two")
    expect(swap).to_be_disabled()
    chip(page, "film").click()
    chip(page, "but").click()
    swap.click()
    moved = ["the", "but", "was", "not", "good", "film", "bad"]
    expect(second(page)).to_have_text(moved)
    expect_answers(page, WORDS, moved)
    page.get_by_role("button", name="Back to A").click()
    expect(page.locator(".orders .parting")).to_contain_text("Both orders are the same")
    expect_answers(page, WORDS, WORDS)
    page.get_by_role("button", name="Most telling swap").click()
    expect(second(page)).to_have_text(TELLING)
    expect_answers(page, WORDS, TELLING)


def test_shuffle_keeps_every_word_and_the_link_opens_the_same_order(open_page):
    page = ready(open_page("memory"))
    page.get_by_role("button", name="Shuffle").click()
    shuffled = second(page).all_inner_texts()
    assert sorted(shuffled) == sorted(WORDS)
    expect_answers(page, WORDS, shuffled)
    if shuffled != TELLING:  # which the link need not name
        order = "-".join(str(WORDS.index(word) + 1) for word in shuffled)
        expect(page).to_have_url(re.compile(f"memory-order={order}$"))
    again = ready(open_page(page.url.split("/", 3)[3]))
    expect(second(again)).to_have_text(shuffled)


def test_own_words_and_unknown_ones_are_marked(open_page):
    page = ready(open_page("memory"))
    field = page.get_by_label("Your sentence")
    field.fill("not a zorbulent film")
    field.press("Enter")
    expect(page.locator(".orders .movable .chip[data-unknown]")).to_contain_text("zorbulent")
    expect(page.locator(".orders [data-unknown]")).to_have_count(2)
    expect_answers(page, ["not", "a", "zorbulent", "film"], second(page).all_inner_texts())


def test_the_words_of_the_sentence_light_their_parts(open_page):
    page = ready(open_page("memory"))
    lit = page.locator(".orders")
    for name, role in (("input", "input"), ("hidden state", "hidden"), ("output", "output")):
        word = page.locator(".orders .element", has_text=re.compile(f"^{name}$"))
        word.focus()
        expect(lit).to_have_attribute("data-lit", role)
    page.keyboard.press("Shift+Tab")
    expect(lit).to_have_attribute("data-lit", "hidden")
    chip(page, "film").focus()
    expect(lit).not_to_have_attribute("data-lit", re.compile("."))
    for part in page.locator(".orders g.output").all():
        expect(part).to_have_css("opacity", "1")


def test_the_name_of_a_lane_is_lit_and_steps_back_with_its_lane(open_page):
    page = ready(open_page("memory"))
    name = {
        role: page.locator(f".orders g.{role}", has=page.locator(".lane")) for role in ("hidden", "output")
    }
    page.locator(".orders .element.hidden-ink").focus()
    expect(name["hidden"].first).to_have_css("opacity", "1")
    expect(name["output"]).to_have_css("opacity", "0.22")
    page.locator(".orders .element.output-ink").focus()
    expect(name["hidden"].first).to_have_css("opacity", "0.22")
    expect(name["output"]).to_have_css("opacity", "1")


def test_arrow_keys_read_the_picture(open_page):
    page = ready(open_page("memory"))
    page.locator(".orders .frame > svg").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    h, _, _ = run(WORDS)
    expect(page.locator(".orders .readout")).to_contain_text(
        f"word 2, “film”: h[2] = {shown(h[1, 1].item())}"
    )


def test_on_a_phone_chips_wrap_the_row_scrolls_in_its_frame_and_a_finger_drags(browser, server):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/memory?memory-words=the film was not bad but good and never dull at all")
    ready(page)
    excess = page.locator(".orders").evaluate("root => root.scrollWidth - root.clientWidth")
    assert excess <= 0
    frame = page.locator(".orders .frame")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    tops = {round(box["y"]) for box in (each.bounding_box() for each in chip(page, "").all()) if box}
    assert len(tops) > 1
    before = second(page).all_inner_texts()
    chip(page, "film").scroll_into_view_if_needed()
    wait_until_still(page)
    start, end = chip(page, "film").bounding_box(), chip(page, "the").bounding_box()
    touch = page.context.new_cdp_session(page)
    ends = [
        (box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        for box, share in ((start, 0.5), (end, 0.2))
    ]

    def send(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", ends[0])
    for share in (0.25, 0.5, 0.75, 1.0):
        send("touchMove", tuple(a + share * (b - a) for a, b in zip(*ends, strict=True)))
    send("touchEnd")
    expect(second(page)).to_have_text([before[1], before[0], *before[2:]])
    context.close()
