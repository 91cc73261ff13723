"""The memory test on the memory page: its numbers are those of the shipped networks, and any link opens."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.memory_words import answer, share
from rnn_core.remembering.evaluation import follow, fresh_task, recall_curve
from rnn_core.remembering.networks import load_shipped_networks


@pytest.fixture(scope="module")
def networks():
    return load_shipped_networks()


def said(at):
    return " ".join(element.value for element in at.markdown)


def chart(at, place):
    return json.loads(at.get("plotly_chart")[place].proto.spec)


def button(at, key):
    return next(each for each in at.button if each.key == key)


def test_the_page_arrives_with_the_accuracies_of_the_shipped_networks(open_page, networks):
    at = open_page("memory")
    assert not at.exception
    curve = recall_curve(networks, 1_000, seed=0)
    traces = chart(at, 0)["data"]
    assert [trace["y"] for trace in traces[:-1]] == curve.accuracies.T.tolist()
    assert traces[-1]["y"] == curve.means.tolist()
    (metric,) = at.metric
    assert metric.label == "At T = 12 the RNNs name the first symbol in"
    assert metric.value == share(curve.means[curve.lengths.index(12)].item())
    assert metric.delta == "of 1,000 new sequences (chance 25 %)"


def test_a_link_sets_every_control(open_page, networks):
    query = {"t": "20", "seed": "3", "network": "5", "sequence": "17"}
    at = open_page("memory", **{f"memory-{name}": text for name, text in query.items()})
    curve = recall_curve(networks, 1_000, seed=3)
    assert at.metric[0].value == share(curve.means[curve.lengths.index(20)].item())
    task = fresh_task(networks, 20, 1_000, seed=3)
    expected = follow(networks.by_length[20][4], task, 16)
    assert chart(at, 1)["data"][0]["z"] == expected.T.tolist()
    assert "Sequence 17 of 1,000, network 5." in said(at)
    assert {name: at.query_params[f"memory-{name}"] for name in query} == query


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("t", "25", "The link asks for T = “25”; networks were trained for 1, 2, 3,"),
        ("t", "abc", "The link asks for T = “abc”; networks were trained for"),
        ("t", "1e9", "The link asks for T = “1e9”; networks were trained for"),
        ("t", "9" * 5_000, f"The link asks for T = “{'9' * 24}”; networks were trained for"),
        ("t", "-3", "The link asks for T = “-3”; networks were trained for"),
        ("t", "", "The link asks for T = “”; networks were trained for"),
        ("t", "<b>$x$", "The link asks for T = “?b??x?”; networks were trained for"),
        ("seed", "10000", "memory-seed = “10000”; whole numbers from 0 to 9,999 are allowed. Using 0."),
        ("seed", "x", "memory-seed = “x”; whole numbers from 0 to 9,999 are allowed. Using 0."),
        ("sequence", "0", "memory-sequence = “0”; whole numbers from 1 to 1,000 are allowed. Using 1."),
        ("sequence", "٣", "memory-sequence = “٣”; whole numbers from 1 to 1,000 are allowed. Using 1."),
        ("network", "9", "The link asks for “9”; choose 1 or 2 or 3"),
    ],
)
def test_nonsense_in_the_link_is_said_once_and_replaced(open_page, name, text, sentence):
    at = open_page("memory", **{f"memory-{name}": text})
    assert not at.exception
    assert said(at).count(sentence) == 1
    assert "Sequence 1 of 1,000, network 2." in said(at)
    at.run()
    assert sentence not in said(at)


@pytest.mark.parametrize(("asked", "shown"), [("25", 20), ("26", 30), ("4", 3), ("5000", 100), ("0", 1)])
def test_a_length_that_was_not_trained_snaps_to_the_nearest(open_page, asked, shown):
    at = open_page("memory", **{"memory-t": asked})
    assert at.select_slider(key="memory-t").value == shown
    assert f"Showing {shown}." in said(at)
    assert at.query_params["memory-t"] == str(shown)


def test_plus_and_minus_walk_through_the_lengths_and_end_at_their_ends(open_page):
    at = open_page("memory", **{"memory-t": "2"})
    button(at, "memory-t-less").click().run()
    assert at.select_slider(key="memory-t").value == 1
    assert button(at, "memory-t-less").disabled
    for length in (2, 3, 5):
        button(at, "memory-t-more").click().run()
        assert at.metric[0].label == f"At T = {length} the RNNs name the first symbol in"
    assert at.query_params["memory-t"] == "5"


def test_a_run_draws_new_sequences_and_really_asks_the_networks(open_page, networks):
    at = open_page("memory", **{"memory-t": "15"})
    button(at, "memory-run").click().run()
    assert at.query_params["memory-seed"] == "1"
    curve = recall_curve(networks, 1_000, seed=1)
    assert chart(at, 0)["data"][-1]["y"] == curve.means.tolist()
    assert at.metric[0].value == share(curve.means[curve.lengths.index(15)].item())


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        ("5", "All of them are right every time."),
        (
            "12",
            "5 of them are right in at least 90 %; the worst in 42.8 %, the best in 100 % (standard error",
        ),
        ("50", "None of them are right in at least 90 %; the worst in"),
    ],
)
def test_the_page_says_how_the_networks_differ(open_page, length, sentence):
    assert sentence in said(open_page("memory", **{"memory-t": length}))


def test_after_the_last_seed_and_the_last_sequence_comes_the_first(open_page):
    at = open_page("memory", **{"memory-seed": "9999", "memory-sequence": "1000"})
    button(at, "memory-run").click().run()
    button(at, "memory-next").click().run()
    assert "memory-seed" not in at.query_params
    assert "memory-sequence" not in at.query_params


def test_moving_t_moves_its_mark_and_nothing_else_in_the_chart(open_page):
    at = open_page("memory")
    before = chart(at, 0)
    at.select_slider(key="memory-t").set_value(70).run()
    after = chart(at, 0)
    assert after["data"] == before["data"]
    marks = [shape["x0"] for shape in after["layout"]["shapes"] if shape["x0"] == shape["x1"]]
    assert marks == [70]
    assert "T = 70" in [note["text"] for note in after["layout"]["annotations"]]
    assert at.metric[0].label == "At T = 70 the RNNs name the first symbol in"


def test_a_return_by_the_menu_finds_the_test_as_it_was_left(open_page):
    at = open_page("memory", **{"memory-t": "30", "memory-seed": "4"})
    at.query_params.clear()
    at.switch_page("pages/unroll.py").run()
    at.query_params.clear()
    at.switch_page("pages/memory.py").run()
    assert at.select_slider(key="memory-t").value == 30
    assert at.query_params["memory-t"] == "30"
    assert at.query_params["memory-seed"] == "4"


def test_the_answer_is_put_into_words():
    right, wrong = [0.1, 0.7, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1]
    told = answer([wrong, right], [1, 3])
    assert told.startswith("The first symbol is B. After 2 symbols the network names B (")
    assert told.endswith("(probability 70.0 %, by chance 25 %): right.")
    told = answer([wrong], [2])
    assert told.startswith("The first symbol is C. After one symbol the network names A (")
    assert told.endswith(": wrong, C was first.")


def test_a_damaged_file_is_said_in_one_sentence(open_page, tmp_path, monkeypatch):
    from pages.ui import memory_test
    from rnn_core.remembering import networks as files

    damaged = tmp_path / "remember_first.safetensors"
    damaged.write_bytes(files.FILE.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(files, "FILE", damaged)
    memory_test.networks.clear()
    at = open_page("memory")
    memory_test.networks.clear()
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "The model file remember_first.safetensors is damaged: its SHA-256 is not the one that was shipped."
    ]


def taking_the_test(length):
    """Run the visitor's own test by itself."""

    def script(length):
        from pages.ui.own_memory import own_memory

        own_memory(length)

    return AppTest.from_function(script, kwargs={"length": length}).run()


def shown_symbol(at):
    return next(text.value for text in at.markdown if text.value.startswith("# ")).removeprefix("# ")


@pytest.mark.parametrize(("length", "symbols"), [(1, 1), (3, 3), (100, 20)])
@pytest.mark.parametrize("knows", [True, False])
def test_the_visitor_is_shown_symbol_after_symbol_and_asked_for_the_first(length, symbols, knows):
    at = taking_the_test(length)
    at.session_state["own-memory-symbols"] = ("CABD" * 5)[
        :symbols
    ]  # the last is never the first, but for T = 1
    at.run()
    first = shown_symbol(at)
    assert first == "C"
    for place in range(1, symbols + 1):
        assert shown_symbol(at) in "ABCD"
        assert f"Symbol {place} of {symbols}." in said(at)
        button(at, "own-memory-next").click().run()
    assert shown_symbol(at) == "?"
    named = first if knows else {"A": "B"}.get(first, "A")
    button(at, f"own-memory-{named}").click().run()
    assert not at.exception
    verdict = "Right" if knows else "Wrong"
    assert f"{verdict}: {first} came first. You named {int(knows)} of 1 so far." in said(at)
    assert shown_symbol(at) == first  # the verdict stands alone: no symbol of another sequence beside it
    button(at, f"own-memory-{named}").click().run()
    assert "of 1 so far." in said(at)  # one answer for one sequence
    button(at, "own-memory-next").click().run()
    assert f"Symbol 1 of {symbols}." in said(at)
    assert "came first" not in said(at)


def test_the_visitor_may_see_the_sequence_again_before_answering():
    at = taking_the_test(2)
    at.session_state["own-memory-symbols"] = "DA"
    for expected in "DA?D":
        at.run()
        assert shown_symbol(at) == expected
        button(at, "own-memory-next").click()


def test_another_length_begins_the_visitors_test_anew():
    at = taking_the_test(5)
    button(at, "own-memory-next").click().run()
    at.session_state["own-memory-symbols"] = "ABC"
    at.run()
    assert "Symbol 1 of 5." in said(at)


def test_the_page_names_its_sources_once_and_says_what_the_sentences_are(open_page):
    at = open_page("memory")
    assert said(at).count("### Sources") == 1
    assert "3,467 new sentences of patterns that training did see" in " ".join(
        each.value for each in (*at.markdown, *at.caption)
    )


def test_the_table_writes_its_shares_as_the_page_does(networks):
    def script():
        from pages.ui.memory_test import _table, curve

        _table(curve(0))

    at = AppTest.from_function(script)
    at.session_state["memory-accuracies"] = True
    at.run()
    assert not at.exception
    ((table,)) = at.dataframe
    curve = recall_curve(networks, 1_000, seed=0)
    assert table.value["mean"].tolist() == pytest.approx((100 * curve.means).tolist())
    assert '"format": "%.1f %%"' in table.proto.columns
    assert "network 1 of one row is not network 1 of the next" in " ".join(
        each.value for each in (*at.markdown, *at.caption)
    )
