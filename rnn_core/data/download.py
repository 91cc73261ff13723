"""Fetch IMDB's training reviews once, for everybody: beside the pages, with progress, and able to stop.

Two sources, tried one after the other; a file counts only with the checksum that was published. It is made
ready in a folder of its own beside its place and then renamed, so that nobody ever finds half of it.
"""

import errno
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from rnn_core.data.imdb import TRAIN_FILE, data_folder

Phase = Literal["idle", "downloading", "reading", "done", "cancelled", "failed"]
TIMEOUT_S, CHUNK_BYTES = 20.0, 1 << 16
ROOM = ".download-"
"""How the names of the folders begin in which a file is made ready."""
LEFT_AFTER_S = 3_600.0
"""Seconds without a change after which such a folder is nobody's any more: its server was killed."""
ADVICE = (
    "Without a network, put train.parquet (columns text and label) in the folder that the environment "
    "variable UNROLLED_DATA_DIR names."
)
FULL = "The disk is full: free some space, then try again."
CLOSED = f"The folder for the reviews cannot be written to. {ADVICE}"
BROKE_OFF = f"The download broke off with {{kind}}; the server's log says where. {ADVICE}"
HUGGING_FACE = (
    "https://huggingface.co/datasets/stanfordnlp/imdb/resolve/e6281661ce1c48d982bc483cf8a173c1bbeb5d31/"
    "plain_text/train-00000-of-00001.parquet"
)


@dataclass(frozen=True)
class Source:
    """One place that has the reviews: a name for a person, an address, size in bytes and checksum."""

    name: str
    url: str
    num_bytes: int
    sha256: str
    is_archive: bool = False


SOURCES: tuple[Source, ...] = (
    Source(
        "Hugging Face",
        HUGGING_FACE,
        20_979_968,
        "db47d16b5c297cc0dd625e519c81319c24c9149e70e8496de5475f6fa928342c",
    ),
    Source(
        "Stanford",
        "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
        84_125_825,
        "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
        is_archive=True,
    ),
)


@dataclass(frozen=True)
class DownloadState:
    """How a download stands.

    Parameters
    ----------
    phase
        ``"idle"`` (never begun), ``"downloading"``, ``"reading"`` (an archive that has come), ``"done"``,
        ``"cancelled"`` or ``"failed"``.
    source
        Name of the source in use.
    num_bytes, total_bytes
        Bytes that have come from it, and bytes in all.
    elapsed_s
        Seconds since its first byte was asked for.
    message
        One or two sentences for a person: why it failed, or why the first source was left.
    is_cancelling
        Whether it runs still and has been asked to stop.
    """

    phase: Phase = "idle"
    source: str = ""
    num_bytes: int = 0
    total_bytes: int = 0
    elapsed_s: float = 0.0
    message: str = ""
    is_cancelling: bool = False

    @property
    def is_live(self) -> bool:
        """Whether it may still change by itself."""
        return self.phase in ("downloading", "reading")

    @property
    def bytes_per_s(self) -> float:
        """Mean speed so far."""
        return self.num_bytes / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds to go at that speed, or None before the first byte."""
        left = max(0, self.total_bytes - self.num_bytes)
        return left / self.bytes_per_s if self.bytes_per_s > 0 else None


class _Cancelled(Exception):  # noqa: N818 - the event, not its class, is what one catches
    """Somebody wants the download no more."""


class _Progress:
    """What pooch tells as bytes come in; it takes any object with these names."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.total = self.num_bytes = 0
        self._tell = tell

    def update(self, num_bytes: int) -> None:
        """Count bytes; the last chunk counts as a whole one."""
        self.num_bytes = self.num_bytes + num_bytes
        self._tell(min(self.num_bytes, self.total) if self.total else self.num_bytes, self.total)

    def reset(self) -> None:
        """Begin to count anew."""
        self.num_bytes = 0

    def close(self) -> None:
        """End; nothing is held."""


class Download:
    """The one download of a server: whoever starts it, everybody sees how it goes and may cancel it.

    Parameters
    ----------
    folder
        Where ``train.parquet`` goes; None for `rnn_core.data.imdb.data_folder`.
    sources
        Tried in this order.
    """

    def __init__(self, folder: Path | None = None, sources: Sequence[Source] = SOURCES) -> None:
        self.folder = data_folder() if folder is None else folder
        self.sources = tuple(sources)
        self._state = DownloadState()
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        clear_leftovers(self.folder)

    @property
    def state(self) -> DownloadState:
        """How it stands."""
        return self._state

    def start(self) -> None:
        """Begin, or begin again; while it runs, nothing happens."""
        with self._lock:
            if self._state.is_live:
                return
            self._cancel.clear()
            self._state = DownloadState("downloading", self.sources[0].name)
            self._thread = threading.Thread(target=self._run, name="imdb-download", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop; it does when the next bytes come, or the connection's patience ends."""
        with self._lock:
            if self._state.is_live:
                self._cancel.set()
                self._state = replace(self._state, is_cancelling=True)

    def wait(self, timeout_s: float | None = None) -> DownloadState:
        """Wait until it has ended, and give its state; for commands and tests."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._state

    def _run(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            clear_leftovers(self.folder)
            with tempfile.TemporaryDirectory(prefix=ROOM, dir=self.folder) as room:
                end = self._try_sources(Path(room))
        except OSError as error:
            end = DownloadState("failed", message=_sentence(error))
        except Exception as error:  # whatever it is, somebody must be able to try again
            logging.getLogger(__name__).exception("the download broke off")
            end = DownloadState("failed", message=BROKE_OFF.format(kind=type(error).__name__))
        with self._lock:
            self._state = end

    def _try_sources(self, room: Path) -> DownloadState:
        from requests.exceptions import RequestException

        unreached: list[str] = []
        wrong: list[str] = []
        for source in self.sources:
            so_far = _why(unreached, wrong)
            try:
                self._tell(source, so_far, time.monotonic(), 0, 0)
                made = self._fetch(source, room, so_far)
                shutil.move(made, self.folder / TRAIN_FILE)  # within one folder this renames
            except _Cancelled:
                return DownloadState("cancelled", source.name)
            except RequestException:
                unreached.append(source.name)
            except ValueError:  # another checksum, or an archive that is none
                wrong.append(source.name)
            else:
                return replace(self._state, phase="done", num_bytes=self._state.total_bytes, message="")
        return DownloadState("failed", message=f"{_why(unreached, wrong)} {ADVICE}")

    def _fetch(self, source: Source, room: Path, so_far: str) -> Path:
        import pooch

        pooch.get_logger().setLevel(logging.WARNING)
        tell = partial(self._tell, source, so_far, time.monotonic())
        downloader = pooch.HTTPDownloader(
            progressbar=_Progress(tell), chunk_size=CHUNK_BYTES, timeout=TIMEOUT_S
        )
        fetched = pooch.retrieve(
            source.url,
            known_hash=f"sha256:{source.sha256}",
            fname="archive.tar.gz" if source.is_archive else TRAIN_FILE,
            path=room,
            downloader=downloader,
            processor=self._unpack if source.is_archive else None,
        )
        self._stop_if_asked()
        return Path(fetched)

    def _unpack(self, fetched: str, action: str, keeper: Any) -> str:
        """Make the table of an archive; pooch calls this once its checksum is right."""
        from rnn_core.data.archive import archive_to_parquet

        with self._lock:
            self._state = replace(self._state, phase="reading")
        made = Path(fetched).with_name(TRAIN_FILE)
        archive_to_parquet(Path(fetched), made, self._stop_if_asked)
        return str(made)

    def _tell(self, source: Source, so_far: str, began: float, num_bytes: int, total: int) -> None:
        self._stop_if_asked()
        with self._lock:
            self._state = DownloadState(
                "downloading",
                source.name,
                num_bytes,
                total or source.num_bytes,
                time.monotonic() - began,
                so_far,
                self._cancel.is_set(),
            )

    def _stop_if_asked(self) -> None:
        if self._cancel.is_set():
            raise _Cancelled


def clear_leftovers(folder: Path) -> None:
    """Remove what a server that was killed in the middle of a download has left.

    Another server may be at work in the same folder: what has changed within the last hour stays.

    Parameters
    ----------
    folder
        Where ``train.parquet`` goes; it need not exist.
    """
    for room in folder.glob(f"{ROOM}*"):
        with suppress(OSError):  # somebody else removes it too, or it is not ours to remove
            latest = max(path.stat().st_mtime for path in (room, *room.rglob("*")))
            if room.is_dir() and not room.is_symlink() and time.time() - latest > LEFT_AFTER_S:
                shutil.rmtree(room)


def _why(unreached: Sequence[str], wrong: Sequence[str]) -> str:
    """Say why sources were left."""
    said = []
    if unreached:
        said.append(f"{' and '.join(unreached)} could not be reached, or broke off.")
    if wrong:
        said.append(f"What {' and '.join(wrong)} sent is not the published file.")
    return " ".join(said)


def _sentence(error: OSError) -> str:
    return FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else CLOSED
