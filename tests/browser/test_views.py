"""The other pictures of a run on the unroll page: heatmap, path in the plane, table and its file."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from rnn_core import RNNParams
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import embed_words
from tests.browser.conftest import PHONE
from tests.browser.unroll_page import NOW, PARAMS, WORDS, X, expect_in_link, tensor, to_step
from tests.torch_run import torch_run

NUMBERS = [((7 * n) % 11 - 5) / 4 for n in range(200)]
COLOUR_AT = """(canvas, [t, unit, columns, rows]) => {
  const { width, height } = canvas;
  const place = [(t + 0.5) * width / columns, (unit + 0.5) * height / rows].map(Math.floor);
  return [...canvas.getContext("2d").getImageData(...place, 1, 1).data].slice(0, 3);
}"""


def large_run():
    params = RNNParams.random(input_size=1, hidden_size=64, seed=1, spectral_radius=0.9)
    return torch_run(params, tensor(*([n] for n in NUMBERS)))


@pytest.fixture
def large(open_page) -> Page:
    numbers = "+".join(f"{n:g}" for n in NUMBERS)
    page = open_page(f"unroll?unroll-kind=numbers&unroll-units=64&unroll-numbers={numbers}")
    expect(page.locator(".heatmap canvas")).to_be_visible()
    return page


def chosen_cell(page, t, unit, columns, rows):
    box = page.locator(".heatmap canvas").bounding_box()
    return {"x": (t + 0.5) * box["width"] / columns, "y": (unit + 0.5) * box["height"] / rows}


def test_a_heatmap_of_200_steps_and_64_units_shows_signs_and_moves_the_step(large):
    run = large_run()
    canvas = large.locator(".heatmap canvas")
    expect(large.locator(".row")).to_have_count(0)
    expect(large.get_by_text("drawn for up to 8 hidden units")).to_be_visible()
    for t, unit in ((10, 3), (57, 63), (200, 0), (121, 31)):
        value = run.h[t - 1, unit].item()
        red, _, blue = canvas.evaluate(COLOUR_AT, [t, unit, 201, 64])
        assert (blue > red) == (value > 0), (t, unit, value)
        canvas.click(position=chosen_cell(large, t, unit, 201, 64))
        said = f"unit {unit + 1}, t = {t} “{format_number(NUMBERS[t - 1])}”: h = {format_number(value)}"
        expect(large.locator(".readout")).to_have_text(said)
        expect(large.locator(".scrub input")).to_have_value(str(t))
    expect_in_link(large, "unroll-step=121")
    before = large.locator(".cursor rect").last.get_attribute("x")
    large.locator(".stage").press("Home")
    expect(large.locator(".scrub input")).to_have_value("0")
    assert float(large.locator(".cursor rect").last.get_attribute("x")) < float(before)


def test_strong_states_are_tinted_more_than_weak_ones(large):
    run = large_run()
    flat = [
        (abs(value), t + 1, unit) for t, row in enumerate(run.h.tolist()) for unit, value in enumerate(row)
    ]
    ground = [255, 255, 255]
    canvas = large.locator(".heatmap canvas")

    def strength(t, unit):
        colour = canvas.evaluate(COLOUR_AT, [t, unit, 201, 64])
        return sum(abs(a - b) for a, b in zip(colour, ground, strict=True))

    (_, *weak), (_, *strong) = min(flat), max(flat)
    assert strength(*weak) < 20 < 100 < strength(*strong)


def test_the_plane_follows_the_step_and_a_click_moves_it(open_page):
    page = open_page("unroll?unroll-view=plane&unroll-plane=3-1")
    run = torch_run(PARAMS, X)
    focus = page.locator(".plane .focus.numbers")

    def numbers(t):
        return f"({format_number(run.h[t - 1, 2].item())}, {format_number(run.h[t - 1, 0].item())})"

    expect(focus).to_have_text(numbers(4))
    to_step(page, 6)
    expect(focus).to_have_text(numbers(6))
    dots = page.locator(".plane .dot")
    expect(dots).to_have_count(len(WORDS) + 1)
    assert dots.nth(6).get_attribute("data-time") == "now"
    left, right = (float(dots.nth(t).get_attribute("cx")) for t in (2, 5))
    assert (left < right) == (run.h[1, 2] < run.h[4, 2]).item()
    dots.nth(2).click()
    expect(page.locator(NOW)).to_have_attribute("data-step", "2")
    expect(focus).to_have_text(numbers(2))
    page.get_by_label("Unit across").select_option("1")
    expect(focus).to_have_text(f"({format_number(run.h[1, 1].item())}, {format_number(run.h[1, 0].item())})")
    expect_in_link(page, "unroll-plane=2-1")
    page.get_by_role("button", name="Heatmap").click()
    expect(page.locator(".plane")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("unroll-view"))
    page.get_by_role("button", name="Heatmap").click()
    expect(page.locator(".heatmap")).to_be_hidden()
    expect_in_link(page, "unroll-view=none")


def test_the_table_and_its_file_hold_every_value(open_page):
    page = open_page("unroll?unroll-words=so+good&unroll-units=2")
    page.get_by_text("Every value as a table").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    assert download.value.suggested_filename == "unroll.csv"
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    params = RNNParams.random(input_size=3, hidden_size=2, seed=1, spectral_radius=0.9)
    values = torch_run(params, embed_words(["so", "good"], 3, seed=1)).values
    columns = {"x": "x", "new": "new", "old": "memory", "a": "a", "h": "h", "y": "y"}
    for t, row in enumerate(rows, 1):
        assert (row.pop("t"), row.pop("token")) == (str(t), ["so", "good"][t - 1])
        expected = {
            f"{column}[{index + 1}]": value
            for name, column in columns.items()
            for index, value in enumerate(values[name][t - 1].tolist())
        }
        assert {column: float(text) for column, text in row.items()} == pytest.approx(expected)
    assert len(rows) == 2


@pytest.mark.parametrize("view", ["heatmap", "plane"])
def test_a_view_fits_a_phone(open_page, view):
    page = open_page(f"unroll?unroll-view={view}", viewport=PHONE, scheme="dark")
    picture = page.locator(f".{view}")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert picture.evaluate("each => each.scrollWidth <= each.clientWidth + 1")
