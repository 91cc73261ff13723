"""The gates page in real Chromium: its numbers, what a hand changes, and what reaches the server."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from rnn_core.figures.numbers import format_number
from rnn_core.gated.cells import GRUParams, LSTMParams
from rnn_core.sequences import embed_words
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
FOCUS = '.column[data-time="now"]'
STEPS = range(1, len(WORDS) + 1)


@pytest.fixture
def page(open_page) -> Page:
    page = open_page("gates")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    return page


def run_lstm(params, x, h=None, c=None):
    """Run an LSTM written here with torch's own functions; return i, f, g, o, c and h of every step."""
    h = torch.zeros(2, dtype=torch.float64) if h is None else h
    c = torch.zeros(2, dtype=torch.float64) if c is None else c
    found = {name: [] for name in "ifgoch"}
    for x_t in x:
        a = torch.nn.functional.linear(x_t, params.W_xh, params.b_h) + params.W_hh @ h
        i, f, g, o = a.chunk(4)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        for name, value in zip("ifgoch", (i, f, g, o, c, h), strict=True):
            found[name].append(value)
    return {name: torch.stack(values) for name, values in found.items()}


def drawn(seed=1, forget_bias=1.0):
    params = LSTMParams.random(input_size=3, hidden_size=2, seed=seed, forget_bias=forget_bias)
    return params, embed_words(WORDS, 3, seed=seed)


def shown(page, lane, t):
    return page.locator(f'.picture [data-cell^="{lane}-{t}-"] text.number').all_text_contents()


def written(values):
    return [format_number(value) for value in values.tolist()]


def test_every_gate_and_state_of_the_row_is_torchs(page):
    params, x = drawn()
    expected = run_lstm(params, x)
    twin = torch.nn.LSTM(3, 2, dtype=torch.float64)
    with torch.no_grad():
        for name, value in {"ih": params.W_xh, "hh": params.W_hh}.items():
            getattr(twin, f"weight_{name}_l0").copy_(value)
        twin.bias_ih_l0.copy_(params.b_h)
        twin.bias_hh_l0.zero_()
        torch.testing.assert_close(expected["h"], twin(x)[0])
    for t in STEPS:
        for lane, values in expected.items():
            assert shown(page, lane, t) == written(values[t - 1]), (lane, t)


def test_what_is_left_of_the_gradient_is_autograds(page):
    params, x = drawn()
    run = run_lstm(params, x)
    for t in (1, 4, 6):
        assert shown(page, "road", t) == written(run["f"][t:].prod(0))

        def last_cell(c_t, t=t):
            return run_lstm(params, x[t:], run["h"][t - 1], c_t)["c"][-1]

        whole = torch.autograd.functional.jacobian(last_cell, run["c"][t - 1])
        assert shown(page, "all", t) == written(torch.linalg.matrix_norm(whole, ord=2)[None])


def test_the_gru_shows_torchs_states(open_page):
    page = open_page("gates?gates-cell=GRU")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    params = GRUParams.random(input_size=3, hidden_size=2, seed=1)
    twin = torch.nn.GRU(3, 2, dtype=torch.float64)
    with torch.no_grad():
        twin.weight_ih_l0.copy_(params.W_xh)
        twin.weight_hh_l0.copy_(params.W_hh)
        twin.bias_ih_l0.copy_(params.b_h)
        twin.bias_hh_l0.zero_()
        h, _ = twin(embed_words(WORDS, 3, seed=1))
    for t in STEPS:
        assert shown(page, "h", t) == written(h[t - 1])


def test_the_opened_step_adds_up(page):
    params, x = drawn()
    run = run_lstm(params, x)
    kept = run["f"][3] * run["c"][2]
    for name, values in {"kept": kept, "written": run["i"][3] * run["g"][3], "c": run["c"][3]}.items():
        cells = page.locator(f'.arithmetic .results[data-name="{name}"] .cell').all_text_contents()
        assert cells == written(values), name


def test_a_touched_number_spells_out_its_formula(page):
    params, x = drawn()
    run = run_lstm(params, x)
    page.locator('[data-cell="c-4-0"]').click()
    f, c, i, g = (
        format_number(run[name][t][0].item()) for name, t in (("f", 3), ("c", 2), ("i", 3), ("g", 3))
    )
    result = format_number(run["c"][3][0].item())
    expect(page.locator(".formula")).to_have_text(f"c₄[1] = {f} · {c} + {i} · {g} = {result}")
    assert page.locator(".picture .parent").count() == 4
    page.locator('[data-cell="road-4-0"]').click()
    expect(page.locator(".formula")).to_contain_text("road₄[1] = ")


def test_the_keyboard_walks_through_the_operations_and_the_numbers(page):
    page.locator(".gates-stage").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "5")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".sentence")).to_contain_text("the input arrives.")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".sentence")).to_contain_text("the forget gate decides")
    later = page.locator(f'{FOCUS} [data-lane="h"]')
    expect(later).to_have_attribute("data-later", "true")
    page.keyboard.press("End")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "7")
    expect(page).to_have_url(re.compile("gates-step=7"))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".formula")).to_contain_text("a_f₇[1] = ")


def test_another_forget_bias_shows_torchs_numbers_and_stays_in_the_link(page):
    box = page.get_by_label("Bias b_f", exact=True)
    box.fill("5")
    box.press("Enter")
    expect(page).to_have_url(re.compile("gates-bias=f%3D5"))
    params, x = drawn(forget_bias=5.0)
    run = run_lstm(params, x)
    cell = page.locator('[data-cell="f-4-0"] text.number')
    expect(cell).to_have_text(format_number(run["f"][3][0].item()))
    for t in STEPS:
        assert shown(page, "c", t) == written(run["c"][t - 1])
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.ariaLabel") == "Bias b_f"
    page.reload()
    expect(cell).to_have_text(format_number(run["f"][3][0].item()))


def test_a_bias_that_is_no_number_is_said_and_leaves_the_picture(page):
    before = shown(page, "f", 4)
    box = page.get_by_label("Bias b_f", exact=True)
    box.fill("1e9")
    box.press("Enter")
    expect(page.locator(".said")).to_contain_text("numbers from −100 to 100 are allowed")
    assert shown(page, "f", 4) == before


def test_a_dragged_bias_is_asked_for_at_the_release_alone(open_page):
    page = open_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(page.url + "gates")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    expect(page.get_by_text("Equals autograd")).to_have_count(4)
    slider = page.get_by_label("Drag the bias b_f")
    slider.scroll_into_view_if_needed()
    wait_until_still(page)
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 9 / 16, middle)
    page.mouse.down()
    before = len(sent)
    for step in range(60):
        page.mouse.move(box["x"] + box["width"] * (9 + step / 12) / 16, middle)
    assert float(slider.input_value()) > 3
    expect(page.get_by_label("Bias b_f", exact=True)).to_have_value(slider.input_value())
    assert len(sent) == before
    page.mouse.up()
    value = float(slider.input_value())
    expect(page).to_have_url(re.compile(f"gates-bias=f%3D{value:g}"))
    params, x = drawn(forget_bias=value)
    expected = format_number(run_lstm(params, x)["f"][3][0].item())
    expect(page.locator('[data-cell="f-4-0"] text.number')).to_have_text(expected)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_tenth_from_end_to_end_can_be_reached_with_a_slider(open_page, viewport):
    page = open_page("gates", viewport=viewport)
    slider = page.get_by_label("Drag the bias b_f")
    expect(slider).to_be_visible()
    assert slider.bounding_box()["width"] >= 240
    assert [slider.get_attribute(name) for name in ("min", "max", "step")] == ["-8", "8", "0.1"]


def test_a_held_gate_is_said_to_be_held_and_not_squashed(open_page):
    page = open_page("gates?gates-held=i%3Dshut%404")
    line = page.locator('.arithmetic .line:has(.results[data-name="i"])')
    expect(line.locator(".sign").last).to_have_text("held →")
    expect(page.locator(".sentence")).to_contain_text("the input gate lets in 0 (held) of the candidate")
    expect(page.locator(".legend")).to_contain_text("held by hand")
    expect(page.locator(".kept-note")).to_contain_text("with the hold")
    page.locator(".gates-stage").press("ArrowRight")
    expect(line.locator(".sign").last).to_have_text("σ →")


def test_a_gradient_below_the_smallest_number_has_a_hollow_mark_and_its_words(open_page):
    words = "+".join(["so"] * 20)
    page = open_page(f"gates?gates-bias=f%3D-100&gates-step=1&gates-words={words}")
    readout = page.locator(".comparison .readout .value").last
    expect(readout).to_contain_text("0 (below the smallest number)")
    expect(page.locator(".flow-dot.under")).to_have_count(1)
    assert page.locator(".flow-under").count() > 10


def test_a_long_number_stays_clear_of_its_ring(open_page):
    page = open_page("gates?gates-bias=f%3D-100")
    cell = page.locator('[data-cell="f-4-0"]')
    text = cell.locator("text.number")
    expect(text).to_have_text(re.compile("^.{8}$"))
    ring = cell.locator(".ring-ground").bounding_box()
    assert text.bounding_box()["x"] >= ring["x"] + ring["width"]


def test_a_gate_held_open_and_one_held_shut_keep_the_cell_state(page):
    page.get_by_role("button", name="from t = 4 on").click()
    page.get_by_label("Hold gate f").get_by_role("button", name="open").click()
    page.get_by_label("Hold gate i").get_by_role("button", name="shut").click()
    expect(page).to_have_url(re.compile(r"gates-held=.*i%3Dshut%404%2B"))
    expect(page.locator('[data-cell="i-7-0"] text.number')).to_have_text("0")
    kept = shown(page, "c", 3)
    for t in (4, 5, 6, 7):
        assert shown(page, "c", t) == kept
        assert shown(page, "road", t) == ["1.00", "1.00"]
    expect(page.locator(".held-note").first).to_have_text("held open, t = 4 to 7")
    page.locator('[data-cell="f-5-0"]').click()
    expect(page.locator(".formula")).to_contain_text("held by hand; left alone it would be")
    expect(page.locator('.arithmetic .results[data-name="f"] .name')).to_have_text("f5 held")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".rings.held")).to_have_count(0)


def test_equal_parameters_change_the_comparison(page):
    notes = page.locator(".heat .caption")
    expect(notes.first).to_have_text("2 units, 15 parameters")
    page.get_by_role("button", name="parameters", exact=True).click()
    expect(notes).to_have_text(["5 units, 51 parameters", "2 units, 41 parameters", "2 units, 51 parameters"])
    expect(page).to_have_url(re.compile("gates-equal=parameters"))
    expect(page.locator(".heat").first.locator("rect.tinted")).to_have_count(5 * 8)


def test_a_hand_on_the_comparison_or_the_scrub_line_sends_nothing_until_the_release(open_page):
    page = open_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(page.url + "gates")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    for selector in (".comparison svg >> nth=0", ".transport input"):
        page.locator(selector).scroll_into_view_if_needed()
        wait_until_still(page)
        box = page.locator(selector).bounding_box()
        middle = box["y"] + 20 if "svg" in selector else box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.6, middle)
        page.mouse.down()
        before, seen = len(sent), set()
        for place in range(60, 30, -1):
            page.mouse.move(box["x"] + box["width"] * place / 100, middle)
            seen.add(page.locator(FOCUS).get_attribute("data-step"))
        assert len(seen) >= 2
        assert len(sent) == before
        page.mouse.up()
        expect(page).to_have_url(re.compile("gates-step=[0-3]"))
        page.locator(".gates-stage").press("End")
        expect(page).to_have_url(re.compile("gates-step=7"))


def test_all_that_was_set_is_there_again_after_another_lesson(page):
    page.get_by_text("GRU", exact=True).first.click()
    expect(page.locator('[data-cell="z-4-0"]')).to_be_visible()
    page.get_by_label("Hold gate z").get_by_role("button", name="open").click()
    expect(page.locator(".rings.held")).to_have_count(7)
    page.locator(".gates-stage").press("End")
    expect(page).to_have_url(re.compile("gates-step=7"))
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Judge a review").click()
    expect(page.get_by_role("heading", name="Judge a review")).to_be_visible()
    sidebar.get_by_role("link", name="Open the gates").click()
    expect(page.locator(".rings.held")).to_have_count(7)
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "7")
    expect(page).to_have_url(re.compile("gates-held=z%3Dopen"))


def test_play_walks_through_every_operation_to_the_end(page):
    page.get_by_label("Speed").select_option("fast")
    page.locator(".gates-stage").press("End")
    page.locator(".gates-stage").press("ArrowLeft")
    page.locator(".gates-stage").press(" ")
    for words in (
        "the input arrives",
        "the forget gate",
        "the input gate",
        "the candidate",
        "kept and written",
    ):
        expect(page.locator(".sentence")).to_contain_text(words)
    expect(page.locator(".sentence")).to_contain_text("on average the forget gate keeps")
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "7")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_table_opens(page):
    page.get_by_text("Every value as a table").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_the_largest_cell_stays_inside_its_frame(open_page, viewport, scheme):
    words = "one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve"
    path = f"gates?gates-units=4&gates-equal=parameters&gates-words={words}"
    page = open_page(path, viewport=viewport, scheme=scheme)
    expect(page.locator(FOCUS)).to_have_attribute("data-step", "4")
    wide = page.get_by_test_id("stMain").evaluate("box => box.scrollWidth - box.clientWidth")
    assert wide <= 0
    stage = page.locator(".gates-stage").bounding_box()
    for part in (".transport", ".panel", ".arithmetic", ".comparison"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= stage["x"] - 1
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1


def test_the_page_keeps_its_height_when_a_number_changes(page):
    wait_until_still(page)
    height = page.get_by_test_id("stMain").evaluate("box => box.scrollHeight")
    page.get_by_role("button", name="More bias b_f").click()
    expect(page).to_have_url(re.compile("gates-bias=f%3D1.5"))
    wait_until_still(page)
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollHeight") == height
