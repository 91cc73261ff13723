"""How long the predict page computes on a review of 250 words: python -m benchmarks.prediction.

For each network that ships, all that is computed when a key was pressed: the prediction of all three networks
after each word, the chosen network's hidden states, integrated gradients and the review without each word,
the nearest spellings, and what is sent to the browser. Then the longest review that the networks read: what
comes with every key, and what follows once the typing rests. One thread; the clock is the processor's, so
that a busy machine counts little; medians of turns in which the parts take their places one after another.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import torch

from pages.ui.lanes import lanes_of, sums
from pages.ui.reading import reading_data
from rnn_core.sentiment.attribution import integrated_gradients
from rnn_core.sentiment.checkpoints import SHIPPED, LoadedModel, load_shipped
from rnn_core.sentiment.close_reading import read_closely, read_states
from rnn_core.sentiment.deletion import delete_each_word
from rnn_core.sentiment.hard_cases import CASES
from rnn_core.sentiment.pace import one_quiet_thread
from rnn_core.sentiment.prediction import Prediction, predict
from rnn_core.text.spelling import Speller
from rnn_core.text.tokenizer import tokenize

NUM_WORDS, NUM_TURNS, WANT_MS = 250, 15, 150
LONG_WORDS, LONG_WANT_MS = 1_000, 300


def review(num_words: int) -> str:
    """Give so many words and marks of the hard cases, one text after the other, over and over."""
    text = " ".join([case.text for case in CASES] * 3)
    return text[: tokenize(text, num_words)[-1].end]


def cpu_ms(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return 1000 * (time.process_time() - start)


def judged(loaded: LoadedModel, text: str) -> Prediction:
    return predict(loaded.model, loaded.vocabulary, text, temperature=loaded.temperature)


def parts(name: str, networks: dict[str, LoadedModel], text: str) -> dict[str, Callable[[], object]]:
    """Name what is done for one review."""
    loaded = networks[name]
    words = [token.text for token in tokenize(text)]
    ids = torch.from_numpy(loaded.vocabulary.encode(words))
    unknown = list(dict.fromkeys(word for word in words if word not in loaded.vocabulary))[:6]
    speller = Speller(loaded.vocabulary)
    prediction = judged(loaded, text)
    close = read_closely(loaded.model, loaded.vocabulary, text)

    def sent() -> str:
        data = reading_data(prediction, text, sums(close))
        return json.dumps([asdict(data), asdict(lanes_of(close.states, close, "number"))])

    return {
        "three predictions": lambda: [judged(each, text) for each in networks.values()],
        "hidden states and integrated gradients": lambda: integrated_gradients(loaded.model, ids),
        "without each word": lambda: delete_each_word(loaded.model, ids),
        "spellings": lambda: [speller.nearest(word) for word in unknown],
        "what is sent": sent,
    }


def long_parts(name: str, networks: dict[str, LoadedModel], text: str) -> dict[str, Callable[[], object]]:
    """Name what is done for a long review before the typing rests."""
    loaded = networks[name]
    prediction = judged(loaded, text)
    states = read_states(loaded.model, loaded.vocabulary, text)

    def sent() -> str:
        return json.dumps([asdict(reading_data(prediction, text)), asdict(lanes_of(states, None, "number"))])

    return {
        "three predictions": lambda: [judged(each, text) for each in networks.values()],
        "hidden states": lambda: read_states(loaded.model, loaded.vocabulary, text),
        "what is sent": sent,
    }


def measure(runs: dict[str, Callable[[], object]], want_ms: int) -> str:
    with one_quiet_thread():
        turns = [{part: cpu_ms(run) for part, run in runs.items()} for _ in range(NUM_TURNS + 1)][1:]
    medians = {part: statistics.median(turn[part] for turn in turns) for part in runs}
    total = statistics.median(sum(turn.values()) for turn in turns)
    told = ", ".join(f"{part} {ms:.0f}" for part, ms in medians.items())
    return f"{total:.0f} ms of processor time (want at most {want_ms}): {told}"


def completeness(loaded: LoadedModel, text: str) -> str:
    found = read_closely(loaded.model, loaded.vocabulary, text).gradients
    change = found.end - found.start
    off = abs(found.shares.sum().item() - change) / abs(change)
    return f"shares add up to {change:+.3f} within {off:.0e} of it (want 1e-2)"


def main() -> None:
    text, networks = review(NUM_WORDS), {name: load_shipped(name) for name in SHIPPED}
    print(f"a review of {len(tokenize(text))} words and marks")
    for name, loaded in networks.items():
        print(f"{name}: {measure(parts(name, networks, text), WANT_MS)}; {completeness(loaded, text)}")
    longest = review(LONG_WORDS)
    print(f"a review of {len(tokenize(longest))} words and marks")
    for name, loaded in networks.items():
        print(f"{name}, with every key: {measure(long_parts(name, networks, longest), LONG_WANT_MS)}")
        later = cpu_ms(partial(read_closely, loaded.model, loaded.vocabulary, longest))
        print(f"{name}, once the typing rests: {later:.0f} ms; {completeness(loaded, longest)}")


if __name__ == "__main__":
    main()
