"""The Large Movie Review Dataset: find it, read it, and split it so that validation is honest.

Reviews of one film resemble each other (names, plot), so a random split flatters a model. The validation
part holds films that training never saw.

References
----------
Maas, Daly, Pham, Huang, Ng and Potts (2011), "Learning word vectors for sentiment analysis", ACL,
https://aclanthology.org/P11-1015
"""

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pandas as pd
from platformdirs import user_cache_path
from pyarrow import ArrowException

from rnn_core.data.corpus import Corpus

VALIDATION_SIZE = 2_500
"""Reviews that are held back, at least; the film that fills the number comes whole."""
SPLIT_SEED = 20_110_619
"""Fixed, apart from the seed of a training: every model is judged on the same reviews."""
DIR_VARIABLE, TRAIN_FILE = "UNROLLED_DATA_DIR", "train.parquet"
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Reviews:
    """Labelled reviews of one file; ``movies`` is None when the file does not name the films."""

    texts: Sequence[str]
    labels: Sequence[int]
    movies: Sequence[str] | None


def data_folder() -> Path:
    """Give the folder that ``UNROLLED_DATA_DIR`` names, else one of the user's caches."""
    folder = os.environ.get(DIR_VARIABLE)
    return Path(folder).expanduser() if folder else user_cache_path("unrolled")


def find_imdb() -> Path | None:
    """Find the training file: in the folder of `data_folder`, else beside the checkout."""
    places = [data_folder(), CHECKOUT.parent / "shared" / "imdb"]
    return next((place / TRAIN_FILE for place in places if (place / TRAIN_FILE).is_file()), None)


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> pd.DataFrame:
    """Read the named columns of a parquet file.

    Raises
    ------
    ValueError
        If the file is missing, is no parquet file, lacks a column, or holds no rows or an empty cell.
    """
    if not path.is_file():
        raise ValueError(f"cannot read {path}: there is no such file")
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError, ArrowException) as error:
        raise ValueError(f"cannot read {path}: not a parquet file") from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(f"{path.name} must have the columns {', '.join(columns)}; found {found}")
    table = table[[*columns, *(name for name in optional if name in table.columns)]]
    if table.empty:
        raise ValueError(f"{path.name} must hold at least one review, found none")
    if bool(table.isna().to_numpy().any()):
        raise ValueError(f"{path.name} must have a value in every cell, found an empty one")
    return table


def read_reviews(path: Path) -> Reviews:
    """Read the columns text and label (0 negative, 1 positive), and movie where there is one.

    Raises
    ------
    ValueError
        If the file cannot be read, lacks a column, or a label is not 0 or 1.
    """
    table = read_table(path, columns=["text", "label"], optional=["movie"])
    if not table["text"].map(lambda text: isinstance(text, str)).all():
        raise ValueError(f"the column text of {path.name} must hold text")
    wrong = sorted({str(label) for label in table["label"].unique() if label not in (0, 1)})
    if wrong:
        raise ValueError(f"the column label of {path.name} must hold 0 or 1, found {', '.join(wrong[:3])}")
    movies = None if "movie" not in table else _films(table).tolist()
    return Reviews(table["text"].tolist(), table["label"].astype(int).tolist(), movies)


def _films(table: pd.DataFrame) -> "pd.Series[str]":
    """Name the film of each review; numbers become text, so that every reader compares alike."""
    return table["movie"].astype(str)


def read_unlabelled(path: Path, without_movies: Sequence[str] = ()) -> list[str]:
    """Read the column text of a file without labels, leaving out reviews of the films named.

    Raises
    ------
    ValueError
        If the file cannot be read or lacks the column text.
    """
    table = read_table(path, columns=["text"], optional=["movie"])
    if "movie" in table:
        table = table[~_films(table).isin(without_movies)]
    return [str(text) for text in table["text"].drop_duplicates()]


def load_imdb(path: Path, validation_size: int = VALIDATION_SIZE) -> Corpus:
    """Read the file and hold back a validation part that shares no film and no text with training.

    A text that occurs twice is kept once. Where the file does not name the films (the Hugging Face
    parquet), each text stands for itself, and ``split`` of the result says so.

    Parameters
    ----------
    path
        A parquet file with the columns text and label, and movie where known.
    validation_size
        Reviews to hold back, at least; between 1 and the number of reviews less one.

    Raises
    ------
    ValueError
        If the file cannot be read, or is too small for ``validation_size``.
    """
    reviews = _distinct(read_reviews(path))
    groups = reviews.texts if reviews.movies is None else reviews.movies
    held_back = _held_back(groups, validation_size)
    train = [k for k, group in enumerate(groups) if group not in held_back]
    validation = [k for k, group in enumerate(groups) if group in held_back]
    by = "text, for the file does not name the films" if reviews.movies is None else "film"
    return Corpus(
        train_texts=[reviews.texts[k] for k in train],
        train_labels=[reviews.labels[k] for k in train],
        validation_texts=[reviews.texts[k] for k in validation],
        validation_labels=[reviews.labels[k] for k in validation],
        name="imdb",
        split=f"split by {by} (seed {SPLIT_SEED})",
    )


def validation_films(path: Path, validation_size: int = VALIDATION_SIZE) -> list[str]:
    """Name the films that `load_imdb` holds back; none where the file does not name the films."""
    movies = _distinct(read_reviews(path)).movies
    return [] if movies is None else sorted(_held_back(movies, validation_size))


def _distinct(reviews: Reviews) -> Reviews:
    """Keep the first of every text."""
    first: dict[str, int] = {}
    for k, text in enumerate(reviews.texts):
        first.setdefault(text, k)
    kept = list(first.values())
    return Reviews(
        [reviews.texts[k] for k in kept],
        [reviews.labels[k] for k in kept],
        None if reviews.movies is None else [reviews.movies[k] for k in kept],
    )


def _held_back(groups: Sequence[str], validation_size: int) -> set[str]:
    """Draw films in an order that depends on nothing but their names until enough reviews are held back."""
    if len(groups) < 2:
        raise ValueError("the file must hold two different reviews or more, found one")
    if not 1 <= validation_size < len(groups):
        allowed = f"between 1 and {len(groups) - 1} (the distinct reviews less one)"
        raise ValueError(f"validation_size must be {allowed}, found {validation_size}")
    sizes = Counter(groups)
    if len(sizes) < 2:
        raise ValueError("the file must hold reviews of two films or more, found one")

    def draw(group: str) -> bytes:
        return hashlib.sha256(f"{SPLIT_SEED} {group}".encode("utf-8", "surrogatepass")).digest()

    drawn = sorted(sizes, key=draw)
    ends = accumulate(sizes[group] for group in drawn)
    count = next(k for k, end in enumerate(ends, start=1) if end >= validation_size)
    return set(drawn[: min(count, len(drawn) - 1)])
