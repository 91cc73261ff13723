"""Editing on the unroll page: the sequence follows as torch says, and nothing else on the page moves."""

import re
from dataclasses import replace

import pytest
import torch
from playwright.sync_api import Page, expect

from rnn_core import RNNParams
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_by_meaning, embed_words
from tests.browser.conftest import PHONE
from tests.browser.unroll_page import (
    NOW,
    PARAMS,
    WORDS,
    X,
    cell,
    expect_a_still_page,
    expect_in_link,
    expect_run,
    expect_step,
    focused,
    numbers_in,
    tensor,
    to_depth,
    to_step,
    watch_the_page,
)
from tests.torch_run import torch_run, untied_torch_run


@pytest.fixture
def stage(open_page) -> Page:
    page = open_page("unroll")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    return page


def changed(params, address, value):
    name, *place = address.split(" ")
    weight = getattr(params, name).clone()
    weight[tuple(map(int, place))] = value
    return replace(params, **{name: weight})


def box(page):
    return page.locator(".editor-input:visible")


def type_into(page, address, text, area=".picture"):
    cell(page, address, area).click()
    expect(box(page)).to_be_focused()
    box(page).fill(text)
    box(page).press("Enter")
    expect(box(page)).to_have_count(0)


def test_typed_weights_run_the_whole_sequence_and_leave_the_page_still(stage):
    params = PARAMS
    for address, area, value in (
        ("W_hh 0 1", ".picture", 0.75),
        ("W_xh 2 0", ".picture", -1.5),
        ("W_hy 0 2", ".picture", 2.0),
        ("b_h 1", ".arithmetic", 0.25),
        ("b_y 0", ".arithmetic", -0.125),
        ("W_hh 2 2", ".arithmetic", 0.0),
    ):
        cell(stage, address, area).scroll_into_view_if_needed()
        watch_the_page(stage)
        type_into(stage, address, str(value), area)
        params = changed(params, address, value)
        expect_run(stage, torch_run(params, X))
        expect_step(stage, torch_run(params, X), 4)
        assert focused(stage) == address
        expect_a_still_page(stage)
    expect_in_link(stage, "unroll-edits=")
    stage.reload()
    expect_run(stage, torch_run(params, X))
    expect_step(stage, torch_run(params, X), 4)


def test_every_place_of_a_word_follows_an_edit_of_its_vector(open_page):
    words = ["not", "the", "film", "not"]
    page = open_page(f"unroll?unroll-words={'+'.join(words)}")
    type_into(page, "x@4 1", "−1.25", ".row")
    x = embed_words(words, 3, seed=1)
    x[[0, 3], 1] = -1.25
    expect_run(page, torch_run(PARAMS, x))
    type_into(page, "x@4 0", "0.5", ".arithmetic")
    x[[0, 3], 0] = 0.5
    expect_run(page, torch_run(PARAMS, x))
    page.reload()
    expect_run(page, torch_run(PARAMS, x))


def test_an_edited_number_of_the_sequence_stands_in_its_field(open_page):
    page = open_page("unroll?unroll-kind=numbers&unroll-numbers=1 0 -1&unroll-units=2")
    type_into(page, "x@2 0", "0.5", ".row")
    expect(page.get_by_label("Your numbers")).to_have_value("1 0.5 -1")
    params = RNNParams.random(input_size=1, hidden_size=2, seed=1, spectral_radius=0.9)
    expect_run(page, torch_run(params, tensor([1.0], [0.5], [-1.0])))
    expect(page.locator(".row text.token")).to_have_text(["1.00", "0.500", "−1.00"])
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your numbers")).to_have_value(re.compile("^1 0 [-−]1$"))


def test_a_drag_is_one_undo_and_moves_nothing_but_numbers(stage):
    dragged = cell(stage, "W_hh 1 1")
    dragged.scroll_into_view_if_needed()
    watch_the_page(stage)
    start = PARAMS.W_hh[1, 1].item()
    at = dragged.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    stage.mouse.move(x, y)
    stage.mouse.down()
    for by in (10, 25, 40, 80):
        stage.mouse.move(x + by, y)
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 1 1", round(start + 0.8, 2)), X))
    stage.mouse.move(x + 30, y - 20)
    stage.mouse.up()
    params = changed(PARAMS, "W_hh 1 1", round(start + 0.5, 2))
    expect_run(stage, torch_run(params, X))
    expect(box(stage)).to_have_count(0)
    expect_a_still_page(stage)
    stage.get_by_role("button", name="Undo").click()
    expect_run(stage, torch_run(PARAMS, X))
    expect(stage.get_by_role("button", name="Undo")).to_be_disabled()
    stage.get_by_role("button", name="Redo").click()
    expect_run(stage, torch_run(params, X))
    expect(stage.get_by_role("button", name="Redo")).to_be_disabled()


def test_the_box_nudges_and_slides_while_the_picture_follows(stage):
    cell(stage, "W_hh 0 0").click()
    watch_the_page(stage)
    start = float(box(stage).input_value())
    assert start == pytest.approx(PARAMS.W_hh[0, 0].item(), abs=1e-5)
    stage.get_by_role("button", name="Increase").click()
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", start + 0.1), X))
    box(stage).press("ArrowDown")
    box(stage).press("ArrowDown")
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", start - 0.1), X))
    stage.get_by_label("Drag the number").fill("1.5")
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", 1.5), X))
    expect(box(stage)).to_have_value("1.5")
    stage.keyboard.press("Escape")
    expect(box(stage)).to_have_count(0)
    assert focused(stage) == "W_hh 0 0"
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", 1.5), X))
    expect_a_still_page(stage)
    for _ in range(2):  # the slide, then the run of nudges
        stage.keyboard.press("Control+z")
    expect_run(stage, torch_run(PARAMS, X))
    expect(stage.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_keyboard_alone_edits_undoes_and_resets(stage):
    stage.locator(".plate.W_hh .cell").first.focus()
    stage.keyboard.press("ArrowRight")
    stage.keyboard.press("ArrowDown")
    assert focused(stage) == "W_hh 1 1"
    stage.keyboard.type("-0.5")
    expect(box(stage)).to_have_value("-0.5")
    stage.keyboard.press("Enter")
    one = changed(PARAMS, "W_hh 1 1", -0.5)
    expect_run(stage, torch_run(one, X))
    assert focused(stage) == "W_hh 1 1"
    stage.keyboard.press("ArrowLeft")
    stage.keyboard.press("Enter")
    stage.keyboard.type("2")
    stage.keyboard.press("Enter")
    two = changed(one, "W_hh 1 0", 2.0)
    expect_run(stage, torch_run(two, X))
    stage.keyboard.press("Control+z")
    expect_run(stage, torch_run(one, X))
    stage.keyboard.press("Control+Shift+z")
    expect_run(stage, torch_run(two, X))
    assert focused(stage) == "W_hh 1 0"
    stage.get_by_role("button", name="Reset").press("Enter")
    expect_run(stage, torch_run(PARAMS, X))
    expect(stage.get_by_role("button", name="Reset")).to_be_disabled()
    expect(stage).not_to_have_url(re.compile("unroll-edits"))


def test_the_keyboard_alone_edits_an_input(stage):
    stage.locator('.arithmetic [data-name="x_t"] .cell').first.focus()
    assert focused(stage) == "x@4 0"
    stage.keyboard.type("1.5")
    stage.keyboard.press("Enter")
    x = X.clone()
    x[3, 0] = 1.5
    expect_run(stage, torch_run(PARAMS, x))
    assert focused(stage) == "x@4 0"


@pytest.mark.parametrize("text", ["abc", "", "1e9", "1e400"])
def test_what_is_no_number_is_said_in_the_box_and_nothing_is_lost(stage, text):
    type_into(stage, "W_hh 0 0", "0.5")
    expected = torch_run(changed(PARAMS, "W_hh 0 0", 0.5), X)
    cell(stage, "W_hh 0 0").click()
    box(stage).fill(text)
    box(stage).press("Enter")
    found = f"Found '{text}'" if text else "Found nothing"
    said = f"Not taken: {found}; numbers from −100 to 100 are allowed."
    expect(stage.locator(".editor-said")).to_have_text(said)
    expect(box(stage)).to_be_focused()
    expect(box(stage)).to_have_value(text)
    expect_run(stage, expected)
    box(stage).fill("0.25")
    box(stage).press("Enter")
    expect(box(stage)).to_have_count(0)
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", 0.25), X))


def test_an_untied_network_is_edited_step_by_step_and_tied_to_its_average(stage):
    parameters = stage.locator(".parameters")
    expect(parameters).to_have_text("25 parameters, however long the sequence")
    stage.get_by_role("button", name="Untie").click()
    expect(parameters).to_have_text("7 × 25 = 175 parameters, for 7 steps and no more")
    to_step(stage, 3)
    expect(stage.locator(".plate.W_hh .count")).to_have_text("3 × 3 = 9, copy of t = 3")
    type_into(stage, "W_hh 0 1", "2")
    copies = [PARAMS, PARAMS, changed(PARAMS, "W_hh 0 1", 2.0), *[PARAMS] * 4]
    untied = untied_torch_run(copies, X)
    expect_run(stage, untied)
    assert untied.written([1, 2], ["h"]) == torch_run(PARAMS, X).written([1, 2], ["h"])
    for t in (3, 4):
        to_step(stage, t)
        expect_step(stage, untied, t)
    field = stage.get_by_label("Your words")
    field.fill(" ".join([*WORDS, "really"]))
    field.press("Enter")
    expect(stage.get_by_text("weights for 7 steps and none for an 8th")).to_have_count(1)
    expect(stage.locator(".row text.token")).to_have_text(WORDS)
    stage.get_by_role("button", name="Tie to the average").click()
    average = changed(PARAMS, "W_hh 0 1", (2.0 + 6 * PARAMS.W_hh[0, 1].item()) / 7)
    expect(parameters).to_have_text("25 parameters, however long the sequence")
    expect(stage.locator(".plate.W_hh .count")).to_have_text("3 × 3 = 9")
    expect_run(stage, torch_run(average, embed_words([*WORDS, "really"], 3, seed=1)))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("W_hh", "forgets"), ("W_xh", "hears nothing"), ("W_hy", "prediction from it is 0")],
)
def test_a_matrix_that_is_switched_off_is_a_matrix_of_zeros(stage, name, sentence):
    toggle = stage.locator(f".plate.{name} .switch")
    toggle.scroll_into_view_if_needed()
    watch_the_page(stage)
    toggle.click()
    expect(toggle).to_have_text("off")
    zeroed = replace(PARAMS, **{name: torch.zeros_like(getattr(PARAMS, name))})
    expect_run(stage, torch_run(zeroed, X))
    expect_step(stage, torch_run(zeroed, X), 4)
    expect(stage.locator(".sentence")).to_contain_text(sentence)
    expect(stage.locator(f".plate.{name} [data-edit]")).to_have_count(0)
    expect_in_link(stage, f"unroll-off={name}")
    toggle.press("Enter")
    expect(toggle).to_have_text("on")
    expect_run(stage, torch_run(PARAMS, X))
    expect_a_still_page(stage)


def test_a_preset_shows_its_reason_and_undo_brings_the_former_network_back(stage):
    latch = next(preset for preset in PRESETS if preset.key == "latch")
    type_into(stage, "W_hh 0 0", "0.5")
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", 0.5), X))
    stage.get_by_role("combobox", name="Network").click()
    stage.get_by_role("option", name=latch.title).click()
    expect(stage.get_by_text(latch.reason)).to_be_visible()
    expect(stage.get_by_label("Your words")).to_have_value(latch.text)
    expect(stage.get_by_role("spinbutton", name="Hidden units")).to_have_value("2")
    expect_run(stage, torch_run(latch.params, embed_by_meaning(latch.text.split())))
    stage.get_by_role("button", name="Undo").click()
    expect_run(stage, torch_run(changed(PARAMS, "W_hh 0 0", 0.5), X))
    expect(stage.get_by_text(latch.reason)).to_have_count(0)


HOSTILE = {
    "edits": "<img src=x onerror=alert(1)>",
    "off": "W_zz",
    "untied": "1e400",
    "hand": "$x$",
    "preset": "[a](b)",
    "plane": "9-9",
    "depth": "Cellar",
    "view": "**x**",
    "operation": "'; drop",
    "step": "999999999999",
}


def test_a_hostile_link_leaves_the_page_up_and_each_part_is_named_once(open_page):
    query = "&".join(f"unroll-{name}={value}" for name, value in HOSTILE.items())
    page = open_page(f"unroll?{query}")
    expect_run(page, torch_run(PARAMS, X))
    alerts = page.get_by_test_id("stAlert")
    expect(alerts.filter(has_text="unroll-edits")).to_be_visible()
    named = [name for text in alerts.all_text_contents() for name in HOSTILE if f"unroll-{name}" in text]
    assert sorted(named) == sorted(HOSTILE)


def test_a_picture_in_a_link_is_not_fetched(open_page):
    page = open_page("unroll?unroll-kind=numbers&unroll-numbers=![](//a.bc/d)")
    expect(page.get_by_text("Found '![](//a.bc/d)'; numbers from")).to_be_visible()
    expect(page.locator(".stage")).to_be_visible()


def test_a_preset_goes_to_its_step_and_its_link_opens_there(stage):
    explodes = next(preset for preset in PRESETS if preset.key == "explodes")
    assert "?" not in stage.url
    stage.get_by_role("combobox", name="Network").click()
    stage.get_by_role("option", name=explodes.title).click()
    expect(stage.locator(NOW)).to_have_attribute("data-step", "10")
    expect_in_link(stage, "unroll-step=10")
    stage.reload()
    expect(stage.locator(NOW)).to_have_attribute("data-step", "10")
    to_step(stage, 3)
    expect_in_link(stage, "unroll-step=3")


def test_on_a_phone_a_very_long_word_scrolls_nothing_sideways(open_page):
    page = open_page(f"unroll?unroll-words=so+{'x' * 1900}&unroll-step=2", viewport=PHONE)
    expect(page.locator(".sentence")).to_contain_text("x" * 39 + "…")
    main = page.locator("[data-testid=stMain]")
    for depth in ("Loop", "Row", "Step"):
        to_depth(page, depth)
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), depth


def test_on_a_phone_the_box_of_a_number_fits(open_page):
    page = open_page("unroll", viewport=PHONE)
    main = page.locator("[data-testid=stMain]")
    for address, area in (
        ("W_hh 0 2", ".plate-strip"),
        ("W_hy 0 2", ".plate-strip"),
        ("b_y 0", ".arithmetic"),
    ):
        cell(page, address, area).click()
        at = page.locator(".editor").bounding_box()
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= PHONE["width"], address
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
        page.keyboard.press("Escape")
    type_into(page, "b_y 0", "1", ".arithmetic")
    expect_step(page, torch_run(changed(PARAMS, "b_y 0", 1.0), X), 4)
    assert numbers_in(page, ".plate-strip")["W_hh 0 0"]
