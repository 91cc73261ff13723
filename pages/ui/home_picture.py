"""The home page's picture: one hidden unit hears a single 1, and W_hh decides how long it remembers.

``python -m pages.ui.home_picture`` computes it once and writes ``assets/home.json``, so that the first page
paints without waiting for torch; a test computes it again.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path

import streamlit as st

from pages.ui import link
from pages.ui.stage import StageData, StageSweep
from rnn_core.figures.numbers import MINUS, format_number

FILE = Path(__file__).parents[2] / "assets" / "home.json"
INPUTS = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
WEIGHTS = [n / 20 for n in range(-30, 31)]
DEFAULT_WEIGHT = 0.9
WEIGHT = "home-w"
FORGOTTEN = 0.01


def read_picture() -> StageData:
    """Return the picture that ships with the app."""
    return StageData.from_json(FILE.read_text(encoding="utf-8"))


def picture_from_link() -> StageData:
    """Return the picture with W_hh where the link has it; a sentence says if it cannot be there."""
    picture = read_picture()
    text = st.query_params.get(WEIGHT)
    if text is None or picture.sweep is None:
        return picture
    texts = [f"{weight:g}" for weight in WEIGHTS]
    if text not in texts:
        allowed = f"a number from {MINUS}1.5 to 1.5 in steps of 0.05"
        link.explain({WEIGHT: text}, {WEIGHT: (f"{DEFAULT_WEIGHT:g}", allowed)})
        return picture
    return replace(picture, sweep=replace(picture.sweep, index=texts.index(text)))


def weight_to_link(index: int) -> None:
    """Keep the weight under the hand in the link."""
    link.put(WEIGHT, f"{WEIGHTS[index]:g}" if WEIGHTS[index] != DEFAULT_WEIGHT else None)


def compute_picture() -> StageData:
    """Run the neuron once for every weight."""
    import torch

    from pages.ui.stage_run import stage_run
    from rnn_core import RNNParams, unroll

    one, zero = torch.ones(1, 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    x = torch.tensor(INPUTS, dtype=torch.float64)[:, None]
    runs = []
    for weight in WEIGHTS:
        params = RNNParams(W_xh=one, W_hh=weight * one, W_hy=one, b_h=zero, b_y=zero)
        runs.append(stage_run(params, unroll(params, x), is_opened=False))
    return StageData(
        tokens=[f"{value:g}" for value in INPUTS],
        activation="tanh",
        runs=runs,
        sentences=[],
        alt="One hidden unit, unrolled over 7 steps: it hears a 1 and then zeros. The slider sets W_hh.",
        detail=False,
        sweep=StageSweep(
            name="W_hh",
            values=WEIGHTS,
            sentences=[_sentence(weight, run.h[-1][0]) for weight, run in zip(WEIGHTS, runs, strict=True)],
            index=WEIGHTS.index(DEFAULT_WEIGHT),
        ),
    )


def _sentence(weight: float, last: float) -> str:
    left = f"Six silent steps later the unit holds {format_number(last)}"
    if abs(last) < FORGOTTEN:
        return f"{left}: it has forgotten that it ever heard the 1."
    flips = "flips sign at every step, and " if weight < 0 else ""
    if abs(weight) > 1:
        return f"{left}. Its memory {flips}never fades to 0."
    return f"{left}. Its memory of the 1 {flips}fades."


if __name__ == "__main__":
    FILE.write_text(json.dumps(asdict(compute_picture())) + "\n", encoding="utf-8")
