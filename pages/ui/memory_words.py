"""How the memory test is put into words: shares, how networks differ, what one of them answers."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnn_core.remembering.evaluation import RecallCurve


def share(value: float) -> str:
    """Write a share as a percentage; 100 % and 0 % only where every single answer was so.

    Examples
    --------
    >>> share(0.25), share(1.0), share(0.99999)
    ('25.0 %', '100 %', 'over 99.9 %')
    """
    if value in (0.0, 1.0):
        return f"{100 * value:.0f} %"
    text = f"{100 * value:.1f} %"
    return {"100.0 %": "over 99.9 %", "0.0 %": "under 0.1 %"}.get(text, text)


def spread(judged: "RecallCurve", num_steps: int) -> str:
    """Say how the networks of one T differ and how far chance may have moved each."""
    row = judged.lengths.index(num_steps)
    low, high = judged.accuracies[row].min().item(), judged.accuracies[row].max().item()
    error = 100 * judged.standard_errors[row].max().item()
    several, learned = judged.accuracies.shape[1], int(judged.num_learned[row])
    how_many = {0: "None", several: "All"}.get(learned, str(learned))
    verb = "is" if learned == 1 else "are"
    mean = f"This is the mean of {several} networks that differ only in their start and their sequences."
    if low == 1:
        return f"{mean} All of them are right every time."
    return (
        f"{mean} {how_many} of them {verb} right in at least 90 %; the worst in {share(low)}, the best in "
        f"{share(high)} (standard error of each at most {error:.1f} points)."
    )


def describe(judged: "RecallCurve") -> str:
    """Return the text alternative of the chart."""
    means = ", ".join(
        f"{share(mean)} at T = {length}"
        for length, mean in zip(judged.lengths, judged.means.tolist(), strict=True)
    )
    several = judged.accuracies.shape[1]
    return (
        f"Share of right answers, mean of {several} networks: {means}; chance is {100 * judged.chance:.0f} %."
    )


def answer(probabilities: list[list[float]], symbols: list[int]) -> str:
    """Say what a network heard first and what it names at the end.

    Parameters
    ----------
    probabilities
        A row for each step.
    symbols
        Counted from 0.
    """
    from rnn_core.tasks import NUM_SYMBOLS, letter

    last, first = probabilities[-1], symbols[0]
    named = last.index(max(last))
    verdict = "right" if named == first else f"wrong, {letter(first)} was first"
    heard = "one symbol" if len(symbols) == 1 else f"{len(symbols)} symbols"
    return (
        f"The first symbol is {letter(first)}. After {heard} the network names {letter(named)} "
        f"(probability {share(last[named])}, by chance {100 / NUM_SYMBOLS:.0f} %): {verdict}."
    )
