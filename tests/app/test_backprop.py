"""The backprop page: its gradients are autograd's, on the very network that the unroll page runs."""

import json
import math
import re

import pytest
import torch
from torch import nn

from pages.ui.backward import BackwardBadge
from pages.ui.backward_said import badge
from rnn_core import RNNParams
from rnn_core.autograd_check import AutogradCheck
from rnn_core.overflow import Overflow
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_words

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
NAMES = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


def picture_of(at):
    assert not at.exception
    return json.loads(at.get("bidi_component")[0].proto.json)


def said_on(at):
    return " ".join(element.value for element in (*at.markdown, *at.warning))


def autograd(params, x, targets, loss="squared_error"):
    """Return autograd's loss and gradients of a network in torch alone; one target is the last step's."""
    weights = {name: getattr(params, name).clone().requires_grad_() for name in NAMES}
    activate = {"tanh": torch.tanh, "relu": torch.relu}[params.activation]
    h, outputs = torch.zeros(params.hidden_size, dtype=torch.float64), []
    for x_t in x:
        h = activate(weights["W_xh"] @ x_t + weights["W_hh"] @ h + weights["b_h"])
        outputs.append(weights["W_hy"] @ h + weights["b_y"])
    y = torch.stack(outputs)[-len(targets) :, 0]
    wanted = torch.tensor(targets, dtype=torch.float64)
    if loss == "squared_error":
        cost = 0.5 * (y - wanted).square().sum()
    else:
        cost = nn.functional.binary_cross_entropy_with_logits(y, wanted, reduction="sum")
    return cost.item(), dict(zip(NAMES, torch.autograd.grad(cost, list(weights.values())), strict=True))


def hold(data, gradients, key="total"):
    for name, expected in gradients.items():
        found = torch.tensor(data["weights"][name][key], dtype=torch.float64)
        torch.testing.assert_close(found, expected, rtol=0, atol=1e-8)


def default_params():
    return RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)


def test_the_page_arrives_with_gradients_that_autograd_confirms(open_page):
    data = picture_of(open_page("backprop"))
    loss, gradients = autograd(default_params(), embed_words(WORDS, 3, seed=1), [1.0])
    assert data["tokens"] == WORDS
    hold(data, gradients)
    assert data["badge"]["is_equal"]
    assert re.fullmatch(r"equals autograd, largest difference \d\.\d\de−1\d|.* 0", data["badge"]["text"])
    assert f"the loss is {loss:.3g}" in data["sentences"][0]


@pytest.mark.parametrize(
    ("loss_word", "loss"), [("squared error", "squared_error"), ("cross entropy", "bce")]
)
def test_a_loss_at_every_step_with_a_target_each(open_page, loss_word, loss):
    query = {
        "backprop-loss": loss_word,
        "backprop-at": "every step",
        "backprop-targets": "0 1 0.5 0; 1, 0 1",
    }
    data = picture_of(open_page("backprop", **query))
    _, gradients = autograd(
        default_params(), embed_words(WORDS, 3, seed=1), [0.0, 1.0, 0.5, 0.0, 1.0, 0.0, 1.0], loss
    )
    hold(data, gradients)


def test_one_target_stands_for_every_step(open_page):
    data = picture_of(open_page("backprop", **{"backprop-at": "every step", "backprop-targets": "−2"}))
    assert data["run"]["target"] == [[-2.0]] * 7
    _, gradients = autograd(default_params(), embed_words(WORDS, 3, seed=1), [-2.0] * 7)
    hold(data, gradients)


def test_the_network_of_the_unroll_page_comes_along_in_the_link(open_page):
    query = {
        "unroll-kind": "numbers",
        "unroll-numbers": "1 0 -1",
        "unroll-units": "5",
        "unroll-activation": "ReLU",
        "unroll-seed": "7",
        "unroll-edits": "W_hh:1:2:0.25",
        "unroll-off": "W_xh",
        "backprop-target": "3",
    }
    at = open_page("backprop", **query)
    data = picture_of(at)
    params = RNNParams.random(input_size=1, hidden_size=5, seed=7, spectral_radius=0.9, activation="relu")
    params.W_hh[0, 1] = 0.25
    params.W_xh.zero_()
    _, gradients = autograd(params, torch.tensor([[1.0], [0.0], [-1.0]], dtype=torch.float64), [3.0])
    hold(data, gradients)
    kept = ("unroll-numbers", "unroll-units", "unroll-activation", "unroll-seed", "unroll-off", "unroll-kind")
    assert {name: at.query_params.get(name) for name in kept} == {name: query[name] for name in kept}


def test_a_network_set_on_the_unroll_page_is_there_on_this_one(open_page):
    at = open_page("unroll", **{"unroll-units": "2", "unroll-words": "so good"})
    data = picture_of(at.switch_page("pages/backprop.py").run())
    assert data["tokens"] == ["so", "good"]
    params = RNNParams.random(input_size=3, hidden_size=2, seed=1, spectral_radius=0.9)
    hold(data, autograd(params, embed_words(["so", "good"], 3, seed=1), [1.0])[1])


def test_shares_and_running_sums_add_up_to_the_total(open_page):
    data = picture_of(open_page("backprop", **{"backprop-at": "every step"}))
    for name, weight in data["weights"].items():
        shares = torch.tensor(weight["shares"], dtype=torch.float64)
        torch.testing.assert_close(torch.tensor(weight["total"], dtype=torch.float64), shares.sum(0))
        for t in range(1, 8):
            sums = torch.tensor(weight["sums"][t - 1], dtype=torch.float64)
            torch.testing.assert_close(sums, shares[t - 1 :].sum(0), msg=f"{name} at {t}")
        norms = shares.flatten(1).norm(dim=1)
        torch.testing.assert_close(torch.tensor(weight["norms"], dtype=torch.float64), norms)


def test_clipping_by_norm_says_what_it_does_and_scales_every_share(open_page):
    data = picture_of(open_page("backprop", **{"backprop-clip": "norm", "backprop-limit": "0.25"}))
    weights = data["weights"]
    used = torch.cat([torch.tensor(weights[name]["used_total"]).flatten() for name in NAMES])
    whole = torch.cat([torch.tensor(weights[name]["total"]).flatten() for name in NAMES])
    assert used.norm().item() == pytest.approx(0.25, rel=1e-5)
    factor = used.norm() / whole.norm()
    shares = torch.tensor(weights["W_hh"]["shares"])
    torch.testing.assert_close(torch.tensor(weights["W_hh"]["used"]), shares * factor)
    assert data["cut"].endswith("now 0.250; cosine to the full gradient 1.0000.")


def test_clipping_by_value_cuts_the_total_and_turns_it(open_page):
    data = picture_of(open_page("backprop", **{"backprop-clip": "value", "backprop-limit": "0.1"}))
    for name in NAMES:
        weight = data["weights"][name]
        total = torch.tensor(weight["total"], dtype=torch.float64)
        used = torch.tensor(weight["used_total"], dtype=torch.float64)
        torch.testing.assert_close(used, total.clamp(-0.1, 0.1))
        assert weight["used"] is None
        assert weight["used_norms"] is None
        assert weight["total_norm"] == pytest.approx(total.norm().item())
        assert weight["used_norm"] == pytest.approx(used.norm().item())
        assert weight["clipped"] == (total.abs() > 0.1).tolist()
    cut = sum(torch.tensor(weight["clipped"]).sum().item() for weight in data["weights"].values())
    assert 0 < cut < 25
    assert f"cuts {cut} of 25, outlined in the sums, not the steps’ shares" in data["cut"]
    assert float(re.search(r"gradient (0\.\d+)", data["cut"])[1]) < 1


def test_truncation_and_clipping_are_two_clauses(open_page):
    query = {"backprop-truncate": "on", "backprop-clip": "norm"}
    said = picture_of(open_page("backprop", **query))["cut"]
    assert said.startswith("Each loss reaches 2 steps back, its own included, and the whole gradient is")


def test_the_cosine_reaches_0_99_at_the_window_that_the_page_asks_for(open_page):
    def cosine(window):
        at = open_page("backprop", **{"backprop-truncate": "on", "backprop-window": str(window)})
        return float(re.search(r"full gradient (0\.\d+)", picture_of(at)["cut"])[1])

    assert "a window of 1, then 2, then 3, then 4" in said_on(open_page("backprop"))
    assert cosine(2) < 0.99 <= cosine(3)


@pytest.mark.parametrize("cut", [{}, {"backprop-truncate": "on"}, {"backprop-clip": "norm"}])
def test_the_rate_is_blamed_only_where_the_whole_gradient_is_used(open_page, cut):
    said = said_on(open_page("backprop", **{"backprop-rate": "500"}, **cut))
    assert "it rose." in said
    assert ("The rate is too high" in said) == (not cut)


@pytest.mark.parametrize("weight", ["W_hh 9 9", "W_hh -1 0", "W_xh 0", "W_hh 0 0 0", "b_h 0 0", "b_h 3"])
def test_a_number_that_is_not_there_is_named_once_and_taken_out_of_the_link(open_page, weight):
    at = open_page("backprop", **{"backprop-weight": weight})
    assert "The link asks for backprop-weight" in said_on(at)
    assert picture_of(at)["weight"] == "W_hh"
    assert "backprop-weight" not in at.query_params
    assert "The link asks for" not in said_on(at.run())


def test_a_number_that_is_there_opens(open_page):
    at = open_page("backprop", **{"backprop-weight": "b_h 2", "backprop-operation": "sum"})
    assert picture_of(at)["weight"] == "b_h 2"
    assert picture_of(at)["operation"] == "sum"
    assert at.query_params["backprop-weight"] == "b_h 2"


def test_a_network_too_large_for_bars_says_what_is_left_out(open_page):
    said = said_on(open_page("backprop", **{"unroll-units": "64"}))
    assert "The network has 4,417 numbers, too many for a bar each" in said


def test_the_text_in_use_has_a_real_minus_sign(open_page):
    at = open_page("backprop", **{"backprop-target": "-2"})
    at.text_input(key="backprop-target").set_value("so").run()
    assert "Using −2." in said_on(at)


def test_a_window_keeps_the_last_steps_of_a_loss_at_the_end(open_page):
    data = picture_of(open_page("backprop", **{"backprop-truncate": "on", "backprop-window": "2"}))
    weight = data["weights"]["b_h"]
    assert weight["used"][:5] == [[0.0] * 3] * 5
    assert weight["used"][5:] == weight["shares"][5:]
    assert data["cut"].startswith("Each loss reaches 2 steps back, its own included.")


@pytest.mark.parametrize(("rate", "word"), [("0.1", "it fell"), ("50", "it rose"), ("0", "nothing changed")])
def test_an_update_says_whether_the_loss_fell(open_page, rate, word):
    at = open_page("backprop", **{"backprop-rate": rate})
    said = next(element.value for element in at.markdown if "Run forward again" in element.value)
    assert word in said
    params = default_params()
    before, gradients = autograd(params, embed_words(WORDS, 3, seed=1), [1.0])
    moved = RNNParams(**{name: getattr(params, name) - float(rate) * gradients[name] for name in NAMES})
    after, _ = autograd(moved, embed_words(WORDS, 3, seed=1), [1.0])
    numbers = [float(found.replace("e−", "e-")) for found in re.findall(r"\d+(?:\.\d+)?(?:e−?\d+)?", said)]
    assert numbers == pytest.approx([before, after], rel=5e-3)


def test_twenty_adam_updates_end_where_torchs_do(open_page):
    at = open_page("backprop", **{"backprop-optimiser": "Adam", "backprop-updates": "20 times"})
    figures = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    losses = figures[-1]["data"][0]["y"]
    params = default_params()
    weights = {name: nn.Parameter(getattr(params, name).clone()) for name in NAMES}
    optimiser = torch.optim.Adam(weights.values(), lr=0.1)
    x = embed_words(WORDS, 3, seed=1)
    expected = []
    for _ in range(21):
        cost, gradients = autograd(RNNParams(**{n: w.detach() for n, w in weights.items()}), x, [1.0])
        expected.append(cost)
        for name, weight in weights.items():
            weight.grad = gradients[name]
        optimiser.step()
    assert losses == pytest.approx(expected)


def test_an_overflow_is_shown_as_what_it_is(open_page):
    query = {
        "unroll-kind": "numbers",
        "unroll-numbers": " ".join(["100"] * 180),
        "unroll-units": "1",
        "unroll-activation": "ReLU",
        "unroll-edits": "W_hh:1:1:100 W_xh:1:1:100 W_hy:1:1:100",
    }
    at = open_page("backprop", **query)
    data = picture_of(at)
    assert data["weights"]["b_h"]["total"] == ["Infinity"]
    assert data["weights"]["W_hh"]["total"] == [["NaN"]]  # an infinite share of a state of 0
    assert data["badge"] == {"text": "not finite from step 153 on: nothing to compare", "is_equal": None}
    assert "The loss is ∞, and the forward pass overflows at step 153" in said_on(at)
    assert "the update overflows" not in said_on(at)


def test_an_overflowing_run_says_at_which_step_instead_of_drawing_an_empty_curve(open_page):
    query = {
        "unroll-units": "1",
        "unroll-activation": "ReLU",
        "unroll-edits": "W_hh:1:1:100 b_h:1:100 W_hy:1:1:100",
        "unroll-words": " ".join(["a"] * 200),
        "backprop-updates": "20 times",
    }
    at = open_page("backprop", **query)
    data = picture_of(at)
    step = 1 + next(t for t, h in enumerate(data["run"]["y"]) if not isinstance(h[0], float))
    assert data["overflow"] == f"the forward pass overflows at step {step}"
    assert data["overflow"] in data["sentences"][0]
    assert f"{data['overflow']}: there is no gradient to update with" in said_on(at)
    assert not at.get("plotly_chart")
    assert "The loss over 20 updates" not in said_on(at)


def test_a_number_that_is_nan_is_not_said_to_be_cut(open_page):
    query = {
        "unroll-kind": "numbers",
        "unroll-numbers": " ".join(["100"] * 180),
        "unroll-units": "1",
        "unroll-activation": "ReLU",
        "unroll-edits": "W_hh:1:1:100 W_xh:1:1:100 W_hy:1:1:100",
        "backprop-clip": "value",
    }
    weights = picture_of(open_page("backprop", **query))["weights"]
    assert weights["W_hh"]["total"] == [["NaN"]]
    assert weights["W_hh"]["clipped"] == [[False]]
    assert weights["b_h"]["clipped"] == [True]


def test_an_update_that_overflows_by_itself_is_said_to(open_page):
    query = {"unroll-kind": "numbers", "unroll-numbers": " ".join(["1"] * 180), "unroll-units": "1"}
    query |= {"unroll-activation": "ReLU", "unroll-edits": "W_hh:1:1:0.5 W_xh:1:1:1 W_hy:1:1:1"}
    at = open_page("backprop", **query, **{"backprop-rate": "1000", "backprop-target": "100"})
    assert picture_of(at)["overflow"] == ""
    assert "the run after the update overflows" in said_on(at)


def test_untied_weights_are_tied_to_their_average_and_that_is_said(open_page):
    at = open_page("backprop", **{"unroll-untied": "7", "unroll-edits": "W_hh@4:1:1:5"})
    data = picture_of(at)
    assert "tied to their average" in said_on(at)
    params = default_params()
    params.W_hh[0, 0] += (5 - params.W_hh[0, 0]) / 7
    hold(data, autograd(params, embed_words(WORDS, 3, seed=1), [1.0])[1])


def test_a_large_network_is_not_drawn_but_its_norms_are_there(open_page):
    data = picture_of(open_page("backprop", **{"unroll-units": "64"}))
    assert data["run"] is None
    assert len(data["weights"]["W_hh"]["norms"]) == 7
    assert data["weights"]["W_hh"]["shares"] is None
    assert data["badge"]["is_equal"]


def test_the_textbook_example_prints_what_it_trains(open_page):
    at = open_page("backprop")
    source, printed = (block.value for block in at.code)
    assert "class SimpleRNN(nn.Module):" in source
    assert "optimizer = torch.optim.Adam(model.parameters(), lr=0.001)" in source
    assert printed.splitlines()[0] == "Epoch [1/5], Loss: 0.7645"
    assert printed.splitlines()[-1] == "Epoch [5/5], Loss: 0.5577"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"backprop-loss": "hinge"}, "choose squared error or cross entropy"),
        ({"backprop-target": "much"}, "Found 'much'; numbers from −100 to 100 are allowed"),
        ({"backprop-target": "1 2"}, "Found 2 numbers; exactly one"),
        ({"backprop-target": ""}, "Found 0 numbers; exactly one"),
        ({"backprop-target": "1e400"}, "numbers from −100 to 100 are allowed"),
        ({"backprop-loss": "cross entropy", "backprop-target": "2"}, "numbers from 0 to 1 are allowed"),
        (
            {"backprop-at": "every step", "backprop-targets": "1 2"},
            "Found 2 numbers; one for all steps, or 7",
        ),
        ({"backprop-truncate": "on", "backprop-window": "0"}, "Found 0; whole numbers from 1 to 200"),
        ({"backprop-clip": "norm", "backprop-limit": "-1"}, "numbers above 0, up to 1,000,000, are allowed"),
        (
            {"backprop-clip": "norm", "backprop-limit": "nan"},
            "Found 'nan'; numbers above 0, up to 1,000,000, are",
        ),
        ({"backprop-clip": "norm", "backprop-limit": "0,5"}, "For a decimal, write 0.5."),
        ({"backprop-target": "1,5"}, "exactly one. For a decimal, write 1.5."),
        ({"backprop-rate": "-1"}, "rates from 0 to 1000 are allowed"),
        ({"backprop-rate": "inf"}, "Found 'inf'; rates from 0 to 1000 are allowed"),
        ({"backprop-rate": "nan"}, "Found 'nan'; rates from 0 to 1000 are allowed"),
        ({"backprop-rate": "1e400"}, "Found '1e400'; rates from 0 to 1000 are allowed"),
        ({"backprop-rate": ""}, "Found nothing; rates from 0 to 1000 are allowed"),
        ({"backprop-loss": "cross entropy", "backprop-target": "nan"}, "numbers from 0 to 1 are allowed"),
        ({"backprop-step": "x"}, "allowed is a step from 1 to 201"),
        (
            {"backprop-operation": "readout"},
            "allowed is loss, output, future, sum, slope, delta, shares. Showing the end of the step.",
        ),
        ({"backprop-weight": "<b>"}, "allowed is W_xh, W_hh, W_hy, b_h, b_y"),
        ({"backprop-weight": "W_hh 9 x"}, "allowed is W_xh, W_hh, W_hy, b_h, b_y"),
        ({"unroll-units": "0"}, "allowed is a whole number from 1 to 64"),
        ({"unroll-kind": "sounds"}, "allowed is words or numbers"),
        ({"unroll-words": ""}, "Found 0 words; 1 to 200 are allowed."),
    ],
)
def test_a_link_that_cannot_be_used_is_named_and_replaced(open_page, query, sentence):
    at = open_page("backprop", **query)
    said = said_on(at).replace("\\", "")
    assert sentence in said
    assert picture_of(at)["badge"]["is_equal"]


def test_what_a_person_sets_stands_in_the_link(open_page):
    at = open_page("backprop")
    at.text_input(key="backprop-target").set_value("0.5").run()
    assert at.query_params["backprop-target"] == "0.5"
    assert picture_of(at)["run"]["target"][-1] == [0.5]
    at.text_input(key="backprop-target").set_value("so").run()
    assert picture_of(at)["run"]["target"][-1] == [0.5]
    at.text_input(key="backprop-rate").set_value("2").run()
    assert at.query_params["backprop-rate"] == "2"


def test_a_preset_of_the_unroll_page_is_read_from_the_link(open_page):
    preset = PRESETS[0]
    data = picture_of(open_page("backprop", **{"unroll-preset": preset.key}))
    assert data["run"]["W_hh"] == preset.params.W_hh.tolist()
    assert len(data["tokens"]) == len(preset.text.split())


@pytest.mark.parametrize(
    ("overflow", "text"),
    [
        (Overflow("forward", 43), "not finite from step 43 on: nothing to compare"),
        (Overflow("back", 7), "not finite from step 7 on back: nothing to compare"),
    ],
)
def test_the_badge_claims_nothing_over_numbers_that_are_not_finite(overflow, text):
    assert badge(AutogradCheck(0.0, 0.0, 10), overflow) == BackwardBadge(text, is_equal=None)
    assert badge(AutogradCheck(1.0, 1.0, 10), overflow).is_equal is False


@pytest.mark.parametrize(
    ("check", "text", "is_equal"),
    [
        (AutogradCheck(2e-17, 2e-17, 10), "equals autograd, largest difference 2.00e−17", True),
        (AutogradCheck(3e-5, 3e-5, 10), "differs from autograd, largest difference 3.00e−5", False),
        (AutogradCheck(math.nan, math.inf, 10), "differs from autograd, largest difference NaN", False),
        (
            AutogradCheck(1e4, 1e-16, 10),
            "equals autograd, largest difference 1.00e4, 1.00e−16 of the gradient’s size",
            True,
        ),
    ],
)
def test_the_badge_says_what_was_found(check, text, is_equal):
    assert badge(check) == BackwardBadge(text, is_equal)


def test_an_untied_network_too_short_for_the_sequence_of_its_link_is_shared_again(open_page):
    at = open_page("backprop", **{"unroll-untied": "2"})
    assert picture_of(at)["tokens"] == WORDS
    assert "unroll-untied cannot be used" in said_on(at)


def test_a_very_long_word_is_shortened(open_page):
    data = picture_of(open_page("backprop", **{"unroll-words": "so " + "o" * 300}))
    assert data["tokens"] == ["so", "o" * 39 + "…"]
