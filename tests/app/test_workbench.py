"""The workbench of the unroll page: what the stage asks for changes the network and the link."""

import json
from dataclasses import replace

import pytest
import torch

from pages.ui import unroll_controls, workbench
from pages.ui.bench_acts import act
from rnn_core import RNNParams
from rnn_core.presets import PRESETS
from rnn_core.sequences import embed_by_meaning, embed_words, parse_numbers, parse_words
from tests.torch_run import torch_run, untied_torch_run

WORDS = ["the", "film", "was", "not", "bad", "at", "all"]
PARAMS = RNNParams.random(input_size=3, hidden_size=3, seed=1, spectral_radius=0.9)
X = embed_words(WORDS, 3, seed=1)
NAMES = {"new": "from_input", "old": "from_memory", "a": "a", "h": "h", "readout": "readout", "y": "y"}


@pytest.fixture
def do(monkeypatch):
    """Return a function that hands the page what its stage would send, before the next run."""
    waiting, arrive = [], workbench.arrive

    def arrive_and_act():
        bench = arrive()
        while waiting:
            act(waiting.pop(0))
        return bench

    monkeypatch.setattr(unroll_controls, "arrive", arrive_and_act)

    def do(at, what, **event):
        waiting.append({"do": what, "id": "an id", "step": 4, "gesture": "1"} | event)
        at.run()
        assert not at.exception
        return at

    return do


def edit(do, at, number, text, **event):
    return do(at, "edit", number=number, text=text, **event)


def stage_of(at):
    return json.loads(at.get("bidi_component")[0].proto.json)


def assert_shows(at, expected):
    """Hold every vector of every step to torch's run."""
    run = stage_of(at)["runs"][0]
    for name, values in expected.values.items():
        shown = run["h"][1:] if name == "h" else run[NAMES.get(name, name)]
        torch.testing.assert_close(torch.tensor(shown, dtype=torch.float64), values, msg=name)


def changed(params, name, place, value):
    weight = getattr(params, name).clone()
    weight[place] = value
    return replace(params, **{name: weight})


def as_link(at):
    return {name: found if isinstance(found, str) else found[0] for name, found in at.query_params.items()}


def reopened(open_page, at):
    """Open the link that a page has now, as another visitor."""
    return open_page("unroll", **as_link(at))


@pytest.mark.parametrize(
    ("number", "name", "place"),
    [
        ("W_xh 0 1", "W_xh", (0, 1)),
        ("W_hh 2 0", "W_hh", (2, 0)),
        ("W_hy 0 2", "W_hy", (0, 2)),
        ("b_h 1", "b_h", (1,)),
        ("b_y 0", "b_y", (0,)),
    ],
)
def test_an_edited_weight_runs_the_whole_sequence_and_is_in_the_link(open_page, do, number, name, place):
    at = edit(do, open_page("unroll"), number, "−0.75")
    expected = torch_run(changed(PARAMS, name, place, -0.75), X)
    assert_shows(at, expected)
    assert_shows(reopened(open_page, at), expected)


def test_an_edited_vector_counts_wherever_its_word_stands(open_page, do):
    words = "not the film not"
    at = edit(do, open_page("unroll", **{"unroll-words": words}), "x@4 1", "1.5")
    x = embed_words(words.split(), 3, seed=1)
    x[[0, 3], 1] = 1.5
    assert_shows(at, torch_run(PARAMS, x))
    assert_shows(reopened(open_page, at), torch_run(PARAMS, x))


def test_an_edited_number_of_the_sequence_is_written_into_its_field(open_page, do):
    query = {"unroll-kind": "numbers", "unroll-numbers": "1 0 −1", "unroll-units": "2"}
    at = edit(do, open_page("unroll", **query), "x@2 0", "0.5")
    assert at.text_input(key="unroll-numbers").value == "1 0.5 -1"
    params = RNNParams.random(input_size=1, hidden_size=2, seed=1, spectral_radius=0.9)
    assert_shows(at, torch_run(params, torch.tensor([[1.0], [0.5], [-1.0]], dtype=torch.float64)))
    do(at, "undo")
    assert at.text_input(key="unroll-numbers").value == "1 0 −1"


@pytest.mark.parametrize(
    ("text", "found"),
    [("abc", "'abc'"), ("", "nothing"), ("1e9", "'1e9'"), ("1e400", "'1e400'"), ("nan", "'nan'")],
)
def test_what_is_no_number_is_said_and_changes_nothing(open_page, do, text, found):
    at = edit(do, open_page("unroll"), "W_hh 0 0", "0.5")
    edit(do, at, "W_hh 0 0", text, id="the last")
    bench = stage_of(at)["bench"]
    assert (bench["answered"], bench["said"]) == (
        "the last",
        f"Found {found}; numbers from −100 to 100 are allowed.",
    )
    assert_shows(at, torch_run(changed(PARAMS, "W_hh", (0, 0), 0.5), X))
    edit(do, at, "W_hh 0 1", "1")
    assert stage_of(at)["bench"]["said"] == ""


def test_one_movement_of_the_hand_is_one_undo(open_page, do):
    at = open_page("unroll")
    for text in ("0.1", "0.2", "0.3"):
        edit(do, at, "W_hh 0 0", text, gesture="drag 1")
    edit(do, at, "W_hh 0 0", "0.9", gesture="drag 2")
    one, two = (torch_run(changed(PARAMS, "W_hh", (0, 0), value), X) for value in (0.3, 0.9))
    assert_shows(at, two)
    do(at, "undo")
    assert_shows(at, one)
    do(at, "undo")
    assert_shows(at, torch_run(PARAMS, X))
    assert [stage_of(at)["bench"][name] for name in ("can_undo", "can_redo")] == [False, True]
    do(at, "redo")
    do(at, "redo")
    assert_shows(at, two)
    assert [stage_of(at)["bench"][name] for name in ("can_undo", "can_redo")] == [True, False]


def test_what_the_same_hand_does_after_an_undo_is_another_change(open_page, do):
    at = edit(do, open_page("unroll"), "W_hh 0 0", "0.1", gesture="drag 1")
    edit(do, at, "W_hh 0 0", "0.2", gesture="drag 2")
    do(at, "undo")
    edit(do, at, "W_hh 0 0", "0.3", gesture="drag 2")
    do(at, "undo")
    assert_shows(at, torch_run(changed(PARAMS, "W_hh", (0, 0), 0.1), X))
    do(at, "redo")
    edit(do, at, "W_hh 0 0", "0.4", gesture="drag 2")
    do(at, "undo")
    assert_shows(at, torch_run(changed(PARAMS, "W_hh", (0, 0), 0.3), X))


def test_at_most_a_hundred_changes_are_remembered():
    bench = workbench.Workbench()
    for seed in range(150):
        bench.take(replace(bench.settings, seed=seed))
    assert len(bench.before) == 100
    assert bench.before[-1].seed == 148


def test_no_more_numbers_are_changed_than_a_link_may_hold(open_page, do):
    edits = " ".join(f"W_hh@{t}:{row}:{k}:0" for t in range(1, 46) for row in (1, 2, 3) for k in (1, 2, 3))
    words = " ".join(["so"] * 45)
    query = {"unroll-words": words, "unroll-untied": "45", "unroll-edits": " ".join(edits.split()[:400])}
    at = edit(do, open_page("unroll", **query), "b_h 0", "1", step=1)
    assert stage_of(at)["bench"]["said"].startswith("400 numbers have been changed by hand")
    assert as_link(at)["unroll-edits"] == query["unroll-edits"]
    edit(do, at, "W_hh 0 0", "1", step=1)
    assert stage_of(at)["bench"]["said"] == ""
    assert not [each.value for each in reopened(open_page, at).warning]


def test_reset_takes_back_what_was_changed_by_hand_and_can_be_undone(open_page, do):
    at = edit(do, open_page("unroll", **{"unroll-words": "so good"}), "b_h 0", "1")
    do(at, "switch", name="W_xh")
    do(at, "reset")
    assert stage_of(at)["tokens"] == ["so", "good"]
    assert_shows(at, torch_run(PARAMS, embed_words(["so", "good"], 3, seed=1)))
    assert not stage_of(at)["bench"]["can_reset"]
    assert not {"unroll-edits", "unroll-off"} & set(at.query_params)
    do(at, "undo")
    assert stage_of(at)["bench"]["off"] == ["W_xh"]


def without(params, *names):
    return replace(params, **{name: torch.zeros_like(getattr(params, name)) for name in names})


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["W_hh"], "and the bias (0.500). tanh squashes their sum, which"),
        (["W_xh"], "and the bias (0.500). tanh squashes their sum, which"),
        (["W_xh", "W_hh"], "nor old memory, only the bias (length 0.500). tanh squashes it, which"),
        (["W_hy"], "The prediction from it is 0."),
    ],
)
def test_a_matrix_that_is_off_is_a_matrix_of_zeros(open_page, do, names, sentence):
    at = edit(do, open_page("unroll"), "b_h 0", "0.5")
    for name in names:
        do(at, "switch", name=name)
    params = changed(PARAMS, "b_h", (0,), 0.5)
    assert_shows(at, torch_run(without(params, *names), X))
    assert sentence in stage_of(at)["sentences"][4]
    assert_shows(reopened(open_page, at), torch_run(without(params, *names), X))
    for name in names:
        do(at, "switch", name=name)
    assert_shows(at, torch_run(params, X))


def test_an_untied_network_has_a_copy_for_each_step_and_none_for_another(open_page, do):
    at = open_page("unroll")
    assert stage_of(at)["bench"]["parameters"] == "25 parameters, however long the sequence"
    do(at, "untie")
    bench = stage_of(at)["bench"]
    assert bench["untied"]
    assert bench["parameters"] == "7 × 25 = 175 parameters, for 7 steps and no more"
    at.text_input(key="unroll-words").set_value("the film was not bad at all really").run()
    assert "weights for 7 steps and none for an 8th" in at.error[0].value
    assert stage_of(at)["tokens"] == WORDS
    at.text_input(key="unroll-words").set_value("the film was not bad").run()
    assert not at.error
    assert stage_of(at)["tokens"] == WORDS[:5]


def test_an_edit_of_one_copy_leaves_the_steps_before_it_alone_and_ties_to_the_average(open_page, do):
    at = edit(do, open_page("unroll"), "W_xh 1 1", "0.5")
    do(at, "untie")
    edit(do, at, "W_hh 0 1", "2", step=3)
    shared = changed(PARAMS, "W_xh", (1, 1), 0.5)
    copies = [shared, shared, changed(shared, "W_hh", (0, 1), 2.0), *[shared] * 4]
    assert_shows(at, untied_torch_run(copies, X))
    torch.testing.assert_close(untied_torch_run(copies, X).h[:2], torch_run(shared, X).h[:2])
    assert_shows(reopened(open_page, at), untied_torch_run(copies, X))
    do(at, "untie")
    average = changed(shared, "W_hh", (0, 1), (2.0 + 6 * shared.W_hh[0, 1].item()) / 7)
    assert not stage_of(at)["bench"]["untied"]
    assert_shows(at, torch_run(average, X))
    assert_shows(reopened(open_page, at), torch_run(average, X))
    do(at, "undo")
    assert_shows(at, untied_torch_run(copies, X))


def test_a_network_that_was_untied_with_a_matrix_off_averages_what_it_has(open_page, do):
    at = do(open_page("unroll"), "untie")
    edit(do, at, "W_hh 0 0", "3", step=2)
    do(at, "switch", name="W_hh")
    do(at, "untie")
    do(at, "switch", name="W_hh")
    average = changed(PARAMS, "W_hh", (0, 0), (3.0 + 6 * PARAMS.W_hh[0, 0].item()) / 7)
    assert_shows(at, torch_run(average, X))


def inputs_of(preset):
    if preset.kind == "words":
        return embed_by_meaning(parse_words(preset.text, 200))
    return torch.tensor(parse_numbers(preset.text, 200), dtype=torch.float64)[:, None]


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.key for preset in PRESETS])
def test_a_preset_sets_the_controls_shows_its_reason_and_can_be_undone(open_page, do, preset):
    at = edit(do, open_page("unroll"), "b_h 0", "0.5")
    at.selectbox(key="unroll-preset").set_value(preset.key).run()
    assert not at.exception
    assert_shows(at, torch_run(preset.params, inputs_of(preset)))
    assert at.number_input(key="unroll-units").value == preset.params.hidden_size
    assert at.text_input(key=f"unroll-{preset.kind}").value == preset.text
    chosen = {"tanh": "tanh", "relu": "ReLU"}[preset.params.activation]
    assert at.session_state["unroll-activation"] == chosen
    said = [each.value for each in at.markdown if each.value.startswith(f"**{preset.title}.**")]
    assert len(said) == 1
    assert said[0].replace("\\", "").endswith(preset.reason)
    assert_shows(reopened(open_page, at), torch_run(preset.params, inputs_of(preset)))
    do(at, "undo")
    assert_shows(at, torch_run(changed(PARAMS, "b_h", (0,), 0.5), X))
    assert at.selectbox(key="unroll-preset").value == "random"


def test_a_preset_that_was_changed_says_so_and_another_size_leaves_it(open_page, do):
    at = open_page("unroll", **{"unroll-preset": "half"})
    edit(do, at, "W_hh 0 0", "0.25")
    said = [each.value for each in at.markdown if each.value.startswith("Started from **Forgets by half**;")]
    assert len(said) == 1
    assert "reason stands here again" in said[0]
    half = next(preset for preset in PRESETS if preset.key == "half")
    assert_shows(at, torch_run(changed(half.params, "W_hh", (0, 0), 0.25), inputs_of(half)))
    at.number_input(key="unroll-units").set_value(2).run()
    assert at.selectbox(key="unroll-preset").value == "random"
    assert len(stage_of(at)["runs"][0]["h"][0]) == 2
    assert "unroll-preset" not in at.query_params
    assert not any(each.value.startswith("**Forgets by half.**") for each in at.markdown)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("edits", "W_hh:1:1:1e9", "Found 'W_hh:1:1:1e9'; an edit is written like"),
        ("edits", "<script>", "an edit is written like"),
        ("edits", "b_h:1:1 " * 5_000, "Found 5,000 edits; at most 400 are allowed."),
        ("off", "W_hh W_zz", "W_hh"),
        ("untied", "0", "whole numbers from 1 to 200 are allowed."),
        ("untied", "1e400", "whole numbers from 1 to 200 are allowed."),
        ("untied", "3", "unroll-untied cannot be used. Found 3 for 7 steps."),
        ("hand", "$x$", "unroll-hand cannot be used"),
        ("hand", "999.new.0", "cannot be used"),
        ("hand", "4.zzz.0", "Quantity must be one of"),
        ("hand", "4.new.7", "Row must be a whole number from 0 to 2"),
        ("preset", "[a](b)", "last_sign"),
        ("plane", "1-9", "two units from 1 to 3, as in 1-3. Showing 1-2."),
        ("plane", "٣-1", "two units from 1 to 3, as in 1-3. Showing 1-2."),
        ("depth", "Cellar", "Loop, Row, Step, Terms. Showing Step."),
        ("view", "x" * 5_000, "none, heatmap, plane. Showing heatmap."),
        ("operation", "<b>", "input, new, old, sum, squash, state, readout, output"),
    ],
)
def test_a_hostile_link_is_named_in_one_sentence_and_replaced(open_page, name, value, sentence):
    at = open_page("unroll", **{f"unroll-{name}": value})
    assert not at.exception
    said = [each.value for each in (*at.warning, *at.error)]
    assert [sentence in each.replace("\\", "") for each in said] == [True]
    assert len(said[0]) < 400
    at.run()
    assert not [*at.warning, *at.error]
    if name != "untied":
        assert_shows(at, torch_run(PARAMS, X))


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.key for preset in PRESETS])
def test_a_preset_opens_where_there_is_something_to_see_and_its_link_too(open_page, preset):
    at = open_page("unroll", **{"unroll-step": "2", "unroll-operation": "sum"})
    before = stage_of(at)["goto"]
    at.selectbox(key="unroll-preset").set_value(preset.key).run()
    data = stage_of(at)
    assert (data["step"], data["operation"]) == (preset.step, "")
    assert data["goto"] != before
    assert stage_of(reopened(open_page, at))["step"] == preset.step
    at.run()
    assert stage_of(at)["goto"] == data["goto"]


def changes(of):
    other = "ReLU" if of.params.activation == "tanh" else "tanh"
    return {
        "activation": {"unroll-activation": other},
        "edits": {"unroll-edits": "W_hh:1:1:0.25"},
        "off": {"unroll-off": "W_hh"},
        "untied": {"unroll-untied": "20"},
        "vectors": {"unroll-vectors": "random"} if of.kind == "words" else {},
        "sequence": {f"unroll-{of.kind}": "0.5 2 1" if of.kind == "numbers" else "not so good"},
    }


@pytest.mark.parametrize("change", ["activation", "edits", "off", "untied", "vectors", "sequence"])
@pytest.mark.parametrize("preset", PRESETS, ids=[preset.key for preset in PRESETS])
def test_a_presets_claim_does_not_stand_over_a_network_that_was_changed(open_page, preset, change):
    at = open_page("unroll", **{"unroll-preset": preset.key} | changes(preset)[change])
    holds = not changes(preset)[change] or (change == "sequence" and preset.key in ("last_sign", "latch"))
    said = [each.value.replace("\\", "") for each in at.markdown]
    assert any(preset.reason in each for each in said) == holds
    assert any(each.startswith(f"Started from **{preset.title}**;") for each in said) != holds


def test_fewer_hidden_units_do_not_blame_the_link(open_page):
    at = open_page("unroll", **{"unroll-plane": "1-3"})
    assert stage_of(at)["units"] == [0, 2]
    at.number_input(key="unroll-units").set_value(2).run()
    assert not at.warning
    assert stage_of(at)["units"] == [0, 1]
    assert "unroll-plane" not in at.query_params


def test_the_default_step_is_within_a_short_sequence(open_page):
    assert stage_of(open_page("unroll", **{"unroll-words": "so good"}))["step"] == 2


def test_a_very_long_word_is_cut_short_wherever_it_is_shown(open_page, do):
    at = open_page("unroll", **{"unroll-words": f"so {'x' * 1900}"})
    data = stage_of(at)
    assert data["tokens"] == ["so", "x" * 39 + "…"]
    assert not any("x" * 40 in text for text in (data["alt"], *data["sentences"]))
    edit(do, at, "x@2 1", "1.5")
    assert f"x:2:1.5:{'x' * 1900}" in as_link(at)["unroll-edits"]
    assert stage_of(at)["runs"][0]["x"][1][1] == pytest.approx(1.5)


def test_on_arrival_nothing_is_in_the_link(open_page):
    assert not open_page("unroll").query_params


def answer(do, at, value):
    return do(at, "answer", text=repr(value))


def test_the_exercise_goes_on_only_with_the_right_number(open_page, do):
    at = do(open_page("unroll"), "hand", step=2)
    expected = torch_run(PARAMS, X).values
    exercise = stage_of(at)["bench"]["exercise"]
    assert (exercise["step"], exercise["phase"], exercise["row"]) == (2, "new", 0)
    answer(do, at, -expected["new"][1, 0].item())
    exercise = stage_of(at)["bench"]["exercise"]
    assert (exercise["row"], exercise["is_right"]) == (0, False)
    assert exercise["verdict"] == "The size is right, the sign is not."
    do(at, "answer", text="half")
    assert stage_of(at)["bench"]["exercise"]["verdict"].startswith("Found 'half';")
    order = [("new", 3), ("old", 3), ("a", 3), ("h", 3), ("readout", 1), ("y", 1)]
    for name, rows in order:
        for row in range(rows):
            answer(do, at, expected[name][1, row].item())
            assert stage_of(at)["bench"]["exercise"]["is_right"], (name, row)
    exercise = stage_of(at)["bench"]["exercise"]
    assert (exercise["step"], exercise["phase"], exercise["row"]) == (3, "new", 0)


def test_a_number_that_is_shown_lets_the_exercise_go_on_and_a_reload_too(open_page, do):
    at = do(open_page("unroll"), "hand", step=1)
    do(at, "reveal")
    exercise = stage_of(reopened(open_page, at))["bench"]["exercise"]
    assert (exercise["phase"], exercise["row"]) == ("new", 1)
    do(at, "hand")
    assert stage_of(at)["bench"]["exercise"] is None
    assert "unroll-hand" not in at.query_params


def test_a_link_cannot_ask_for_a_prediction_that_is_not_made(open_page):
    query = {"unroll-outputs": "last step", "unroll-hand": "1.readout.0"}
    at = open_page("unroll", **query)
    assert ["Step must be 7 for readout, found 1" in each.value.replace("\\", "") for each in at.warning] == [
        True
    ]
    assert stage_of(at)["bench"]["exercise"] is None
    assert stage_of(open_page("unroll", **query | {"unroll-hand": "7.readout.0"}))["bench"]["exercise"]


def test_with_one_output_the_exercise_asks_for_no_other(open_page, do):
    query = {"unroll-outputs": "last step", "unroll-words": "so good", "unroll-units": "1"}
    at = do(open_page("unroll", **query), "hand", step=1)
    asked = []
    while not (exercise := stage_of(at)["bench"]["exercise"])["is_done"]:
        asked.append((exercise["step"], exercise["phase"]))
        do(at, "reveal")
    states = ["new", "old", "sum", "state"]
    assert asked == [(t, name) for t in (1, 2) for name in states] + [(2, "readout"), (2, "output")]
