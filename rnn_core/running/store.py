"""The folders in which trainings outlive the page that asked for them.

Every job has one folder, named by its id: ``spec.json`` (what was asked), ``data.json`` (what the training
sees), ``progress.jsonl`` (one report a line, appended), ``model.safetensors`` with ``vocabulary.txt``,
``result.json`` (how it ended; written last), and an empty file ``stop`` once somebody wants it to end.
"""

import json
import re
import secrets
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from rnn_core.running.folders import DIR_VARIABLE, MAX_JOBS, clear_away, default_folder, write_whole
from rnn_core.running.records import Ending, JobData, JobEnd, JobResult, RightAnswers
from rnn_core.running.spec import JobSpec, read_spec
from rnn_core.sentiment.control import CONTROL_FILE, Control, read_control
from rnn_core.sentiment.spec import TrainProgress

__all__ = [
    "CACHE_FOLDER",
    "DATA_FILE",
    "DIR_VARIABLE",
    "ID_BYTES",
    "MODEL_FILE",
    "PROGRESS_FILE",
    "STOP_FILE",
    "Ending",
    "JobData",
    "JobEnd",
    "JobResult",
    "JobStore",
    "UnknownJobError",
    "default_folder",
    "write_whole",
]

Kept = TypeVar("Kept")

ID_BYTES = 12
ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{16}")
"""What ``secrets.token_urlsafe(ID_BYTES)`` writes; nothing else ever touches a path."""
SPEC_FILE, DATA_FILE, RESULT_FILE, PROGRESS_FILE = "spec.json", "data.json", "result.json", "progress.jsonl"
MODEL_FILE, STOP_FILE, CACHE_FOLDER = "model.safetensors", "stop", "cache"


class UnknownJobError(ValueError):
    """There is no job of that id; the message is one sentence for a person."""


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
        try:
            write_whole(folder / SPEC_FILE, spec.to_json())
        except OSError:  # a full disk
            folder.rmdir()
            raise
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
            return JobEnd(values["state"], values["reason"], _read_result(values["result"]))

    def write_end(self, job_id: str, end: JobEnd) -> None:
        """Write how a job ended."""
        write_whole(self.path(job_id) / RESULT_FILE, json.dumps(asdict(end)))

    def control(self, job_id: str) -> Control:
        """Read what was changed of a job on its way."""
        return read_control(self.path(job_id))

    def write_control(self, job_id: str, control: Control) -> None:
        """Change a job on its way; its worker looks a few times a second."""
        write_whole(self.path(job_id) / CONTROL_FILE, control.to_json())

    def created_at(self, job_id: str) -> float:
        """Give the time at which a job was asked for, in seconds since 1970; 0 where it has gone."""
        with suppress(OSError, UnknownJobError):
            return (self.path(job_id) / SPEC_FILE).stat().st_mtime
        return 0.0

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

    def forget(self, job_id: str) -> None:
        """Forget what was read of a job, so that it is read anew."""
        with self._lock:
            for kept in (self._specs, self._data, self._read):
                kept.pop(job_id, None)

    def ask_to_stop(self, job_id: str) -> None:
        """Leave the mark that a training looks for at every step."""
        (self.path(job_id) / STOP_FILE).touch()

    def is_to_stop(self, job_id: str) -> bool:
        """Tell whether somebody wants the job to end."""
        return (self.path(job_id) / STOP_FILE).exists()

    def clean(self, keep: Collection[str] = ()) -> None:
        """Remove what is older than three days, and the oldest beyond fifty jobs and beyond 2 GB in all."""
        clear_away([self.folder / job_id for job_id in self.ids()], keep)

    def ids(self) -> list[str]:
        """Name every job that is kept, in no order."""
        with suppress(OSError):  # somebody has cleared all of them away
            found = self.folder.iterdir()
            return [path.name for path in found if ID_PATTERN.fullmatch(path.name) and path.is_dir()]
        return []


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


def _read_result(values: dict[str, Any] | None) -> JobResult | None:
    if values is None:
        return None
    right = values.get("right")
    return JobResult(**values | {"right": None if right is None else RightAnswers(**right)})


def _read_values(path: Path) -> dict[str, Any] | None:
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return values
