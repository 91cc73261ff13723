"""The gradients page, driven without a browser: what it sends to the picture and what it makes of a link."""

import base64
import json
import math

import numpy as np
import pytest

from pages.ui import sweep
from pages.ui.scrub import ScrubSetting, log_axis
from rnn_core import scalar_chain


def picture_of(at):
    return json.loads(at.get("bidi_component")[0].proto.json)


def column(picture, curve, name, kind):
    table = np.frombuffer(base64.b64decode(picture["curves"][curve][name]), dtype=kind)
    return table.reshape(401, 101)


def test_the_page_arrives_at_one_half_and_complains_of_nothing(open_page):
    at = open_page("gradients")
    assert not at.exception
    assert not at.warning
    assert picture_of(at)["start"] == {"value": 0.5, "back": 20, "at": 4, "scale": "log"}
    assert at.segmented_control(key="gradients_x").value == 0.1


@pytest.mark.parametrize("weight", [-2.0, -0.37, 0.0, 0.5, 1.5, 2.0])
def test_the_tables_are_those_of_scalar_chain(open_page, weight):
    picture = picture_of(open_page("gradients"))
    chain = scalar_chain(weight, 101)
    row = round((weight + 2) * 100)
    assert column(picture, 0, "values", "<f8")[row].tolist() == chain.linear.tolist()
    assert column(picture, 1, "values", "<f8")[row].tolist() == chain.through_tanh.tolist()


def test_decades_are_logarithms_of_sizes_and_an_exact_zero_lies_below_all(open_page):
    picture = picture_of(open_page("gradients", **{"gradients-x": "1"}))
    decades = column(picture, 1, "decades", "<f4")
    values = column(picture, 1, "values", "<f8")
    assert decades[400, 100] == pytest.approx(math.log10(values[400, 100]), rel=1e-6)
    assert decades[400, 100] < -150
    assert decades[200, 1] == -math.inf


def test_a_link_opens_where_it_says(open_page):
    query = {"w": "-1.25", "x": "1", "back": "100", "at": "50", "scale": "linear"}
    at = open_page("gradients", **{f"gradients-{name}": text for name, text in query.items()})
    assert not at.warning
    assert picture_of(at)["start"] == {"value": -1.25, "back": 100, "at": 50, "scale": "linear"}
    assert at.segmented_control(key="gradients_x").value == 1.0


@pytest.mark.parametrize(
    ("name", "text", "used"),
    [
        ("w", "abc", "0.50"),
        ("w", "99", "0.50"),
        ("w", "nan", "0.50"),
        ("w", "inf", "0.50"),
        ("w", "0.555", "0.50"),
        ("w", "<b>`#`</b>", "0.50"),
        ("w", "", "0.50"),
        ("x", "foo", "0.1"),
        ("x", "0.2", "0.1"),
        ("back", "4", "20"),
        ("back", "1e2", "20"),
        ("at", "-1", "4"),
        ("at", "50", "20"),
        ("scale", "cubic", "log"),
    ],
)
def test_nonsense_in_the_link_is_said_and_falls_back(open_page, name, text, used):
    at = open_page("gradients", **{f"gradients-{name}": text})
    assert not at.exception
    assert len(at.warning) == 1
    assert at.warning[0].value.startswith(f"The link asks for gradients-{name} = `")
    assert f"{used} is used instead." in at.warning[0].value
    assert at.warning[0].value.count("`") == 2


def test_another_input_brings_its_own_tables_and_stands_in_the_link(open_page):
    at = open_page("gradients", **{"gradients-w": "1.5"})
    at.segmented_control(key="gradients_x").set_value(1.0).run()
    left = column(picture_of(at), 1, "values", "<f8")[350]
    assert left[:4].tolist() == pytest.approx([1.0, 0.0416, 0.0017, 0.0001], abs=5e-5)
    assert at.query_params["gradients-x"] == "1"
    assert picture_of(at)["start"]["value"] == 1.5
    assert any("strong input" in text.value for text in at.markdown)


def test_the_data_table_holds_every_step_of_the_weight(open_page):
    table = open_page("gradients", **{"gradients-w": "2"}).dataframe[0].value
    assert table["W_hh^k"].iloc[100] == 2.0**100


def test_an_untouched_page_leaves_the_link_clean(open_page):
    assert dict(open_page("gradients").query_params) == {}


def test_a_return_by_the_menu_finds_the_page_as_it_was_left(open_page):
    at = open_page("gradients", **{"gradients-w": "-1.25", "gradients-back": "50", "gradients-x": "1"})
    at.query_params.clear()
    at.switch_page("pages/unroll.py").run()
    at.query_params.clear()
    at.switch_page("pages/gradients.py").run()
    assert picture_of(at)["start"] == {"value": -1.25, "back": 50, "at": 4, "scale": "log"}
    assert at.segmented_control(key="gradients_x").value == 1.0
    assert at.query_params["gradients-w"] == "-1.25"
    assert not at.warning


def test_a_link_outranks_what_was_left(open_page):
    at = open_page("gradients", **{"gradients-w": "-1.25", "gradients-back": "10"})
    at.query_params["gradients-w"] = "0.50"
    at.query_params["gradients-back"] = "5"
    at.run()
    assert picture_of(at)["start"] == {"value": 0.5, "back": 5, "at": 4, "scale": "log"}


def test_what_is_left_on_a_short_picture_is_no_complaint_on_arrival(open_page):
    at = open_page("gradients", **{"gradients-back": "50", "gradients-at": "40"})
    at.query_params.clear()
    at.query_params["gradients-back"] = "10"
    at.run()
    assert picture_of(at)["start"]["at"] == 10
    assert not at.warning


def test_what_the_browser_sends_is_read_like_a_link():
    start = sweep.read_link({})
    moved = {"value": "1.50", "back": "nonsense", "at": "19", "scale": "linear", "more": "x"}
    asked = sweep.after_move(moved, start, x=1.0)
    assert asked.setting == ScrubSetting(value=1.5, back=20, at=19, scale="linear")
    assert asked.x == 1.0


def test_writing_and_reading_a_link_are_inverse():
    asked = sweep.Asked(ScrubSetting(value=-0.07, back=33, at=33, scale="linear"), x=0.0)
    assert sweep.read_link(sweep.write_link(asked)) == asked


@pytest.mark.parametrize("num_back", range(5, 101))
def test_a_log_axis_holds_the_powers_of_two_and_has_few_ticks(num_back):
    axis = log_axis(num_back)
    low, high = axis["range"]
    assert low <= math.log10(0.25**num_back)
    assert high >= math.log10(2.0**num_back)
    assert 3 <= len(axis["ticks"]) <= 6
    assert 0 in axis["ticks"]
