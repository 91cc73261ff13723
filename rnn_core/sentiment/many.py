"""Let several networks judge many texts, each text by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        The different ones outside the vocabulary, in reading order.
    probabilities
        Of "positive", by the name of the network; empty where the text holds no words.
    """

    text: str
    num_tokens: int
    unknown: tuple[str, ...]
    probabilities: Mapping[str, float]

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
        By name, one or more; they know the same words.
    texts
        Any strings. What lies beyond a network's limit of tokens is not read.

    Raises
    ------
    ValueError
        If there is no network, or their vocabularies differ.
    """
    vocabularies = {loaded.vocabulary.sha256: loaded.vocabulary for loaded in networks.values()}
    if len(vocabularies) != 1:
        raise ValueError(f"networks must know the same words, found {len(vocabularies)} vocabularies")
    (vocabulary,) = vocabularies.values()
    cut = [words(text) for text in texts]
    read = [k for k, tokens in enumerate(cut) if tokens]
    encoded = EncodedTexts.encode([cut[k] for k in read], vocabulary)
    columns = {
        name: dict(zip(read, calibrate_all(logits(loaded.model, encoded), loaded.temperature), strict=True))
        for name, loaded in (networks.items() if read else ())
    }
    return tuple(
        JudgedText(
            text=text,
            num_tokens=len(tokens),
            unknown=tuple(dict.fromkeys(token for token in tokens if token not in vocabulary)),
            probabilities={name: float(column[k]) for name, column in columns.items() if k in column},
        )
        for k, (text, tokens) in enumerate(zip(texts, cut, strict=True))
    )


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
