"""The model card: what the shipped models are, written from the figures that training left beside them."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

CARD_FILE = "MODEL_CARD.md"
TITLES = {"rnn": "Vanilla RNN (tanh)", "lstm": "LSTM", "gru": "GRU"}

_CARD = """\
# Sentiment models

Small recurrent networks that read an English film review and say how likely it is positive. They come with
Unrolled, an interactive lesson in recurrent networks, so that a page can show a prediction form word by word.

| model | file | validation accuracy | standard error | loss (nats) | single sentences | weights | training |
|---|---|---|---|---|---|---|---|
{rows}

Accuracy is the share of right answers on {n} held-back reviews: no training saw them, nor the label of
another review of their films. Single sentences: the same share on {sentence_size} sentences of 4 to 30
words, one drawn from each of those reviews and judged against its label, which it need not support. The
figures are of the files as they lie here, after rounding; the commands below measured them and wrote this
card.

## How they were made

```
{commands}
```

- Data: the training part of the Large Movie Review Dataset, {train_size} reviews to learn from and the others
  held back, {split}. Texts that occur twice are kept once. The official test part
  was not used.
- {unlabelled}
- Network: a vocabulary of {vocab_size} entries from the labelled training reviews, embeddings of
  {embedding_size} that start from counted word vectors (positive pointwise mutual information, randomised
  SVD), one recurrent layer of {hidden_size} units, each unit's maximum over time, one output.
- Training: recipe `{recipe}` of `rnn_core/sentiment/recipes.py`, a fixed number of epochs, AdamW on one
  cycle, dropout, word dropout, random windows (a quarter of the batches are cut to snippets of 5 to
  40 tokens), a running average of the weights. Seconds are those of the last training, measured on a machine
  with other work to do.
- Choice: recipes and settings were compared on the same held-back reviews, which makes the accuracy a little
  optimistic. No seed was chosen.
- Repeating: one thread, seeded; the same versions on the same kind of processor give the same weights.

Embeddings are stored in half precision, everything else in single. Line k of `vocabulary.txt`, from 0, is
the word with number k. `rnn_core/sentiment/checkpoints.py` pins the files:

| file | SHA-256 |
|---|---|
{hashes}

## Use and limits

Meant for teaching: to watch a hidden state and a prediction change, and to compare three cells. Not meant for
decisions about people or products. The models know English film reviews of up to 2011. Other languages, other
subjects, irony and very short texts are read badly; words outside the vocabulary all look alike; the
reviewers' prejudices are learned with the rest. The reviews were clearly for or clearly against, so a
probability near one half does not measure a mixed opinion. At most {max_tokens} tokens are read.

## Sources and licence

The weights are under this repository's licence. The reviews belong to their authors and are no part of this
repository. The data set asks for this citation:

Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng and Christopher Potts (2011),
"Learning word vectors for sentiment analysis", Proceedings of ACL-HLT, pages 142 to 150,
https://aclanthology.org/P11-1015
"""

_TEACHERS = """\
Teachers: {size} unlabelled reviews of the same dataset (`unsup.parquet` beside the data) were labelled by the
  mean probability of two teachers that learned from the labelled reviews alone: an LSTM, and logistic
  regression over words and word pairs. The networks learned from both kinds of reviews
  (`rnn_core/sentiment/teaching.py`).
  A held-back text that stands among the unlabelled reviews too is not scored."""


@dataclass(frozen=True)
class Figures:
    """What a training command measured and how; accuracy as a share, loss in nats, times in seconds."""

    command: str
    cell: str
    recipe: str
    seed: int
    num_epochs: int
    training_s: float
    train_size: int
    unlabelled_size: int
    split: str
    validation_size: int
    validation_accuracy: float
    standard_error: float
    validation_loss: float
    sentence_size: int
    sentence_accuracy: float
    vocab_size: int
    embedding_size: int
    hidden_size: int
    max_tokens: int
    num_weights: int
    file_bytes: int
    sha256: str
    vocabulary_sha256: str
    torch_version: str

    def to_json(self) -> str:
        """Write the values as one line of JSON."""
        return json.dumps(asdict(self))

    def save(self, folder: Path) -> None:
        """Write ``{cell}.json``."""
        (folder / f"{self.cell}.json").write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Figures":
        """Read what `save` wrote.

        Raises
        ------
        ValueError
            If the file is missing or holds something else.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: values[field.name] for field in fields(cls)})
        except OSError as error:
            raise ValueError(f"the figures {path.name} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"the figures {path.name} are damaged") from error


def render_card(folder: Path) -> str:
    """Write the card over every ``{cell}.json`` of a folder.

    Raises
    ------
    ValueError
        If there are no figures in the folder, or they are damaged.
    """
    models = [Figures.load(folder / f"{cell}.json") for cell in TITLES if (folder / f"{cell}.json").exists()]
    if not models:
        raise ValueError(f"{folder} must hold the figures of a model, such as lstm.json; found none")
    last = models[-1]
    teachers = _TEACHERS.format(size=f"{last.unlabelled_size:,}")
    return _CARD.format(
        rows="\n".join(map(_row, models)),
        n=f"{last.validation_size:,}",
        sentence_size=f"{last.sentence_size:,}",
        train_size=f"{last.train_size:,}",
        split=last.split,
        recipe=last.recipe,
        vocab_size=f"{last.vocab_size:,}",
        embedding_size=last.embedding_size,
        hidden_size=last.hidden_size,
        max_tokens=f"{last.max_tokens:,}",
        unlabelled=teachers if last.unlabelled_size else "Unlabelled reviews: none.",
        commands="\n".join(model.command for model in models),
        hashes="\n".join(
            [f"| {model.cell}.safetensors | `{model.sha256}` |" for model in models]
            + [f"| vocabulary.txt | `{last.vocabulary_sha256}` |"]
        ),
    )


def _row(model: Figures) -> str:
    return (
        f"| {TITLES[model.cell]} | `{model.cell}.safetensors` ({model.file_bytes / 1e6:.1f} MB) "
        f"| {model.validation_accuracy:.1%} | {model.standard_error:.1%} | {model.validation_loss:.3f} "
        f"| {model.sentence_accuracy:.1%} | {model.num_weights:,} "
        f"| {model.num_epochs} epochs, {model.training_s:.0f} s, seed {model.seed} |"
    )
