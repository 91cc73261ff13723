"""Fetching IMDB, from a server of this test's own: progress, cancelling, checksums, sources, full disks."""

import errno
import hashlib
import io
import os
import tarfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from rnn_core.data import download
from rnn_core.data.archive import archive_to_parquet
from rnn_core.data.download import LEFT_AFTER_S, Download, DownloadState, Source
from rnn_core.data.imdb import find_imdb, load_imdb

TIMEOUT_S = 120.0


def parquet(num: int = 400) -> bytes:
    rows = [(f"Review {k} of its film, good.", k % 2) for k in range(num)]
    file = io.BytesIO()
    pd.DataFrame(rows, columns=["text", "label"]).to_parquet(file)
    return file.getvalue()


def archive(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            tar.addfile(member)
    return file.getvalue()


def small_imdb() -> dict[str, bytes]:
    members = {"aclImdb/README": b"about"}
    for side, rating in (("pos", 9), ("neg", 2)):
        for k in range(6):
            members[f"aclImdb/train/{side}/{k}_{rating}.txt"] = f"Review {k}, {side}.".encode()
        films = "".join(f"http://www.imdb.com/title/tt000{k // 2}/usercomments\n" for k in range(6))
        members[f"aclImdb/train/urls_{side}.txt"] = films.encode()
    members["aclImdb/test/pos/0_9.txt"] = b"of the official test part"
    return members


@pytest.fixture
def web() -> Iterator[SimpleNamespace]:
    """A server of files; what is in ``held`` waits in the middle until ``go`` is set."""
    files: dict[str, bytes] = {}
    held: set[str] = set()
    go, halfway = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            half = len(content) // 2
            self.wfile.write(content[:half])
            if self.path in held:
                self.wfile.flush()
                halfway.set()
                go.wait(TIMEOUT_S)
            self.wfile.write(content[half:])

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(
        files=files, held=held, go=go, halfway=halfway, url=f"http://127.0.0.1:{server.server_port}"
    )
    go.set()
    server.shutdown()
    server.server_close()
    thread.join(TIMEOUT_S)


def source(web, name: str, content: bytes, sha256: str | None = None) -> Source:
    web.files[f"/{name}"] = content
    right = hashlib.sha256(content).hexdigest()
    is_archive = name.endswith(".tar.gz")
    return Source(name.partition(".")[0], f"{web.url}/{name}", len(content), sha256 or right, is_archive)


def run(folder: Path, *sources: Source) -> DownloadState:
    fetching = Download(folder, sources)
    fetching.start()
    return fetching.wait(TIMEOUT_S)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_is_found(web, tmp_path, monkeypatch):
    folder = tmp_path / "new" / "folder"
    monkeypatch.setenv("UNROLLED_DATA_DIR", str(folder))
    content = parquet()
    state = run(folder, source(web, "first.parquet", content))
    assert (state.phase, state.source, state.message) == ("done", "first", "")
    assert state.num_bytes == state.total_bytes == len(content)
    assert (folder / "train.parquet").read_bytes() == content
    assert left_in(folder) == ["train.parquet"]
    assert find_imdb() == folder / "train.parquet"
    assert len(load_imdb(folder / "train.parquet", 60).train_texts) == 340


def test_bytes_speed_and_time_left_are_told_on_the_way(web, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "CHUNK_BYTES", 1_000)
    content = bytes(range(256)) * 40
    fetching = Download(tmp_path, [source(web, "first.parquet", content)])
    web.held.add("/first.parquet")
    fetching.start()
    assert web.halfway.wait(TIMEOUT_S)
    while fetching.state.num_bytes < 5_000:
        assert fetching.state.phase == "downloading"
    state = fetching.state
    assert (state.num_bytes, state.total_bytes) == (5_000, 10_240)
    assert state.bytes_per_s > 0
    assert state.seconds_left == pytest.approx(5_240 / state.bytes_per_s)
    assert not (tmp_path / "train.parquet").exists()
    fetching.start()  # a second visitor presses the same button: it goes on
    assert fetching.state.num_bytes == 5_000
    web.go.set()
    assert fetching.wait(TIMEOUT_S).phase == "done"


def test_cancelling_keeps_nothing_and_it_can_be_begun_again(web, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "CHUNK_BYTES", 1_000)
    fetching = Download(tmp_path, [source(web, "first.parquet", parquet())])
    web.held.add("/first.parquet")
    fetching.start()
    assert web.halfway.wait(TIMEOUT_S)
    fetching.cancel()
    assert fetching.state.is_cancelling
    web.go.set()
    assert fetching.wait(TIMEOUT_S).phase == "cancelled"
    assert left_in(tmp_path) == []
    web.held.clear()
    fetching.start()
    assert fetching.wait(TIMEOUT_S).phase == "done"


def test_cancelling_before_the_first_source_is_asked_ends_it_too(web, tmp_path, monkeypatch):
    try_sources = Download._try_sources

    def cancel_and_try(fetching, room):
        fetching.cancel()
        return try_sources(fetching, room)

    monkeypatch.setattr(Download, "_try_sources", cancel_and_try)
    state = run(tmp_path, source(web, "first.parquet", parquet()))
    assert (state.phase, left_in(tmp_path)) == ("cancelled", [])


@pytest.mark.parametrize("fault", ["wrong checksum", "not there", "nobody listens"])
def test_where_the_first_source_fails_the_second_is_asked(web, tmp_path, fault):
    good = source(web, "second.parquet", parquet())
    first = {
        "wrong checksum": lambda: source(web, "first.parquet", b"something else", sha256="0" * 64),
        "not there": lambda: Source("first", f"{web.url}/none", 10, "0" * 64),
        "nobody listens": lambda: Source("first", "http://127.0.0.1:9/none", 10, "0" * 64),
    }[fault]()
    state = run(tmp_path, first, good)
    assert (state.phase, state.source) == ("done", "second")
    assert left_in(tmp_path) == ["train.parquet"]


def test_without_a_network_it_says_what_to_do(tmp_path):
    gone = [Source(name, "http://127.0.0.1:9/none", 10, "0" * 64) for name in ("One", "Two")]
    state = run(tmp_path, *gone)
    assert state.phase == "failed"
    assert state.message == (
        "One and Two could not be reached, or broke off. Without a network, put train.parquet (columns text "
        "and label) in the folder that the environment variable UNROLLED_DATA_DIR names."
    )
    assert left_in(tmp_path) == []


def test_a_file_that_is_not_the_published_one_is_never_kept(web, tmp_path):
    state = run(tmp_path, source(web, "first.parquet", b"something else", sha256="0" * 64))
    assert state.phase == "failed"
    assert state.message.startswith("What first sent is not the published file. Without a network, put")
    assert left_in(tmp_path) == []


def test_an_archive_becomes_a_table_that_names_the_films(web, tmp_path):
    state = run(tmp_path, source(web, "stanford.tar.gz", archive(small_imdb())))
    assert state.phase == "done"
    table = pd.read_parquet(tmp_path / "train.parquet")
    assert list(table.columns) == ["text", "label", "rating", "movie"]
    assert len(table) == 12
    assert table.iloc[0].tolist() == ["Review 0, neg.", 0, 2, "tt0000"]
    assert table.iloc[-1].tolist() == ["Review 5, pos.", 1, 9, "tt0002"]
    assert left_in(tmp_path) == ["train.parquet"]


def test_members_that_do_not_belong_are_never_read(tmp_path):
    members = small_imdb() | {
        "../../escape.txt": b"out",
        "/etc/absolute": b"out",
        "aclImdb/train/pos/../neg/7_1.txt": b"out",
        "aclImdb/train/pos/8_10.txt": b"x" * 200_000,
    }
    path = tmp_path / "a.tar.gz"
    path.write_bytes(archive(members, links={"aclImdb/train/pos/9_10.txt": "/etc/passwd"}))
    archive_to_parquet(path, tmp_path / "out.parquet")
    assert len(pd.read_parquet(tmp_path / "out.parquet")) == 12
    assert left_in(tmp_path) == ["a.tar.gz", "out.parquet"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no archive at all", "must be a tar.gz archive"),
        (archive({"aclImdb/README": b""}), "must hold reviews in aclImdb/train/neg, found none"),
        (
            archive({k: v for k, v in small_imdb().items() if k != "aclImdb/train/urls_pos.txt"}),
            "urls_pos.txt of a.tar.gz must name the film of review 0",
        ),
        (archive(small_imdb())[:300], "must be a tar.gz archive"),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused_in_words(tmp_path, content, message):
    (tmp_path / "a.tar.gz").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        archive_to_parquet(tmp_path / "a.tar.gz", tmp_path / "out.parquet")


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "The folder for the reviews cannot be written to.")],
)
def test_a_disk_that_takes_nothing_is_said(web, tmp_path, monkeypatch, number, said):
    def fail(*arguments):
        raise OSError(number, "no")

    monkeypatch.setattr(download._Progress, "update", fail)
    state = run(tmp_path, source(web, "first.parquet", parquet()), source(web, "second.parquet", parquet()))
    assert state.phase == "failed"
    assert state.message.startswith(said)
    assert left_in(tmp_path) == []


def test_whatever_breaks_it_can_be_begun_again(web, tmp_path, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("nobody thought of it")

    fetching = Download(tmp_path, [source(web, "first.parquet", parquet())])
    with monkeypatch.context() as patch:
        patch.setattr(download._Progress, "update", fail)
        fetching.start()
        state = fetching.wait(TIMEOUT_S)
    assert state.phase == "failed"
    assert state.message.startswith("The download broke off with RuntimeError; the server's log says where.")
    fetching.start()
    assert fetching.wait(TIMEOUT_S).phase == "done"


def test_a_folder_that_cannot_be_made_is_said(web, tmp_path):
    (tmp_path / "file").touch()
    state = run(tmp_path / "file" / "folder", source(web, "first.parquet", parquet()))
    assert state.message.startswith("The folder for the reviews cannot be written to.")


def leave(folder: Path, name: str, seconds_ago: float) -> Path:
    """Leave half a file as a server does that is killed."""
    room = folder / name
    room.mkdir()
    (room / "half").write_bytes(b"half")
    then = time.time() - seconds_ago
    for path in (room / "half", room):
        os.utime(path, (then, then))
    return room


def test_what_a_killed_server_left_goes_with_the_next_one_unless_it_may_be_at_work(web, tmp_path):
    old = leave(tmp_path, ".download-old", LEFT_AFTER_S + 60)
    fresh = leave(tmp_path, ".download-fresh", LEFT_AFTER_S - 600)
    busy = leave(tmp_path, ".download-busy", LEFT_AFTER_S + 60)
    (busy / "half").write_bytes(b"more of it")
    os.utime(busy, (0, 0))
    others = leave(tmp_path, "download-of-mine", LEFT_AFTER_S + 60)
    elsewhere = leave(tmp_path, "elsewhere", LEFT_AFTER_S + 60)
    (tmp_path / ".download-link").symlink_to(elsewhere)
    fetching = Download(tmp_path, [source(web, "a.parquet", parquet())])
    assert not old.exists()
    later = leave(tmp_path, ".download-later", LEFT_AFTER_S + 60)
    fetching.start()
    assert fetching.wait(TIMEOUT_S).phase == "done"
    assert not later.exists()
    assert all((room / "half").exists() for room in (fresh, busy, others, elsewhere))


def test_a_folder_that_is_not_there_yet_holds_nothing_to_clear(tmp_path):
    assert Download(tmp_path / "not" / "yet", []).state.phase == "idle"
    assert not (tmp_path / "not").exists()


def test_the_published_files_are_those_that_are_asked_for():
    assert [(s.num_bytes, len(s.sha256), s.is_archive) for s in download.SOURCES] == [
        (20_979_968, 64, False),
        (84_125_825, 64, True),
    ]
    assert all(s.url.startswith("https://") for s in download.SOURCES)
