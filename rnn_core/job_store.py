"""The folders in which trainings outlive the page that asked for them.

Every job has one folder, named by its id: ``spec.json`` (what was asked), ``data.json`` (what the training
sees), ``progress.jsonl`` (one report a line, appended), ``model.safetensors`` with ``vocabulary.txt``,
``result.json`` (how it ended; written last), and an empty file ``stop`` once somebody wants it to end.
"""

import functools
import json
import os
import re
import secrets
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from rnn_core.job_spec import JobSpec, read_spec
from rnn_core.sentiment.spec import TrainProgress

Ending = Literal["done", "stopped", "failed"]
Kept = TypeVar("Kept")

ID_BYTES = 12
ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{16}")
"""What ``secrets.token_urlsafe(ID_BYTES)`` writes; nothing else ever touches a path."""
MAX_JOBS, MAX_AGE_S = 50, 3 * 24 * 3600.0
DIR_VARIABLE = "UNROLLED_JOBS_DIR"
SPEC_FILE, DATA_FILE, RESULT_FILE, PROGRESS_FILE = "spec.json", "data.json", "result.json", "progress.jsonl"
MODEL_FILE, STOP_FILE, CACHE_FOLDER = "model.safetensors", "stop", "cache"


class UnknownJobError(ValueError):
    """There is no job of that id; the message is one sentence for a person."""


@dataclass(frozen=True)
class JobData:
    """What a training sees: reviews to learn from, to be judged on at the end, and to be judged on live."""

    num_train: int
    num_validation: int
    num_live: int
    split: str


@dataclass(frozen=True)
class JobResult:
    """What came of a training.

    Parameters
    ----------
    validation_accuracy, standard_error
        Share of right answers on the whole validation part (0 to 1) and its standard error.
    validation_size
        Number of reviews in that part.
    seconds
        Seconds of training, without preparation and evaluation.
    num_steps, num_examples
        Steps taken, and reviews seen in them.
    num_parameters, vocab_size
        Numbers that were learned, and words that the model knows.
    """

    validation_accuracy: float
    standard_error: float
    validation_size: int
    seconds: float
    num_steps: int
    num_examples: int
    num_parameters: int
    vocab_size: int


@dataclass(frozen=True)
class JobEnd:
    """How a job ended: a state, a sentence that says why, and the result where there is one."""

    state: Ending
    reason: str = ""
    result: JobResult | None = None


class JobStore:
    """The folder of all jobs.

    Parameters
    ----------
    folder
        Where job folders go; None for the folder that ``UNROLLED_JOBS_DIR`` names, else one of the user's own
        among the temporary files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else default_folder()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What was read of each job: pages ask every second, and only new reports cost anything.
        self._specs: dict[str, JobSpec] = {}
        self._data: dict[str, JobData] = {}
        self._read: dict[str, tuple[int, tuple[TrainProgress, ...]]] = {}
        self._lock = threading.Lock()

    def create(self, spec: JobSpec) -> str:
        """Make a job's folder and give its id."""
        job_id = secrets.token_urlsafe(ID_BYTES)
        folder = self.folder / job_id
        folder.mkdir(mode=0o700, parents=True)  # somebody may have cleared all folders away
        write_whole(folder / SPEC_FILE, spec.to_json())
        return job_id

    def path(self, job_id: str) -> Path:
        """Give the folder of a job.

        Raises
        ------
        UnknownJobError
            If the id is malformed or no such job is kept.
        """
        if not ID_PATTERN.fullmatch(job_id):
            raise UnknownJobError(
                f"No such run here: an id has 16 letters, digits, - or _; found {job_id[:40]!r}."
            )
        folder = self.folder / job_id
        with suppress(OSError):  # a folder that may not be read is as good as none
            if (folder / SPEC_FILE).is_file():
                return folder
        raise UnknownJobError("No such run here: it was made on another machine, or has been cleared away.")

    def has(self, job_id: str) -> bool:
        """Tell whether a job of that id is kept."""
        with suppress(UnknownJobError):
            return self.path(job_id).name == job_id
        return False

    def spec(self, job_id: str) -> JobSpec:
        """Read what was asked for; it never changes, so it is read once."""
        with _damage_told():
            path = self.path(job_id) / SPEC_FILE
            spec = self._specs.get(job_id) or read_spec(path.read_text("utf-8"))
        with self._lock:
            _keep(self._specs, job_id, spec)
        return spec

    def data(self, job_id: str) -> JobData | None:
        """Read what the training sees, or None before it is known; it never changes either."""
        with _damage_told():
            path = self.path(job_id) / DATA_FILE
            if job_id in self._data:
                return self._data[job_id]
            values = _read_values(path)
            if values is None:
                return None
            data = JobData(**values)
        with self._lock:
            _keep(self._data, job_id, data)
        return data

    def end(self, job_id: str) -> JobEnd | None:
        """Read how a job ended, or None while it has not."""
        with _damage_told():
            values = _read_values(self.path(job_id) / RESULT_FILE)
            if values is None:
                return None
            result = values["result"]
            return JobEnd(values["state"], values["reason"], None if result is None else JobResult(**result))

    def write_end(self, job_id: str, end: JobEnd) -> None:
        """Write how a job ended."""
        write_whole(self.path(job_id) / RESULT_FILE, json.dumps(asdict(end)))

    def progress(self, job_id: str) -> tuple[TrainProgress, ...]:
        """Read all reports; a line that is still being written is left for the next time."""
        path = self.path(job_id) / PROGRESS_FILE
        with self._lock, _damage_told():
            position, reports = self._read.pop(job_id, (0, ()))
            with suppress(FileNotFoundError), path.open("rb") as file:
                file.seek(position)
                whole = file.read().rpartition(b"\n")[0]
                reports += tuple(TrainProgress.from_json(line) for line in whole.decode().splitlines())
                position += len(whole) + 1 if whole else 0
            _keep(self._read, job_id, (position, reports))
        return reports

    def ask_to_stop(self, job_id: str) -> None:
        """Leave the mark that a training looks for at every step."""
        (self.path(job_id) / STOP_FILE).touch()

    def is_to_stop(self, job_id: str) -> bool:
        """Tell whether somebody wants the job to end."""
        return (self.path(job_id) / STOP_FILE).exists()

    def clean(self, keep: Collection[str] = ()) -> None:
        """Remove jobs that are older than three days, and the oldest beyond fifty, but none in ``keep``."""
        folders = []
        with suppress(FileNotFoundError):  # somebody has cleared all of them away
            found = self.folder.iterdir()
            folders = [path for path in found if ID_PATTERN.fullmatch(path.name) and path.is_dir()]
        folders.sort(key=_changed_at, reverse=True)
        oldest = time.time() - MAX_AGE_S
        for place, folder in enumerate(folders):
            if folder.name not in keep and (place >= MAX_JOBS or _changed_at(folder) < oldest):
                shutil.rmtree(folder, ignore_errors=True)


def as_sentence(text: str) -> str:
    """Make an error's text a sentence: a capital first, a full stop last.

    Examples
    --------
    >>> as_sentence("the loss stopped being a number"), as_sentence("Done."), as_sentence("")
    ('The loss stopped being a number.', 'Done.', '')
    """
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}." if text else ""


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
    """Write a file so that a reader sees all of it or none."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn what a damaged file, or one of another version, raises into one sentence."""
    try:
        yield
    except UnknownJobError:
        raise
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise UnknownJobError("No such run here: its files are damaged or of another version.") from error


def _keep(kept: dict[str, Kept], job_id: str, value: Kept) -> None:
    """Keep what was read of a job; the last read stands last, and the oldest beyond fifty goes."""
    kept.pop(job_id, None)
    kept[job_id] = value
    if len(kept) > MAX_JOBS:
        del kept[next(iter(kept))]


def _read_values(path: Path) -> dict[str, Any] | None:
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return values


def _changed_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # another process cleaned at the same time
        return 0.0
