import pytest
import torch

from rnn_core.sentiment.close_reading import read_closely, read_states
from rnn_core.sentiment.pace import flushes_denormals
from rnn_core.sentiment.prediction import predict
from tests.core.sentiment.cases import VOCABULARY, make_model

TEXT = "A fine film. NOT dull, zebra!"


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_all_parts_speak_of_the_same_verdict(cell):
    model = make_model(2, cell=cell)
    said, close = predict(model, VOCABULARY, TEXT), read_closely(model, VOCABULARY, TEXT)
    assert close.gradients.end == pytest.approx(said.logit, abs=1e-5)
    assert close.deletion.whole == pytest.approx(said.logit, abs=1e-5)
    assert len(close.gradients.shares) == len(close.deletion.without) == said.num_tokens


def test_units_stand_by_their_weight_and_by_the_step_of_their_maximum():
    model = make_model(2, cell="gru")
    close = read_closely(model, VOCABULARY, TEXT)
    assert model.output.weight[0][close.states.by_weight].diff().le(0).all()
    assert close.gradients.h.argmax(0)[close.states.by_peak].diff().ge(0).all()
    assert sorted(close.states.by_weight.tolist()) == sorted(close.states.by_peak.tolist()) == list(range(6))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_states_alone_are_those_of_the_close_reading(cell):
    model = make_model(2, cell=cell)
    alone, close = read_states(model, VOCABULARY, TEXT), read_closely(model, VOCABULARY, TEXT)
    torch.testing.assert_close(alone.h.double(), close.states.h, atol=1e-6, rtol=0)
    assert alone.by_weight.tolist() == close.states.by_weight.tolist()


def test_no_more_is_read_than_the_network_reads():
    assert len(read_closely(make_model(), VOCABULARY, "fine " * 500).gradients.shares) == 20


def test_the_caller_s_threads_and_denormals_stay_as_they_were():
    before = torch.get_num_threads(), flushes_denormals()
    read_closely(make_model(), VOCABULARY, TEXT)
    assert (torch.get_num_threads(), flushes_denormals()) == before


def test_a_text_without_words_is_refused():
    with pytest.raises(ValueError, match="The review must hold at least one word; none was found"):
        read_closely(make_model(), VOCABULARY, "***")
