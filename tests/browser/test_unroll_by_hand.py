"""The exercise of the unroll page: a person computes, and the picture goes on only when it is right."""

import pytest
from playwright.sync_api import Page, expect

from rnn_core.figures.numbers import format_number
from tests.browser.unroll_page import NOW, PARAMS, X, expect_run, focused, numbers_in, to_step
from tests.torch_run import torch_run

RUN = torch_run(PARAMS, X)
ORDER = [
    (name, row)
    for name, rows in (("new", 3), ("old", 3), ("a", 3), ("h", 3), ("readout", 1), ("y", 1))
    for row in range(rows)
]
SYMBOLS = {"old": "memory"}


@pytest.fixture
def exercise(open_page) -> Page:
    page = open_page("unroll")
    expect(page.locator(NOW)).to_have_attribute("data-step", "4")
    to_step(page, 2)
    page.get_by_role("button", name="By hand").click()
    expect(page.locator("#answer")).to_be_focused()
    return page


def value(name, row, t=2):
    return RUN.values[name][t - 1, row].item()


def asked(page):
    return page.locator(".by-hand .asked")


def give(page, number):
    page.locator("#answer").fill(f"{number:.6f}")
    page.keyboard.press("Enter")


def expect_asked(page, name, row, t="₂"):
    expect(asked(page)).to_have_text(f"{SYMBOLS.get(name, name)}{t}[{row + 1}] = ?")


def test_the_right_numbers_lead_through_the_step_and_appear_one_by_one(exercise):
    known = {}
    for name, row in ORDER:
        expect_asked(exercise, name, row)
        shown = {
            address: text
            for address, text in numbers_in(exercise, ".arithmetic").items()
            if address.split("@")[0] in RUN.values and "@2 " in address and not address.startswith("x")
        }
        assert {address: text for address, text in shown.items() if text != "?"} == known
        give(exercise, value(name, row))
        known[f"{name}@2 {row}"] = format_number(value(name, row))
    expect(asked(exercise)).to_have_text("new₃[1] = ?")
    expect(exercise.locator(NOW)).to_have_attribute("data-step", "3")
    expect(exercise.locator("#answer")).to_be_focused()
    row = numbers_in(exercise, ".row")
    assert row["h@2 0"] == format_number(value("h", 0))
    assert {text for address, text in row.items() if address[:3] in ("h@3", "h@7", "y@3", "y@7")} == {"?"}


def test_a_wrong_number_stays_with_its_reason_hints_rise_and_the_answer_can_be_shown(exercise):
    give(exercise, -value("new", 0))
    verdict = exercise.locator(".verdict")
    expect(verdict).to_have_text("The size is right, the sign is not.")
    expect(verdict).to_have_attribute("data-verdict", "wrong")
    expect_asked(exercise, "new", 0)
    expect(exercise.locator("#answer")).to_be_focused()
    exercise.locator("#answer").fill("half")
    exercise.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("Found 'half'")
    hints = exercise.locator(".hints li")
    for number in (1, 2, 3, 4):
        exercise.get_by_role("button", name="Hint").click()
        expect(hints).to_have_count(number)
    expect(exercise.get_by_role("button", name="Hint")).to_be_disabled()
    exercise.get_by_role("button", name="Show this number").click()
    expect_asked(exercise, "new", 1)
    expect(verdict).to_have_text(f"Shown: new₂[1] = {format_number(value('new', 0))}.")
    expect(hints).to_have_count(0)


def test_by_keyboard_alone_and_leaving_restores_the_whole_picture(exercise):
    for name, row in ORDER[:2]:
        exercise.keyboard.type(f"{value(name, row):.4f}")
        exercise.keyboard.press("Enter")
        expect_asked(exercise, *ORDER[ORDER.index((name, row)) + 1])
    expect(exercise.locator(".verdict")).to_have_attribute("data-verdict", "right")
    expect(exercise.locator(".plate .switch").first).to_be_disabled()
    expect(exercise.locator("[data-edit]")).to_have_count(0)
    exercise.reload()
    expect_asked(exercise, "new", 2)
    leave = exercise.get_by_role("button", name="Leave the exercise")
    leave.focus()
    exercise.keyboard.press("Enter")
    expect(leave).to_have_count(0)
    expect_run(exercise, RUN)
    assert "?" not in numbers_in(exercise, ".arithmetic").values()
    expect(exercise.get_by_role("button", name="Next step")).to_be_visible()
    assert focused(exercise) is None
