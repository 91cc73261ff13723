"""The model card: what the shipped models are, written from the figures that training left beside them."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

CARD_FILE = "MODEL_CARD.md"
TITLES = {"rnn": "Vanilla RNN (tanh)", "lstm": "LSTM", "gru": "GRU"}

_CARD = """\
# Sentiment models

{count} small recurrent networks that read an English film review and say how likely it is positive. They
come with Unrolled, an interactive lesson in recurrent networks, so that a page can show a prediction form
word by word.

| model | file | validation accuracy | standard error | loss (nats) | weights | training |
|---|---|---|---|---|---|---|
{rows}

The accuracy is the share of right answers on {n} reviews that no training saw, of films that no training
saw; the figures are of the files as they lie here, after rounding. This table was written by the commands
below.

## How they were made

- Data: the training part of the Large Movie Review Dataset, {train_size} reviews to learn from and {n} held
back,
  {split}. Texts that occur twice are kept once. The official test part was not used.
- Recipe `{recipe}` of `rnn_core/sentiment/recipes.py`: vocabulary of {vocab_size} entries from the training
reviews,
  embeddings of {embedding_size} that start from counted word vectors (positive pointwise mutual
  information, randomised SVD){unlabelled}, one recurrent layer of {hidden_size} units, each unit's maximum
  over time, one output. AdamW, one cycle, dropout, word dropout, a running average of the weights, a fixed
  number of epochs.
- Settings were chosen on the validation part, which makes its accuracy slightly optimistic.
- One thread of a processor, seeded; the same torch version on the same kind of processor gives the same
weights.

{commands}

Embeddings are stored in half precision, everything else in single. `vocabulary.txt` is one word a line;
line k (from 0) is the word with number k. The SHA-256 of every file is pinned in
`rnn_core/sentiment/checkpoints.py`.

| file | SHA-256 |
|---|---|
{hashes}

## Use and limits

Meant for teaching: to watch a hidden state and a prediction change, and to compare the three cells. Not
meant for decisions about people or products. They know English film reviews of up to 2011; other languages,
other subjects, irony and reviews of a few words are read badly, words outside the vocabulary all look
alike, and the reviewers' prejudices are learned with the rest. Reviews in the data are clearly positive or
clearly negative, so a probability near one half is no measure of a mixed opinion. At most {max_tokens}
tokens are read.

## Sources and licence

The weights are under this repository's licence. The review texts belong to their authors and are not part
of this repository; the data set asks for this citation:

Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng and Christopher Potts (2011),
"Learning word vectors for sentiment analysis", Proceedings of ACL-HLT, pages 142 to 150,
https://aclanthology.org/P11-1015
"""


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
    more = f", counted in {last.unlabelled_size:,} unlabelled reviews of other films too"
    return _CARD.format(
        count={1: "One", 2: "Two", 3: "Three"}[len(models)],
        rows="\n".join(map(_row, models)),
        n=f"{last.validation_size:,}",
        train_size=f"{last.train_size:,}",
        split=last.split,
        recipe=last.recipe,
        vocab_size=f"{last.vocab_size:,}",
        embedding_size=last.embedding_size,
        hidden_size=last.hidden_size,
        max_tokens=f"{last.max_tokens:,}",
        unlabelled=more if last.unlabelled_size else "",
        commands="```\n" + "\n".join(model.command for model in models) + "\n```",
        hashes="\n".join(
            [f"| {model.cell}.safetensors | `{model.sha256}` |" for model in models]
            + [f"| vocabulary.txt | `{last.vocabulary_sha256}` |"]
        ),
    )


def _row(model: Figures) -> str:
    return (
        f"| {TITLES[model.cell]} | `{model.cell}.safetensors` ({model.file_bytes / 1e6:.1f} MB) "
        f"| {model.validation_accuracy:.1%} | {model.standard_error:.1%} | {model.validation_loss:.3f} "
        f"| {model.num_weights:,} | {model.num_epochs} epochs, {model.training_s:.0f} s, seed {model.seed} |"
    )
