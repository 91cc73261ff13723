"""The lower sections of the gradients page, and the drive of its neuron, in real Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from rnn_core import RNNParams, scalar_chain
from rnn_core.matrix_flow import flow_sweep
from tests.browser.conftest import PHONE, wait_until_still
from tests.browser.test_gradients import shown

COMPUTE_MS = 180_000
"""Milliseconds that 60 networks may take on a busy machine: for 100 steps they need 13 s of a processor."""
MATRIX = "gradients?gradients-matrix=true"
ROOM = {"width": 1440, "height": 2600}  # the whole section is in view, so that nothing scrolls under the hand


def norms(radius: float, num_steps: int = 25) -> list[float]:
    params = RNNParams.random(input_size=8, hidden_size=16, init="gaussian", seed=11)
    silence = torch.zeros(num_steps, 8, dtype=torch.float64)
    return flow_sweep(params, silence, torch.tensor([radius], dtype=torch.float64)).norms[0].tolist()


def ready(page: Page) -> Page:
    expect(page.locator(".flow .readout strong")).to_have_text(re.compile(r"\d"), timeout=COMPUTE_MS)
    return page


def radius(page: Page) -> Locator:
    return page.locator(".flow input[type=range]")


@contextmanager
def messages(page: Page, wait: str) -> Iterator[list[str]]:
    """Collect what the page sends to its server; the page is loaded anew, so that its socket is seen."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    page.reload()
    expect(page.locator(wait).first).to_have_text(re.compile(r"\d"))
    wait_until_still(page)
    sent.clear()
    yield sent


def press(page: Page, slider: Locator, rider: Locator) -> tuple[float, float, float]:
    """Press the mouse on a thumb; return the slider's left end, its width and its height on the page."""
    slider.scroll_into_view_if_needed()
    wait_until_still(page)
    box, thumb = slider.bounding_box(), rider.bounding_box()
    assert box is not None
    assert thumb is not None
    y = box["y"] + 18
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    return box["x"], box["width"], y


def test_the_numbers_on_screen_are_those_of_the_core(open_page):
    page = ready(open_page(MATRIX))
    expected = norms(0.9)
    expect(page.locator(".flow .readout strong")).to_have_text(shown(expected[10]))
    expect(page.locator(".flow .end").first).to_have_text(shown(expected[25]))
    expect(page.locator(".flow .sentence")).to_contain_text("the norm rises to 1.69 after 2 steps")
    page.get_by_label("steps back read", exact=True).fill("2")
    page.get_by_label("steps back read", exact=True).press("Enter")
    expect(page.locator(".flow .readout strong")).to_have_text("1.69")


def test_a_drag_moves_every_picture_without_a_message_and_the_release_sends_one(open_page):
    page = ready(open_page(f"{MATRIX}&gradients-map=true", viewport=ROOM))
    with messages(page, ".flow .readout strong") as sent:
        pictures = {
            "curve": lambda: page.locator(".flow .line.norm").get_attribute("d"),
            "eigenvalues": lambda: page.locator(".flow .eigen").get_attribute("d"),
            "singular values": lambda: page.locator(".flow .values").get_attribute("d"),
            "map": lambda: page.locator(".flow canvas").evaluate("canvas => canvas.toDataURL()"),
        }
        before = {name: look() for name, look in pictures.items()}
        left, width, y = press(page, radius(page), page.locator(".flow .rider"))
        page.mouse.move(left + 0.5 * width, y, steps=8)
        page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
        for name, look in pictures.items():
            assert look() != before[name], name
        page.mouse.move(left + width - 2, y, steps=8)
        expect(radius(page)).to_have_value("3")
        expect(page.locator(".flow .readout strong")).to_have_text(shown(norms(3.0)[10]))
        assert sent == []
        page.mouse.up()
        page.wait_for_url(re.compile("gradients-radius=3.00"))
        page.wait_for_load_state("networkidle")
        assert len(sent) == 1


def test_keys_move_the_radius_and_the_link_opens_where_it_was(open_page):
    page = ready(open_page(f"{MATRIX}&gradients-radius=1.00"))
    radius(page).focus()
    page.keyboard.press("ArrowRight")
    expect(radius(page)).to_have_value("1.05")
    expect(page.locator(".flow .readout strong")).to_have_text(shown(norms(1.05)[10]))
    page.wait_for_url(re.compile("gradients-radius=1.05"))
    page.reload()
    ready(page)
    expect(radius(page)).to_have_value("1.05")


def test_another_network_keeps_the_picture_in_place_and_the_radius(open_page):
    page = ready(open_page(f"{MATRIX}&gradients-radius=1.20"))
    page.locator(".flow").evaluate("flow => flow.dataset.mark = 'kept'")
    page.get_by_role("radio", name="orthogonal", exact=True).click()
    expect(page.locator(".flow .sentence")).to_contain_text("largest singular value σ = 1.20")
    expect(page.locator(".flow")).to_have_attribute("data-mark", "kept")
    expect(radius(page)).to_have_value("1.2")


def test_an_overflow_is_named_at_the_end_of_its_curve(open_page):
    query = "gradients-numbers=float32&gradients-steps=100&gradients-init=orthogonal&gradients-radius=3.00"
    page = ready(open_page(f"{MATRIX}&{query}"))
    expect(page.locator(".flow .end").first).to_have_text("overflow at step 81")
    expect(page.locator(".flow .line.norm")).to_have_attribute("d", re.compile("^M.*L"))
    expect(page.locator(".flow .sentence")).to_contain_text("overflow at step 81 back")
    expect(page.locator(".flow .broken").first).to_have_text("norm, overflow at step 81 ▲")
    edges = page.locator(".flow .edges text")
    expect(edges).to_have_text(["", "", "", "", "▲16", "▲16", "×16", *[""] * 7])


def test_the_map_is_walked_with_the_keys(open_page):
    page = ready(open_page(f"{MATRIX}&gradients-map=true"))
    canvas = page.locator(".flow canvas")
    expect(page.locator(".flow .pair")).to_have_text(f"∂h_25 / ∂h_0: {shown(norms(0.9)[25])}")
    canvas.focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".flow .pair")).to_have_text("∂h_25 / ∂h_25: 1.00")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".flow .pair")).to_have_text(f"∂h_25 / ∂h_24: {shown(norms(0.9)[1])}")


def test_remedies_are_named_at_the_ends_of_their_curves(open_page):
    page = ready(open_page(MATRIX))
    page.get_by_role("button", name="LSTM", exact=True).click()
    expect(page.locator(".flow .name.remedy")).to_have_text(["LSTM"])
    page.get_by_role("button", name="window of 10 steps", exact=True).click()
    expect(page.locator(".flow .name.remedy")).to_have_text(["LSTM", "window of 10 steps"])
    expect(page.locator(".flow .end.remedy").last).to_have_text("↓ 0")


@pytest.mark.parametrize("section", ["matrix", "words", "cliff", "memory"])
def test_a_section_opens_by_hand_and_stands_in_the_link(open_page, section):
    page = open_page("gradients")
    label = {
        "matrix": "A real matrix",
        "words": "reaches each word",
        "cliff": "clipping",
        "memory": "memory test",
    }
    page.locator(f".st-key-gradients-{section} summary", has_text=label[section]).click()
    page.wait_for_url(re.compile(f"gradients-{section}=true"))


def test_all_four_sections_stand_open_at_once(open_page):
    names = ("matrix", "words", "memory", "cliff")
    page = ready(open_page("gradients?" + "&".join(f"gradients-{name}=true" for name in names)))
    expect(page.locator(".st-key-gradients-cliff-losses .legendtext").first).to_be_attached(timeout=60_000)
    expect(page.locator("summary", has_text="Every number as a table")).to_have_count(4)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_numbers_of_the_map_stand_within_it(open_page):
    page = ready(open_page(f"{MATRIX}&gradients-map=true&gradients-steps=100"))
    page.evaluate(
        """() => {
            window.written = [];
            const draw = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                const width = this.measureText(text).width;
                const right = this.textAlign === "right" ? x : x + width / 2;
                window.written.push([text, right - width, this.canvas.clientWidth - right]);
                return draw.call(this, text, x, y);
            };
        }"""
    )
    page.get_by_role("button", name="wide", exact=True).click()
    page.wait_for_function("window.written.some(([text]) => text === '100')")
    for text, left, right in page.evaluate("window.written"):
        assert left >= 0, text
        assert right >= 0, text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_matrix_in_its_width(open_page, scheme):
    page = ready(open_page(f"{MATRIX}&gradients-map=true", viewport=PHONE, scheme=scheme))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for part in page.locator(".flow button, .flow input, .flow svg, .flow canvas").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_the_words_are_drawn_for_three_networks(open_page):
    page = open_page("gradients?gradients-words=true")
    chart = page.locator(".st-key-gradients-words-flow .legendtext")
    expect(chart).to_have_text(["Vanilla RNN", "LSTM", "GRU"])


def test_the_surface_of_the_cliff_is_drawn(open_page):
    page = open_page("gradients?gradients-cliff=true")
    expect(page.locator(".st-key-gradients-cliff-surface canvas").first).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-gradients-cliff-losses .legendtext").first).to_have_text("with clipping")


def drive_ready(page: Page) -> Page:
    expect(page.locator(".scrub .figures strong").first).to_have_text(re.compile(r"\d"))
    return page


def test_the_input_is_dragged_without_a_message_and_then_the_weight_follows_it(open_page):
    page = drive_ready(open_page("gradients?gradients-w=1.5"))
    with messages(page, ".scrub .figures strong") as sent:
        slide = page.locator(".drive .slide.input")
        left, width, y = press(page, slide.locator("input"), slide.locator(".rider"))
        page.mouse.move(left + width - 2, y, steps=8)
        expect(slide.locator("input")).to_have_value("2")
        end = scalar_chain(1.5, 101, x=2.0).through_tanh[4].item()
        expect(page.locator(".scrub .figures strong").last).to_have_text(shown(end))
        assert sent == []
        page.mouse.up()
        page.wait_for_url(re.compile("gradients-input=2.00"))
    page.get_by_role("button", name="larger W_hh").click()
    end = scalar_chain(1.51, 101, x=2.0).through_tanh[4].item()
    expect(page.locator(".scrub .figures strong").last).to_have_text(shown(end))
    expect(page.locator(".scrub .saturation")).to_contain_text("tanh takes more than the weight gives")


def test_a_bias_counts_like_an_input(open_page):
    page = drive_ready(open_page("gradients?gradients-w=1.5&gradients-x=0"))
    expect(page.locator(".scrub .saturation")).to_contain_text("the weight gives more than tanh takes")
    page.get_by_role("button", name="larger b_h").click()
    end = scalar_chain(1.5, 101, x=0.0, b_h=0.01).through_tanh[4].item()
    expect(page.locator(".scrub .figures strong").last).to_have_text(shown(end))
    expect(page.locator(".scrub .littles .little").first).to_have_text("never below 1 % within 100")
    page.wait_for_url(re.compile("gradients-bias=0.01"))


def test_a_preset_input_moves_the_slider_and_a_free_one_leaves_the_presets(open_page):
    page = drive_ready(open_page("gradients"))
    page.locator(".st-key-gradients_x").get_by_text("1", exact=True).click()
    expect(page.locator(".drive .slide.input input")).to_have_value("1")
    page.get_by_role("button", name="smaller x_t").click()
    page.wait_for_url(re.compile("gradients-input=0.99"))
    chosen = page.locator(".st-key-gradients_x [aria-checked=true]")
    expect(chosen).to_have_count(0)


def test_the_weight_that_leaves_most_is_marked_under_the_slider(open_page):
    page = drive_ready(open_page("gradients"))
    expect(page.locator(".scrub .turning")).to_have_text("▲ 0.84 leaves most")
    page.locator(".st-key-gradients_x").get_by_text("0", exact=True).click()
    expect(page.locator(".scrub .turning")).to_be_hidden()
