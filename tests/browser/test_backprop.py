"""The backprop page in real Chromium: its numbers are autograd's, and a moving hand sends nothing."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from rnn_core import RNNParams
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import embed_words
from tests.browser.conftest import DESKTOP, PHONE, wait_until_still

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
NAMES = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
NOW = '.column[data-time="now"]'
MINUS = "−"


@pytest.fixture
def picture(open_page) -> Page:
    page = open_page("backprop")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    return page


def autograd(words=WORDS, targets=(1.0,)):
    """Return autograd's gradients of y_t, h_t, a_t and of each step's own copy of every weight."""
    params = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
    copies = [{name: getattr(params, name).clone().requires_grad_() for name in NAMES} for _ in words]
    h, inner = torch.zeros(3, dtype=torch.float64), {"dy": [], "dh": [], "da": []}
    for w, x_t in zip(copies, embed_words(words, 3, seed=1), strict=True):
        a = w["W_xh"] @ x_t + w["W_hh"] @ h + w["b_h"]
        h = torch.tanh(a)
        y = w["W_hy"] @ h + w["b_y"]
        for name, value in (("da", a), ("dh", h), ("dy", y)):
            value.retain_grad()
            inner[name].append(value)
    y = torch.stack(inner["dy"])[-len(targets) :, 0]
    (0.5 * (y - torch.tensor(targets, dtype=torch.float64)).square().sum()).backward()

    def grad(value):
        return torch.zeros_like(value) if value.grad is None else value.grad

    shares = {name: torch.stack([grad(w[name]) for w in copies]) for name in NAMES}
    return shares, {name: [grad(value).tolist() for value in values] for name, values in inner.items()}


def written(values):
    return [format_number(value) for value in torch.as_tensor(values, dtype=torch.float64).flatten().tolist()]


def close_to(texts, values):
    """Hold numbers as they are written, exactly where they are sure and to rounding where they are tiny."""
    found = [float(text.replace(MINUS, "-")) for text in texts]
    expected = torch.as_tensor(values, dtype=torch.float64).flatten().tolist()
    assert found == pytest.approx(expected, rel=5.1e-3, abs=1e-8)


def cells(page, selector):
    return page.locator(f"{selector} .cell").all_text_contents()


def test_the_lane_shows_autograds_gradient_at_every_step(picture):
    _, inner = autograd()
    picture.locator(".stage").press("End")
    expect(picture.locator(NOW)).to_have_attribute("data-step", "1")
    for t in range(1, 8):
        close_to(picture.locator(f'[data-cell^="da-{t}-"] text').all_text_contents(), inner["da"][t - 1])
    close_to(picture.locator('[data-cell^="dy-7-"] text').all_text_contents(), inner["dy"][6])


def test_the_arithmetic_of_every_step_is_autograds(picture):
    shares, inner = autograd()
    for t in range(7, 0, -1):
        picture.locator(".scrub input").fill(str(8 - t))
        expect(picture.locator(NOW)).to_have_attribute("data-step", str(t))
        close_to(cells(picture, '.arithmetic [data-name="dh"]'), inner["dh"][t - 1])
        close_to(cells(picture, '.arithmetic .results[data-name="da"]'), inner["da"][t - 1])
        close_to(cells(picture, '.arithmetic [data-name="share_W_hh"]'), shares["W_hh"][t - 1])


def test_the_shares_of_every_weight_add_up_to_autograds_total(picture):
    shares, _ = autograd()
    for name in NAMES:
        picture.locator(f'[data-tab="{name}"]').click()
        close_to(cells(picture, '[data-sum="total"]'), shares[name].sum(0))
        close_to(cells(picture, '[data-sum="sum"]'), shares[name][3:].sum(0))
        norms = shares[name].flatten(1).norm(dim=1)
        close_to(picture.locator(".bar-number").all_text_contents(), norms)
    expect(picture.locator(".badge")).to_have_text(re.compile(r"✓ equals autograd, largest difference \d"))
    expect(picture.locator(".badge")).to_have_attribute("data-equal", "true")


def test_every_digit_is_autograds_within_1e_8(picture):
    shares, inner = autograd()
    picture.locator(".stage").press("End")
    expect(picture.locator(NOW)).to_have_attribute("data-step", "1")
    read = "cells => cells.map(cell => Number(cell.title.split(' = ')[1].replaceAll('\u2212', '-')))"
    for name in NAMES:
        picture.locator(f'[data-tab="{name}"]').click()
        exact = picture.locator('[data-sum="total"] .cell').evaluate_all(read)
        assert exact == pytest.approx(shares[name].sum(0).flatten().tolist(), rel=0, abs=1e-8)
    exact = picture.locator('.arithmetic .results[data-name="da"] .cell').evaluate_all(read)
    assert exact == pytest.approx(inner["da"][0], rel=0, abs=1e-8)


def test_the_running_sum_grows_with_every_step_back(picture):
    shares, _ = autograd()
    root = picture.locator(".stage")
    root.press("Home")
    expect(picture.locator('[data-sum="sum"] .name')).to_contain_text("nothing yet")
    for t in range(7, 0, -1):
        root.press("ArrowLeft")
        expect(picture.locator(NOW)).to_have_attribute("data-step", str(t))
        close_to(cells(picture, '[data-sum="sum"]'), shares["W_hh"][t - 1 :].sum(0))
    reached = picture.locator(".share").evaluate_all("shares => shares.map(each => each.dataset.reach)")
    assert reached == ["now"] + ["done"] * 6


def test_stop_by_stop_through_a_step_with_a_loss(picture):
    root = picture.locator(".stage")
    root.press("Home")
    said = [
        "how the loss changes",
        "W_hy, transposed",
        "W_hh, transposed",
        "is all of the gradient of the hidden state",
        "lets through",
        "δ, the gradient",
    ]
    for part in said:
        root.press("Shift+ArrowLeft")
        expect(picture.locator(".sentence")).to_contain_text(part)
        expect(picture.locator('.share[data-share="7"]')).to_have_attribute("data-reach", "later")
    root.press("Shift+ArrowLeft")
    expect(picture.locator(".sentence")).to_contain_text("its own loss sends")
    expect(picture.locator('.share[data-share="7"]')).to_have_attribute("data-reach", "now")
    root.press("Shift+ArrowLeft")  # step 6 has no loss of its own: what comes first is from the step after
    expect(picture.locator(".sentence")).to_contain_text("W_hh, transposed")


def test_one_weight_shows_its_signed_shares_and_stays_in_the_link(picture):
    shares, _ = autograd()
    picture.locator('[data-sum="total"] .cell').nth(1).click()
    close_to(picture.locator(".bar-number").all_text_contents(), shares["W_hh"][:, 0, 1])
    sizes = shares["W_hh"][:, 0, 1].abs().sum().item()
    expect(picture.locator(".said")).to_contain_text(
        f"without their signs they would add up to {format_number(sizes)}"
    )
    expect(picture).to_have_url(re.compile(r"backprop-weight=W_hh(\+|%20)0(\+|%20)1"))
    picture.reload()
    expect(picture.locator('[data-sum="total"] .cell.picked')).to_have_text(
        format_number(shares["W_hh"].sum(0)[0, 1].item())
    )
    picture.get_by_role("button", name="Show norms").click()
    close_to(picture.locator(".bar-number").all_text_contents(), shares["W_hh"].flatten(1).norm(dim=1))


def test_one_step_shows_its_share_in_every_weight(picture):
    shares, _ = autograd()
    picture.locator(".scrub input").fill("2")
    expect(picture.locator(NOW)).to_have_attribute("data-step", "6")
    close_to(
        picture.locator(".every-value").all_text_contents(), [shares[name][5].norm().item() for name in NAMES]
    )


def test_a_number_under_the_hand_spells_out_how_it_was_made(picture):
    picture.locator('.arithmetic .results[data-name="da"] .cell').first.hover()
    slope, dh, delta = (
        cells(picture, f'.arithmetic [data-name="{name}"]')[0] for name in ("slope", "dh", "da")
    )
    expect(picture.locator(".formula")).to_have_text(f"δ₄[1] = {slope} · {dh} = {delta}")
    picture.locator('.arithmetic .results[data-name="from_future"] .cell').nth(1).click()
    expect(picture.locator(".formula")).to_contain_text("from future₄[2] = ")
    assert picture.locator(".arithmetic .parent").count() == 6
    picture.locator('[data-cell="dy-7-0"]').click()
    expect(picture.locator(".formula")).to_contain_text("∂L/∂y₇[1] = y − target = 0.190 − 1.00 = −0.810")


def test_arrow_keys_and_the_link(picture):
    root = picture.locator(".stage")
    root.press("ArrowLeft")
    expect(picture.locator(NOW)).to_have_attribute("data-step", "3")
    expect(picture).to_have_url(re.compile("backprop-step=3"))
    root.press("ArrowRight")
    root.press("ArrowRight")
    expect(picture.locator(NOW)).to_have_attribute("data-step", "5")
    root.press("ArrowDown")
    expect(picture.locator(".formula")).to_contain_text("₅[1] = ")
    root.press("Shift+ArrowLeft")
    root.press("Shift+ArrowLeft")
    expect(picture).to_have_url(re.compile("backprop-operation=sum"))
    picture.reload()
    expect(picture.locator(".sentence")).to_contain_text("t = 4, “not”: both together")


def test_the_tabs_and_numbers_can_be_reached_by_keyboard_alone(picture):
    picture.locator('[data-tab="W_hh"]').focus()
    picture.keyboard.press("Tab")
    picture.keyboard.press("Enter")
    expect(picture.locator('[data-tab="W_hy"]')).to_have_attribute("aria-pressed", "true")
    picture.locator('[data-sum="total"] .cell').first.focus()
    picture.keyboard.press("ArrowRight")
    picture.keyboard.press("Enter")
    expect(picture.locator('[data-sum="total"] .cell').nth(1)).to_have_class(re.compile("picked"))


def test_a_drag_along_the_scrub_line_sends_nothing_until_the_release(open_page):
    page = open_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(page.url + "backprop")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    scrub = page.locator(".scrub input")
    scrub.scroll_into_view_if_needed()
    wait_until_still(page)
    box = scrub.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8 + (box["width"] - 16) * 3 / 7, middle)
    page.mouse.down()
    page.wait_for_timeout(700)
    before, seen = len(sent), set()
    for step in range(15, -1, -1):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * step / 35, middle)
        seen.add(page.locator(NOW).get_attribute("data-step"))
    assert {"1", "2", "3"} <= seen
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile("backprop-step=1"))
    assert len(sent) > before


def test_clipping_dashes_the_shares_and_adds_what_an_update_gets(open_page):
    page = open_page("backprop?backprop-clip=norm&backprop-limit=0.25")
    shares, _ = autograd()
    norm = torch.cat([values.sum(0).flatten() for values in shares.values()]).norm()
    expect(page.locator(".share.is-cut")).to_have_count(
        6
    )  # the first step's share is 0 with h_0: nothing is cut
    close_to(cells(page, '[data-sum="used"]'), shares["W_hh"].sum(0) * 0.25 / norm)
    expect(page.locator(".cut")).to_contain_text("cosine to the full gradient 1.0000")


def test_clipping_by_value_marks_the_numbers_that_are_cut_and_no_share(open_page):
    page = open_page("backprop?backprop-clip=value&backprop-limit=0.1")
    total = autograd()[0]["W_hh"].sum(0)
    expect(page.locator(".share")).to_have_count(7)
    expect(page.locator(".share.is-cut")).to_have_count(0)
    cut = (total.abs() > 0.1).flatten().nonzero().flatten().tolist()
    marked = page.locator('[data-sum="total"] .cell').evaluate_all(
        "cells => cells.flatMap((cell, k) => cell.classList.contains('clipped') ? [k] : [])"
    )
    assert marked == cut
    assert 0 < len(cut) < 9
    pair = page.locator("[data-pair] .every-value").all_text_contents()
    close_to(pair, [total.norm(), total.clamp(-0.1, 0.1).norm()])
    widths = page.locator("[data-pair] .every-bar").evaluate_all(
        "bars => bars.map(bar => parseFloat(bar.style.width))"
    )
    assert widths == pytest.approx(
        [100, 100 * (total.clamp(-0.1, 0.1).norm() / total.norm()).item()], rel=1e-4
    )
    page.locator('[data-sum="total"] .cell').nth(cut[0]).click()
    one = total.flatten()[cut[0]]
    close_to(page.locator("[data-pair] .every-value").all_text_contents(), [one, one.clamp(-0.1, 0.1)])


def test_every_sum_tells_a_screen_reader_what_it_adds_up(open_page):
    page = open_page("backprop?backprop-clip=value&backprop-limit=0.1")
    names = {"sum": "steps 4 to 7", "total": "all steps", "used": "an update gets"}
    for kind, words in names.items():
        grid = page.locator(f'[data-sum="{kind}"] .grid')
        expect(grid).to_have_attribute(
            "aria-label", f"Gradient of W_hh, {words}; Enter shows one weight’s shares"
        )
    labels = [page.locator(f'[data-sum="{kind}"] .cell').first.get_attribute("aria-label") for kind in names]
    assert labels[0].startswith("∂L/∂W_hh so far, down to step ₄[1, 1] = ")
    assert labels[1].startswith("∂L/∂W_hh[1, 1] = ")
    assert labels[2].startswith("what an update gets of ∂L/∂W_hh[1, 1] = ")


def test_no_step_after_the_last_one_is_said_to_send_anything(picture):
    root = picture.locator(".stage")
    root.press("Home")
    for _ in range(3):
        root.press("Shift+ArrowLeft")
    expect(picture.locator(".sentence")).to_contain_text(
        "no step follows, so nothing comes back through W_hh"
    )
    root.press("Shift+ArrowLeft")
    expect(picture.locator(".sentence")).to_contain_text("what the output sent is all of the gradient")


def test_a_new_target_changes_the_pass_and_the_place_stays(picture):
    picture.locator(".stage").press("ArrowLeft")
    field = picture.get_by_role("textbox", name="Target")
    field.fill("−1")
    field.press("Enter")
    shares, _ = autograd(targets=(-1.0,))
    expect(picture.locator('[data-sum="total"] .cell').first).to_have_text(
        format_number(shares["W_hh"].sum(0)[0, 0].item())
    )
    close_to(cells(picture, '[data-sum="total"]'), shares["W_hh"].sum(0))
    expect(picture.locator(NOW)).to_have_attribute("data-step", "3")


def test_a_long_sequence_of_a_large_network_is_shown_in_bars(open_page):
    page = open_page("backprop?unroll-units=64&unroll-words=" + "+".join(["one", "two"] * 50))
    expect(page.locator(".share")).to_have_count(100)
    expect(page.get_by_text("The row is drawn for up to 8 hidden units")).to_be_visible()
    page.locator(".stage").press("Home")
    page.locator(".stage").press("ArrowLeft")
    expect(page.locator('.share[data-share="100"]')).to_have_attribute("data-reach", "now")


def test_an_overflow_is_written_as_such(open_page):
    numbers = "+".join(["100"] * 180)
    page = open_page(
        f"backprop?unroll-kind=numbers&unroll-units=1&unroll-activation=ReLU&unroll-numbers={numbers}"
        "&unroll-edits=W_hh:1:1:100+W_xh:1:1:100+W_hy:1:1:100&backprop-weight=b_h"
    )
    expect(page.locator('[data-sum="total"] .cell')).to_have_text("∞")
    expect(page.locator(".share")).to_have_count(180)
    expect(page.locator(".badge")).to_have_text("∅ not finite from step 153 on: nothing to compare")
    expect(page.locator(".overflow-note")).to_have_text("the forward pass overflows at step 153")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_the_largest_picture_stays_inside_its_frame(open_page, viewport, scheme):
    words = "one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve"
    page = open_page(
        f"backprop?unroll-units=8&unroll-words={words}&backprop-clip=value", viewport=viewport, scheme=scheme
    )
    expect(page.locator("text.token")).to_have_count(12)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    root = page.locator(".stage")
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    root.press("Home")
    root.press("ArrowLeft")
    box = page.locator(NOW).bounding_box()
    assert 0 <= box["x"] < viewport["width"]
