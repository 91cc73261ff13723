import math

from rnn_core.sentiment.close_reading import read_closely
from rnn_core.sentiment.prediction import PredictedToken, Prediction, predict
from rnn_core.tables.prediction import close_reading_table, prediction_table
from tests.core.sentiment.cases import VOCABULARY, make_model


def prediction(*probabilities: float) -> Prediction:
    tokens = tuple(
        PredictedToken(text=f"w{k}", start=3 * k, end=3 * k + 2, known=k != 1, probability=probability)
        for k, probability in enumerate(probabilities)
    )
    return Prediction(probabilities[-1], "positive", tokens, len(tokens), 1, truncated=False)


def test_one_row_a_token_with_the_change_against_the_token_before():
    table = prediction_table(prediction(0.5, 0.75, 0.125))
    assert table["token"].tolist() == ["w0", "w1", "w2"]
    assert table["in the vocabulary"].tolist() == [True, False, True]
    assert table["positive"].tolist() == [0.5, 0.75, 0.125]
    assert math.isnan(table["change"].iloc[0])
    assert table["change"].tolist()[1:] == [0.25, -0.625]
    assert table.index.tolist() == [1, 2, 3]


def test_one_token_has_no_change():
    table = prediction_table(prediction(0.9))
    assert table["change"].isna().all()
    assert str(table["change"].dtype) == "float64"


def test_what_each_word_did_and_every_hidden_unit_stand_beside_it():
    model = make_model(cell="gru")
    said = predict(model, VOCABULARY, "A fine film.")
    close = read_closely(model, VOCABULARY, "A fine film.")
    table = close_reading_table(said, close)
    assert table["token"].tolist() == ["a", "fine", "film", "."]
    assert table["share"].tolist() == close.gradients.shares.tolist()
    assert table["left out"].tolist() == close.deletion.effects.tolist()
    assert table.loc[2, "h[6]"] == close.gradients.h[1, 5].item()
    assert len(table.columns) == 6 + 6
