"""The sections of the gradients page below its first picture, driven without a browser."""

import base64
import json
import math

import numpy as np
import pytest
import torch

from pages.ui import matrix, matrix_picture, sweep, sweep_picture
from pages.ui.cliff_view import descents, why_steeper
from pages.ui.flow import FlowSetting, flow_axes
from pages.ui.lesson import load_lesson
from pages.ui.matrix_picture import GRID, Network
from rnn_core import RNNParams, gradient_flow, scalar_chain, unroll
from rnn_core.autograd_check import AutogradCheck
from rnn_core.matrix_flow import with_radius
from rnn_core.pairs import pair_map

OPEN_MATRIX = {"gradients-matrix": "true"}
OPEN_WORDS = {"gradients-words": "true"}
OPEN_CLIFF = {"gradients-cliff": "true"}


def components_of(at):
    return [json.loads(each.proto.json) for each in at.main.get("bidi_component")]


def flow_of(at):
    (found,) = [data for data in components_of(at) if "numSteps" in data]
    return found


def table_of(part, kind="<f8", name="values"):
    return np.frombuffer(base64.b64decode(part[name]), dtype=kind)


def norms_of(flow, curve, radius):
    values = table_of(flow["curves"][curve])
    width = flow["numSteps"] + 1
    row = 0 if len(values) == width else list(GRID.values()).index(radius)
    return values[row * width : (row + 1) * width]


def test_closed_sections_compute_and_send_nothing(open_page):
    at = open_page("gradients")
    assert not at.exception
    assert len(components_of(at)) == 1
    assert not at.get("plotly_chart")
    assert not at.text_area


def test_all_four_sections_stand_open_at_once(open_page):
    at = open_page(
        "gradients", **{f"gradients-{name}": "true" for name in ("matrix", "words", "memory", "cliff")}
    )
    assert not at.exception
    tables = [each for each in at.expander if each.label == "Every number as a table"]
    assert len(tables) >= 4
    assert len(at.get("plotly_chart")) >= 5


def test_the_matrix_arrives_at_the_hump_of_a_gaussian_matrix(open_page):
    at = open_page("gradients", **OPEN_MATRIX)
    assert not at.exception
    flow = flow_of(at)
    assert flow["start"] == {"radius": 0.9, "at": 10, "axis": "near"}
    norms = norms_of(flow, 0, 0.9)
    assert norms.max() == pytest.approx(1.69, abs=0.005)
    row = list(GRID.values()).index(0.9)
    assert "the norm rises to 1.69 after 2 steps" in flow["sentences"][row]
    assert flow["pairs"] is None
    assert flow["mapNote"] == ""


@pytest.mark.parametrize("radius", [0.05, 0.9, 1.5, 3.0])
def test_what_is_sent_equals_the_gradient_flow_of_a_network_run_on_its_own(open_page, radius):
    at = open_page("gradients", **OPEN_MATRIX, **{"gradients-level": "strong", "gradients-init": "xavier"})
    network = Network("xavier", 16, 11, "strong", 25)
    own = with_radius(RNNParams.random(input_size=8, hidden_size=16, init="xavier", seed=11), radius)
    x = torch.randn(25, 8, generator=torch.Generator().manual_seed(11), dtype=torch.float64)
    torch.testing.assert_close(matrix_picture._x(network), x)
    expected = gradient_flow(own, unroll(own, x)).norms.flip(0).tolist()
    assert norms_of(flow_of(at), 0, radius).tolist() == pytest.approx(expected, rel=1e-8)


def test_the_map_holds_every_pair_for_the_radius_in_the_link(open_page):
    query = {"gradients-map": "true", "gradients-radius": "1.10", "gradients-level": "weak"}
    flow = flow_of(open_page("gradients", **OPEN_MATRIX, **query))
    assert flow["start"]["radius"] == 1.1
    whole = flow["whole"]
    assert whole["radius"] == 1.1
    assert whole["steps"] == list(range(26))
    own = with_radius(RNNParams.random(input_size=8, hidden_size=16, init="gaussian", seed=11), 1.1)
    x = matrix_picture._x(Network("gaussian", 16, 11, "weak", 25))
    expected = pair_map(own, unroll(own, x)).norms
    triangle = expected[*torch.tril_indices(26, 26)].tolist()
    assert table_of(whole).tolist() == pytest.approx(triangle)
    coarse = flow["pairs"]
    count = len(coarse["steps"])
    row = list(GRID.values()).index(1.1)
    width = count * (count + 1) // 2
    last = table_of(coarse)[row * width : (row + 1) * width][-count:]
    assert last.tolist() == pytest.approx(expected[coarse["steps"][-1], coarse["steps"]].tolist())


def test_every_remedy_is_a_curve_on_the_same_picture_and_stands_in_the_link(open_page):
    at = open_page("gradients", **OPEN_MATRIX, **{"gradients-level": "weak"})
    at.pills(key="gradients-remedies").set_value(list(matrix_picture.REMEDIES)).run()
    assert not at.exception
    flow = flow_of(at)
    assert [curve["name"] for curve in flow["curves"]][3:] == list(matrix_picture.REMEDIES)
    window = norms_of(flow, 3 + matrix_picture.REMEDIES.index("window of 10 steps"), 0.9)
    assert (window[11:] == 0).all()
    assert window[10] == norms_of(flow, 0, 0.9)[10]
    clipped = norms_of(flow, 3 + matrix_picture.REMEDIES.index("clipping at 1"), 3.0)
    assert (clipped < norms_of(flow, 0, 3.0)).all()
    opened = norms_of(flow, 3 + matrix_picture.REMEDIES.index("LSTM, forget gate open"), 0.9)
    shut = norms_of(flow, 3 + matrix_picture.REMEDIES.index("LSTM"), 0.9)
    assert opened[25] > 5 * shut[25]


def test_curves_of_gates_are_the_same_for_every_radius_and_the_switch_says_so(open_page):
    at = open_page("gradients", **OPEN_MATRIX)
    pills = at.pills(key="gradients-remedies")
    assert pills.help == matrix.GATES_STAND
    assert not [text for text in at.markdown if matrix.GATES_STAND in text.value]
    pills.set_value(["GRU"]).run()
    assert [text for text in at.markdown if matrix.GATES_STAND in text.value]
    assert len(table_of(flow_of(at)["curves"][3])) == flow_of(at)["numSteps"] + 1


def test_float32_overflows_and_the_page_says_at_which_step(open_page):
    query = {"gradients-numbers": "float32", "gradients-steps": "100", "gradients-init": "orthogonal"}
    flow = flow_of(open_page("gradients", **OPEN_MATRIX, **query))
    norms = norms_of(flow, 0, 3.0)
    first = int(np.flatnonzero(~np.isfinite(norms))[0])
    assert norms[first] == math.inf
    assert f"overflow at step {first} back" in flow["sentences"][-1]
    assert "passes 3.40e38, the largest number of float32" in flow["sentences"][-1]
    assert "computed in float64" in flow["mapNote"]
    assert "nothing is left: the product is exactly 0" in flow["sentences"][0]


@pytest.mark.parametrize(
    ("name", "text"),
    [("radius", "7"), ("radius", "0.91"), ("back-read", "1e400"), ("axis", "cubic"), ("remedies", "<b>"),
     ("units", "65"), ("init", "zeros"), ("level", "loud"), ("steps", "-3"), ("seed", "x")],
)  # fmt: skip
def test_a_wrong_link_is_said_and_falls_back(open_page, name, text):
    at = open_page("gradients", **OPEN_MATRIX, **{f"gradients-{name}": text})
    assert not at.exception
    flow = flow_of(at)
    assert flow["start"] == {"radius": 0.9, "at": 10, "axis": "near"}
    assert flow["numSteps"] == 25
    said = [t.value for t in (*at.warning, *at.markdown) if "link asks for" in t.value or "Found" in t.value]
    assert len(said) == 1


@pytest.mark.parametrize(("text", "radius"), [("0.9", 0.9), ("1.5", 1.5), ("3", 3.0), ("2.050", 2.05)])
def test_a_radius_is_read_as_a_number_however_it_is_written(open_page, text, radius):
    at = open_page("gradients", **OPEN_MATRIX, **{"gradients-radius": text})
    assert flow_of(at)["start"]["radius"] == radius
    assert not at.warning


def test_the_browser_is_read_like_a_link():
    sent = {"radius": "1.10", "at": "7", "axis": "wide", "more": "x"}
    assert matrix.read_setting(sent, matrix.START) == FlowSetting(1.1, 7, "wide")
    assert matrix.read_setting({"at": "-1", "radius": "nan", "axis": ""}, matrix.START) == matrix.START


def test_the_words_of_the_example_are_drawn_for_three_networks(open_page):
    at = open_page("gradients", **OPEN_WORDS)
    assert not at.exception
    reached, flow = (json.loads(chart.proto.spec) for chart in at.get("plotly_chart"))
    assert [line["name"] for line in reached["data"]] == ["Vanilla RNN", "LSTM", "GRU"]
    assert reached["layout"]["xaxis"]["ticktext"][0] == "wonderful"
    rnn, lstm, gru = (line["y"] for line in flow["data"])
    assert rnn[0] < 1e-4 < 0.01 < lstm[0]
    assert rnn[0] < 1e-4 < 0.01 < gru[0]
    assert [badge.split("largest")[0] for badge in badges(at)[1:]] == [
        rf":small[:gray[:material/check: Equals autograd for $\partial h_T / \partial s_t$ of the {name}: "
        for name in ("Vanilla RNN", "LSTM", "GRU")
    ]


def test_reading_the_last_state_alone_changes_the_picture_and_the_link_carries_it(open_page):
    at = open_page("gradients", **OPEN_WORDS)
    before = at.get("plotly_chart")[0].proto.spec
    at.segmented_control(key="gradients-reads").set_value("last state alone").run()
    after = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert at.get("plotly_chart")[0].proto.spec != before
    rnn = after["data"][0]["y"]
    assert rnn[-2] > 1000 * rnn[0]


def test_ones_own_words_are_read_and_stand_in_the_link(open_page):
    at = open_page("gradients", **OPEN_WORDS)
    at.text_area(key="gradients-review").set_value("A <b>dull</b> film").run()
    assert at.query_params["gradients-review"] == "A <b>dull</b> film"
    labels = json.loads(at.get("plotly_chart")[0].proto.spec)["layout"]["xaxis"]["ticktext"]
    assert labels == ["a", "b", "dull", "b", "film"]


def test_no_words_are_met_with_one_sentence(open_page):
    at = open_page("gradients", **OPEN_WORDS)
    at.text_area(key="gradients-review").set_value("—").run()
    assert not at.exception
    assert [text.value for text in at.warning] == ["The review must hold at least one word; none was found."]


def test_the_cliff_shows_a_surface_and_two_paths(open_page):
    at = open_page("gradients", **OPEN_CLIFF)
    assert not at.exception
    surface, above, losses = (json.loads(chart.proto.spec) for chart in at.get("plotly_chart"))
    assert [trace["type"] for trace in surface["data"]] == ["surface", "scatter3d", "scatter3d"]
    assert above["data"][0]["type"] == "heatmap"
    clipped, plain = (line["y"][-1] for line in losses["data"])
    assert clipped < 0.001 < 0.08 < plain
    assert any("updates were shortened" in text.value for text in at.markdown)
    why = "10 of its gradients were above 1, against 2 of the plain run"
    assert any(why in text.value for text in at.markdown)


def test_nothing_is_explained_where_the_clipped_run_met_no_steeper_place():
    # The lesson's own case, counted, and one in which no step was long enough to be shortened much.
    clipped, plain = descents(0.1, 1.0).values()
    assert clipped.steepness.max() > plain.steepness.max()
    assert why_steeper(clipped, plain)
    assert why_steeper(*descents(0.03, 1.0).values()) == ""
    assert why_steeper(plain, plain) == ""


def test_input_and_bias_stand_in_the_link_and_only_their_sum_counts(open_page):
    at = open_page("gradients", **{"gradients-input": "0.37", "gradients-bias": "-0.37"})
    assert not at.warning
    (picture,) = components_of(at)
    assert (picture["drive"]["x"], picture["drive"]["b"]) == (0.37, -0.37)
    assert at.segmented_control(key="gradients_x").value is None
    through = table_of(picture["curves"][1]).reshape(401, 101)
    torch.testing.assert_close(
        torch.tensor(through[350]), scalar_chain(1.5, 101, x=0.0).through_tanh, rtol=1e-6, atol=0.0
    )
    assert any("With no input" in text.value for text in at.markdown)


def test_the_picture_knows_every_drive_for_the_weight_in_the_link(open_page):
    (picture,) = components_of(open_page("gradients", **{"gradients-w": "1.5"}))
    levels = table_of(picture["levels"]).reshape(401, 101)
    assert picture["levels"]["weight"] == 1.5
    chain = scalar_chain(1.5, 101, x=1.0)
    assert levels[100].tolist() == pytest.approx(chain.through_tanh.tolist())
    assert picture["levels"]["states"][100] == pytest.approx(chain.h[-1].item())
    assert picture["levels"]["little"][100] == 2
    assert picture["turning"][10] == pytest.approx(0.84)
    assert picture["thresholds"][350] == pytest.approx(0.577, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "text"), [("input", "2.5"), ("input", "0.001"), ("bias", "x"), ("bias", "inf")]
)
def test_a_wrong_drive_in_the_link_is_said(open_page, name, text):
    at = open_page("gradients", **{f"gradients-{name}": text})
    assert not at.exception
    assert len(at.warning) == 1
    assert at.warning[0].value.startswith(f"The link asks for gradients-{name} = `")
    (picture,) = components_of(at)
    assert (picture["drive"]["x"], picture["drive"]["b"]) == (0.1, 0.0)


def test_a_free_input_is_written_and_read_back():
    asked = sweep.Asked(sweep.START, x=0.37, b=-1.25)
    assert sweep.read_link(sweep.write_link(asked)) == asked
    assert sweep.write_link(asked)["gradients-input"] == "0.37"


def badges(at):
    return [text.value for text in at.markdown if "autograd" in text.value and ":material/" in text.value]


def test_both_pictures_are_held_to_autograd_on_the_page(open_page):
    at = open_page("gradients", **OPEN_MATRIX, **{"gradients-w": "1.5", "gradients-level": "strong"})
    neuron, network = badges(at)
    assert (
        ":material/check: Equals autograd through all 100 steps at W_hh = 1.50: largest difference" in neuron
    )
    assert ":material/check: Equals autograd at ρ = 0.90, in float64: largest difference" in network
    assert f"in {26 * (16 * 16 + 1):,} numbers" in network


def test_a_difference_to_autograd_turns_the_badge_red(open_page, monkeypatch):
    monkeypatch.setattr(sweep_picture, "check", lambda *_: AutogradCheck(1e-3, 1e-3, 101))
    (badge,) = badges(open_page("gradients"))
    assert badge.startswith(":red[:material/error: Differs from autograd")


@pytest.mark.parametrize("num_steps", range(5, 101))
def test_both_axes_hold_one_and_have_few_ticks(num_steps):
    for axis in flow_axes(num_steps).values():
        low, high = axis["range"]
        assert 0 in axis["ticks"]
        assert 3 <= len(axis["ticks"]) <= 7
        assert all(low <= tick <= high for tick in axis["ticks"])


@pytest.mark.parametrize(
    ("x", "b", "section"),
    [(0.1, 0.0, "input 0.1"), (0.5, -0.5, "input 0"), (-1.0, 0.0, "input 1"), (0.37, 0.0, "input other")],
)
def test_what_is_heard_is_explained_by_its_sum(x, b, section):
    assert sweep.heard(x, b) == section
    assert section in load_lesson("gradients")
