"""The unroll page in real Chromium: its numbers, its ways to move, and what reaches the server."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from pages.ui.components import COMPONENTS_DIR
from rnn_core import RNNParams
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import embed_words
from tests.browser.conftest import DESKTOP, PHONE
from tests.core.figures.test_numbers import CASES

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
FOCUS = '.column[data-time="now"]'


@pytest.fixture
def stage(open_page) -> Page:
    page = open_page("unroll")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    return page


def expected_run(words, hidden_size=3, seed=1):
    """Run torch's own network over the words; return h_1..h_T and y_1..y_T."""
    params = RNNParams.random(input_size=3, hidden_size=hidden_size, seed=seed, spectral_radius=0.9)
    rnn = torch.nn.RNN(3, hidden_size, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        h, _ = rnn(embed_words(words, 3, seed=seed))
    return h, h @ params.W_hy.T + params.b_y


def numbers_in(page, selector):
    return page.locator(selector).all_text_contents()


def test_the_row_shows_torchs_numbers(stage):
    h, y = expected_run(WORDS)
    for t in range(1, len(WORDS) + 1):
        shown = numbers_in(stage, f'[data-cell^="h-{t}-"] text')
        assert shown == [format_number(value) for value in h[t - 1].tolist()]
        assert numbers_in(stage, f'[data-cell^="y-{t}-"] text') == [format_number(y[t - 1].item())]


def test_the_arithmetic_adds_up_to_the_state_in_focus(stage):
    h, _ = expected_run(WORDS)
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    x = embed_words(WORDS, 3, seed=1)
    new, memory = params.W_xh @ x[3], params.W_hh @ h[2]
    written = {
        '[data-name="W_hh"]': params.W_hh.flatten(),
        '[data-name="x_t"]': x[3],
        '[data-name="new"] >> nth=0': new,
        '[data-name="old"] >> nth=0': memory,
        '[data-name="a_t"]': new + memory,
        '[data-name="h_t"] >> nth=0': h[3],
    }
    for selector, values in written.items():
        cells = stage.locator(f".arithmetic {selector}").locator(".cell").all_text_contents()
        assert cells == [format_number(value) for value in values.tolist()], selector


def test_arrow_keys_move_and_the_link_follows(stage):
    stage.locator(".stage").focus()
    stage.keyboard.press("ArrowRight")
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "5")
    expect(stage).to_have_url(re.compile("unroll-step=5"))
    stage.keyboard.press("Home")
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "0")
    stage.keyboard.press("End")
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "7")
    expect(stage.get_by_role("button", name="Next step")).to_be_disabled()
    assert stage.evaluate("document.activeElement.shadowRoot.activeElement.className").startswith("stage")


def test_buttons_move_one_step(stage):
    stage.get_by_role("button", name="Previous step").click()
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "3")
    stage.get_by_role("button", name="Next step").click()
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "4")


def test_a_drag_along_the_scrub_line_sends_nothing_until_the_release(open_page):
    page = open_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(page.url + "unroll")
    scrub = page.locator(".scrub input")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    box = scrub.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 4 / 7, middle)
    page.mouse.down()
    page.wait_for_load_state("networkidle")
    before = len(sent)
    seen = set()
    for step in range(20, -1, -1):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * step / 35, middle)
        seen.add(page.locator(FOCUS).get_attribute("data-step"))
    assert {"0", "1", "2", "3"} <= seen
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile("unroll-step=0"))
    assert len(sent) > before


def test_play_walks_through_every_operation_to_the_end(stage):
    stage.get_by_label("Speed").select_option("fast")
    stage.locator(".stage").focus()
    stage.keyboard.press("ArrowRight")
    stage.keyboard.press("ArrowRight")
    stage.keyboard.press(" ")
    for phase in ("input", "new", "old", "sum", "state", "output"):
        expect(stage.locator(".stage")).to_have_attribute("data-phase", phase)
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "7")
    expect(stage.get_by_role("button", name="Play")).to_be_visible()


def test_typed_words_are_read_and_survive_a_reload(stage):
    field = stage.get_by_label("Your words")
    field.fill("not <b>bad</b> *at* all")
    field.press("Enter")
    tokens = stage.locator("text.token")
    expect(tokens).to_have_text(["not", "b", "bad", "b", "at", "all"])
    h, _ = expected_run(["not", "b", "bad", "b", "at", "all"])
    assert numbers_in(stage, '[data-cell^="h-6-"] text') == [format_number(v) for v in h[5].tolist()]
    expect(stage.locator(FOCUS)).to_have_attribute("data-step", "4")
    expect(stage).to_have_url(re.compile("unroll-words="))
    stage.reload()
    expect(tokens).to_have_text(["not", "b", "bad", "b", "at", "all"])


def test_words_that_cannot_be_drawn_are_refused_in_one_sentence(stage):
    field = stage.get_by_label("Your words")
    field.fill("word " * 200)
    field.press("Enter")
    expect(stage.get_by_text("Found 200 words; 1 to 12 are allowed.")).to_be_visible()
    expect(stage.locator("text.token")).to_have_text(WORDS)


def test_touching_a_matrix_lights_all_its_uses(stage):
    stage.locator('.plates [data-matrix="W_hh"] .label').hover()
    expect(stage.locator(".stage")).to_have_attribute("data-touch", "W_hh")
    widths = stage.locator(".use.W_hh path:not(.hit)").evaluate_all(
        "paths => paths.map((path) => getComputedStyle(path).strokeWidth)"
    )
    assert widths == ["3.5px"] * 7


def test_pointing_at_a_result_spells_out_how_it_was_made(stage):
    stage.locator('.arithmetic [data-name="old"] .cell.result').first.hover()
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    h, _ = expected_run(WORDS)
    products = " + ".join(
        f"{format_number(w)} · {format_number(v)}"
        for w, v in zip(params.W_hh[0].tolist(), h[2].tolist(), strict=True)
    )
    result = format_number((params.W_hh[0] @ h[2]).item())
    expect(stage.locator(".formula")).to_have_text(f"memory[1] = {products} = {result}")
    assert stage.locator(".arithmetic .parent").count() == 6


def test_the_down_arrow_and_a_tap_spell_out_results_too(stage):
    stage.locator(".stage").press("ArrowDown")
    expect(stage.locator(".formula")).to_contain_text("new[1] = ")
    stage.keyboard.press("ArrowDown")
    expect(stage.locator(".formula")).to_contain_text("new[2] = ")
    cell = stage.locator('.arithmetic [data-name="a_t"] .cell.result').first
    for name in ("pointerenter", "pointerleave"):
        cell.dispatch_event(name, {"pointerType": "touch"})
    expect(stage.locator(".formula")).to_contain_text("a₄[1] = ")
    assert stage.locator(".arithmetic .parent").count() == 3


def test_the_network_may_change_while_it_plays(stage):
    stage.get_by_role("button", name="Play").click()
    expect(stage.locator(".stage")).not_to_have_attribute("data-phase", "output")
    stage.get_by_test_id("stNumberInputStepUp").first.click()
    expect(stage.locator('[data-cell^="h-1-"]')).to_have_count(4)
    h, _ = expected_run(WORDS, hidden_size=4)
    assert numbers_in(stage, '[data-cell^="h-1-"] text') == [format_number(v) for v in h[0].tolist()]
    stage.get_by_role("button", name="Play").click()
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("so good")
    field.press("Enter")
    expect(stage.locator("text.token")).to_have_text(["so", "good"])


def test_a_very_long_paste_leaves_a_link_that_opens(stage):
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("word " * 20_000)
    field.press("Enter")
    expect(stage.get_by_text("Found 20,000 words; 1 to 12 are allowed.")).to_be_visible()
    assert len(stage.evaluate("location.href")) < 1000
    stage.reload()
    expect(stage.locator("text.token")).to_have_text(WORDS)


def test_words_and_step_are_there_again_after_another_lesson(stage):
    field = stage.get_by_role("textbox", name="Your words")
    field.fill("so very good")
    field.press("Enter")
    expect(stage.locator("text.token")).to_have_text(["so", "very", "good"])
    stage.locator(".stage").press("Home")
    expect(stage).to_have_url(re.compile("unroll-step=0"))
    sidebar = stage.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Judge a review").click()
    expect(stage.get_by_role("heading", name="Judge a review")).to_be_visible()
    sidebar.get_by_role("link", name="Unroll a network").click()
    expect(stage.locator("text.token")).to_have_text(["so", "very", "good"])
    expect(stage).to_have_url(re.compile("unroll-words=so"))
    expect(stage).to_have_url(re.compile("unroll-step=0"))


def test_a_phone_shows_the_three_matrices_above_the_row(open_page):
    page = open_page("unroll", viewport=PHONE)
    expect(page.locator(".plate-strip .plate")).to_have_count(3)
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    shown = numbers_in(page, ".plate-strip .plate.W_hh .number")
    assert shown == [format_number(value) for value in params.W_hh.flatten().tolist()]
    sums = page.locator(".sum").evaluate_all(
        "sums => sums.every((sum) => sum.scrollWidth <= sum.clientWidth)"
    )
    assert sums


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_largest_network_stays_inside_its_frame(open_page, viewport, scheme):
    words = "one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve"
    page = open_page(f"unroll?unroll-units=8&unroll-words={words}", viewport=viewport, scheme=scheme)
    expect(page.locator("text.token")).to_have_count(12)
    assert page.locator('[data-cell^="h-12-"]').count() == 8
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.locator(".stage").press("End")
    box = page.locator(FOCUS).bounding_box()
    assert 0 <= box["x"] <= viewport["width"] - box["width"]


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
    column = page.locator(FOCUS)
    expect(column).to_be_visible()
    assert column.evaluate("column => getComputedStyle(column).transitionDuration") == "0s"
    context.close()
