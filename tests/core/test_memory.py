"""The two readers of the memory lesson: equal in size, equal to torch, different in what order is to them."""

import itertools
import re
import subprocess
import sys

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.data.order_words import FILLERS
from rnn_core.memory.accuracy import Accuracy, examine
from rnn_core.memory.everyday import MAX_SENTENCES, everyday_sentences
from rnn_core.memory.files import (
    FIGURES_FILE,
    MLP_FILE,
    PLANE_FILE,
    RNN_FILE,
    SHA256,
    VOCABULARY_FILE,
    load_examination,
    load_plane,
    load_readers,
    save_findings,
    save_readers,
)
from rnn_core.memory.models import WordMLP, WordRNN
from rnn_core.memory.orders import compare_orders, most_telling_swap, read, sentence_words
from rnn_core.memory.plane import page_plane, state_plane
from rnn_core.memory.sentences import new_everyday_sentences, order_sentences, training_sentences
from rnn_core.memory.training import MLP_DECAY, NUM_EPOCHS, RNN_DECAY, UNHEARD_SHARE, train_readers
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.text.vocabulary import UNKNOWN
from rnn_core.weight_files import MODELS_DIR, CheckpointError

SENTENCE = ("the", "film", "was", "not", "bad", "but", "good")
OTHER_ORDER = (0, 1, 2, 3, 6, 5, 4)
TYPED = {
    "not good but bad": False,
    "not bad but good": True,
    "I did not like it, it was bad": False,
    "I liked it, it was not bad": True,
    "the film was not bad at all": True,
    "the film was not good at all": False,
    "good, not bad": True,
    "bad, not good": False,
    "The movie was great": True,
    "The movie was terrible": False,
    "I love it": True,
    "I hate this": False,
    "I hated the book but loved the film": True,
    "I loved the book but hated the film": False,
    "it's not great": False,
    "never boring, always funny": True,
    "never funny, always boring": False,
    "I don't like it": False,
    "I didn't hate it": True,
    "the acting was bad but the film was good": True,
    "the acting was good but the film was bad": False,
    "I thought it would be bad but it was good": True,
    "I thought it would be good but it was bad": False,
    "this is not a good movie": False,
    "this is not a bad movie": True,
    "nobody liked it": False,
    "everyone loved it": True,
    "it was good, really good": True,
    "it was boring and I hated it": False,
    "I expected a masterpiece and got a mess": False,
    "the best film ever": True,
    "it was good, not bad": True,
}


@pytest.fixture(scope="module")
def readers():
    return load_readers()


@pytest.fixture(scope="module")
def trained():
    return training_sentences()


@pytest.fixture(scope="module")
def about_pizza():
    return [sentence for sentence in training_sentences(2) if "pizza" in sentence.words]


def torch_states(readers, numbers):
    params = readers.rnn.params
    rnn = torch.nn.RNN(params.input_size, params.hidden_size, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(params.W_xh)
        rnn.weight_hh_l0.copy_(params.W_hh)
        rnn.bias_ih_l0.copy_(params.b_h)
        rnn.bias_hh_l0.zero_()
        return rnn(readers.rnn.embedding[numbers])[0]


@pytest.mark.parametrize("tokens", [SENTENCE, ("good",), ("zorbulent", "film"), ("the",) * 12])
def test_the_rnn_reads_as_torchs_does(readers, tokens):
    reading = read(readers, tokens)
    h = torch_states(readers, readers.vocabulary.encode(tokens).tolist())
    torch.testing.assert_close(reading.h[1:], h)
    logits = torch.nn.functional.linear(h, readers.rnn.params.W_hy, readers.rnn.params.b_y)[:, 0]
    torch.testing.assert_close(reading.logits, logits)
    torch.testing.assert_close(reading.probabilities, torch.sigmoid(logits))


def test_the_mlp_is_torchs_over_the_mean_vector(readers):
    mlp, numbers = readers.mlp, readers.vocabulary.encode(SENTENCE).tolist()
    mean = torch.nn.functional.embedding_bag(torch.tensor([numbers]), mlp.embedding, mode="mean")
    layer = torch.tanh(torch.nn.functional.linear(mean, mlp.W_in, mlp.b_in))
    expected = torch.nn.functional.linear(layer, mlp.W_out, mlp.b_out).item()
    reading = read(readers, SENTENCE)
    assert reading.mlp_logit == pytest.approx(expected, abs=1e-12)
    assert reading.mlp_probability == pytest.approx(torch.sigmoid(torch.tensor(expected)).item(), abs=1e-6)


def test_both_have_as_many_parameters(readers):
    assert readers.mlp.num_parameters == readers.rnn.num_parameters
    assert readers.rnn.num_parameters - readers.rnn.embedding.numel() == 513
    assert readers.mlp.embedding.shape == readers.rnn.embedding.shape == (len(readers.vocabulary), 14)


@given(order=st.permutations(range(len(SENTENCE))))
def test_no_order_moves_the_mlp_in_any_digit(readers, order):
    both = compare_orders(readers, SENTENCE, order)
    first, second = (
        torch.tensor([each.mlp_logit, each.mlp_probability], dtype=torch.float64)
        for each in (both.first, both.second)
    )
    torch.testing.assert_close(second, first, atol=0, rtol=0)


def test_most_orders_move_the_rnn(readers):
    asis = read(readers, SENTENCE).logits[-1]
    orders = list(itertools.permutations(SENTENCE))[1:200]
    moved = [abs((read(readers, order).logits[-1] - asis).item()) > 1e-3 for order in orders]
    assert all(moved)
    both = compare_orders(readers, SENTENCE, OTHER_ORDER)
    assert both.first.probabilities[-1] > 0.9
    assert both.second.probabilities[-1] < 0.1


@given(order=st.permutations(range(len(SENTENCE))))
def test_the_paths_are_one_until_the_parting_word_and_differ_there(readers, order):
    both = compare_orders(readers, SENTENCE, order)
    if both.parting is None:
        torch.testing.assert_close(both.first.h, both.second.h)
        return
    before = both.parting  # h[0] to h[parting - 1]
    torch.testing.assert_close(both.first.h[:before], both.second.h[:before], atol=0, rtol=0)
    assert (both.first.h[before] - both.second.h[before]).abs().max() > 1e-3
    assert both.first.words[: before - 1] == both.second.words[: before - 1]


def test_after_the_parting_even_a_shared_word_meets_another_past(readers):
    both = compare_orders(readers, SENTENCE, OTHER_ORDER)
    assert both.first.words[5] == both.second.words[5] == "but"
    assert (both.first.h[6] - both.second.h[6]).abs().max() > 0.1


def test_exchanging_equal_words_parts_nothing(readers):
    both = compare_orders(readers, ("so", "so", "good"), (1, 0, 2))
    assert both.parting is None


def test_paths_part_where_the_networks_hear_a_difference_not_where_unknown_words_differ(readers):
    tokens = ("zorbulent", "blimfark", "good", "film")
    both = compare_orders(readers, tokens, (1, 0, 3, 2))
    assert (both.differing, both.parting) == (1, 3)
    torch.testing.assert_close(both.first.h[:3], both.second.h[:3], atol=0, rtol=0)
    assert (both.first.h[3] - both.second.h[3]).abs().max() > 1e-3
    unheard = compare_orders(readers, tokens, (1, 0, 2, 3))
    assert (unheard.differing, unheard.parting) == (1, None)
    torch.testing.assert_close(unheard.first.h, unheard.second.h, atol=0, rtol=0)


@pytest.mark.parametrize("order", [(0, 1), (0, 0, 1), (1, 2, 3)])
def test_an_order_that_is_none_is_named(readers, order):
    with pytest.raises(ValueError, match="order must hold each number from 0 to 2 once"):
        compare_orders(readers, ("so", "very", "good"), order)


def test_the_most_telling_swap_moves_the_answer_furthest(readers):
    before = read(readers, SENTENCE).probabilities[-1].item()

    def moved(order):
        return abs(read(readers, [SENTENCE[k] for k in order]).probabilities[-1].item() - before)

    swaps = []
    for i, j in itertools.combinations(range(len(SENTENCE)), 2):
        order = list(range(len(SENTENCE)))
        order[i], order[j] = j, i
        swaps.append(order)
    assert moved(most_telling_swap(readers, SENTENCE)) == pytest.approx(max(map(moved, swaps)))


def test_the_most_telling_swap_asks_the_rnn_alone_and_not_for_equal_words(readers, monkeypatch):
    asked = []
    monkeypatch.setattr(WordMLP, "logit", lambda *_: pytest.fail("the MLP was asked"))
    heard = WordRNN.read
    monkeypatch.setattr(WordRNN, "read", lambda rnn, numbers: asked.append(numbers) or heard(rnn, numbers))
    assert most_telling_swap(readers, ("good", "good", "zorbulent", "blimfark")) != (0, 1, 2, 3)
    assert len(asked) == 1 + 4  # as it stands, and each "good" with each unknown word
    assert most_telling_swap(readers, ("good", "good")) == (0, 1)


@pytest.mark.parametrize("asking", [read, most_telling_swap, lambda *some: compare_orders(*some, [])])
def test_no_words_at_all_are_named(readers, asking):
    with pytest.raises(ValueError, match=r"^tokens must hold 1 or more words, found 0$"):
        asking(readers, [])


@pytest.mark.parametrize(("sentence", "is_positive"), TYPED.items())
def test_what_a_student_would_type_is_understood(readers, sentence, is_positive):
    assert (read(readers, sentence_words(sentence)).logits[-1] > 0) == is_positive


def test_what_the_page_calls_a_failure_is_one(readers, about_pizza):
    assert read(readers, ("the", "pizza", "was", "good")).probabilities[-1] < 0.5
    films = set(FILLERS["film"])
    assert len(about_pizza) > 50
    assert all(films & set(sentence.words) for sentence in about_pizza)


def test_beside_a_pizza_the_film_is_the_worse_one_as_often_as_not(about_pizza):
    # The label is the film's; the other thing of these sentences is always of the other pole.
    labels = [sentence.label for sentence in about_pizza]
    share = sum(labels) / len(labels)
    assert abs(share - 0.5) < 2 * standard_error(share, len(labels))


def test_the_mlp_answers_where_counting_is_enough_and_no_further(readers):
    assert read(readers, ("the", "film", "was", "great")).mlp_probability > 0.9
    assert read(readers, ("the", "film", "was", "terrible")).mlp_probability < 0.1
    assert read(readers, ("not", "bad")).mlp_probability > 0.9
    assert read(readers, ("not", "good")).mlp_probability < 0.1
    competing = [read(readers, sentence.split()) for sentence in ("not bad but good", "not good but bad")]
    assert competing[0].mlp_logit == pytest.approx(competing[1].mlp_logit, abs=1e-12)
    assert competing[0].probabilities[-1] > 0.9
    assert competing[1].probabilities[-1] < 0.1


def test_what_the_page_says_of_the_training_holds(trained):
    assert len(trained) == 20_000 + 20_000
    assert pytest.approx(1 / 10) == UNHEARD_SHARE
    assert NUM_EPOCHS == 50
    assert pytest.approx((0.0, 0.1)) == (MLP_DECAY, RNN_DECAY)


def test_every_unknown_word_sounds_alike(readers):
    one, other = (read(readers, ("a", word, "film")) for word in ("zorbulent", "blimfark"))
    torch.testing.assert_close(one.h, other.h, atol=0, rtol=0)
    assert readers.vocabulary.encode(["zorbulent"]).tolist() == [UNKNOWN]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Found 0 words; 2 to 12 are allowed."),
        ("  ", "Found 0 words; 2 to 12 are allowed."),
        ("good", "Found 1 word; 2 to 12 are allowed; one word has no other order."),
        ("word " * 5_000, "Found 5,000 words; 2 to 12 are allowed."),
        ("a b c d e f g h i j k l m", "Found 13 words; 2 to 12 are allowed."),
    ],
)
def test_a_sentence_of_another_length_is_named(text, sentence):
    with pytest.raises(ValueError) as raised:
        sentence_words(text)
    assert str(raised.value) == sentence


def test_the_plane_holds_most_of_what_two_axes_can(readers):
    texts = [sentence.words for sentence in order_sentences()[:50]]
    plane = state_plane(readers, texts)
    h = torch.cat([read(readers, tokens).h[1:] for tokens in texts])
    variances = torch.linalg.eigvalsh(torch.cov(h.T)).flip(0)
    torch.testing.assert_close(plane.shares, variances[:2] / variances.sum())
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2, dtype=torch.float64))
    torch.testing.assert_close(plane.project(h).var(0), variances[:2])


def test_order_decides_and_only_the_rnn_hears_it(readers):
    found = examine(readers)
    assert found == load_examination()
    assert found.rnn_order.share > 0.95
    assert 0.5 < found.mlp_order.share < 0.6
    assert found.rnn_everyday.share > 0.98
    assert found.mlp_everyday.share > 0.8
    assert found.rnn_order.num_sentences == 4_000


def test_the_examination_holds_nothing_that_training_held(trained):
    known = {sentence.words for sentence in trained}
    assert not [each for each in new_everyday_sentences(2_000) if each.words in known]
    assert not [each for each in order_sentences() if each.words in known]


def test_the_standard_error_is_that_of_a_share():
    assert Accuracy(0.5, 100).standard_error == pytest.approx(0.05)


def test_the_shipped_plane_is_the_one_of_the_shipped_networks(readers):
    shipped, found = load_plane(), page_plane(readers)
    torch.testing.assert_close(vars(shipped), vars(found))
    states = [read(readers, sentence.words).h for sentence in order_sentences()[:300]]
    places = (torch.cat(states) - shipped.centre) @ shipped.axes.T
    torch.testing.assert_close(shipped.ranges[:, 0], places.amin(0))
    torch.testing.assert_close(shipped.ranges[:, 1], places.amax(0))


def test_findings_survive_the_disk_to_the_last_digit(tmp_path):
    save_findings(tmp_path, load_examination(), load_plane())
    assert load_examination(tmp_path) == load_examination()
    torch.testing.assert_close(vars(load_plane(tmp_path)), vars(load_plane()), atol=0, rtol=0)
    assert (tmp_path / PLANE_FILE).read_bytes() == (MODELS_DIR / PLANE_FILE).read_bytes()


@pytest.mark.parametrize(("file", "load"), [(FIGURES_FILE, load_examination), (PLANE_FILE, load_plane)])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{", "is damaged: it is no JSON"),
        ("[]", "is damaged: it holds no named fields"),
        ('{"mlp_order": 3}', "is damaged: "),
        ('{"centre": {"a": 1}}', "is damaged: "),
        ("{}", "is damaged: "),
    ],
)
def test_findings_that_cannot_be_read_are_named(tmp_path, file, load, content, reason):
    if content is not None:
        (tmp_path / file).write_text(content)
    with pytest.raises(CheckpointError, match=f"the file {file} {reason}"):
        load(tmp_path)


def test_findings_that_are_no_numbers_are_named(tmp_path):
    for file in (FIGURES_FILE, PLANE_FILE):
        damaged = re.sub(r"-?0\.[0-9]+", "NaN", (MODELS_DIR / file).read_text(), count=1)
        (tmp_path / file).write_text(damaged)
    with pytest.raises(CheckpointError, match="share must be a finite number from 0 to 1, found nan"):
        load_examination(tmp_path)
    with pytest.raises(CheckpointError, match="centre must hold finite numbers only"):
        load_plane(tmp_path)


def test_readers_survive_the_disk_and_the_hashes_are_pinned(tmp_path, readers):
    assert save_readers(tmp_path, readers) == SHA256
    again = load_readers(tmp_path)
    torch.testing.assert_close(again.rnn.params.W_hh, readers.rnn.params.W_hh, atol=0, rtol=0)
    assert again.vocabulary == readers.vocabulary
    assert again.mlp.W_in.dtype == again.rnn.embedding.dtype == torch.float64


@pytest.mark.parametrize("file", [MLP_FILE, RNN_FILE, VOCABULARY_FILE])
def test_a_changed_byte_is_noticed(tmp_path, readers, file):
    save_readers(tmp_path, readers)
    content = bytearray((tmp_path / file).read_bytes())
    content[-2] ^= 1
    (tmp_path / file).write_bytes(bytes(content))
    with pytest.raises(CheckpointError) as error:
        load_readers(tmp_path)
    assert str(error.value) == (
        f"the model file {file} is damaged: its SHA-256 is not the one that was shipped"
    )


def test_files_that_do_not_fit_are_named(tmp_path, readers):
    hashes = save_readers(tmp_path, readers)
    (tmp_path / RNN_FILE).write_bytes((tmp_path / MLP_FILE).read_bytes())
    with pytest.raises(CheckpointError, match="do not fit together"):
        load_readers(tmp_path, hashes | {RNN_FILE: hashes[MLP_FILE]})


@pytest.mark.parametrize("file", [MLP_FILE, RNN_FILE, VOCABULARY_FILE])
def test_a_missing_file_is_named(tmp_path, readers, file):
    save_readers(tmp_path, readers)
    (tmp_path / file).unlink()
    with pytest.raises(CheckpointError) as error:
        load_readers(tmp_path)
    assert str(error.value) == f"the model file {file} cannot be read: No such file or directory"


@pytest.mark.parametrize("seed", range(3))
def test_everyday_sentences_are_distinct_and_half_of_them_positive(seed):
    sentences = everyday_sentences(600, seed)
    assert sum(sentence.label for sentence in sentences) == 300
    assert len({sentence.words for sentence in sentences}) == 600
    assert sentences == everyday_sentences(600, seed)


@pytest.mark.parametrize(
    ("num_sentences", "message"),
    [(0, "num_sentences must be"), (3, "must be even"), (MAX_SENTENCES + 2, "num_sentences must be")],
)
def test_a_number_of_sentences_that_cannot_be_written_is_named(num_sentences, message):
    with pytest.raises(ValueError, match=message):
        everyday_sentences(num_sentences)


def test_the_same_seed_trains_the_same_networks(trained):
    some = trained[::100]
    one, other = (train_readers(3, num_epochs=2, sentences=some, report=lambda _: None) for _ in range(2))
    torch.testing.assert_close(one.rnn.params.W_hh, other.rnn.params.W_hh, atol=0, rtol=0)
    torch.testing.assert_close(one.mlp.W_in, other.mlp.W_in, atol=0, rtol=0)
    assert one.rnn.num_parameters == one.mlp.num_parameters


def test_loading_what_ships_needs_no_trainer():
    code = (
        "import sys\nfrom rnn_core.memory import files\n"
        "files.load_readers(), files.load_plane(), files.load_examination()\n"
        "print('rnn_core.memory.training' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
