"""Whose a run is, and what they call it: a small file in the job's folder.

A visitor's token never reaches the disk, only a fingerprint: who can read the folder cannot act as them.
"""

import hashlib
import json
import threading
from contextlib import suppress
from pathlib import Path

from rnn_core.running.folders import write_whole
from rnn_core.running.store import JobStore

OWNERS_FILE = "owners.json"
MAX_NAME = 60
"""Characters of a name."""
MAX_OWNERS = 200
"""A class, with room; who comes later shares the run all the same, but finds it by its link alone."""


def fingerprint(visitor: str) -> str:
    """Give what stands for a visitor on disk.

    Examples
    --------
    >>> len(fingerprint("me")), fingerprint("me") == fingerprint("you")
    (24, False)
    """
    return hashlib.sha256(f"unrolled owner {visitor}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read_owners(folder: Path) -> dict[str, str]:
    """Read the names that each owner gave a run, by their fingerprint; a damaged file counts as none."""
    try:
        values = json.loads((folder / OWNERS_FILE).read_text("utf-8"))
        return {str(owner): str(name) for owner, name in values.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def write_owners(folder: Path, owners: dict[str, str]) -> None:
    """Write what `read_owners` reads."""
    write_whole(folder / OWNERS_FILE, json.dumps(owners))


def check_name(name: str) -> str:
    """Return a name on one line without blanks at its ends; an empty one stands for none.

    Raises
    ------
    ValueError
        If it is longer than 60 characters.
    """
    tidy = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(tidy) > MAX_NAME:
        raise ValueError(f"name must have at most {MAX_NAME} characters, found {len(tidy)}")
    return tidy


class Owners:
    """Who asked for which of the runs that a store keeps; what was read once is kept in mind.

    Parameters
    ----------
    store
        Where the runs are.
    """

    def __init__(self, store: JobStore) -> None:
        self.store = store
        self._known: dict[str, dict[str, str]] = {}
        self._lock = threading.RLock()

    def of(self, job_id: str) -> dict[str, str]:
        """Give the names that each owner gave a run, by their fingerprint."""
        with self._lock:
            if job_id not in self._known:
                self._known[job_id] = read_owners(self.store.folder / job_id)
            return dict(self._known[job_id])

    def has(self, job_id: str, visitor: str) -> bool:
        """Tell whether a run is a visitor's."""
        return fingerprint(visitor) in self.of(job_id)

    def add(self, job_id: str, visitor: str) -> None:
        """Note that a visitor asked for a run."""
        with self._lock:
            owners = self.of(job_id)
            if len(owners) < MAX_OWNERS and fingerprint(visitor) not in owners:
                with suppress(OSError):  # a full disk: it is kept in mind
                    self._put(job_id, owners | {fingerprint(visitor): ""})

    def rename(self, job_id: str, visitor: str, name: str) -> bool:
        """Call a run by another name, for its owner alone; False where it is not theirs.

        Raises
        ------
        ValueError
            If the name is too long.
        OSError
            If it cannot be kept.
        """
        tidy = check_name(name)
        with self._lock:
            owners = self.of(job_id)
            if fingerprint(visitor) not in owners:
                return False
            self._put(job_id, owners | {fingerprint(visitor): tidy})
            return True

    def remove(self, job_id: str, visitor: str) -> None:
        """Take a run off a visitor's table; whoever has its link finds it still.

        Raises
        ------
        OSError
            If that cannot be kept.
        """
        with self._lock:
            owners = self.of(job_id)
            if owners.pop(fingerprint(visitor), None) is not None:
                self._put(job_id, owners)

    def name(self, job_id: str, visitor: str) -> str:
        """Give the name that a visitor gave a run, or nothing."""
        return self.of(job_id).get(fingerprint(visitor), "")

    def runs(self, visitor: str) -> tuple[str, ...]:
        """Name a visitor's runs, the newest first."""
        kept = [job_id for job_id in self.store.ids() if self.store.has(job_id)]
        with self._lock:
            self._known = {job_id: self._known[job_id] for job_id in kept if job_id in self._known}
        mine = [job_id for job_id in kept if self.has(job_id, visitor)]
        return tuple(sorted(mine, key=self.store.created_at, reverse=True))

    def _put(self, job_id: str, owners: dict[str, str]) -> None:
        self._known[job_id] = owners
        write_owners(self.store.path(job_id), owners)
