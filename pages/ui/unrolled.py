"""What the unroll page shows: a person's sequence, read by the network on the workbench."""

from dataclasses import dataclass, replace

import streamlit as st
import torch
from jaxtyping import Float
from torch import Tensor

from pages.ui import link
from pages.ui.stage import StageData, StageRun
from pages.ui.stage_run import activation_curve, stage_run, undrawn_run
from pages.ui.unroll_sentences import START, step_sentence
from pages.ui.wording import shortened
from pages.ui.workbench import (
    ACTIVATION_WORDS,
    MAX_STEPS,
    MAX_TEXT,
    RANDOM,
    Settings,
    parse_sequence,
    workbench,
)
from pages.ui.workbench_link import PRESET_OF
from rnn_core import RNNParams, UnrollTrace, unroll
from rnn_core.edits import edited, edited_vectors
from rnn_core.figures.numbers import format_number
from rnn_core.sequences import MEANING, embed_by_meaning, embed_words, parse_numbers, parse_words
from rnn_core.untied import UntiedRNNParams, edited_steps, length_error, unroll_untied, untie

ACTIVATIONS = {word: name for name, word in ACTIVATION_WORDS.items()}
MAX_DRAWN_UNITS = 8
MAX_OPENED_STEPS = 60  # the products of 200 steps of 8 units would be most of 600 kB for each edit
EMBEDDING_SIZE = len(MEANING)
SPECTRAL_RADIUS = 0.9  # below 1: memory fades, but slowly enough to be seen


@dataclass(frozen=True)
class NetworkRun:
    """A network, its sequence and everything it computed.

    Attributes
    ----------
    tokens
        What stands at each step.
    shared
        The weights of all steps; those of the copies' average where the network is untied.
    copies
        Each step's own weights, where it is untied.
    trace
        The run.
    """

    tokens: list[str]
    shared: RNNParams
    copies: UntiedRNNParams | None
    trace: UnrollTrace

    def params_at(self, t: int) -> RNNParams:
        """Return the weights that step ``t``, from 1, uses."""
        return self.shared if self.copies is None else self.copies.steps[t - 1]


def sequence_input(kind: str, untied: int) -> tuple[str, str]:
    """Draw the field for the sequence; return the text in use and, if what stands there cannot be read, why.

    Parameters
    ----------
    kind
        ``"words"`` or ``"numbers"``.
    untied
        How many steps have weights of their own; 0 where all share them.
    """
    label = {"words": "Your words", "numbers": "Your numbers"}[kind]
    key, arrival = f"unroll-{kind}", getattr(Settings, kind)
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, arrival)
    text, said = st.text_input(label, key=key, persist_state="session"), ""
    try:
        check_length(len(parse_sequence(kind, text)), untied)
    except ValueError as error:
        said = f"{error} Still showing the last sequence that could be read."
        text = getattr(workbench().settings, kind)
    link.put(key, text if text != arrival and len(text) <= MAX_TEXT else None)
    return text, said


def check_length(num_steps: int, untied: int) -> None:
    """Make sure that an untied network has weights for every step.

    Raises
    ------
    ValueError
        If it has not.
    """
    if untied and num_steps > untied:
        raise ValueError(length_error(untied))


@st.cache_data(max_entries=32, show_spinner=False)
def run_network(settings: Settings) -> NetworkRun:
    """Build the network that the settings describe and run it over their sequence."""
    tokens, x = _sequence(settings)
    params = edited(_base(settings, x.shape[1]), settings.edits)
    if not settings.untied:
        params = params.without(*settings.off)
        return NetworkRun(tokens, params, None, unroll(params, x))
    copies = edited_steps(untie(params, settings.untied), settings.edits).without(*settings.off)
    return NetworkRun(tokens, copies.tie(), copies, unroll_untied(copies, x))


def _base(settings: Settings, input_size: int) -> RNNParams:
    """Return the network before anything was changed by hand."""
    activation = ACTIVATIONS[settings.activation]
    if settings.preset != RANDOM:
        return replace(PRESET_OF[settings.preset].params, activation=activation)
    return RNNParams.random(
        input_size=input_size,
        hidden_size=settings.units,
        seed=settings.seed,
        spectral_radius=SPECTRAL_RADIUS,
        activation=activation,
    )


def _sequence(settings: Settings) -> tuple[list[str], Float[Tensor, "T D"]]:
    if settings.kind == "numbers":
        numbers = parse_numbers(settings.numbers, MAX_STEPS)
        return [format_number(n) for n in numbers], torch.tensor(numbers, dtype=torch.float64)[:, None]
    tokens = parse_words(settings.words, MAX_STEPS)
    by_meaning = settings.vectors != RANDOM
    x = embed_by_meaning(tokens) if by_meaning else embed_words(tokens, EMBEDDING_SIZE, settings.seed)
    return tokens, edited_vectors(tokens, x, settings.edits)


@st.cache_data(max_entries=128, show_spinner=False)
def unrolled(settings: Settings) -> StageData:
    """Run the network on the workbench and return what the stage draws."""
    run = run_network(settings)
    is_drawn = settings.units <= MAX_DRAWN_UNITS
    tokens = [shortened(token) for token in run.tokens]
    return StageData(
        tokens=tokens,
        activation=settings.activation,
        runs=[_stage_run(run)] if is_drawn else [undrawn_run(run.trace)],
        sentences=[START, *(_sentence(run, settings, t) for t in range(1, len(tokens) + 1))],
        alt=(
            f"A recurrent network of {settings.units} hidden units, unrolled over {len(tokens)} steps: "
            f"{', '.join(tokens[:20])}. Arrow keys move through the steps; a table of all values follows."
        ),
        drawn=is_drawn,
        outputs=settings.outputs,
        input_names=list(MEANING) if settings.kind == "words" and settings.vectors != RANDOM else None,
        curve=activation_curve(run.shared),
    ).prepared()


def _stage_run(run: NetworkRun) -> StageRun:
    is_opened = run.trace.num_steps <= MAX_OPENED_STEPS
    return stage_run(run.shared, run.trace, run.copies, is_opened=is_opened)


def _sentence(run: NetworkRun, settings: Settings, t: int) -> str:
    return step_sentence(
        run.params_at(t),
        run.trace,
        t,
        run.tokens[t - 1],
        settings.off,
        predicts=settings.outputs == "every step" or t == len(run.tokens),
    )
