"""Where the folders of jobs lie, and how old ones are cleared away."""

import functools
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

DIR_VARIABLE = "UNROLLED_JOBS_DIR"
MAX_JOBS, MAX_AGE_S, MAX_BYTES = 50, 3 * 24 * 3600.0, 2_000_000_000


def default_folder() -> Path:
    """Give the folder that ``UNROLLED_JOBS_DIR`` names, else a private one among the temporary files."""
    named = os.environ.get(DIR_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"unrolled-jobs-{user}"
    with suppress(FileExistsError):  # a file, or a link that leads nowhere
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder if _is_private(folder) else _folder_of_this_server()


@functools.cache
def _folder_of_this_server() -> Path:
    """Make a folder that nobody else can have made, once: a second one would hide the runs of the first."""
    return Path(tempfile.mkdtemp(prefix="unrolled-jobs-"))


def _is_private(folder: Path) -> bool:
    """Whether nobody else could have put this folder here; temporary files may be anybody's."""
    if not hasattr(os, "getuid"):  # Windows: the folder for temporary files is the user's own
        return True
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees all of it or none; what was there stays where it cannot be done."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)  # half a file on a full disk
        raise


class Folder(NamedTuple):
    """A job's folder as it is found: its place, when it changed (seconds since 1970), its bytes."""

    path: Path
    changed_at: float
    size: int


def too_many(
    folders: Collection[Folder],
    now: float,
    keep: Collection[str] = (),
    max_jobs: int = MAX_JOBS,
    max_age_s: float = MAX_AGE_S,
    max_bytes: int = MAX_BYTES,
) -> list[Path]:
    """Name the folders that have to go: the old, and the oldest beyond a number and a total size.

    Parameters
    ----------
    folders
        All that there are.
    now
        Seconds since 1970.
    keep
        Names of those that stay in any case; they count, though.
    max_jobs, max_age_s, max_bytes
        How many may stay, how long, and how many bytes they may have together.

    Examples
    --------
    >>> found = [Folder(Path(name), changed, 10) for name, changed in (("a", 1.0), ("b", 2.0), ("c", 3.0))]
    >>> [path.name for path in too_many(found, now=4.0, keep=["a"], max_bytes=25)]
    ['b']
    """
    going, num_kept, size = [], 0, 0
    first = sorted(folders, key=lambda folder: (folder.path.name in keep, folder.changed_at), reverse=True)
    for folder in first:
        fits = num_kept < max_jobs and size + folder.size <= max_bytes
        if folder.path.name in keep or (fits and now - folder.changed_at <= max_age_s):
            num_kept, size = num_kept + 1, size + folder.size
        else:
            going.append(folder.path)
    return going


def clear_away(paths: Collection[Path], keep: Collection[str] = ()) -> None:
    """Remove those of these folders of jobs that have to go, but none whose name is in ``keep``."""
    for path in too_many([_found(path) for path in paths], time.time(), keep):
        shutil.rmtree(path, ignore_errors=True)


def _found(path: Path) -> Folder:
    """Look at a folder, which another process may be clearing away at the same time."""
    changed_at, size = 0.0, 0
    with suppress(OSError):
        changed_at = path.stat().st_mtime
        for file in path.rglob("*"):
            with suppress(OSError):
                size += file.lstat().st_size
    return Folder(path, changed_at, size)
