"""How a template of the order-matters corpus becomes a balanced family of reviews.

A template is written in its positive reading, with three kinds of gaps:

``{+adj}``, ``{-adj}``
    a pleasing and a displeasing word of one kind (:data:`~rnn_core.data.order_words.POLES`),
``{film}``
    a neutral filler (:data:`~rnn_core.data.order_words.FILLERS`), the same word wherever it stands again,
``[wrong|right]``
    a switch, written with the positive reading first.

Exchanging the poles turns the verdict round, and so does throwing all switches; doing both restores it.
Every reading is written, so that each word occurs as often in the positive readings as in the negative ones.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

from rnn_core.data.order_words import FILLERS, POLES

Split = Literal["train", "validation"]

_SWITCH = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
_GAP = re.compile(r"\{([+-]?)([a-z]+)\}")
_SENTENCE_START = re.compile(r"(?:^|[.!?] )[a-z]")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")


@dataclass(frozen=True)
class Template:
    """A sentence pattern of the grammar, written in its positive reading.

    Parameters
    ----------
    pattern
        Text with gaps, as the module explains.

    Raises
    ------
    ValueError
        If a gap is unknown, or if some word would occur more often in one label than in the other.
    """

    pattern: str

    def __post_init__(self) -> None:
        for sign, kind in _GAP.findall(self.pattern):
            allowed = POLES if sign else FILLERS
            if kind not in allowed:
                names = ", ".join(f"{{{sign}{name}}}" for name in allowed)
                raise ValueError(f"pattern has the gap {{{sign}{kind}}}; allowed are {names}")
        if "[" not in self.pattern and not (self._num_poles and self._is_balanced):
            raise ValueError(
                f"pattern must hold a switch or as many pleasing as displeasing words, found {self.pattern!r}"
            )

    @cached_property
    def _num_poles(self) -> dict[str, int]:
        """Words to draw from either pole of each kind."""
        counts = Counter((sign, kind) for sign, kind in _GAP.findall(self._thrown(0)) if sign)
        return {kind: max(counts["+", kind], counts["-", kind]) for _, kind in counts}

    @cached_property
    def _is_balanced(self) -> bool:
        counts = Counter((sign, kind) for sign, kind in _GAP.findall(self.pattern) if sign)
        return all(counts["+", kind] == counts["-", kind] for _, kind in counts)

    @cached_property
    def _fillers(self) -> tuple[str, ...]:
        """Names of the neutral gaps, each once, in a fixed order."""
        return tuple(dict.fromkeys(kind for sign, kind in _GAP.findall(self.pattern) if not sign))

    @cached_property
    def _readings(self) -> tuple[tuple[str, bool, int], ...]:
        """Format string, whether the poles are exchanged, and label of every reading."""
        throws = (0, 1) if "[" in self.pattern else (0,)
        exchanges = (False, True) if self._num_poles else (False,)
        return tuple(
            (_numbered(self._thrown(throw)), exchanged, int((throw == 1) == exchanged))
            for throw in throws
            for exchanged in exchanges
        )

    @property
    def num_readings(self) -> int:
        """Reviews that one draw of words gives: 2 or 4, half of them positive."""
        return len(self._readings)

    def _thrown(self, throw: int) -> str:
        """Settle every switch on its first (0) or second (1) alternative."""
        return _SWITCH.sub(lambda match: match[throw + 1], self.pattern)

    def write(self, random: Random) -> list[tuple[str, int]]:
        """Draw words for the gaps and write every reading.

        Parameters
        ----------
        random
            Source of the words.

        Returns
        -------
        list of (str, int)
            Texts with their labels (1 positive, 0 negative): as many of either, holding the same words.
        """
        fillers = {name: random.choice(FILLERS[name]) for name in self._fillers}
        straight, exchanged = dict(fillers), dict(fillers)
        for kind, number in self._num_poles.items():
            good = random.sample(POLES[kind].good, number)
            bad = random.sample(POLES[kind].bad, number)
            for index in range(number):
                straight |= {f"good_{kind}_{index}": good[index], f"bad_{kind}_{index}": bad[index]}
                exchanged |= {f"good_{kind}_{index}": bad[index], f"bad_{kind}_{index}": good[index]}
        return [
            (_spelled(form.format_map(exchanged if is_exchanged else straight)), label)
            for form, is_exchanged, label in self._readings
        ]


@dataclass(frozen=True)
class Construction:
    """One way in which the order of words decides, and the templates that show it.

    Parameters
    ----------
    name
        Short name, such as ``"wanting"``.
    training, held_out
        Patterns for training and for validation, one a line, each in its positive reading.
    """

    name: str
    training: str
    held_out: str

    def templates(self, split: Split) -> tuple[Template, ...]:
        """Read the patterns of one split."""
        lines = self.training if split == "train" else self.held_out
        return tuple(Template(line.strip()) for line in lines.splitlines() if line.strip())


def _numbered(text: str) -> str:
    """Turn gaps into the names of a format string: ``{+adj}`` to ``{good_adj_0}``."""
    seen: Counter[str] = Counter()

    def name(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0]
        pole = f"{'good' if match[1] == '+' else 'bad'}_{match[2]}"
        seen[pole] += 1
        return f"{{{pole}_{seen[pole] - 1}}}"

    return _GAP.sub(name, text)


def _spelled(text: str) -> str:
    """Write sentence starts large and ``an`` before a vowel."""
    text = _ARTICLE.sub(r"\1n ", text)
    return _SENTENCE_START.sub(lambda match: match[0].upper(), text)
