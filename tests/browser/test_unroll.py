"""The unroll page in real Chromium: its numbers at every depth and its ways to move."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.ui.components import COMPONENTS_DIR
from rnn_core import RNNParams
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import embed_words
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still
from tests.browser.unroll_page import (
    NOW,
    PARAMS,
    WORDS,
    X,
    cell,
    expect_in_link,
    expect_run,
    expect_step,
    numbers_in,
    tensor,
    to_depth,
    to_step,
)
from tests.core.figures.test_numbers import CASES
from tests.torch_run import torch_run

RUN = torch_run(PARAMS, X)
STATES = ("new", "old", "a", "h")
PHASES = ["input", "new", "old", "sum", "squash", "state", "readout", "output"]
TWELVE = "one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve"


OUTSIDE = """parts => parts
  .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === "visible")
  .map(part => part.className)"""


@pytest.fixture
def stage(open_page) -> Page:
    page = open_page("unroll")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    return page


def test_all_four_depths_show_torchs_numbers(stage):
    expect_run(stage, RUN)
    for t in (4, 1, 7):
        to_step(stage, t)
        expect_step(stage, RUN, t)
    to_step(stage, 4)
    stage.locator('.arithmetic .results [data-number="old@4 1"]').click()
    to_depth(stage, "Terms")
    lines = stage.locator(".opened .term")
    products = [
        f"{format_number(w)} · {format_number(v)}= {format_number(w * v)}"
        for w, v in zip(PARAMS.W_hh[1].tolist(), RUN.h[2].tolist(), strict=True)
    ]
    names = [f"W_hh[2, {k}] · h₃[{k}]" for k in (1, 2, 3)]
    total = f"memory₄[2]the sum= {format_number(RUN.values['old'][3, 1].item())}"
    expect(lines).to_have_text([*map("".join, zip(names, products, strict=True)), total])
    expect_step(stage, RUN, 4)
    to_depth(stage, "Loop")
    expect(stage.locator(".arithmetic")).to_be_hidden()
    assert numbers_in(stage, ".loop") == RUN.written([4], ["x", "h", "y"]) | RUN.written([3], ["h"])
    to_step(stage, 0)
    assert numbers_in(stage, ".loop") == {f"h@0 {row}": "0" for row in range(3)}
    expect_in_link(stage, "unroll-depth=Loop")
    stage.reload()
    expect(stage.locator(".loop")).to_be_visible()


def test_many_to_one_with_relu_shows_torchs_numbers_and_one_prediction(open_page):
    query = "unroll-kind=numbers&unroll-numbers=1 -0.5 2 0.25&unroll-units=4&unroll-activation=ReLU"
    page = open_page(f"unroll?{query}&unroll-outputs=last step&unroll-step=3")
    params = RNNParams.random(input_size=1, hidden_size=4, seed=1, spectral_radius=0.9, activation="relu")
    run = torch_run(params, tensor([1.0], [-0.5], [2.0], [0.25]))
    expect(page.locator(NOW)).to_have_attribute("data-step", "3")
    start = {f"h@0 {row}": "0" for row in range(4)}
    assert numbers_in(page, ".row") == run.written(range(1, 5), ["x", "h"]) | run.written([4], ["y"]) | start
    expect_step(page, run, 3, STATES)
    to_step(page, 4)
    expect_step(page, run, 4)
    to_depth(page, "Loop")
    assert numbers_in(page, ".loop") == run.written([4], ["x", "h", "y"]) | run.written([3], ["h"])
    to_step(page, 2)
    assert numbers_in(page, ".loop") == run.written([2], ["x", "h"]) | run.written([1], ["h"])


def test_a_number_in_the_row_spells_out_its_whole_formula(stage):
    to_depth(stage, "Row")
    cell(stage, "h@4 1", ".row").click()
    products = [
        f"{format_number(w)} · {format_number(v)}"
        for weights, vector in ((PARAMS.W_xh[1], X[3]), (PARAMS.W_hh[1], RUN.h[2]))
        for w, v in zip(weights.tolist(), vector.tolist(), strict=True)
    ]
    whole = f"h₄[2] = tanh({' + '.join([*products, '0'])}) = {format_number(RUN.h[3, 1].item())}"
    expect(stage.locator(".formula")).to_have_text(whole)
    parents = stage.locator(".picture .parent").evaluate_all(
        "cells => cells.map(cell => cell.dataset.number)"
    )
    weights = [f"{name} 1 {k}" for name in ("W_xh", "W_hh") for k in range(3)]
    vectors = [f"{name} {k}" for name in ("x@4", "h@3") for k in range(3)]
    assert set(parents) == {*weights, *vectors}
    assert stage.locator(".parents-layer path").count() == 6
    stage.locator(".stage").press("ArrowLeft")
    expect(stage.locator(".formula")).to_contain_text("h₃[2] = tanh(")
    stage.locator(".stage").press("Escape")
    expect(stage.locator(".parents-layer path")).to_have_count(0)


def test_pointing_at_a_result_spells_out_its_last_operation(stage):
    stage.locator('.arithmetic .results [data-number="old@4 0"]').hover()
    products = " + ".join(
        f"{format_number(w)} · {format_number(v)}"
        for w, v in zip(PARAMS.W_hh[0].tolist(), RUN.h[2].tolist(), strict=True)
    )
    result = format_number(RUN.values["old"][3, 0].item())
    expect(stage.locator(".formula")).to_have_text(f"memory₄[1] = {products} = {result}")
    assert stage.locator(".arithmetic .parent").count() == 6
    assert stage.locator(".parents-layer path").count() == 6


def test_the_keyboard_alone_reaches_results_and_their_terms(stage):
    stage.locator(".stage").press("ArrowDown")
    expect(stage.locator(".formula")).to_contain_text("new₄[1] = ")
    for _ in range(6):
        stage.keyboard.press("ArrowDown")
    expect(stage.locator(".formula")).to_contain_text("a₄[1] = ")
    assert stage.locator(".arithmetic .parent").count() == 3
    stage.keyboard.press("Enter")
    expect(stage.locator(".opened .term")).to_have_count(4)
    stage.keyboard.press("Escape")
    stage.keyboard.press("Escape")
    expect(stage.locator(".stage")).to_have_attribute("data-depth", "Step")


def test_arrow_keys_move_and_the_link_follows(stage):
    stage.locator(".stage").focus()
    stage.keyboard.press("ArrowRight")
    expect(stage.locator(NOW)).to_have_attribute("data-step", "5")
    expect_in_link(stage, "unroll-step=5")
    stage.keyboard.press("Home")
    expect(stage.locator(NOW)).to_have_attribute("data-step", "0")
    stage.keyboard.press("End")
    expect(stage.locator(NOW)).to_have_attribute("data-step", "7")
    expect(stage.get_by_role("button", name="Next step")).to_be_disabled()
    assert stage.evaluate("document.activeElement.shadowRoot.activeElement.className").startswith("stage")
    stage.get_by_role("button", name="Previous step").click()
    expect(stage.locator(NOW)).to_have_attribute("data-step", "6")
    stage.get_by_role("button", name="To the start").click()
    expect(stage.locator(NOW)).to_have_attribute("data-step", "0")


def place_of(page):
    """Return step and operation, and make sure that only that operation's parts are marked as now."""
    phase = page.locator(".stage").get_attribute("data-phase")
    marked = page.locator('.arithmetic [data-reach="now"]').evaluate_all(
        "parts => [...new Set(parts.map(part => part.dataset.phase))]"
    )
    assert marked == ([] if phase == "whole" else [phase])
    return int(page.locator(NOW).get_attribute("data-step")), phase


def test_shift_and_arrows_or_buttons_walk_operation_by_operation_both_ways(stage):
    to_step(stage, 2)
    stage.locator(".stage").focus()
    walked = []
    for _ in PHASES:
        stage.keyboard.press("Shift+ArrowRight")
        walked.append(place_of(stage))
    assert walked == [*((3, phase) for phase in PHASES[:-1]), (3, "whole")]
    expect_in_link(stage, "unroll-step=3")
    back = []
    for _ in PHASES:
        stage.keyboard.press("Shift+ArrowLeft")
        back.append(place_of(stage))
    assert back == [*walked[-2::-1], (2, "whole")]
    buttons = [stage.get_by_role("button", name=f"{way} operation") for way in ("Next", "Previous")]
    buttons[0].click()
    assert place_of(stage) == (3, "input")
    buttons[0].click()
    expect_in_link(stage, "unroll-operation=new")
    buttons[1].click()
    assert place_of(stage) == (3, "input")
    expect_in_link(stage, "unroll-operation=input")
    stage.reload()
    expect(stage.locator(".stage")).to_have_attribute("data-phase", "input")
    assert place_of(stage) == (3, "input")


RECORD_PLACES = """() => {
  const root = document.querySelector(".st-key-unroll_stage_place").querySelectorAll("*");
  const stage = [...root].map(each => each.shadowRoot?.querySelector(".stage")).find(Boolean);
  window.walked = [];
  const note = () => {
    const place = `${stage.querySelector('.column[data-time="now"]').dataset.step} ${stage.dataset.phase}`;
    if (window.walked.at(-1) !== place) window.walked.push(place);
  };
  const attributeFilter = ["data-phase", "data-time"];
  new MutationObserver(note).observe(stage, { subtree: true, attributes: true, attributeFilter });
}"""


def test_play_walks_through_every_operation_forwards_and_backwards(open_page):
    page = open_page("unroll?unroll-words=so+good&unroll-step=1")
    page.get_by_label("Speed").select_option("fast")
    page.evaluate(RECORD_PLACES)
    page.locator(".stage").press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    there = [*(f"2 {phase}" for phase in PHASES[:-1]), "2 whole"]
    assert page.evaluate("window.walked") == there
    page.locator(".stage").press("b")
    expect(page.get_by_role("button", name="Play backwards")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(NOW)).to_have_attribute("data-step", "0")
    back = [*there[-2::-1], "1 whole", *(f"1 {phase}" for phase in PHASES[-2::-1]), "0 whole"]
    assert page.evaluate("window.walked") == there + back


def test_a_drag_along_the_scrub_line_sends_nothing_until_the_release(open_page):
    page = open_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(page.url + "unroll")
    scrub = page.locator(".scrub input")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    wait_until_still(page)
    box = scrub.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 4 / 7, middle)
    page.mouse.down()
    before = len(sent)
    seen = set()
    for step in range(20, -1, -1):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * step / 35, middle)
        seen.add(page.locator(NOW).get_attribute("data-step"))
    assert {"0", "1", "2", "3"} <= seen
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile("unroll-step=0"))
    assert len(sent) > before


def test_typed_words_are_read_and_survive_a_reload(stage):
    field = stage.get_by_label("Your words")
    field.fill("not <b>bad</b> *at* all")
    field.press("Enter")
    tokens = ["not", "b", "bad", "b", "at", "all"]
    expect(stage.locator(".row text.token")).to_have_text(tokens)
    expect_run(stage, torch_run(PARAMS, embed_words(tokens, 3, seed=1)))
    expect(stage.locator(NOW)).to_have_attribute("data-step", "4")
    expect(stage).to_have_url(re.compile("unroll-words="))
    stage.reload()
    expect(stage.locator(".row text.token")).to_have_text(tokens)


def test_words_that_cannot_be_drawn_are_refused_in_one_sentence(stage):
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("word " * 20_000)
    field.press("Enter")
    expect(stage.get_by_text("Found 20,000 words; 1 to 200 are allowed.")).to_be_visible()
    expect(stage.locator(".row text.token")).to_have_text(WORDS)
    assert len(stage.evaluate("location.href")) < 1000
    stage.reload()
    expect(stage.locator(".row text.token")).to_have_text(WORDS)


def test_of_a_long_sequence_the_row_shows_the_twelve_steps_around_the_focus(open_page):
    numbers = "+".join(str(n % 7 - 3) for n in range(200))
    page = open_page(f"unroll?unroll-kind=numbers&unroll-numbers={numbers}&unroll-step=0")
    expect(page.locator(".row .column")).to_have_count(13)
    run = torch_run(
        RNNParams.random(input_size=1, hidden_size=3, seed=1, spectral_radius=0.9),
        tensor(*([float(n % 7 - 3)] for n in range(200))),
    )
    for t in (0, 100, 200, 57):
        to_step(page, t)
        steps = page.locator(".row .column").evaluate_all("all => all.map(each => Number(each.dataset.step))")
        first = steps[0]
        assert steps == list(range(first, first + 13))
        assert t in steps
        shown = {name: text for name, text in numbers_in(page, ".row").items() if name.startswith("h@")}
        shown = {name: text for name, text in shown.items() if not name.startswith("h@0 ")}
        assert shown == run.written([each for each in steps if each > 0], ["h"])


def test_of_a_very_long_sequence_the_terms_show_their_factors_and_no_product(open_page):
    numbers = [(-1) ** t * t / 100 for t in range(61)]
    page = open_page(
        f"unroll?unroll-kind=numbers&unroll-units=2&unroll-numbers={'+'.join(map(str, numbers))}"
    )
    params = RNNParams.random(input_size=1, hidden_size=2, seed=1, spectral_radius=0.9)
    run = torch_run(params, tensor(*([n] for n in numbers)))
    page.locator('.arithmetic .results [data-number="old@4 1"]').click()
    to_depth(page, "Terms")
    factors = [
        f"{format_number(w)} · {format_number(v)}"
        for w, v in zip(params.W_hh[1].tolist(), run.h[2].tolist(), strict=True)
    ]
    terms = page.locator(".opened .term")
    expect(terms.locator(".factors")).to_have_text([*factors, "the sum"])
    total = f"= {format_number(run.values['old'][3, 1].item())}"
    expect(terms.locator(".term-value")).to_have_text(["", "", total])


def test_touching_a_matrix_lights_all_its_uses(stage):
    stage.locator(".plate.W_hh .label").hover()
    expect(stage.locator(".stage")).to_have_attribute("data-touch", "W_hh")
    widths = stage.locator(".row .use.W_hh path:not(.hit)").evaluate_all(
        "paths => paths.map((path) => getComputedStyle(path).strokeWidth)"
    )
    assert widths == ["3.5px"] * 7
    stage.locator(".sentence").hover()
    expect(stage.locator(".stage")).not_to_have_attribute("data-touch", "W_hh")


def test_the_network_may_change_while_it_plays(stage):
    stage.get_by_role("button", name="Play", exact=True).click()
    expect(stage.locator(".stage")).not_to_have_attribute("data-phase", "whole")
    stage.get_by_test_id("stNumberInputStepUp").first.click()
    expect(stage.locator('.row [data-cell^="h-1-"]')).to_have_count(4)
    params = RNNParams.random(input_size=3, hidden_size=4, seed=1, spectral_radius=0.9)
    expect_run(stage, torch_run(params, X))
    stage.get_by_role("button", name="Play", exact=True).click()
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("so good")
    field.press("Enter")
    expect(stage.locator(".row text.token")).to_have_text(["so", "good"])


def test_words_and_step_are_there_again_after_another_lesson(stage):
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("so very good")
    field.press("Enter")
    expect(stage.locator(".row text.token")).to_have_text(["so", "very", "good"])
    stage.locator(".stage").press("Home")
    expect(stage).to_have_url(re.compile("unroll-step=0"))
    sidebar = stage.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Judge a review").click()
    expect(stage.get_by_role("heading", name="Judge a review")).to_be_visible()
    sidebar.get_by_role("link", name="Unroll a network").click()
    expect(stage.locator(".row text.token")).to_have_text(["so", "very", "good"])
    expect(stage).to_have_url(re.compile("unroll-words=so"))
    expect(stage).to_have_url(re.compile("unroll-step=0"))


def test_the_largest_network_on_the_stage_shows_torchs_numbers(open_page):
    page = open_page(f"unroll?unroll-units=8&unroll-words={TWELVE}")
    params = RNNParams.random(input_size=3, hidden_size=8, seed=1, spectral_radius=0.9)
    run = torch_run(params, embed_words(TWELVE.split("+"), 3, seed=1))
    expect(page.locator(".row text.token")).to_have_count(12)
    start = {f"h@0 {row}": "0" for row in range(8)}
    assert numbers_in(page, ".row") == run.written(range(1, 13), ["x", "h", "y"]) | start
    expect_step(page, run, 4)


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=["desktop", "phone", "phone-dark"],
)
def test_the_largest_network_stays_inside_its_frame_at_every_depth(open_page, viewport, scheme):
    page = open_page(f"unroll?unroll-units=8&unroll-words={TWELVE}", viewport=viewport, scheme=scheme)
    expect(page.locator(".row text.token")).to_have_count(12)
    main = page.locator("[data-testid=stMain]")
    for depth in ("Loop", "Row", "Step", "Terms"):
        to_depth(page, depth)
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), depth
        outside = page.locator(".stage > *, .arithmetic .sum").evaluate_all(OUTSIDE)
        assert outside == [], depth
    to_depth(page, "Row")
    page.locator(".stage").press("End")
    box = page.locator(NOW).bounding_box()
    assert 0 <= box["x"] <= viewport["width"] - box["width"]


def test_a_phone_shows_the_three_matrices_above_the_row(open_page):
    page = open_page("unroll", viewport=PHONE)
    expect(page.locator(".plate-strip .plate")).to_have_count(3)
    assert numbers_in(page, ".plate-strip") == RUN.weights_written(1, ("W_xh", "W_hh", "W_hy"))
    bottom, top = (page.locator(each).bounding_box() for each in (".plate-strip", ".frame-scroll"))
    assert bottom["y"] + bottom["height"] <= top["y"]
    to_depth(page, "Terms")
    expect_step(page, RUN, 4)
    wide = page.locator(".arithmetic .sum, .opened, .formula").evaluate_all(
        "parts => parts.filter(part => part.scrollWidth > part.clientWidth + 1).map(part => part.className)"
    )
    assert wide == []


def test_walking_with_the_keyboard_passes_over_predictions_that_are_not_made(open_page):
    page = open_page("unroll?unroll-outputs=last step&unroll-depth=Row")
    page.locator(".stage").press("ArrowDown")
    expect(page.locator(".formula")).to_contain_text("h₄[1] = ")
    to_depth(page, "Step")
    page.locator(".stage").focus()
    for _ in range(3 * len(STATES) + 2):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".formula")).to_contain_text("h₄[3] = ")


def test_the_browser_writes_numbers_as_python_does(stage):
    script = (COMPONENTS_DIR / "shared" / "numbers.js").read_text("utf-8")
    stage.evaluate(f"() => {{ {script}; window.formatNumber = formatNumber; }}")
    for value, text in CASES:
        number = str(value).replace("inf", "Infinity")
        assert stage.evaluate("text => window.formatNumber(Number(text))", number) == text


def test_reduced_motion_is_honoured(browser, server):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}/unroll")
    expect(page.locator(NOW)).to_be_visible()
    moving = page.locator(".stage *").evaluate_all(
        """all => all.filter(each => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(each);
          const isAnimated = animationName !== "none" && animationDuration !== "0s";
          return isAnimated || !/^(0s(, )?)+$/.test(transitionDuration);
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    context.close()


def test_going_back_leaves_every_choice_chosen(stage):
    chosen = stage.get_by_role("radio", checked=True)
    expect(chosen).to_have_text(["words", "tanh"])
    stage.locator(".stage").press("ArrowLeft")
    expect(stage).to_have_url(re.compile("unroll-step=3"))
    stage.get_by_test_id("stSidebar").get_by_role("link", name="Judge a review").click()
    expect(stage.get_by_role("heading", name="Judge a review")).to_be_visible()
    stage.go_back()
    expect(stage).to_have_url(re.compile("unroll-step=3"))
    expect(stage.locator(NOW)).to_have_attribute("data-step", "3")
    expect(chosen).to_have_text(["words", "tanh"])
