"""Let several networks judge many texts, each text by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rnn_core.sentiment.calibration import calibrate_all
from rnn_core.sentiment.checkpoints import LoadedModel
from rnn_core.sentiment.evaluation import logits
from rnn_core.sentiment.uncertainty import standard_error
from rnn_core.sentiment.verdict import EVEN
from rnn_core.text.batches import EncodedTexts
from rnn_core.text.tokenizer import words


@dataclass(frozen=True)
class JudgedText:
    """What the networks make of one text.

    Parameters
    ----------
    text
        As it was given.
    num_tokens
        Words and marks.
    unknown
        The different ones outside the first network's vocabulary, in reading order.
    probabilities
        Of "positive", by the name of the network; empty where the text holds no words.
    num_unknown
        How many of the words and marks each network does not know, by its name.
    """

    text: str
    num_tokens: int
    unknown: tuple[str, ...]
    probabilities: Mapping[str, float]
    num_unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def num_positive(self) -> int:
        """How many networks call it positive."""
        return sum(probability >= EVEN for probability in self.probabilities.values())


@dataclass(frozen=True)
class Hits:
    """How many of ``size`` labelled texts a network got right."""

    right: int
    size: int

    @property
    def accuracy(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.right / self.size

    @property
    def standard_error(self) -> float:
        """Standard error of the accuracy."""
        return standard_error(self.accuracy, self.size)


def judge_texts(networks: Mapping[str, LoadedModel], texts: Sequence[str]) -> tuple[JudgedText, ...]:
    """Read every text with every network; probabilities are calibrated as each network says.

    Parameters
    ----------
    networks
        By name, one or more; each reads with its own vocabulary.
    texts
        Any strings. What lies beyond a network's limit of tokens is not read.

    Raises
    ------
    ValueError
        If there is no network.
    """
    if not networks:
        raise ValueError("networks must hold at least one network, found none")
    cut = [words(text) for text in texts]
    answers = {name: _answers(loaded, cut) for name, loaded in networks.items()}
    known = next(iter(networks.values())).vocabulary
    return tuple(
        JudgedText(
            text=text,
            num_tokens=len(tokens),
            unknown=tuple(dict.fromkeys(token for token in tokens if token not in known)),
            probabilities={name: answer[k] for name, answer in answers.items() if k in answer},
            num_unknown={
                name: sum(token not in loaded.vocabulary for token in tokens)
                for name, loaded in networks.items()
            },
        )
        for k, (text, tokens) in enumerate(zip(texts, cut, strict=True))
    )


def _answers(loaded: LoadedModel, cut: Sequence[Sequence[str]]) -> dict[int, float]:
    """Give a network's probability for each text that holds words, by the text's place."""
    read = [k for k, tokens in enumerate(cut) if tokens]
    if not read:
        return {}
    encoded = EncodedTexts.encode([cut[k] for k in read], loaded.vocabulary)
    probabilities = calibrate_all(logits(loaded.model, encoded), loaded.temperature)
    return dict(zip(read, probabilities.tolist(), strict=True))


def count_hits(judged: Sequence[JudgedText], labels: Sequence[int | None]) -> dict[str, Hits]:
    """Count for each network the texts that it got right; texts without label or words do not count.

    Parameters
    ----------
    judged
        What `judge_texts` returned.
    labels
        1 positive, 0 negative, None where nothing is known.

    Raises
    ------
    ValueError
        If the two differ in number.
    """
    if len(judged) != len(labels):
        raise ValueError(f"judged and labels differ in number: {len(judged)} against {len(labels)}")
    known = [(text, label) for text, label in zip(judged, labels, strict=True) if label is not None]
    names = dict.fromkeys(name for text, _ in known for name in text.probabilities)
    answers = {
        name: [
            (text.probabilities[name] >= EVEN) == (label == 1) for text, label in known if text.probabilities
        ]
        for name in names
    }
    return {name: Hits(sum(right), len(right)) for name, right in answers.items()}
