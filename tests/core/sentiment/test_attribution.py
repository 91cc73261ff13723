import pytest
import torch
from captum.attr import IntegratedGradients as CaptumGradients
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core.sentiment.attribution import BASELINES, LONG, integrated_gradients
from rnn_core.sentiment.checkpoints import SHIPPED, load_shipped
from rnn_core.sentiment.hard_cases import CASES
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.text.tokenizer import words
from rnn_core.text.vocabulary import UNKNOWN
from tests.core.sentiment.cases import VOCABULARY, make_model

REVIEW = "The first half is slow and I nearly gave up, but the ending is superb. I was not bored, not once."
CELLS = [
    {"cell": cell, "pooling": pooling}
    for cell in ("rnn", "lstm", "gru")
    for pooling in ("max", "mean", "last", "last real")
] + [
    {"cell": "mean", "pooling": "mean", "hidden_size": 5},
    {"cell": "lstm", "pooling": "last", "pad_to": 24},
    {"cell": "rnn", "pooling": "max", "pad_to": 24},
]  # fmt: skip
each_cell = pytest.mark.parametrize("case", CELLS, ids=lambda case: "-".join(map(str, case.values())))
some_words = st.lists(st.integers(1, len(VOCABULARY) - 1), min_size=1, max_size=20)


def logit_of(model, ids):
    """What the model itself says, filler and mask as in training."""
    size = model.config.pad_to or len(ids)
    padded = torch.nn.functional.pad(ids, (0, size - len(ids)))[None]
    return model.double()(padded, torch.arange(size)[None] < len(ids)).item()


def captum_shares(model, ids, baseline, num_steps):
    exact = model.double()
    vectors = exact.embedding(ids).detach()[None]
    start = (
        torch.zeros_like(vectors)
        if baseline == "zero"
        else exact.embedding.weight[UNKNOWN].expand_as(vectors)
    )

    def judge(x):
        h = exact.recurrent(x.transpose(0, 1).contiguous())[0]
        return exact.read_out(h, torch.ones(x.shape[:2], dtype=torch.bool))

    found = CaptumGradients(judge).attribute(vectors, start, n_steps=num_steps, method="riemann_middle")
    return found.sum(2)[0].detach()


@each_cell
@settings(max_examples=8)
@given(
    ids=some_words,
    baseline=st.sampled_from(BASELINES),
    num_segments=st.integers(1, 9),
    seed=st.integers(0, 99),
)
def test_the_shares_add_up_to_the_change_of_the_logit(case, ids, baseline, num_segments, seed):
    model, ids = make_model(seed, **case), torch.tensor(ids)
    found = integrated_gradients(model, ids, baseline, num_segments)
    assert found.end == pytest.approx(logit_of(model, ids), abs=1e-9)
    assert found.shares.sum().item() == pytest.approx(found.end - found.start, abs=1e-9)


@each_cell
def test_every_word_at_the_baseline_gives_the_start(case):
    model = make_model(**case)
    ids = torch.tensor([4, 5, 6])
    found = integrated_gradients(model, ids, "unknown")
    assert found.start == pytest.approx(logit_of(model, torch.full_like(ids, UNKNOWN)), abs=1e-9)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("pooling", ["max", "mean", "last"])
@pytest.mark.parametrize("baseline", BASELINES)
def test_short_segments_give_what_captum_gives(cell, pooling, baseline):
    model, ids = make_model(3, cell=cell, pooling=pooling), torch.tensor([2, 4, 7, 5, 6, 3, 8, 4])
    ours = integrated_gradients(model, ids, baseline, 400).shares
    torch.testing.assert_close(ours, captum_shares(model, ids, baseline, 1_000), atol=2e-4, rtol=0)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("baseline", BASELINES)
def test_captum_agrees_on_the_networks_that_ship(name, baseline):
    loaded = load_shipped(name)
    ids = torch.from_numpy(loaded.vocabulary.encode(words(REVIEW))).long()
    ours = integrated_gradients(loaded.model, ids, baseline)
    theirs = captum_shares(loaded.model, ids, baseline, 500)
    assert (ours.shares - theirs).norm() < 0.03 * theirs.norm()
    assert ours.shares.sum().item() == pytest.approx(ours.end - ours.start, rel=1e-6)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_long_review_s_shares_add_up_where_gradients_explode_on_the_way(name):
    loaded = load_shipped(name)
    ids = torch.from_numpy(loaded.vocabulary.encode(words(REVIEW * 10)))
    for baseline in BASELINES:
        found = integrated_gradients(loaded.model, ids, baseline)
        assert found.num_segments == (64 if name == "rnn" else 16)
        assert found.shares.sum().item() == pytest.approx(found.end - found.start, rel=1e-6)


@pytest.mark.parametrize(("name", "off"), [("rnn", 0.06), ("lstm", 0.03), ("gru", 0.03)])
def test_single_shares_of_a_long_review_come_close_to_finely_cut_ones(name, off):
    loaded = load_shipped(name)
    text = " ".join(case.text for case in CASES)
    ids = torch.from_numpy(loaded.vocabulary.encode(words(text)[: LONG + 1]))
    with one_quiet_thread():
        ours = integrated_gradients(loaded.model, ids)
        finely = integrated_gradients(loaded.model, ids, num_segments=192)
    assert (ours.shares - finely.shares).norm() < off * finely.shares.norm()


def test_a_word_at_its_baseline_has_no_share():
    found = integrated_gradients(make_model(), torch.tensor([4, UNKNOWN, 5]), "unknown")
    assert found.shares[1].item() == pytest.approx(0, abs=1e-15)
    assert found.shares[0].abs() > 1e-6


def test_the_run_s_end_is_the_network_s_own_hidden_states():
    model, ids = make_model(cell="gru"), torch.tensor([4, 7, 5, 2])
    found = integrated_gradients(model, ids)
    torch.testing.assert_close(found.h, model.double().hidden_states(ids[None])[:, 0].detach())


def test_the_model_is_left_as_it_was():
    model = make_model()
    integrated_gradients(model, torch.tensor([4, 5]))
    assert model.output.weight.dtype == torch.float32
    assert all(weight.grad is None for weight in model.parameters())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ids": torch.tensor([], dtype=torch.long)}, "ids must hold at least one word, found none"),
        ({"num_segments": 0}, "num_segments must be a whole number from 1 to 10000, found 0"),
        ({"baseline": "mean"}, "baseline must be one of zero, unknown, found 'mean'"),
    ],
)
def test_what_cannot_be_computed_is_named(changes, message, as_users_run):
    with pytest.raises(ValueError, match=message):
        integrated_gradients(make_model(), **({"ids": torch.tensor([4])} | changes))
