import pytest
import torch

from rnn_core.sentiment.checkpoints import LoadedModel
from rnn_core.sentiment.prediction import predict
from rnn_core.sentiment.watching import MAX_SHOWN, read_then
from tests.core.sentiment.cases import VOCABULARY, make_model


@pytest.mark.parametrize("settings", [{}, {"pooling": "last", "pad_to": 20}, {"cell": "gru"}])
def test_it_says_what_the_prediction_says_and_shows_the_states_behind_it(settings):
    model = make_model(**settings)
    read = read_then(LoadedModel(model, VOCABULARY), "A FILM, so fine!", temperature=2.0)
    predicted = predict(model, VOCABULARY, "A FILM, so fine!", temperature=2.0)
    assert read.probability == pytest.approx(predicted.probability)
    assert read.words == ("A", "FILM", ",", "so", "fine", "!")
    assert read.num_read == 6
    ids = torch.tensor([VOCABULARY.encode(["a", "film", ",", "so", "fine", "!"]).tolist()])
    torch.testing.assert_close(torch.from_numpy(read.states), model.hidden_states(ids)[:, 0])
    torch.testing.assert_close(torch.from_numpy(read.output_weights), model.output.weight[0].detach())


def test_a_long_review_is_judged_whole_and_shown_in_part():
    model = make_model(max_tokens=100)
    text = "fine " * 90 + "dull"
    read = read_then(LoadedModel(model, VOCABULARY), text)
    assert (len(read.words), len(read.states), read.num_read) == (MAX_SHOWN, MAX_SHOWN, 91)
    assert read.probability == pytest.approx(predict(model, VOCABULARY, text).probability)


def test_a_text_without_words_is_said():
    with pytest.raises(ValueError, match="at least one word"):
        read_then(LoadedModel(make_model(), VOCABULARY), " \n")
