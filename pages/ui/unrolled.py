"""What the unroll page shows: a person's sequence, read by a small seeded network."""

import streamlit as st
import torch
from jaxtyping import Float
from torch import Tensor

from pages.ui import link
from pages.ui.stage import StageData, StageRun
from rnn_core import RNNParams, UnrollTrace, unroll
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import embed_words, parse_numbers, parse_words

MAX_STEPS = 12
EMBEDDING_SIZE = 3
SPECTRAL_RADIUS = 0.9  # below 1: memory fades, but slowly enough to be seen
START = "t = 0: nothing has been read yet, so the memory h₀ is all zeros. Press play, or the right arrow key."
MAX_TYPED, MAX_LINK = 600_000, 500  # characters
LAST_GOOD = "unroll_last_good"
STEP = "unroll-step"


def sequence_input(kind: str, default: str) -> str:
    """Draw the field for the sequence and return its text, or the last good one if this one cannot be read.

    Parameters
    ----------
    kind
        ``"words"`` or ``"numbers"``.
    default
        What stands in the field on arrival.
    """
    label = {"words": "Your words", "numbers": "Your numbers"}[kind]
    key = f"unroll-{kind}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, default)
    text = st.text_input(label, key=key, max_chars=MAX_TYPED, persist_state="session")
    last_good: dict[str, str] = st.session_state.setdefault(LAST_GOOD, {})
    try:
        _parse(kind, text)
    except ValueError as error:
        st.error(f"{error} Still showing the last sequence that could be read.", icon=":material/error:")
        text = last_good.get(kind, default)
    last_good[kind] = text
    link.put(key, text if text != default and len(text) <= MAX_LINK else None)
    return text


def step_from_link(default: int) -> int:
    """Return the step that the link asks for, or the default beside a sentence about what it asks for."""
    text = st.query_params.get(STEP, st.session_state.get(STEP, str(default)))
    step = link.whole(text)
    if step is not None and 0 <= step <= MAX_STEPS:
        link.put(STEP, str(step) if step != default else None)
        return step
    link.explain({STEP: text}, {STEP: (default, f"a step from 0 to {MAX_STEPS}")})
    return default


def step_to_link(step: int) -> None:
    """Keep the step in focus in the link."""
    st.query_params[STEP] = st.session_state[STEP] = str(step)


def _parse(kind: str, text: str) -> list[str] | list[float]:
    return parse_words(text, MAX_STEPS) if kind == "words" else parse_numbers(text, MAX_STEPS)


@st.cache_data(max_entries=256, show_spinner=False)
def unrolled(kind: str, text: str, num_units: int, activation: str, seed: int) -> StageData:
    """Run the network over the sequence and return what the stage draws.

    Parameters
    ----------
    kind, text
        The sequence as it was typed; readable, as ``sequence_input`` returns it.
    num_units
        Size of the hidden state.
    activation
        ``"tanh"`` or ``"ReLU"``.
    seed
        Of the weights and of the words' vectors.
    """
    tokens, params, trace = run_sequence(kind, text, num_units, activation, seed)
    return StageData(
        tokens=tokens,
        activation=activation,
        runs=[stage_run(params, trace)],
        sentences=[START, *(_sentence(params, trace, tokens, t) for t in range(1, len(tokens) + 1))],
        alt=(
            f"A recurrent network with {num_units} hidden units, unrolled over {len(tokens)} steps: "
            f"{', '.join(tokens)}. Arrow keys move through the steps; a table of every value follows."
        ),
    )


def run_sequence(
    kind: str, text: str, num_units: int, activation: str, seed: int
) -> tuple[list[str], RNNParams, UnrollTrace]:
    """Return the tokens, the network and its run over them; arguments as for ``unrolled``."""
    tokens, x = _sequence(kind, text, seed)
    params = RNNParams.random(
        input_size=x.shape[1],
        hidden_size=num_units,
        seed=seed,
        spectral_radius=SPECTRAL_RADIUS,
        activation="relu" if activation == "ReLU" else "tanh",
    )
    return tokens, params, unroll(params, x)


def stage_run(params: RNNParams, trace: UnrollTrace) -> StageRun:
    """Return a network and its run as plain numbers."""
    weights = {name: getattr(params, name).tolist() for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")}
    values = {
        name: getattr(trace, name).tolist() for name in ("x", "from_input", "from_memory", "a", "h", "y")
    }
    return StageRun(**weights, **values)


def _sequence(kind: str, text: str, seed: int) -> tuple[list[str], Float[Tensor, "T D"]]:
    if kind == "words":
        tokens = parse_words(text, MAX_STEPS)
        return tokens, embed_words(tokens, EMBEDDING_SIZE, seed)
    numbers = parse_numbers(text, MAX_STEPS)
    return [format_number(n) for n in numbers], torch.tensor(numbers, dtype=torch.float64)[:, None]


def _sentence(params: RNNParams, trace: UnrollTrace, tokens: list[str], t: int) -> str:
    new, old = trace.from_input[t - 1].norm().item(), trace.from_memory[t - 1].norm().item()
    squash = {"tanh": "tanh squashes their sum", "relu": "ReLU cuts their sum off at 0"}[params.activation]
    prediction = ", ".join(format_number(y) for y in trace.y[t - 1].tolist())
    return (
        f"t = {t}, “{tokens[t - 1]}”: {_weighed(new, old, is_first=t == 1)} "
        f"{squash}, which is the next memory. The prediction from it is {prediction}."
    )


def _weighed(new: float, old: float, is_first: bool) -> str:
    """Compare the lengths of new information and old memory, as they are written on the page."""
    new_text, old_text = format_number(new), format_number(old)
    if is_first:
        return f"there is no old memory yet, only new information (length {new_text})."
    if new_text == old_text:
        return f"old memory and new information weigh the same (length {new_text})."
    if old > new:
        return f"old memory (length {old_text}) weighs more than the new information ({new_text})."
    return f"the new information (length {new_text}) weighs more than old memory ({old_text})."
