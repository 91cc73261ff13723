"""The gradients page in real Chromium: the picture follows a hand without a word to the server."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from rnn_core import scalar_chain
from tests.browser.conftest import PHONE, wait_until_still

PATH = "gradients"
TABLE_STEPS = (0, 1, 2, 3, 4, 10, 20, 50, 100)


def shown(value: float) -> str:
    """Write a number as the page does: three significant digits, a real minus sign."""
    if value == 0:
        return "0"
    if 0.001 <= abs(value) < 999.5:
        digits = f"{value:#.3g}".rstrip(".")
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        digits = f"{mantissa}e{int(exponent)}"
    return digits.replace("-", "−")


def slider(page: Page) -> Locator:
    return page.locator(".scrub input[type=range]")


def ready(page: Page) -> Page:
    expect(page.locator(".scrub .figures strong").first).to_have_text(re.compile(r"\d"))
    return page


def column(page: Page, place: int) -> list[str]:
    return page.locator(f".scrub tbody td:nth-child({place + 2})").all_inner_texts()


def expect_numbers_of(page: Page, weight: float, x: float = 0.1) -> None:
    chain = scalar_chain(weight, 101, x=x)
    for place, values in enumerate((chain.linear.tolist(), chain.through_tanh.tolist())):
        cells = page.locator(f".scrub tbody td:nth-child({place + 2})")
        expect(cells).to_have_text([shown(values[back]) for back in TABLE_STEPS])


@contextmanager
def messages(page: Page) -> Iterator[list[str]]:
    """Collect what the page sends to its server; the page is loaded anew, so that its socket is seen."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    page.reload()
    ready(page)
    wait_until_still(page)
    sent.clear()
    yield sent


def press_thumb(page: Page) -> tuple[float, float, float]:
    """Press the mouse on the thumb; return the slider's left end, its width and its height on the page."""
    wait_until_still(page)
    box = slider(page).bounding_box()
    thumb = page.locator(".scrub .rider").bounding_box()
    assert box is not None
    assert thumb is not None
    y = box["y"] + 18
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    return box["x"], box["width"], y


def test_the_five_steps_at_one_half_are_there_on_arrival(open_page):
    page = ready(open_page(PATH))
    assert column(page, 0)[:5] == ["1.00", "0.500", "0.250", "0.125", "0.0625"]
    expect(page.locator(".scrub .after")).to_have_text("of the gradient is left after 4 steps")
    expect(page.locator(".scrub .figures strong")).to_have_text(["0.0625", "0.0535"])
    expect_numbers_of(page, 0.5)


def test_a_drag_moves_curve_and_table_without_a_message_and_the_release_sends_one(open_page):
    page = ready(open_page(PATH))
    with messages(page) as sent:
        curve = page.locator(".scrub .line.product")
        before = curve.get_attribute("d")
        left, width, y = press_thumb(page)
        seen = set()
        for share in (0.7, 0.8, 0.9, 0.5, 0.1, 0.02, 0.4, 0.99):
            page.mouse.move(left + share * width, y, steps=6)
            expect(slider(page)).not_to_have_value("0.5")
            page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
            seen.add(curve.get_attribute("d"))
        assert len(seen) == 8
        assert before not in seen
        expect_numbers_of(page, 2.0)
        assert sent == []
        assert "gradients-w" not in page.url
        page.mouse.up()
        page.wait_for_url("**/gradients?gradients-w=2.00")
        page.wait_for_load_state("networkidle")
        assert len(sent) == 1
        expect(curve).to_be_visible()
        expect_numbers_of(page, 2.0)


def test_the_picture_is_the_same_element_after_the_release(open_page):
    page = ready(open_page(PATH))
    page.locator(".scrub").evaluate("scrub => scrub.dataset.mark = 'kept'")
    page.get_by_role("button", name="larger W_hh").click()
    page.wait_for_url("**/gradients?gradients-w=0.51")
    page.get_by_text("1", exact=True).first.click()
    page.wait_for_url(re.compile("gradients-x=1$"))
    expect_numbers_of(page, 0.51, x=1.0)
    end = shown(scalar_chain(0.51, 21, x=1.0).through_tanh[20].item())
    expect(page.get_by_role("img", name=re.compile(f"through tanh.*{end} after 20 steps"))).to_be_visible()
    expect(page.locator(".scrub")).to_have_attribute("data-mark", "kept")


def test_keys_move_the_weight(open_page):
    page = ready(open_page(PATH))
    slider(page).focus()
    moves = {
        "ArrowRight": 0.51,
        "PageUp": 0.91,
        "Home": -2.0,
        "ArrowUp": -1.99,
        "End": 2.0,
        "ArrowLeft": 1.99,
    }
    for key, weight in moves.items():
        page.keyboard.press(key)
        expect(slider(page)).to_have_value(f"{weight:g}")
        expect_numbers_of(page, weight)
        said = re.compile(f"^{shown_weight(weight)}; after 20 steps")
        expect(slider(page)).to_have_attribute("aria-valuetext", said)
    page.wait_for_url("**/gradients?gradients-w=1.99")


def shown_weight(weight: float) -> str:
    return f"{weight:.2f}".replace("-", "−")


def test_two_to_the_hundredth_power_is_shown_and_said_to_explode(open_page):
    page = ready(open_page(f"{PATH}?gradients-w=2&gradients-back=100&gradients-x=0"))
    assert column(page, 0)[-1] == "1.27e30"
    expect(page.locator(".scrub .end")).to_have_text(["1.27e30", "1.27e30"])
    expect(page.locator(".scrub .sentence p").first).to_contain_text(
        "after 100 steps 1.27e30 of the gradient is left."
    )
    expect(page.locator(".scrub .verdict").first).to_have_text("↗ It explodes.")


def test_a_saturated_neuron_vanishes_above_one(open_page):
    page = ready(open_page(f"{PATH}?gradients-w=1.5&gradients-x=1"))
    assert column(page, 1)[:4] == ["1.00", "0.0416", "0.00173", "7.18e−5"]
    expect(page.locator(".scrub .verdict")).to_have_text(["↗ It explodes.", "↘ It vanishes."])
    expect(page.locator(".scrub .end").last).to_have_text("↓ 2.37e−28")


@pytest.mark.parametrize(
    ("weight", "word"),
    [
        (0.63, "vanishes"),
        (0.64, "shrinks"),
        (0.97, "shrinks"),
        (0.98, "holds"),
        (-1.01, "holds"),
        (1.02, "grows"),
        (1.58, "grows"),
        (1.59, "explodes"),
    ],
)
def test_only_what_stays_near_one_is_said_to_hold(open_page, weight, word):
    page = ready(open_page(f"{PATH}?gradients-w={weight:.2f}&gradients-back=5&gradients-x=0&gradients-at=5"))
    left = abs(weight) ** 5
    bounds = {"vanishes": (0, 0.1), "shrinks": (0.1, 0.9), "holds": (0.9, 1.1)}
    low, high = (bounds | {"grows": (1.1, 10), "explodes": (10, math.inf)})[word]
    assert low <= left < high, "the case itself"
    expect(page.locator(".scrub .verdict").first).to_contain_text(f"It {word}.")
    expect(page.locator(".scrub .legend")).to_contain_text("Holds: 0.9 to 1.1.")


def test_no_number_under_the_picture_touches_the_marked_one(open_page):
    page = ready(open_page(f"{PATH}?gradients-back=50"))
    marked = page.locator(".scrub .reading-name")
    expect(marked).to_have_text("4")
    expect(page.locator(".scrub .step", has_text=re.compile("^10$"))).to_be_visible()
    edge = marked.bounding_box()
    assert edge is not None
    for label in page.locator(".scrub .step:visible").all():
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= edge["x"] + edge["width"] + 4 or box["x"] + box["width"] + 4 <= edge["x"]


def test_an_exact_zero_lies_below_the_log_axis(open_page):
    page = ready(open_page(f"{PATH}?gradients-w=0"))
    assert column(page, 0)[:2] == ["1.00", "0"]
    expect(page.locator(".scrub .end")).to_have_text(["↓ 0", "↓ 0"])
    expect(page.locator(".scrub .legend")).to_contain_text("The log axis ends at 10⁻¹⁴")


def test_the_linear_axis_shows_signs_and_stays_in_the_link(open_page):
    page = ready(open_page(f"{PATH}?gradients-w=-0.5"))
    log_curve = page.locator(".scrub .line.alone").get_attribute("d")
    page.get_by_role("button", name="linear").click()
    expect(page.get_by_role("button", name="linear")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".scrub .line.alone")).not_to_have_attribute("d", log_curve or "")
    expect(page.locator(".scrub .legend")).to_contain_text("−2 and 2")
    expect(page.locator(".scrub .dots.negative.alone")).to_have_attribute("d", re.compile("^M"))
    page.wait_for_url(re.compile("gradients-scale=linear"))
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="linear")).to_have_attribute("aria-pressed", "true")
    expect(slider(page)).to_have_value("-0.5")


def test_steps_are_read_where_a_person_points_or_picks(open_page):
    page = ready(open_page(PATH))
    page.get_by_role("button", name="read after 100 steps back").click()
    expect(page.locator(".scrub .after")).to_have_text("of the gradient is left after 100 steps")
    expect(page.get_by_label("steps back shown", exact=True)).to_have_value("100")
    canvas = page.locator(".scrub svg[role=img]")
    box = canvas.bounding_box()
    assert box is not None
    canvas.hover(position={"x": 47, "y": 100})
    expect(page.locator(".scrub .after")).to_have_text("of the gradient is left after 0 steps")
    page.mouse.move(box["x"] + 200, box["y"] - 40)
    expect(page.locator(".scrub .after")).to_have_text("of the gradient is left after 100 steps")


def test_a_number_of_steps_out_of_range_is_refused_in_one_sentence(open_page):
    page = ready(open_page(PATH))
    box = page.get_by_label("steps back shown", exact=True)
    box.fill("500")
    box.press("Enter")
    expect(page.locator(".scrub .complaint")).to_have_text("500 is no whole number from 5 to 100: 20 stays.")
    expect(box).to_have_value("20")


def test_the_picture_is_described_in_words_once_the_hand_rests(open_page):
    page = ready(open_page(f"{PATH}?gradients-w=2"))
    picture = page.get_by_role(
        "img", name=re.compile("^Gradient left at each step back for W_hh = 2.00, log axis")
    )
    expect(picture).to_have_attribute("aria-label", re.compile("1.05e6 after 20 steps: it explodes"))
    slider(page).press("Home")
    expect(page.get_by_role("img", name=re.compile("W_hh = −2.00"))).to_be_visible()


def test_a_phone_shows_everything_in_its_width(open_page):
    page = ready(open_page(PATH, viewport=PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    left, width, y = press_thumb(page)
    page.mouse.move(left + width - 2, y, steps=5)
    page.mouse.up()
    expect_numbers_of(page, 2.0)
    for part in page.locator(".scrub button, .scrub input, .scrub svg, .scrub strong").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize(("scheme", "ink"), [("light", "rgb(160, 44, 114)"), ("dark", "rgb(238, 147, 196)")])
def test_the_curve_wears_the_ink_of_the_gradient(open_page, scheme, ink):
    page = ready(open_page(PATH, scheme=scheme))
    expect(page.locator(".scrub .line.product")).to_have_css("stroke", ink)
