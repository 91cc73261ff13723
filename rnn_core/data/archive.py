"""The Large Movie Review Dataset as Stanford packs it: 100,000 small files in one archive.

Nothing is unpacked onto the disk: of the archive's members only those with the expected names, kinds and
sizes are read, so that one with a path of its own, a link or a bomb does no harm.

References
----------
Maas, Daly, Pham, Huang, Ng and Potts (2011), "Learning word vectors for sentiment analysis", ACL,
https://ai.stanford.edu/~amaas/data/sentiment
"""

import re
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

REVIEW = re.compile(r"aclImdb/train/(neg|pos)/(\d{1,6})_(\d{1,2})\.txt")
FILMS = re.compile(r"aclImdb/train/urls_(neg|pos)\.txt")
FILM = re.compile(r"/title/(tt\d+)")
MAX_REVIEW_BYTES, MAX_FILMS_BYTES = 100_000, 5_000_000
LABELS = {"neg": 0, "pos": 1}


@dataclass(frozen=True)
class _Found:
    """What an archive holds: reviews and addresses of films, by side and number."""

    reviews: dict[tuple[str, int], tuple[str, int]]
    films: dict[str, list[str]]


def archive_to_parquet(archive: Path, target: Path, should_stop: Callable[[], None] = lambda: None) -> None:
    """Read the training reviews of ``aclImdb_v1.tar.gz`` and write them as a table.

    Parameters
    ----------
    archive
        The file.
    target
        Parquet file to write: text, label (0 negative, 1 positive), rating (1 to 10) and movie (the film's
        title number), negative reviews first.
    should_stop
        Called at every member; what it raises ends the work.

    Raises
    ------
    ValueError
        If it is no such archive, holds no reviews of one label, or a review has no film.
    OSError
        If the table cannot be written.
    """
    try:
        found = _read(archive, should_stop)
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise ValueError(f"{archive.name} must be a tar.gz archive: {error}") from error
    for side in LABELS:
        if not any(key[0] == side for key in found.reviews):
            raise ValueError(f"{archive.name} must hold reviews in aclImdb/train/{side}, found none")
    rows = []
    for side, number in sorted(found.reviews, key=lambda key: (LABELS[key[0]], key[1])):
        films = found.films.get(side, [])
        film = FILM.search(films[number]) if number < len(films) else None
        if film is None:
            raise ValueError(f"urls_{side}.txt of {archive.name} must name the film of review {number}")
        text, rating = found.reviews[side, number]
        rows.append((text, LABELS[side], rating, film[1]))
    pd.DataFrame(rows, columns=["text", "label", "rating", "movie"]).to_parquet(target, index=False)


def _read(archive: Path, should_stop: Callable[[], None]) -> _Found:
    found = _Found({}, {})
    with tarfile.open(archive, "r|gz") as members:
        for member in members:
            should_stop()
            review, films = REVIEW.fullmatch(member.name), FILMS.fullmatch(member.name)
            allowed = MAX_REVIEW_BYTES if review else MAX_FILMS_BYTES if films else -1
            if not member.isreg() or member.size > allowed:
                continue
            file = members.extractfile(member)
            text = "" if file is None else file.read().decode("utf-8", "replace")
            if review:
                found.reviews[review[1], int(review[2])] = (text, int(review[3]))
            elif films:
                found.films[films[1]] = text.splitlines()
    return found
